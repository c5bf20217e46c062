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
from reporter.verification.articles.windows import CONVENTIONS, Try, attempts
from reporter.verification.sessions import is_session, last_session, previous_session

if TYPE_CHECKING:
    pass
FUNDS = {"rut": "iwm", "spx": "spy", "ndx": "qqq", "dji": "dia"}
"""Funds whose total return some articles print as an index's return."""


CHECKED = frozenset(
    {"close_level", "sma20", "sma50", "sma100", "sma200", "extreme_52w_high", "extreme_52w_low", "range_52w"}
)


class LevelChecker:
    """One article against the frames. `as_of` is the last session on or before its date."""

    def __init__(self, extraction: Extraction, frames: Frames, as_of: date) -> None:
        self.extraction, self.frames, self.as_of = extraction, frames, as_of
        self.open: list[tuple[Statement, Measure]] = []
        self._tries: list[Try] | None = None

    def _ends(self, one: Statement) -> tuple[date, ...]:
        """Sessions that a number without a date of its own may be of: the article's, or the one before."""
        told = [last_session(d.day) for d in one.facts["scan"].told] if "scan" in one.facts else []
        return (*dict.fromkeys([*told[-1:], self.as_of, previous_session(self.as_of)]),)

    def _windows(self, one: Statement) -> Iterator[Try]:
        """The windows that the words name, by the default convention of each."""
        if one.window is not None:
            yield from attempts(one.window, self._ends(one))

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

    def _yield(self, one: Statement) -> None:
        """A yield in percent; vendors differ by a few basis points."""
        measure = self.frames.measure(one.subject)
        if measure is None or one.facts.get("range"):
            return
        ends = (
            self._ends(one)
            if one.window is None or one.window.name != "1d"
            else (last_session(one.window.end),)
            if one.window.end
            else self._ends(one)
        )
        values = [v / 100 for end in (*ends, previous_session(ends[0])) if (v := measure.close(end)) is not None]
        match = next((v for v in values if one.low - 0.0004 <= v <= one.high + 0.0004), None)
        if match is not None:
            one.judge("right", "yield", percent(match), match)
        elif (
            values
            and one.window is not None
            and one.window.name == "1d"
            and abs(values[0] - abs(one.value or 0)) > 0.001
        ):
            one.judge("contradicts-data", "yield", f"{percent(values[0])} on {ends[0]}", values[0])

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
                if one.tells(value):
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
        if dated and one.facts.get("carried") and one.facts.get("intraday"):
            ends = (*ends, *self._ends(one))
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
        match = next((v for v in values if one.tells(v)), None)
        if match is not None:
            one.judge("right", "level", f"{match:,.2f}", match)
        elif (
            self._any_day(one, measure)
            or self._met(one, measure, ends)
            or (one.metric == "close_level" and (not one.facts.get("cued") or one.facts.get("base")))
        ):
            return
        elif dated and one.metric in CHECKED:
            self._verdict(one, "level", values[0], f"{values[0]:,.2f} on {ends[0]}")
        elif one.metric in CHECKED and one.number is not None and one.number.decimals >= 1 and one.approx is None:
            self._undated(one, measure, values[0], ends[0])

    def _met(self, one: Statement, measure: Measure, ends: tuple[date, ...]) -> bool:
        """A level that no word calls a close, and that trading met on that day; a yearly extreme of closes."""
        if one.metric == "close_level" and not (one.facts.get("cued") and not one.facts.get("intraday")):
            found = next((end for end in ends if measure.traded(one.low, one.high, end)), None)
        elif one.metric.startswith("extreme_52w"):
            found = next((e for e in ends if any(one.holds(v) for v in measure.yearly(one.metric, e))), None)
        else:
            return False
        if found is not None:
            one.judge("right", "level", f"met on {found}", found.isoformat())
        return found is not None

    def _undated(self, one: Statement, measure: Measure, value: float, end: date) -> None:
        """A level without a date: contradicted where none of the last months' sessions had it."""
        day = end
        for _ in range(64):
            level = measure.level(one.metric, day)
            if level is not None and (one.tells(level) or _cut_off(one, level)):
                return
            day = previous_session(day)
        self._verdict(one, "level", value, f"{value:,.2f} on {end}")

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
        if one.tells(value):
            one.judge("right", rule, shown, value)
        elif _cut_off(one, value):
            one.judge("right", rule, f"{shown}, cut off rather than rounded", value)
        else:
            one.judge(
                "contradicts-data", rule, f"{shown}, printed {one.number.text if one.number else one.value}", value
            )


def _cut_off(one: Statement, value: float) -> bool:
    """Whether an average's decimals were cut off rather than rounded."""
    step = one.number.step * one.factor if one.number else 0.0
    return one.metric.startswith("sma") and 0 < value - abs(one.value or 0) < step
