"""The tree tells the story: relations between tables point down, like imports."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def layers() -> list[list[str]]:
    """The list of the import contract, from the top down."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(one for one in contracts if one.get("containers") == ["corridor"])["layers"]
    return [[name.strip(" ()") for name in line.replace(":", "|").split("|")] for line in lines]


def test_every_folder_of_the_package_has_its_place():
    placed = {name for line in layers() for name in line}
    folders = {path.name for path in (ROOT / "corridor").iterdir() if (path / "__init__.py").exists()}

    assert folders <= placed


def test_relations_between_tables_point_down():
    level = {name: number for number, line in enumerate(layers()) for name in line}
    upward = []
    for model in apps.get_models():
        home = model.__module__.split(".")
        for field in model._meta.get_fields() if home[0] == "corridor" else []:
            target = field.related_model if field.is_relation and not field.auto_created else None
            there = target.__module__.split(".") if isinstance(target, type) else [""]
            same = there[1:2] == home[1:2]
            if there[0] == "corridor" and not same and level[there[1]] <= level[home[1]]:
                upward.append(f"{model.__name__}.{field.name} -> {target.__name__}")

    assert upward == []


def test_the_kernel_stays_small():
    lines = [line for file in (ROOT / "corridor/kernel").glob("*.py") for line in file.read_text().splitlines() if line.strip()]

    assert len(lines) <= 400, "the kernel knows nobody and stays small: move what grew to where it belongs"


def test_contexts_hold_only_the_files_everybody_knows():
    contexts = [config.name.split(".")[1] for config in apps.get_app_configs() if config.name.startswith("corridor.")]
    known = {"__init__", "models", "words", "lifecycle", "rules", "actions", "queries", "events", "jobs", "adapters", "roles"}
    strange = []
    for context in contexts:
        if context in ("config", "web"):
            continue
        names = {
            path.stem
            for path in (ROOT / "corridor" / context).iterdir()
            if path.suffix == ".py" or (path / "__init__.py").exists()
        }
        strange += [f"{context}/{name}" for name in names - known - {"migrations"} if not name.startswith("__")]

    assert sorted(strange) == ["reporting/invariants"]
