"""Dates and named spans of time in a sentence."""

from __future__ import annotations

import itertools
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from reporter.verification.numerals import Number, digits, spelled
from reporter.verification.reading import Reading, every
from reporter.verification.sessions import between, last_session

_CHINESE = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)")
_SHORT_END = re.compile(r"\s?(?:至|到|-|–|—|~)\s?(?P<day>\d{1,2})[日号]")
_ENGLISH_END = re.compile(r"\s?(?:-|–|—|to|through)\s?(?P<day>\d{1,2})(?!\d|%|\.\d)(?P<year>,?\s(?:19|20)\d\d)?")


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

    @property
    def days(self) -> int | None:
        return (self.end - self.start).days if self.start and self.end else None

    @property
    def label(self) -> str:
        if self.start and self.end:
            return self.end.isoformat() if self.start == self.end else f"{self.start}..{self.end}"
        return self.name


@cache
def _english(months: tuple[str, ...], short: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, int]]:
    table = {name.lower(): place % 12 + 1 for place, name in enumerate((*months, *short))} | {"sept": 9}
    names = "|".join(sorted(table, key=len, reverse=True))
    pattern = (
        rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m1>{names})\b\.?|(?P<m2>{names})\b\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)"
        r"(?!\d|%|\.\d)(?:,?\s(?P<year>(?:19|20)\d\d))?"
    )
    return re.compile(pattern, re.IGNORECASE), table


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
    for pattern in (_CHINESE, _ISO):
        for match in pattern.finditer(text):
            year = match["year"]
            day = _make(int(year) if year else None, int(match["month"]), int(match["day"]), near)
            if day is not None:
                found.append(Day(match.start(), match.end(), day, bool(year)))
                _chinese_end(text, match.end(), day, bool(year), found)
    english, table = _english(reading.words.get("dates.months", ()), reading.words.get("dates.months_short", ()))
    for match in english.finditer(text):
        month = table[(match["m1"] or match["m2"]).lower()]
        given = match["year"]
        day = _make(int(given) if given else None, month, int(match["d1"] or match["d2"]), near)
        if day is not None:
            found.append(Day(match.start(), match.end(), day, bool(given)))
            _english_end(text, match.end(), day, near, found)
    unique: list[Day] = []
    for one in sorted(found, key=lambda d: (d.start, -d.end)):
        if not unique or one.start >= unique[-1].end:
            unique.append(_with_weekday(text, one, reading))
    return _share_years(unique, text)


def _chinese_end(text: str, at: int, first: date, explicit: bool, found: list[Day]) -> None:
    match = _SHORT_END.match(text, at)
    if match:
        day = _make(first.year, first.month, int(match["day"]), None)
        if day is not None:
            found.append(Day(match.start("day"), match.end(), day, explicit))


def _english_end(text: str, at: int, first: date, near: date | None, found: list[Day]) -> None:
    match = _ENGLISH_END.match(text, at)
    if match:
        year = int(match["year"][-4:]) if match["year"] else first.year
        day = _make(year, first.month, int(match["day"]), near)
        if day is not None:
            found.append(Day(match.start("day"), match.end(), day, bool(match["year"])))


def _with_weekday(text: str, one: Day, reading: Reading) -> Day:
    before, behind = text[max(0, one.start - 12) : one.start], text[one.end : one.end + 5]
    for key in ("dates.weekdays", "dates.weekdays_alt"):
        for place, name in enumerate(reading.words.get(key, ())):
            near = name.lower()
            if before.lower().rstrip(" ,(").endswith(near) or behind.lstrip(" ,(").lower().startswith(near):
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
        joint = joint.removesuffix("the").strip() if joint.endswith(" the") else joint
        if joint in words and a.day < b.day:
            out.append((a.start, b.end, Span("since", a.day, b.day)))
    return out


def since(text: str, found: list[Day], near: date | None, reading: Reading) -> list[tuple[int, int, Span]]:
    """A span from a date to the article's own: since January 30; not that of a record (the lowest since)."""
    if near is None or len(found) != 1 or not found[0].day < near:
        return []
    one = found[0]
    ahead, behind = text[: one.start].rstrip(), text[one.end : one.end + 14]
    begins = any(end == len(ahead) for _, end, _ in reading.spans("windows.since", ahead))
    ends = reading.words.get("windows.since_end", ())
    chinese = begins and not ahead[-1:].isascii()
    extreme = reading.pattern("superlative.extreme", "superlative.first", "extreme.top", "extreme.bottom")
    if not begins or (chinese and not behind.startswith(tuple(ends))) or extreme.search(ahead[-40:] + " " + behind):
        return []
    return [(one.start, one.end, Span("since", one.day, last_session(near)))]


def named(text: str, near: date | None, reading: Reading) -> list[tuple[int, int, Span]]:
    """Spans with a name: year to date, the week, the past three months, seven days."""
    out: list[tuple[int, int, Span]] = []
    year_start = date(near.year, 1, 1) if near else None
    fixed = {
        "ytd": Span("ytd", year_start, None, 1, 366),
        "day": Span("1d", None, None, 0, 1),
        "week": Span("5d", None, None, 4, 9),
        "month": Span("1m", None, None, 20, 35),
        "year": Span("12m", None, None, 350, 380),
    }
    for key, span in fixed.items():
        out += [(s, e, span) for s, e, _ in reading.spans(f"windows.{key}", text)]
    out += [
        (m.start(), m.end(), fixed["ytd"])
        for m in re.finditer(r"(?:20\d\d)年(?:年)?初?以来|(?:20\d\d)年初以来", text)
        if near and m.group().startswith(str(near.year))
    ]
    out += [
        (m.start(), m.end(), fixed["ytd"])
        for m in re.finditer(r"so far in (20\d\d)|in (20\d\d) so far", text, re.IGNORECASE)
    ]
    for number in [*digits(text, reading), *spelled(text, reading)]:
        counted = _counted(text, number, reading)
        if counted is not None and not any(s < counted[1] and counted[0] < e for s, e, _ in out):
            out.append(counted)
    return sorted(out, key=lambda found: found[0])


_UNIT_DAYS = {
    "days": ("d", 1),
    "weeks": ("w", 7),
    "months": ("m", 30.44),
    "quarters": ("q", 91.3),
    "years": ("y", 365.25),
    "sessions": ("s", 1.45),
}


def _counted(text: str, number: Number, reading: Reading) -> tuple[int, int, Span] | None:
    """A number of days, weeks, months that is a window: behind over or past, or before period, gain."""
    if number.unit not in _UNIT_DAYS or number.value != int(number.value) or not 0 < number.value < 400:
        return None
    before, behind = (
        text[max(0, number.start - 10) : number.start].rstrip().lower(),
        text[number.unit_end : number.unit_end + 16].lstrip().lower(),
    )
    if reading.pattern("metrics.streak").search(text[number.start : number.unit_end + 14]):
        return None  # five sessions in a row are a run, no window
    over = any(before.endswith(w.lower()) for w in reading.words.get("windows.over", ()))
    within = any(behind.startswith(w.lower()) for w in reading.words.get("windows.within", ()))
    if (
        not (over or within)
        or behind.startswith(
            ("均线", "移动", "moving", "average", "高", "低", "价格", "high", "low", "range", "treasury", "yield")
        )
        or (behind.startswith("期") and not behind.startswith("期间"))
    ):
        return None
    letter, length = _UNIT_DAYS[number.unit]
    count = int(number.value)
    loose = any(before.endswith(w) or w in before for w in reading.words.get("windows.less_than", ()))
    middle = count * length
    slack = max(2.0, middle * 0.15)
    name = {
        "d": f"{count}d",
        "w": f"{count}w",
        "m": f"{count}m",
        "q": f"{3 * count}m",
        "y": f"{12 * count}m",
        "s": f"{count}d",
    }[letter]
    return (
        number.start,
        number.unit_end,
        Span(name, None, None, 0 if loose else int(middle - slack), int(middle + slack) + 1),
    )


def months_back(day: date, months: int) -> date:
    """The last session on or before the same day some months earlier."""
    total = day.year * 12 + day.month - 1 - months
    year, month = total // 12, total % 12 + 1
    return last_session(date(year, month, min(day.day, monthrange(year, month)[1])))


def sessions_in(span: Span) -> int | None:
    return between(span.start, span.end) if span.start and span.end else None
