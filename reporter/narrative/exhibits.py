"""Tables and charts: which figures and series stand beside the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import pandas as pd

from reporter.model import Desk, Exhibit, Figures
from reporter.model.chart import OwnChart
from reporter.model.market import Market

CHART_SESSIONS = 120
SPARK_SESSIONS = 60
YEAR_SESSIONS = 252
LONGEST_RUNS = 5
"""Runs of fewer sessions are too many to be drawn."""
DEEP = -0.05
"""A fall from the year's highest close that is worth a chart."""
RUNGS = ("large", "mid", "small", "micro")
SPREADS = ("size", "weighting", "style_large", "style_small")
KPI = (("close_level", "1d"), ("day_change", "1d"), ("trailing_return", "5d"), ("ytd_return", "ytd"))
BREADTH = ("sectors_up.1d", "sectors_above_sma50.50d", "sectors_at_20d_high.20d", "sectors_at_20d_low.20d")
RATES = ("policy_rate_low", "policy_rate_high")
Length = Literal["brief", "standard", "full"]
Points = tuple[tuple[str, float], ...]


def exhibits(market: Market, desk: Desk, figures: Figures, length: Length = "standard") -> tuple[Exhibit, ...]:
    """The KPI table and every chart that has data; a brief has the first two charts alone."""
    tables = (_kpi(market, desk, figures), _related(desk, figures))
    charts = [found for found in _charts(market, desk, figures) if found is not None]
    return (*(found for found in tables if found is not None), *charts[: 2 if length == "brief" else None])


def drawn(charts: Iterable[OwnChart], desk: Desk, figures: Figures) -> Iterator[Exhibit]:
    """The charts of a project's own that have figures today, and a section to stand in."""
    for chart in charts:
        wanted = chart.subjects or (tuple(s.id for s in desk.with_role(chart.role)) if chart.role is not None else ())
        found = [f for f in figures.all(chart.metric, chart.window) if f.comparator == chart.comparator]
        named = {f.subject: f for f in found}
        shown = [named[s] for s in wanted if s in named] if wanted else found
        if chart.order == "value":
            shown = sorted(shown, key=lambda f: (-f.value, f.id))
        if shown:
            ids = tuple(f.id for f in shown[: chart.most])
            yield Exhibit(id=chart.id, kind=chart.id, figures=ids, section=chart.section)


def _present(figures: Figures, *ids: str) -> tuple[str, ...]:
    return tuple(i for i in ids if i in figures)


def _span(desk: Desk) -> str:
    """The window that an edition tells of: the session, or the week or month of a wrap."""
    return desk.period.kind if desk.period is not None else "1d"


def _change(desk: Desk) -> str:
    """The metric and window of a subject's own move over that window."""
    return f"period_return.{_span(desk)}" if desk.period is not None else "day_change.1d"


def _kpi(market: Market, desk: Desk, figures: Figures) -> Exhibit | None:
    subjects = [*desk.lead, *(s.id for role in ("fear", "yield_long") for s in desk.with_role(role))]
    span = _span(desk)
    moves = (("yield_change", span), ("period_point_change", span), ("period_return", span))
    ids = [f"{s}.{metric}.{window}" for s in subjects for metric, window in (*KPI, *moves)]
    shown = _present(figures, *ids)
    if not shown:
        return None
    small = {s: _points(prices) for s in subjects if len(prices := _last(market, s, SPARK_SESSIONS)) > 2}
    return Exhibit(id="kpi", kind="kpi", figures=shown, subjects=tuple(subjects), series=small, section="header")


def _related(desk: Desk, figures: Figures) -> Exhibit | None:
    ids = [f"{s}.{change}" for s in desk.related for change in ("close_level.1d", _change(desk))]
    shown = _present(figures, *ids)
    return (
        Exhibit(id="related", kind="related", figures=shown, subjects=desk.related, section="header") if shown else None
    )


def _charts(market: Market, desk: Desk, figures: Figures) -> Iterator[Exhibit | None]:
    """In order of importance."""
    yield _performance(market, desk, figures)
    yield _sectors(desk, figures)
    yield _ranges(desk, figures)
    yield _drawdown(market, desk, figures)
    yield _breadth(figures)
    yield _rates(figures)
    yield _streak(market, desk, figures)
    yield _bars(figures, "spreads", "spread_bars", [
        f"{p.id}.relative_return.ytd" for p in desk.pairs if p.role in SPREADS
    ])
    rungs = [s[0].id for role in RUNGS if (s := desk.with_role(role))]
    yield _bars(figures, "ladder", "cap_ladder", [f"{s}.ytd_return.ytd" for s in rungs], fewest=3)


def _bars(figures: Figures, name: str, kind: str, ids: list[str], *, fewest: int = 2) -> Exhibit | None:
    shown = _present(figures, *ids)
    return Exhibit(id=name, kind=kind, figures=shown, section="insights") if len(shown) >= fewest else None


def _sectors(desk: Desk, figures: Figures) -> Exhibit | None:
    sectors = [s.id for s in desk.with_role("sector")]
    changes = _present(figures, *(f"{s}.{_change(desk)}" for s in sectors))
    moved = _present(figures, *(f"{s}.sector_rank_change.5d" for s in sectors if f"{s}.day_change.1d" in changes))
    return Exhibit(id="sectors", kind="sector_bars", figures=(*changes, *moved)) if len(changes) > 3 else None


def _ranges(desk: Desk, figures: Figures) -> Exhibit | None:
    ranges = [s for s in desk.lead if f"{s}.range_position.52w" in figures and f"{s}.close_level.1d" in figures]
    metrics = ("extreme_52w_low", "extreme_52w_high", "range_position")
    ids = _present(
        figures, *(f"{s}.{metric}.52w" for s in ranges for metric in metrics), *(f"{s}.close_level.1d" for s in ranges)
    )
    return Exhibit(id="ranges", kind="range_strip", figures=ids, subjects=tuple(ranges)) if ranges else None


def _breadth(figures: Figures) -> Exhibit | None:
    counts = _present(figures, *(f"sectors.{name}" for name in BREADTH))
    return Exhibit(id="breadth", kind="breadth", figures=counts) if len(counts) > 1 else None


def _rates(figures: Figures) -> Exhibit | None:
    """Where the policy rate stands and where sources or futures put it; a path in basis points is no place."""
    ends = [
        f.id
        for f in figures
        if f.metric in ("rate_path_end", "rate_path") and f.unit == "fraction" and "set_aside" not in f.params
    ]
    now = _present(figures, *(f"fed_funds.{name}.1d" for name in RATES))
    if not now:  # no range that is known: what a note says of it
        now = tuple(f.id for f in figures if f.metric == "policy_rate_level" and f.window.name == "note")
    return Exhibit(id="rates", kind="rate_path", figures=(*now, *ends)) if now and ends else None


def _streak(market: Market, desk: Desk, figures: Figures) -> Exhibit | None:
    """Every run of the size pair in the history that there is, where one stands or has just ended."""
    pair = desk.pair("size")
    if pair is None:
        return None
    ids = _present(figures, f"{pair.id}.ended_streak.1d", f"{pair.id}.outperformance_streak.1d")[:1]
    if not ids or abs(figures[ids[0]].value) < LONGEST_RUNS:
        return None
    days = market.sessions[(market.sessions >= _start(market, pair.a)) & (market.sessions >= _start(market, pair.b))]
    a, b = (market.prices(s).reindex(days).pct_change(fill_method=None) for s in (pair.a, pair.b))
    signs = (a - b).apply(lambda gap: (gap > 0) - (gap < 0))
    groups = (signs != signs.shift()).cumsum()
    lengths = signs.groupby(groups).cumsum()
    ends = lengths[(groups != groups.shift(-1)) & (lengths.abs() >= LONGEST_RUNS)]
    longest = _present(figures, f"{pair.id}.streak_longest.since_inception")
    return Exhibit(
        id="streaks", kind="streak_strip", figures=(*ids, *longest), subjects=(pair.a, pair.b),
        series={"runs": _points(ends, 0)}, section="insights",
    )


def _start(market: Market, subject: str) -> pd.Timestamp:
    prices = market.prices(subject)
    return prices.index[0] if len(prices) else market.sessions[-1]


def _last(market: Market, subject: str, sessions: int) -> pd.Series:
    """The last prices of a subject that has one on the session, within so many sessions."""
    prices = market.prices(subject)
    start = market.sessions[-min(sessions, len(market.sessions))]
    prices = prices[prices.index >= start]
    return prices if len(prices) and prices.index[-1].date() == market.session else prices.iloc[:0]


def _points(values: pd.Series, decimals: int = 4) -> Points:
    days = pd.DatetimeIndex(values.index).date
    return tuple((day.isoformat(), round(float(value), decimals)) for day, value in zip(days, values, strict=True))


def _performance(market: Market, desk: Desk, figures: Figures) -> Exhibit | None:
    """Prices of the lead subjects from a common start, indexed to 100, and what is told of those sessions."""
    series: dict[str, Points] = {}
    start = market.sessions[-min(CHART_SESSIONS, len(market.sessions))]
    for subject in desk.lead:
        prices = _last(market, subject, CHART_SESSIONS)
        if len(prices) >= 20 and prices.index[0] == start:
            series[subject] = _points(prices / prices.iloc[0] * 100)
    if not series:
        return None
    return Exhibit(
        id="performance",
        kind="relative_performance",
        subjects=tuple(series),
        series=series,
        figures=(*_present(figures, *(f"{s}.close_level.1d" for s in series)), *_events(desk, figures, series)),
    )


def _events(desk: Desk, figures: Figures, series: Mapping[str, Points]) -> tuple[str, ...]:
    """A run of the size pair, the first subject's record or the peak that it fell from."""
    pair, first = desk.pair("size"), next(iter(series))
    runs = [f"{pair.id}.{name}.1d" for name in ("ended_streak", "outperformance_streak")] if pair else []
    told = [i for i in _present(figures, *runs)[:1] if abs(figures[i].value) >= LONGEST_RUNS]
    return (*told, *_present(figures, f"{first}.record_close.since_inception", f"{first}.drawdown.52w"))


def _drawdown(market: Market, desk: Desk, figures: Figures) -> Exhibit | None:
    """How far the two lead subjects stood below their highest close, over a year; where one of them is deep down."""
    shown = [s for s in desk.lead[:2] if f"{s}.drawdown.52w" in figures]
    if not any(figures[f"{s}.drawdown.52w"].value <= DEEP for s in shown):
        return None
    found = {s: _last(market, s, YEAR_SESSIONS) for s in shown}
    series = {s: _points(prices / prices.cummax() - 1, 6) for s, prices in found.items() if len(prices) > 20}
    ids = _present(figures, *(f"{s}.drawdown.52w" for s in series))
    if not series:
        return None
    return Exhibit(id="drawdown", kind="drawdown", subjects=tuple(series), series=series, figures=ids)
