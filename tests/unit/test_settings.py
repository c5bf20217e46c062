"""reporter.toml: defaults, every mistake at once, and what each sentence says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import ConfigError
from reporter.project import Project
from reporter.settings import Settings, data_spec, load_settings


def project(folder: Path, text: str) -> Project:
    (folder / "reporter.toml").write_text(text, encoding="utf-8")
    return Project.find(folder)


def test_without_a_project_the_defaults_serve(tmp_path: Path) -> None:
    found = Project.find(tmp_path)
    assert found.settings_file is None
    assert load_settings(found) == Settings()
    assert load_settings(found).data == "sample"


def test_an_empty_file_is_valid(tmp_path: Path) -> None:
    assert load_settings(project(tmp_path, "")) == Settings()


def test_the_project_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    project(tmp_path, 'desk = "us-markets"\n')
    inside = tmp_path / "notes" / "2026"
    inside.mkdir(parents=True)
    found = Project.find(inside)
    assert found.root == tmp_path.resolve()
    assert load_settings(found).desk == "us-markets"


def test_every_mistake_is_reported_with_its_line_and_a_remedy(tmp_path: Path) -> None:
    text = 'dsek = "us-markets"\nlength = "long"\n\nformats = ["html", "pfd"]\ndata = "csv:"\n'
    with pytest.raises(ConfigError, match=r"reporter\.toml has 4 mistakes") as caught:
        load_settings(project(tmp_path, text))
    found = [(problem.line, problem.message) for problem in caught.value.problems]
    assert found == [
        (1, "unknown key dsek; did you mean desk?"),
        (2, "length is 'long'; it is one of brief, standard, full"),
        (4, "formats.1 is 'pfd'; did you mean 'pdf'? it is one of html, pdf, md, json, txt, card, mail, fragment"),
        (5, "data is 'csv:'; it must be sample, yahoo, stooq, store or csv:PATH"),
    ]


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(project(tmp_path, 'desk = "a"\ndata = sample\n'))
    assert [problem.line for problem in caught.value.problems] == [2]
    assert "not valid TOML" in str(caught.value)


def test_a_file_that_is_no_utf8_says_so(tmp_path: Path) -> None:
    (tmp_path / "reporter.toml").write_bytes(b'desk = "\xff"\n')
    with pytest.raises(ConfigError, match="not UTF-8 text"):
        load_settings(Project.find(tmp_path))


def test_a_path_of_csv_is_read_from_the_folder_given(tmp_path: Path) -> None:
    assert data_spec(tmp_path, "csv:prices") == f"csv:{tmp_path.resolve() / 'prices'}"
    assert data_spec(tmp_path, "csv:/elsewhere") == "csv:/elsewhere"
    assert data_spec(tmp_path, "yahoo") == "yahoo"


def test_folders_of_a_project_come_after_the_packaged_ones(tmp_path: Path) -> None:
    found = project(tmp_path, "")
    assert len(found.folders("locales")) == 1
    (tmp_path / "locales").mkdir()
    assert found.folders("locales")[-1] == tmp_path.resolve() / "locales"
    assert len(found.folders("locales")) == 2


def test_folders_beside_a_user_who_has_no_project_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    assert tmp_path / "templates" not in Project.find(tmp_path).folders("templates")
