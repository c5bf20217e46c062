"""A language that only the project has: its editions are read again with its own words, everywhere they are read."""

from __future__ import annotations

from pathlib import Path

from reporter.api import verify
from reporter.verification.reading import every, load

from .conftest import daily, edition, run

DAY = "2026-01-23"


def test_an_edition_in_a_language_of_the_project(project: Path) -> None:
    assert run("new", "locale", "cy", "--like", "en").exit_code == 0
    settings = project / "reporter.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["en"]', '["cy"]'), encoding="utf-8")
    assert daily(DAY).exit_code == 0
    page = edition(project, DAY) / "cy.html"
    assert page.is_file() and run("verify", str(page.parent)).exit_code == 0
    assert run("ask", "What did the Russell 2000 do?", "--edition", str(page.parent)).exit_code == 0

    words = project / "locales" / "cy" / "reading.toml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("\nup = ", "\nlost = ").replace("\ndown = ", "\nup = ").replace("\nlost = ", "\ndown = "), encoding="utf-8")
    report = verify(page.parent, project)
    assert {"direction"} <= {finding.rule for finding in report.findings}


def test_entries_of_a_project_go_before_the_packaged_ones(tmp_path: Path) -> None:
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    for root, text in ((packaged, '[direction]\nup = ["rose"]\ndown = ["fell"]\n'), (own, '[direction]\nup = ["put on"]\n')):
        (root / "en").mkdir(parents=True)
        (root / "en" / "reading.toml").write_text(text, encoding="utf-8")
    (packaged / "en" / "names.toml").write_text('[rut]\nfull = "Russell 2000"\n', encoding="utf-8")
    (own / "en" / "names.toml").write_text('[rut]\nfull = "the Russell"\n', encoding="utf-8")
    reading = load("en", [packaged, own])
    assert (reading.words["direction.up"], reading.words["direction.down"]) == (("put on",), ("fell",))
    assert set(reading.names["rut"]) == {"Russell 2000", "the Russell"}
    (own / "fr").mkdir()
    (own / "fr" / "reading.toml").write_text('[direction]\nup = ["a gagné"]\n', encoding="utf-8")
    assert every([packaged, own]).words["direction.up"] == ("put on", "a gagné")
    (own / "en" / "reading.toml").write_text('[direction]\nup = ["climbed"]\n#', encoding="utf-8")
    assert load("en", [packaged, own]).words["direction.up"] == ("climbed",)
