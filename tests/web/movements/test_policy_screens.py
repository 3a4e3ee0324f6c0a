"""The policy, funds and limits as people meet them: in plain words, written by one, approved by another, every refusal a sentence."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from corridor.kernel import clock
from corridor.movements import actions, queries
from corridor.movements.rules.policy import draft
from tests.web.movements.conftest import *  # noqa: F403


def form_of(**changes):
    """What the browser posts when only these fields were touched."""
    values = {name: value for name, value in draft().items() if name != "floors"}
    return {**values, "note": "Why it changes", **changes}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def written(mover):
    return actions.propose_policy(mover, {"band_high": 60, "floors": [{"group": "Tripoli", "persons": 20}], "shortfall_penalty": 9}, "More weight for the high band")  # fmt: skip


def test_before_any_version_the_page_shows_the_planners_own_numbers(world, signed_in):
    text = text_of(signed_in().get(reverse("movements.policies")))

    assert "No version was approved yet" in text
    assert "Protection band: High" in text
    assert "Critical" in text


def test_one_writes_and_another_approves(world, mover, signed_in):
    answer = signed_in().post(reverse("movements.propose_policy"), form_of(band_high=60, floor_Tripoli=20, shortfall_penalty=9))
    row = queries.policies(mover)[0]
    assert answer.status_code == 302
    assert answer.url == reverse("movements.policy", args=[row.id])

    own = text_of(signed_in().get(answer.url))
    head = signed_in("head_of_protection")
    page = text_of(head.get(answer.url))
    done = head.post(reverse("movements.approve_policy", args=[row.id]), follow=True)

    assert "You wrote this version" in own
    assert "Approve: plans follow it" not in own
    assert "Approve: plans follow it" in page
    assert "Tripoli 20" in page
    assert "In force" in text_of(done)
    assert queries.policy_in_force(mover).values["band_high"] == 60


def test_whoever_may_approve_finds_it_on_the_days_page_and_the_writer_does_not(written, signed_in):
    said = "waits for your word"

    assert said in text_of(signed_in("head_of_protection").get(reverse("home")))
    assert said not in text_of(signed_in("movement_officer").get(reverse("home")))


def test_what_differs_stands_beside_what_it_was(written, signed_in):
    text = text_of(signed_in("supervisor").get(reverse("movements.policy", args=[written])))

    high = text[text.index("Protection band: High") :][:500]
    assert ">40<" in high
    assert "60" in high
    assert "3 points from the version before" in text


def test_a_number_out_of_range_and_a_rule_broken_stand_at_their_fields(world, signed_in):
    client = signed_in()
    far = client.post(reverse("movements.propose_policy"), form_of(base=1000))
    falls = client.post(reverse("movements.propose_policy"), form_of(band_critical=1))

    assert (far.status_code, falls.status_code) == (422, 422)
    assert "A higher protection band cannot count less" in text_of(falls)
    assert falls.context["form"].errors.keys() == {"band_critical"}


def test_refusing_asks_for_a_sentence(written, signed_in, mover):
    client = signed_in("supervisor")
    silent = client.post(reverse("movements.refuse_policy", args=[written]), {"reason": ""})
    client.post(reverse("movements.refuse_policy", args=[written]), {"reason": "Too early"})

    assert silent.status_code == 422
    assert "Say why, in one sentence." in text_of(silent)
    assert queries.policy(mover, written).state == "refused"


def test_approving_ones_own_by_hand_is_refused_in_a_sentence(world, signed_in, mover):
    client = signed_in("supervisor")
    client.post(reverse("movements.propose_policy"), form_of(base=12))
    row = queries.policies(mover)[0]

    answer = client.post(reverse("movements.approve_policy", args=[row.id]))

    assert answer.status_code == 422
    assert "You wrote this version. Another person approves it." in text_of(answer)


@pytest.mark.parametrize("role", ["caseworker", "registrar", "medical_officer"])
def test_who_does_not_plan_finds_no_policy_and_no_money(written, signed_in, role):
    client = signed_in(role)
    pages = [
        reverse("movements.policies"),
        reverse("movements.policy", args=[written]),
        reverse("movements.limits"),
        reverse("movements.add_fund"),
    ]

    assert [client.get(one).status_code for one in pages] == [404] * 4


def test_a_fund_is_added_changed_and_shown_with_what_is_left(ground, signed_in, mover):
    ground.flight(status="confirmed", fund="EUTF", cost=30_000)
    client, today = signed_in(), clock.today()
    fund = {"code": "EUTF", "name": "Trust fund", "amount": 100_000, "first": today, "last": today + timedelta(days=60)}

    client.post(reverse("movements.add_fund"), fund)
    row = queries.funds(mover)[0]
    changed = client.post(reverse("movements.change_fund", args=[row.id]), fund | {"amount": 20_000, "version": row.version})
    stale = client.post(reverse("movements.change_fund", args=[row.id]), fund | {"version": row.version})
    text = text_of(client.get(reverse("movements.limits")))

    assert changed.status_code == 302
    assert stale.status_code == 422
    assert "Somebody else changed this meanwhile" in text_of(stale)
    assert "overspent" in text


def test_a_limit_is_set_refused_twice_and_ended(world, signed_in, mover):
    client, today = signed_in(), clock.today()
    limit = {"kind": "airport", "site": world.sites["MJI"].id, "number": 40, "first": today, "last": today, "note": "Airport"}

    first = client.post(reverse("movements.limits"), limit)
    again = client.post(reverse("movements.limits"), limit)
    row = queries.limits(mover)[0]
    client.post(reverse("movements.end_limit", args=[row.id]))

    assert first.status_code == 302
    assert again.status_code == 422
    assert "This place has such a limit on some of these days" in text_of(again)
    assert queries.limits(mover) == []
