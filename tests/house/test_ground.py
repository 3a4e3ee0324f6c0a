"""The ground the house stands on: locks that agree and name no registry, commands that are whole, CI that has no words of its own."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = sorted(path for path in (ROOT / "bin").iterdir() if path.name != "_lib.sh")
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(lock):
    """Name -> the versions that a lock pins (more than one when they differ by Python's version)."""
    found = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==([^\s;\\]+)", (ROOT / "locks" / lock).read_text(), re.M):
        found.setdefault(name, set()).add(version)
    return found


def wanted(requirements):
    return {re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower().replace("_", "-") for requirement in requirements}


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "package-lock.json"], ids=lambda path: path.name)
def test_a_lock_names_no_registry(path):
    assert "://" not in path.read_text()


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pinned_package_has_a_hash(path):
    entries = path.read_text().replace("\\\n", " ").splitlines()

    assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_locks_hold_what_the_project_asks_for():
    groups = PROJECT["dependency-groups"]
    held = {
        "run.txt": wanted(PROJECT["project"]["dependencies"]),
        "dev.txt": wanted(
            PROJECT["project"]["dependencies"] + groups["linkage"] + groups["dev"] + groups["ui"] + groups["tools"]
        ),
        "embedded.txt": wanted(groups["embedded"]),
        "peers.txt": wanted(groups["bench"] + groups["spark"]),
        "tools.txt": wanted(groups["tools"]),
        "node.txt": wanted(groups["node"]),
    }

    missing = {lock: sorted(names - pins(lock).keys()) for lock, names in held.items()}

    assert not any(missing.values()), f"bin/lock makes them anew: {missing}"


@pytest.mark.parametrize("lock", ["run.txt", "embedded.txt", "tools.txt", "peers.txt"])
def test_what_runs_is_what_was_tested(lock):
    tested = pins("dev.txt")

    assert {name: versions for name, versions in pins(lock).items() if name in tested and not versions <= tested[name]} == {}


def test_the_front_end_lock_holds_what_the_pages_ask_for():
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert locked[""]["dependencies"] == asked
    assert all("integrity" in locked[f"node_modules/{name}"] for name in asked)


@pytest.mark.parametrize("path", [*COMMANDS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_a_command_is_executable_and_says_what_it_does(path):
    text = path.read_text()

    assert path.stat().st_mode & 0o111
    assert text.startswith("#!/usr/bin/env bash\n# ")
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0


def test_every_command_is_in_the_contributors_guide():
    guide = (ROOT / "CONTRIBUTING.md").read_text()

    assert [path.name for path in COMMANDS if f"`bin/{path.name}`" not in guide] == []


def test_ci_runs_check_and_test_and_nothing_else():
    called = re.findall(r"^(bin/\S+)", (ROOT / ".ci" / "run").read_text(), re.M)

    assert called == ["bin/check", "bin/test"]
