"""What is compared, and how well it can agree: one text per level, read by Python, DuckDB and Spark alike.

A comparison is a list of levels from best to worst; the first whose condition holds counts, `unknown` weighs nothing.
Conditions speak of `l.column` and `r.column` of `features` and use only: any(x, y) (the sets meet), if(c, a, b), least, greatest,
abs, arithmetic, =, <>, and, or, not. `$words` are abbreviations from `TERMS`. One language, so no engine can mean something else.
Which sets meet is found once per pair and kept as the bits of one number (`MEETINGS`); conditions then cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from corridor.kernel.refusals import N_


@dataclass(frozen=True, slots=True)
class Level:
    """One grade of agreement; `words` is what a registrar reads."""

    label: str
    condition: str
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of evidence: the field of the contract it speaks of, when it is unknown, and its levels from best to worst."""

    name: str
    field: str
    unknown: str
    levels: tuple[Level, ...]

    def labels(self) -> tuple[str, ...]:
        return tuple(level.label for level in self.levels)


def _matched(one: str, other: str) -> str:
    return "(" + " + ".join(f"if(any({one}.w{slot}, {other}.wall), 1, 0)" for slot in range(4)) + ")"


def _rarity(one: str, other: str) -> str:
    return "(" + " + ".join(f"if(any({one}.w{slot}, {other}.wall), {one}.b{slot}, 0)" for slot in range(4)) + ")"


TERMS = {
    "$shared_l": _matched("l", "r"),
    "$shared_r": _matched("r", "l"),
    "$rarity_l": _rarity("l", "r"),
    "$rarity_r": _rarity("r", "l"),
    "$spare": "least(l.n - $shared_l, r.n - $shared_r)",  # names on both sides that the other side does not have
    "$given_found": "(any(l.w0, r.wall) or any(r.w0, l.wall))",
    "$given_same": "(any(l.w0, r.w0) or (any(l.w0, r.wrest) and any(r.w0, l.wrest)) or ($given_found and $spare = 0))",
    "$others": "(least($shared_l, $shared_r) - if($given_found, 1, 0))",
    "$born_alike": "(l.prec >= 0 and r.prec >= 0 and l.y1 <= r.y2 and r.y1 <= l.y2)",
    "$family": (
        "(if(l.phone = r.phone and l.phone <> 0, 1, 0) + if(any(l.mw, r.mw), 1, 0) + if($others >= 1, 1, 0) + if($born_alike, 1, 0))"
    ),
}

GIVEN = Comparison("given", "given_name", "l.n = 0 or r.n = 0", (
    Level("same", "any(l.s0, r.s0)", N_("Given name written the same")),
    Level("close", "any(l.c0, r.c0)", N_("Given name written differently, sounds the same")),
    Level("sound", "any(l.w0, r.w0)", N_("Given name similar in sound or one letter apart")),
    Level("moved", "any(l.w0, r.wrest) and any(r.w0, l.wrest)", N_("Given name found in another place of the name")),
    Level("absent", "$given_found and $spare = 0", N_("Given name found in another place; the other list leaves a name out")),
    Level("unclear", "$given_found", N_("One given name found in another place, and a name on each side is not on the other")),
    Level("differs", "", N_("Given names differ")),
))  # fmt: skip
OTHERS = Comparison("others", "family_name", "l.n < 2 or r.n < 2", (
    Level("two", "$others >= 2 and $spare = 0", N_("Father's and family name agree, in some order")),
    Level("two_spare", "$others >= 2", N_("Two further names agree, another differs")),
    Level("one_close", "$others = 1 and $spare = if($given_same, 0, 1) and any(l.crest, r.crest)",
          N_("A further name agrees, none contradicts it")),
    Level("one_sound", "$others = 1 and $spare = if($given_same, 0, 1)", N_("A further name is similar, none contradicts it")),
    Level("one_spare", "$others = 1", N_("A further name agrees, another differs")),
    Level("none", "", N_("Father's and family names differ")),
))  # fmt: skip
_RARE = (36, 32, 28, 25, 22, 19, 16, 13, 10, 7, 4)
RARITY = Comparison("rarity", "name", "not (any(l.wall, r.wall))", (
    *(Level(f"r{least}", f"least($rarity_l, $rarity_r) >= {least}",
            N_("The names they share are rare together") if least >= 16 else N_("The names they share are fairly common"))
      for least in _RARE),
    Level("common", "", N_("The names they share are very common")),
))  # fmt: skip
FAMILY_TRAP = Comparison("relatives", "name", "l.n = 0 or r.n = 0", (
    Level("three", "not $given_same and $family >= 3", N_("Another given name, while the family agrees: a brother or sister")),
    Level("two", "not $given_same and $family = 2", N_("Another given name while two family details agree: perhaps a relative")),
    Level("sound_three", "any(l.w0, r.w0) and not any(l.c0, r.c0) and not any(l.s0, r.s0) and $family >= 3",
          N_("Given names only similar while the family agrees: perhaps a brother or sister")),
    Level("none", "", N_("No sign of a relative")),
))  # fmt: skip
_D = "(l.prec = 3 and r.prec = 3)"
_PRECISION = "least(l.prec, r.prec)"
# Years with one wrong digit, one year apart, or with their last two digits changed over.
_ONE_DIGIT = (
    "(abs(l.y1 - r.y1) <= 1 or (abs(l.y1 - r.y1) < 100 and abs(l.y1 - r.y1) % 10 = 0) or l.y1 - l.y1 % 10 = r.y1 - r.y1 % 10"
    " or (abs(l.y1 - r.y1) < 100 and (l.y1 % 10) * 100 + l.y1 % 100 - l.y1 % 10 = (r.y1 % 100) * 10))"
)
BORN = Comparison("born", "birth_date", "l.prec < 0 or r.prec < 0", (
    Level("day", f"{_D} and l.y1 = r.y1 and l.mo = r.mo and l.dy = r.dy", N_("Same date of birth")),
    Level("swapped", f"{_D} and l.y1 = r.y1 and l.mo = r.dy and l.dy = r.mo", N_("Day and month of birth changed places")),
    Level("slip", f"{_D} and ((l.y1 = r.y1 and (l.mo = r.mo or l.dy = r.dy)) or (l.mo = r.mo and l.dy = r.dy and {_ONE_DIGIT}))",
          N_("Dates of birth differ in one part only")),
    Level("month", f"{_PRECISION} = 2 and l.y1 = r.y1 and l.mo = r.mo", N_("Same month of birth")),
    Level("year_rounded", "l.prec = 1 and r.prec = 1 and l.y1 = r.y1", N_("Same year of birth, both without a day")),
    Level("year", f"{_PRECISION} = 1 and l.y1 = r.y1", N_("Same year of birth, one without a day")),
    Level("estimate", f"{_PRECISION} = 0 and l.y1 <= r.y2 and r.y1 <= l.y2", N_("Estimated year of birth agrees")),
    Level("estimate_near", f"{_PRECISION} = 0 and l.y1 - l.slack <= r.y2 + r.slack and r.y1 - r.slack <= l.y2 + l.slack",
          N_("Year of birth within what an estimate allows")),
    Level("next_year", f"{_PRECISION} >= 1 and {_PRECISION} <= 2 and abs(l.y1 - r.y1) <= 1",
          N_("Years of birth one apart, one is rounded")),
    Level("near_rounded", f"{_PRECISION} <= 2 and abs(l.y1 - r.y1) <= 3", N_("Years of birth up to three apart")),
    Level("near", "abs(l.y1 - r.y1) <= 3", N_("Dates of birth differ by less than four years")),
    Level("differs", "abs(l.y1 - r.y1) <= 9", N_("Years of birth differ")),
    Level("far", "", N_("Years of birth ten or more apart")),
))  # fmt: skip
SEX = Comparison("sex", "sex", "l.sex = 0 or r.sex = 0 or (l.sex <> r.sex and greatest(l.sex, r.sex) = 3)", (
    Level("same", "l.sex = r.sex", N_("Same sex")),
    Level("differs", "", N_("Sex differs")),
))  # fmt: skip
NATION = Comparison("nation", "nationality", "l.nat = 0 or r.nat = 0", (
    Level("same", "l.nat = r.nat", N_("Same nationality")),
    Level("differs", "", N_("Nationality differs")),
))  # fmt: skip
PHONE = Comparison("phone", "phone", "l.phone = 0 or r.phone = 0", (
    Level("same", "l.phone = r.phone", N_("Same phone number")),
    Level("differs", "", N_("Phone numbers differ")),
))  # fmt: skip
DOCUMENT = Comparison("document", "document_number", "l.doc = 0 or r.doc = 0", (
    Level("same", "l.doc = r.doc", N_("Same document number")),
    Level("other", "", N_("Document numbers differ; people have several")),
))  # fmt: skip
MOTHER = Comparison("mother", "mother_name", "l.moms = 0 or r.moms = 0", (
    Level("close", "any(l.mc, r.mc)", N_("Mother's name sounds the same")),
    Level("sound", "any(l.mw, r.mw)", N_("Mother's name similar in sound")),
    Level("differs", "", N_("Mothers' names differ")),
))  # fmt: skip
_OPPOSED = "(l.rdir <> 0 and r.rdir <> 0 and l.rdir <> r.rdir)"
REGION = Comparison("region", "region_of_origin", "l.regs = 0 or r.regs = 0", (
    Level("same", f"any(l.reg, r.reg) and not {_OPPOSED}", N_("Same region of origin")),
    Level("beside", "any(l.reg, r.reg)", N_("Regions of origin of one name, on different sides")),
    Level("differs", "", N_("Regions of origin differ")),
))  # fmt: skip
CITY = Comparison("city", "city", "l.cities = 0 or r.cities = 0", (
    Level("same", "any(l.city, r.city)", N_("Met in the same city")),
    Level("differs", "", N_("Met in different cities")),
))  # fmt: skip
HOUSEHOLD = Comparison("household", "household_id", "l.hh = 0 or r.hh = 0", (
    Level("same", "l.hh = r.hh", N_("Registered in the same household of one list")),
    Level("other", "", N_("Registered in other households")),
))  # fmt: skip

EXTERNAL = Comparison("external", "external", "l.ext = 0 or r.ext = 0", (
    Level("same", "l.ext = r.ext", N_("An outside service says it is one person")),
    Level("other", "", N_("An outside service knows them under different references")),
))  # fmt: skip

COMPARISONS = (
    GIVEN, OTHERS, RARITY, FAMILY_TRAP, BORN, SEX, NATION, PHONE, DOCUMENT, MOTHER, REGION, CITY, HOUSEHOLD, EXTERNAL,
)  # fmt: skip

# Levels that are no evidence either way: they weigh nothing in every model.
NO_EVIDENCE = frozenset({("relatives", "none"), ("document", "other"), ("household", "other"), ("external", "other")})

# What rules, not weights, say about a pair (contract §3.4 and §3.7).
# Another given name is a brother or sister. So is one that stands only among the other's further names (a father, a brother without
# his own name), unless the day of birth agrees; and one that is only similar where the births differ, or where all else in the family
# agrees (Hassan and Hussein).
_ABSENT = "(not any(l.w0, r.w0) and not (any(l.w0, r.wrest) and any(r.w0, l.wrest)) and $given_found)"
_ONE_DAY = "(l.prec = 3 and r.prec = 3 and l.y1 = r.y1 and ((l.mo = r.mo and l.dy = r.dy) or (l.mo = r.dy and l.dy = r.mo)))"
_SIMILAR = "(any(l.w0, r.w0) and not any(l.c0, r.c0) and not any(l.s0, r.s0))"
_BORN_APART = "(l.prec >= 0 and r.prec >= 0 and not $born_alike)"
ANOTHER_GIVEN_NAME = (
    f"(l.n > 0 and r.n > 0 and (not $given_same or ({_ABSENT} and not {_ONE_DAY})"
    f" or ({_SIMILAR} and ({_BORN_APART} or $family >= 3))))"
)
# Two names and a rounded year fit thousands of people: without anything more they are namesakes until a person has looked. One region is
# hardly more, for one in a few namesakes comes from there: where phones or mothers cannot be compared it counts together with the
# city or with a birth that one list knows to the day; where neither can, with any birth but a year rounded twice; never where
# each list has a name that the other has not. Three names are more where they are rare together or a
# place agrees, unless the births are far apart.
_FAR_APART = (
    "(l.prec >= 0 and r.prec >= 0 and (l.y1 - l.slack > r.y2 + r.slack + 3 or r.y1 - r.slack > l.y2 + l.slack + 3)"
    f" and not ({_D} and l.mo = r.mo and l.dy = r.dy))"
)
_NO_PHONES, _NO_MOTHERS = "(l.phone = 0 or r.phone = 0)", "(l.moms = 0 or r.moms = 0)"
_ONE_REGION = (
    f"($spare = 0 and any(l.reg, r.reg) and not {_OPPOSED} and ({_NO_PHONES} or {_NO_MOTHERS}) and (any(l.city, r.city)"
    f" or l.prec = 3 or r.prec = 3 or ({_NO_PHONES} and {_NO_MOTHERS} and not (l.prec = 1 and r.prec = 1))))"
)
_THREE_NAMES = (
    f"($others >= 2 and $spare = 0 and not {_FAR_APART}"
    " and (least($rarity_l, $rarity_r) >= 16 or any(l.reg, r.reg) or any(l.city, r.city)))"
)
NAMES_ALONE = (
    f"(not {_THREE_NAMES} and not (l.phone = r.phone and l.phone <> 0)"
    f" and not (l.doc = r.doc and l.doc <> 0) and not any(l.mw, r.mw) and not {_ONE_REGION}"
    " and not (l.prec >= 2 and r.prec >= 2 and abs(l.y1 - r.y1) <= 1 and (l.mo = r.mo or (l.mo = r.dy and l.dy = r.mo))))"
)
SAME_DOCUMENT = "(l.doc <> 0 and l.doc = r.doc)"
ONE_ROSTER = "(l.hh <> 0 and l.hh = r.hh and (any(l.days, r.days) or l.seen = 0 or r.seen = 0))"


def spelled_out(condition: str) -> str:
    """The condition without abbreviations."""
    while "$" in condition:
        condition = re.sub(r"\$\w+", lambda found: TERMS[found[0]], condition)
    return condition


_MEETING = re.compile(r"\bany\(([lr])\.(\w+), ([lr])\.(\w+)\)")


def _meetings() -> tuple[tuple[str, str], ...]:
    """Every (column of the left record, column of the right record) whose meeting some condition asks for."""
    texts = [c.unknown for c in COMPARISONS] + [level.condition for c in COMPARISONS for level in c.levels]
    found: dict[tuple[str, str], None] = {}
    for text in (*texts, ANOTHER_GIVEN_NAME, NAMES_ALONE, SAME_DOCUMENT, ONE_ROSTER):
        for one, column, _, other in _MEETING.findall(spelled_out(text)):
            found[(column, other) if one == "l" else (other, column)] = None
    return tuple(found)


MEETINGS = _meetings()


def _bit(found: re.Match[str]) -> str:
    one, column, _, other = found.groups()
    return f"(match_key & {1 << MEETINGS.index((column, other) if one == 'l' else (other, column))})"


def as_sql(condition: str) -> str:
    """The condition over columns named column_l and column_r and the pair's `match_key`: the bits of its meetings."""
    text = re.sub(_MEETING, lambda found: f"({_bit(found)} <> 0)", spelled_out(condition))
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", text)


def meetings_sql(meets: str) -> str:
    """The number whose bits say which sets of the two records meet; `meets` is the engine's function for that."""
    return "(" + " + ".join(f"if({meets}({a}_l, {b}_r), {1 << bit}, 0)" for bit, (a, b) in enumerate(MEETINGS)) + ")"


def meetings(left: Any, right: Any) -> int:
    """The same number in Python."""
    found = 0
    for bit, (one, other) in enumerate(MEETINGS):
        if not getattr(left, one).isdisjoint(getattr(right, other)):
            found |= 1 << bit
    return found


@cache
def as_python(condition: str) -> Callable[[Any, Any, int], bool]:
    """The condition as a function of two records and their meetings."""
    text = re.sub(_MEETING, _bit, spelled_out(condition))
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", text).replace("<>", "!=")
    text = re.sub(r"\bif\(", "_if(", text)
    names = {"_if": lambda c, a, b: a if c else b, "least": min, "greatest": max, "abs": abs, "__builtins__": {}}
    return eval(f"lambda l, r, match_key: True if {text} else False", names)  # type: ignore[no-any-return]  # noqa: S307 - our own constants above
