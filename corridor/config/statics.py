"""Static files: our own, and the few third-party files that `npm ci` put into node_modules (never committed)."""

from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

VENDOR = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.rtl.min.css",
    "bootstrap/dist/css/bootstrap*.min.css.map",
    "@fontsource/noto-sans/files/noto-sans-latin*-[46]00-normal.woff2",
    "@fontsource/noto-serif/files/noto-serif-latin*-600-normal.woff2",
    "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-[46]00-normal.woff2",
    "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-600-normal.woff2",
    "@fontsource/noto-sans-ethiopic/files/noto-sans-ethiopic-ethiopic-400-normal.woff2",
)


class Finder(FileSystemFinder):
    """Of node_modules only what we serve; the rest is never copied nor reachable."""

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        for _prefix, root in self.locations:
            storage = self.storages[root]
            for pattern in VENDOR:
                folder, _, last = pattern.rpartition("/")
                names = storage.listdir(folder)[1] if storage.exists(folder) else []
                yield from ((f"{folder}/{name}", storage) for name in sorted(names) if fnmatch(name, last))

    def find_location(self, root: str, path: str, prefix: str | None = None) -> Any:
        if prefix == "vendor" and not any(fnmatch(path, f"vendor/{pattern}") for pattern in VENDOR):
            return None
        return super().find_location(root, path, prefix)

    def check(self, **kwargs: Any) -> Any:
        return []  # node_modules may be absent: the pages then use the system's fonts and say so in bin/setup


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names once collected; plain names before (tests, development)."""

    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """A source map or font that is not served keeps its name: the page does without it."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            return name

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
