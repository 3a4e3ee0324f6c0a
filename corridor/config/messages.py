"""Translations without outside tools: collect, check and compile corridor/locale/<language>/LC_MESSAGES/django.po.

    python -m corridor.config.messages collect|check|compile

Sentences come from `_()`, `gettext*()`, `N_()`, `{% translate %}` and `{% blocktranslate %}`. `check` demands that French
and Arabic have every sentence, with the same places and, for plurals, every form.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
LANGUAGES = ("fr", "ar")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACES = re.compile(r"%\([a-z_]+\)[sd]|%[sd]")


def file_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[str, bytes]]:
    """Each file as Python text; templates in the form Django gives them for this purpose."""
    import django.utils.translation.template as template

    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in file.parts:
            yield str(file.relative_to(PACKAGE.parent)), file.read_bytes()
    for file in sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        yield str(file.relative_to(PACKAGE.parent)), template.templatize(file.read_text()).encode()


def collected() -> Catalog:
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for name, text in sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(text), keywords=KEYWORDS):
            if message and (message if isinstance(message, str) else message[0]).strip():
                catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def load(language: str) -> Catalog:
    file = file_of(language)
    if not file.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def collect() -> int:
    """New sentences are added empty, sentences no longer used are dropped; nothing is guessed."""
    fresh = collected()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        file_of(language).parent.mkdir(parents=True, exist_ok=True)
        with file_of(language).open("wb") as stream:
            write_po(stream, catalog, sort_output=True, no_location=True, omit_header=False, width=120)
        print(
            f"{language}: {sum(1 for one in catalog if one.id and not _filled(one.string))} of {len(catalog)} sentences to translate"
        )
    return 0


def check() -> int:
    faults = []
    fresh = [one for one in collected() if one.id]
    for language in LANGUAGES:
        catalog = load(language)
        for one in fresh:
            known = catalog.get(one.id, context=one.context)
            first = one.id if isinstance(one.id, str) else one.id[0]
            if known is None or not _filled(known.string):
                faults.append(f"{language}: not translated: {first[:90]!r}")
            elif isinstance(one.id, str) and sorted(PLACES.findall(one.id)) != sorted(PLACES.findall(known.string)):
                faults.append(f"{language}: other places than in English: {first[:90]!r}")
    print(
        "\n".join(faults[:40]) + (f"\n… and {len(faults) - 40} more" if len(faults) > 40 else "")
        if faults
        else "translations complete"
    )
    return 1 if faults else 0


def compile_() -> int:
    for language in LANGUAGES:
        if file_of(language).exists():
            with file_of(language).with_suffix(".mo").open("wb") as stream:
                write_mo(stream, load(language))
    return 0


def _filled(string: str | tuple[str, ...] | list[str]) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


if __name__ == "__main__":
    verbs = {"collect": collect, "check": check, "compile": compile_}
    sys.exit(verbs[sys.argv[1]]() if len(sys.argv) == 2 and sys.argv[1] in verbs else print(__doc__) or 2)
