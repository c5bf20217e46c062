"""The command line itself: quick, and answering when it is only asked what it can do."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

HELP = [sys.executable, "-m", "reporter", "--help"]


def seconds(command: list[str]) -> float:
    """Processor time of a command: unlike the clock on the wall it is not other programs' doing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def test_help_comes_at_once() -> None:
    assert min(seconds(HELP) for _ in range(5)) < 0.1


def test_help_names_every_command() -> None:
    told = subprocess.run(HELP, check=True, capture_output=True, text=True).stdout
    for command in ("build", "check", "explain", "factcheck", "metrics", "new", "verify"):
        assert f"\n  {command} " in told


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["no-such-command"], ["build", "--length", "long"]])
def test_wrong_use_ends_with_two(arguments: list[str], tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-m", "reporter", *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
