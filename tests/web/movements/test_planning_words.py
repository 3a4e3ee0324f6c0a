"""How planning is said: boards, changes, comparisons and edits, from rows alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.planner import consumption, eligibility, model
from corridor.movements.queries import DifferenceRow, FlightRow, Load, LostFlight, PlanDifferences, SearchRow, StopRow
from corridor.movements.words import Phase
from corridor.places.queries import SiteRow
from corridor.web.movements.planning import board, changes, compare, edits, progress, words

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def site(name):
    return SiteRow(uuid4(), name[:3].upper(), name, "airport", "LY", "", name[:3].upper())


MITIGA, SABHA = site("Mitiga"), site("Sabha")


def flight(code="CR-1", *, days=2, held=0, seats=100, out_of=MITIGA, status="confirmed", cost=0, people=None):
    day = MONDAY + timedelta(days=days)
    return FlightRow(
        id=uuid4(), code=code, pathway="vhr", operator_id=uuid4(), operator_name="IOM", carriage="charter", carrier="", aircraft="",
        embarkation=out_of, departs_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), departs_on=day, capacity=seats,
        wheelchair_slots=0, stretcher_slots=0, medical_escort_slots=0, child_escort_slots=0, fund="", cost=cost, status=status,
        synthetic=True, version=1, stops=(StopRow(uuid4(), 1, site("Lagos"), None),), clearances=(),
        load=Load(people=held if people is None else people, seats=held),
    )  # fmt: skip


def differs(*rows, lost=(), earlier=0):
    return PlanDifferences(uuid4(), 14, tuple(lost), tuple(rows), earlier=earlier)


def moved(people=3, before="CR-1", after="CR-2", **more):
    plain = {"parties": ("P-1",), "told": 0, "reasons": ("REPLANNED",), "days": 5} | more
    return DifferenceRow(before=before, after=after, people=people, **plain)


# ── The board ────────────────────────────────────────────────────────────────


@given(weeks=st.sampled_from(board.HORIZONS), days=st.lists(st.integers(0, 13 * 7 - 1), max_size=12))
def test_every_flight_of_the_horizon_stands_on_the_board_once(weeks, days):
    flights = [flight(f"CR-{number}", days=day) for number, day in enumerate(days) if day < 7 * weeks]

    with translation.override("en"):
        bands = board.bands(flights, MONDAY, weeks, board.Draft())

    cards = [card for band in bands for row in band["rows"] for week in row["weeks"] for card in week["cards"]]
    assert sorted(card["code"] for card in cards) == sorted(one.code for one in flights)
    assert all(len(row["weeks"]) == band["columns"] <= board.ACROSS for band in bands for row in band["rows"])


def test_an_airport_that_is_closed_says_until_when_and_its_weeks_are_shut():
    shut = [board.Closed("Sabha", MONDAY - timedelta(days=7), MONDAY + timedelta(days=13))]

    [band] = board.bands([flight(out_of=MITIGA)], MONDAY, 4, board.Draft(), shut)

    mitiga, sabha = band["rows"]
    assert mitiga["state"] == {"kind": "ok", "text": "Open"}
    assert sabha["state"] == {"kind": "stop", "text": "Closed until 6 Dec"}
    assert [week["blocked"] for week in sabha["weeks"]] == [True, True, False, False]


def test_a_closure_later_in_the_weeks_is_a_warning():
    days = (MONDAY + timedelta(days=9), MONDAY + timedelta(days=11))

    assert (
        board.airport_state([board.Closed("Sabha", *days)], MONDAY, MONDAY + timedelta(days=27))["text"]
        == "Closed 2 Dec to 4 Dec"
    )
    assert board.airport_state([board.Closed("Sabha", days[0], days[0])], MONDAY, days[1])["text"] == "Closed 2 Dec"
    assert board.airport_state([board.Closed("Sabha", *days)], MONDAY, MONDAY)["text"] == "Open"


def test_what_a_draft_adds_is_never_drawn_beyond_the_aircraft():
    card = board.card(flight(held=90), board.Draft({"CR-1": 38}))

    assert card["origin"] == "90 of 100, +38"
    assert card["extra"] == 10


def test_only_a_planned_charter_is_to_be_commissioned():
    draft = board.Draft(commissioned=frozenset({"CR-1"}), min_load={"CR-1": 60})

    planned, contracted = board.card(flight(status="planned"), draft), board.card(flight(), draft)

    assert (planned["mark"], planned["note"]) == ("To commission", "at least 60")
    assert (contracted["mark"], contracted["note"]) == ("", "")


def test_a_cancelled_flight_gets_nobody_and_costs_nothing():
    off = flight(status="cancelled", held=12, cost=171_000)

    assert board.card(off, board.Draft({"CR-1": 5}))["fact"] == "cancelled"
    assert board.totals([off, flight("CR-2", cost=248_000, held=80)], board.Draft()) == {
        "said": "1 flight, 80 of 100 seats held",
        "cost": "EUR\xa0248k",
        "each": "EUR\xa03,100",
    }


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "0"), (1_770, "1,770"), (9_999, "9,999"), (248_000, "248k"), (999_500, "1.00 million"), (1_860_000, "1.86 million")],
)
def test_money_is_as_exact_as_a_board_can_be_read(amount, said):
    assert words.rounded(amount) == said


# ── What changes ─────────────────────────────────────────────────────────────


def test_changes_are_counted_in_people_with_why_and_who_can_fix_it():
    without = moved(11, after="", days=None, reasons=("EXIT_CLEARANCE",), forced=True)

    line = changes.line(without)

    assert (line["people"], line["text"]) == (11, "without a seat, from CR-1")
    assert line["why"] == "The exit permit does not hold on that day"
    assert line["fixer"] == "Exit permit authority"


def test_a_move_says_how_many_days_and_who_had_been_told():
    assert changes.line(moved(38, told=12))["text"] == "from CR-1 to CR-2, 5 days later"
    assert "12 people had been told a date" in changes.line(moved(38, told=12))["why"]
    assert changes.line(moved(days=-1))["text"].endswith("1 day earlier")
    assert changes.line(moved(days=0))["text"].endswith("the same day")


def test_what_never_happens_is_said_at_the_end():
    last = changes.lines(differs(moved()), {})[-1]
    early = changes.lines(differs(moved(days=-2), earlier=3), {})[-1]

    assert (last["people"], last["text"]) == (0, "families separated, and no one moved to an earlier day")
    assert "3 people move to an earlier day" in early["why"]


def test_a_flight_that_is_lost_says_how_many_of_its_people_have_a_seat_again():
    lost = LostFlight("CR-9", "SEB", ("NIM",), MONDAY, 112, 88)

    first = changes.lines(differs(lost=[lost]), {"SEB": "Sabha", "NIM": "Niamey"})[0]

    assert first["text"] == "CR-9 Sabha to Niamey, cancelled"
    assert first["why"] == "88 of them have a seat on another flight; 24 do not."


def test_the_forced_ones_are_those_something_took_away():
    found = differs(moved(), moved(2, reasons=("CANCELLED",), forced=True))

    assert [line["people"] for line in changes.forced(found)] == [2]
    assert "2 of these changes are forced" in changes.sentence(changes.summary(found.rows))


def test_every_code_of_the_planner_has_words():
    """Those of the contract: eligibility, limits, and what changes say."""
    codes = [*eligibility.ELIGIBILITY_CODES, *eligibility.CHANGE_CODES, *consumption.BLOCKER_CODES, "NO_OPTION"]

    assert [code for code in codes if words.cause(code).words == code.replace("_", " ").lower()] == []
    assert set(words.WHY) == set(model.ReasonCode.__args__)


# ── Scenarios ────────────────────────────────────────────────────────────────


def cells(table, label):
    return [(cell["text"], cell["best"]) for row in table if row["label"] == label for cell in row["cells"]]


def test_the_best_answer_in_each_row_is_bold_and_equals_are_not():
    plan, more = (
        compare.Column(people=1049, cost=1_860_000, separated=0),
        compare.Column(people=1101, cost=1_950_000, separated=0),
    )

    table = compare.table([plan, more])

    assert cells(table, "People travelling") == [("1,049", False), ("1,101", True)]
    assert cells(table, "Cost, EUR") == [("1.86 million", True), ("1.95 million", False)]
    assert cells(table, "Families separated") == [("0", False), ("0", False)]


def test_what_is_not_worked_out_is_never_the_best():
    table = compare.table([compare.Column(people=5, cost=100), compare.Column(), compare.Column(people=4, cost=90)])

    assert cells(table, "People travelling") == [("5", True), ("–", False), ("4", False)]


def test_people_of_a_cancelled_flight_have_a_row_of_their_own():
    table = compare.table([compare.Column(of_lost=88), compare.Column(of_lost=112)], 112, "CR-0229")

    assert cells(table, "Of the 112 on CR-0229") == [("88", False), ("112", True)]


def test_edits_are_sentences_and_money_that_a_flight_brings_is_said_once():
    charter = {
        "edit": "add_flight", "code": "CR-7", "day": "2026-11-28", "airport": "MRA", "destinations": ["LOS"], "capacity": 174,
        "cost": 266_000, "fund": "F-4",
    }  # fmt: skip
    brought = {"edit": "add_money", "fund": "F-4", "amount": 266_000}
    more = {"edit": "add_money", "fund": "F-1", "amount": 5_000}
    larger = {"edit": "change_capacity", "option": "CR-2", "seats": 258, "before": 170, "cost": 0}

    said = edits.said([brought, charter, larger, more], {"MRA": "Misrata", "LOS": "Lagos"})

    assert said == [
        "CR-7 from Misrata to Lagos, 28 Nov, 174 seats, EUR\xa0266k",
        "CR-2 with 258 seats instead of 170",
        "EUR\xa05,000 more in F-1",
    ]


# ── Progress ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_words_and_the_gap_is_a_share(phase):
    row = SearchRow(str(phase), 12.6, 60, 9, 14, 40_090, 0, 0, 40_800, 0.0174)

    said = progress.search_shown(row)

    assert said["phase"]
    assert said["gap_said"] == "At most 1.7\xa0% below the best possible"
    assert ("Value of the plan", "40,090") in said["facts"]
    assert progress.search_shown(replace(row, gap=None, bound=None))["gap_said"] == ""
