"""The command line itself: quick, and answering when it is only asked what it can do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HELP = [sys.executable, "-m", "reporter", "--help"]


def test_help_comes_at_once() -> None:
    """Nothing that is slow to load is loaded for it; how long that takes is in docs/speed.md."""
    asked = "import sys; from reporter.cli import main; main(['--help'], standalone_mode=False); "
    told = subprocess.run(
        [sys.executable, "-c", asked + "print(*sys.modules)"], check=True, capture_output=True, text=True
    ).stdout
    loaded = set(told.splitlines()[-1].split())
    slow = {"pandas", "numpy", "pydantic", "jinja2", "babel", "yaml", "rich", "weasyprint", "asyncio", "yfinance"}
    assert "click" in loaded and not loaded & slow


def test_help_names_every_command() -> None:
    told = subprocess.run(HELP, check=True, capture_output=True, text=True).stdout
    for command in ("build", "check", "explain", "factcheck", "metrics", "new", "verify"):
        assert f"\n  {command} " in told


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["no-such-command"], ["build", "--length", "long"]])
def test_wrong_use_ends_with_two(arguments: list[str], tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-m", "reporter", *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
