"""The lifecycle is total, and refusing is open in every status before departure."""

import pytest

from corridor.evacuation.lifecycle import EVACUATION, LIVE, Evacuation, Evidence
from corridor.kernel.refusals import Refused

EVERYTHING = Evidence(agreed=True, chosen=True, exit_permit=True)


@pytest.mark.parametrize("status", list(Evacuation))
@pytest.mark.parametrize("verb", list(EVACUATION.steps))
def test_every_step_from_every_status_is_taken_or_refused_with_a_reason(status, verb):
    step = EVACUATION.steps[verb]
    if status in step.source:
        assert EVACUATION.check(verb, status, EVERYTHING) is step.target
    else:
        with pytest.raises(Refused):
            EVACUATION.check(verb, status, EVERYTHING)


@pytest.mark.parametrize("status", sorted(LIVE))
def test_inv_07_refusing_is_open_before_departure_without_any_evidence(status):
    assert EVACUATION.check("decline", status, Evidence()) is Evacuation.DECLINED


@pytest.mark.parametrize(
    ("verb", "status", "known"),
    [
        ("agree", Evacuation.IDENTIFIED, Evidence(chosen=True)),
        ("agree", Evacuation.DECLINED, Evidence(agreed=True)),
        ("clear_exit", Evacuation.GATHERED, Evidence()),
    ],
)
def test_a_step_without_its_evidence_is_refused_in_a_sentence(verb, status, known):
    assert [str(reason)[-1] for reason in EVACUATION.reasons(verb, status, known)] == ["."]
