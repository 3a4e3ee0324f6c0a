"""The consulate is the hardest case: it sees the open requests made to it with the person's consent, and nothing else at all."""

import io
from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from PIL import Image

from corridor.consent import actions as consents
from corridor.kernel import clock
from corridor.kernel.actor import acting
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.people import actions as people
from corridor.people import queries as registry
from corridor.people.models import Document, Person, Registration, Share
from corridor.people.rules import NewDocument
from corridor.protection import actions as protection
from corridor.returns import actions, queries
from corridor.returns.models import ConsularRequest
from tests import database

PAPER = {"kind": "emergency_certificate", "number": "NG-777", "issued_on": None}


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def paper():
    return actions.NewPaper(**PAPER, expires_on=clock.today() + timedelta(days=90))


def seen_by(consul):
    with acting(consul):
        return [row.id for row in queries.consular_queue(consul)]


def mop_up():
    """The deferred triggers run as at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_inv_06_no_contact_without_consent_to_that_contact(ground):
    person_id, case_id = ground.consented()
    nigeria, gambia = (ground.world.organisations[code].id for code in ("CON-NGA", "CON-GMB"))

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.ask_consulate(actor, case_id, consulate_id=nigeria)
    ground.consent(person_id, "contact_consulate")
    with acting(ground.caseworker) as actor, pytest.raises(Refused) as another:
        actions.ask_consulate(actor, case_id, consulate_id=gambia)

    assert codes(refusal) == codes(another) == {"returns.consular.no_consent"}
    assert seen_by(ground.consul) == []


def test_only_consulates_are_asked(ground):
    _person_id, case_id = ground.consented()

    with acting(ground.caseworker) as actor, pytest.raises(Refused) as refusal:
        actions.ask_consulate(actor, case_id, consulate_id=ground.world.organisations["GOV-NGA"].id)

    assert codes(refusal) == {"returns.consular.not_a_consulate"}


def test_inv_16_the_consulate_sees_exactly_the_facts_a_travel_document_needs(ground):
    person_id, _case, request_id = ground.asked(origin="Auchi, Edo")

    with acting(ground.consul) as consul:
        row = queries.consular_request(consul, request_id)

    assert {field.name for field in fields(row)} == {
        "id", "reference", "asked_on", "name", "name_script", "other_names", "sex", "birth_date", "birth_precision", "origin",
        "nationality", "photo", "status", "interview_at", "interview_mode", "version",
    }  # fmt: skip
    assert (row.sex, row.nationality, row.origin, row.photo) == ("male", "NG", "Auchi, Edo", False)
    assert str(person_id) not in repr(row)


def test_numbers_of_requests_tell_nothing_of_others(ground):
    _person, _case, request_id = ground.asked()

    with acting(ground.consul) as consul:
        assert queries.consular_request(consul, request_id).reference == f"CN-{request_id.hex[-6:].upper()}"


def test_another_consulate_and_other_roles_find_nothing(ground):
    _person, _case, request_id = ground.asked()

    for role, code in (
        ("consular_officer", "CON-GMB"),
        ("caseworker", "CON-NGA"),
        ("consular_officer", "GOV-NGA"),
        ("caseworker", "IOM-LBY"),
    ):
        with acting(ground.world.actor(role, code)) as actor, pytest.raises(NotFound):
            queries.consular_request(actor, request_id)


def test_inv_05_a_shielded_person_is_never_asked_about(ground):
    person_id, case_id = ground.consented()
    ground.consent(person_id, "contact_consulate")
    with acting(ground.protector) as officer:
        people.raise_shield(officer, person_id, "asylum")

    with acting(ground.caseworker) as actor, pytest.raises(Refused):
        actions.ask_consulate(actor, case_id, consulate_id=ground.world.organisations["CON-NGA"].id)

    assert seen_by(ground.consul) == []


@pytest.mark.parametrize("because", ["fear", "unsure", "referral", "unhcr_number", "withdrawal", "journey", "taken_back", "hold"])
def test_inv_05_whatever_ends_a_request_looks_to_the_consulate_like_one_never_made(ground, because):
    person_id, case_id, request_id = ground.asked(photo_agreed=True)
    other_id = ground.asked()[2]
    with acting(ground.consul) as consul:
        assert {row.id for row in queries.consular_queue(consul)} == {request_id, other_id}

    with acting(ground.caseworker) as actor:
        unhcr = ground.world.organisations["UNHCR-LBY"].id
        if because in ("fear", "unsure"):
            protection.ask_fear(actor, person_id, answer=because, private=True, language="en")
        elif because == "referral":
            protection.propose_referral(actor, person_id, receiver_id=unhcr)
        elif because == "unhcr_number":
            people.add_registration(actor, person_id, organisation_id=unhcr, external_id="LBY-1", on=clock.today())
        elif because == "withdrawal":
            consents.withdraw(actor, ConsularRequest.objects.get(id=request_id).consent_id)
        elif because == "journey":
            actions.withdraw(actor, case_id)
        elif because == "taken_back":
            actions.end_request(actor, request_id)
        else:
            actions.hold(actor, case_id)
    mop_up()

    assert seen_by(ground.consul) == [other_id]
    with acting(ground.consul) as consul:
        reads = (queries.consular_request, actions.open_request, actions.see_photo, actions.confirm, actions.not_confirm)
        for read in reads:
            with pytest.raises(NotFound) as never:
                read(consul, request_id)
            with pytest.raises(NotFound) as unknown:
                read(consul, ground.world.organisations["DONOR"].id)
            assert str(never.value) == str(unknown.value)
        assert not Person.objects.filter(id=person_id).exists()  # past Python: the database shows no row, so no count either
        assert not ConsularRequest.objects.filter(id=request_id).exists()
        assert registry.people_by_id(consul, [person_id]) == {}
        assert not Share.objects.filter(person_id=person_id, until__isnull=True).exists()


def test_a_consulate_reads_no_documents_registrations_or_photos_even_past_python(ground):
    person_id, _case, _request = ground.asked()
    with acting(ground.caseworker) as actor:
        people.add_document(actor, person_id, people_document())
        people.set_photo(actor, person_id, picture())

    with acting(ground.consul), connection.cursor() as cursor:
        assert Person.objects.filter(id=person_id).exists()
        assert not Document.objects.filter(person_id=person_id).exists()
        assert not Registration.objects.filter(person_id=person_id).exists()
        cursor.execute("SELECT count(*) FROM people_photo")
        assert cursor.fetchone() == (0,)


def test_the_photo_is_shown_only_where_the_person_agreed(ground):
    agreed, held = ground.asked(photo_agreed=True), ground.asked()
    with acting(ground.caseworker) as actor:
        for person_id, _case, _request in (agreed, held):
            people.set_photo(actor, person_id, picture())

    with acting(ground.consul) as consul:
        assert actions.see_photo(consul, agreed[2])[:2] == b"\xff\xd8"
        with pytest.raises(NotFound):
            actions.see_photo(consul, held[2])


def test_a_consulate_changes_no_row_itself(ground):
    _person, _case, request_id = ground.asked()

    with acting(ground.consul):
        changed = ConsularRequest.objects.filter(id=request_id).update(interview_mode="remote")

    assert changed == 0


def test_the_answer_runs_from_interview_to_travel_document(ground):
    person_id, _case, request_id = ground.asked()

    with acting(ground.consul) as consul:
        actions.arrange_interview(consul, request_id, at=clock.now() + timedelta(days=2), mode="remote")
        assert queries.consular_request(consul, request_id).status == "appointed"
        actions.confirm(consul, request_id)
    with acting(ground.caseworker) as actor:
        person = registry.person(actor, person_id)
        assert (person.nationality_confirmed, person.nationality_confirmed_by_id) == ("NG", ground.consul.organisation_id)
    assert "nationality" not in ground.blocking(person_id)

    with acting(ground.consul) as consul:
        actions.issue(consul, request_id, paper())
        with pytest.raises(NotFound):
            queries.consular_request(consul, request_id)

    assert ground.status(person_id) == "documented"
    with acting(ground.caseworker) as actor:
        assert [row.kind for row in registry.documents_of(actor, person_id)] == ["emergency_certificate"]
        done = queries.requests_of(actor, person_id)[0]
    assert (done.status, done.ended_at is not None) == ("issued", True)
    assert seen_by(ground.consul) == []


def test_not_confirmed_ends_the_request_and_the_person_may_ask_again(ground):
    person_id, case_id, request_id = ground.asked()

    with acting(ground.consul) as consul:
        actions.not_confirm(consul, request_id)
    assert (ground.status(person_id), seen_by(ground.consul)) == ("not_confirmed", [])

    with acting(ground.caseworker) as actor:
        actions.ask_consulate(actor, case_id, consulate_id=ground.world.organisations["CON-NGA"].id)
    assert len(seen_by(ground.consul)) == 1


def test_steps_of_the_consulate_have_an_order(ground):
    _person, _case, request_id = ground.asked()

    with acting(ground.consul) as consul:
        with pytest.raises(Refused) as refusal:
            actions.issue(consul, request_id, paper())
        actions.confirm(consul, request_id)
        with pytest.raises(Refused):
            actions.not_confirm(consul, request_id)

    assert codes(refusal) == {"returns.consular.status"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "birth_certificate"}, "returns.consular.paper_kind"),
        ({"number": " "}, "returns.consular.paper_number"),
        ({"expires_on": date(2020, 1, 1)}, "returns.consular.paper_expiry"),
        ({"issued_on": date(2099, 1, 1)}, "returns.consular.paper_issue"),
    ],
)
def test_a_travel_document_says_what_it_is_and_until_when(ground, wrong, code):
    _person, _case, request_id = ground.asked()

    with acting(ground.consul) as consul:
        actions.confirm(consul, request_id)
        with pytest.raises(Refused) as refusal:
            actions.issue(
                consul, request_id, actions.NewPaper(**{**PAPER, "expires_on": clock.today() + timedelta(days=9), **wrong})
            )

    assert code in codes(refusal)


@pytest.mark.parametrize(
    ("days", "mode", "code"),
    [(-1, "remote", "returns.consular.past"), (1, "pigeon", "returns.consular.mode"), (1, "", "returns.consular.mode")],
)
def test_an_interview_lies_ahead_and_has_a_form(ground, days, mode, code):
    _person, _case, request_id = ground.asked()

    with acting(ground.consul) as consul, pytest.raises(Refused) as refusal:
        actions.arrange_interview(consul, request_id, at=clock.now() + timedelta(days=days), mode=mode)

    assert codes(refusal) == {code}


def test_two_consular_officers_at_once_do_not_overwrite_each_other(ground):
    _person, _case, request_id = ground.asked()

    with acting(ground.consul) as consul:
        version = queries.consular_request(consul, request_id).version
        actions.arrange_interview(consul, request_id, at=clock.now() + timedelta(days=1), mode="remote", version=version)
        with pytest.raises(Conflict):
            actions.confirm(consul, request_id, version=version)


def test_every_opening_is_recorded_as_the_officers_own(ground):
    person_id, _case, request_id = ground.asked()

    with acting(ground.consul) as consul:
        actions.open_request(consul, request_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT staff_id, person_id FROM audit_entry WHERE verb = 'returns.consular.answer.open'")
            assert cursor.fetchall() == [(consul.staff_id, person_id)]


# Going round Python: the table has the last word.


def request_row(ground, person_id, case_id, consent_id, **more):
    plain = {
        "case_id": case_id,
        "person_id": person_id,
        "consulate": ground.world.organisations["CON-NGA"],
        "consent_id": consent_id,
    }
    plain |= {"status": "asked", "asked_at": clock.now(), "asked_by_id": ground.caseworker.staff_id}
    return ConsularRequest(**{**plain, **more})


def refused_by_the_table(name, row, actor):
    with acting(actor), pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save(force_insert=True)
    assert error.value.__cause__.diag.constraint_name == name


def test_inv_06_the_table_wants_the_consent_to_that_contact(ground):
    person_id, case_id = ground.consented()
    travel, contact = ground.consent(person_id), ground.consent(person_id, "contact_consulate")
    other_person, other_case = ground.consented()
    gambia, donor = ground.world.organisations["CON-GMB"], ground.world.organisations["DONOR"]
    name = "returns_consularrequest_consent_to_that_contact"

    refused_by_the_table(name, request_row(ground, person_id, case_id, travel), ground.caseworker)
    refused_by_the_table(name, request_row(ground, other_person, other_case, contact), ground.caseworker)
    refused_by_the_table(name, request_row(ground, person_id, case_id, contact, consulate=gambia), ground.caseworker)
    refused_by_the_table(name, request_row(ground, person_id, case_id, contact, consulate=donor), ground.caseworker)
    refused_by_the_table(
        "returns_consularrequest_same_person", request_row(ground, person_id, other_case, contact), ground.caseworker
    )


def test_inv_06_the_table_wants_a_consent_in_force(ground):
    person_id, case_id = ground.consented()
    contact = ground.consent(person_id, "contact_consulate")
    with acting(ground.caseworker) as actor:
        consents.withdraw(actor, contact)

    refused_by_the_table(
        "returns_consularrequest_consent_in_force", request_row(ground, person_id, case_id, contact), ground.caseworker
    )


def test_inv_05_the_table_refuses_a_shielded_person(ground):
    person_id, case_id = ground.consented()
    contact = ground.consent(person_id, "contact_consulate")
    with acting(ground.protector) as officer:
        people.raise_shield(officer, person_id, "fear")

    refused_by_the_table(
        "returns_consularrequest_never_shielded", request_row(ground, person_id, case_id, contact), ground.caseworker
    )


def test_the_table_keeps_the_question_and_lets_nothing_ended_live_again(ground):
    person_id, _case, request_id = ground.asked()
    changes = {
        "returns_consularrequest_question_stays": {"asked_at": clock.now()},
        "returns_consularrequest_final_has_moment": {"status": "issued"},
    }

    with acting(ground.caseworker) as actor:
        for name, change in changes.items():
            with pytest.raises(IntegrityError) as error, transaction.atomic():
                ConsularRequest.objects.filter(id=request_id).update(**change)
            assert error.value.__cause__.diag.constraint_name == name
        actions.end_request(actor, request_id)
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            ConsularRequest.objects.filter(id=request_id).update(status="asked", ended_at=None)
    assert error.value.__cause__.diag.constraint_name == "returns_consularrequest_ended_stays_ended"
    assert ground.status(person_id) == "consented"


@pytest.mark.parametrize("table", ["consent_withdrawal", "people_shield"])
@pytest.mark.django_db(transaction=True)
def test_inv_02_a_withdrawal_or_shield_written_past_python_ends_the_request_all_the_same(ground, table):
    person_id, _case, request_id = ground.asked()
    consent_id, officer = ground_consent(request_id), ground.caseworker.staff_id

    with database.as_owner() as owner:
        if table == "consent_withdrawal":
            owner.execute(
                "INSERT INTO consent_withdrawal (id, consent_id, person_id, at, told_to_id) VALUES (gen_random_uuid(), %s, %s, now(), %s)",
                [consent_id, person_id, officer],
            )
        else:
            owner.execute(
                "INSERT INTO people_shield (id, person_id, kind, since) VALUES (gen_random_uuid(), %s, 'asylum', now())",
                [person_id],
            )
        ended = owner.execute("SELECT status FROM returns_consularrequest WHERE id = %s", [request_id]).fetchone()

    assert ended == ("ended",)
    assert seen_by(ground.consul) == []


def ground_consent(request_id):
    with database.as_owner() as owner:
        return owner.execute("SELECT consent_id FROM returns_consularrequest WHERE id = %s", [request_id]).fetchone()[0]


def people_document():
    return NewDocument("birth_certificate", "B1", "NG", None, None)


def picture():
    file = io.BytesIO()
    Image.new("RGB", (20, 20)).save(file, "JPEG")
    return file.getvalue()
