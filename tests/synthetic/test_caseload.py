"""The invented caseload meets the published figures, keeps the constitution, and is marked."""

from datetime import date
from random import Random

import pytest
from django.db import connection, transaction

from corridor.access.roles import Permission
from corridor.kernel.actor import acting, system
from corridor.kernel.refusals import Refused
from corridor.reporting import invariants, queries
from corridor.synthetic import calibration, load, names
from tests.database import as_owner

ANALYST = system("test", None, Permission.FIGURES_READ)


def total(code: str, as_of: date) -> int:
    return next(one.value for one in queries.figures(ANALYST, as_of) if one.code == code)


@pytest.fixture(scope="module")
def caseload(django_db_setup, django_db_blocker):
    """The whole caseload, loaded once for these tests and taken away again with the database."""
    with django_db_blocker.unblock():
        yield load.load()
        connection.ops.execute_sql_flush()  # back to the empty template


@pytest.fixture
def looking(caseload, django_db_blocker):
    with django_db_blocker.unblock(), acting(ANALYST), transaction.atomic():
        yield caseload


@pytest.mark.slow
@pytest.mark.parametrize(("day", "published"), calibration.RETURNS[1:])
def test_returns_meet_the_published_series_within_one_percent(looking, day, published):
    assert total("RETURNS", day) == pytest.approx(published, rel=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(("day", "by_country"), calibration.EVACUATIONS[2:])
def test_evacuations_meet_the_published_series_within_one_percent(looking, day, by_country):
    assert total("EVACUATIONS", day) == pytest.approx(sum(by_country.values()), rel=0.01)


@pytest.mark.slow
def test_the_joint_statement_is_computed_from_case_records(looking):
    assert total("RETURNS", date(2019, 9, 25)) >= 48_000
    assert total("EVACUATIONS", date(2019, 9, 25)) >= 4_000


@pytest.mark.slow
def test_rates_of_vulnerability_are_those_published(looking):
    with as_owner() as owner:
        returned = owner.execute("SELECT count(*) FROM movements_seat WHERE pathway = 'vhr' AND status = 'arrived'").fetchone()[0]
        alone = owner.execute(
            "SELECT count(*) FROM people_childstatus c JOIN movements_seat s ON s.person_id = c.person_id WHERE s.pathway = 'vhr' AND s.status = 'arrived'"
        ).fetchone()[0]

    assert alone / returned == pytest.approx(calibration.UASC, abs=0.002)


@pytest.mark.slow
def test_the_caseload_keeps_the_constitution(looking):
    with as_owner() as owner:
        broken = {one.code: count for one, count in invariants.verify(owner) if count}

    assert broken == {}


@pytest.mark.slow
def test_everybody_is_marked_synthetic(looking):
    with as_owner() as owner:
        assert owner.execute("SELECT count(*) FROM people_person WHERE NOT synthetic").fetchone()[0] == 0


@pytest.mark.slow
def test_everybody_is_in_the_match_store_with_every_key(looking):
    missing = "SELECT count(*) FROM people_person p LEFT JOIN people_match m ON m.person_id = p.id WHERE m.person_id IS NULL"
    keys = (
        "SELECT (SELECT sum(cardinality(keys) + cardinality(offers)) FROM people_match) - (SELECT count(*) FROM people_matchkey)"
    )
    with as_owner() as owner:
        assert owner.execute(missing).fetchone()[0] == 0
        assert owner.execute(keys).fetchone()[0] == 0


@pytest.mark.slow
def test_a_store_with_people_is_never_loaded_over(looking):
    with pytest.raises(Refused, match="people in this store"):
        load.load()


def test_a_real_store_takes_no_synthetic_people(settings):
    settings.SYNTHETIC = False

    with pytest.raises(Refused, match="for real people"):
        load.load()


@pytest.mark.parametrize("nationality", [*names.BANKS, *names.OTHERS])
def test_names_are_made_in_the_scripts_of_their_countries(nationality):
    made = [names.make(Random(seed), nationality, female=seed % 2 == 0) for seed in range(50)]

    assert all(name.latin and name.given in name.latin for name in made)
    assert names.bank_of(nationality).script == "latn" or any(name.own for name in made)


def test_the_same_seed_gives_the_same_name():
    assert names.make(Random(7), "ER", True) == names.make(Random(7), "ER", True)
