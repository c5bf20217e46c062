"""Averages, ranges, records, drawdowns, volumes: what a chart of one instrument shows."""

from __future__ import annotations

import re

import numpy as np

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Series, Unknown


def _length(case: Case) -> int:
    """The number in the window's name (20d) or in the metric's (sma50)."""
    found = re.search(r"(\d+)d$", case.figure.window.name) or re.search(r"(\d+)$", case.figure.metric)
    if found is None:
        raise Unknown("no length in the window's name")
    return int(found[1])


def _average(closes: Series, length: int, back: int = 0) -> float:
    end = len(closes) - back
    if end < length:
        raise Unknown(f"{length + back} closes needed, {len(closes)} attached")
    return float(closes.values[end - length : end].sum()) / length


@recomputes("sma20", "sma50", "sma200")
def moving_average(case: Case) -> float:
    return _average(case.closes(), _length(case))


@recomputes("sma_distance")
def sma_distance(case: Case) -> float:
    closes = case.closes()
    return float(closes.values[-1]) / _average(closes, _length(case)) - 1.0


@recomputes("sma_slope")
def sma_slope(case: Case) -> float:
    """The average over itself five sessions ago, less 1."""
    closes, length = case.closes(), _length(case)
    return _average(closes, length) / _average(closes, length, 5) - 1.0


@recomputes("sma_cross")
def sma_cross(case: Case) -> float:
    """Closes spent on the other side of the average before today's crossing."""
    closes, length = case.closes(), _length(case)
    side = closes.values[-1] > _average(closes, length)
    spent = 0
    for back in range(1, len(closes) - length + 1):
        if (closes.values[-1 - back] > _average(closes, length, back)) == side:
            break
        spent += 1
    return float(spent)


@recomputes("share_above_sma")
def share_above_sma(case: Case) -> float:
    closes = case.closes()
    length = int(case.figure.params.get("average", case.figure.params.get("length", 50)))
    count = _length(case)
    above = [float(closes.values[-1 - back]) > _average(closes, length, back) for back in range(count)]
    return sum(above) / count


def _window(case: Case, field: str | None = None) -> Series:
    found = case.closes() if field is None else case.series(case.figure.subject, field)
    found = found.after(case.start)
    if not len(found):
        raise Unknown("no observation in the window")
    return found


def _intraday(case: Case, field: str) -> Series:
    symbol = case.symbol(case.figure.subject)
    named = {i.field for i in case.figure.inputs if i.symbol == symbol}
    intraday = case.figure.params.get("intraday")
    if intraday in (1, "1") or (intraday is None and field in named):
        return _window(case, field)
    return _window(case)


@recomputes("extreme_52w_high")
def high_52w(case: Case) -> float:
    return float(_intraday(case, "high").values.max())


@recomputes("extreme_52w_low")
def low_52w(case: Case) -> float:
    return float(_intraday(case, "low").values.min())


@recomputes("range_position")
def range_position(case: Case) -> float:
    high, low = high_52w(case), low_52w(case)
    assert isinstance(high, float) and isinstance(low, float)
    return (case.closes().at(case.end) - low) / (high - low)


@recomputes("high_distance")
def high_distance(case: Case) -> float:
    return case.closes().at(case.end) / float(_intraday(case, "high").values.max()) - 1.0


@recomputes("low_distance")
def low_distance(case: Case) -> float:
    return case.closes().at(case.end) / float(_intraday(case, "low").values.min()) - 1.0


@recomputes("record_close")
def record_close(case: Case) -> Found:
    closes = case.closes()
    place = int(np.argmax(closes.values))
    return Found(float(closes.values[place]), {"date": closes.day(place)})


@recomputes("record_distance")
def record_distance(case: Case) -> float:
    closes = case.closes()
    return float(closes.values[-1] / closes.values.max() - 1.0)


def _records(closes: Series) -> list[int]:
    """Places of closes above every earlier close."""
    places, best = [], float(closes.values[0])
    for place in range(1, len(closes)):
        if closes.values[place] > best:
            best = float(closes.values[place])
            places.append(place)
    return places


@recomputes("record_count")
def record_count(case: Case) -> float:
    closes = case.closes()
    return float(sum(closes.day(place) >= case.start for place in _records(closes)))


@recomputes("record_drought")
def record_drought(case: Case) -> float:
    closes = case.closes()
    places = _records(closes)
    if not places or places[-1] != len(closes) - 1:
        raise Unknown("no record at the session")
    return float(places[-1] - (places[-2] if len(places) > 1 else 0))


@recomputes("drawdown", "drawdown_52w")
def drawdown(case: Case) -> Found:
    closes = _window(case) if case.figure.window.name == "52w" else case.closes()
    place = int(len(closes) - 1 - np.argmax(closes.values[::-1]))
    return Found(float(closes.values[-1] / closes.values[place] - 1.0), {"peak": closes.day(place)})


@recomputes("days_under_water")
def days_under_water(case: Case) -> float:
    closes = case.closes()
    peak = int(len(closes) - 1 - np.argmax(closes.values[::-1]))
    return float(len(closes) - 1 - peak)


@recomputes("daily_vol")
def daily_vol(case: Case) -> float:
    """Sample standard deviation of the window's one-day returns; an explicit window takes closes within it only."""
    closes = case.closes()
    moves = (
        closes.after(case.start).changes() if case.figure.window.name == "since" else closes.changes().after(case.start)
    ).values
    if len(moves) < 2:
        raise Unknown("too few returns in the window")
    mean = moves.sum() / len(moves)
    return float(np.sqrt(((moves - mean) ** 2).sum() / (len(moves) - 1)))


def _deviation(case: Case, subject: str) -> float:
    moves = case.closes(subject).changes().after(case.start).values
    return float(np.std(moves, ddof=1))


@recomputes("vol_ratio")
def vol_ratio(case: Case) -> float:
    return _deviation(case, case.figure.subject) / _deviation(case, case.other)


@recomputes("level_percentile")
def level_percentile(case: Case) -> float:
    values = case.closes().values[-case.figure.window.sessions :]
    return float(np.mean(values <= values[-1]))


@recomputes("implied_realised_gap")
def implied_realised_gap(case: Case) -> float:
    """The index's level less the annualised deviation of the benchmark's 20 last returns, in percent points."""
    benchmark = case.figure.comparator or next((s.id for s in case.subjects.values() if "benchmark" in s.roles), None)
    if benchmark is None:
        raise Unknown("no benchmark")
    moves = case.closes(benchmark).changes().values[-_length(case) :]
    return float(case.closes().at(case.end) - np.std(moves, ddof=1) * np.sqrt(252.0) * 100.0)


def _volumes(case: Case) -> Series:
    volumes = case.series(case.figure.subject, "volume")
    return Series(volumes.days[volumes.values > 0], volumes.values[volumes.values > 0])


@recomputes("avg_volume")
def avg_volume(case: Case) -> float:
    return float(_volumes(case).after(case.start).values.mean())


@recomputes("volume_ratio")
def volume_ratio(case: Case) -> float:
    """The day's volume over the mean of the window that ends with it."""
    volumes = _volumes(case).after(case.start).values
    return float(volumes[-1] / volumes.mean())


@recomputes("volume_percentile")
def volume_percentile(case: Case) -> float:
    volumes = _volumes(case).after(case.start).values
    return float(np.mean(volumes <= volumes[-1]))


@recomputes("dollar_volume")
def dollar_volume(case: Case) -> float:
    volumes = _volumes(case).after(case.start)
    closes = case.closes().after(case.start)
    held = dict(zip(closes.days.tolist(), closes.values.tolist(), strict=True))
    values = [
        held[day] * value
        for day, value in zip(volumes.days.tolist(), volumes.values.tolist(), strict=True)
        if day in held
    ]
    return float(np.mean(values))
