"""Dates and named spans of time in a sentence."""

from __future__ import annotations

import itertools
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from reporter.verification.reading import Reading, every
from reporter.verification.sessions import between, last_session

_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)")


Marked = tuple[re.Pattern[str], re.Pattern[str]]


@dataclass(frozen=True)
class Day:
    """A date in a sentence, with the weekday that stands beside it (0 Monday) if one does."""

    start: int
    end: int
    day: date
    explicit_year: bool
    weekday: int | None = None


@dataclass(frozen=True)
class Span:
    """A stretch of time that a number is about: `name` as figures name windows; dates where known.

    `low`..`high` is the length in days that the name allows.
    """

    name: str
    start: date | None = None
    end: date | None = None
    low: int = 0
    high: int = 100_000

    sessions: int = 0
    open: bool = False
    """True where the words name a start alone: it runs to the last close that the article knows."""
    running: bool = False
    """True for the month or quarter that the article stands in: it runs to the article's day, or the session before."""

    @property
    def days(self) -> int | None:
        return (self.end - self.start).days if self.start and self.end else None

    @property
    def label(self) -> str:
        if self.start and self.end:
            return self.end.isoformat() if self.start == self.end else f"{self.start}..{self.end}"
        return self.name


@cache
def _english(
    months: tuple[str, ...], short: tuple[str, ...], endings: tuple[str, ...]
) -> tuple[re.Pattern[str], dict[str, int]]:
    table = {name.lower(): place % 12 + 1 for place, name in enumerate((*months, *short))}
    ends = "|".join(endings) or "(?!)"
    names = "|".join(sorted(table, key=len, reverse=True))
    pattern = (
        rf"\b(?:(?P<d1>\d{{1,2}})(?:{ends})?\s(?P<m1>{names})\b\.?|(?P<m2>{names})\b\.?\s(?P<d2>\d{{1,2}})(?:{ends})?)"
        r"(?!\d|%|\.\d)(?:,?\s(?P<year>(?:19|20)\d\d))?"
    )
    return re.compile(pattern, re.IGNORECASE), table


@cache
def _marked(year: tuple[str, ...], month: tuple[str, ...], day: tuple[str, ...], joints: tuple[str, ...]) -> Marked:
    """Dates whose parts are numbers with a mark behind each, and the end of a range that names its day alone."""

    def either(words: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, words)) or "(?!)"

    return (
        re.compile(
            rf"(?:(?P<year>(?:19|20)\d\d)(?:{either(year)}))?(?P<month>\d{{1,2}})(?:{either(month)})"
            rf"(?P<day>\d{{1,2}})(?:{either(day)})"
        ),
        re.compile(rf"\s?(?:{either(joints)})\s?(?P<day>\d{{1,2}})(?:{either(day)})"),
    )


def marked(reading: Reading) -> Marked:
    words = reading.words
    return _marked(
        words.get("dates.year_mark", ()),
        words.get("dates.month_mark", ()),
        words.get("dates.day_mark", ()),
        tuple(sorted(set(words.get("dates.range", ())))),
    )


def _make(year: int | None, month: int, day: int, near: date | None) -> date | None:
    """A date; without a year the last such day not beyond two months after the article."""
    try:
        if year is not None:
            return date(year, month, day)
        if near is None:
            return None
        found = date(near.year, month, day)
        return found.replace(year=near.year - 1) if found > near + timedelta(days=62) else found
    except ValueError:
        return None


def full_dates(text: str) -> list[tuple[int, int, date]]:
    """Dates with their year: (start, end, date)."""
    return [(d.start, d.end, d.day) for d in days(text, None) if d.explicit_year]


def days(text: str, near: date | None, reading: Reading | None = None) -> list[Day]:
    """Every date in a text, in order; `near` lends its year to those without."""
    reading = reading or every()
    found: list[Day] = []
    parts, ending = marked(reading)
    for pattern in (parts, _ISO):
        for match in pattern.finditer(text):
            year = match["year"]
            day = _make(int(year) if year else None, int(match["month"]), int(match["day"]), near)
            if day is not None:
                found.append(Day(match.start(), match.end(), day, bool(year)))
                _day_end(text, match.end(), ending, day, bool(year), found)
    short = (*reading.listed("dates.months_short"), *reading.listed("dates.months_other"))
    english, table = _english(reading.listed("dates.months"), short, reading.listed("dates.ordinal_endings"))
    for match in english.finditer(text):
        month = table[(match["m1"] or match["m2"]).lower()]
        given = match["year"]
        day = _make(int(given) if given else None, month, int(match["d1"] or match["d2"]), near)
        if day is not None:
            found.append(Day(match.start(), match.end(), day, bool(given)))
            _english_end(text, match.end(), day, near, found, reading.listed("dates.through"))
    unique: list[Day] = []
    for one in sorted(found, key=lambda d: (d.start, -d.end)):
        if not unique or one.start >= unique[-1].end:
            unique.append(_with_weekday(text, one, reading))
    return _share_years(unique, text)


def _day_end(text: str, at: int, ending: re.Pattern[str], first: date, explicit: bool, found: list[Day]) -> None:
    match = ending.match(text, at)
    if match:
        day = _make(first.year, first.month, int(match["day"]), None)
        if day is not None:
            found.append(Day(match.start("day"), match.end(), day, explicit))


@cache
def _ending(through: tuple[str, ...]) -> re.Pattern[str]:
    """The day that a range within a month ends on: March 3 to 7."""
    joints = "|".join(map(re.escape, ("-", "–", "—", *through)))
    return re.compile(rf"\s?(?:{joints})\s?(?P<day>\d{{1,2}})(?!\d|%|\.\d)(?P<year>,?\s(?:19|20)\d\d)?")


def _english_end(
    text: str, at: int, first: date, near: date | None, found: list[Day], through: tuple[str, ...]
) -> None:
    match = _ending(through).match(text, at)
    if match:
        year = int(match["year"][-4:]) if match["year"] else first.year
        day = _make(year, first.month, int(match["day"]), near)
        if day is not None:
            found.append(Day(match.start("day"), match.end(), day, bool(match["year"])))


def _with_weekday(text: str, one: Day, reading: Reading) -> Day:
    before, behind = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 5]
    for key in ("dates.weekdays", "dates.weekdays_alt", "dates.weekdays_short"):
        for place, name in enumerate(reading.words.get(key, ())):
            near = name.lower()
            lead = before.lower().rstrip(" ,(")
            whole = not lead.removesuffix(near)[-1:].isalpha() or not near.isascii()
            if (lead.endswith(near) and whole) or behind.lstrip(" ,(").lower().startswith(near):
                return Day(one.start, one.end, one.day, one.explicit_year, place % 7)
    return one


def _share_years(found: list[Day], text: str) -> list[Day]:
    """In a range whose end alone names the year, the start takes it (or the year before)."""
    out = list(found)
    for place in range(len(out) - 1):
        a, b = out[place], out[place + 1]
        if not a.explicit_year and b.explicit_year and b.start - a.end < 8:
            year = b.day.year if (a.day.month, a.day.day) <= (b.day.month, b.day.day) else b.day.year - 1
            day = _make(year, a.day.month, a.day.day, None)
            if day is not None:
                out[place] = Day(a.start, a.end, day, True, a.weekday)
        if a.explicit_year and not b.explicit_year and b.start - a.end < 8 and b.day < a.day:
            day = _make(a.day.year, b.day.month, b.day.day, None)
            if day is not None and day >= a.day:
                out[place + 1] = Day(b.start, b.end, day, True, b.weekday)
    return out


def ranges(text: str, found: list[Day], reading: Reading) -> list[tuple[int, int, Span]]:
    """From–to spans: two dates with a range word between them."""
    out = []
    words = {w.lower() for w in reading.words.get("dates.range", ())}
    for a, b in itertools.pairwise(found):
        joint = text[a.end : b.start].strip(" ,").lower()
        for article in reading.listed("clause.article"):
            joint = joint.removesuffix(f" {article}").strip()
        first, *rest = joint.split() or [""]
        filled = first in words and all(w in reading.words.get("windows.before_date", ()) for w in rest)
        if (joint in words or filled) and a.day < b.day:
            out.append((a.start, b.end, Span("since", a.day, b.day)))
    return out


def months_back(day: date, months: int) -> date:
    """The last session on or before the same day some months earlier."""
    total = day.year * 12 + day.month - 1 - months
    year, month = total // 12, total % 12 + 1
    return last_session(date(year, month, min(day.day, monthrange(year, month)[1])))


def sessions_in(span: Span) -> int | None:
    return between(span.start, span.end) if span.start and span.end else None
