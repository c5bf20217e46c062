"""Brief and mail say what the page says, or they are found."""

from __future__ import annotations

from pathlib import Path

from reporter.verification.excerpts import check
from reporter.verification.reader import read_page

PAGE = read_page(
    '<body><h1>Small caps slip</h1><dl><dt>Russell 2000</dt><dd>−1.82%</dd></dl>'
    '<p>They fell 1.82% <a class="cite" href="#source-0">[0]</a>, and 14 is over.</p></body>'
)
MAIL = """Content-Type: text/html; charset=utf-8

<table><tr><td>Russell 2000</td><td>{}</td></tr></table><p>They fell 1.82% <a class="cite" href="#source-0">[0]</a>, and 14 is over.</p>
"""


def test_what_stands_on_the_page_is_right(tmp_path: Path) -> None:
    (tmp_path / "brief.en.txt").write_text("Small caps slip\n\nRussell 2000 −1.82%\n\nThey fell 1.82%, and 14 is over.\n", "utf-8")
    (tmp_path / "mail.en.eml").write_text(MAIL.format("−1.82%"), "utf-8")
    assert check(PAGE, tmp_path, "en") == []
    assert check(PAGE, tmp_path / "none", "en") == []


def test_another_number_is_found(tmp_path: Path) -> None:
    (tmp_path / "brief.en.txt").write_text("They fell 1.83%, and 14 is over.\n", "utf-8")
    (tmp_path / "mail.en.eml").write_text(MAIL.format("−1.92%"), "utf-8")
    assert [finding.sentence for finding in check(PAGE, tmp_path, "en")] == ["They fell 1.83%, and 14 is over.", "−1.92%"]
