"""What followed earlier weeks or months like this one (K57): the next, from the close at which it was known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.periods import Track, sides, track
from reporter.metrics.returns import PRICED
from reporter.metrics.series import Floats, Ints
from reporter.model import Figure, Gap, Window

THRESHOLDS = (0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02, 0.015, 0.01, 0.005)
"""Returns, or differences of returns, by which a week or month counts as one like the present."""
ENOUGH = 12
LEAST = 0.5
"""A threshold of less than this share of the move describes other weeks than this one."""

metric("period_cases", "count", 0, "count(k < present : r[k] beyond the threshold in the present direction)",
       """Earlier weeks (or months) of which the next one was over by the session and whose return, for a pair the
       difference of returns, went as far as `threshold` (a param) in the direction of the present one.""")
metric("period_threshold", "fraction", 3, "the largest of fixed steps that enough earlier cases reached",
       """The return (or difference of returns) from which a week or month counts as one like the present: the largest
       of fixed steps up to the present one's that at least twelve earlier ones reached.""")
metric("period_hits", "count", 0, "count(cases : r[k + 1] > 0)",
       """Cases after which the next week (or month) was positive, for a pair: the first subject ahead.""")
metric("period_median", "fraction", 4, "median(r[k + 1]), k in cases",
       """Median return (for a pair: difference of returns) of the week or month after the cases.""")
metric("period_low", "fraction", 4, "min(r[k + 1]), k in cases", """Lowest of the weeks or months after the cases.""")
metric("period_high", "fraction", 4, "max(r[k + 1]), k in cases", """Highest of the weeks or months after the cases.""")
metric("period_normal", "fraction", 2, "count(r[k] > 0) / count(r[k])",
       """Share of all earlier weeks (or months) that were positive, for a pair: with the first subject ahead.""")


@family("period_rates")
def period_rates(bench: Bench) -> Iterator[Figure | Gap]:
    """Of a wrap that tells of a whole week or month: base rates of the lead pair, and of its first subject."""
    period = bench.desk.period
    window = bench.window(period.kind) if period is not None and period.complete else None
    if window is None:
        return
    lead = [s for s in bench.desk.lead[:2] if bench.is_live(s) and bench.subjects[s].kind in PRICED]
    for a, b in [(s, None) for s in lead] + ([(lead[0], lead[1])] if len(lead) > 1 else []):
        yield from _after(bench, window, a, b)


def _after(bench: Bench, window: Window, a: str, b: str | None) -> Iterator[Figure]:
    found = track(bench, a, b)
    now = len(found.values) - 1
    if now < 1:
        return
    chosen = _threshold(found, now)
    if chosen is None:
        return
    threshold, sign = chosen
    cases = _cases(found.values, now, threshold, sign)
    after = found.values[cases + 1]
    every = found.values[:now]
    unit = {"unit": "pp"} if b is not None else {}
    dates = {"first": bench.calendar.date(found.span(int(cases[0]))[1]),
             "last": bench.calendar.date(found.span(int(cases[-1]))[1])}
    params: dict[str, float | int | str] = {"kind": str(bench.period), "threshold": threshold, "direction": sign}
    inputs = sides(bench, a, b, int(found.ends[0]))
    since = bench.calendar.between("since_inception", int(found.ends[0]), bench.last, base=False)
    values = {
        "cases": len(cases), "threshold": threshold, "hits": int(np.count_nonzero(after > 0)),
        "median": float(np.median(after)), "low": float(after.min()), "high": float(after.max()),
        "normal": float((every > 0).mean()),
    }
    for name, value in values.items():
        signed = unit if name in ("threshold", "median", "low", "high") else {}
        yield bench.figure(f"period_{name}", a, since, value, inputs, comparator=b, tail=window.name, dates=dates,
                           params=params, **signed)  # type: ignore[arg-type]


def _threshold(found: Track, now: int) -> tuple[float, int] | None:
    """The largest step that the present move reached and enough earlier ones did, and the direction."""
    value = float(found.values[now])
    sign = 1 if value > 0 else -1
    for step in THRESHOLDS:
        if step <= abs(value) and step >= LEAST * abs(value) and len(_cases(found.values, now, step, sign)) >= ENOUGH:
            return step, sign
    return None


def _cases(values: Floats, now: int, threshold: float, sign: int) -> Ints:
    """Earlier ones beyond a threshold whose next one is not the present one."""
    return np.flatnonzero(values[: now - 1] * sign >= threshold)
