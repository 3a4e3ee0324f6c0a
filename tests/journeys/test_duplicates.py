"""Likely duplicates at a real browser: two records side by side, decided by keys, told to the supervisor, joined; a phone; Arabic."""

import pytest

from corridor.duplicates.rules import reviewing
from tests.duplicates.pairs import pair_of, somebody
from tests.journeys.officer import PHONE

WHY = "Same telephone and the same scar noted by both officers"


@pytest.fixture(autouse=True)
def nobody_looks_twice(monkeypatch):
    monkeypatch.setattr(reviewing.looked_at_twice, "__defaults__", (0,))


@pytest.fixture
def pairs(world):
    home = world.actor("caseworker")
    one = somebody(home, own="محمد ابراهيم", location="detention")
    first = pair_of(home, one, somebody(home, "Osarugue Imassuen Aigbe", own="محمد إبراهيم"))
    second = pair_of(home, somebody(home, "Efosa Ehigie Uwaifo", phones=()), somebody(home, "Efosa Ehigy Uwaifo"))
    return first, second


def test_a_reviewer_decides_by_keys_and_the_supervisor_joins(officer, world, pairs):
    reviewer = officer("caseworker").opens("duplicates.queue").sees("In detention")
    reviewer.follows("Osarugue Imasuen Aigbe").sees("Are these two records one person?")

    reviewer.page.keyboard.press("3")
    assert reviewer.page.get_by_label("Cannot tell yet").is_checked()
    reviewer.answers({"Why, in a sentence": "Ask her again about her mother"})
    reviewer.page.keyboard.press("Control+s")
    reviewer.sees("A supervisor decides.").sees("Efosa Ehigie Uwaifo")

    chief = officer("supervisor").opens("duplicates.queue", query="?view=supervisor").follows("Osarugue Imasuen Aigbe")
    chief.sees("Ask her again about her mother")
    chief.page.keyboard.press("1")
    chief.answers({"Why, in a sentence": WHY}).presses("Save the decision").sees("Join the two records")
    chief.presses("Join the records").sees("Joined.").opens("duplicates.joined").sees("Take apart")


def test_the_pair_is_read_on_a_phone_and_in_arabic_without_scripts_too(officer, pairs):
    officer("caseworker", width=PHONE).opens("duplicates.pair", pairs[0]).sees("Osarugue")
    officer("caseworker", language="ar").opens("duplicates.queue").opens("duplicates.pair", pairs[0]).sees("Osarugue")
    plain = officer("caseworker", number=2, scripts=False).opens("duplicates.pair", pairs[0])
    plain.answers({"Why, in a sentence": WHY}).page.locator("#answer-different").check()
    plain.presses("Save the decision").sees("Saved: two people.")


def test_across_the_wall_a_record_is_asked_for_and_opened(officer, world):
    somebody(world.actor("caseworker"))
    somebody(world.actor("caseworker", "UNHCR-LBY"))
    officer("caseworker").opens("duplicates.elsewhere").sees("UNHCR Libya").presses("Ask to compare").sees(
        "waits for their answer"
    )
    officer("supervisor", "UNHCR-LBY").opens("duplicates.elsewhere").follows("Answer").presses("Open for two weeks").sees(
        "Opened"
    )
    officer("caseworker").opens("duplicates.queue").follows("Osarugue Imasuen Aigbe").sees("IOM Libya")
    officer("supervisor").opens("duplicates.comparisons").opens("duplicates.reliability").opens("duplicates.joined")
