"""`reporter new project`: what it makes is what the program itself reads without a mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from reporter.cli import main
from reporter.desk_files import desk_problems, find_desks, load_desk
from reporter.project import Project
from reporter.settings import Settings, load_settings
from reporter.toml import read
from reporter.verification import verify


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_a_new_project_is_read_without_a_mistake(folder: Path) -> None:
    result = CliRunner().invoke(main, ["new", "project", "mine"])
    assert result.exit_code == 0, result.output
    project = Project.find(folder / "mine")
    settings = load_settings(project)
    assert settings == Settings(data="yahoo")
    assert settings.desk in find_desks(project)
    assert (folder / "mine" / "notes").is_dir() and (folder / "mine" / "output").is_dir()
    assert len(project.folders("templates")) == len(project.folders("locales")) == 2


def test_the_desk_to_start_from_is_valid(folder: Path) -> None:
    CliRunner().invoke(main, ["new", "project", "mine"])
    project = Project.find(folder / "mine")
    path = find_desks(project)["example"]
    assert desk_problems(read(path, "desk-toml")) == []
    assert load_desk("example", project).desk("example", date(2026, 1, 23)).lead == ("rut", "spx")


def test_a_folder_that_is_not_empty_is_left_alone(folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "kept.txt").write_text("kept", encoding="utf-8")
    result = CliRunner().invoke(main, ["new", "project", "mine"])
    assert result.exit_code == 2
    assert "mine exists and is not empty" in result.stderr
    assert [path.name for path in (folder / "mine").iterdir()] == ["kept.txt"]


def test_a_place_that_cannot_be_written_to(folder: Path) -> None:
    (folder / "file").touch()
    result = CliRunner().invoke(main, ["new", "project", "file/mine"])
    assert result.exit_code == 2
    assert "Cannot write" in result.stderr


def test_a_new_section_and_its_chart_stand_on_the_page_in_both_languages(folder: Path) -> None:
    run("new", "project", ".")
    made = run("new", "section", "desk-view", "--order", "15")
    assert made.exit_code == 0, made.output
    chart = run("new", "chart", "giants", "--metric", "day_change", "--window", "1d", "--section", "desk-view")
    assert chart.exit_code == 0, chart.output
    for tag, words, title in (("zh_CN", "本台观点", "巨头当日涨跌"), ("en", "The desk’s view", "The giants of the day")):
        path = folder / "locales" / tag / "LC_MESSAGES" / "reporter.po"
        text = path.read_text(encoding="utf-8").replace("Desk view", words).replace('"Giants"', f'"{title}"')
        path.write_text(text, encoding="utf-8")
    assert run("check").exit_code == 0
    formats = ("--format", "md", "--format", "html", "--format", "json")
    built = run("build", "--data", "sample", *formats, "--now", "2026-01-24T12:00:00+00:00")
    assert built.exit_code == 0, built.output
    edition = next(folder.glob("output/editions/*/*"))
    for tag, words, title in (("zh_CN", "## 本台观点", "*巨头当日涨跌*"), ("en", "## The desk’s view", "*The giants of the day*")):
        text = (edition / f"{tag}.md").read_text(encoding="utf-8")
        assert words in text and title in text and "2.64%" in text.partition(title)[2].partition("\n")[0]
    page = (edition / "en.html").read_text(encoding="utf-8")
    before, mark, after = page.partition('<g data-figure="msft.day_change.1d" data-value="')
    alone = folder / "en.html"
    assert mark and page.count(mark) == 2  # wide and narrow
    for changed in (before + mark + after.replace("+2.64%", "+2.46%"), before + mark + after.replace("0.02", "0.03", 1)):
        alone.write_text(changed, encoding="utf-8")
        assert {finding.rule for finding in verify(alone).findings} >= {"chart"}
    assert "already" in run("new", "section", "desk-view").output
    assert "no name for a section" in run("new", "section", "Desk View").output
    assert "already" in run("new", "chart", "giants").output and "already" in run("new", "chart", "breadth").output
    assert "no name for a chart" in run("new", "chart", "The Giants").output


def test_mistakes_of_a_chart_are_told_by_their_lines(folder: Path) -> None:
    run("new", "project", ".")
    refused = run("new", "chart", "giants", "--metric", "day_chance")
    assert refused.exit_code == 40 and "there is no metric 'day_chance'" in refused.stderr
    assert not list(folder.glob("templates/charts/*")), "nothing is left behind"
    assert run("new", "chart", "giants").exit_code == 0
    definition, drawing = (folder / "templates" / "charts" / f"giants.{end}" for end in ("toml", "svg.j2"))
    definition.write_text('section = "analisys"\nmetric = "day_change"\nwindow = "1d"\nrole = "giants"\n', encoding="utf-8")
    text = drawing.read_text(encoding="utf-8").replace("point.way", "point.wya", 1)
    drawing.write_text(text.replace('cy="{{ point.y }}"', 'cy="{{ point.y + 1 }}"'), encoding="utf-8")
    told = run("check")
    assert told.exit_code == 40
    for words in ("did you mean analysis?", "did you mean giant?", "did you mean 'way'?", "may not compute"):
        assert words in told.output
    with_mistakes = [line for line in told.output.splitlines() if "giants.toml:" in line]
    assert [line.split(":")[1] for line in with_mistakes] == ["1", "4"]


def test_a_new_language_starts_as_another(folder: Path) -> None:
    run("new", "project", ".")
    assert run("new", "locale", "en_GB", "--like", "en").exit_code == 0
    settings = (folder / "locales" / "en_GB" / "locale.toml").read_text(encoding="utf-8")
    assert 'language = "en-GB"' in settings and 'babel = "en_GB"' in settings and 'path = "en-gb"' in settings
    assert run("check").exit_code == 0
    for tag, words in (("xx_QQ", "Nothing is known"), ("English", "no tag of a locale"), ("en_GB", "already")):
        refused = run("new", "locale", tag, "--like", "en")
        assert refused.exit_code == 2 and words in refused.output
    assert "There is no locale" in run("new", "locale", "en_AU", "--like", "fr").output


def test_sections_and_languages_need_a_project(folder: Path) -> None:
    assert "reporter new project" in run("new", "section", "desk-view").output
    assert "reporter new project" in run("new", "locale", "en_GB", "--like", "en").output
    assert "reporter new project" in run("new", "chart", "giants").output
