"""From weights to decisions: thresholds of the model, then the rules no weight can overrule, then people's own decisions.

`link` proposes, `review` asks a person to look, `apart` does neither. Nothing here merges anyone.
"""

from __future__ import annotations

from dataclasses import dataclass

LINK, REVIEW, APART = "link", "review", "apart"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the two records say besides their weight."""

    one_roster: bool = False
    another_given_name: bool = False
    households_match: bool = False
    names_alone: bool = False


def decide(weight: float, link_at: float, review_at: float, rules: Rules, label: str = "") -> str:
    """The decision on one pair; a label comes before every rule."""
    if label:
        return {"same": LINK, "different": APART, "unsure": REVIEW}[label]
    if rules.one_roster:
        return APART
    found = LINK if weight >= link_at else REVIEW if weight >= review_at else APART
    if rules.names_alone and found == LINK:
        found = REVIEW
    if rules.households_match and found != LINK:
        found = REVIEW if found == APART else LINK
    if rules.another_given_name and found == LINK:
        return REVIEW
    return found
