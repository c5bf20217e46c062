"""Thirty mornings with faults from a seed; `python scripts/soak.py --sessions 250` runs a year of them."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

SOAK = Path(__file__).resolve().parents[3] / "scripts" / "soak.py"


@pytest.mark.slow
def test_thirty_mornings(tmp_path: Path) -> None:
    faults = runpy.run_path(str(SOAK))["soak"](tmp_path / "project", 30, 3, wraps=())
    assert sum(faults.values()) == 30
    assert {"late", "lead", "flip", "killed", "race", "skipped", "twice"} <= set(faults)
