"""A small briefing made by hand, and a phrasebook whose sentences are fixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from markupsafe import Markup

from reporter.language import Language
from reporter.model import Briefing, Exhibit, Figure, Gap, Input, Passage, Section, Source, Subject, Window
from reporter.project import packaged
from reporter.rendering.context import Edition
from reporter.rendering.phrasebook import Phrasebook

SESSION = date(2026, 1, 23)
DAY = Window(name="1d", start=SESSION, end=SESSION, sessions=1, base=date(2026, 1, 22))
YEAR = Window(name="52w", start=date(2025, 1, 23), end=SESSION, sessions=252)
YTD = Window(name="ytd", start=date(2026, 1, 2), end=SESSION, sessions=15, base=date(2025, 12, 31))

SENTENCES = {
    "zh_CN": {"title": "小盘股回落，", "heading": "一天的落差", "passage": "<strong>要点</strong>：罗素下跌"},
    "en": {
        "title": "Small caps slip, ",
        "heading": "One day's gap",
        "passage": "<strong>The point</strong>: the Russell fell ",
    },
}


class Fixed(Phrasebook):
    """Says the same sentence for everything, with one figure in it."""

    def _collect(self, folders: Any) -> dict[str, Any]:
        return {}

    def _say(self, name: str, passage: Passage) -> Markup:
        words = SENTENCES[self.language.tag][name.split("_")[0]]
        number = self.figure("rut.day_change.1d") if "rut.day_change.1d" in self._figures else Markup("")
        return Markup(words) + (Markup("") if name.startswith("heading") else number)

    def heading(self, passage: Passage) -> Markup | None:
        return self._say("heading_x", passage) if passage.heading else None


def figure(
    subject: str, metric: str, value: float, unit: str, decimals: int, window: Window = DAY, **more: Any
) -> Figure:
    name = f"{subject}-{more['comparator']}" if more.get("comparator") else subject
    inputs = (Input(symbol=subject.upper(), session=window.end, field="close", value=1.0),)
    return Figure(
        id=f"{name}.{metric}.{window.name}",
        metric=metric,
        subject=subject,
        symbol=subject.upper(),
        window=window,
        value=value,
        unit=unit,
        decimals=decimals,
        formula="close[end] / close[base] - 1",
        inputs=inputs,
        as_of=window.end,
        **more,
    )


def levels(subject: str, close: float, low: float, high: float, change: float) -> list[Figure]:
    return [
        figure(subject, "close_level", close, "points", 2),
        figure(subject, "day_change", change, "fraction", 4),
        figure(subject, "extreme_52w_low", low, "points", 2, YEAR),
        figure(subject, "extreme_52w_high", high, "points", 2, YEAR),
        figure(subject, "range_position", (close - low) / (high - low), "fraction", 2, YEAR),
        figure(subject, "ytd_return", 0.0754, "fraction", 4, YTD),
    ]


def series(values: list[float]) -> tuple[tuple[str, float], ...]:
    days = [date.fromordinal(SESSION.toordinal() - len(values) + 1 + i) for i in range(len(values))]
    return tuple((day.isoformat(), value) for day, value in zip(days, values, strict=True))


@pytest.fixture
def briefing() -> Briefing:
    sectors = {"xlk": 0.0014, "xlf": -0.0138, "xle": 0.0057, "xlu": 0.0}
    subjects = [
        Subject(id="rut", symbol="^RUT", kind="index", roles=("challenger",)),
        Subject(id="spx", symbol="^GSPC", kind="index", roles=("benchmark",)),
        Subject(id="tnx", symbol="^TNX", kind="yield", roles=("yield_long",)),
        *(Subject(id=name, symbol=name.upper(), kind="etf", currency="USD", roles=("sector",)) for name in sectors),
    ]
    figures = [
        *levels("rut", 2669.16, 1732.99, 2735.1, -0.0182),
        *levels("spx", 6915.61, 4835.04, 6986.33, 0.0003),
        figure("tnx", "close_level", 0.0424, "fraction", 4),
        figure("tnx", "yield_change", -1.0, "bp", 0),
        *(figure(name, "day_change", value, "fraction", 4, basis="total_return") for name, value in sectors.items()),
        figure("rut", "relative_return", -0.0186, "pp", 4, comparator="spx"),
    ]
    lines = {"rut": series([100.0 + i for i in range(60)]), "spx": series([100.0 - i / 10 for i in range(60)])}
    return Briefing(
        desk="us-small-caps",
        session=SESSION,
        as_of=datetime(2026, 1, 23, 21, tzinfo=UTC),
        generated_at=datetime(2026, 1, 24, tzinfo=UTC),
        sample=True,
        theme="quiet",
        sentiment="mixed",
        market="us_equities",
        tags=("small_caps",),
        subjects=tuple(subjects),
        related=("rut", "xlf"),
        figures=tuple(figures),
        claims=(),
        sections=(
            Section(
                id="analysis",
                passages=(
                    Passage(id="lead", move="lead", claims=(), heading=True),
                    Passage(id="inside", move="inside", claims=(), heading=True),
                ),
            ),
            Section(id="insights", passages=(Passage(id="one", move="one", claims=()),)),
            Section(
                id="risks-opportunities",
                passages=(
                    Passage(id="risk", move="risk", claims=(), group="risk_factors"),
                    Passage(id="chance", move="chance", claims=(), group="opportunities"),
                ),
            ),
            Section(id="summary", passages=(Passage(id="sum", move="sum", claims=()),)),
        ),
        exhibits=(
            Exhibit(id="performance", kind="relative_performance", subjects=("rut", "spx"), series=lines),
            Exhibit(id="sectors", kind="sector_bars", figures=tuple(f"{name}.day_change.1d" for name in sectors)),
            Exhibit(id="ranges", kind="range_strip", subjects=("rut", "spx", "tnx")),
        ),
        sources=(Source(id=0, kind="market", publisher="Test & Prices", title="daily 2026 closes", date=SESSION),),
        gaps=(
            Gap(what="volume", subject="xlk", why="no_volume"),
            Gap(what="volume", subject="xlf", why="no_volume"),
            Gap(what="rate_path", subject="fed_funds", why="no_futures"),
        ),
    )


@pytest.fixture
def phrasebook() -> Callable[[Briefing, str], Phrasebook]:
    def make(briefing: Briefing, tag: str) -> Phrasebook:
        return Fixed(briefing, Language.load(tag, [packaged("locales")]), [packaged("locales") / tag / "phrases"])

    return make


@pytest.fixture
def edition(phrasebook: Callable[[Briefing, str], Phrasebook]) -> Callable[[Briefing, str], Edition]:
    def make(briefing: Briefing, tag: str = "en") -> Edition:
        return Edition(briefing, phrasebook(briefing, tag))

    return make
