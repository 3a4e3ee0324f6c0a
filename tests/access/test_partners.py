"""A partner that left: the operator deactivates it, and no door opens for its staff any more, wherever they stand."""

import pytest
from django.urls import reverse

from corridor.access import actions, queries
from corridor.access.models import Grant, Organisation, Staff
from corridor.access.roles import Permission as P
from corridor.audit.models import Entry
from corridor.config.commands import partners
from corridor.kernel.actor import acting, system
from corridor.kernel.refusals import NotFound, Refused

PASSWORD = "correct horse battery"


@pytest.fixture
def officer(world):
    return world.someone("registrar", "UNHCR-LBY")


def leave(code="UNHCR-LBY"):
    with acting(system("command partner")) as actor:
        actions.set_partner_active(actor, code, False)


def test_nobody_of_a_deactivated_partner_signs_in(client, officer):
    leave()

    answer = client.post(reverse("access.login"), {"username": officer.login, "password": PASSWORD})

    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_session_that_runs_ends_with_the_next_page(client, officer):
    client.force_login(officer)
    assert client.get(reverse("people.search")).status_code == 200

    leave()

    assert client.get(reverse("people.search")).status_code == 302


def test_a_token_opens_nothing_any_more(client, officer):
    with acting(queries.actor_for(officer)) as actor:
        token = actions.make_token(actor, name="test")

    leave()

    assert queries.actor_by_token(token) is None


@pytest.mark.parametrize("who", ["staff", "organisation"])
def test_an_actor_made_by_a_forgotten_door_may_do_nothing(officer, who):
    row = officer if who == "staff" else officer.organisation
    row.is_active = False

    assert queries.actor_for(officer).permissions == frozenset()


def test_it_may_come_back_and_both_are_written_down(client, officer):
    leave()
    with acting(system("command partner")) as actor:
        actions.set_partner_active(actor, "unhcr-lby", True)
        lines = list(Entry.objects.filter(verb="access.partner.set_active").order_by("id").values_list("thing_id", "detail"))

    partner = Organisation.objects.get(code="UNHCR-LBY").id
    assert lines == [(partner, '{"active":false}'), (partner, '{"active":true}')]
    answer = client.post(reverse("access.login"), {"username": officer.login, "password": PASSWORD})
    assert answer.status_code == 302


def test_no_member_of_staff_deactivates_a_partner(world):
    with acting(world.actor("supervisor")) as actor, pytest.raises(NotFound):
        actions.set_partner_active(actor, "UNHCR-LBY", False)


def test_an_unknown_partner_is_refused_in_a_sentence(world):
    with acting(system("command partner")) as actor, pytest.raises(Refused, match="no partner with this code"):
        actions.set_partner_active(actor, "NOBODY", False)


def test_the_command_says_what_it_did(world, capsys):
    assert partners.main(["deactivate", "UNHCR-LBY"]) == 0
    assert partners.main(["activate", "UNHCR-LBY"]) == 0
    assert partners.main(["deactivate", "NOBODY"]) == 2

    said = capsys.readouterr()
    assert "not active" in said.out
    assert "active again" in said.out
    assert "no partner with this code" in said.err


def test_a_consulates_first_login_answers_and_adds_a_second_officer(world):
    with acting(system("command partner")) as actor:
        new = actions.NewPartner("CON-SEN", "Consulate of Senegal", "consulate", "SN")
        actions.add_partner(actor, new, login="first.consul", name="First Consul")

    first = queries.actor_for(Staff.objects.get(login="first.consul"))
    with acting(first):
        second, _password = actions.add_staff(first, actions.NewStaff("second.consul", "Second Consul", "consular_officer"))

    assert first.may(P.CONSULAR_ANSWER)
    assert not first.may(P.PERSON_READ)
    assert list(Grant.objects.filter(staff_id=second).values_list("role", flat=True)) == ["consular_officer"]
