"""The requirements of a return: a truth table for each, and what may never be true whatever the facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.kernel.readiness import Readiness, State
from corridor.returns.rules import Agreement, Relative, ReturnFacts, requirements

ON = date(2026, 11, 26)
TODAY = date(2026, 11, 25)
DEPARTS = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
MET, UNMET, UNDER_WAY, NOT = State.MET, State.UNMET, State.UNDER_WAY, State.NOT_APPLICABLE
ORDER = ["consent", "reconfirmation", "fear", "referral", "advisory", "pathway", "best_interests", "child_care", "trafficking"]
ORDER += ["family_unity", "nationality", "travel_document", "exit_clearance", "fitness", "escort", "pre_departure", "contact"]

GIVEN = Agreement(valid_until=date(2027, 3, 1), form="explicit_written")
READY = ReturnFacts(
    on=ON, today=TODAY, departs_at=DEPARTS, case="booked", consent=GIVEN, fear="no_fear", fear_private=True, chosen="vhr",
    trafficking="no_indicator", nationality_confirmed=True, document=True, document_until=date(2027, 1, 1), exit_state="granted",
    exit_from=TODAY, exit_until=date(2026, 12, 1), fitness="fit", fitness_until=datetime(2026, 11, 27, 9, 0, tzinfo=UTC), assisted=True,
)  # fmt: skip
CHILD = {"child": True, "alone": True, "consent": replace(GIVEN, form="proxy", legal_basis="guardian"), "assessed": True}
CARED = {"guardian": True, "tracing_known": True, "escort_named": True, "receiver": True}
IN_DETENTION = replace(GIVEN, ask_again=True)
AGAIN = replace(IN_DETENTION, reconfirmed_at=(DEPARTS - timedelta(hours=30),))


def judged(code, **change):
    return next(item for item in requirements(replace(READY, **change)) if item.code == code)


def ready(facts):
    return Readiness(None, facts.on, requirements(facts)).ready


def test_all_requirements_always_in_this_order():
    assert [item.code for item in requirements(READY)] == ORDER
    assert [item.code for item in requirements(ReturnFacts(on=ON, today=TODAY))] == ORDER


def test_somebody_with_everything_on_record_is_ready_and_somebody_unknown_is_not():
    assert ready(READY)
    assert not ready(ReturnFacts(on=ON, today=TODAY))


TABLE = [
    # INV-01
    ("consent", {}, MET),
    ("consent", {"consent": None}, UNMET),
    ("consent", {"consent": None, "consent_ends": date(2026, 11, 25)}, UNMET),
    ("consent", {"consent": replace(GIVEN, form="implicit")}, UNMET),
    ("consent", {"consent": replace(GIVEN, recorded=False)}, UNMET),
    ("consent", {"consent": replace(GIVEN, form="explicit_oral")}, MET),
    ("consent", {"child": True}, UNMET),
    ("consent", {"child": True, "consent": replace(GIVEN, form="proxy", legal_basis="parent")}, MET),
    ("consent", {"child": True, "consent": replace(GIVEN, form="proxy", legal_basis="")}, UNMET),
    ("consent", {"consent": replace(GIVEN, form="proxy", legal_basis="parent")}, UNMET),
    ("consent", {"consent": replace(GIVEN, form="proxy", legal_basis="court")}, MET),
    ("consent", {"consent": replace(GIVEN, form="proxy", legal_basis="parent"), "age_unknown": True}, MET),
    # INV-03
    ("reconfirmation", {}, NOT),
    ("reconfirmation", {"consent": None}, NOT),
    ("reconfirmation", {"consent": IN_DETENTION}, UNMET),
    ("reconfirmation", {"consent": IN_DETENTION, "today": date(2026, 11, 20)}, UNDER_WAY),
    ("reconfirmation", {"consent": AGAIN}, MET),
    ("reconfirmation", {"consent": replace(IN_DETENTION, reconfirmed_at=(DEPARTS - timedelta(hours=73),))}, UNMET),
    ("reconfirmation", {"consent": replace(IN_DETENTION, reconfirmed_at=(DEPARTS + timedelta(hours=1),))}, UNMET),
    # INV-04
    ("fear", {}, MET),
    ("fear", {"fear_private": False}, UNMET),
    ("fear", {"fear": "not_asked"}, UNMET),
    ("fear", {"fear": "fear"}, UNMET),
    ("fear", {"fear": "unsure"}, UNMET),
    ("fear", {"fear": "fear", "override": True}, MET),
    ("referral", {}, MET),
    ("referral", {"referral_open": True}, UNMET),
    ("referral", {"protected_status": True}, UNMET),
    ("referral", {"protected_status": True, "override": True}, MET),
    ("referral", {"case": "on_hold"}, UNMET),
    ("referral", {"case": "on_hold", "override": True}, UNMET),
    ("advisory", {}, MET),
    ("advisory", {"advisory": "caution"}, UNMET),
    ("advisory", {"advisory": "caution", "signed_off": True}, MET),
    ("advisory", {"advisory": "no_return", "signed_off": True}, UNMET),
    ("advisory", {"advisory": "no_return", "override": True}, MET),
    # INV-17, INV-19
    ("pathway", {}, MET),
    ("pathway", {"chosen": ""}, UNMET),
    ("pathway", {"chosen": "stay"}, UNMET),
    ("pathway", {"other_pathway": True}, UNMET),
    ("pathway", {"travelled": True}, UNMET),
    *[
        ("pathway", {"case": status}, UNMET)
        for status in ("", "requested", "screened", "withdrawn", "on_hold", "closed", "arrived")
    ],
    *[("pathway", {"case": status}, MET) for status in ("consented", "consular_pending", "documented", "exit_cleared", "booked")],
    # INV-08
    ("best_interests", {}, NOT),
    ("best_interests", {**CHILD, "determination": "positive"}, MET),
    ("best_interests", {**CHILD, "determination": "positive", "assessed": False}, UNMET),
    ("best_interests", {**CHILD, "determination": "deferred"}, UNMET),
    ("best_interests", {**CHILD, "determination": "negative", "emergency": True}, UNMET),
    ("best_interests", {**CHILD, "emergency": True}, MET),
    ("child_care", {}, NOT),
    ("child_care", {**CHILD, **CARED}, MET),
    *[("child_care", {**CHILD, **CARED, part: False}, UNMET) for part in CARED],
    # INV-11
    *[("trafficking", {"trafficking": state}, MET) for state in ("no_indicator", "not_victim", "declined")],
    *[("trafficking", {"trafficking": state}, UNMET) for state in ("not_screened", "indicators_found", "presumed", "confirmed")],
    ("trafficking", {"trafficking": "presumed", "risk_assessed": True}, UNMET),
    ("trafficking", {"trafficking": "confirmed", "risk_assessed": True, "reception_planned": True}, MET),
    ("trafficking", {"trafficking": "indicators_found", "risk_assessed": True, "reception_planned": True}, UNMET),
    # INV-10
    ("family_unity", {}, NOT),
    ("family_unity", {"relatives": (Relative(False, True), Relative(True, True))}, MET),
    ("family_unity", {"relatives": (Relative(False, False),)}, UNMET),
    ("family_unity", {"relatives": (Relative(False, False),), "split_agreed": True}, MET),
    ("family_unity", {"relatives": (Relative(True, False),), "split_agreed": True}, UNMET),
    ("family_unity", {"relatives": (Relative(True, False, assessed=True),), "split_agreed": True}, MET),
    ("family_unity", {"relatives": (Relative(False, False),), "split_agreed": True, "child": True}, UNMET),
    ("nationality", {}, MET),
    ("nationality", {"nationality_confirmed": False}, MET),
    ("nationality", {"nationality_confirmed": False, "document": False}, UNMET),
    ("nationality", {"nationality_confirmed": False, "document": False, "consular": "appointed"}, UNDER_WAY),
    ("nationality", {"nationality_confirmed": False, "document": False, "consular": "not_confirmed"}, UNMET),
    ("travel_document", {"document": False}, UNMET),
    ("travel_document", {"document": False, "consular": "confirmed"}, UNDER_WAY),
    ("travel_document", {"document": False, "consular": "ended"}, UNMET),
    # INV-13
    ("exit_clearance", {}, MET),
    ("exit_clearance", {"exit_state": "requested"}, UNDER_WAY),
    ("exit_clearance", {"exit_state": "refused"}, UNMET),
    ("exit_clearance", {"exit_until": TODAY}, UNMET),
    ("exit_clearance", {"exit_from": ON + timedelta(days=1), "exit_until": ON + timedelta(days=9)}, UNMET),
    # INV-12
    ("fitness", {}, MET),
    ("fitness", {"fitness": "unfit"}, UNMET),
    ("fitness", {"fitness": "deferred"}, UNMET),
    ("fitness", {"fitness_until": None, "departs_at": None, "today": ON - timedelta(days=3)}, UNDER_WAY),
    ("fitness", {"fitness_until": None, "departs_at": None, "today": ON - timedelta(days=2)}, UNMET),
    ("fitness", {"fitness": ""}, UNMET),
    ("fitness", {"fitness": "", "today": date(2026, 11, 10)}, UNDER_WAY),
    ("fitness", {"fitness_until": DEPARTS - timedelta(minutes=1)}, UNMET),
    ("fitness", {"fitness_until": DEPARTS}, MET),
    ("fitness", {"fitness_until": DEPARTS, "departs_at": None}, UNMET),
    ("escort", {}, NOT),
    ("escort", {"fitness": "fit_with_escort"}, NOT),
    ("escort", {"fitness": "fit_with_escort", "escort_aboard": True}, MET),
    ("escort", {"fitness": "fit_with_escort", "escort_aboard": False}, UNMET),
    # INV-29
    ("pre_departure", {}, MET),
    ("pre_departure", {"assisted": False}, NOT),
    # INV-33
    ("contact", {}, MET),
    ("contact", {"outcome": "deceased", "outcome_on": TODAY, "last_heard": ON}, UNMET),
    ("contact", {"outcome": "disappeared", "outcome_on": TODAY, "last_heard": ON}, UNMET),
    ("contact", {"outcome": "unreachable", "outcome_on": TODAY}, UNMET),
    ("contact", {"outcome": "unreachable", "outcome_on": TODAY, "last_heard": ON}, MET),
]


@pytest.mark.parametrize(("code", "change", "state"), TABLE)
def test_truth_table(code, change, state):
    assert judged(code, **change).state is state


def test_what_can_only_be_done_in_the_last_days_says_from_when():
    for code, change in (("fitness", {"fitness": ""}), ("reconfirmation", {"consent": IN_DETENTION})):
        assert judged(code, today=date(2026, 11, 1), **change).starts == date(2026, 11, 23)


PROTECTION_CONTENT = [
    ("fear", {"fear": "fear"}),
    ("fear", {"fear": "unsure"}),
    ("referral", {"referral_open": True}),
    ("referral", {"protected_status": True}),
    ("trafficking", {"trafficking": "confirmed"}),
    ("best_interests", {**CHILD, "determination": "negative"}),
]


@pytest.mark.parametrize(("code", "change"), PROTECTION_CONTENT)
def test_inv_15_a_reason_that_is_protection_content_is_withheld(code, change):
    item = judged(code, **change)

    assert item.restricted
    assert "restricted" in item.why
    assert item.params == {}


def test_inv_15_sentences_do_not_tell_one_protection_matter_from_another():
    assert judged("fear", fear="fear").why == judged("fear", fear="unsure").why
    assert judged("referral", referral_open=True).why == judged("referral", protected_status=True).why
    assert judged("trafficking", trafficking="confirmed").why == judged("trafficking", trafficking="not_screened").why
    planned = judged("trafficking", trafficking="confirmed", risk_assessed=True, reception_planned=True)
    assert planned == judged("trafficking", trafficking="no_indicator")


moments = st.datetimes(DEPARTS.replace(tzinfo=None) - timedelta(days=9), DEPARTS.replace(tzinfo=None)).map(
    lambda m: m.replace(tzinfo=UTC)
)
agreements = st.builds(
    Agreement,
    valid_until=st.dates(TODAY, date(2027, 9, 1)),
    form=st.sampled_from(["explicit_written", "explicit_oral", "proxy", "implicit"]),
    legal_basis=st.sampled_from(["", "parent", "guardian", "court"]),
    recorded=st.booleans(),
    ask_again=st.booleans(),
    reconfirmed_at=st.lists(moments, max_size=2).map(tuple),
)
anybody = st.builds(
    ReturnFacts,
    on=st.just(ON),
    today=st.dates(date(2026, 10, 1), ON),
    departs_at=st.sampled_from([None, DEPARTS]),
    case=st.sampled_from(["", "consented", "booked", "on_hold", "withdrawn"]),
    consent=st.none() | agreements,
    fear=st.sampled_from(["no_fear", "fear", "unsure", "not_asked"]),
    fear_private=st.booleans(),
    referral_open=st.booleans(),
    protected_status=st.booleans(),
    advisory=st.sampled_from(["none", "caution", "no_return"]),
    signed_off=st.booleans(),
    override=st.booleans(),
    child=st.booleans(),
    alone=st.booleans(),
    determination=st.sampled_from(["", "positive", "negative", "deferred"]),
    assessed=st.booleans(),
    chosen=st.sampled_from(["", "vhr", "asylum"]),
    trafficking=st.sampled_from(["not_screened", "no_indicator", "presumed"]),
    relatives=st.lists(st.builds(Relative, st.booleans(), st.booleans()), max_size=2).map(tuple),
    document=st.booleans(),
    nationality_confirmed=st.booleans(),
    exit_state=st.sampled_from(["", "granted", "requested"]),
    exit_from=st.just(TODAY),
    exit_until=st.dates(TODAY, date(2026, 12, 9)),
    fitness=st.sampled_from(["", "fit", "unfit", "fit_with_escort"]),
    fitness_until=st.none() | st.just(DEPARTS + timedelta(days=1)),
    escort_aboard=st.sampled_from([None, True, False]),
)
nearly_ready = st.builds(lambda facts, keep: replace(READY, **{name: getattr(facts, name) for name in keep}), anybody, st.sets(
    st.sampled_from(["today", "consent", "fear", "override", "advisory", "case", "document", "exit_until", "fitness"]), max_size=3,
))  # fmt: skip
everybody = anybody | nearly_ready


@given(everybody)
def test_inv_01_nobody_is_ready_without_an_explicit_recorded_consent(facts):
    if ready(facts):
        assert facts.consent is not None
        assert facts.consent.form != "implicit"
        assert facts.consent.recorded
    assert not ready(replace(facts, consent=None))


@given(everybody, moments)
def test_inv_03_a_consent_in_detention_alone_never_suffices(facts, moment):
    asked = replace(facts.consent or GIVEN, ask_again=True, reconfirmed_at=())
    assert not ready(replace(facts, consent=asked))

    late = replace(asked, reconfirmed_at=(moment,))
    if ready(replace(facts, consent=late)):
        assert facts.last_days_from <= moment <= facts.departure


HARD_STOPS = [{"fear": "fear"}, {"fear": "unsure"}, {"fear": "not_asked"}, {"referral_open": True}]
HARD_STOPS += [{"protected_status": True}, {"advisory": "no_return"}]


@given(everybody, st.sampled_from(HARD_STOPS))
def test_inv_04_hard_stops_yield_only_to_two_named_officers(facts, stop):
    if ready(replace(facts, **stop)):
        assert facts.override


BLOCKS = [{"referral_open": True, "override": False}, {"fear": "fear", "override": False}, {"consent": None}, {"chosen": "stay"}]
BLOCKS += [
    {"trafficking": "presumed", "risk_assessed": False},
    {"exit_state": "refused"},
    {"fitness": "unfit"},
    {"case": "on_hold"},
]
BLOCKS += [
    {"travelled": True},
    {"other_pathway": True},
    {"outcome": "deceased", "outcome_on": TODAY},
    {"document": False, "consular": ""},
]


@given(everybody, st.sampled_from(BLOCKS), st.sampled_from(BLOCKS))
def test_adding_a_block_never_makes_anybody_ready(facts, one, other):
    assert not ready(replace(facts, **one))
    assert not ready(replace(facts, **{**other, **one}))


@given(everybody)
def test_inv_08_a_child_alone_never_moves_without_best_interests_and_people_who_care(facts):
    alone = replace(facts, child=True, alone=True)
    if ready(alone):
        assert alone.assessed
        assert alone.determination == "positive" or alone.emergency
        assert alone.guardian and alone.tracing_known and alone.escort_named and alone.receiver  # noqa: PT018


@given(everybody)
def test_inv_12_nobody_unfit_or_unaccompanied_by_the_escort_needed_is_ready(facts):
    if ready(facts):
        assert facts.fitness in ("fit", "fit_with_assistance", "fit_with_escort")
        assert facts.fitness != "fit_with_escort" or facts.escort_aboard is not False


@given(everybody)
def test_inv_18_nothing_about_the_person_but_these_facts_is_even_asked(facts):
    names = set(ReturnFacts.__dataclass_fields__)

    assert not names & {"nationality", "religion", "ethnicity", "sex", "detention", "donor", "languages"}
    assert ready(facts) == ready(replace(facts, assisted=not facts.assisted))  # INV-29: help neither helps nor hinders


@given(everybody)
def test_reasons_are_sentences_with_their_places_filled(facts):
    for item in requirements(facts):
        sentence = item.why % item.params if item.params else item.why
        assert sentence.endswith(".")
        assert "%(" not in sentence
        assert item.label
        assert item.norm
        assert item.fixer
