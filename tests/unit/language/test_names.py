"""Names fall back from gloss to full name, and never to another language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.desk_files import load_desk
from reporter.errors import ConfigError
from reporter.language import Language
from reporter.language.names import Names
from reporter.project import Project

TABLES = {
    "rut": {"first": "The Russell (RUT)", "full": "Russell", "group": "small"},
    "vix": {"short": "VIX"},
    "odd": {"group": "x"},
}


@pytest.mark.parametrize(
    ("subject", "form", "name"),
    [
        ("rut", "first", "The Russell (RUT)"),
        ("rut", "short", "Russell"),
        ("rut", "full", "Russell"),
        ("rut", "group", "small"),
        ("vix", "first", "VIX"),
        ("vix", "full", "VIX"),
    ],
)
def test_a_form_that_is_not_there_falls_back(subject: str, form: str, name: str) -> None:
    assert Names(TABLES, "xx").get(subject, form) == name


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        ("spx", r"The locale xx has no name for 'spx'; add a table \[spx\]"),
        ("odd", "has no form 'short' and no `full`"),
    ],
)
def test_a_name_that_is_missing_says_where_to_add_it(subject: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        Names(TABLES, "xx").get(subject)


def test_a_ticker_that_no_locale_knows_is_its_own_name() -> None:
    names = Names(TABLES, "xx")
    assert names.with_fallback("abc", "^ABC") == "ABC"
    assert names.with_fallback("rut", "^RUT") == "Russell"
    assert "rut" in names
    assert "abc" not in names


@pytest.mark.parametrize("desk", ["us-small-caps", "us-markets"])
def test_every_subject_of_the_packaged_desks_has_a_name(language: Language, desk: str, session: object) -> None:
    subjects = load_desk(desk, Project(Path.cwd())).desk(desk, session).subjects  # type: ignore[arg-type]
    assert [s.id for s in subjects if s.kind != "future" and s.id not in language.names] == []


@pytest.mark.parametrize("key", ["rut", "spx"])
def test_the_two_lead_subjects_have_a_group(language: Language, key: str) -> None:
    assert language.names.get(key, "group") != language.names.get(key, "full")


def test_traditional_names_hold_no_simplified_character(load: Callable[[str], Language]) -> None:
    """Characters that only Simplified Chinese has; the list is short, and every one of them occurs in zh_CN."""
    simplified = "标纳罗国联储个点证苹软亚马逊达业级债权黄类医疗务费"
    words = {
        tag: " ".join(str(v) for table in load(tag).names._tables.values() for v in table.values())
        for tag in ("zh_CN", "zh_TW")
    }
    assert re.findall(f"[{simplified}]", words["zh_CN"])
    assert re.findall(f"[{simplified}]", words["zh_TW"]) == []
