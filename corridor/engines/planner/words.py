"""Reasons as sentences, in English, French and Arabic.

Words come from the codes of the plan and dates of the problem only: no names, no other party,
no diagnosis. The plan file holds the English ones as the reason of record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from corridor.engines.planner.model import Behind, Option, Party
from corridor.engines.planner.phrases import LANGUAGES, PHRASES

Codes = Mapping[str, tuple[str, ...]]
_SHOWN = 4


def unplaced(
    party: Party,
    code: str,
    codes: Codes,
    behind: Behind | None,
    options: Mapping[str, Option],
    standby: Mapping[str, tuple[str, ...]],
    language: str,
) -> str:
    """Why the party has no place, who goes first, and what would change it."""
    say = phrases(language)
    if code == "NO_OPTION":
        return say["NO_OPTION"]
    parts = [say[code]]
    parts += [_about(party, found, names, options, say) for found, names in _grouped(codes)[:_SHOWN]]
    if code == "WAITLISTED":
        parts.append(say["rule"])
        parts += _places(party, standby, say)
        if behind is not None:
            parts.append(say["behind"].format(option=behind.option))
    causes = dict.fromkeys(one for found, _ in _grouped(codes)[:_SHOWN] for one in found)
    remedies = dict.fromkeys(say[f"change {one}"] for one in causes)
    parts.append(say["would change"].format(remedies=say["or"].join(remedies)))
    return " ".join(parts)


def placed(party: Party, option: Option, departed: bool, language: str) -> str:
    """Where the party travels, and whether that is the date it had."""
    say = phrases(language)
    shape = "departed" if departed else "placed"
    parts = [say[shape].format(option=option.id, day=day(option.day, say), airport=option.airport)]
    prior = party.prior
    if prior is not None and not departed:
        if prior.option == option.id and prior.status in ("told", "planned"):
            parts.append(say[f"same {prior.status}"])
        elif prior.option != option.id:
            parts.append(say["moved"].format(option=prior.option))
    return " ".join(parts)


def phrases(language: str) -> Mapping[str, str]:
    return PHRASES[language if language in LANGUAGES else "en"]


def day(when: date, say: Mapping[str, str]) -> str:
    months = say["months"].split()
    return f"{when.day} {months[when.month - 1]} {when.year}"


def _grouped(codes: Codes) -> list[tuple[tuple[str, ...], list[str]]]:
    """Options that share their codes are told together, earliest named first."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for option, found in codes.items():
        groups.setdefault(tuple(sorted(found)), []).append(option)
    return list(groups.items())


def _about(party: Party, found: tuple[str, ...], names: list[str], options: Mapping[str, Option], say: Mapping[str, str]) -> str:
    shown = say["comma"].join(f"{name} ({day(options[name].day, say)})" for name in names[:_SHOWN])
    if len(names) > _SHOWN:
        shown += say["more"].format(number=len(names) - _SHOWN)
    facts = {"seats": party.seats, "persons": party.persons}
    because = say["and"].join(say[code].format(**facts) for code in found)
    return say["about"].format(options=shown, because=because)


def _places(party: Party, standby: Mapping[str, tuple[str, ...]], say: Mapping[str, str]) -> list[str]:
    """Where the party stands by, with its place in line."""
    lines = [
        say["standby one"].format(option=option, place=line.index(party.id) + 1)
        for option, line in standby.items()
        if party.id in line
    ]
    return [say["standby"].format(lines=say["comma"].join(lines[:_SHOWN]))] if lines else []
