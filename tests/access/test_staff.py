"""Supervisors manage their own organisation's colleagues; the operator adds partners; nobody helps themselves."""

import pytest

from corridor.access import actions, queries
from corridor.access.models import Grant, Organisation, Staff
from corridor.access.roles import Role
from corridor.kernel.actor import acting, system
from corridor.kernel.refusals import NotFound, Refused

NEW = actions.NewStaff("new.colleague", "New Colleague", "caseworker")


def test_a_supervisor_adds_a_colleague_who_can_sign_in(world):
    with acting(world.actor("supervisor")) as actor:
        staff_id, password = actions.add_staff(actor, NEW)

    staff = Staff.objects.get(id=staff_id)
    assert staff.check_password(password)
    assert staff.organisation.code == "IOM-LBY"
    assert queries.roles_of(staff) == [Role.CASEWORKER]


@pytest.mark.parametrize(("login", "sentence"), [("NEW.COLLEAGUE ", "taken"), ("a b", "small letters"), ("", "small letters")])
def test_a_login_is_refused_in_a_sentence(world, login, sentence):
    with acting(world.actor("supervisor")) as actor:
        actions.add_staff(actor, NEW)
        with pytest.raises(Refused, match=sentence):
            actions.add_staff(actor, actions.NewStaff(login, "Somebody", "registrar"))


@pytest.mark.parametrize("role", ["registrar", "caseworker", "movement_officer", "analyst"])
def test_others_manage_nobody(world, role):
    with acting(world.actor(role)) as actor, pytest.raises(NotFound):
        actions.add_staff(actor, NEW)


def test_a_supervisor_cannot_reach_another_organisations_staff(world):
    stranger = world.someone("caseworker", "UNHCR-LBY")
    with acting(world.actor("supervisor")) as actor, pytest.raises(NotFound):
        actions.set_active(actor, stranger.id, False)


def test_nobody_changes_their_own_access(world):
    with acting(world.actor("supervisor")) as actor, pytest.raises(Refused, match="your own access"):
        actions.grant_role(actor, actor.staff_id, "head_of_protection")


def test_a_role_that_ended_gives_nothing_any_more(world):
    colleague = world.someone("caseworker")
    with acting(world.actor("supervisor")) as actor:
        actions.end_role(actor, colleague.id, "caseworker")

    assert queries.roles_of(colleague) == []
    assert Grant.objects.filter(staff=colleague).exists(), "what was held stays on record"


def test_a_role_given_and_ended_on_one_day_gives_nothing_either(world):
    colleague = world.someone("registrar")
    with acting(world.actor("supervisor")) as actor:
        actions.grant_role(actor, colleague.id, "caseworker")
        actions.end_role(actor, colleague.id, "caseworker")

    assert [str(role) for role in queries.roles_of(colleague)] == ["registrar"]


def test_the_operator_adds_a_partner_with_its_first_supervisor(world):
    with acting(system("command partner")) as actor:
        password = actions.add_partner(
            actor, actions.NewPartner("IOM-TUN", "IOM Tunisia", "iom_mission"), login="first.one", name="First One"
        )

    staff = Staff.objects.get(login="first.one")
    assert staff.check_password(password)
    assert staff.organisation == Organisation.objects.get(code="IOM-TUN")
    assert queries.roles_of(staff) == [Role.SUPERVISOR]


def test_a_consulate_must_say_its_state(world):
    with acting(system("command partner")) as actor, pytest.raises(Refused, match="which State"):
        actions.add_partner(actor, actions.NewPartner("CON-X", "Some consulate", "consulate"), login="consul.x", name="X")


def test_staff_cannot_add_partners(world):
    with acting(world.actor("supervisor")) as actor, pytest.raises(NotFound):
        actions.add_partner(actor, actions.NewPartner("X", "X", "ngo_partner"), login="xxx", name="X")


def test_the_page_shows_the_first_password_once(world, client):
    client.force_login(world.someone("supervisor"))

    answer = client.post("/staff/", {"login": "somebody", "name": "Some Body", "role": "registrar", "language": "fr"})
    again = client.get("/staff/")

    assert "shown only now" in answer.content.decode()
    assert "shown only now" not in again.content.decode()
    assert "Some Body" in again.content.decode()
