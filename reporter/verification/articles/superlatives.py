"""Records, runs of sessions and "the largest since" against prices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.history import Frames, Measure
from reporter.verification.articles.intervals import percent
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.subjects import NOT_MARKET
from reporter.verification.numerals import Number, digits, spelled
from reporter.verification.reading import Reading
from reporter.verification.sessions import is_session, previous_session

MONTH = timedelta(days=31)


def superlatives(extraction: Extraction, frames: Frames, as_of: date) -> Iterator[Statement]:
    """What the prices contradict, or bear out; nothing where subject, day or direction is open."""
    for place, marks in extraction.scans:
        for judge in (_records, _runs, _largest):
            for one in judge(extraction, marks, frames, _days(extraction, marks, as_of)):
                one.paragraph = place
                yield one


def _days(extraction: Extraction, marks: Scan, as_of: date) -> list[date]:
    """Sessions that a sentence may be about: those it dates, else the one whose changes the article tells."""
    told = [d.day for d in marks.told if is_session(d.day)]
    both = [as_of, previous_session(as_of)]
    proved = Counter(day for s in extraction.statements if (day := s.facts.get("session")) in both)
    return told or ([proved.most_common(1)[0][0]] if proved else both)


def _measure(marks: Scan, at: int, frames: Frames) -> tuple[str, Measure] | None:
    """The instrument named last before a position; one with prices, not with adjusted closes alone."""
    named = [n for n in marks.names if n.end <= at]
    if not named or named[-1].subject in NOT_MARKET:
        return None
    measure = frames.measure(named[-1].subject)
    return (named[-1].subject, measure) if measure is not None and not measure.adjusted_only else None


def _records(extraction: Extraction, marks: Scan, frames: Frames, days: list[date]) -> Iterator[Statement]:
    reading = marks.reading
    for start, end, word in reading.spans("superlative.sets", marks.text):
        found = _measure(marks, start, frames)
        near = marks.text[max(0, start - 34) : start] + " | " + marks.text[end : end + 24]
        if found is None or reading.finds("superlative.not_set", near) or _dated_behind(marks, end):
            continue
        subject, measure = found
        one = statement_of(marks, extraction.article.path, "record_high", subject=subject)
        one.at = marks.sentence.start + start
        top = [measure.record_before(day) for day in days]
        if any(told is None for told in top):
            continue
        known = [t for t in top if t is not None]
        if not any(t.close >= t.best_close or t.high >= t.best_high for t in known):
            t = known[0]
            one.judge(
                "contradicts-data",
                "record",
                f"{word!r}: the close {t.close:,.2f} of {days[0]} is below that of {t.day}, {t.best_close:,.2f}",
                t.best_close,
            )
            yield one
        elif known[0].years >= 20:
            one.judge("right", "record", f"no higher close before it in {known[0].years} years of data", None)
            yield one


def _dated_behind(marks: Scan, end: int) -> bool:
    return any(0 <= d.start - end <= 8 for d in [*marks.told, *marks.referred])


def _runs(extraction: Extraction, marks: Scan, frames: Frames, days: list[date]) -> Iterator[Statement]:
    reading = marks.reading
    if not marks.has("metrics.streak") or marks.has("superlative.ended") or marks.ranges:
        return
    for number in _counts(marks.text, reading):
        low, high = marks.clause(number.start)
        clause = marks.text[low:high]
        if not reading.finds("metrics.streak", marks.text[max(low, number.start - 12) : number.unit_end + 16]):
            continue
        up, down = reading.finds("direction.up", clause), reading.finds("direction.down", clause)
        other = reading.pattern("metrics.beat", "metrics.trail", "metrics.above", "metrics.below").search(clause)
        told = "rises" if up else "falls"
        found = _measure(marks, number.start, frames)
        names = list(dict.fromkeys(n.subject for n in marks.names if low <= n.start < high))
        count = int(number.value)
        if other is not None and len(names) == 2 and reading.pattern("metrics.beat", "metrics.trail").search(clause):
            first, second = (frames.measure(name) for name in names)
            sign = 1 if reading.finds("metrics.beat", clause) else -1
            if first is None or second is None or first.adjusted_only != second.adjusted_only:
                continue
            # A run that a later day ended is told as well: the longest within the last months counts.
            subject, told = names[0], "sessions ahead" if sign > 0 else "sessions behind"
            runs = [first.longest_against(second, day, sign) for day in days]
        elif other is not None or up == down or found is None or len(names) > 1:
            continue
        else:
            subject, measure = found
            runs = [measure.run(day, 1 if up else -1) for day in days]
        one = statement_of(marks, extraction.article.path, "streak", subject=subject, value=number.value)
        one.unit, one.at = "sessions", marks.sentence.start + number.start
        if max(runs) < count or (count not in runs and len(runs) == 1 and other is None):
            one.judge("contradicts-data", "streak", f"{max(runs)} {told} in a row to {days[0]}, not {count}", max(runs))
            yield one
        elif count in runs:
            one.judge("right", "streak", f"{count} {told} in a row", count)
            yield one


def _counts(text: str, reading: Reading) -> Iterator[Number]:
    """Counts of sessions or days of a run, in digits or words: four straight sessions, the fifth straight day."""
    for number in [*digits(text, reading), *spelled(text, reading)]:
        whole = number.value == int(number.value) and 2 <= number.value <= 40
        behind = text[number.end : number.end + 24]
        days = number.unit in ("sessions", "days") or reading.pattern("superlative.run_of_days").match(
            behind.lstrip(" -")
        )
        if whole and days:
            yield number
    for match in reading.pattern("superlative.nth_run").finditer(text):
        words = match.group().split()
        value = reading.ordinals.get(words[0].lower())
        if value is not None:
            yield Number(match.start(), match.end(), match.end(), match.group(), value, 0, 1.0, 0, "sessions", True)


@cache
def _month_pattern(months: tuple[str, ...], year: tuple[str, ...], month: tuple[str, ...]) -> re.Pattern[str]:
    names, years, marks = "|".join(months) or "(?!)", "|".join(year) or "(?!)", "|".join(month) or "(?!)"
    return re.compile(
        rf"\s?(?:(?P<name>{names})\.?,?\s)?(?P<year>(?:19|20)\d\d)(?:(?:{years})(?:(?P<number>\d{{1,2}})(?:{marks}))?)?(?!\d)",
        re.IGNORECASE,
    )


def _since(marks: Scan, low: int, high: int) -> tuple[date, date] | None:
    """The earliest and the latest day that a since names: a date, a month, a year."""
    words = marks.reading.words
    pattern = _month_pattern(
        words.get("dates.months", ()), words.get("dates.year_mark", ()), words.get("dates.month_mark", ())
    )
    ends = words.get("windows.since_end", ())
    starts = [low + end for _, end, _ in marks.reading.spans("windows.since", marks.text[low:high])]
    starts += [m.start() for m in pattern.finditer(marks.text, low, high) if marks.text.startswith(ends, m.end())]
    for at in starts:
        day = next((d for d in marks.referred if 0 <= d.start - at <= 1), None)
        if day is not None:
            return day.day, day.day
        match = pattern.match(marks.text, at)
        if match is None:
            continue
        year = int(match["year"])
        if match["number"] is None and match["name"] is None:
            return date(year, 1, 1), date(year, 12, 31)
        months = [m.lower() for m in words.get("dates.months", ())]
        month = int(match["number"]) if match["number"] else months.index(match["name"].lower()) % 12 + 1
        if 1 <= month <= 12:
            first = date(year, month, 1)
            return first, (first + MONTH).replace(day=1) - timedelta(days=1)
    return None


def _largest(extraction: Extraction, marks: Scan, frames: Frames, days: list[date]) -> Iterator[Statement]:
    reading = marks.reading
    for start, end, word in reading.spans("superlative.day_move", marks.text):
        low, high = max(0, start - 40), min(len(marks.text), end + 40)
        since = _since(marks, low, high)
        found = _measure(marks, start, frames)
        if since is None or found is None:
            continue
        falls = reading.finds("superlative.falls", word)
        if not falls and not reading.finds("superlative.rises", word):
            continue
        subject, measure = found
        moves = [(day, m) for day in days if (m := measure.move(day)) is not None and (m < 0) == falls]
        if not moves:
            continue
        one = statement_of(marks, extraction.article.path, "largest_since", subject=subject)
        one.at = marks.sentence.start + start
        later = [measure.as_large(day, move, since[1]) for day, move in moves]
        shown = f"{percent(moves[0][1])} on {moves[0][0]}"
        if all(found_day is not None for found_day in later) and later[0] is not None:
            size = measure.move(later[0]) or 0.0
            one.judge(
                "contradicts-data", "largest-since", f"{shown}; {later[0]} had {percent(size)}", later[0].isoformat()
            )
        else:
            one.judge("right", "largest-since", f"{shown}; nothing as large after {since[1]}", since[1].isoformat())
        yield one
