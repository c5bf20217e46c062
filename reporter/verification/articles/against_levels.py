"""Levels, points, volumes and targets against prices; the days that the words of an article may mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from reporter.verification.articles.dates import months_back
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.history import Frames, Measure
from reporter.verification.articles.intervals import percent
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.windows import CONVENTIONS, MONTHS, Try, named_start, sessions_back
from reporter.verification.sessions import is_session, last_session, previous_session

if TYPE_CHECKING:
    pass
FUNDS = {"rut": "iwm", "spx": "spy", "ndx": "qqq", "dji": "dia"}
"""Funds whose total return some articles print as an index's return."""


class LevelChecker:
    """One article against the frames. `as_of` is the last session on or before its date."""

    def __init__(self, extraction: Extraction, frames: Frames, as_of: date) -> None:
        self.extraction, self.frames, self.as_of = extraction, frames, as_of
        self.open: list[tuple[Statement, Measure]] = []
        self._tries: list[Try] | None = None

    def _ends(self, one: Statement) -> tuple[date, ...]:
        """Sessions that a number without a date of its own may be of: the article's, or the one before."""
        return self.as_of, previous_session(self.as_of)

    def _windows(self, one: Statement) -> Iterator[Try]:
        """The windows that the words name, by the default convention of each."""
        span = one.window
        if span is None:
            return
        if span.name == "since" and span.start and span.end:
            yield Try(span.start, last_session(span.end), "price", span.label)
        elif span.name == "1d":
            for end in (last_session(span.end),) if span.end else self._ends(one):
                yield Try(end, end, "price", "1d")
        else:
            for end in self._ends(one):
                if span.name == "5d":
                    # A week in the news is the calendar's, holidays and all; five sessions come second.
                    yield Try(date.fromordinal(end.toordinal() - end.weekday()), end, "price", "the week")
                start = named_start(span, end)
                if start is not None:
                    yield Try(start, end, "price", span.name)
                if span.name in MONTHS:
                    yield Try(
                        sessions_back(end, 21 * MONTHS[span.name]), end, "price", f"{21 * MONTHS[span.name]} sessions"
                    )
                    if start is not None:
                        # Articles count months from one day or another: a few days either way is no error.
                        for days in (1, -1, 2, -2, 3, -3, 4, -4):
                            yield Try(date.fromordinal(start.toordinal() + days), end, "price", span.name)

    def article_tries(self) -> list[Try]:
        if self._tries is None:
            self._tries = self._make_tries()
        return self._tries

    def _make_tries(self) -> list[Try]:
        """The windows that the article dates, and those that many vendors use: from a month's first session."""
        ends = (self.as_of, previous_session(self.as_of))
        out = [
            Try(s.window.start, last_session(s.window.end), "", "article")
            for s in self.extraction.statements
            if s.window is not None and s.window.name == "since" and s.window.start and s.window.end
        ]
        for end in ends:
            for back in range(13):
                month = end.year * 12 + end.month - 1 - back
                first = date(month // 12, month % 12 + 1, 1)
                while not is_session(first):
                    first = date.fromordinal(first.toordinal() + 1)
                if first < end:
                    out.append(Try(first, end, "", f"from {first}"))
            out += [Try(date.fromordinal(months_back(end, n).toordinal() + 1), end, "", f"{n}m") for n in (1, 3, 6, 12)]
        return list(dict.fromkeys(out))

    def _volume(self, one: Statement) -> None:
        measure = self.frames.measure(one.subject)
        span = one.window
        if measure is None or span is None:
            return
        for attempt in self._windows(one):
            value = measure.mean_volume(attempt.start, attempt.end)
            if value is not None:
                self._verdict(one, "volume", value, f"{value:,.0f} shares a day over {attempt.label}")
                return

    def _points(self, one: Statement) -> None:
        measure = self.frames.measure(one.subject)
        if measure is None or measure.adjusted_only:
            return
        seen: list[float] = []
        for attempt in self._windows(one):
            for convention in CONVENTIONS[:2]:
                value = measure.points(attempt.start, attempt.end, convention)
                if value is None:
                    continue
                seen.append(value)
                if one.holds(value):
                    one.judge(
                        "right",
                        "points",
                        f"{value:,.2f} over {attempt.label}",
                        value,
                        None if convention == "price" else convention,
                    )
                    return
        if seen:
            self._verdict(one, "points", seen[0], f"{seen[0]:,.2f} points by the prices")

    def _upside(self, one: Statement) -> None:
        """An upside against the last close; where the level of the year's end explains it, that is said."""
        measure = self.frames.measure(one.subject)
        target = next(
            (
                s
                for s in self.extraction.statements
                if s.metric == "price_target"
                and s.value
                and s.paragraph == one.paragraph
                and s.sentence == one.sentence
            ),
            None,
        )
        if measure is None or target is None or measure.adjusted_only:
            return
        close = measure.close(self.as_of)
        if close is None:
            return
        implied = (target.value or 0) / close - 1.0
        if one.low <= abs(implied) <= one.high:
            one.judge("right", "upside", f"{percent(implied)} above {close:,.2f}", implied)
            return
        old = measure.close(last_session(date(self.as_of.year - 1, 12, 31)))
        from_old = (target.value or 0) / old - 1.0 if old else None
        also = (
            f"; from {old:,.2f} at the year's start it is {percent(from_old)}"
            if old and from_old is not None and one.low <= from_old <= one.high
            else ""
        )
        if one.found:
            one.explanation += also
        else:
            one.judge("contradicts-data", "upside", f"{percent(implied)} above {close:,.2f}{also}", implied)

    def _level(self, one: Statement) -> None:
        measure = self.frames.measure(one.subject)
        if measure is None or measure.adjusted_only or one.facts.get("range"):
            return
        span = one.window
        dated = span.end if span is not None and span.end is not None and span.name in ("1d", "since") else None
        ends = (last_session(dated),) if dated else self._ends(one)
        values = [v for end in ends if (v := measure.level(one.metric, end)) is not None]
        if one.metric == "range_52w":
            values = [
                v
                for end in ends
                for m in ("extreme_52w_high", "extreme_52w_low")
                if (v := measure.level(m, end)) is not None
            ]
        if not values:
            return
        match = next((v for v in values if one.holds(v)), None)
        if match is not None:
            one.judge("right", "level", f"{match:,.2f}", match)
        elif self._any_day(one, measure):
            return
        elif (
            one.metric
            in ("close_level", "sma20", "sma50", "sma200", "extreme_52w_high", "extreme_52w_low", "range_52w")
            and dated
        ):
            self._verdict(one, "level", values[0], f"{values[0]:,.2f} on {ends[0]}")

    def _any_day(self, one: Statement, measure: Measure) -> bool:
        """A level that a day of the span around the sentence had: a range of closes, an intraday mark."""
        span = one.window
        if span is None or span.start is None or span.end is None:
            return False
        found = measure.touched(one.low, one.high, previous_session(span.start), last_session(span.end))
        if found is not None:
            one.judge("right", "level", f"reached on {found}", found.isoformat())
        return found is not None

    def _verdict(self, one: Statement, rule: str, value: float, shown: str) -> None:
        step = one.number.step * one.factor if one.number else 0.0
        if one.holds(value):
            one.judge("right", rule, shown, value)
        elif one.metric.startswith("sma") and 0 < value - abs(one.value or 0) < step:
            one.judge("right", rule, f"{shown}, cut off rather than rounded", value)
        else:
            one.judge(
                "contradicts-data", rule, f"{shown}, printed {one.number.text if one.number else one.value}", value
            )
