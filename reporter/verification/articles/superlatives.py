"""Records, "the largest since" and "the highest since" against prices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from reporter.verification.articles.against_distances import sides
from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.extract import YIELDS, Extraction
from reporter.verification.articles.history import Frames, Measure
from reporter.verification.articles.intervals import percent
from reporter.verification.articles.runs import runs
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.since import since_of
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.subjects import NOT_MARKET
from reporter.verification.reading import Reading
from reporter.verification.sessions import is_session, previous_session

_LONG_AGO = date(1800, 1, 1)
_NEAR = 44
"""Characters between a superlative and its "since"."""


def superlatives(extraction: Extraction, frames: Frames, as_of: date) -> Iterator[Statement]:
    """What the prices contradict, or bear out; nothing where subject, day or direction is open."""
    last: dict[int, str] = {}
    for place, marks in extraction.scans:
        days = _days(extraction, marks, as_of)
        for judge in (_records, _counted_records, runs, _largest, _extremes, sides):
            for one in judge(extraction, marks, frames, days, last.get(place)):
                one.paragraph = place
                yield one
        named = list(dict.fromkeys(n.subject for n in marks.names if n.subject not in NOT_MARKET))
        if named:
            last[place] = named[0] if len(named) == 1 else ""


def _days(extraction: Extraction, marks: Scan, as_of: date) -> list[date]:
    """Sessions that a sentence may be about: those it dates, else the one whose changes the article tells."""
    told = [d.day for d in marks.told if is_session(d.day)]
    both = [as_of, previous_session(as_of)]
    proved = Counter(day for s in extraction.statements if (day := s.facts.get("session")) in both)
    return told or ([proved.most_common(1)[0][0]] if proved else both)


def measured(marks: Scan, at: int, frames: Frames, carried: str | None) -> tuple[str, Measure] | None:
    """The instrument named last before a position; in a sentence that names none, the only one of the sentence before.

    One with prices, not with adjusted closes alone.
    """
    named = [n.subject for n in marks.names if n.end <= at]
    subject = named[-1] if named else None if marks.names else carried
    if not subject or subject in NOT_MARKET:
        return None
    measure = frames.measure(subject)
    return (subject, measure) if measure is not None and not measure.adjusted_only else None


def _records(
    extraction: Extraction, marks: Scan, frames: Frames, days: list[date], carried: str | None
) -> Iterator[Statement]:
    reading = marks.reading
    for start, end, word in reading.spans("superlative.sets", marks.text):
        found = measured(marks, start, frames, carried)
        near = marks.text[max(0, start - 34) : start] + " | " + marks.text[end : end + 24]
        if found is None or reading.finds("superlative.not_set", near) or _dated_behind(marks, end):
            continue
        subject, measure = found
        one = statement_of(marks, extraction.article.path, "record_high", subject=subject)
        one.at = marks.sentence.start + start
        known = [told for day in days if (told := measure.record_before(day)) is not None]
        if len(known) < len(days):
            continue
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


def _counted_records(
    extraction: Extraction, marks: Scan, frames: Frames, days: list[date], carried: str | None
) -> Iterator[Statement]:
    """The first record of the year, the 38th record close this year: counted."""
    reading = marks.reading
    if not (reading.finds("windows.ytd", marks.text) or reading.finds("superlative.of_year", marks.text)):
        return
    for start, end, _ in reading.spans("superlative.counted", marks.text):
        lead = marks.text[max(0, start - 16) : start]
        count = _ordinal_in(lead, reading)
        found = measured(marks, start, frames, carried)
        beside = marks.text[max(0, start - 24) : end + 24]
        told = reading.finds("windows.ytd", beside) or reading.finds("superlative.of_year", beside)
        if count is None or found is None or not told or reading.finds("superlative.undone", marks.text):
            continue
        subject, measure = found
        known = [n for day in days if (n := measure.records_of_year(day)) is not None]
        if not known:
            continue
        one = statement_of(marks, extraction.article.path, "record_count", subject=subject, value=float(count))
        one.at = marks.sentence.start + start
        if count in known:
            one.judge("right", "record-count", f"{count} record closes in the year", count)
        else:
            one.judge(
                "contradicts-data",
                "record-count",
                f"{known[0]} record closes in the year to {days[0]}, not {count}",
                known[0],
            )
        yield one


def _ordinal_in(lead: str, reading: Reading) -> int | None:
    """The ordinal that a lead ends with, but for a few words: its first, the 38th."""
    digits = re.search(r"(\d{1,3})(?:st|nd|rd|th)\b[^\d]{0,8}$", lead)
    if digits:
        return int(digits[1])
    best: tuple[int, int] | None = None
    for word, value in reading.ordinals.items():
        at = lead.lower().rfind(word)
        whole = at >= 0 and (not word.isascii() or not lead[at - 1 : at].isalpha())
        if whole and len(lead) - at - len(word) <= 9 and (best is None or at > best[0]):
            best = (at, int(value))
    if best is None and reading.pattern("superlative.first_of").search(lead):
        return 1
    return best[1] if best else None


def _dated_behind(marks: Scan, end: int) -> bool:
    return any(0 <= d.start - end <= 8 for d in [*marks.told, *marks.referred])


@cache
def _moves(big: tuple[str, ...], span: tuple[str, ...], noun: tuple[str, ...]) -> re.Pattern[str]:
    """The largest one-day gain, in any order that a language has for it."""

    def either(words: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True))) or "(?!)"

    between = rf"(?:(?:{either(span)})[\s-]?){{0,3}}"
    return re.compile(
        rf"{between}(?<![A-Za-z-])(?P<big>{either(big)})[\s-]?{between}(?P<noun>{either(noun)})(?![A-Za-z])",
        re.IGNORECASE,
    )


def _direction(reading: Reading, big: str, noun: str) -> int:
    """1 for a rise, -1 for a fall, 0 where the words leave it open."""
    for text in (noun, big):
        for key, sign in (("superlative.up", 1), ("superlative.down", -1)):
            if reading.pattern(key).fullmatch(text):
                return sign
    return 0


def _unit(reading: Reading, text: str) -> str | None:
    return next((unit for unit in ("week", "month", "other") if reading.finds(f"superlative.{unit}", text)), None)


def _largest(
    extraction: Extraction, marks: Scan, frames: Frames, days: list[date], carried: str | None
) -> Iterator[Statement]:
    reading, words = marks.reading, marks.reading.words
    pattern = _moves(*(words.get(f"superlative.{key}", ()) for key in ("big", "span", "move")))
    for match in pattern.finditer(marks.text):
        start, end = match.span()
        near = marks.text[max(0, start - 12) : end + 16]
        beside = marks.text[max(0, start - 7) : start] + " | " + marks.text[end : end + 16].partition(",")[0]
        since = (
            (_LONG_AGO, _LONG_AGO)
            if reading.finds("superlative.ever", beside)
            else since_of(marks, max(0, start - _NEAR), min(len(marks.text), end + _NEAR))
        )
        found = measured(marks, start, frames, carried)
        sign = _direction(reading, match["big"], match["noun"])
        unit = _unit(reading, near)
        ranked = _ordinal_in(marks.text[max(0, start - 10) : start], reading)
        if since is None or found is None or not sign or unit == "other" or (ranked or 1) > 1:
            continue
        subject, measure = found
        moves = [(day, m) for day in days if (m := measure.move(day, unit)) is not None and m * sign > 0]
        if not moves:
            continue
        one = statement_of(marks, extraction.article.path, "largest_since", subject=subject)
        one.at = marks.sentence.start + start
        later = [measure.as_large(day, move, since[1], unit) for day, move in moves]
        shown = f"{percent(moves[0][1])} on {moves[0][0]}"
        after = f"after {since[1]}" if since[1] > _LONG_AGO else "in the data"
        if all(found_day is not None for found_day in later) and later[0] is not None:
            size = measure.move(later[0], unit) or 0.0
            one.judge(
                "contradicts-data", "largest-since", f"{shown}; {later[0]} had {percent(size)}", later[0].isoformat()
            )
        else:
            one.judge("right", "largest-since", f"{shown}; nothing as large {after}", since[1].isoformat())
        yield one


def _extremes(
    extraction: Extraction, marks: Scan, frames: Frames, days: list[date], carried: str | None
) -> Iterator[Statement]:
    """The highest (lowest) close since a day, a month, a year."""
    reading = marks.reading
    for key, sign in (("superlative.highest", 1), ("superlative.lowest", -1)):
        for start, end, _ in reading.spans(key, marks.text):
            low, high = max(0, start - 24), min(len(marks.text), end + 30)
            since = since_of(marks, low, high)
            found = measured(marks, start, frames, carried)
            beside = marks.text[max(0, start - 10) : end + 12]
            if since is None or found is None or reading.finds("superlative.no_level", beside):
                continue
            subject, measure = found
            slack = 0.012 if subject in YIELDS else 0.0005
            later = [measure.beyond(day, since[1], sign, slack) for day in days]
            if any(b is None for b in later):
                continue
            one = statement_of(marks, extraction.article.path, "extreme_since", subject=subject)
            one.at = marks.sentence.start + start
            told = [b for b in later if b is not None]
            if all(len(b) for b in told):
                day, level, own = told[0][0]
                word = "above" if sign > 0 else "below"
                one.judge(
                    "contradicts-data",
                    "extreme-since",
                    f"{level:,.2f} on {day} was {word} {own:,.2f} on {days[0]}",
                    day.isoformat(),
                )
            elif since[0] == since[1] and measure.inside(days, since[0], sign):
                shown = f"the close of {since[0]} does not lie beyond that of {days[0]} either"
                one.judge("contradicts-data", "extreme-since", shown, since[0].isoformat())
            else:
                one.judge("right", "extreme-since", f"nothing beyond it after {since[1]}", since[1].isoformat())
            yield one
