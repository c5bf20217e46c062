"""Printed numbers as intervals of their rounding, and the statements that rules look among."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.statement import Statement

RETURNS = frozenset({"day_change", "ytd_return", "period_return", "trailing_return", "return"})
Interval = tuple[float, float]


def percent(value: float) -> str:
    return f"{value * 100:.2f}%"


def spread_of(values: Iterable[float]) -> Interval:
    found = list(values)
    return min(found), max(found)


def ratio_less_one(a: Statement, b: Statement) -> Interval:
    """Interval of a / b - 1."""
    return a.low / b.high - 1.0, a.high / b.low - 1.0


def meets(interval: Interval, statement: Statement) -> bool:
    """Whether an interval and what a signed statement stands for overlap."""
    return interval[0] <= statement.signed_high and interval[1] >= statement.signed_low


def among(extraction: Extraction, metrics: Iterable[str]) -> list[Statement]:
    wanted = set(metrics)
    return [s for s in extraction.statements if s.metric in wanted and s.value is not None]


def nearest(found: list[Statement], one: Statement, same: Callable[[Statement], bool]) -> Statement | None:
    """The statement nearest to one in the text, in its own paragraph first, then before it, then behind."""
    chosen = [s for s in found if s is not one and same(s)]
    if not chosen:
        return None
    return min(
        chosen,
        key=lambda s: (
            s.paragraph != one.paragraph,
            s.paragraph > one.paragraph,
            abs(s.paragraph - one.paragraph),
            abs(s.at - one.at),
        ),
    )


def judge_size(one: Statement, rule: str, interval: Interval, middle: float, shown: str) -> None:
    if interval[0] <= one.high and interval[1] >= one.low:
        one.judge("right", rule, f"{shown} = {middle:.4g}", middle)
    else:
        one.judge("contradicts-itself", rule, f"{shown} = {middle:.4g}, not {abs(one.value or 0):g}", middle)
