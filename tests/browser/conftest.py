"""A real browser and one edition of the sample in three languages. Without a browser these tests skip themselves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LOCALES = ("zh_CN", "en", "zh_TW")


@pytest.fixture(scope="session")
def edition(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an edition with everything that a browser can show."""
    folder = tmp_path_factory.mktemp("browser")
    formats = [word for name in ("html", "fragment", "mail") for word in ("--format", name)]
    locales = [word for tag in LOCALES for word in ("--locale", tag)]
    command = [sys.executable, "-m", "reporter", "build", "--now", "2026-01-24T12:00:00+00:00", *formats, *locales]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "output" / "editions" / "2026-01-23" / "us-small-caps"


@pytest.fixture
def show(browser: Any, edition: Path) -> Iterator[Any]:
    """`show(name, width=…, scheme=…)` opens a file of the edition in a window of its own."""
    contexts = []

    def opened(name: str, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto((edition / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
