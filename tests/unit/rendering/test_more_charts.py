"""The other charts: events on lines, changes of rank, the ladder, breadth, runs, the rate, the fall from a peak."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.model import Briefing, Exhibit, Figure, Input, Source, Window
from reporter.rendering.charts import NARROW, SIZE, WIDE, Drawing, draw
from reporter.rendering.charts.drawing import Label
from reporter.rendering.context import Edition
from reporter.rendering.scales import fitted, text_width

Make = Callable[..., Edition]
SESSION = date(2026, 1, 23)


def figure(name: str, value: float, unit: str, decimals: int, **more: Any) -> Figure:
    subjects, metric, window = name.split(".", 2)
    subject, _, other = subjects.partition("-")
    return Figure(
        id=name, metric=metric, subject=subject, comparator=other or None,
        window=Window(name=window, start=SESSION, end=SESSION, sessions=1), value=value, unit=unit, decimals=decimals,
        formula="-", inputs=(Input(symbol="X", session=SESSION, field="close", value=1.0),), as_of=SESSION, **more,
    )  # fmt: skip


def with_figures(briefing: Briefing, *more: Figure) -> Briefing:
    return briefing.model_copy(update={"figures": (*briefing.figures, *more)})


def labels(value: object) -> list[Label]:
    """Every label of a drawing, wherever it stands."""
    if isinstance(value, Label):
        return [value]
    if isinstance(value, tuple):
        return [label for one in value for label in labels(one)]
    if is_dataclass(value):
        return [label for field in fields(value) for label in labels(getattr(value, field.name))]
    return []


def box(label: Label) -> tuple[float, float, float, float]:
    width = text_width(label.text, SIZE)
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return left, left + width, label.y - SIZE * 0.8, label.y + SIZE * 0.2


def collisions(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of labels that touch, and labels that leave the picture."""
    shown = [label for label in labels(drawing) if label.text]
    found = []
    for one, other in itertools.combinations(shown, 2):
        a, b = box(one), box(other)
        if a[0] < b[1] - 0.5 and b[0] < a[1] - 0.5 and a[2] < b[3] - 0.5 and b[2] < a[3] - 0.5:
            found.append((one.text, other.text))
    for label in shown:
        left, right, top, bottom = box(label)
        if left < -1 or right > drawing.width + 1 or top < -1 or bottom > drawing.height + 3:
            found.append((label.text, "the edge"))
    return found


RUNS = (("2008-05-02", 16.0), ("2011-03-08", 7.0), ("2015-08-12", -6.0), ("2026-01-22", 14.0))


def everything(briefing: Briefing) -> tuple[Briefing, tuple[Exhibit, ...]]:
    """A briefing with the figures of every chart, and one exhibit of each kind."""
    counted = {"counted": 11}
    note = {"sources": (1,)}
    more = (
        figure("rut-spx.ended_streak.1d", 14, "sessions", 0, dates={"start": date(2026, 1, 2), "end": date(2026, 1, 22)}),
        figure("rut-spx.streak_longest.since_inception", 16, "sessions", 0, dates={"end": date(2008, 5, 2)}),
        figure("rut.record_close.since_inception", 2718.6, "points", 2, dates={"date": date(2026, 1, 22)}),
        figure("rut.drawdown.52w", -0.3916, "fraction", 4, dates={"peak": date(2025, 12, 10)}),
        figure("xlk.sector_rank_change.5d", 3, "count", 0),
        figure("xlf.sector_rank_change.5d", -10, "count", 0),
        figure("xle.sector_rank_change.5d", 0, "count", 0),
        figure("sectors.sectors_up.1d", 6, "count", 0, params=counted),
        figure("sectors.sectors_at_20d_low.20d", 0, "count", 0, params=counted),
        figure("fed_funds.policy_rate_level.now.low", 0.035, "fraction", 4),
        figure("fed_funds.policy_rate_level.now.high", 0.0375, "fraction", 4),
        figure("fed_funds.rate_path_end.one.end_low", 0.03, "fraction", 4, **note),
        figure("fed_funds.rate_path_end.one.end_high", 0.0325, "fraction", 4, **note),
        figure("fed_funds.rate_path.2026-12", 0.031, "fraction", 4, dates={"month": date(2026, 12, 1)}),
    )  # fmt: skip
    source = Source(id=1, kind="note", publisher="A House of Research with Quite a Long Name & Sons", title="t", date=SESSION)
    made = with_figures(briefing, *more).model_copy(update={"sources": (*briefing.sources, source)})
    ids = [f.id for f in more]
    lines = next(e for e in briefing.exhibits if e.kind == "relative_performance")
    falls = {name: tuple((day, value / 200 - 1) for day, value in points) for name, points in lines.series.items()}
    sectors = next(e for e in briefing.exhibits if e.kind == "sector_bars")
    exhibits = (
        lines.model_copy(update={"figures": tuple(ids[:4])}),
        sectors.model_copy(update={"figures": (*sectors.figures, *ids[4:7])}),
        Exhibit(id="d", kind="drawdown", subjects=("rut", "spx"), series=falls, figures=("rut.drawdown.52w",)),
        Exhibit(id="b", kind="breadth", figures=tuple(ids[7:9])),
        Exhibit(id="r", kind="rate_path", figures=tuple(ids[9:])),
        Exhibit(id="s", kind="streak_strip", figures=tuple(ids[:2]), series={"runs": RUNS}),
        Exhibit(id="l", kind="cap_ladder", figures=("spx.ytd_return.ytd", "rut.ytd_return.ytd", "xlf.day_change.1d")),
        Exhibit(id="k", kind="sparkline", subjects=("rut",), series=lines.series),
    )
    return made, exhibits


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("tag", ["zh_CN", "en", "zh_TW"])
def test_no_words_of_any_chart_touch_or_leave_it(briefing: Briefing, edition: Make, tag: str, width: float) -> None:
    made, exhibits = everything(briefing)
    for exhibit in exhibits:
        drawn = draw(exhibit, edition(made, tag), width)
        assert drawn is not None, exhibit.kind
        assert collisions(drawn) == [], exhibit.kind


@settings(max_examples=25, deadline=None)
@given(values=st.lists(st.floats(-12.4, 12.4), min_size=2, max_size=40), width=st.sampled_from([WIDE, NARROW]))
def test_bars_of_any_values_keep_their_words_apart(values: list[float], width: float) -> None:
    drawn = draw(*many(values), width)
    assert drawn is not None and len(drawn.bars) <= 24
    assert collisions(drawn) == []
    assert all(bar.x >= 0 and bar.x + bar.width <= width for bar in drawn.bars)
    assert drawn.height * 0.956 < 850, "taller than a page of A4"


def many(values: list[float]) -> tuple[Exhibit, Edition]:
    """As many instruments as there are values, with names of sixty characters."""

    class Names:
        @staticmethod
        def with_fallback(subject: str, symbol: str, form: str) -> str:
            return f"{subject} " + "with a name that goes on and on and on and on"[: 60 - len(subject)]

    from datetime import UTC, datetime

    from reporter.language import Language
    from reporter.project import packaged
    from reporter.rendering.phrasebook import Phrasebook

    figures = tuple(figure(f"s{i}.day_change.1d", value, "fraction", 4) for i, value in enumerate(values))
    briefing = Briefing(
        desk="d", session=SESSION, as_of=datetime(2026, 1, 23, tzinfo=UTC), generated_at=datetime(2026, 1, 24, tzinfo=UTC),
        theme="quiet", sentiment="mixed", market="us_equities", subjects=(), figures=figures, claims=(), sections=(),
        sources=(),
    )  # fmt: skip
    language = Language.load("en", [packaged("locales")])
    language.__dict__["names"] = Names()

    class Silent(Phrasebook):
        def _collect(self, folders: object) -> dict[str, Any]:
            return {}

    one = Edition(briefing, Silent(briefing, language, [packaged("locales")]))
    return Exhibit(id="x", kind="sector_bars", figures=tuple(f.id for f in figures)), one


def test_events_stand_at_their_sessions(briefing: Briefing, edition: Make) -> None:
    made, exhibits = everything(briefing)
    drawn = draw(exhibits[0], edition(made, "zh_CN"))
    assert drawn is not None
    run, record = drawn.events[:2]
    assert run.start is not None and run.start < run.x == record.x, "the run ended on the day of the record"
    assert run.label.text == "连续跑赢14个交易日" and record.label.text == "1月22日收盘纪录"
    assert len(drawn.told) == 60 and drawn.told[-1].startswith("2026年1月23日：罗素2000 159.0、标普500 94.1")


def test_changes_of_rank_stand_beside_their_bars(briefing: Briefing, edition: Make) -> None:
    made, exhibits = everything(briefing)
    drawn = draw(exhibits[1], edition(made))
    assert drawn is not None
    beside = {bar.name.text: bar.beside.text for bar in drawn.bars if bar.beside is not None}
    assert beside == {"Energy": "–", "Technology": "↑3", "Financials": "↓10"}
    assert "xlk.sector_rank_change.5d" in drawn.figures and "↑3" in drawn.alt


def test_the_ladder_keeps_its_order(briefing: Briefing, edition: Make) -> None:
    made, exhibits = everything(briefing)
    drawn = draw(exhibits[6], edition(made))
    assert drawn is not None
    assert [bar.name.text for bar in drawn.bars] == ["S&P 500", "Russell 2000", "Financials"]


def test_as_many_dots_are_full_as_were_counted(briefing: Briefing, edition: Make) -> None:
    made, exhibits = everything(briefing)
    drawn = draw(exhibits[3], edition(made))
    assert drawn is not None
    assert [(dot.tone, dot.full) for dot in drawn.dots] == [("up", True)] * 6 + [("up", False)] * 5 + [("down", False)] * 11
    assert "6/11" in drawn.alt and "0/11" in drawn.alt


def test_a_run_is_drawn_among_those_of_its_own_side(briefing: Briefing, edition: Make) -> None:
    made, exhibits = everything(briefing)
    drawn = draw(exhibits[5], edition(made))
    assert drawn is not None
    plain = [stem for stem in drawn.stems if stem.tone == "track"]
    named = [stem.label.text for stem in drawn.stems if stem.label is not None]
    assert len(plain) == 3 and named == ["January 2026: 14", "May 2008: 16"]
    behind = replace_value(made, "rut-spx.ended_streak.1d", -14)
    other = draw(exhibits[5], edition(behind))
    assert other is not None and other.window == "behind"
    assert len([stem for stem in other.stems if stem.tone == "track"]) == 1


def replace_value(briefing: Briefing, name: str, value: float) -> Briefing:
    changed = tuple(f.model_copy(update={"value": float(value)}) if f.id == name else f for f in briefing.figures)
    return briefing.model_copy(update={"figures": changed})


def test_rates_name_who_says_so(briefing: Briefing, edition: Make) -> None:
    made, exhibits = everything(briefing)
    drawn = draw(exhibits[4], edition(made))
    assert drawn is not None
    assert [(span.name.text[:10], span.value.text) for span in drawn.spans] == [
        ("Now", "3.50%–3.75%"), ("A House of", "3.00%–3.25%"), ("December 2", "3.10%"),
    ]  # fmt: skip
    now, later, _ = drawn.spans
    assert later.start + later.width < now.start and later.width == pytest.approx(now.width, abs=0.05)


def test_a_fall_starts_from_zero(briefing: Briefing, edition: Make) -> None:
    made, exhibits = everything(briefing)
    drawn = draw(exhibits[2], edition(made))
    assert drawn is not None and drawn.lines[0].label.text.endswith("−20.5%")
    assert drawn.zero == min(tick.at for tick in drawn.across) == drawn.top


def test_names_are_shortened_where_there_is_no_room() -> None:
    assert fitted("Russell 2000", SIZE, 200) == "Russell 2000"
    short = fitted("An Exchange-Traded Fund of Very Many Small Companies", SIZE, 120)
    assert short.endswith("…") and text_width(short, SIZE) <= 120
    assert fitted("An Exchange", SIZE, 1) == "…"
