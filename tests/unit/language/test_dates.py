"""Dates in every locale and style."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from reporter.language import Language

DAYS = (date(1987, 10, 19), date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize("day", DAYS)
def test_every_style_of_every_locale_writes_every_day(language: Language, day: date) -> None:
    for style in (*language.settings["dates"], "auto"):
        text = language.dates.text(day, style, beside=date(2026, 1, 23))
        assert text.strip()
        assert "None" not in text


@pytest.mark.parametrize(
    ("tag", "style", "written"),
    [
        ("zh_CN", "full", "2026年1月23日"),
        ("zh_CN", "same_year", "1月23日"),
        ("zh_CN", "month", "2026年1月"),
        ("zh_CN", "weekday", "星期五"),
        ("zh_TW", "full", "2026年1月23日"),
        ("zh_TW", "weekday", "星期五"),
        ("zh_TW", "year", "2026年"),
        ("en", "full", "January 23, 2026"),
        ("en", "same_year", "January 23"),
        ("en", "month", "January 2026"),
        ("en", "weekday", "Friday"),
        ("en", "year", "2026"),
        ("en", "iso", "2026-01-23"),
    ],
)
def test_styles(load: Callable[[str], Language], tag: str, style: str, written: str) -> None:
    assert load(tag).dates.text(date(2026, 1, 23), style) == written


def test_the_year_is_left_out_beside_a_day_of_the_same_year(load: Callable[[str], Language]) -> None:
    dates = load("en").dates
    assert dates.text(date(2026, 1, 2), "auto", beside=date(2026, 1, 23)) == "January 2"
    assert dates.text(date(2025, 1, 2), "auto", beside=date(2026, 1, 23)) == "January 2, 2025"
    assert dates.text(date(2025, 1, 2), "auto") == "January 2, 2025"


def test_an_unknown_style_is_an_error(language: Language) -> None:
    with pytest.raises(KeyError):
        language.dates.text(date(2026, 1, 23), "roman")
