"""Tables and charts: which figures and series stand beside the text."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.model import Desk, Exhibit, Figures
from reporter.model.market import Market

CHART_SESSIONS = 120
KPI = (("close_level", "1d"), ("day_change", "1d"), ("trailing_return", "5d"), ("ytd_return", "ytd"))


def exhibits(market: Market, desk: Desk, figures: Figures) -> tuple[Exhibit, ...]:
    """The KPI table and every chart that has data."""
    return tuple(
        found
        for found in (_kpi(desk, figures), _related(desk, figures), *_charts(market, desk, figures))
        if found is not None
    )


def _present(figures: Figures, *ids: str) -> tuple[str, ...]:
    return tuple(i for i in ids if i in figures)


def _kpi(desk: Desk, figures: Figures) -> Exhibit | None:
    subjects = [*desk.lead, *(s.id for role in ("fear", "yield_long") for s in desk.with_role(role))]
    ids = [
        f"{s}.{metric}.{window}"
        for s in subjects
        for metric, window in (*KPI, ("yield_change", "1d"), ("period_point_change", "1d"))
    ]
    shown = _present(figures, *ids)
    return Exhibit(id="kpi", kind="kpi", figures=shown, subjects=tuple(subjects), section="header") if shown else None


def _related(desk: Desk, figures: Figures) -> Exhibit | None:
    ids = [f"{s}.{metric}.1d" for s in desk.related for metric in ("close_level", "day_change")]
    shown = _present(figures, *ids)
    return (
        Exhibit(id="related", kind="related", figures=shown, subjects=desk.related, section="header") if shown else None
    )


def _charts(market: Market, desk: Desk, figures: Figures) -> Iterator[Exhibit | None]:
    yield _performance(market, desk, figures)
    sectors = _present(figures, *(f"{s.id}.day_change.1d" for s in desk.with_role("sector")))
    yield Exhibit(id="sectors", kind="sector_bars", figures=sectors) if len(sectors) > 3 else None
    ranges = [s for s in desk.lead if f"{s}.range_position.52w" in figures and f"{s}.close_level.1d" in figures]
    metrics = ("extreme_52w_low", "extreme_52w_high", "range_position")
    ids = _present(
        figures, *(f"{s}.{metric}.52w" for s in ranges for metric in metrics), *(f"{s}.close_level.1d" for s in ranges)
    )
    yield Exhibit(id="ranges", kind="range_strip", figures=ids, subjects=tuple(ranges)) if ranges else None
    pairs = _present(
        figures,
        *(
            f"{p.id}.relative_return.ytd"
            for p in desk.pairs
            if p.role in ("size", "weighting", "style_large", "style_small")
        ),
    )
    yield Exhibit(id="spreads", kind="spread_bars", figures=pairs, section="insights") if len(pairs) > 1 else None


def _performance(market: Market, desk: Desk, figures: Figures) -> Exhibit | None:
    """Prices of the lead subjects from a common start, indexed to 100."""
    series: dict[str, tuple[tuple[str, float], ...]] = {}
    start = market.sessions[-min(CHART_SESSIONS, len(market.sessions))]
    for subject in desk.lead:
        prices = market.prices(subject)
        prices = prices[prices.index >= start]
        if len(prices) < 20 or prices.index[-1].date() != market.session or prices.index[0] != start:
            continue
        indexed = prices / prices.iloc[0] * 100
        series[subject] = tuple((day.date().isoformat(), round(float(value), 4)) for day, value in indexed.items())
    if not series:
        return None
    return Exhibit(
        id="performance",
        kind="relative_performance",
        subjects=tuple(series),
        series=series,
        figures=_present(figures, *(f"{s}.close_level.1d" for s in series)),
    )
