"""Statements against prices: recomputed by the words' own window and convention, then by what else reproduces them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from reporter.verification.articles.against_levels import LevelChecker
from reporter.verification.articles.arithmetic import SMALL
from reporter.verification.articles.dates import Span
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.history import Frames, Measure
from reporter.verification.articles.intervals import RETURNS, percent
from reporter.verification.articles.meaning import SECTORS
from reporter.verification.articles.reproduce import reproduce
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.windows import CONVENTIONS
from reporter.verification.reading import Reading
from reporter.verification.sessions import last_session

if TYPE_CHECKING:
    import pandas as pd
FUNDS = {"rut": "iwm", "spx": "spy", "ndx": "qqq", "dji": "dia"}
"""Funds whose total return some articles print as an index's return."""


def against(
    extractions: list[Extraction], prices: Mapping[str, pd.DataFrame], reading: Reading, on: date | None
) -> None:
    """Judge every computable statement of all articles."""
    frames = Frames(prices, reading)
    for extraction in extractions:
        day = extraction.article.day or on or frames.last_day()
        if day is None:
            continue
        checker = _Checker(extraction, frames, last_session(day))
        for one in extraction.statements:
            checker.check(one)
        reproduce(extraction, checker.open, checker.article_tries())


class _Checker(LevelChecker):
    """One article against the frames. `as_of` is the last session on or before its date."""

    def check(self, one: Statement) -> None:
        if one.value is None or one.subject is None or one.facts.get("range"):
            return
        if one.metric in RETURNS:
            self._return(one)
        elif one.metric == "relative_return":
            self._relative(one)
        elif one.metric == "daily_vol":
            self._volatility(one)
        elif one.metric == "avg_volume":
            self._volume(one)
        elif one.metric == "period_point_change":
            self._points(one)
        elif one.metric == "implied_upside":
            self._upside(one)
        else:
            self._level(one)

    def _return(self, one: Statement) -> None:
        measure = self.frames.measure(one.subject)
        if measure is None:
            return
        tries = list(self._windows(one))
        for attempt in tries:
            for convention in CONVENTIONS[:3]:
                value = measure.window_return(attempt.start, attempt.end, convention)
                if value is not None and one.holds(value):
                    named = None if convention == "price" or measure.adjusted_only else convention
                    one.judge(
                        "right",
                        "return",
                        f"{percent(value)} over {attempt.label}" + (f", {named}" if named else ""),
                        value,
                        named,
                    )
                    return
        fund = self.frames.measure(FUNDS.get(one.subject or ""))
        for attempt in tries if fund is not None else ():
            value = fund.window_return(attempt.start, attempt.end, "total return") if fund is not None else None
            if value is not None and one.holds(value):
                one.judge(
                    "right",
                    "return",
                    f"{percent(value)} over {attempt.label}, total return of {FUNDS[one.subject or '']}",
                    value,
                    "total return",
                )
                return
        first = next((v for t in tries if (v := measure.window_return(t.start, t.end, "price")) is not None), None)
        if one.window is None or first is None:
            self.open.append((one, measure))
            return
        if one.subject in SECTORS and not self._is_fund(one):
            one.judge(
                "not-checkable",
                "vendor-sector",
                f"another vendor's sector average; the fund has {percent(first)}",
                first,
            )
            return
        if one.window.low == 0 and one.window.name not in ("since", "1d", "ytd"):
            return
        one.facts["default"] = (first, tries[0])
        self.open.append((one, measure))

    def _is_fund(self, one: Statement) -> bool:
        """True where the sentence names the sector's fund by its ticker."""
        symbol = self.frames.symbols.get(one.subject or "", "")
        return bool(symbol) and symbol in one.text

    def _relative(self, one: Statement) -> None:
        a, b = self._side(one.subject), self._side(one.comparator)
        if a is None or b is None:
            return
        seen: list[float] = []
        for attempt in self._windows(one):
            for convention in CONVENTIONS[:3]:
                left = a.window_return(attempt.start, attempt.end, convention)
                right = b.window_return(attempt.start, attempt.end, convention)
                if left is None or right is None:
                    continue
                seen.append(left - right)
                if one.holds(left - right) or (not one.facts.get("relation") and one.holds(right - left)):
                    one.judge(
                        "right",
                        "relative-return",
                        f"{(left - right) * 100:.2f} points over {attempt.label}",
                        left - right,
                        None if convention == "price" else convention,
                    )
                    return
        if seen and one.verdict != "right" and not one.facts["scan"].has("metrics.base_rate"):
            one.judge(
                "contradicts-data",
                "relative-return",
                f"{seen[0] * 100:.2f} points by the prices, not {abs(one.value or 0) * 100:g}",
                seen[0],
            )

    def _side(self, subject: str | None) -> Measure | None:
        for candidate in {"small_caps": SMALL, "large_caps": ("spx", "spy")}.get(subject or "", (subject,)):
            found = self.frames.measure(candidate)
            if found is not None:
                return found
        return None

    def _volatility(self, one: Statement) -> None:
        measure = self.frames.measure(one.subject)
        window = one.window or self._shared_window()
        if measure is None or window is None:
            return
        span = Statement(text="", file="", line=0, metric="", window=window)
        spans = [*self._windows(span), *self.article_tries()]
        for attempt in spans:
            for convention, value in measure.volatilities(attempt.start, attempt.end):
                if one.holds(value):
                    named = None if convention == "sample deviation" else convention
                    one.judge(
                        "right", "volatility", f"{percent(value)} over {attempt.label}, {convention}", value, named
                    )
                    return
        values = [v for t in spans[:1] for _, v in measure.volatilities(t.start, t.end)]
        if values and one.window is not None and one.window.name == "since":
            one.judge("contradicts-data", "volatility", f"{percent(values[0])} over {spans[0].label}", values[0])

    def _shared_window(self) -> Span | None:
        return next(
            (s.window for s in self.extraction.statements if s.window is not None and s.window.name == "since"), None
        )
