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


def test_a_new_section_stands_on_the_page_in_both_languages(folder: Path) -> None:
    run("new", "project", ".")
    made = run("new", "section", "desk-view", "--order", "15")
    assert made.exit_code == 0, made.output
    for tag, words in (("zh_CN", "本台观点"), ("en", "The desk’s view")):
        path = folder / "locales" / tag / "LC_MESSAGES" / "reporter.po"
        path.write_text(path.read_text(encoding="utf-8").replace("Desk view", words), encoding="utf-8")
    assert run("check").exit_code == 0
    built = run("build", "--data", "sample", "--format", "md", "--now", "2026-01-24T12:00:00+00:00")
    assert built.exit_code == 0, built.output
    edition = next(folder.glob("output/editions/*/*"))
    assert "## The desk’s view" in (edition / "en.md").read_text(encoding="utf-8")
    assert "## 本台观点" in (edition / "zh_CN.md").read_text(encoding="utf-8")
    assert "already" in run("new", "section", "desk-view").output
    assert "no name for a section" in run("new", "section", "Desk View").output


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
