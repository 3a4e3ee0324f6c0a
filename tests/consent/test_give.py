"""Giving a consent: what it records, what it opens, and what the table refuses whoever writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from corridor.access.roles import Permission
from corridor.audit import queries as audit
from corridor.consent import actions, queries
from corridor.consent.events import ConsentGiven
from corridor.consent.models import Consent, ConsentText
from corridor.kernel import clock
from corridor.kernel.actor import system
from corridor.kernel.events import _listeners
from corridor.kernel.ids import new_id
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions as people
from corridor.people import queries as people_queries
from corridor.protection import actions as protection
from tests.refusing import holds, table_refuses

from .giving import said


def consular(world, code="CON-NGA", **more):
    return said(purpose="contact_consulate", pathway="", recipient_id=world.organisations[code].id, **more)


def code_of(caught):
    return {reason.code for reason in caught.value.reasons}


def test_inv_01_text_language_and_interpreter_are_recorded(officer, ada, acts):
    with acts(officer):
        actions.give(officer, ada, said(text_language="fr", language="bin", interpreter="T. Osa"))
        row = queries.current(officer, ada, "travel", pathway="vhr")

    assert (row.text_version, row.text_language, row.language, row.interpreter) == ("1.0", "fr", "bin", "T. Osa")
    assert row.officer_id == officer.staff_id
    assert row.confidence == "high"


def test_giving_writes_one_line_and_tells_others(officer, ada, acts, monkeypatch):
    heard = []
    monkeypatch.setitem(_listeners, ConsentGiven, [heard.append])
    with acts(officer):
        given = actions.give(officer, ada, said())
        lines = [line for line in audit.about_person(officer, ada) if line.verb == "consent.consent.give"]

    assert [event.consent_id for event in heard] == [given]
    assert [line.thing_id for line in lines] == [given]


def test_consent_to_share_opens_a_share_with_what_was_named_and_no_more(officer, ada, world, acts):
    partner = world.organisations["UNHCR-LBY"].id
    with acts(officer):
        actions.give(officer, ada, said(purpose="share", recipient_id=partner, categories=("contact", "family")))
        (share,) = people_queries.shares_of(officer, ada)

    assert (share.organisation_id, share.purpose, set(share.categories)) == (
        partner,
        "service",
        {"identity", "contact", "family"},
    )
    with acts(world.actor("caseworker", "UNHCR-LBY")):
        assert people_queries.person(world.actor("caseworker", "UNHCR-LBY"), ada).name == "Ada Obi"


def test_inv_06_a_consulate_sees_nobody_before_the_consent_to_that_contact(officer, ada, world, acts):
    consul = world.actor("consular_officer", "CON-NGA")
    with acts(consul), pytest.raises(NotFound):
        people_queries.person(consul, ada)
    with acts(officer):
        protection.ask_fear(officer, ada, answer="no_fear", private=True, language="en")
        actions.give(officer, ada, consular(world))
        (share,) = people_queries.shares_of(officer, ada)
        holds()

    assert (share.purpose, share.categories) == ("consular", ("identity",))
    with acts(consul):
        assert people_queries.person(consul, ada).name == "Ada Obi"
    with acts(world.actor("consular_officer", "CON-GMB")), pytest.raises(NotFound):
        people_queries.person(world.actor("consular_officer", "CON-GMB"), ada)


@pytest.mark.parametrize(
    ("answer", "private", "code"),
    [
        (None, None, "consent.consulate.fear_not_asked"),
        ("fear", True, "consent.consulate.shielded"),
        ("unsure", True, "consent.consulate.shielded"),
        ("fear", False, "consent.consulate.shielded"),
    ],
)
def test_inv_05_no_consulate_before_the_private_answer_or_past_a_fear(officer, ada, world, acts, answer, private, code):
    with acts(officer):
        if answer:
            protection.ask_fear(officer, ada, answer=answer, private=private, language="en")
        with pytest.raises(Refused) as caught:
            actions.give(officer, ada, consular(world))

    assert code_of(caught) == {code}


def test_inv_05_any_shield_stands_before_a_no(officer, ada, world, acts):
    with acts(officer):
        protection.ask_fear(officer, ada, answer="no_fear", private=True, language="en")
        people.raise_shield(officer, ada, "asylum")
        with pytest.raises(Refused) as caught:
            actions.give(officer, ada, consular(world))

    assert code_of(caught) == {"consent.consulate.shielded"}


def test_inv_05_a_shield_ends_what_a_consulate_saw(officer, ada, world, acts):
    consul = world.actor("consular_officer", "CON-NGA")
    with acts(officer):
        protection.ask_fear(officer, ada, answer="no_fear", private=True, language="en")
        actions.give(officer, ada, consular(world))
        protection.ask_fear(officer, ada, answer="unsure", private=True, language="en")
        assert people_queries.shares_of(officer, ada) == []
    with acts(consul), pytest.raises(NotFound):
        people_queries.person(consul, ada)


def test_after_departure_the_consulate_sees_the_person_no_longer(officer, ada, world, acts):
    with acts(officer):
        protection.ask_fear(officer, ada, answer="no_fear", private=True, language="en")
        given = actions.give(officer, ada, consular(world))

        assert actions.end_consular_contact(officer, ada) == 1
        assert people_queries.shares_of(officer, ada) == []
        assert queries.consent(officer, given).withdrawn_at is None


def test_detention_cannot_be_ticked_away(officer, ada, world, acts):
    with acts(officer):
        people.set_location(officer, ada, "detention", world.sites["DC-SIKKA"].id, clock.today())
        actions.give(officer, ada, said(in_detention=False, setting="office"))
        row = queries.current(officer, ada, "travel")

    assert row.in_detention
    assert row.needs_reconfirmation()
    assert row.confidence == "limited"


def test_the_place_says_detention_too(officer, ada, world, acts):
    with acts(officer):
        actions.give(officer, ada, said(place_id=world.sites["DC-SIKKA"].id))

        assert queries.current(officer, ada, "travel").in_detention


def test_a_child_by_proxy_and_an_adult_by_nobody_else(officer, child, adult, acts):
    by_parent = {"form": "proxy", "legal_basis": "parent", "representative": "Ada Obi"}
    with acts(officer):
        assert actions.give(officer, child, said(**by_parent))
        for person, new in ((child, said()), (adult, said(**by_parent))):
            with pytest.raises(Refused):
                actions.give(officer, person, new)


def test_inv_09_a_disputed_age_is_a_childs(officer, adult, acts):
    with acts(officer):
        people.correct(officer, adult, {"age_disputed": True}, None)
        with pytest.raises(Refused) as caught:
            actions.give(officer, adult, said())

    assert code_of(caught) == {"consent.form.child"}


def test_no_words_in_a_language_is_a_sentence(officer, ada, acts):
    with acts(officer), pytest.raises(Refused) as caught:
        actions.give(officer, ada, said(text_language="ti"))

    assert code_of(caught) == {"consent.text.missing"}


def test_nobody_and_nobody_else_records_a_consent(officer, ada, world, acts):
    job = system("nightly", officer.organisation_id, Permission.CONSENT_RECORD)
    with acts(job), pytest.raises(Refused):
        actions.give(job, ada, said())
    for stranger in (world.actor("movement_officer"), world.actor("caseworker", "UNHCR-LBY")):
        with acts(stranger), pytest.raises(NotFound):
            actions.give(stranger, ada, said())


def test_own_organisation_is_no_recipient(officer, ada, acts):
    with acts(officer), pytest.raises(Refused) as caught:
        actions.give(officer, ada, said(purpose="share", recipient_id=officer.organisation_id))

    assert code_of(caught) == {"consent.recipient.own"}


def test_currents_costs_the_same_for_one_and_for_many(officer, ada, adult, acts, django_assert_num_queries):
    with acts(officer):
        for person in (ada, adult):
            actions.give(officer, person, said())
        for ids in ([ada], [ada, adult]):
            with django_assert_num_queries(1):
                assert set(queries.currents(officer, ids, "travel", pathway="vhr")) == set(ids)


def test_a_consent_holds_from_its_day_to_its_last(officer, ada, acts):
    last = clock.today() + timedelta(days=10)
    with acts(officer):
        actions.give(officer, ada, said(valid_until=last))
        days = {clock.today() - timedelta(days=1): False, clock.today(): True, last: True, last + timedelta(days=1): False}

        assert {day: queries.current(officer, ada, "travel", on=day) is not None for day in days} == days
        assert queries.current(officer, ada, "travel", pathway="evacuation") is None


def test_a_consent_given_after_midnight_of_the_office_holds_at_once(officer, ada, acts):
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    with clock.at(late), timezone.override("Africa/Tripoli"), acts(officer):
        actions.give(officer, ada, said())

        assert queries.current(officer, ada, "travel", pathway="vhr") is not None


# --- going round the actions


def bare(person, world, officer, **more):
    text = ConsentText.objects.get(purpose=more.get("purpose", "travel"), version="1.0", language="en")
    fields = {
        "id": new_id(), "person_id": person, "purpose": "travel", "pathway": "vhr", "text": text, "language": "en",
        "interpreter": "none needed",
        "form": "explicit_oral", "setting": "office", "in_detention": False, "guards_present": False, "options_explained": True,
        "officer_id": officer.staff_id, "given_at": clock.now(), "valid_until": clock.today(), "confidence": "high",
    }  # fmt: skip
    return Consent(**{**fields, **more})


@pytest.mark.parametrize(
    ("more", "constraint"),
    [
        ({"form": "implicit"}, "consent_consent_form_known"),
        ({"interpreter": ""}, "consent_consent_says_language_and_interpreter"),
        ({"language": ""}, "consent_consent_says_language_and_interpreter"),
        ({"pathway": ""}, "consent_consent_travel_names_pathway"),
        ({"form": "proxy"}, "consent_consent_proxy_has_legal_basis"),
        ({"in_detention": True}, "consent_consent_detention_never_high"),
        ({"guards_present": True}, "consent_consent_detention_never_high"),
        ({"valid_until": clock.today() - timedelta(days=2)}, "consent_consent_ends_after_it_starts"),
    ],
)
def test_the_table_refuses_what_is_no_consent(officer, ada, world, acts, more, constraint):
    with acts(officer), table_refuses(constraint):
        bare(ada, world, officer, **more).save(force_insert=True)


def test_the_table_knows_who_may_consent_for_whom(officer, child, adult, world, acts):
    by_parent = {"form": "proxy", "legal_basis": "parent", "representative": "Somebody"}
    with acts(officer):
        with table_refuses("consent_consent_child_only_by_proxy"):
            bare(child, world, officer).save(force_insert=True)
        with table_refuses("consent_consent_adult_only_by_guardian_or_court"):
            bare(adult, world, officer, **by_parent).save(force_insert=True)
        with table_refuses("consent_consent_text_of_its_purpose"):
            other = ConsentText.objects.get(purpose="share", version="1.0", language="en")
            bare(adult, world, officer, text=other).save(force_insert=True)


def test_the_table_knows_recipients(officer, ada, world, acts):
    with acts(officer):
        for purpose, code in (("contact_consulate", "UNHCR-LBY"), ("share", "CON-NGA"), ("share", "GOV-NGA"), ("share", "DONOR")):
            with table_refuses("consent_consent_recipient_of_its_purpose"):
                bare(ada, world, officer, purpose=purpose, recipient=world.organisations[code]).save(force_insert=True)
        with table_refuses("consent_consent_names_recipient"):
            bare(ada, world, officer, purpose="share").save(force_insert=True)


def test_inv_05_the_table_keeps_consulates_away(officer, ada, world, acts):
    contact = {"purpose": "contact_consulate", "recipient": world.organisations["CON-NGA"]}
    with acts(officer):
        with table_refuses("consent_consent_consulate_after_no_fear"):
            bare(ada, world, officer, **contact).save(force_insert=True)
        protection.ask_fear(officer, ada, answer="fear", private=True, language="en")
        with table_refuses("consent_consent_consulate_never_past_a_shield"):
            bare(ada, world, officer, **contact).save(force_insert=True)


@pytest.mark.parametrize("verb", ["UPDATE consent_consent SET valid_until = valid_until + 1", "DELETE FROM consent_consent"])
def test_a_consent_is_never_edited(officer, ada, acts, verb):
    with acts(officer):
        actions.give(officer, ada, said())
        with table_refuses("consent_consent_append_only"), connection.cursor() as cursor:
            cursor.execute(verb)
