"""Referrals: each step by its side, shield and share with it, and every way out."""

from datetime import timedelta

import pytest
from django.db import transaction

from corridor.kernel import clock
from corridor.kernel.actor import system
from corridor.kernel.events import _listeners
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.people import queries as people_queries
from corridor.protection import actions, queries
from corridor.protection.events import ReferralClosed, ReferralOpened
from corridor.protection.lifecycle import OPEN, RECEIVERS, REFERRAL, SENDERS
from corridor.protection.lifecycle import Referral as Status
from corridor.protection.models import Referral
from tests.refusing import holds, table_refuses

PATHS = {
    "proposed": [],
    "consented": ["consent"],
    "sent": ["consent", "send"],
    "received": ["consent", "send", "receive"],
    "accepted": ["consent", "send", "receive", "accept"],
    "rejected": ["consent", "send", "receive", "reject"],
    "not_registrable": ["consent", "send", "receive", "not_registrable"],
    "declined": ["decline"],
    "closed": ["consent", "send", "receive", "accept", "close"],
}
THEIRS = {"receive", "accept", "reject", "not_registrable"}


@pytest.fixture
def walk(officer, unhcr, acts):
    """Takes a referral to a status by the real steps."""

    def take(person, status):
        with acts(officer):
            made = actions.propose_referral(officer, person, receiver_id=unhcr.organisation_id)
        for verb in PATHS[status]:
            step(unhcr if verb in THEIRS else officer, made, verb)
        return made

    def step(actor, made, verb):
        with acts(actor):
            reason = {"reason": "Told in plain words"} if verb in ("reject", "not_registrable") else {}
            getattr(actions, verb)(actor, made, **reason)

    take.step = step
    return take


def facts(actor, person):
    return queries.facts(actor, [person], clock.today())[person]


def shields(actor, person):
    return people_queries.shields_of(actor, [person]).get(person, frozenset())


@pytest.mark.parametrize("status", sorted(Status))
def test_every_status_is_reached_by_real_steps(officer, ada, acts, walk, status):
    made = walk(ada, status)

    with acts(officer):
        row = queries.referral(officer, made)
        holds()
        assert row.status == status
        assert facts(officer, ada).referral_open == (status in OPEN)
        assert ("referral" in shields(officer, ada)) == (status in OPEN)
        assert ("asylum" in shields(officer, ada)) == (status in ("accepted", "closed"))


@pytest.mark.parametrize("status", sorted(Status))
def test_a_step_is_taken_or_refused_with_a_sentence(officer, unhcr, ada, acts, walk, status):
    made = walk(ada, status)
    for verb in sorted(REFERRAL.steps):
        with transaction.atomic():  # each from the same place
            taken_or_refused(officer, unhcr, acts, walk, made, status, verb)
            transaction.set_rollback(True)


def taken_or_refused(officer, unhcr, acts, walk, made, status, verb):
    actor = unhcr if verb in THEIRS else officer
    if status in REFERRAL.steps[verb].source:
        walk.step(actor, made, verb)
        with acts(officer):
            assert queries.referral(officer, made).status == REFERRAL.steps[verb].target, verb
    else:
        with pytest.raises((Refused, NotFound)) as caught:
            walk.step(actor, made, verb)
        assert caught.type is NotFound or caught.value.reasons[0].code == "protection.referral.status", verb


@pytest.mark.parametrize("verb", sorted(REFERRAL.steps))
def test_each_step_belongs_to_its_side(officer, unhcr, ada, acts, walk, verb):
    status = next(iter(sorted(REFERRAL.steps[verb].source)))
    made = walk(ada, status)
    wrong = [actor for actor, mine in ((officer, SENDERS), (unhcr, RECEIVERS)) if verb not in mine]
    for actor in wrong:
        with pytest.raises(NotFound):
            walk.step(actor, made, verb)


def test_inv_02_the_person_may_say_no_at_any_time_before_the_answer(officer, unhcr, someone, acts, walk):
    for status in ("proposed", "consented", "sent", "received"):
        person = someone()
        made = walk(person, status)
        walk.step(officer, made, "decline")

        with acts(officer):
            assert queries.referral(officer, made).outcome == "declined"
            assert people_queries.shares_of(officer, person) == []
            assert not facts(officer, person).referral_open
        with acts(unhcr), pytest.raises(NotFound):
            people_queries.person(unhcr, person)


def test_a_receiver_who_hears_the_no_writes_it_down(officer, unhcr, ada, acts, walk):
    made = walk(ada, "received")
    walk.step(unhcr, made, "decline")

    with acts(officer):
        assert queries.referral(officer, made).status == "declined"
        assert shields(officer, ada) == frozenset()
        holds()


def test_the_receiver_learns_of_it_when_it_is_sent(officer, unhcr, ada, acts, walk):
    made = walk(ada, "consented")
    with acts(unhcr):
        assert queries.referrals(unhcr) == []
        with pytest.raises(NotFound):
            people_queries.person(unhcr, ada)

    walk.step(officer, made, "send")

    with acts(unhcr):
        assert [row.id for row in queries.referrals(unhcr)] == [made]
        assert people_queries.person(unhcr, ada).name == "Ada Obi"
        assert queries.matters(unhcr, ada).answers == ()


@pytest.mark.parametrize("verb", ["reject", "not_registrable"])
def test_a_no_has_a_reason_and_shuts_the_record(officer, unhcr, ada, acts, walk, verb):
    made = walk(ada, "received")
    with acts(unhcr), pytest.raises(Refused) as caught:
        getattr(actions, verb)(unhcr, made, reason="  ")
    assert caught.value.reasons[0].code == "protection.referral.reason"

    walk.step(unhcr, made, verb)
    with acts(unhcr), pytest.raises(NotFound):
        people_queries.person(unhcr, ada)
    walk.step(officer, made, "close")
    with acts(officer):
        row = queries.referral(officer, made)
        assert (row.status, row.outcome) == ("closed", str(REFERRAL.steps[verb].target))
        assert shields(officer, ada) == frozenset()


@pytest.mark.parametrize("nationality", ["ER", "SY", "NG", "GM", "BD", ""])
def test_no_list_of_nationalities_decides(officer, someone, acts, walk, nationality):
    person = someone(nationality)
    made = walk(person, "received")

    with acts(officer):
        assert queries.referral(officer, made).outcome == ""


def test_urgent_means_tomorrow_and_late_is_late(officer, unhcr, ada, acts):
    with acts(officer):
        made = actions.propose_referral(officer, ada, receiver_id=unhcr.organisation_id, urgent=True)
        actions.consent(officer, made)
        actions.send(officer, made)
        row = queries.referral(officer, made)
        assert row.answer_due == clock.today() + timedelta(days=1)
        assert not row.late
        with clock.at(clock.now() + timedelta(days=2)):
            assert queries.referral(officer, made).late


def test_one_at_a_time_to_one_receiver(officer, unhcr, ada, acts, walk):
    walk(ada, "sent")
    with acts(officer), pytest.raises(Refused) as caught:
        actions.propose_referral(officer, ada, receiver_id=unhcr.organisation_id)

    assert caught.value.reasons[0].code == "protection.referral.open"


def test_after_a_closed_one_another_may_follow(officer, ada, walk):
    walk(ada, "declined")

    assert walk(ada, "sent")


def test_back_from_unhcr_only_when_the_person_asks(officer, unhcr, world, acts):
    from corridor.people import actions as people
    from corridor.people.actions import NewName, NewPerson

    with acts(unhcr):
        person = people.register(unhcr, NewPerson((NewName("Saba Tesfay"),), nationality="ER"))
        with pytest.raises(Refused) as caught:
            actions.propose_referral(unhcr, person, receiver_id=officer.organisation_id)
        assert caught.value.reasons[0].code == "protection.referral.own_request"
        made = actions.propose_referral(unhcr, person, receiver_id=officer.organisation_id, own_request=True)
        assert not facts(unhcr, person).referral_open
        actions.consent(unhcr, made)
        actions.send(unhcr, made)
    with acts(officer):
        actions.receive(officer, made)
        actions.accept(officer, made)
        assert people_queries.person(officer, person).name == "Saba Tesfay"
    with acts(unhcr):
        actions.close(unhcr, made)
        assert shields(unhcr, person) == {"unhcr_registration"}


def test_others_are_told_once_when_it_opens_and_once_when_it_closes(officer, ada, walk, monkeypatch):
    opened, closed = [], []
    monkeypatch.setitem(_listeners, ReferralOpened, [opened.append])
    monkeypatch.setitem(_listeners, ReferralClosed, [closed.append])

    made = walk(ada, "closed")

    assert [event.referral_id for event in opened] == [made]
    assert [(event.referral_id, event.outcome) for event in closed] == [(made, "accepted")]


def test_an_old_page_changes_nothing(officer, ada, acts, walk):
    made = walk(ada, "consented")
    with acts(officer), pytest.raises(Conflict):
        actions.send(officer, made, version=1)


def test_wrong_receivers_and_strangers(officer, world, ada, acts):
    with acts(officer):
        for code in ("CON-NGA", "GOV-NGA", "DONOR", "IOM-NGA"):
            with pytest.raises(Refused):
                actions.propose_referral(officer, ada, receiver_id=world.organisations[code].id)
    for stranger in (world.actor("registrar"), world.actor("protection_officer", "UNHCR-LBY")):
        with acts(stranger), pytest.raises(NotFound):
            actions.propose_referral(stranger, ada, receiver_id=world.organisations["UNHCR-LBY"].id)
    job = system("nightly", officer.organisation_id, *officer.permissions)
    with acts(job), pytest.raises(Refused):
        actions.propose_referral(job, ada, receiver_id=world.organisations["UNHCR-LBY"].id)


# --- going round the actions


def test_the_table_takes_known_steps_only(officer, ada, acts, walk):
    made = walk(ada, "proposed")
    with acts(officer):
        row = Referral.objects.filter(id=made)
        with table_refuses("protection_referral_takes_known_steps"):
            row.update(status="accepted", sent_at=clock.now(), answer_due=clock.today())
        with table_refuses("protection_referral_keeps_its_parties"):
            row.update(opened_at=clock.now())
        with table_refuses("protection_referral_closed_has_moment"):
            row.update(status="declined")


def test_the_table_wants_due_dates_and_reasons(officer, unhcr, ada, acts, walk):
    made = walk(ada, "consented")
    with acts(officer), table_refuses("protection_referral_sent_has_due_date"):
        Referral.objects.filter(id=made).update(status="sent")
    walk.step(officer, made, "send")
    walk.step(unhcr, made, "receive")
    with acts(unhcr), table_refuses("protection_referral_refusal_has_reason"):
        Referral.objects.filter(id=made).update(status="not_registrable")


def test_inv_05_the_table_wants_a_shield_beside_an_open_referral(officer, unhcr, ada, world, acts):
    parties = {"sender_id": officer.organisation_id, "receiver_id": unhcr.organisation_id}
    with acts(officer), table_refuses("protection_referral_is_shielded"):
        Referral.objects.create(person_id=ada, status="proposed", opened_at=clock.now(), opened_by_id=officer.staff_id, **parties)


def test_the_table_sends_nobody_back_unasked(unhcr, world, acts):
    from corridor.people import actions as people
    from corridor.people.actions import NewName, NewPerson

    with acts(unhcr):
        person = people.register(unhcr, NewPerson((NewName("Saba Tesfay"),)))
        parties = {"sender_id": unhcr.organisation_id, "receiver_id": world.organisations["IOM-LBY"].id}
        with table_refuses("protection_referral_back_on_own_request"):
            Referral.objects.create(
                person_id=person, status="proposed", opened_at=clock.now(), opened_by_id=unhcr.staff_id, **parties
            )
