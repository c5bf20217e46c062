"""Distances from averages, records and yearly extremes against prices, and the side of an average that words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.history import Frames, Measure
from reporter.verification.articles.intervals import percent
from reporter.verification.articles.meaning import average_before
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.subjects import NOT_MARKET

DISTANCES = frozenset({"sma_distance", "record_distance", "high_distance", "low_distance"})
LENGTHS = (200, 50, 100, 20)
_LENGTH = re.compile(r"(\d{1,3})\s?$")


def distance(one: Statement, measure: Measure, ends: tuple[date, ...]) -> None:
    """A distance of the close, in percent; either of the two may be what is divided by."""
    if measure.adjusted_only or one.approx in ("over", "under"):
        return
    marks = one.facts["scan"]
    seen: list[tuple[float, str]] = []
    for end in ends:
        close = measure.close(end)
        for name, mark in _marks_of(one, marks, measure, end):
            if close is None or not mark:
                continue
            seen.append((close / mark - 1.0, f"{close:,.2f} against {name} {mark:,.2f} on {end}"))
            sizes = (abs(close / mark - 1.0), abs(mark / close - 1.0))
            turned = one.metric == "sma_distance" and one.direction * (close - mark) < 0
            if any(one.low <= size <= one.high for size in sizes) and not turned:
                one.judge("right", "distance", f"{percent(seen[-1][0])}: {seen[-1][1]}", seen[-1][0])
                return
    if seen and one.verdict != "right":
        value, shown = seen[0]
        one.judge("contradicts-data", "distance", f"{percent(value)}: {shown}", value)


def _marks_of(one: Statement, marks: Scan, measure: Measure, end: date) -> Iterator[tuple[str, float | None]]:
    """What a distance may be measured from, each with its name."""
    if one.metric == "sma_distance":
        at = one.number.start if one.number else 0
        told = average_before(marks, at) or average_before(marks, len(marks.text))
        for length in (told[1],) if told else LENGTHS:
            yield f"its {length}-day average", measure.level(f"sma{length}", end)
    elif one.metric == "record_distance":
        told_record = measure.record_before(end)
        if told_record is not None and told_record.years >= 20:
            for best in (told_record.best_close, told_record.best_high):
                yield "the record", max(best, told_record.close)
    else:
        key = "extreme_52w_high" if one.metric == "high_distance" else "extreme_52w_low"
        yield "the 52-week extreme", measure.level(key, end)
        for level in measure.yearly(key, end):
            yield "the 52-week extreme", level


def sides(
    extraction: Extraction, marks: Scan, frames: Frames, days: list[date], carried: str | None
) -> Iterator[Statement]:
    """Above or below an average, where no number stands to say how far."""
    reading = marks.reading
    for start, end, _ in reading.spans("metrics.average_suffix", marks.text):
        length = _LENGTH.search(marks.text[max(0, start - 4) : start])
        low, _ = marks.clause(start)
        named = list(dict.fromkeys(n.subject for n in marks.names if n.end <= start and n.subject not in NOT_MARKET))
        subject = named[-1] if len(named) == 1 else None if marks.names else carried
        measure = frames.measure(subject) if subject else None
        if length is None or measure is None or measure.adjusted_only:
            continue
        lead, tail = marks.text[max(low, start - 30) : start], marks.text[end : end + 8]
        ahead = marks.text[max(0, start - 46) : start]
        above, below = (
            reading.finds(f"metrics.{key}", lead) or reading.finds(f"metrics.{key}", tail) for key in ("above", "below")
        )
        unsure = reading.finds("superlative.undone", ahead) or reading.finds("metrics.near", ahead + tail)
        if (
            above == below
            or unsure
            or marks.spans
            or any(n.start >= low and n.unit == "percent" for n in marks.numbers)
        ):
            continue
        sign = 1 if above else -1
        gaps = [
            (close / mean - 1.0)
            for day in days
            if (close := measure.close(day)) and (mean := measure.level(f"sma{length[1]}", day))
        ]
        if gaps and all(gap * sign < -0.001 for gap in gaps):
            one = statement_of(marks, extraction.article.path, f"sma{length[1]}", subject=subject)
            one.at = marks.sentence.start + start
            said = "above" if above else "below"
            shown = f"the close of {days[0]} is {percent(gaps[0])} from its {length[1]}-day average, not {said} it"
            one.judge("contradicts-data", "average-side", shown, gaps[0])
            yield one
