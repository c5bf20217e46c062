"""The demonstration that the whole main job gives the same figures from the live client as from the sample."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_demonstration_ends_well() -> None:
    script = ROOT / "scripts" / "live_demo.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.endswith("figures are the same from the sample, the live client, the store")
    assert int(last.split()[0]) > 100
