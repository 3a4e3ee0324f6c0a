"""A list comes in: good rows become people once, bad rows come back with their faults."""

import pytest

from corridor.audit.models import Entry
from corridor.exchange import actions, jobs, queries
from corridor.exchange.adapters import reading, writing
from corridor.exchange.models import ListRow
from corridor.kernel.refusals import Conflict, NotFound, Refused
from corridor.people import queries as people
from corridor.people.models import Person

from .conftest import csv_of, xlsx_of

HEADER = ("Your number", "Full name", "Sex", "Date of birth", "Nationality", "Telephone")
AMINA = ("A-1", "Amina Osman Ali", "F", "1994-04-25", "Somalia", "+218911234567")
MUSA = ("A-2", "Musa Jallow", "male", "13/05/2001", "The Gambia", "")


def test_rows_of_a_list_become_people(registrar, take_in):
    done = take_in(registrar, csv_of(HEADER, AMINA, MUSA))

    assert (done.status, done.rows, done.imported, done.bad) == ("done", 2, 2, 0)
    found = people.search(registrar, "Amina Osman")
    assert [one.person.name for one in found] == ["Amina Osman Ali"]
    assert found[0].person.nationality == "SO"


def test_each_person_has_a_line_in_the_record(registrar, take_in):
    take_in(registrar, csv_of(HEADER, AMINA, MUSA))

    assert Entry.objects.filter(verb="people.person.register").count() == 2
    assert Entry.objects.filter(verb="exchange.list.finish").count() == 1


def test_the_same_file_comes_in_once(registrar, take_in):
    take_in(registrar, csv_of(HEADER, AMINA))

    with pytest.raises(Refused, match="came in before"):
        actions.receive(registrar, csv_of(HEADER, AMINA))


def test_the_same_rows_in_another_file_are_not_imported_again(registrar, take_in):
    take_in(registrar, csv_of(HEADER, AMINA, MUSA))
    again = take_in(
        registrar, xlsx_of(("Name", "ID"), ("Musa Jallow", "A-2"), ("Amina Osman Ali", "A-1"), ("Third Person", "A-3"))
    )

    assert (again.imported, again.already_known) == (1, 2)
    assert Person.objects.count() == 3


def test_rows_without_a_number_are_known_by_all_that_they_say(registrar, take_in):
    header = ("Name", "Sex", "Year of birth", "Nationality")
    take_in(registrar, csv_of(header, ("Amina Osman", "F", "1994", "SO")))
    again = take_in(
        registrar,
        csv_of(("Nationalité", "Nom et prénom", "Sexe", "Année de naissance"), ("Somalie", "AMINA OSMAN", "femme", "1994")),
    )

    assert (again.imported, again.already_known) == (0, 1)


def test_a_number_of_somebody_with_another_name_is_a_fault(registrar, take_in):
    take_in(registrar, csv_of(HEADER, AMINA))
    other = take_in(registrar, csv_of(HEADER, ("A-1", "Kofi Mensah", "M", "1980-02-01", "Ghana", "")))

    assert (other.imported, other.bad) == (0, 1)
    assert queries.rows(registrar, other.id, ["bad"])[0].faults[0]["code"] == "exchange.row.number_taken"


def test_one_person_twice_in_a_list_comes_in_once(registrar, take_in):
    done = take_in(registrar, csv_of(HEADER, AMINA, AMINA))

    assert (done.imported, done.twice, done.bad) == (1, 1, 0)


def test_rows_that_nothing_tells_apart_are_asked_about(registrar, take_in):
    done = take_in(registrar, csv_of(("Name", "Sex"), ("Mohamed Ali", "M"), ("Mohamed Ali", "M")))

    assert (done.imported, done.bad) == (1, 1)
    assert queries.rows(registrar, done.id, ["bad"])[0].faults[0]["params"] == {"row": 2}


def test_bad_rows_wait_while_good_ones_come_in(registrar, take_in):
    done = take_in(registrar, csv_of(HEADER, AMINA, ("A-9", "", "F", "1990", "Narnia", "12")))

    assert (done.imported, done.bad) == (1, 1)
    faults = queries.rows(registrar, done.id, ["bad"])[0].faults
    assert {(one["column"], one["code"].rsplit(".", 1)[1]) for one in faults} >= {(1, "name"), (4, "country"), (5, "unreadable")}


def test_a_corrected_file_of_rejected_rows_comes_in(registrar, take_in):
    done = take_in(registrar, csv_of(HEADER, AMINA, ("A-9", "Sara Tesfay", "F", "1990", "Narnia", "+218911111111")))
    raw = actions.export_rejected(registrar, done.id, "csv", "fr")
    fixed = raw.decode("utf-8-sig").replace("Narnia", "Eritrea").encode()
    again = take_in(registrar, fixed)

    assert "Nationality: " in raw.decode("utf-8-sig")
    assert (again.imported, again.bad) == (1, 0)
    assert again.mapping == done.mapping


def test_what_became_a_person_is_not_kept_as_cells(registrar, take_in):
    done = take_in(registrar, csv_of(HEADER, AMINA))

    row = ListRow.objects.get(people_list_id=done.id)
    assert (row.cells, row.state) == ([], "imported")
    assert done.sample == ()


def test_an_import_goes_on_where_it_stopped(registrar, monkeypatch):
    monkeypatch.setattr("corridor.exchange.jobs.BATCH", 2)
    monkeypatch.setattr("corridor.exchange.actions.checking.BATCH", 2)
    monkeypatch.setattr("corridor.exchange.actions.importing.BATCH", 2)
    raw = csv_of(HEADER, *[(f"N-{n}", f"Person Number{'abcdefg'[n]}", "F", "1990", "SO", "") for n in range(7)])
    list_id = actions.receive(registrar, raw)
    actions.match(registrar, list_id, queries.people_list(registrar, list_id).mapping)
    content, how, _ = queries.content(registrar, list_id)
    actions.read_batch(registrar, list_id, [row for row, _ in zip(reading.rows(content, how), range(3), strict=False)])
    jobs.check(registrar, list_id)
    actions.start_import(registrar, list_id)
    actions.import_batch(registrar, list_id)
    jobs.bring_in(registrar, list_id)

    done = queries.people_list(registrar, list_id)
    assert (done.rows, done.imported, Person.objects.count()) == (7, 7, 7)


def test_columns_once_matched_are_remembered(registrar, take_in):
    header = ("Wer", "Geschlecht")
    list_id = actions.receive(registrar, csv_of(header, ("Amina Osman", "F")))
    actions.match(registrar, list_id, {"name": "0", "sex": "1"}, order="mdy")
    second = queries.people_list(registrar, actions.receive(registrar, csv_of(header, ("Musa Jallow", "M"))))

    assert (second.mapping, second.order) == ({"name": "0", "sex": "1"}, "mdy")


def test_without_a_column_for_the_name_nothing_is_checked(registrar):
    list_id = actions.receive(registrar, csv_of(("Sex", "Age"), ("F", "20")))

    with pytest.raises(Refused, match="Without a name"):
        actions.match(registrar, list_id, {"sex": "0"})
    with pytest.raises(Refused, match="cannot be two things"):
        actions.match(registrar, list_id, {"name": "0", "sex": "0"})


def test_somebody_else_may_have_matched_meanwhile(registrar):
    list_id = actions.receive(registrar, csv_of(HEADER, AMINA))
    actions.match(registrar, list_id, {"name": "1"}, version=1)

    with pytest.raises(Conflict):
        actions.match(registrar, list_id, {"name": "1"}, version=1)


def test_dates_that_can_be_two_days_wait_for_the_order(registrar, take_in):
    raw = csv_of(("Name", "DOB"), ("Amina Osman", "03/04/1990"))
    checked = take_in(registrar, raw, import_too=False)
    actions.match(registrar, checked.id, checked.mapping, order="dmy")
    jobs.check(registrar, checked.id)

    assert checked.bad == 1
    assert queries.people_list(registrar, checked.id).good == 1


def test_one_clear_date_shows_the_order_of_all(registrar, take_in):
    done = take_in(registrar, csv_of(("Name", "DOB"), ("Amina Osman", "03/04/1990"), ("Musa Jallow", "25/04/1991")))

    assert (done.order_shown, done.imported) == ("dmy", 2)
    assert {str(one.birth_date) for one in Person.objects.all()} == {"1990-04-03", "1991-04-25"}


def test_a_list_set_aside_leaves_no_rows(registrar, take_in):
    checked = take_in(registrar, csv_of(HEADER, AMINA), import_too=False)
    actions.abandon(registrar, checked.id)

    assert ListRow.objects.count() == 0
    assert actions.receive(registrar, csv_of(HEADER, AMINA))


def test_people_already_registered_are_only_flagged(registrar, take_in):
    take_in(registrar, csv_of(HEADER, AMINA))
    near = take_in(
        registrar, csv_of(("Name", "Date of birth", "Nationality"), ("Aminah Osman Aly", "1994-04-25", "SO")), import_too=False
    )

    assert (near.good, near.likely) == (1, 1)


def test_another_organisation_sees_nothing_of_a_list(world, registrar, take_in, acts):
    done = take_in(registrar, csv_of(HEADER, AMINA))
    other = world.actor("registrar", "UNHCR-LBY")

    with acts(other), pytest.raises(NotFound):
        queries.people_list(other, done.id)


def test_who_may_not_import_finds_no_lists(world, acts):
    actor = world.actor("caseworker")

    with acts(actor), pytest.raises(NotFound):
        actions.receive(actor, csv_of(HEADER, AMINA))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_template_is_recognised_column_by_column(language):
    raw = writing.template(language, [{writing.COLUMNS[1]: "Amina"}])

    assert set(reading.peek(raw).mapping) == {str(field) for field in writing.COLUMNS}
