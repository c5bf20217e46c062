"""Every formatter of numbers in every locale, with numbers that break formatters."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from reporter.language import Language
from reporter.model import Figure, Window

NASTY = (
    0.0,
    -0.0,
    0.00004,
    -0.00004,
    0.005,
    -0.005,
    0.125,
    0.135,
    1.0,
    -1.0,
    0.9999999,
    999.995,
    1234567.891,
    1e15,
    -1e15,
    1e-12,
)
UNITS = (
    "fraction",
    "pp",
    "bp",
    "points",
    "USD",
    "CNY",
    "HKD",
    "days",
    "sessions",
    "shares",
    "ratio",
    "count",
    "percentile",
)
DAY = date(2026, 1, 23)


def figure(value: float, unit: str = "fraction", decimals: int = 4) -> Figure:
    return Figure(
        id="rut.x.1d",
        metric="x",
        subject="rut",
        window=Window(name="1d", start=DAY, end=DAY, sessions=1),
        value=value,
        unit=unit,
        decimals=decimals,
        formula="x",
        inputs=(),
        as_of=DAY,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("value", NASTY)
def test_every_formatter_writes_every_number(language: Language, unit: str, value: float) -> None:
    numbers = language.numbers
    for decimals in (0, 2, 4, -8):
        one = figure(value, unit, decimals)
        written = [
            numbers.magnitude(one),
            numbers.percent(one),
            numbers.percent(one, signed=True),
            "".join(numbers.level(one)),
            "".join(numbers.scaled(one)),
            numbers.sign(one),
        ]
        assert all(re.search(r"\d", each) for each in written[:-1])
        assert not any(re.search(r"(?i)nan|inf|none|e[+-]?\d", each.replace("percentage", "")) for each in written)
        assert not any("-" in each for each in written) or language.settings["numbers"]["minus"] == "-"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0.0182, 4, "1.82"),
        (0.01825, 4, "1.82"),
        (0.01835, 4, "1.84"),
        (-0.0182, 4, "1.82"),
        (12.5, 4, "1,250.00"),
        (0.71, 2, "71"),
        (0.995, 2, "100"),
        (0.005, 2, "0"),
    ],
)
def test_percents_round_half_to_even(language: Language, value: float, decimals: int, written: str) -> None:
    assert language.numbers.magnitude(figure(value, decimals=decimals)) == written


def test_what_prints_as_zero_has_no_sign(language: Language) -> None:
    assert language.numbers.percent(figure(-0.00004), signed=True) == "0.00%"
    assert "".join(language.numbers.level(figure(-0.001, "points", 2))).startswith("0.00")


def test_the_locale_has_its_own_minus(load: Callable[[str], Language]) -> None:
    signed = {tag: load(tag).numbers.percent(figure(-0.0182), signed=True) for tag in ("zh_CN", "zh_TW", "en")}
    assert signed == {"zh_CN": "-1.82%", "zh_TW": "-1.82%", "en": "\u22121.82%"}


@pytest.mark.parametrize(
    ("tag", "unit", "written"),
    [
        ("en", "points", "2,669.16"),
        ("en", "USD", "$2,669.16"),
        ("en", "CNY", "¥2,669.16"),
        ("en", "HKD", "HK$2,669.16"),
        ("zh_CN", "points", "2,669.16点"),
        ("zh_CN", "USD", "2,669.16美元"),
        ("zh_CN", "HKD", "2,669.16港元"),
        ("zh_TW", "points", "2,669.16點"),
        ("zh_TW", "USD", "2,669.16美元"),
    ],
)
def test_levels_have_the_unit_of_their_language(
    load: Callable[[str], Language], tag: str, unit: str, written: str
) -> None:
    assert "".join(load(tag).numbers.level(figure(2669.16, unit, 2))) == written


@pytest.mark.parametrize(
    ("tag", "value", "written"),
    [
        ("en", 35_660_000, "35.66 million"),
        ("en", 78_600_000_000, "78.60 billion"),
        ("en", 1.2e12, "1.20 trillion"),
        ("en", 950, "950"),
        ("zh_CN", 35_660_000, "3,566万"),
        ("zh_CN", 78_600_000_000, "786.00亿"),
        ("zh_CN", 1.2e12, "1.20万亿"),
        ("zh_CN", 950, "950"),
        ("zh_TW", 35_660_000, "3,566萬"),
        ("zh_TW", 78_600_000_000, "786.00億"),
        ("zh_TW", 1.2e12, "1.20兆"),
    ],
)
def test_large_counts_in_the_scale_of_their_language(
    load: Callable[[str], Language], tag: str, value: float, written: str
) -> None:
    assert "".join(load(tag).numbers.scaled(figure(value, "shares", 0))) == written


def test_a_sum_known_to_the_hundred_million_shows_no_more(load: Callable[[str], Language]) -> None:
    sum_ = figure(78_600_000_000, "USD", -8)
    assert {tag: "".join(load(tag).numbers.scaled(sum_)) for tag in ("zh_CN", "zh_TW", "en")} == {
        "zh_CN": "786亿",
        "zh_TW": "786億",
        "en": "78.6 billion",
    }


@pytest.mark.parametrize("count", [*range(26), 100, 252, 2520])
def test_counts_in_words_and_places(language: Language, count: int) -> None:
    assert language.numbers.words(count)
    assert language.numbers.ordinal(count)


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (1, "first"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (24, "24th"),
        (111, "111th"),
        (112, "112th"),
        (113, "113th"),
        (1001, "1,001st"),
    ],
)
def test_english_places(load: Callable[[str], Language], count: int, written: str) -> None:
    assert load("en").numbers.ordinal(count) == written


@pytest.mark.parametrize("share", [0.0, 0.04, 0.05, 0.1, 0.5, 0.71, 0.94, 0.95, 0.999, 1.0])
def test_a_share_in_tenths(language: Language, share: float) -> None:
    assert language.numbers.tenths(share)


def test_no_two_tenths_are_worded_alike(language: Language) -> None:
    tenths = language.settings["numbers"]["tenths"]
    assert len(tenths) == len(set(tenths)) == 11


@pytest.mark.parametrize("key", ["pp", "pp_one", "pp_short", "pp_gap", "bp", "bp_one", "times"])
def test_every_suffix_is_there(language: Language, key: str) -> None:
    assert language.numbers.unit(key)
