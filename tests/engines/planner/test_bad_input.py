"""Files the planner refuses, and the sentence it refuses them with."""

from __future__ import annotations

import copy
import json
import random
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from corridor.engines import planner
from corridor.engines.planner.cli import main
from corridor.engines.planner.model import BadInput
from tests.engines.planner.test_examples import CASES, read

PROBLEM, PLAN = json.loads(read("problem.json")), json.loads(read("plan.json"))


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*path, key))
    return found


def put(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    spot = changed
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    return changed


def dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


@pytest.mark.parametrize("wrong", [1.0, True, -1, "", "a b", "2027-02-30", "20270301", [], {}, [None], 10**400, "٢٠٢٧-٠٣-٠١"])
def test_what_the_schema_refuses_is_refused_and_named(wrong: Any) -> None:
    schema = json.loads(read("problem.schema.json"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in places(PROBLEM):
        changed = put(PROBLEM, path, wrong)
        valid = validator.is_valid(changed)
        refusal = refused(changed)
        assert valid or refusal.startswith(dotted(path)), (path, refusal)
        assert not refusal or re.match(r"[\w.\[\]]+: ", refusal)


def refused(document: Any) -> str:
    """The sentence, or nothing when the document is read."""
    try:
        planner.read_problem(document)
    except BadInput as refusal:
        return str(refusal)
    return ""


def test_every_missing_and_every_extra_field_is_named() -> None:
    for path in places(PROBLEM):
        holder = PROBLEM
        for key in path[:-1]:
            holder = holder[key]
        if isinstance(holder, dict):
            changed = copy.deepcopy(PROBLEM)
            spot = changed
            for key in path[:-1]:
                spot = spot[key]
            value = spot.pop(path[-1])
            with pytest.raises(BadInput) as refusal:
                planner.read_problem(changed)
            assert str(refusal.value) == f"{dotted(path)}: is missing"
            spot[path[-1]] = value
            spot["nickname"] = 1
            with pytest.raises(BadInput) as refusal:
                planner.read_problem(changed)
            assert str(refusal.value) == f"{dotted((*path[:-1], 'nickname'))}: is not a field of this format"


RULES: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("parties", 1, "id"), "P1", "parties[1].id: P1 is named twice"),
    (("options", 1, "id"), "F1", "options[1].id: F1 is named twice"),
    (("options", 0, "fund"), "OTHER", "options[0].fund: OTHER is not among the funds"),
    (("options", 0, "day"), "2027-04-01", "options[0].day: 2027-04-01 is outside the horizon"),
    (("as_of",), "2027-03-29", "as_of: 2027-03-29 is after horizon.to 2027-03-28"),
    (("horizon", "from"), "2027-03-29", "horizon.from: 2027-03-29 is after horizon.to 2027-03-28"),
    (("resources", "buses", "fund"), "X", "resources.buses.fund: X is not among the funds"),
    (("parties", 0, "prior"), {"option": "F9", "status": "told"}, "parties[0].prior.option: F9 is not among the options"),
    (("parties", 0, "prior"), {"option": "F2", "status": "told"}, "parties[0].prior.option: F2 does not stop at MLI"),
    (
        ("parties", 7, "prior"),
        {"option": "F3", "status": "told"},
        "parties[7].prior.status: nobody can be told a date on F3 while it is optional",
    ),
    (("options", 0, "stops", 1, "destination"), "MLI", "options[0].stops[1].destination: MLI is named twice"),
    (("parties", 0, "origins"), ["MJI", "MJI"], "parties[0].origins[1]: MJI is named twice"),
    (("policy", "floors"), [{"group": "A", "persons": 1}] * 2, "policy.floors[1].group: A is named twice"),
    (("funds",), PROBLEM["funds"] * 2, "funds[1].id: MAIN is named twice"),
    (
        ("resources", "transit"),
        PROBLEM["resources"]["transit"] * 2,
        "resources.transit[1].destination: TS-1 is named twice",
    ),
    (
        ("resources", "transit", 0, "periods", 1, "from"),
        "2027-03-14",
        "resources.transit[0].periods[1].from: 2027-03-14 overlaps another row of TS-1",
    ),
]


@pytest.mark.parametrize(("path", "value", "sentence"), RULES)
def test_parts_that_contradict_each_other_are_named(path: tuple[str | int, ...], value: Any, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        planner.read_problem(put(PROBLEM, path, value))
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"[]",
        b"null",
        b"NaN",
        b'{"format": NaN}',
        b'{"a": 1, "a": 2}',
        b"[" * 100_000,
        b"9" * 5_000,
    ],
)
def test_a_file_that_is_no_problem_is_refused_in_one_sentence(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "file.json", tmp_path / "out.json"
    file.write_bytes(content)
    good, plan = str(CASES / "problem.json"), str(CASES / "plan.json")
    assert main(["solve", str(file), "--out", str(out)]) == 2
    assert main(["replan", good, plan, str(file), "--out", str(out)]) == 2
    assert main(["explain", good, str(file), "P1"]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 3
    assert all(line.startswith(f"{file}: ") for line in errors)
    assert not out.exists()


def test_what_could_be_a_name_is_never_repeated(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    for path in (("parties", 0, "id"), ("parties", 0, "group"), ("options", 0, "day"), ("as_of",)):
        file.write_text(json.dumps(put(PROBLEM, path, "Amina Diallo")), encoding="utf-8")
        assert main(["solve", str(file), "--out", str(tmp_path / "out.json")]) == 2
    assert "Amina" not in capsys.readouterr().err


def test_check_tells_the_faults_of_a_readable_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, file = str(CASES / "problem.json"), tmp_path / "plan.json"
    for path in places(PLAN):
        for wrong in (None, 1.5, "?", {"x": 1}):
            if random.Random(f"{path}{wrong}").random() < 0.25:
                file.write_text(json.dumps(put(PLAN, path, wrong)), encoding="utf-8")
                assert main(["check", problem, str(file)]) in (0, 1)
                lines = capsys.readouterr().out.splitlines()
                assert all(line.split(" ", 1)[0] in {f"V{number}" for number in range(1, 13)} for line in lines)
    file.write_text("[]", encoding="utf-8")
    assert main(["check", problem, str(file)]) == 1
    file.write_text("{", encoding="utf-8")
    assert main(["check", problem, str(file)]) == 2


def test_a_plan_for_another_problem_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, other = str(CASES / "problem.json"), str(CASES / "replan-plan.json")
    assert main(["explain", problem, other, "P1"]) == 2
    assert main(["replan", problem, other, str(CASES / "events.json"), "--out", str(tmp_path / "x")]) == 2
    assert main(["explain", problem, str(CASES / "plan.json"), "P99"]) == 2
    assert main(["solve", problem]) == 2
    assert main(["solve", str(tmp_path / "none.json"), "--out", str(tmp_path / "x")]) == 2
    assert main(["solve", problem, "--out", str(tmp_path / "no" / "such" / "folder.json"), "--seconds", "1"]) == 2
    assert list(tmp_path.iterdir()) == []
    assert len(capsys.readouterr().err.splitlines()) == 6


def test_plans_written_have_the_form_of_the_schema(tmp_path: Path) -> None:
    schema = json.loads(read("plan.schema.json"))
    for method in ("greedy", "auto"):
        out = tmp_path / f"{method}.json"
        assert main(["solve", str(CASES / "problem.json"), "--out", str(out), "--method", method, "--seconds", "5"]) == 0
        jsonschema.validate(json.loads(out.read_text(encoding="utf-8")), schema)
