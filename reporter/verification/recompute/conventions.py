"""Ranges of closes, ranks among indices, window lengths, labels by rule, provider and policy tables."""

from __future__ import annotations

import itertools
import math

import numpy as np

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.derived import operands
from reporter.verification.recompute.prices import Floats, Series, Unknown, together
from reporter.verification.recompute.rarity import _differences


@recomputes("close_max", "close_min")
def closing_range(case: Case) -> Found:
    closes = case.closes().after(case.start)
    highest = case.figure.metric == "close_max"
    value = float(closes.values.max() if highest else closes.values.min())
    return Found(value, {"date": closes.day(int(np.flatnonzero(closes.values == value)[-1]))})


@recomputes("ranking")
def ranking(case: Case) -> float:
    """Among the subjects whose prices the figure names, equal ones in order of id."""
    symbols = {i.symbol for i in case.figure.inputs}
    returns = {s.id: case.window_return(s.id) for s in case.subjects.values() if s.symbol in symbols}
    order = sorted(returns, key=lambda name: (-returns[name], name))
    return order.index(case.figure.subject) + 1.0


@recomputes("window_sessions")
def window_sessions(case: Case) -> float:
    """Sessions are the days of any attached price within the window."""
    days = {day for symbol in case.prices.symbols for day in case.prices.series(symbol, "close").days.tolist()}
    return float(sum(case.start.toordinal() <= day <= case.end.toordinal() for day in days))


@recomputes("window_days")
def window_days(case: Case) -> float:
    closes = case.closes()
    before = closes.days[closes.days < case.start.toordinal()]
    return float(case.end.toordinal() - int(before[-1]))


@recomputes("day_zscore")
def day_zscore(case: Case) -> float:
    moves = case.closes().changes().tail(case.figure.window.sessions).values
    return float((moves[-1] - moves.mean()) / moves.std(ddof=1))


def _traded(case: Case, subject: str) -> Series:
    volume = case.series(subject, "volume")
    return Series(volume.days[volume.values > 0], volume.values[volume.values > 0])


@recomputes("illiquidity")
def illiquidity(case: Case) -> float:
    closes, traded = together(case.closes(), _traded(case, case.figure.subject))
    moves = case.closes().changes()
    found = [
        abs(moves.at(closes.day(at))) / (closes.values[at] * traded.values[at]) * 1e9 for at in range(-20, 0)
    ]
    return float(np.mean(found))


@recomputes("volume_record")
def volume_record(case: Case) -> Found:
    """Observations since as much traded in a day, or in five together; money where several funds count together."""
    funds = str(case.figure.params.get("funds", "")).split()
    if funds:
        parts = [together(_traded(case, fund), case.closes(fund)) for fund in funds]
        days = parts[0][0].days
        for volume, _ in parts[1:]:
            days = np.intersect1d(days, volume.days)
        total: Floats = np.zeros(len(days))
        for volume, closes in parts:
            at = np.searchsorted(volume.days, days)
            total = total + volume.values[at] * closes.values[at]
        traded = Series(days, total)
    else:
        traded = _traded(case, case.figure.subject)
    values, days = traded.values, traded.days
    if case.figure.id.endswith(".5d"):
        values, days = np.convolve(values, np.ones(5), "valid"), days[4:]
    for back in range(1, len(values)):
        if values[-1 - back] >= values[-1] * (1 - 1e-12):
            return Found(float(back), {"since": Series(days, values).day(len(days) - 1 - back)})
    return Found(float(len(values) - 1))


@recomputes("range_breakout_level")
def range_breakout_level(case: Case) -> float:
    base = case.series(case.figure.subject, case.field(case.figure.subject)).until(case.figure.dates["base_end"])
    values = base.after(case.figure.dates["base_start"]).values
    return float(values.max() if case.param("direction") > 0 else values.min())


@recomputes("round_level_crossings")
def round_level_crossings(case: Case) -> Found:
    closes, level, band = case.closes(), case.param("level"), case.param("band")
    start = len(closes) - 2
    while start > 0 and abs(closes.values[start - 1] / level - 1.0) <= band:
        start -= 1
    if abs(closes.values[len(closes) - 2] / level - 1.0) > band:
        start = len(closes) - 1
    above = [value >= level for value in closes.values[max(start - 1, 0) :].tolist()]
    count = sum(one != other for one, other in itertools.pairwise(above))
    return Found(float(count), {"start": closes.day(start)})


@recomputes("golden_cross_since")
def golden_cross_since(case: Case) -> Found:
    closes = case.closes()
    sums = np.concatenate([[0.0], np.cumsum(closes.values)])
    short, long = int(case.param("short")), int(case.param("long"))
    above = [
        (sums[at] - sums[at - short]) / short > (sums[at] - sums[at - long]) / long * (1 + 1e-12)
        for at in range(long, len(sums))
    ]
    for back in range(1, len(above)):
        if above[-1 - back] != above[-1]:
            return Found(float(back - 1), {"crossed": closes.day(len(closes) - back)})
    raise Unknown("the averages never crossed in the attached closes")


@recomputes("rate_sensitivity_gap")
def rate_sensitivity_gap(case: Case) -> float:
    """Slope of the difference of the two returns on the change of the yield: the slopes subtract."""
    a, b = case.pair()
    closes, yields = together(Series(a.days, b.values), case.closes(str(case.figure.params.get("rate"))))
    first = a.values[np.searchsorted(a.days, closes.days)]
    count = case.figure.window.sessions
    x = np.diff(yields.values)[-count:] * 100.0
    y = (np.diff(first) / first[:-1] - np.diff(closes.values) / closes.values[:-1])[-count:]
    return float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())


@recomputes("leadership")
def leadership(case: Case) -> float:
    a, b = case.pair()
    gaps = a.values[20:] / a.values[:-20] - b.values[20:] / b.values[:-20]
    share = float(np.mean(gaps <= gaps[-1] + 1e-12))
    days = np.sign(_differences(case).values)
    streak = 0
    while streak < len(days) and days[-1] and days[-1 - streak] == days[-1]:
        streak += 1
    long = streak >= 3
    state = 1 if long and share > 0.8 and days[-1] > 0 else -1 if long and share < 0.2 and days[-1] < 0 else 0
    return share if state == case.param("state") else float("nan")


@recomputes("risk_rating")
def risk_rating(case: Case) -> float:
    """Steps of the rubric that the share of history that was less worrying has reached."""
    values = _worry(case)
    reading = float(np.mean(values <= values[-1] + 1e-12))
    return float(sum(reading >= step for step in (0.5, 0.8, 0.95)))


def _worry(case: Case) -> Floats:
    """Observations in which more is worse, by the risk's name."""
    risk = case.figure.params.get("risk")
    if risk == "credit":
        a, b = case.pair()
        return b.values[20:] / b.values[:-20] - a.values[20:] / a.values[:-20]
    closes = case.closes().values
    if risk == "volatility":
        return closes[-252:]
    if risk == "rates":
        return np.abs(np.diff(closes))[-252:]
    if risk == "depth":
        return 1.0 - closes / np.maximum.accumulate(closes)
    if risk == "stretch":
        means = np.convolve(closes, np.ones(200) / 200, "valid")
        return np.abs(closes[199:] / means - 1.0)
    raise Unknown(f"no risk {risk}")


@recomputes("intl_lead_since")
def intl_lead_since(case: Case) -> Found:
    """Years before the last completed one in which the other side had been ahead."""
    first, second = (case.series(side, "adj_close") for side in (case.figure.subject, case.other))
    first, second = together(first.until(case.end), second)
    years = [first.day(at).year for at in range(len(first))]
    ends = [at for at in range(len(years)) if at + 1 == len(years) or years[at + 1] != years[at]]
    gaps = [
        first.values[b] / first.values[a] - second.values[b] / second.values[a]
        for a, b in itertools.pairwise(ends)
    ]
    back = 0
    while back + 1 < len(gaps) and (gaps[-2 - back] > 0) != (gaps[-1] > 0):
        back += 1
    return Found(float(back))


@recomputes("pe_discount")
def pe_discount(case: Case) -> float:
    """The two multiples are figures of the edition."""
    own, other = operands(case)
    return 1.0 - own / other


@recomputes("return_decomposition")
def price_change(case: Case) -> float:
    return _price_change(case)


@recomputes("return_decomposition_multiple")
def multiple_change(case: Case) -> float:
    return _multiple_change(case)


@recomputes("return_decomposition_earnings")
def earnings_change(case: Case) -> float:
    return _price_change(case) - _multiple_change(case)


def _price_change(case: Case) -> float:
    closes = case.closes()
    return math.log(closes.at(case.end) / closes.before(case.start))


def _multiple_change(case: Case) -> float:
    """The two multiples are a provider's: the figure names them."""
    given = {i.session: i.value for i in case.figure.inputs if i.field == "pe_trailing" and i.value is not None}
    last = given.pop(case.end, None)
    if last is None or len(given) != 1:
        raise Unknown("the figure names no two dated multiples")
    return math.log(last / next(iter(given.values())))


@recomputes("policy_rate_level")
def policy_rate_level(case: Case) -> float:
    """The middle of the range whose ends the figure names."""
    return _middle(case)


def _middle(case: Case) -> float:
    return sum(_target(case, name) for name in ("low", "high")) / 2


@recomputes("policy_path_change")
def policy_path_change(case: Case) -> float:
    contract = case.closes(str(case.figure.params.get("contract"))).at(case.end)
    return (1.0 - contract / 100.0 - _middle(case)) * 1e4


def _target(case: Case, name: str) -> float:
    found = [i.value for i in case.figure.inputs if i.field == f"target_{name}" and i.value is not None]
    if len(found) != 1:
        raise Unknown("the figure names no target range")
    return found[0]
