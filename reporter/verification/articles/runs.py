"""Runs of sessions, weeks or months against prices: five straight gains, a fourth straight weekly loss."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.history import Frames
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.subjects import NOT_MARKET
from reporter.verification.numerals import Number, digits, spelled
from reporter.verification.reading import Reading


def runs(
    extraction: Extraction, marks: Scan, frames: Frames, days: list[date], carried: str | None
) -> Iterator[Statement]:
    """Each run that a sentence tells, counted up to its day."""
    reading = marks.reading
    if not marks.has("metrics.streak") or marks.has("superlative.ended") or marks.ranges:
        return
    for number in _counts(marks.text, reading):
        low, high = marks.clause(number.start)
        clause = marks.text[low:high]
        tail = marks.text[number.unit_end : number.unit_end + 24].partition(",")[0].partition(";")[0]
        beside = marks.text[max(low, number.start - 6) : number.unit_end] + tail
        if any(d.start <= number.start < d.end for d in marks.days):
            continue
        if not reading.finds("metrics.streak", beside) or reading.finds("superlative.no_run", beside):
            continue
        unit = _unit(marks, number)
        told = _told(marks, number, clause, beside)
        names = list(dict.fromkeys(n.subject for n in marks.names if low <= n.start < high))
        pair = reading.pattern("metrics.beat", "metrics.trail").search(clause)
        if pair is not None and len(names) == 2 and unit is None:
            first, second = (frames.measure(name) for name in names)
            sign = 1 if reading.finds("metrics.beat", clause) else -1
            if first is None or second is None or first.adjusted_only != second.adjusted_only:
                continue
            # A run that a later day ended is told as well: the longest within the last months counts.
            found = [first.longest_against(second, day, sign) for day in days]
            yield from _judged(
                extraction,
                marks,
                number,
                names[0],
                found,
                days,
                "sessions ahead" if sign > 0 else "sessions behind",
                True,
            )
            continue
        subject = _subject(marks, number, names, carried)
        measure = frames.measure(subject) if subject else None
        if pair is not None or not told or measure is None or measure.adjusted_only or unit == "other":
            continue
        found = [n for day in days for n in measure.runs(day, told, unit)]
        if not found:
            continue
        word = ("rises" if told > 0 else "falls") + (f" by {unit}" if unit else "")
        yield from _judged(extraction, marks, number, subject or "", found, days, word, len(set(found)) > 1)


def _unit(marks: Scan, number: Number) -> str | None:
    """What is counted: None for sessions, weeks, months, or something longer."""
    if number.unit in ("sessions", "days", "weeks", "months"):
        return {"weeks": "week", "months": "month"}.get(number.unit)
    tail = marks.text[number.unit_end : number.unit_end + 24].partition(",")[0]
    return next((u for u in ("week", "month", "other") if marks.reading.finds(f"superlative.run_{u}", tail)), None)


def _judged(
    extraction: Extraction,
    marks: Scan,
    number: Number,
    subject: str,
    found: list[int],
    days: list[date],
    word: str,
    loose: bool,
) -> Iterator[Statement]:
    count = int(number.value)
    one = statement_of(marks, extraction.article.path, "streak", subject=subject, value=number.value)
    one.unit, one.at = "sessions", marks.sentence.start + number.start
    if max(found) < count or (count not in found and not loose):
        one.judge("contradicts-data", "streak", f"{found[0]} {word} in a row to {days[0]}, not {count}", found[0])
        yield one
    elif count in found:
        one.judge("right", "streak", f"{count} {word} in a row", count)
        yield one


def _told(marks: Scan, number: Number, clause: str, beside: str) -> int:
    """Whether a run is one of rises or of falls: by the words right beside it, else by those of its clause."""
    reading = marks.reading
    for text in (marks.text[number.start : number.unit_end + 24].partition(",")[0], beside, clause):
        up, down = (reading.pattern(f"direction.{key}", f"superlative.{key}").search(text) for key in ("up", "down"))
        if (up is None) != (down is None):
            return 1 if up else -1
    return 0


def _subject(marks: Scan, number: Number, names: list[str], carried: str | None) -> str | None:
    before = [n.subject for n in marks.names if n.end <= number.start]
    if len(names) > 1 or (before and before[-1] in NOT_MARKET):
        return None
    return before[-1] if before else None if marks.names else carried


def _counts(text: str, reading: Reading) -> Iterator[Number]:
    """Counts of a run in digits, words or as an ordinal: four straight sessions, its fifth decline in a row."""
    for number in [*digits(text, reading), *spelled(text, reading)]:
        whole = number.value == int(number.value) and 2 <= number.value <= 40
        behind = text[number.end : number.end + 24].lstrip(" -")
        days = number.unit in ("sessions", "days", "weeks", "months") or reading.pattern("superlative.run").match(
            behind
        )
        if whole and (days or reading.pattern("superlative.straight").match(behind)):
            yield number
    for word, value in reading.ordinals.items():
        if value < 2:
            continue
        at = text.lower().find(word)
        while at >= 0:
            end = at + len(word)
            whole = not text[at - 1 : at].isalpha() and not text[end : end + 1].isalpha()
            behind = text[end : end + 34].partition(",")[0].partition(";")[0]
            straight = reading.pattern("superlative.straight").match(behind.lstrip(" -"))
            if whole and (straight or reading.finds("superlative.in_a_row", behind)):
                yield Number(at, end, end, text[at:end], value, 0, 1.0, 0, None, True)
            at = text.lower().find(word, end)
