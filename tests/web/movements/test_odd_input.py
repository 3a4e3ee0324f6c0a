"""Forms and addresses of planning that are sent odd values: refused in sentences or not found, never a fault of ours."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from corridor.kernel import clock
from corridor.movements import actions, queries, rules
from tests.web.movements.planned import made
from tests.web.movements.test_planning_screens import charter_form
from tests.web.movements.test_policy_screens import form_of
from tests.web.odd import sent_odd

SOON = str(clock.today() + timedelta(days=6))
REFUSED = {302, 400, 404, 409, 422}


@pytest.fixture
def plan(charter, party, signed_in, mover):
    return made(signed_in(), mover)


@pytest.mark.parametrize("change", ["charter", "aircraft", "cancel", "move", "money"])
def test_a_scenario_of_odd_values_is_refused(plan, charter, signed_in, mover, change):
    option = rules.label(queries.flight(mover, charter).code)
    forms = {
        "charter": charter_form(title="One more"),
        "aircraft": {"option": option, "cost": "4", "seats": "30"},
        "cancel": {"title": "Without", "option": option},
        "move": {"option": option, "day": SOON},
        "money": {"fund": "F-1", "amount": "5000"},
    }

    found = sent_odd(signed_in(), "movements.add_scenario", plan, change, form=forms[change])

    assert set(found) <= REFUSED
    assert found[0] == 422


def test_what_happened_is_not_recorded_from_odd_values(plan, charter, world, signed_in):
    client, airport = signed_in(), str(world.sites["MJI"].id)
    forms = {"cancelled": {"reason": "Storm"}, "delayed": {"day": SOON, "hour": "10:00"}, "cut": {"seats": "3"}}
    for what, form in forms.items():
        found = sent_odd(client, "movements.flight_happened", charter, what, form=form)
        assert (set(found) <= REFUSED, found[0]) == (True, 422)
    closing = {"site": airport, "first": SOON, "because": "Clashes", "last": SOON}

    found = sent_odd(client, "movements.close_airport", form=closing)

    assert (set(found) <= REFUSED, found[0]) == (True, 422)


def test_policy_funds_and_limits_are_not_written_from_odd_values(plan, mover, world, signed_in):
    client, days = signed_in(), {"first": SOON, "last": SOON}
    draft = actions.propose_policy(mover, {"band_high": 60}, "More weight")
    forms = {
        "movements.propose_policy": form_of(band_high=60, floor_Tripoli=20, shortfall_penalty=9),
        "movements.add_fund": {"code": "F-9", "name": "EU", **days, "destinations": "LOS", "pathways": "vhr", "amount": "500"},
        "movements.limits": {"kind": "airport", "site": str(world.sites["MJI"].id), **days, "number": "4"},
    }
    for name, form in forms.items():
        found = sent_odd(client, name, form=form)
        assert (set(found) <= REFUSED, found[0]) == (True, 422)

    found = sent_odd(signed_in("head_of_protection"), "movements.refuse_policy", draft, form={"reason": "No"})

    assert (set(found) <= REFUSED, found[0]) == (True, 422)


def test_odd_versions_ids_and_addresses_find_nothing(plan, party, charter, signed_in):
    client = signed_in()
    for name, args, form in (
        ("publish_plan", [plan], {"version": "1"}),
        ("adopt_scenario", [plan], {"version": "1"}),
        ("tell_party", [party], {"plan": str(plan), "flight": str(charter)}),
    ):
        assert set(sent_odd(client, f"movements.{name}", *args, form=form)) <= REFUSED
    for name, args, form in (
        ("planning", [], {"weeks": "4"}),
        ("happened", [], {"what": "cancelled", "flight": str(charter)}),
        ("plan_reason", [plan, party], {"language": "fr"}),
        ("fairness", [], {"pathway": "vhr", "since": SOON}),
    ):
        assert set(sent_odd(client, f"movements.{name}", *args, form=form, method="get")) <= {200} | REFUSED
    for name in ("review_plan", "prices", "call_list", "plan_file", "scenarios", "policy"):
        assert client.get(reverse(f"movements.{name}", args=[uuid4()])).status_code == 404
