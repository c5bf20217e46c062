"""Charts: coordinates against numbers worked out by hand, and labels that keep their distance."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ConfigError
from reporter.model import Briefing, Exhibit
from reporter.rendering.charts import NARROW, SIZE, WIDE, draw
from reporter.rendering.context import Edition
from reporter.rendering.scales import Scale, nice_ticks, spread, step_decimals, text_width

Make = Callable[..., Edition]


def exhibit(briefing: Briefing, kind: str) -> Exhibit:
    return next(one for one in briefing.exhibits if one.kind == kind)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (99.5, 122.3, (95.0, 100.0, 105.0, 110.0, 115.0, 120.0, 125.0)),
        (0.0, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (-0.03, 0.021, (-0.04, -0.02, 0.0, 0.02, 0.04)),
        (100.0, 100.0, (99.0, 100.0, 101.0)),
    ],
)
def test_ticks_are_round_and_enclose_the_values(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert nice_ticks(low, high) == pytest.approx(ticks)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_enclose_any_values_evenly(low: float, span: float) -> None:
    ticks = nice_ticks(low, low + span)
    assert ticks[0] <= low + 1e-6 * span and ticks[-1] >= low + span - 1e-6 * span
    assert 2 <= len(ticks) <= 13


def test_decimals_of_ticks() -> None:
    assert step_decimals((95.0, 100.0)) == 0
    assert step_decimals((0.0, 2.5, 5.0)) == 1


def test_a_scale_may_run_downwards() -> None:
    scale = Scale(0, 10, 200, 0)
    assert (scale.at(0), scale.at(5), scale.at(10)) == (200, 100, 0)
    assert Scale(3, 3, 0, 10).at(3) == 5


def test_chinese_is_wider_than_latin() -> None:
    assert text_width("罗素", 10) == 20
    assert text_width("罗素", 10) > text_width("Ru", 10)


def test_labels_that_want_one_place_stand_around_it() -> None:
    assert spread([50, 50, 50], 10, 0, 100) == (40, 50, 60)
    assert spread([10, 90], 10, 0, 100) == (10, 90)
    assert spread([0, 1], 10, 0, 100) == (0, 10)
    assert spread([100, 99], 10, 0, 100) == (100, 90)
    assert spread([], 10, 0, 100) == ()


@given(st.lists(st.floats(0, 200), min_size=1, max_size=8))
def test_labels_never_collide_and_never_leave(wanted: list[float]) -> None:
    placed = sorted(spread(wanted, 14, 0, 200))
    assert all(later - earlier >= 13.98 for earlier, later in itertools.pairwise(placed))
    assert placed[0] >= -0.01 and placed[-1] <= 200.01


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("tag", ["zh_CN", "en"])
def test_lines_end_where_their_values_are(briefing: Briefing, edition: Make, width: float, tag: str) -> None:
    drawn = draw(exhibit(briefing, "relative_performance"), edition(briefing, tag), width)
    assert drawn is not None
    first, second = drawn.lines
    assert first.end[1] < second.end[1], "159 stands above 94.1"
    assert first.end[0] == second.end[0] == round(drawn.right, 2)
    assert first.label.text.endswith("159.0") and second.label.text.endswith("94.1")
    assert all(line.label.x + text_width(line.label.text, SIZE) <= width for line in drawn.lines)
    assert drawn.zero == Scale(80, 160, drawn.bottom, drawn.top).at(100)
    assert drawn.alt.count("159.0") == 1


def test_a_line_needs_two_points(briefing: Briefing, edition: Make) -> None:
    lonely = Exhibit(id="x", kind="relative_performance", series={"rut": (("2026-01-23", 100.0),)})
    assert draw(lonely, edition(briefing)) is None


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_bars_are_sorted_and_diverge_from_zero(briefing: Briefing, edition: Make, width: float) -> None:
    drawn = draw(exhibit(briefing, "sector_bars"), edition(briefing), width)
    assert drawn is not None
    assert [bar.name.text for bar in drawn.bars] == ["Energy", "Technology", "Utilities", "Financials"]
    assert [bar.way for bar in drawn.bars] == ["up", "up", "flat", "down"]
    assert [bar.value.text for bar in drawn.bars] == ["▲ +0.57%", "▲ +0.14%", "0.00%", "▼ −1.38%"]
    energy, _, _, financials = drawn.bars
    assert energy.x == drawn.zero and financials.x + financials.width == pytest.approx(drawn.zero, abs=0.02)
    assert financials.width / energy.width == pytest.approx(1.38 / 0.57, rel=1e-3)
    longest = text_width("▼ −1.38%", SIZE)
    assert financials.value.x - longest >= text_width("Financials", SIZE), "the value does not run into the name"
    assert all(bar.value.x + (longest if bar.value.anchor == "start" else 0) <= width for bar in drawn.bars)
    assert drawn.total_return and drawn.window == "1d"


def test_bars_all_on_one_side_start_beside_their_names(briefing: Briefing, edition: Make) -> None:
    ups = Exhibit(id="x", kind="sector_bars", figures=("xlk.day_change.1d", "xle.day_change.1d"))
    drawn = draw(ups, edition(briefing))
    assert drawn is not None
    assert {bar.x for bar in drawn.bars} == {drawn.zero}
    assert drawn.zero < 120


def test_one_bar_is_no_chart(briefing: Briefing, edition: Make) -> None:
    assert (
        draw(
            Exhibit(id="x", kind="sector_bars", figures=("xlk.day_change.1d", "gone.day_change.1d")), edition(briefing)
        )
        is None
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_strip_marks_the_place_of_the_close(briefing: Briefing, edition: Make, width: float) -> None:
    drawn = draw(exhibit(briefing, "range_strip"), edition(briefing), width)
    assert drawn is not None
    assert [strip.name.text for strip in drawn.strips] == ["Russell 2000", "S&P 500"], (
        "a yield without a range has no strip"
    )
    strip = drawn.strips[0]
    share = (2669.16 - 1732.99) / (2735.1 - 1732.99)
    assert (strip.mark - strip.left) / (strip.right - strip.left) == pytest.approx(share, abs=1e-3)
    half = text_width(strip.last.text, SIZE) / 2
    assert strip.last.x + half <= strip.right + 0.01
    assert (strip.low.text, strip.last.text, strip.high.text, strip.place.text) == (
        "1,732.99",
        "2,669.16",
        "2,735.10",
        "93%",
    )
    assert set(drawn.figures) <= {figure.id for figure in briefing.figures}


def test_an_unknown_chart_is_named(briefing: Briefing, edition: Make) -> None:
    with pytest.raises(ConfigError, match="sector_bars"):
        draw(Exhibit(id="x", kind="sector_bar"), edition(briefing))
