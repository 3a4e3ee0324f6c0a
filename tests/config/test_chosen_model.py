"""A model that people chose and that cannot be used: said at start and by every command, in a sentence."""

import os
import subprocess
import sys

import pytest

from corridor.config.apps import compares_by_a_known_model
from corridor.engines.linkage import model


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """A file that is no model, named as the one to use."""
    file = tmp_path / "weights.json"
    file.write_text("{}")
    monkeypatch.setenv("CORRIDOR_LINKAGE_MODEL", str(file))
    model.in_use.cache_clear()
    yield file
    model.in_use.cache_clear()


def test_a_file_that_is_no_model_is_refused_before_anybody_is_served(chosen):
    found = compares_by_a_known_model(None)

    assert [error.id for error in found] == ["corridor.E003"]
    assert "weights.json is not of the format" in found[0].msg


def test_the_model_that_ships_is_known():
    assert compares_by_a_known_model(None) == []


@pytest.mark.slow
def test_a_command_says_what_is_wrong_with_the_chosen_file(chosen):
    command = [sys.executable, "-m", "corridor.config.cli", "match", "rebuild"]
    environment = os.environ | {"CORRIDOR_DEVDB": "test"}

    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert ended.returncode == 2
    assert "weights.json is not of the format" in ended.stderr
    assert "Traceback" not in ended.stderr
