"""The wheel: what it carries, and that it works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    code = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_carries_every_template_word_and_desk(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {
        f"reporter/{path.relative_to(ROOT).as_posix()}"
        for folder in ("templates", "locales")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "reporter" / "desks").glob("*.toml")}
    wanted |= {"reporter/data/sample/prices.csv.gz", "reporter/starter/reporter.toml", "reporter/py.typed"}
    assert wanted - names == set()
    assert not [name for name in names if name.startswith(("tests/", "output/", "docs/"))]


def test_it_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONSAFEPATH": "1"}
    code = "import reporter; print(reporter.__file__)"
    where = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert where.stdout.startswith(str(tmp_path))
    command = [sys.executable, "-m", "reporter", "build", "--format", "html", "--now", "2026-01-24T12:00:00+00:00"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "output" / "editions" / "2026-01-23" / "us-small-caps" / "zh_CN.html").is_file()
