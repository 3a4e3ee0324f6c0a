"""INV-18, metamorphic: renaming who people are, or where they are kept, changes no rank, no floor's group and no plan.

Two worlds differ in one thing only; what the planner is given, and what it answers, must not differ at all. What a destination,
a paper or a consent changes is not a rank but whether somebody can go: those stay the same in both.
"""

from datetime import timedelta

import pytest
from django.db import transaction

from corridor.engines import planner
from corridor.kernel import clock
from corridor.movements import adapters
from corridor.movements.adapters.policy import towns_of, weights_of
from corridor.people.models import Person
from corridor.places.models import Site
from tests.movements.ground import prepared, sql
from tests.movements.test_policy import approved


def moved(kind, site, who=""):
    """Everybody whose invented name ends like this is somewhere else now."""
    return (
        f"UPDATE people_location SET until = current_date WHERE until IS NULL AND person_id IN (SELECT id FROM people_person WHERE name LIKE '%%{who}')",
        "INSERT INTO people_location (id, person_id, kind, site_id, since)"
        f" SELECT gen_random_uuid(), p.id, '{kind}', s.id, current_date"
        f" FROM people_person p, places_site s WHERE s.code = '{site}' AND p.name LIKE '%%{who}'",
    )


SAME_TOWN = {
    "all into detention": moved("detention", "DC-SIKKA"),
    "some into detention": moved("detention", "DC-SIKKA", "4"),
    "all out of detention": moved("urban", "URB-TIP"),
    "some into a gathering facility": moved("gathering", "GDF-TIP", "5"),
}
WHO_THEY_ARE = {
    "another nationality for all": "UPDATE people_person SET nationality = 'GM', nationality_confirmed = ''",
    "another nationality for some": "UPDATE people_person SET nationality = 'SO', nationality_confirmed = '' WHERE name LIKE '%%4'",
    "nationality not known": "UPDATE people_person SET nationality = '', nationality_confirmed = ''",
    "names of another faith": "UPDATE people_person SET name = 'Renamed ' || reference",
    "other languages": "UPDATE people_person SET languages = ARRAY['ar', 'ti'], interpreter_needed = 'ti'",
    "specific needs, which say why and not which service": (
        "INSERT INTO people_specificneed (id, person_id, code, service, since)"
        " SELECT gen_random_uuid(), id, 'CR', '', current_date FROM people_person WHERE name LIKE '%%5'"
    ),
    "who pays": "UPDATE movements_flight SET fund = 'DONOR-2'",
    "who carries": "UPDATE movements_flight SET carrier = 'Another carrier'",
}


def _everybody(ground, mover):
    """Two flights with less room than people; a policy with floors; one who needs a wheelchair; different days of waiting."""
    Site.objects.filter(code__in=["DC-SIKKA", "URB-TIP", "GDF-TIP"]).update(area="Tripoli")
    supervisor = ground.world.actor("supervisor")
    approved(mover, supervisor, floors=[{"group": "Tripoli", "persons": 4}], shortfall_penalty=50, band_high=70)
    ground.flight(code="CR-0901", seats=2, status="confirmed", wheelchair_slots=1)
    ground.flight(code="CR-0902", seats=2, status="confirmed", hours=41)
    for number in range(6):
        person_id = ground.ready()
        Person.objects.filter(id=person_id).update(registered_on=clock.today() - timedelta(days=15 * number))
        if number == 3:
            ground.fit(person_id, "fit_with_assistance", service="wheelchair")
        ground.party(person_id)
    run(moved("urban", "URB-TIP"))


BEGINS = prepared(_everybody)


@pytest.fixture
def everybody(mover):
    return mover


def run(statements):
    for statement in [statements] if isinstance(statements, str) else statements:
        sql(statement)


def given_and_answered(mover):
    """The file without what pays and carries, which order nobody; and the plan."""
    frozen = adapters.problem(mover, clock.today())
    plan = planner.solve(frozen, seconds=1, method="greedy")
    parties = [(one.id, one.tier, one.weight, one.group, one.corridor, one.ready, one.needs) for one in frozen.parties]
    return (
        parties,
        dict(plan.assigned),
        {name: reason.code for name, reason in plan.reasons.items()},
        plan.standby,
        plan.objective[:3],
    )


def test_no_rank_no_group_and_no_plan_changes(everybody):
    """Each change from the same world, one after the other, so that none hides another."""
    before = given_and_answered(everybody)
    assert len(before[1]) == 4

    for what, statements in (WHO_THEY_ARE | SAME_TOWN).items():
        with transaction.atomic():
            run(statements)
            after = given_and_answered(everybody)
            transaction.set_rollback(True)
        assert after == before, what


def test_what_may_order_people_does_order_them(everybody):
    """The other side of the same coin: the test above would notice a rank that moves."""
    before = given_and_answered(everybody)

    sql("UPDATE people_person SET registered_on = registered_on - 40 WHERE name LIKE '%%8'")

    assert given_and_answered(everybody) != before


def test_a_party_belongs_to_the_town_around_a_centre_and_never_to_the_centre(everybody):
    run(SAME_TOWN["some into detention"])
    parties = adapters.waiting(everybody)

    assert set(towns_of(everybody, parties).values()) == {"Tripoli"}


def test_a_centre_whose_town_nobody_wrote_down_names_no_group(everybody):
    Site.objects.filter(code="DC-SIKKA").update(area="")
    run(SAME_TOWN["all into detention"])

    assert set(towns_of(everybody, adapters.waiting(everybody)).values()) == {None}


def test_detention_adds_no_points_to_what_the_policy_weighs(everybody):
    weights = weights_of(everybody)
    parties = adapters.waiting(everybody)
    before = adapters.claims_of(everybody, parties, clock.today())

    run(SAME_TOWN["all into detention"])

    assert adapters.claims_of(everybody, parties, clock.today()) == before
    assert weights.bands["high"] == 70


def test_money_is_no_fact_about_a_person(everybody):
    """There is nothing to permute: no table about people has a column for what somebody owns, earns or pays."""
    columns = sql(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND (table_name LIKE 'people\\_%%' OR table_name LIKE 'protection\\_%%')"
        " AND column_name ~ '(pay|paid|money|income|cash|fee|asset|debt|religion|faith|ethnic|tribe)'"
    )

    assert columns == []
