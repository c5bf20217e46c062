"""Which module may import which: the contracts of pyproject.toml, and what the command line may load."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "pandas",
    "numpy",
    "weasyprint",
    "babel",
    "jinja2",
    "pydantic",
    "exchange_calendars",
    "yfinance",
    "rich",
    "yaml",
)


def contracts() -> list[dict[str, object]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: list[dict[str, object]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return found


def test_the_import_contracts_are_kept() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:]
    assert f"Contracts: {len(contracts())} kept, 0 broken." in run.stdout


def test_every_room_is_in_the_contract_of_siblings() -> None:
    siblings = next(contract["modules"] for contract in contracts() if contract["id"] == "siblings")
    assert isinstance(siblings, list)
    not_rooms = {"model", "cli", "preview", "siting", "desks", "starter", "operations"}
    folders = {path.parent.name for path in (ROOT / "reporter").glob("*/__init__.py")}
    assert {f"reporter.{name}" for name in folders - not_rooms} == set(siblings)


@pytest.mark.parametrize("module", ["reporter", "reporter.cli"])
def test_nothing_heavy_is_loaded_before_a_command_runs(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom reporter.cli import main\n"
        "try: main(['--help'], standalone_mode=False)\n"
        "finally: print('loaded:', *sorted(set({HEAVY}) & set(sys.modules)))"
    ).replace("{HEAVY}", repr(HEAVY))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.rstrip().endswith("loaded:")
