"""Labels: read as they are, filled by name, an error where one is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.errors import ConfigError
from reporter.language import Language
from reporter.language.catalogue import load_catalogue

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_later_files_win_and_empty_texts_are_left_out(tmp_path: Path) -> None:
    first = write(tmp_path, "a.po", 'msgid "x"\nmsgstr "one"\n\nmsgid "y"\nmsgstr "why"\n\nmsgid "z"\nmsgstr ""\n')
    second = write(tmp_path, "b.po", 'msgid "x"\nmsgstr "two"\n')
    assert load_catalogue([first, tmp_path / "absent.po", second]) == {"x": "two", "y": "why"}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.po"
    bad.write_text('msgid "x"\nmsgstr "y"\nrubbish\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_catalogue([bad])
    assert str(bad) in str(caught.value.problems[0])


def test_bytes_that_are_no_text_are_an_error_too(tmp_path: Path) -> None:
    bad = tmp_path / "bad.po"
    bad.write_bytes(HEAD.encode() + b'msgid "x"\nmsgstr "\xff\xfe"\n')
    with pytest.raises(ConfigError):
        load_catalogue([bad])


def test_holes_are_filled_by_name(load: Callable[[str], Language]) -> None:
    assert load("en").t("page.folio", page=3, pages=9) == "Page 3 of 9"
    assert "3" in load("zh_TW").t("page.folio", page=3, pages=9)


def test_a_missing_label_is_an_error_never_another_language(language: Language) -> None:
    with pytest.raises(ConfigError, match=f"locale {language.tag} has no label 'no.such.label'"):
        language.t("no.such.label")
    assert not language.has_label("no.such.label")


BEFORE_OTHERS = ("unit.", "sources.", "sample.", "list.", "chart.md", "colon", "history.join", "site.instrument.as_of")
"""Labels that stand between other words and bring their own spaces."""


def test_labels_hold_no_markup_and_no_broken_hole(language: Language) -> None:
    for key, text in language.catalogue.items():
        assert not re.search(r"<\w|%\(|\{\s|\s\}|\{\}", text), key
        assert text == text.strip() or key.startswith(BEFORE_OTHERS), key



def test_a_locale_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "locale.toml").write_text('language = "xx"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="There is no locale 'yy'; there are xx"):
        Language.load("yy", [tmp_path])


def test_a_project_overrides_key_by_key(load: Callable[[str], Language], tmp_path: Path) -> None:
    own = tmp_path / "en"
    (own / "LC_MESSAGES").mkdir(parents=True)
    write(own / "LC_MESSAGES", "reporter.po", 'msgid "masthead"\nmsgstr "The Morning Note"\n')
    (own / "locale.toml").write_text('[dates]\nyear = "yy"\n', encoding="utf-8")
    (own / "names.toml").write_text('[rut]\ngroup = "minnows"\n', encoding="utf-8")
    mixed = Language.load("en", [load("en").folders[0].parent, tmp_path])
    assert mixed.t("masthead") == "The Morning Note"
    assert mixed.t("page.skip") == load("en").t("page.skip")
    assert mixed.settings["dates"]["year"] == "yy"
    assert mixed.settings["dates"]["full"] == load("en").settings["dates"]["full"]
    assert (mixed.names.get("rut", "group"), mixed.names.get("rut", "full")) == ("minnows", "Russell 2000")


def test_a_broken_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "locale.toml").write_text("language = \n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        _ = Language.load("xx", [tmp_path]).settings
    assert "locale.toml" in str(caught.value.problems[0])
