"""The worked example of the file formats, through the library and through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corridor.engines import planner
from corridor.engines.planner.cli import main

CASES = Path(__file__).parent / "cases"


def read(name: str) -> str:
    return (CASES / name).read_text(encoding="utf-8")


def test_files_survive_reading_and_writing() -> None:
    for name in ("problem.json", "replan-problem.json"):
        assert planner.problem_to_json(planner.read_problem(read(name))) == json.loads(read(name))
    for name in ("plan.json", "replan-plan.json"):
        assert planner.plan_to_json(planner.read_plan(read(name))) == json.loads(read(name))


def test_the_plans_worked_by_hand_are_valid() -> None:
    for problem, plan in (("problem.json", "plan.json"), ("replan-problem.json", "replan-plan.json")):
        assert planner.check(planner.read_problem(read(problem)), planner.read_plan(read(plan))) == []


@pytest.mark.parametrize("method", ["greedy", "auto"])
def test_the_example_is_solved_as_by_hand(method: str) -> None:
    problem = planner.read_problem(read("problem.json"))
    plan = planner.solve(problem, method=method, seconds=20)
    by_hand = planner.read_plan(read("plan.json"))
    assert (plan.assigned, plan.commissioned, plan.objective) == (
        by_hand.assigned,
        by_hand.commissioned,
        by_hand.objective,
    )
    assert plan.standby == by_hand.standby
    assert {p: (r.code, r.options, r.behind) for p, r in plan.reasons.items()} == {
        p: (r.code, r.options, r.behind) for p, r in by_hand.reasons.items()
    }
    assert planner.check(problem, plan) == []


def test_events_lead_to_the_problem_and_plan_by_hand() -> None:
    problem, plan = planner.read_problem(read("problem.json")), planner.read_plan(read("plan.json"))
    result = planner.replan(problem, plan, planner.read_events(read("events.json")), seconds=5)
    by_hand = planner.read_plan(read("replan-plan.json"))
    assert planner.problem_to_json(result.problem) == json.loads(read("replan-problem.json"))
    assert (result.plan.assigned, result.plan.changes, result.plan.metrics, result.plan.standby) == (
        by_hand.assigned,
        by_hand.changes,
        by_hand.metrics,
        by_hand.standby,
    )
    assert planner.check(result.problem, result.plan) == []


def test_commands_solve_check_explain_and_replan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem, out = str(CASES / "problem.json"), str(tmp_path / "plan.json")
    assert main(["solve", problem, "--out", out, "--method", "greedy"]) == 0
    assert main(["check", problem, out]) == 0
    assert main(["explain", problem, out, "P7"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["party"], answer["option"], answer["options"]) == ("P7", None, {"F3": ["CONSENT"]})
    assert main(["explain", problem, out, "P2"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"party", "option", "words"}
    second, changed = str(tmp_path / "plan2.json"), str(tmp_path / "problem2.json")
    events = str(CASES / "events.json")
    assert main(["replan", problem, out, events, "--out", second, "--problem-out", changed]) == 0
    assert main(["check", changed, second]) == 0
    assert main(["check", problem, second]) == 1
    assert all(line.startswith("V") for line in capsys.readouterr().out.splitlines())


def test_bad_input_is_one_sentence_that_names_file_and_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, out = tmp_path / "wrong.json", tmp_path / "plan.json"
    wrong.write_text(read("problem.json").replace("2027-03-10", "2027-02-30"), encoding="utf-8")
    assert main(["solve", str(wrong), "--out", str(out)]) == 2
    assert capsys.readouterr().err == f"{wrong}: options[1].day: 2027-02-30 is not a date\n"
    assert not out.exists()
