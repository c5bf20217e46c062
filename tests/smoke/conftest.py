"""One whole edition of the sample, made once for all tests that look at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

NOW = "2026-01-24T12:00:00+00:00"


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


def reporter(*arguments: str, folder: Path) -> Run:
    """The command in a process of its own, as a user runs it."""
    command = [sys.executable, "-m", "reporter", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture(name="reporter", scope="session")
def reporter_command() -> Callable[..., Run]:
    """`reporter(*arguments, folder=…)`."""
    return reporter


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The summary of the sample's edition, all formats and languages; made once, whichever worker asks first."""
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "sample-edition"
    told = folder / "summary.json"
    with FileLock(f"{folder}.lock"):
        if not told.exists():
            folder.mkdir(exist_ok=True)
            run = reporter("build", "--now", NOW, "--json", "--dump", "doors", folder=folder)
            assert run.code == 0, run.err
            told.write_text(run.out, encoding="utf-8")
    summary: dict[str, object] = json.loads(told.read_text(encoding="utf-8"))
    return summary


@pytest.fixture(scope="session")
def edition(sample: dict[str, object]) -> Path:
    return Path(str(sample["folder"]))
