"""`bin/corridor manifest`: a file for a recipient, or a sentence."""

import json

import pytest

from corridor.config.commands import manifest
from corridor.kernel.refusals import NotFound
from tests.movements.conftest import *  # noqa: F403


@pytest.fixture
def flight(ground):
    flight_id = ground.flight(code="CR-0901", status="confirmed")
    ground.booked(flight_id, ground.ready())
    return flight_id


@pytest.mark.parametrize("form", ["xlsx", "pdf", "json"])
def test_a_list_is_written_to_the_file(form, flight, tmp_path, capsys):
    out = tmp_path / f"list.{form}"

    assert manifest.main(["CR-0901", "--format", form, "--out", str(out), "--for", "authorities"]) == 0
    assert out.stat().st_size > 100
    assert "list of 1 for authorities" in capsys.readouterr().out


def test_the_code_is_read_in_any_case(flight, tmp_path):
    out = tmp_path / "list.json"

    manifest.main(["cr-0901", "--format", "json", "--out", str(out)])

    assert len(json.loads(out.read_text())["people"]) == 1


def test_a_flight_that_does_not_exist_is_not_found(world, tmp_path):
    with pytest.raises(NotFound):
        manifest.main(["CR-9999", "--format", "json", "--out", str(tmp_path / "x")])


def test_a_folder_that_does_not_exist_is_refused_before_anything_is_read(tmp_path, capsys):
    assert manifest.main(["CR-0901", "--format", "json", "--out", str(tmp_path / "no" / "x.json")]) == 2
    assert "folder" in capsys.readouterr().err
