"""The design of a desk: the project's, the desk's own, the logo as data."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reporter.dressing import dressed
from reporter.errors import ConfigError
from reporter.project import packaged
from reporter.request import BuildRequest

NOW = datetime(2026, 1, 24, tzinfo=UTC)


def project(folder: Path, design: str, desk: str = "") -> BuildRequest:
    (folder / "reporter.toml").write_text(f'data = "sample"\n[design]\n{design}', encoding="utf-8")
    (folder / "desks").mkdir(exist_ok=True)
    text = (packaged("desks") / "us-small-caps.toml").read_text(encoding="utf-8")
    (folder / "desks" / "mine.toml").write_text(text + desk, encoding="utf-8")
    return BuildRequest.from_settings(folder, now=NOW)


def test_the_desk_goes_before_the_project(tmp_path: Path) -> None:
    request = project(tmp_path, 'theme = "plain"\npaper = "Letter"\n', '\n[design]\npaper = "A4"\nrising = "green"\n')
    own = dressed(request, "mine")
    assert (own.theme, own.paper, own.rising) == ("plain", "A4", "green")
    assert dressed(request, "us-small-caps").paper == "Letter"
    assert dressed(request, "long-gone").paper == "Letter"


def test_the_logo_is_read_into_the_page(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    assert dressed(project(tmp_path, 'logo = "logo.svg"\n'), "mine").logo.startswith("data:image/svg+xml;base64,PHN2Zy")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("logo.gif", b"GIF89a", "neither SVG nor PNG"),
        ("logo.png", None, "Cannot read the logo"),
        ("logo.png", b"<svg/>", "does not hold what its name says"),
        ("logo.svg", b"<svg>" + b" " * 300_000, "300005 bytes"),
    ],
)
def test_a_logo_that_is_none_is_told_in_one_sentence(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ConfigError, match=words):
        dressed(project(tmp_path, f'logo = "{name}"\n'), "mine")


def test_mistakes_of_the_design_are_told_with_their_lines(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        project(tmp_path, 'paper = "A5"\naccent = "blue"\nthem = "plain"\n')
    assert [problem.line for problem in caught.value.problems] == [3, 4, 5]
