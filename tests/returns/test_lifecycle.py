"""Lifecycles are total: for every status and step there is an answer, and withdrawing is always among the answers."""

import pytest

from corridor.kernel.refusals import Refused
from corridor.returns.lifecycle import CONSULAR, LIVE, MOVING, RETURN, Consular, Evidence, Return

EVERYTHING = Evidence(screened=True, fear_asked=True, consented=True, document=True, exit_permit=True)


@pytest.mark.parametrize("status", list(Return))
@pytest.mark.parametrize("verb", list(RETURN.steps))
def test_every_step_from_every_status_is_taken_or_refused_with_a_reason(status, verb):
    step = RETURN.steps[verb]
    if status in step.source:
        assert RETURN.check(verb, status, EVERYTHING) is step.target
    else:
        with pytest.raises(Refused):
            RETURN.check(verb, status, EVERYTHING)


@pytest.mark.parametrize("status", sorted(set(Return) - {Return.DEPARTED, Return.ARRIVED, Return.WITHDRAWN, Return.CLOSED}))
def test_inv_02_withdrawing_is_open_in_every_status_before_departure_without_any_evidence(status):
    assert RETURN.check("withdraw", status, Evidence()) is Return.WITHDRAWN
    assert status in LIVE


@pytest.mark.parametrize("status", sorted(MOVING))
def test_inv_04_a_protection_matter_holds_every_moving_case(status):
    assert RETURN.check("hold", status, Evidence()) is Return.ON_HOLD


GUARDED = {
    "screen": (Return.COUNSELLED, {"screened": False}, {"fear_asked": False}),
    "consent": (Return.SCREENED, {"consented": False}),
    "ask_consulate": (Return.CONSENTED, {"shielded": True}),
    "document": (Return.CONSULAR_PENDING, {"document": False}),
    "clear_exit": (Return.DOCUMENTED, {"exit_permit": False}),
    "resume": (Return.ON_HOLD, {"protection_open": True}),
}


@pytest.mark.parametrize(
    ("verb", "status", "missing"), [(verb, status, one) for verb, (status, *gone) in GUARDED.items() for one in gone]
)
def test_a_step_without_its_evidence_is_refused_in_a_sentence(verb, status, missing):
    known = Evidence(**{**EVERYTHING.__dict__, **missing})

    reasons = RETURN.reasons(verb, status, known)

    assert [str(reason)[-1] for reason in reasons] == ["."]


@pytest.mark.parametrize("status", list(Consular))
@pytest.mark.parametrize("verb", list(CONSULAR.steps))
def test_every_answer_of_a_consulate_is_taken_or_refused(status, verb):
    step = CONSULAR.steps[verb]
    if status in step.source:
        assert CONSULAR.check(verb, status) is step.target
    else:
        with pytest.raises(Refused):
            CONSULAR.check(verb, status)
