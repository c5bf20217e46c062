"""Marks in a sentence: subjects, numbers, dates, spans of time, clauses. What extraction looks at."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from reporter.verification.articles.anchors import anchored, roles, weekdays
from reporter.verification.articles.dates import Day, Span, days, ranges
from reporter.verification.articles.periods import FIXED, fixed, named
from reporter.verification.articles.text import Sentence
from reporter.verification.numerals import Number, digits
from reporter.verification.reading import Reading

_STOP = re.compile(r"[,;:。，；：、!?]")
_PLAIN_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Name:
    start: int
    end: int
    subject: str


@dataclass
class Scan:
    """One sentence with everything that was recognised in it; positions are within the sentence."""

    text: str
    sentence: Sentence
    names: list[Name]
    days: list[Day]
    ranges: list[tuple[int, int, Span]]
    spans: list[tuple[int, int, Span]]
    numbers: list[Number]
    reading: Reading
    boundaries: list[tuple[int, int]] = field(default_factory=list)
    told: list[Day] = field(default_factory=list)
    """Days that numbers are of; the other days only date a start, a record, a level that is compared with."""
    referred: list[Day] = field(default_factory=list)
    near: date | None = None
    """The article's day."""
    column: str | None = None
    """What the head of a table's column says of the cell: day, week, month, ytd, close."""

    def clause(self, at: int) -> tuple[int, int]:
        """Start and end of the clause around a position."""
        ends, starts = self._edges
        before, behind = bisect_right(ends, at), bisect_left(starts, at)
        return ends[before - 1] if before else 0, starts[behind] if behind < len(starts) else len(self.text)

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Ends and starts of the clauses' boundaries, each in order."""
        return sorted(end for _, end in self.boundaries), sorted(start for start, _ in self.boundaries)

    def before(self, at: int) -> str:
        """The clause up to a position."""
        return self.text[self.clause(at)[0] : at]

    def after(self, at: int, room: int = 30) -> str:
        """What follows a position within its clause."""
        return self.text[at : min(self.clause(at)[1], at + room)]

    def last(self, key: str, text: str) -> int:
        """End of the last occurrence of a word in a text; -1 where there is none."""
        found = self.reading.spans(key, text)
        return found[-1][1] if found else -1

    def ends_with(self, key: str, text: str) -> bool:
        """Whether a text ends with a word of a list, but for spaces, a sign of currency and fillers."""
        lead = text[-24:].rstrip(" $")
        return any(end == len(lead) for _, end, _ in self.reading.spans(key, lead))

    def has(self, key: str) -> bool:
        return self.reading.finds(key, self.text)


def _alike(a: Number, b: Number) -> bool:
    """Whether two numbers may be the ends of one range: of one size, as an average and a percentage are not."""
    first, second = (n.value / n.step * 10.0**-n.decimals for n in (a, b))
    return first <= 0 or second <= 0 or 0.02 < first / second < 50


def _ranges_share_units(text: str, numbers: list[Number], reading: Reading) -> list[Number]:
    """In a range the unit stands behind its end alone: 2675-2719 points, 100 to 125 basis points."""
    out, joints = list(numbers), frozenset(reading.listed("dates.range"))
    for place in range(len(out) - 1):
        a, b = out[place], out[place + 1]
        joint = text[a.unit_end : b.start].strip().lower()
        if (
            a.unit is None
            and b.unit is not None
            and _alike(a, b)
            and (joint in joints or (joint == "" and text[b.start - 1 : b.start] in "-–—"))
        ):
            scale = b.step / 10.0**-b.decimals
            out[place] = replace(a, unit=b.unit, value=a.value * scale, step=a.step * scale)
    return out


def contrasts(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Where a clause turns against the one before: while, but."""
    kept = reading.listed("clause.uncut")
    return [
        (m.start(), m.end())
        for m in reading.pattern("clause.cut", "clause.uncut").finditer(text)
        if m.group() not in kept
    ]


def _boundaries(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Where clauses end: at stops, at words of contrast, at an "and" with a word behind."""
    joined = [
        (m.start(), m.end())
        for m in reading.pattern("clause.also").finditer(text)
        if text[m.end() : m.end() + 1] == " " and text[m.end() + 1 : m.end() + 2].isalpha()
    ]
    return sorted([*((m.start(), m.end()) for m in _STOP.finditer(text)), *contrasts(text, reading), *joined])


_YEARS: dict[str, re.Pattern[str]] = {}


def _years(reading: Reading) -> re.Pattern[str]:
    """Years, quarters, months, ordinals and names with digits: numbers that state nothing."""
    if reading.tag not in _YEARS:

        def either(key: str) -> str:
            return "|".join(map(re.escape, reading.listed(key))) or "(?!)"

        year, month, nth = either("dates.year_mark"), either("dates.month_mark"), either("dates.nth")
        till = "|".join(re.escape(w) for w in reading.listed("dates.range") if len(w) == 1) or "(?!)"
        _YEARS[reading.tag] = re.compile(
            rf"(?<![\d.,])(?:19|20)\d\d(?:\s?(?:{till})\s?(?:19|20)?\d\d)?"
            rf"(?:(?:{year})|(?=[\s,)，。]|\.(?!\d))|(?:{either('dates.decade')})\b)|\bQ[1-4]\b|(?:{nth})\d+|"
            rf"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\d{{1,2}}(?:{month})(?:(?:{till})\d{{1,2}}(?:{month}))?|"
            rf"[A-Za-z]\d+\b|\b\d+[A-Z]\b|\d+%?(?:{either('dates.ordinal_endings')})\b"
        )
    return _YEARS[reading.tag]


def _folds(text: str, reading: Reading) -> list[Number]:
    """Multiples in words: twice, three times, double."""
    out = []
    for match in reading.pattern("metrics.twice").finditer(text):
        step = 0.2
        out.append(Number(match.start(), match.end(), match.end(), match.group(), 2.0, 1, step, 0, "fold", True))
    return out


def scan(sentence: Sentence, near: date | None, reading: Reading) -> Scan:
    """Recognise the marks of one sentence; `near` lends its year to dates without one."""
    text = sentence.text
    names = [Name(*found) for found in reading.name_spans(text)]
    found_days = days(text, near, reading)
    column = _column(sentence, reading)
    spans = [s for s in named(text, near, reading) if not any(d.start < s[1] and s[0] < d.end for d in found_days)]
    taken = [(n.start, n.end) for n in names] + [(d.start, d.end) for d in found_days] + [(s, e) for s, e, _ in spans]
    taken += [(m.start(), m.end()) for m in _years(reading).finditer(text)]
    taken += [
        (s, e) for key in ("metrics.high52", "metrics.low52", "metrics.range52") for s, e, _ in reading.spans(key, text)
    ]
    suffix = reading.pattern("metrics.average_suffix")
    numbers = []
    for number in digits(text, reading):
        core = number.start + (number.text[0] in "+-")
        if any(s <= core < e for s, e in taken):
            continue
        if suffix.match(text, number.end) or (
            text[number.end : number.end + 1] == "-"
            and text[number.end + 1 : number.end + 2].isalpha()
            and number.unit not in ("pp", "bp", "points", "sessions")
        ):
            continue
        if _PLAIN_YEAR.fullmatch(number.text) and number.unit is None and number.end - number.start == 4:
            continue
        numbers.append(number)
    numbers = sorted([*_ranges_share_units(text, numbers, reading), *_folds(text, reading)], key=lambda n: n.start)
    inside = [(n.start, n.unit_end) for n in numbers] + taken
    boundaries = [(s, e) for s, e in _boundaries(text, reading) if not any(a < e and s < b for a, b in inside)]
    kinds = roles(text, found_days, reading)
    stretches = ranges(text, found_days, reading) or anchored(found_days, kinds, near)
    every_day = sorted([*found_days, *weekdays(text, near, found_days, reading)], key=lambda d: d.start)
    kinds = roles(text, every_day, reading)
    kinds = ["reference" if _of_a_base(text, d, numbers, reading) else k for d, k in zip(every_day, kinds, strict=True)]
    told = [d for d, kind in zip(every_day, kinds, strict=True) if kind == "as of"]
    referred = [d for d, kind in zip(every_day, kinds, strict=True) if kind != "as of"]
    if column in FIXED and sentence.head is not None:
        spans = [(*sentence.head, fixed(column, near))]
    return Scan(
        text, sentence, names, found_days, stretches, spans, numbers, reading, boundaries, told, referred, near, column
    )


def _of_a_base(text: str, day: Day, numbers: list[Number], reading: Reading) -> bool:
    """Whether a day dates the level that a move starts from alone: to 30.41 from 36.07 on Monday."""
    base = next((n for n in numbers if 0 <= day.start - n.unit_end <= 4), None)
    if base is None:
        return False
    opened = text.rfind("(", 0, day.start)
    if (
        opened >= 0
        and opened < base.start
        and ")" not in text[opened : day.start]
        and any(n.end <= opened for n in numbers)
    ):
        return True  # in brackets behind another number
    lead = text[max(0, base.start - 20) : base.start].rstrip(" $")
    spans = [*reading.spans("metrics.from", lead[-8:]), *reading.spans("windows.dated_lead", lead)]
    return any(lead.endswith(word) for _, _, word in spans)


def _column(sentence: Sentence, reading: Reading) -> str | None:
    if sentence.head is None:
        return None
    head = sentence.text[slice(*sentence.head)].replace("%", "").replace("()", "").strip(" ()")
    return next((kind for kind in (*FIXED, "close") if reading.pattern(f"table.{kind}").fullmatch(head)), None)
