"""The background: jobs carry ids, act as the member of staff who asked, and are asked for in the same transaction."""

from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from corridor.access.models import Staff
from corridor.duplicates import actions as duplicates
from corridor.duplicates import queries as pairs
from corridor.exchange import actions, jobs, queries
from corridor.kernel.actor import acting
from corridor.people import actions as people
from corridor.people.rules import NewName, NewPerson

from .conftest import csv_of

LIST = csv_of(("Case number", "Name", "Sex"), ("J-1", "Amina Osman", "F"), ("J-2", "Musa Jallow", "M"))


def asked_for():
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def test_matching_and_importing_ask_for_a_job_with_ids_only(world, registrar):
    staff = world.someone("registrar")
    list_id = actions.receive(registrar, LIST)
    actions.match(registrar, list_id, {"name": "1"})
    jobs.check(registrar, list_id)
    actions.start_import(registrar, list_id)

    ids = {"list_id": str(list_id), "staff_id": str(staff.id)}
    assert asked_for() == [("exchange.check", ids), ("exchange.import", ids)]


def test_jobs_do_the_work_as_who_asked_for_it(world, acts):
    staff, actor = world.someone("registrar"), world.actor("registrar")
    with acting(actor):
        list_id = actions.receive(actor, LIST)
        actions.match(actor, list_id, {"external_id": "0", "name": "1", "sex": "2"})
    jobs.check_list(str(list_id), str(staff.id))
    with acting(actor):
        assert queries.people_list(actor, list_id).good == 2
        actions.start_import(actor, list_id)
    jobs.import_list(str(list_id), str(staff.id))

    with acting(actor):
        assert queries.people_list(actor, list_id).imported == 2


def test_people_of_a_list_that_came_in_are_compared_with_everybody_and_nobody_is_joined(world, acts):
    staff, actor = world.someone("registrar"), world.actor("registrar")
    with acting(actor):
        people.register(actor, NewPerson(names=(NewName("Amina Osman Idris"),), phones=("+218917788991",), nationality="SD"))
        head = ("Case number", "Name", "Sex", "Phone", "Nationality")
        rows = (("J-1", "Aminah Osman Idriss", "F", "+218917788991", "Sudan"), ("J-2", "Musa Jallow", "M", "", "Gambia"))
        list_id = actions.receive(actor, csv_of(head, *rows))
        named = ("external_id", "name", "sex", "phone", "nationality")
        actions.match(actor, list_id, {name: str(at) for at, name in enumerate(named)})
    jobs.check_list(str(list_id), str(staff.id))
    with acting(actor):
        actions.start_import(actor, list_id)
    jobs.import_list(str(list_id), str(staff.id))

    with acting(actor):
        linking = pairs.linkings(actor)[0]
        assert (linking.list_id, linking.status, linking.done, linking.opened) == (list_id, "done", 2, 1)
        assert [row.source for row in pairs.queue(actor)] == ["import"]


@pytest.fixture
def ready(world):
    """A list whose rows are good, and whose import is asked for; somebody on it is registered already."""
    staff, actor = world.someone("registrar"), world.actor("registrar")
    with acting(actor):
        people.register(actor, NewPerson(names=(NewName("Amina Osman Idris"),), phones=("+218917788991",), nationality="SD"))
        head, row = ("Case number", "Name", "Phone", "Nationality"), ("J-1", "Aminah Osman Idriss", "+218917788991", "Sudan")
        list_id = actions.receive(actor, csv_of(head, row))
        actions.match(actor, list_id, {name: str(at) for at, name in enumerate(("external_id", "name", "phone", "nationality"))})
    jobs.check_list(str(list_id), str(staff.id))
    with acting(actor):
        actions.start_import(actor, list_id)
    return list_id


def test_two_lists_at_once_are_both_compared(world, ready):
    staff, actor = world.someone("registrar"), world.actor("registrar")
    with acting(actor):
        other = actions.receive(actor, LIST)
        linking_id = duplicates.start_linking(actor, other, whole=2)  # the comparison of another list is under way

    jobs.import_list(str(ready), str(staff.id))

    with acting(actor):
        assert [row.source for row in pairs.queue(actor)] == ["import"]
        assert [(row.id, row.status) for row in pairs.linkings(actor)] == [(linking_id, "running")]


def test_a_comparison_that_breaks_says_so_and_the_next_one_may_begin(world, ready, monkeypatch):
    staff, actor = world.someone("registrar"), world.actor("registrar")
    monkeypatch.setattr(duplicates, "link_batch", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        jobs.import_list(str(ready), str(staff.id))

    with acting(actor):
        (linking,) = pairs.linkings(actor)
        assert linking.status == "stopped"
        assert "went wrong on our side" in linking.stopped["text"]
        assert duplicates.start_linking(actor) != linking.id


def test_who_has_left_imports_nothing(world, ready):
    staff, actor = world.someone("registrar"), world.actor("registrar")
    Staff.objects.filter(id=staff.id).update(is_active=False)

    jobs.import_list(str(ready), str(staff.id))
    jobs.import_list(str(ready), str(uuid4()))

    with acting(actor):
        assert queries.people_list(actor, ready).imported == 0


def test_a_file_that_breaks_in_the_middle_is_refused_and_leaves_no_rows(registrar, monkeypatch):
    header = ",".join(["Name", *[""] * 10])
    good = "\n".join(f"Person {'abcdefghij'[n % 10]}" for n in range(100))
    list_id = actions.receive(registrar, f"{header}\n{good}\n{','.join(['x'] * 300)}\n".encode())
    actions.match(registrar, list_id, {"name": "0"})
    jobs.check(registrar, list_id)

    one = queries.people_list(registrar, list_id)
    assert (one.status, one.rows) == ("refused", 0)
    assert one.reading["refusal"]["params"] == {"row": 102, "most": 200}
