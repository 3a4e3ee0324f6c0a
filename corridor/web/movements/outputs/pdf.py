"""The list and the boarding passes as PDF, set by typst. What people are called goes in as data, never as mark-up."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from corridor.kernel import clock
from corridor.web.shell import formats

from .document import Document

HERE = Path(__file__).parent
WEIGHTS = {"no": "auto", "sex": "auto", "age": "auto", "name": "2fr", "name_document": "2fr"}


def write(document: Document) -> bytes:
    return _set("manifest.typ", contents(document))


def contents(document: Document) -> dict[str, Any]:
    """All that the page can say: the template knows nothing else."""
    along = document.travelling_along()
    return {
        "title": document.title,
        "synthetic": _synthetic(document.synthetic),
        "facts": document.facts(),
        "headings": document.headings(),
        "widths": [WEIGHTS.get(key, "1fr") for key in document.columns],
        "rows": document.texts(),
        "along_title": _("Travelling along") if along else "",
        "along": along,
        "foot": _("Confidential. For the named recipient only; destroy after use."),
        "printed": formats.moment(clock.now()),
    }


def write_passes(flight: dict[str, str], passes: list[dict[str, str]], synthetic: bool) -> bytes:
    """One card for each person; the code holds the token alone."""
    return _set("passes.typ", {"flight": flight, "passes": passes, "synthetic": _synthetic(synthetic)})


def _synthetic(yes: bool) -> str:
    return _("SYNTHETIC DATA: every person here is invented.") if yes else ""


def _set(template: str, data: dict[str, Any]) -> bytes:
    said = data | {"lang": (get_language() or "en")[:2], "rtl": get_language_bidi()}
    inputs = {"data": json.dumps(said, ensure_ascii=False)}
    return bytes(typst.compile((HERE / template).read_bytes(), font_paths=_fonts(), sys_inputs=inputs, format="pdf"))


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Read once for a process: the families of this machine, and those typst brings along."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
