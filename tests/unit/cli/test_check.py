"""`reporter check`: what it finds in a project, and that what came with the program has no mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporter.cli import main


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture
def project(folder: Path) -> Path:
    CliRunner().invoke(main, ["new", "project", "."])
    return folder


def test_what_came_with_the_program_has_no_mistakes(folder: Path) -> None:
    result = check()
    assert result.exit_code == 0, result.output
    assert result.stdout == "no mistakes found\n"


def test_a_new_project_has_no_mistakes(project: Path) -> None:
    result = check()
    assert result.exit_code == 0, result.output


def test_mistakes_of_every_kind_are_found_at_once(project: Path) -> None:
    (project / "reporter.toml").write_text('dsek = "a"\n', encoding="utf-8")
    (project / "desks" / "example.toml").write_text("market = 1\n", encoding="utf-8")
    (project / "desks" / "other.toml").write_text("market =\n", encoding="utf-8")
    (project / "templates" / "layouts").mkdir()
    (project / "templates" / "layouts" / "page.html.j2").write_text("\n{% if %}\n", encoding="utf-8")
    (project / "locales" / "en" / "phrases").mkdir(parents=True)
    (project / "locales" / "en" / "phrases" / "own.j2").write_text("{% macro x(p) %}{{ p|nofilter }}{% endmacro %}\n")
    (project / "locales" / "zh_CN").mkdir()
    (project / "locales" / "zh_CN" / "names.toml").write_text("[rut\n", encoding="utf-8")
    (project / "notes" / "own.yaml").write_text("sources: [1]\n", encoding="utf-8")
    result = check()
    assert result.exit_code == 40
    for words in (
        "notes/own.yaml:1",
        "reporter.toml:1: error: unknown key dsek; did you mean desk? [settings]",
        "desks/example.toml:1: error: market is 1",
        "desks/example.toml: error: lead is missing; add it",
        "desks/other.toml:1",
        "layouts/page.html.j2:2: error:",
        "phrases/own.j2:1:22: error: there is no filter 'nofilter'",
        "zh_CN/names.toml",
    ):
        assert words in result.stdout
    assert f"{sum(': error: ' in line for line in result.stdout.splitlines())} errors" in result.stderr


def test_a_desk_of_the_settings_that_is_not_there(project: Path) -> None:
    (project / "reporter.toml").write_text('desk = "mine"\n', encoding="utf-8")
    assert "there is no desk 'mine'" in check().stdout


def test_a_locale_without_phrases_names_what_it_cannot_say(project: Path) -> None:
    made = project / "locales" / "xx"
    made.mkdir()
    (made / "locale.toml").write_text('language = "xx"\n', encoding="utf-8")
    (project / "reporter.toml").write_text('locales = ["en", "xx"]\n', encoding="utf-8")
    found = check().stdout
    assert "the locale xx has no phrase passage_lead; write the macro" in found
    assert "is missing [label-missing]" in found


def test_json_has_a_line_a_problem(project: Path) -> None:
    (project / "reporter.toml").write_text('dsek = "a"\n', encoding="utf-8")
    result = check("--json")
    assert result.exit_code == 40
    rows = json.loads(result.stdout)
    assert (1, "settings") in [(row["line"], row["rule"]) for row in rows]


def test_a_label_with_markup_or_without_its_placeholder(project: Path) -> None:
    made = project / "locales" / "en" / "LC_MESSAGES"
    made.mkdir(parents=True)
    (made / "reporter.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "page.skip"\nmsgstr "<b>Skip</b>"\n\nmsgid "page.folio"\nmsgstr "Page {page}"\n',
        encoding="utf-8",
    )
    found = check().stdout
    assert "en/LC_MESSAGES/reporter.po:4: error: the label 'page.skip' holds markup" in found
    assert "en/LC_MESSAGES/reporter.po:7: error: the label 'page.folio' has other placeholders" in found


def test_definitions_that_are_missing_left_over_or_hold_a_loose_digit(project: Path) -> None:
    made = project / "locales" / "en"
    made.mkdir(parents=True, exist_ok=True)
    text = 'day_change = ""\nnothing = "x"\nsma20 = "Mean of 20 closes."\nsma50 = "Mean of [50 closes]."\nsma200 = "<b>Mean</b>"\n'
    (made / "definitions.toml").write_text(text, encoding="utf-8")
    found = check().stdout
    for words in (
        "en/definitions.toml:1: error: the definition of day_change is empty; write it [definition-missing]",
        "en/definitions.toml:2: error: nothing is no measure; take its definition out [definition-left-over]",
        "en/definitions.toml:3: error: the definition of sma20 has a digit outside a term; write a term as [20 sessions]",
        "en/definitions.toml:5: error: the definition of sma200 holds markup; it is plain text [definition-markup]",
    ):
        assert words in found
    assert "sma50" not in found


def test_a_label_whose_quotes_are_not_closed(project: Path) -> None:
    made = project / "locales" / "en" / "LC_MESSAGES"
    made.mkdir(parents=True)
    (made / "reporter.po").write_text('msgid "page.skip\nmsgstr "Skip"\n', encoding="utf-8")
    assert 'reporter.po:1: error: the text of this line is not in quotes: msgid "page.skip' in check().stdout
