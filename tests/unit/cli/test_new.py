"""`reporter new project`: what it makes is what the program itself reads without a mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner

from reporter.cli import main
from reporter.desk_files import desk_problems, find_desks, load_desk
from reporter.project import Project
from reporter.settings import Settings, load_settings
from reporter.toml import read


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
