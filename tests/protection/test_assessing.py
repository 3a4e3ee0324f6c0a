"""What is found out with a person: fear, screening, trafficking, best interests, care; and the facts that come of it."""

from datetime import timedelta

import pytest
from django.db import connection

from corridor.kernel import clock
from corridor.kernel.actor import system
from corridor.kernel.events import _listeners
from corridor.kernel.refusals import NotFound, Refused
from corridor.people import actions as people
from corridor.people import queries as people_queries
from corridor.people.models import Shield
from corridor.protection import actions, queries
from corridor.protection.events import FearRecorded
from corridor.protection.models import FearAnswer, Screening
from corridor.protection.rules import ProtectionFacts
from tests.refusing import holds, table_refuses


def facts(actor, person, on=None):
    return queries.facts(actor, [person], on or clock.today())[person]


@pytest.mark.parametrize("answer", ["fear", "unsure"])
def test_inv_05_fear_shuts_the_record_to_states_at_once(officer, ada, acts, answer, monkeypatch):
    heard = []
    monkeypatch.setitem(_listeners, FearRecorded, [heard.append])
    with acts(officer):
        given = actions.ask_fear(officer, ada, answer=answer, private=False, language="bin")

        assert people_queries.shields_of(officer, [ada]) == {ada: frozenset({"fear"})}
        assert facts(officer, ada).fear == answer
        assert facts(officer, ada).matter_open
        holds()
    assert [(event.person_id, event.answer) for event in heard] == [(ada, answer)]
    assert given


def test_a_later_no_lifts_the_shield_of_fear_and_no_other(officer, ada, acts):
    with acts(officer):
        actions.ask_fear(officer, ada, answer="fear", private=True, language="en")
        people.raise_shield(officer, ada, "asylum")
        actions.ask_fear(officer, ada, answer="no_fear", private=True, language="en")

        assert people_queries.shields_of(officer, [ada]) == {ada: frozenset({"asylum"})}
        assert facts(officer, ada).asylum
        holds()


def test_who_does_not_ask_finds_nothing_to_answer(world, ada, acts):
    for stranger in (world.actor("registrar"), world.actor("caseworker", "UNHCR-LBY")):
        with acts(stranger), pytest.raises(NotFound):
            actions.ask_fear(stranger, ada, answer="fear", private=True, language="en")


@pytest.mark.parametrize("nationality", ["NG", "ER", "", "SY"])
def test_inv_18_the_same_answers_give_the_same_band_for_everybody(officer, someone, acts, nationality):
    person = someone(nationality)
    with acts(officer):
        actions.record_screening(officer, person, risk_factors=["individual.debt"])
        (row,) = queries.matters(officer, person).screenings

    assert (row.individual, row.household, row.band) == ("medium", "low", "medium")


def test_a_screening_never_chooses_a_pathway(officer, ada, acts):
    with acts(officer):
        actions.record_screening(officer, ada, risk_factors=(), red_flags=("torture",))

        assert facts(officer, ada).band == "critical"
        assert facts(officer, ada).pathway == "undecided"
        assert queries.pathways_of(officer, ada) == ()


def test_what_is_known_cannot_be_left_out_of_a_screening(officer, someone, acts):
    child = someone(age=12, child_alone="unaccompanied")
    with acts(officer):
        actions.ask_fear(officer, child, answer="unsure", private=True, language="en")
        actions.assess_trafficking(officer, child, state="presumed")
        actions.record_screening(officer, child, risk_factors=())
        (row,) = queries.matters(officer, child).screenings

    assert set(row.red_flags) == {"fear_of_return", "child_alone", "suspected_trafficking"}
    assert row.band == "critical"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"risk_factors": ["individual.star_sign"]}, "protection.screening.unknown"),
        ({"risk_factors": (), "red_flags": ["foreign"]}, "protection.screening.unknown"),
        ({"risk_factors": ["individual.age"], "protective_factors": ["individual.age"]}, "protection.screening.both"),
    ],
)
def test_a_screening_that_makes_no_sense_is_refused(officer, ada, acts, given, code):
    with acts(officer), pytest.raises(Refused) as caught:
        actions.record_screening(officer, ada, **given)

    assert caught.value.reasons[0].code == code


def test_inv_11_trafficking_says_what_is_still_missing(officer, ada, acts):
    with acts(officer):
        actions.assess_trafficking(officer, ada, state="confirmed", risk_assessed_on=clock.today())
        found = facts(officer, ada)
        assert (found.trafficking, found.risk_assessed, found.reception_planned) == ("confirmed", True, False)
        with pytest.raises(Refused):
            actions.assess_trafficking(officer, ada, state="confirmed", risk_assessed_on=clock.today() + timedelta(days=1))
        with pytest.raises(Refused):
            actions.assess_trafficking(officer, ada, state="perhaps")


def test_inv_08_best_interests_and_care_of_a_child_alone(officer, someone, acts):
    child = someone(age=12, child_alone="unaccompanied")
    with acts(officer):
        actions.record_best_interests(officer, child, kind="assessment", finding="positive", childs_views="Wants her aunt")
        until = clock.today() + timedelta(days=30)
        panel = {"kind": "determination", "solution": "vhr", "childs_views": "Yes", "panel": "A, B, C", "valid_until": until}
        actions.record_best_interests(officer, child, finding="negative", **panel)
        actions.record_best_interests(officer, child, finding="positive", **panel)
        actions.set_child_care(officer, child, guardian="M. Sani", tracing="found", escort="A. Bello")

        found = facts(officer, child, until)
        assert (found.assessment_valid, dict(found.determination), found.emergency) == (True, {"vhr": "positive"}, False)
        assert (found.guardian, found.tracing_known, found.escort, found.receiver) == (True, True, True, False)
        later = facts(officer, child, until + timedelta(days=1))
        assert (later.assessment_valid, dict(later.determination)) == (True, {})
        with pytest.raises(Refused):
            actions.set_child_care(officer, child, guardian="", tracing="lost")


def test_an_expired_newest_determination_does_not_bring_back_an_older_one(officer, someone, acts):
    child = someone(age=12)
    panel = {"kind": "determination", "solution": "vhr", "childs_views": "Yes", "panel": "A, B, C"}
    with acts(officer):
        actions.record_best_interests(officer, child, finding="positive", **panel)
        actions.record_best_interests(officer, child, finding="negative", valid_until=clock.today(), **panel)

        assert dict(facts(officer, child, clock.today() + timedelta(days=1)).determination) == {}


def test_best_interests_are_for_children(officer, someone, acts):
    adult = someone(age=30)
    with acts(officer), pytest.raises(Refused) as caught:
        actions.record_best_interests(officer, adult, kind="assessment", finding="positive", childs_views="x")

    assert caught.value.reasons[0].code == "protection.best_interests.adult"


def test_content_is_for_protection_staff_alone(officer, world, ada, acts):
    with acts(officer):
        actions.ask_fear(officer, ada, answer="fear", private=True, language="en", note="His uncle")
        assert queries.matters(officer, ada).answers[0].note == "His uncle"
    for role in ("caseworker", "supervisor", "movement_officer"):
        reader = world.actor(role)
        with acts(reader):
            with pytest.raises(NotFound):
                queries.matters(reader, ada)
            matter = queries.open_matter(reader, ada)
        assert matter.is_open
        assert matter.ask == ("Protection officer 1",)


def test_facts_are_for_those_who_see_the_person_and_closed_for_others(officer, world, ada, acts):
    with acts(officer):
        actions.ask_fear(officer, ada, answer="no_fear", private=True, language="en")
    with acts(world.actor("movement_officer")):
        assert facts(world.actor("movement_officer"), ada).fear == "no_fear"
    for role, code in (("caseworker", "UNHCR-LBY"), ("consular_officer", "CON-NGA")):
        with acts(world.actor(role, code)):
            assert facts(world.actor(role, code), ada) == ProtectionFacts()
    with acts(system("nightly")):
        assert facts(system("nightly"), ada) == ProtectionFacts()


def test_facts_cost_one_statement_however_many(officer, someone, acts, django_assert_num_queries):
    ids = [someone() for _ in range(3)]
    with acts(officer):
        for some in (ids[:1], ids):
            with django_assert_num_queries(1):
                assert set(queries.facts(officer, some, clock.today())) == set(some)


def test_a_job_records_no_finding(officer, ada, acts):
    job = system("nightly", officer.organisation_id, *officer.permissions)
    with acts(job):
        for act in (
            lambda: actions.ask_fear(job, ada, answer="no_fear", private=True, language="en"),
            lambda: actions.record_screening(job, ada, risk_factors=()),
            lambda: actions.assess_trafficking(job, ada, state="no_indicator"),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.reasons[0].code == "protection.officer.missing"


# --- going round the actions


def test_inv_05_the_table_wants_a_shield_beside_fear(officer, ada, acts):
    with acts(officer), table_refuses("protection_fearanswer_is_shielded"):
        FearAnswer.objects.create(
            person_id=ada, officer_id=officer.staff_id, at=clock.now(), answer="fear", private=True, language="en"
        )


def test_inv_05_a_shield_stands_while_fear_does(officer, ada, acts):
    with acts(officer):
        actions.ask_fear(officer, ada, answer="fear", private=True, language="en")
        holds()
        with table_refuses("people_shield_stands_while_its_cause_does"):
            people.lift_shields(officer, ada, "fear")
        with table_refuses("people_shield_stands_while_its_cause_does"):
            Shield.objects.filter(person_id=ada).delete()


@pytest.mark.parametrize(
    ("more", "constraint"),
    [
        ({"private": False}, "protection_fearanswer_no_fear_only_in_private"),
        ({"language": ""}, "protection_fearanswer_says_language"),
        ({"answer": "perhaps"}, "protection_fearanswer_answer_known"),
    ],
)
def test_the_table_knows_an_answer(officer, ada, acts, more, constraint):
    plain = {"answer": "no_fear", "private": True, "language": "en"}
    with acts(officer), table_refuses(constraint):
        FearAnswer.objects.create(person_id=ada, officer_id=officer.staff_id, at=clock.now(), **{**plain, **more})


def test_the_table_knows_red_flags(officer, ada, acts):
    levels = dict.fromkeys(("individual", "household", "community", "structural"), "low")
    with acts(officer), table_refuses("protection_screening_red_flag_is_critical"):
        Screening.objects.create(
            person_id=ada, officer_id=officer.staff_id, at=clock.now(), **levels, red_flags=["torture"], band="low"
        )


@pytest.mark.parametrize("table", ["fearanswer", "screening", "traffickingassessment", "bestinterests", "childcare", "signoff"])
def test_findings_are_added_and_never_edited(table, db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = %s", [f"protection_{table}_append_only"])
        assert cursor.fetchone() == (1,)
