"""`bin/corridor import people FILE`: exit codes, the summary, the file of rejected rows, nothing twice."""

import pytest

from corridor.config.commands import lists
from corridor.people.models import Person

from .conftest import csv_of

HEADER = ("Case number", "Full name", "Sex", "Date of birth", "Nationality")
GOOD = ("A-1", "Amina Osman Ali", "F", "1994-04-25", "Somalia")
BAD = ("A-2", "Musa Jallow", "male", "1990-01-32", "The Gambia")


@pytest.fixture
def command(world, tmp_path):
    def run(raw, *more):
        file = tmp_path / "list.csv"
        file.write_bytes(raw)
        return lists.main(["people", str(file), "--organisation", "IOM-LBY", *more])

    return run


def people_there(world, acts):
    with acts(world.actor("registrar")):
        return Person.objects.count()


def test_every_row_in_is_exit_0(world, acts, command, capsys):
    assert command(csv_of(HEADER, GOOD)) == 0
    assert "1 rows: 1 imported" in capsys.readouterr().out
    assert people_there(world, acts) == 1


def test_rejected_rows_are_exit_1_and_lie_beside_the_file(command, tmp_path, capsys):
    assert command(csv_of(HEADER, GOOD, BAD)) == 1

    rejected = (tmp_path / "list.rejected.csv").read_text("utf-8-sig")
    assert "Musa Jallow" in rejected
    assert "Date of birth: There is no such day" in rejected
    assert "Amina" not in rejected
    assert "Musa" not in capsys.readouterr().out


def test_the_same_file_again_brings_nobody_in_twice(world, acts, command):
    first, second = command(csv_of(HEADER, GOOD)), command(csv_of(HEADER, GOOD))

    assert (first, second, people_there(world, acts)) == (0, 0, 1)


def test_a_dry_run_leaves_nothing(world, acts, command, capsys):
    assert command(csv_of(HEADER, GOOD, BAD), "--dry-run") == 1
    assert "1 would be imported" in capsys.readouterr().out
    assert people_there(world, acts) == 0
    assert command(csv_of(HEADER, GOOD)) == 0


@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n", b"Sex,Age\nF,20\n"])
def test_a_bad_file_is_a_refusal_with_a_sentence(command, raw):
    from corridor.kernel.refusals import Refused

    with pytest.raises(Refused):
        command(raw)


def test_a_file_or_organisation_that_is_not_there_is_exit_2(world, command, tmp_path, capsys):
    assert lists.main(["people", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert command(csv_of(HEADER, GOOD), "--organisation", "NOBODY") == 2


def test_without_an_organisation_the_mission_of_the_operation_is_meant(world, acts, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(HEADER, GOOD))

    assert lists.main(["people", str(file)]) == 0
    assert people_there(world, acts) == 1
