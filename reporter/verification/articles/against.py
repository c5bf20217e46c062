"""Statements against prices: recomputed by the words' own window and convention, then by what else reproduces them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from reporter.verification.articles.against_distances import DISTANCES, distance
from reporter.verification.articles.against_levels import LevelChecker
from reporter.verification.articles.arithmetic import SMALL
from reporter.verification.articles.dates import Span
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.history import Frames, Measure
from reporter.verification.articles.intervals import RETURNS, percent
from reporter.verification.articles.meaning import SECTORS
from reporter.verification.articles.reproduce import reproduce
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.superlatives import superlatives
from reporter.verification.articles.windows import CONVENTIONS, Try, attempts
from reporter.verification.reading import Reading
from reporter.verification.sessions import last_session

if TYPE_CHECKING:
    import pandas as pd
FUNDS = {"rut": "iwm", "spx": "spy", "ndx": "qqq", "dji": "dia"}
"""Funds whose total return some articles print as an index's return."""


def against(
    extractions: list[Extraction], prices: Mapping[str, pd.DataFrame], reading: Reading, on: date | None
) -> list[Statement]:
    """Judge every computable statement of all articles. Returns the statements that have no number of their own."""
    frames = Frames(prices, reading)
    made: list[Statement] = []
    for extraction in extractions:
        day = extraction.article.day or on or frames.last_day()
        if day is None:
            continue
        checker = _Checker(extraction, frames, last_session(day))
        for one in extraction.statements:
            if one.window is not None or one.metric not in RETURNS:
                checker.check(one)
        for one in extraction.statements:
            if one.window is None and one.metric in RETURNS:
                checker.check(one)
        reproduce(extraction, checker.open, checker.article_tries())
        made += superlatives(extraction, frames, last_session(day))
    return made


def _paid(one: Statement) -> bool:
    """Whether the words say that dividends are counted."""
    return "scan" in one.facts and bool(one.facts["scan"].has("metrics.total_return"))


class _Checker(LevelChecker):
    """One article against the frames. `as_of` is the last session on or before its date."""

    def check(self, one: Statement) -> None:
        if one.value is None or one.subject is None or one.facts.get("range"):
            return
        if one.metric in RETURNS:
            if not one.facts.get("intraday"):
                self._return(one)
        elif one.metric == "relative_return":
            self._relative(one)
        elif one.metric == "daily_vol":
            self._volatility(one)
        elif one.metric == "avg_volume":
            self._volume(one)
        elif one.metric == "period_point_change":
            self._points(one)
        elif one.metric == "yield_level":
            self._yield(one)
        elif one.metric == "implied_upside":
            self._upside(one)
        elif one.metric in DISTANCES:
            measure = self.frames.measure(one.subject)
            if measure is not None and (one.window is None or one.window.name in ("1d", "ytd", "5d")):
                distance(one, measure, self._ends(one))
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
                    one.facts["session"] = attempt.end if attempt.start == attempt.end else None
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
        if one.facts.get("carried") and self._usual(one, measure):
            return
        first = next((v for t in tries if (v := measure.window_return(t.start, t.end, "price")) is not None), None)
        if one.window is None:
            self._windowless(one, measure)
            return
        if first is None:
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
        if measure.adjusted_only and not _paid(one) and not self._beyond_convention(one, first, tries[0]):
            one.judge(
                "not-checkable",
                "adjusted-only",
                f"{percent(first)} with dividends over {tries[0].label}; prices without them, and opens, are not known",
                first,
            )
            return
        one.facts["default"] = (first, tries[0])
        self.open.append((one, measure))

    @staticmethod
    def _beyond_convention(one: Statement, found: float, attempt: Try) -> bool:
        """Whether neither dividends nor a first day's open can explain how far a number is from a total return.

        Dividends of a large payout: six percent a year and a quarter's worth at once. An open strays from the close
        before it by a day's move, unless the words speak of one day.
        """
        days = (attempt.end - attempt.start).days + 1
        single = one.window is not None and one.window.name == "1d"
        opening = 0.0 if single else 0.025
        # Dividends make a price return smaller than the total return, never larger.
        if one.signed_low - found > opening + 0.0015 + 0.0001 * min(days, 365):
            return True
        return found - one.signed_high > 0.06 * days / 365 + 0.015 + opening

    def _windowless(self, one: Statement, measure: Measure) -> None:
        """A change whose stretch nothing tells: a day's, a week's, a month's, a year's to the article's day.

        In a report of the day, a number of no such stretch is contradicted, where nothing else in its sentence speaks
        of time.
        """
        if self._usual(one, measure):
            return
        day = Span("1d", self.as_of, self.as_of)
        attempt = Try(self.as_of, self.as_of, "price", "1d")
        move = measure.window_return(self.as_of, self.as_of, "price")
        one.window = day
        sure = move is not None and self._daily(one) and self._beyond_convention(one, move, attempt)
        one.window = None
        if not sure or move is None or (one.subject in SECTORS and not self._is_fund(one)):
            self.open.append((one, measure))
            return
        one.judge("contradicts-data", "return", f"{percent(move)} on {self.as_of}, and of no other usual stretch", move)

    def _usual(self, one: Statement, measure: Measure) -> bool:
        """Whether one of the usual stretches up to the article's day gives a number."""
        first_of_month = Span("since", self.as_of.replace(day=1), self.as_of)
        days = [Span("1d", day, day) for day in self._ends(one)]
        for span in (*days, Span("5d"), first_of_month, Span("ytd"), Span("1m"), Span("3m"), Span("12m")):
            for attempt in attempts(span, self._ends(one)):
                value = measure.window_return(attempt.start, attempt.end, "price")
                if value is not None and one.holds(value):
                    one.facts["session"] = attempt.end if attempt.start == attempt.end else None
                    one.judge("right", "return", f"{percent(value)} over {attempt.label}", value)
                    return True
        return False

    def _daily(self, one: Statement) -> bool:
        """Whether a number stands among changes of the article's day: three or more, one of them close by."""
        marks = one.facts["scan"]
        if marks.spans or marks.ranges or marks.days or marks.referred or one.number is None or one.number.decimals < 1:
            return False
        near = [
            s
            for s in self.extraction.statements
            if s.metric in RETURNS
            and s.rule == "return"
            and s.verdict == "right"
            and str(self.as_of) in s.explanation
            and ".." not in s.explanation
        ]
        return len(near) >= 3 and any(0 <= one.paragraph - s.paragraph <= 1 for s in near)

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
