"""The same scorer, written out as one Python function for one model: what an interactive check of hundreds of records needs.

Made from the texts of `comparisons` (never by hand): meetings and abbreviations are worked out once for a pair, then each comparison
is a chain of conditions. Weights are those of `scoring.score`, to the last digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from .comparisons import COMPARISONS, TERMS
from .model import Model

_ANY = re.compile(r"\bany\(([lr])\.(\w+), ([lr])\.(\w+)\)")
_IF = re.compile(r"\bif\(([^(),]+), ([^(),]+), ([^(),]+)\)")


class _Writer:
    """Collects the lines of the function; each meeting of two sets gets a name when first asked for."""

    def __init__(self) -> None:
        self.meetings: dict[tuple[str, str], str] = {}

    def python(self, condition: str) -> str:
        text = _ANY.sub(self._meeting, condition).replace("$", "_")
        while _IF.search(text):
            text = _IF.sub(r"(\2 if \1 else \3)", text)
        text = re.sub(r"\bleast\(", "min(", re.sub(r"\bgreatest\(", "max(", text))
        return re.sub(r"(?<![<>!=])=(?!=)", "==", text).replace("<>", "!=")

    def _meeting(self, found: re.Match[str]) -> str:
        one, column, _, other = found.groups()
        sides = (column, other) if one == "l" else (other, column)
        return self.meetings.setdefault(sides, f"m{len(self.meetings)}")


def source(model: Model) -> str:
    """The function's text: the exact conditions, weights as numbers."""
    writer = _Writer()
    terms = [f"    {name.replace('$', '_')} = {writer.python(text)}" for name, text in TERMS.items()]
    chains: list[str] = []
    for comparison in COMPARISONS:
        chains += [f"    if {writer.python(comparison.unknown)}:", "        pass"]
        for level in comparison.levels:
            head = f"    elif {writer.python(level.condition)}:" if level.condition else "    else:"
            chains += [head, f"        w += {model.weights[comparison.name][level.label]!r}"]
    meetings = [f"    {name} = not l.{one}.isdisjoint(r.{other})" for (one, other), name in writer.meetings.items()]
    return "\n".join(
        ["def score(l, r):", *meetings, *terms, "    w = 0", *chains, f"    return round({model.prior!r} + w, 9)", ""]
    )


@lru_cache(maxsize=4)
def _made(text: str) -> Callable[[Any, Any], float]:
    names: dict[str, Any] = {}
    exec(compile(text, "linkage model", "exec"), names)  # noqa: S102 - our own constants
    return names["score"]  # type: ignore[no-any-return]


# By identity, the model held beside its function: a model has dictionaries inside and no hash.
_known: dict[int, tuple[Model, Callable[[Any, Any], float]]] = {}


def scorer(model: Model) -> Callable[[Any, Any], float]:
    """A function of two records: their weight by this model."""
    found = _known.get(id(model))
    if found is None:
        if len(_known) >= 8:
            _known.clear()
        found = _known[id(model)] = (model, _made(source(model)))
    return found[1]
