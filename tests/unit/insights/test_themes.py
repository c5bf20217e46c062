"""Which story a day tells, decided from claims made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from reporter.insights.themes import choose_theme
from reporter.model import Claim, Figure, Figures, Window

DAY = Window(name="1d", start=date(2020, 3, 24), end=date(2020, 3, 24), sessions=1)


def figure(name: str, value: float) -> Figure:
    return Figure(
        id=name, metric="day_change", subject=name, window=DAY, value=value, unit="fraction", decimals=4,
        formula="x", inputs=(), sources=(0,), as_of=DAY.end,
    )  # fmt: skip


def chosen(a: float, b: float, *, size: str, state: str, direction: str, deep: float = -0.3) -> str:
    figures = Figures([figure("a", a), figure("b", b), figure("gap", a - b), figure("deep", deep)])
    claims = [
        Claim(
            id="day.x", kind="day", salience=1.0, slots={"a_change": "a", "b_change": "b", "gap": "gap"},
            facts={"a_size": size, "b_size": size, "gap_size": "mild", "calm": False},
        ),
        Claim(id="fear.x", kind="fear", salience=0.5, facts={"state": state, "direction": direction, "jumped": False}),
        Claim(id="drawdown.x", kind="drawdown", salience=0.5, slots={"depth": "deep"}),
    ]  # fmt: skip
    return choose_theme(claims, figures).name


@pytest.mark.parametrize(
    ("state", "direction", "theme"),
    [
        ("panic", "same", "relief_rally"),  # the steepest day of a crash, with fear where it was
        ("alarmed", "up", "relief_rally"),
        ("middling", "down", "relief_rally"),  # out of a deep fall
        ("calm", "up", "advance"),
    ],
)
def test_a_steep_rise_out_of_fear_is_a_relief_rally_whether_or_not_fear_has_eased(
    state: str, direction: str, theme: str
) -> None:
    assert chosen(0.0939, 0.0938, size="extreme", state=state, direction=direction) == theme


def test_a_steep_rise_near_the_top_is_none() -> None:
    assert chosen(0.02, 0.02, size="sharp", state="middling", direction="down", deep=-0.02) == "advance"
