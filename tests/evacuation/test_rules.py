"""The requirements of an evacuation: a truth table for each, and what may never be true whatever the facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.evacuation.rules import Agreement, EvacuationFacts, Relative, requirements
from corridor.kernel.readiness import Readiness, State

ON = date(2026, 11, 26)
TODAY = date(2026, 11, 25)
DEPARTS = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
MET, UNMET, UNDER_WAY, NOT = State.MET, State.UNMET, State.UNDER_WAY, State.NOT_APPLICABLE
ORDER = ["agreement", "reconfirmation", "pathway", "best_interests", "child_care", "family_unity", "gathering", "exit_clearance"]
ORDER += ["fitness", "escort", "transit_room", "pre_departure", "contact"]

GIVEN = Agreement(valid_until=date(2027, 3, 1), form="explicit_oral")
READY = EvacuationFacts(
    on=ON, today=TODAY, departs_at=DEPARTS, case="booked", agreement=GIVEN, chosen="evacuation", transit_site=True, transit_free=1,
    exit_state="granted", exit_from=TODAY, exit_until=date(2026, 12, 1), fitness="fit",
    fitness_until=datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
)  # fmt: skip
CHILD = {"child": True, "alone": True, "agreement": replace(GIVEN, form="proxy", legal_basis="best_interests"), "assessed": True}
CARED = {"guardian": True, "tracing_known": True, "escort_named": True, "receiver": True}
IN_DETENTION = replace(GIVEN, ask_again=True)


def judged(code, **change):
    return next(item for item in requirements(replace(READY, **change)) if item.code == code)


def ready(facts):
    return Readiness(None, facts.on, requirements(facts)).ready


def test_all_requirements_always_in_this_order():
    assert [item.code for item in requirements(READY)] == ORDER
    assert [item.code for item in requirements(EvacuationFacts(on=ON, today=TODAY))] == ORDER


def test_somebody_with_everything_on_record_is_ready_and_somebody_unknown_is_not():
    assert ready(READY)
    assert not ready(EvacuationFacts(on=ON, today=TODAY))


TABLE = [
    # INV-07
    ("agreement", {}, MET),
    ("agreement", {"agreement": None}, UNMET),
    ("agreement", {"agreement": None, "agreement_ends": TODAY}, UNMET),
    ("agreement", {"agreement": replace(GIVEN, form="implicit")}, UNMET),
    ("agreement", {"agreement": replace(GIVEN, recorded=False)}, UNMET),
    ("agreement", {"child": True}, UNMET),
    ("agreement", {"child": True, "agreement": replace(GIVEN, form="proxy", legal_basis="parent")}, MET),
    ("agreement", {"agreement": replace(GIVEN, form="proxy", legal_basis="parent")}, UNMET),
    # INV-03
    ("reconfirmation", {}, NOT),
    ("reconfirmation", {"agreement": IN_DETENTION}, UNMET),
    ("reconfirmation", {"agreement": IN_DETENTION, "today": date(2026, 11, 2)}, UNDER_WAY),
    ("reconfirmation", {"agreement": replace(IN_DETENTION, reconfirmed_at=(DEPARTS - timedelta(hours=9),))}, MET),
    ("reconfirmation", {"agreement": replace(IN_DETENTION, reconfirmed_at=(DEPARTS - timedelta(hours=90),))}, UNMET),
    # INV-17, INV-19
    ("pathway", {}, MET),
    ("pathway", {"chosen": "vhr"}, UNMET),
    ("pathway", {"other_pathway": True}, UNMET),
    ("pathway", {"travelled": True}, UNMET),
    *[("pathway", {"case": status}, UNMET) for status in ("", "identified", "declined", "closed", "arrived")],
    *[("pathway", {"case": status}, MET) for status in ("agreed", "gathered", "cleared", "booked")],
    # INV-08
    ("best_interests", {}, NOT),
    ("best_interests", {**CHILD, "determination": "positive"}, MET),
    ("best_interests", {**CHILD, "determination": "negative", "emergency": True}, UNMET),
    ("best_interests", {**CHILD, "emergency": True, "assessed": False}, UNMET),
    ("child_care", {**CHILD, **CARED}, MET),
    *[("child_care", {**CHILD, **CARED, part: False}, UNMET) for part in CARED],
    # INV-10
    ("family_unity", {"relatives": (Relative(True, True),)}, MET),
    ("family_unity", {"relatives": (Relative(False, False),)}, UNMET),
    ("family_unity", {"relatives": (Relative(False, False),), "split_agreed": True}, MET),
    ("family_unity", {"relatives": (Relative(True, False),), "split_agreed": True}, UNMET),
    # INV-29: leaving the facility takes nothing from anybody
    ("gathering", {}, NOT),
    ("gathering", {"gathered": True}, MET),
    ("exit_clearance", {}, MET),
    ("exit_clearance", {"exit_state": "requested"}, UNDER_WAY),
    ("exit_clearance", {"exit_until": TODAY}, UNMET),
    ("fitness", {}, MET),
    ("fitness", {"fitness": "deferred"}, UNMET),
    ("fitness", {"fitness_until": None, "departs_at": None, "today": ON - timedelta(days=3)}, UNDER_WAY),
    ("fitness", {"fitness_until": None, "departs_at": None, "today": ON - timedelta(days=2)}, UNMET),
    ("fitness", {"fitness": "", "today": date(2026, 11, 2)}, UNDER_WAY),
    ("fitness", {"fitness_until": DEPARTS - timedelta(minutes=1)}, UNMET),
    ("escort", {"fitness": "fit_with_escort", "escort_aboard": False}, UNMET),
    ("escort", {"fitness": "fit_with_escort", "escort_aboard": True}, MET),
    ("escort", {"fitness": "fit_with_escort"}, NOT),
    # INV-14
    ("transit_room", {}, MET),
    ("transit_room", {"transit_site": False}, UNMET),
    ("transit_room", {"transit_free": None}, UNMET),
    ("transit_room", {"transit_free": 0}, UNMET),
    ("transit_room", {"transit_free": -3}, UNMET),
    ("pre_departure", {"assisted": True}, MET),
    ("contact", {"outcome": "deceased", "outcome_on": TODAY, "last_heard": ON}, UNMET),
    ("contact", {"outcome": "detained_again", "outcome_on": TODAY, "last_heard": ON}, MET),
]


@pytest.mark.parametrize(("code", "change", "state"), TABLE)
def test_truth_table(code, change, state):
    assert judged(code, **change).state is state


anybody = st.builds(
    EvacuationFacts,
    on=st.just(ON),
    today=st.dates(date(2026, 10, 1), ON),
    departs_at=st.sampled_from([None, DEPARTS]),
    case=st.sampled_from(["", "identified", "agreed", "booked", "declined"]),
    agreement=st.sampled_from([None, GIVEN, IN_DETENTION, replace(GIVEN, form="implicit")]),
    chosen=st.sampled_from(["", "evacuation", "asylum"]),
    child=st.booleans(),
    alone=st.booleans(),
    determination=st.sampled_from(["", "positive", "negative"]),
    transit_site=st.booleans(),
    transit_free=st.none() | st.integers(-2, 4),
    exit_state=st.sampled_from(["", "granted", "requested"]),
    fitness=st.sampled_from(["", "fit", "unfit"]),
)
nearly = st.builds(lambda facts, keep: replace(READY, **{name: getattr(facts, name) for name in keep}), anybody, st.sets(
    st.sampled_from(["today", "agreement", "case", "transit_free", "transit_site", "exit_state", "fitness", "chosen"]), max_size=3,
))  # fmt: skip
everybody = anybody | nearly
BLOCKS = [{"agreement": None}, {"chosen": "stay"}, {"exit_state": "refused"}, {"fitness": "unfit"}, {"case": "declined"}]
BLOCKS += [{"transit_free": 0}, {"other_pathway": True}, {"travelled": True}, {"outcome": "disappeared", "outcome_on": TODAY}]


@given(everybody)
def test_inv_07_nobody_is_ready_without_agreement(facts):
    assert not ready(replace(facts, agreement=None))
    if ready(facts):
        assert facts.agreement.form != "implicit"


@given(everybody, st.sampled_from(BLOCKS), st.sampled_from(BLOCKS))
def test_adding_a_block_never_makes_anybody_ready(facts, one, other):
    assert not ready(replace(facts, **one))
    assert not ready(replace(facts, **{**other, **one}))


@given(everybody)
def test_inv_14_nobody_is_ready_for_a_site_without_room(facts):
    if ready(facts):
        assert facts.transit_free is not None
        assert facts.transit_free >= 1


@given(everybody)
def test_inv_29_help_and_the_facility_neither_help_nor_hinder(facts):
    assert ready(facts) == ready(replace(facts, gathered=not facts.gathered, assisted=not facts.assisted))


def test_inv_18_no_country_faith_or_detention_is_even_asked():
    assert not set(EvacuationFacts.__dataclass_fields__) & {
        "nationality",
        "religion",
        "ethnicity",
        "sex",
        "detention",
        "advisory",
        "donor",
    }


@given(everybody)
def test_reasons_are_sentences_with_their_places_filled(facts):
    for item in requirements(facts):
        sentence = item.why % item.params if item.params else item.why
        assert sentence.endswith(".")
        assert "%(" not in sentence
        assert item.label
        assert item.norm
        assert item.fixer
