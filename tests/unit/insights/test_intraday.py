"""What is said of a day's course, decided from figures made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from reporter.insights.intraday import intraday
from reporter.insights.scene import Scene
from reporter.insights.themes import choose_theme
from reporter.model import Claim, Desk, Figure, Figures, History, Subject, Window

DAY = date(2026, 1, 23)
SUBJECTS = (Subject(id="rut", symbol="^RUT", kind="index"), Subject(id="spx", symbol="^GSPC", kind="index"))
DESK = Desk(id="made", market="us_equities", subjects=SUBJECTS, lead=("rut", "spx"))


def figure(subject: str, metric: str, value: float, percentile: float = 0.5) -> Figure:
    window = Window(name="1y" if metric.endswith("significance") else "1d", start=DAY, end=DAY, sessions=1)
    return Figure(
        id=f"{subject}.{metric}.{window.name}", metric=metric, subject=subject, window=window, value=value,
        unit="fraction", decimals=4, formula="x", inputs=(), sources=(0,), as_of=DAY,
        history=History(start=date(1990, 1, 2), end=DAY, observations=9000, percentile=percentile),
    )  # fmt: skip


def course(high: float, low: float, close: float, *, fade: float = 0.5, rise: float = 0.5, percentile: float = 0.5,
           subject: str = "spx") -> list[Figure]:
    """A day that reached `high` and `low` and closed at `close`, each against the close before."""
    values = {
        "day_change": close, "day_high_change": high, "day_low_change": low, "day_high": 100 * (1 + high),
        "day_low": 100 * (1 + low), "fade_from_high": (1 + close) / (1 + high) - 1,
        "rise_from_low": (1 + close) / (1 + low) - 1, "day_place": (close - low) / (high - low),
        "fade_significance": fade, "rise_significance": rise,
    }  # fmt: skip
    return [figure(subject, k, v, percentile if k == "day_change" else 0.5) for k, v in values.items()]


def told(figures: list[Figure]) -> list[Claim]:
    return list(intraday(Scene(figures=Figures(figures), desk=DESK)))


@pytest.mark.parametrize(("day", "shape"), [
    (course(0.019, -0.016, -0.0156, fade=0.98), "faded"),
    (course(0.019, -0.016, -0.0156, fade=0.8), ""),  # the way back was an ordinary one
    (course(0.005, -0.016, -0.0156, fade=0.98), ""),  # nothing to lose
    (course(0.019, -0.001, 0.002, fade=0.98), ""),  # something was kept
    (course(0.026, -0.024, 0.026, rise=1.0), "recovered"),
    (course(0.001, -0.06, -0.0597, percentile=0.001), "at_low"),
    (course(0.001, -0.06, -0.05, percentile=0.001), ""),  # a rebound, though not back
    (course(0.001, -0.004, -0.0039, percentile=0.4), ""),  # an ordinary day at its low
    (course(0.05, -0.002, 0.0496, percentile=0.999), "at_high"),
])  # fmt: skip
def test_the_shape_of_a_day(day: list[Figure], shape: str) -> None:
    assert [claim.facts["shape"] for claim in told(day)] == ([shape] if shape else [])


def test_the_yardstick_comes_first_and_each_has_its_own() -> None:
    claims = told(course(0.024, -0.019, -0.018, fade=0.98, subject="rut") + course(0.019, -0.016, -0.0156, fade=0.98))
    assert [claim.roles["subject"] for claim in sorted(claims, key=lambda c: -c.salience)] == ["spx", "rut"]


@pytest.mark.parametrize(("high", "close", "theme"), [(0.019, -0.0156, "faded_rally"), (0.007, -0.0002, "faded_rally")])
def test_a_day_that_was_lost_is_the_story_of_an_otherwise_ordinary_one(high: float, close: float, theme: str) -> None:
    figures = course(high, -0.02, close, fade=0.98)
    assert choose_theme(told(figures), Figures(figures)).name == theme


def test_without_highs_nothing_is_said() -> None:
    assert told([figure("spx", "day_change", -0.05, 0.001)]) == []
