"""The files for operation: commands, exit codes and packages that there are, and units that systemd reads."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from reporter.cli.root import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_commands_that_there_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    called = re.findall(r"(?:bin/reporter|^\s+reporter) (\w+)", text, re.MULTILINE)
    assert set(called) <= set(COMMANDS)


def test_the_unit_takes_for_success_what_is_none_of_systemds_business() -> None:
    text = (DEPLOY / "systemd" / "reporter-daily.service").read_text(encoding="utf-8")
    assert "SuccessExitStatus=10 11 20 50\n" in text


def test_the_same_system_packages_everywhere() -> None:
    setup = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    wanted = re.search(r'^wanted="([^"]+)"', setup, re.MULTILINE)
    assert wanted
    for name in ("Dockerfile", "github-actions.yml"):
        assert wanted[1] in " ".join((DEPLOY / name).read_text(encoding="utf-8").split())


def test_the_workflow_is_one() -> None:
    flow = yaml.safe_load((DEPLOY / "github-actions.yml").read_text(encoding="utf-8"))
    assert flow["jobs"]["daily"]["steps"][0]["uses"].startswith("actions/checkout@")
    assert set(flow[True]) == {"schedule", "workflow_dispatch"}  # YAML reads `on` as true


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    units = []
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text(encoding="utf-8").replace("/opt/reporter/bin/reporter", "/bin/true")
        (tmp_path / path.name).write_text(text.replace("User=reporter", "User=root"), encoding="utf-8")
        units.append(str(tmp_path / path.name))
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    found = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "reporter-" in line]
    assert not found
