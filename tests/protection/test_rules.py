"""The rules of protection: bands, red flags, the two keys, who may refer whom, what a decision needs."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.protection import rules
from corridor.protection.rules import NewBestInterests
from corridor.protection.words import CODES, ITEMS, Band, Fear, PathwayChoice, RedFlag, Trafficking

TODAY = date(2026, 11, 23)
ORDER = [Band.LOW, Band.MEDIUM, Band.HIGH, Band.CRITICAL]
some_codes = st.sets(st.sampled_from(sorted(CODES)))
some_flags = st.sets(st.sampled_from(sorted(RedFlag)))


def codes(found):
    return {reason.code for reason in found}


@pytest.mark.parametrize(
    ("score", "band"),
    [(-3, "low"), (0, "low"), (1, "medium"), (2, "medium"), (3, "high"), (4, "high"), (5, "critical"), (9, "critical")],
)
def test_a_level_has_four_bands(score, band):
    assert rules.band_of(score) == band


@given(some_codes, some_codes, some_flags.filter(bool))
def test_any_red_flag_is_critical_whatever_the_sum(risks, protective, flags):
    assert rules.screened(risks, protective, flags).band == Band.CRITICAL


@given(some_codes, some_codes)
def test_without_red_flag_the_whole_is_the_worst_level(risks, protective):
    found = rules.screened(risks, protective, ())

    assert found.band == max(found.levels.values(), key=ORDER.index)


@given(some_codes, some_codes, st.sampled_from(sorted(CODES)))
def test_one_more_harm_never_lowers_and_one_more_help_never_raises(risks, protective, code):
    before = rules.screened(risks, protective, ()).band

    assert ORDER.index(rules.screened(risks | {code}, protective, ()).band) >= ORDER.index(before)
    assert ORDER.index(rules.screened(risks, protective | {code}, ()).band) <= ORDER.index(before)


@given(st.permutations(sorted(CODES)), st.integers(0, len(CODES)))
def test_order_of_answers_changes_nothing(order, cut):
    assert rules.screened(order[:cut], (), ()) == rules.screened(sorted(order[:cut]), (), ())


def test_inv_18_no_item_asks_for_nationality_religion_or_ethnicity():
    words = " ".join(f"{code} {label}" for items in ITEMS.values() for code, label in items.items()).lower()

    assert not any(word in words for word in ("national", "religio", "ethnic", "race", "tribe", "clan"))


@pytest.mark.parametrize(("fear", "alone", "trafficking"), product(Fear, (True, False), Trafficking))
def test_what_the_record_says_is_a_red_flag_of_its_own(fear, alone, trafficking):
    found = rules.red_flags((), fear=fear, child_alone=alone, trafficking=trafficking)

    assert (RedFlag.FEAR_OF_RETURN in found) == (fear in ("fear", "unsure"))
    assert (RedFlag.CHILD_ALONE in found) == alone
    assert (RedFlag.SUSPECTED_TRAFFICKING in found) == (trafficking in ("indicators_found", "presumed", "confirmed"))


def test_every_red_flag_has_something_to_do():
    assert set(rules.FOLLOW_UPS) == set(RedFlag)


@pytest.mark.parametrize(("answer", "private"), product(Fear, (True, False)))
def test_no_fear_only_in_private_and_an_answer_is_an_answer(answer, private):
    found = codes(rules.fear_faults(answer, private=private, language="en"))

    assert ("protection.fear.answer" in found) == (answer == "not_asked")
    assert ("protection.fear.not_private" in found) == (answer == "no_fear" and not private)


@pytest.mark.parametrize(("fear", "private", "shielded"), product(Fear, (True, False), (True, False)))
def test_inv_05_one_combination_alone_opens_the_way_to_a_consulate(fear, private, shielded):
    free = rules.consular_contact(fear, private=private, shielded=shielded) == []

    assert free == (fear == "no_fear" and private and not shielded)


@pytest.mark.parametrize(
    ("level", "reason", "expected"),
    [
        ("caution", "calm town", set()),
        ("caution", " ", {"protection.sign_off.reason"}),
        ("none", "x", {"protection.sign_off.nothing"}),
        ("no_return", "x", {"protection.sign_off.no_return"}),
    ],
)
def test_only_caution_can_be_signed_off(level, reason, expected):
    assert codes(rules.sign_off_faults(level, reason)) == expected


def test_inv_04_an_override_needs_insistence_reason_and_an_end():
    def faults(**more):
        return codes(
            rules.override_faults(**{"person_insists": True, "reason": "x", "valid_until": None, "today": TODAY, **more})
        )

    assert faults() == set()
    assert faults(person_insists=False) == {"protection.override.insistence"}
    assert faults(reason=" ") == {"protection.override.reason"}
    assert faults(valid_until=TODAY + timedelta(days=31)) == {"protection.override.until"}
    assert faults(valid_until=TODAY - timedelta(days=1)) == {"protection.override.until"}


def test_inv_08_a_determination_has_panel_solution_and_the_childs_views():
    new = {"kind": "determination", "finding": "positive", "childs_views": "Aunt", "solution": "vhr", "panel": "A, B, C"}

    def faults(child=True, **more):
        return codes(rules.best_interests_faults(NewBestInterests(**{**new, **more}), is_child=child, today=TODAY))

    assert faults() == set()
    assert faults(child=False) == {"protection.best_interests.adult"}
    assert faults(panel="") == {"protection.best_interests.panel"}
    assert faults(solution="") == {"protection.best_interests.solution"}
    assert faults(childs_views=" ") == {"protection.best_interests.views"}
    assert faults(kind="assessment", panel="", solution="") == set()
    assert faults(valid_until=TODAY + timedelta(days=366)) == {"protection.best_interests.until"}
    assert faults(finding="maybe") == {"protection.best_interests.unknown"}


KINDS = ("iom_mission", "unhcr_operation", "consulate", "government", "donor", "ngo_partner", "carrier", "taskforce")


@pytest.mark.parametrize(("sender", "receiver", "asked"), product(KINDS, KINDS, (True, False)))
def test_who_may_refer_to_whom(sender, receiver, asked):
    to_unhcr = receiver == "unhcr_operation" and sender != "unhcr_operation"
    back = sender == "unhcr_operation" and receiver == "iom_mission" and asked

    assert (rules.referral_faults(sender, receiver, own_request=asked) == []) == (to_unhcr or back)


def test_an_urgent_answer_is_due_the_next_day():
    assert rules.answer_due(TODAY, urgent=True) == date(2026, 11, 24)
    assert rules.answer_due(TODAY, urgent=False) == date(2026, 11, 30)


@given(st.sets(st.sampled_from(sorted(PathwayChoice))), st.sampled_from(sorted(PathwayChoice)), st.booleans())
def test_inv_17_a_named_human_asylum_offered_and_the_persons_choice(offered, chosen, named):
    fine = rules.pathway_faults(offered, chosen, named=named) == []

    real = offered - {"undecided"}
    assert fine == (named and "asylum" in real and len(real) >= 2 and (chosen == "undecided" or chosen in real))


def test_nothing_known_reads_as_nothing_done():
    nobody = rules.ProtectionFacts()

    assert (nobody.fear, nobody.pathway, nobody.assessment_valid, nobody.override) == ("not_asked", "undecided", False, False)
    assert not nobody.matter_open


@pytest.mark.parametrize(
    ("country", "level", "source", "until", "expected"),
    [
        ("NG", "caution", "Position", None, set()),
        ("Nigeria", "caution", "Position", None, {"protection.advisory.country"}),
        ("NG", "red", "Position", None, {"protection.advisory.level"}),
        ("NG", "none", "", None, {"protection.advisory.source"}),
        ("NG", "none", "P", TODAY - timedelta(days=1), {"protection.advisory.until"}),
    ],
)
def test_advice_says_country_level_source_and_days(country, level, source, until, expected):
    assert codes(rules.advisory_faults(country, level, source, TODAY, until)) == expected
