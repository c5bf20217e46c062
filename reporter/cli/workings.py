"""A formula with its numbers put in: observations, statistics of a span of them, or other figures."""

from __future__ import annotations

import csv
import operator
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from reporter.model import Briefing, Figure, Input

_TERM = re.compile(r"\b(open|high|low|close|adj_close|volume|level|a|b)\[(end|base|start|before start)\]")
_STATISTIC = re.compile(
    r"\b(mean|median|max|min)\((close|adj_close|high|low|volume|level)\[t\](?:,[^()]*)?\)(?=[\s)]|$)(?:, [^()]*$)?"
)
_COUNT = re.compile(r"count\((close|level|volume)\[t\] (>|<|<=|>=) \1\[end\]\) / count\([^()]*\)")
_LEFT = re.compile(r"[A-Za-z_]\w*(\[|\()|\b[A-Za-z_]{2,}\b")
_NAME = re.compile(r"\b[A-Za-z_]\w*(?:\([a-z]\))?")
STATISTICS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "mean": statistics.fmean, "median": statistics.median, "max": max, "min": min,
}  # fmt: skip
COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt, "<": operator.lt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
PRICES = ("close", "adj_close")


class Prices:
    """The rows of an edition's prices.csv, read once; empty where there is no such file."""

    def __init__(self, path: Path | None, briefing: Briefing) -> None:
        self.path = path
        self.percent = {subject.symbol for subject in briefing.subjects if subject.kind == "yield"}

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        if self.path is None or not self.path.is_file():
            return []
        with self.path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def values(self, span: Input) -> list[tuple[date, float]]:
        """Day and value of every observation in a span, in the units of figures (yields as fractions)."""
        if span.start is None or span.session is None or span.field is None:
            return []
        scale = 100.0 if span.symbol in self.percent and span.field != "volume" else 1.0
        days = (str(span.start), str(span.session))
        return [
            (date.fromisoformat(row["date"]), float(row[span.field]) / scale)
            for row in self.rows
            if row["symbol"] == span.symbol and days[0] <= row["date"] <= days[1] and row.get(span.field)
        ]


def worked(figure: Figure, briefing: Briefing, prices: Prices) -> str | None:
    """The figure's formula with its numbers and the result; None where a term of it stays without one."""
    formula = _with_figures(figure) or _over_a_span(figure, prices) or _with_observations(figure, briefing, prices)
    return None if formula is None else f"{formula} = {shown(figure.value)}"


def shown(value: float) -> str:
    """A number short enough to read: six decimals, without needless zeros."""
    text = f"{value:.6f}" if abs(value) >= 0.001 or value == 0 else f"{value:.4g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _with_figures(figure: Figure) -> str | None:
    """A figure made of figures: the names in its formula are theirs, in their order."""
    values = [each.value for each in figure.inputs if each.figure is not None]
    names = list(dict.fromkeys(_NAME.findall(figure.formula)))
    if not values or None in values or len(values) != len(figure.inputs) or len(names) != len(values):
        return None
    known = dict(zip(names, (shown(v) for v in values if v is not None), strict=True))
    return _NAME.sub(lambda name: known[name.group()], figure.formula)


def _over_a_span(figure: Figure, prices: Prices) -> str | None:
    """A formula that is one statistic of all observations of its only span."""
    whole, counted = _STATISTIC.fullmatch(figure.formula), _COUNT.match(figure.formula)
    changes = figure.formula.startswith("std(close[t] / close[t-1] - 1")
    if whole is None and counted is None and not changes:
        return None
    seen = [value for _, value in _span(figure, whole.group(2) if whole else "close", prices)]
    if len(seen) < 2:
        return None
    if whole is not None:
        return f"{whole.group(1)} of {len(seen)} observations"
    if counted is not None:
        return f"{sum(COMPARED[counted.group(2)](value, seen[-1]) for value in seen)} / {len(seen)}"
    return f"standard deviation of {len(seen) - 1} daily changes"


def _with_observations(figure: Figure, briefing: Briefing, prices: Prices) -> str | None:
    symbols = {subject.id: subject.symbol for subject in briefing.subjects}
    missing: list[str] = []

    def statistic(term: re.Match[str]) -> str:
        name, field = term.groups()
        seen = [value for _, value in _span(figure, field, prices)]
        if not seen:
            missing.append(term.group())
            return term.group()
        return shown(STATISTICS[name](seen))

    def observation(term: re.Match[str]) -> str:
        name, place = term.groups()
        symbol = symbols.get(figure.comparator or "") if name == "b" else figure.symbol
        found = _point(figure, symbol, name, place, prices)
        if found is None:
            missing.append(term.group())
            return term.group()
        return shown(found)

    formula = _TERM.sub(observation, _STATISTIC.sub(statistic, figure.formula))
    return None if missing or formula == figure.formula or _LEFT.search(formula) else formula


def _fields(name: str) -> tuple[str, ...]:
    return PRICES if name in ("a", "b", "close", "level") else (name,)


def _span(figure: Figure, field: str, prices: Prices) -> list[tuple[date, float]]:
    spans = [each for each in figure.inputs if each.start is not None]
    fitting = [each for each in spans if each.field in _fields(field)] or spans
    return prices.values(fitting[0]) if len(fitting) == 1 else []


def _point(figure: Figure, symbol: str | None, name: str, place: str, prices: Prices) -> float | None:
    """One observation of the formula: among the inputs, else the last one of the only span."""
    window = figure.window
    day = {"end": window.end, "base": window.base, "start": window.start}.get(place, window.base)
    for each in figure.inputs:
        if each.symbol == symbol and each.session == day and each.field in _fields(name) and each.start is None:
            return each.value
    span = _span(figure, name, prices)
    return span[-1][1] if span and place == "end" and span[-1][0] == day else None
