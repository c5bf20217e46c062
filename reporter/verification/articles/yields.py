"""Yields against each other: an inversion, a term spread, a rise from one printed level to another."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verification.articles import meaning
from reporter.verification.articles.extract import YIELDS, Extraction
from reporter.verification.articles.intervals import Interval
from reporter.verification.articles.parts import judge_part
from reporter.verification.articles.statement import Statement
from reporter.verification.numerals import Number

_FACTOR = {"pp": 0.01, "bp": 1.0}


def _apart(a: Number, b: Number, number: Number) -> tuple[Interval, float, str]:
    """How far two yields are apart, in the unit of a number."""
    scale = 100.0 if number.unit == "bp" else 1.0
    factor = _FACTOR[number.unit or "bp"]
    ends = sorted(((a.low - b.high) * scale, (a.high - b.low) * scale), key=abs)
    least = 0.0 if ends[0] * ends[1] < 0 else abs(ends[0])
    return (least * factor, abs(ends[1]) * factor), abs(a.value - b.value) * scale * factor, f"{a.text}% less {b.text}%"


def curves(extraction: Extraction) -> Iterator[Statement]:
    """The distance of two yields that the paragraph prints: an inversion, a term spread."""
    for place, marks in extraction.scans:
        if not marks.has("change.curve"):
            continue
        for number in marks.numbers:
            if number.unit not in ("pp", "bp") or number.value > (5 if number.unit == "pp" else 500):
                continue
            at = marks.sentence.start + number.start
            ahead = marks.text[max(0, number.start - 40) : number.start] + marks.text[number.unit_end :][:12]
            levels = [
                s
                for s in extraction.statements
                if s.metric == "yield_level"
                and s.number is not None
                and (s.at < at if s.paragraph == place else 0 < place - s.paragraph <= 2)
            ]
            subjects = list(dict.fromkeys(s.subject for s in reversed(levels)))[:2]
            if len(subjects) != 2 or not marks.reading.finds("change.curve", ahead):
                continue
            pairs = [
                (a.number, b.number)
                for a in levels
                for b in levels
                if a.number and b.number and (a.subject, b.subject) == (subjects[0], subjects[1])
            ]
            told = [_apart(a, b, number) for a, b in pairs]
            one = next(
                (
                    t
                    for t in told
                    if t[0][0] <= number.high * _FACTOR[number.unit] and t[0][1] >= number.low * _FACTOR[number.unit]
                ),
                None,
            )
            if one is None and len(pairs) > 1:
                continue  # which of several levels is meant is open
            spread, middle, shown = one or told[0]
            yield from judge_part(extraction, place, marks, number, spread, middle, shown, "curve")


def rises(extraction: Extraction) -> Iterator[Statement]:
    """A rise beside the two levels of one yield, one of them in its own sentence: from 3.88%, so the rise is."""
    for place, marks in extraction.scans:
        if marks.has("change.curve"):
            continue
        for number in marks.numbers:
            if number.unit not in ("pp", "bp") or marks.has("metrics.policy"):
                continue
            low, _ = marks.clause(number.start)
            lead = marks.text[low : number.start]
            told = meaning.direction_of(marks, number)[0] or marks.reading.finds("change.noun", lead)
            if not told or any(low <= at < number.start for at, _, _ in marks.spans):
                continue
            at = marks.sentence.start + number.start
            levels = [
                s
                for s in extraction.statements
                if s.paragraph == place and s.metric == "yield_level" and s.subject in YIELDS and s.at < at and s.number
            ]
            own = [s for s in levels if s.facts["scan"] is marks]
            two = levels[-2:]
            if not own or len(two) != 2 or two[0].subject != two[1].subject or two[0].value == two[1].value:
                continue
            a, b = (s.number for s in two)
            assert a is not None and b is not None
            scale, factor = (100.0, 1.0) if number.unit == "bp" else (1.0, 0.01)
            ends = sorted((abs(a.low - b.high), abs(a.high - b.low)))
            spread: Interval = (ends[0] * scale * factor, ends[1] * scale * factor)
            middle = abs(a.value - b.value) * scale * factor
            yield from judge_part(
                extraction, place, marks, number, spread, middle, f"{a.text}% to {b.text}%", "from-to"
            )


STATING = (curves, rises)
