"""The rules of consent: who may give it, how long it holds, and how sure we can be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.consent import rules
from corridor.consent.rules import Circumstances, Giver, Recipient
from corridor.consent.words import Confidence, Setting

from .giving import said

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADULT, CHILD, UNKNOWN = Giver(False, True), Giver(True, False), Giver(False, False)
CONSULATE = Recipient("consulate", "NG")
ORDER = [Confidence.HIGH, Confidence.LIMITED, Confidence.CANNOT_BE_ESTABLISHED]


def codes(new, giver=ADULT, recipient=None):
    return {reason.code for reason in rules.faults(new, giver, recipient, NOW)}


def test_a_plain_consent_has_no_fault():
    assert codes(said()) == set()


@pytest.mark.parametrize("form", ["implicit", "", "silence"])
def test_inv_01_implicit_cannot_be_said(form):
    assert "consent.form.implicit" in codes(said(form=form))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"language": " "}, "consent.language.missing"),
        ({"interpreter": ""}, "consent.interpreter.missing"),
        ({"pathway": ""}, "consent.pathway.missing"),
        ({"purpose": "everything"}, "consent.purpose.unknown"),
        ({"setting": "street"}, "consent.setting.unknown"),
        ({"legal_basis": "court"}, "consent.legal_basis.without_proxy"),
        ({"given_at": NOW + timedelta(minutes=1)}, "consent.given_at.future"),
        ({"valid_until": (NOW + timedelta(days=181)).date()}, "consent.valid_until.range"),
        ({"valid_until": (NOW - timedelta(days=1)).date()}, "consent.valid_until.range"),
        ({"purpose": "share"}, "consent.recipient.share"),
        ({"purpose": "contact_consulate"}, "consent.recipient.consulate"),
    ],
)
def test_what_is_missing_is_named(more, code):
    assert codes(said(**more)) == {code}


@pytest.mark.parametrize(
    ("giver", "basis", "expected"),
    [
        (CHILD, "parent", set()),
        (CHILD, "guardian", set()),
        (CHILD, "best_interests", set()),
        (CHILD, "court", set()),
        (ADULT, "guardian", set()),
        (ADULT, "court", set()),
        (ADULT, "parent", {"consent.legal_basis.adult"}),
        (ADULT, "best_interests", {"consent.legal_basis.adult"}),
        (UNKNOWN, "parent", set()),
        (CHILD, "", {"consent.legal_basis.missing"}),
    ],
)
def test_who_may_consent_for_whom(giver, basis, expected):
    assert codes(said(form="proxy", legal_basis=basis, representative="M. Sani"), giver) == expected


def test_a_child_does_not_consent_alone_and_a_representative_has_a_name():
    assert codes(said(), CHILD) == {"consent.form.child"}
    assert codes(said(form="proxy", legal_basis="parent"), CHILD) == {"consent.representative.missing"}


@pytest.mark.parametrize(
    ("kind", "purpose", "fine"),
    [
        ("unhcr_operation", "share", True),
        ("ngo_partner", "share", True),
        ("consulate", "share", False),
        ("government", "share", False),
        ("donor", "share", False),
        ("consulate", "contact_consulate", True),
        ("government", "contact_consulate", False),
        ("unhcr_operation", "contact_consulate", False),
    ],
)
def test_each_purpose_has_its_recipients(kind, purpose, fine):
    assert (codes(said(purpose=purpose), recipient=Recipient(kind, "NG")) == set()) is fine


def test_another_states_consulate_is_refused_and_an_unknown_nationality_is_not():
    new = said(purpose="contact_consulate")
    assert codes(new, Giver(False, True, frozenset({"GM"})), CONSULATE) == {"consent.recipient.other_state"}
    assert codes(new, Giver(False, True, frozenset({"GM", "NG"})), CONSULATE) == set()
    assert codes(new, Giver(False, True, frozenset()), CONSULATE) == set()


@pytest.mark.parametrize(
    ("asked", "level"),
    [
        (Circumstances(), Confidence.HIGH),
        (Circumstances(in_detention=True), Confidence.LIMITED),
        (Circumstances(guards_present=True), Confidence.LIMITED),
        (Circumstances(in_detention=True, guards_present=True), Confidence.LIMITED),
        (Circumstances(others_present=True), Confidence.LIMITED),
        (Circumstances(setting="airport"), Confidence.LIMITED),
        (Circumstances(options_explained=False), Confidence.LIMITED),
        (Circumstances(in_detention=True, options_explained=False), Confidence.CANNOT_BE_ESTABLISHED),
        (Circumstances(in_detention=True, guards_present=True, others_present=True), Confidence.CANNOT_BE_ESTABLISHED),
        (Circumstances(understood=False), Confidence.CANNOT_BE_ESTABLISHED),
    ],
)
def test_confidence_is_derived(asked, level):
    assert rules.confidence(asked) == level


circumstances = st.builds(
    Circumstances,
    in_detention=st.booleans(),
    guards_present=st.booleans(),
    options_explained=st.booleans(),
    understood=st.booleans(),
    others_present=st.booleans(),
    setting=st.sampled_from([str(setting) for setting in Setting]),
)


@given(circumstances)
def test_inv_03_detention_or_guards_never_high(asked):
    if asked.in_detention or asked.guards_present:
        assert rules.confidence(asked) != Confidence.HIGH
    assert (rules.confidence(asked) == Confidence.HIGH) == (rules.doubts(asked) == [])


@given(circumstances, st.sampled_from(["in_detention", "guards_present", "others_present", "understood", "options_explained"]))
def test_another_doubt_never_makes_it_surer(asked, name):
    worse = Circumstances(**{**asked.__dict__, name: name not in ("understood", "options_explained")})

    assert ORDER.index(rules.confidence(worse)) >= ORDER.index(rules.confidence(asked))
    assert {doubt.code for doubt in rules.doubts(asked)} <= {doubt.code for doubt in rules.doubts(worse)}


@pytest.mark.parametrize(
    ("language", "interpreter", "spoken", "expected"),
    [
        ("en", "none needed", ("en",), True),
        ("en", "none needed", ("bin",), False),
        ("en", "T. Osa", ("bin",), True),
        ("en", "none needed", (), True),
    ],
)
def test_understood_by_language_or_interpreter(language, interpreter, spoken, expected):
    assert rules.understood(language, interpreter, spoken) is expected


ALONE = {
    "same_officer": False,
    "setting": "office",
    "private": True,
    "guards_present": False,
    "language": "en",
    "interpreter": "none needed",
}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"same_officer": True}, "consent.reconfirm.same_officer"),
        ({"setting": "detention"}, "consent.reconfirm.detention"),
        ({"private": False}, "consent.reconfirm.not_private"),
        ({"guards_present": True}, "consent.reconfirm.not_private"),
        ({"language": ""}, "consent.language.missing"),
        ({"interpreter": ""}, "consent.interpreter.missing"),
        ({"setting": "moon"}, "consent.setting.unknown"),
    ],
)
def test_inv_03_confirming_again_is_by_another_alone_and_outside(more, code):
    assert rules.reconfirmation_faults(**ALONE) == []
    assert {reason.code for reason in rules.reconfirmation_faults(**{**ALONE, **more})} == {code}
