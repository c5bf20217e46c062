"""Stretches of time with a name in a sentence: year to date, the week, January, the second quarter, three months."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

from reporter.verification.articles.dates import Span
from reporter.verification.numerals import Number, digits, spelled
from reporter.verification.reading import Reading, alternation
from reporter.verification.sessions import last_session

FIXED = ("ytd", "day", "week", "month", "year")


def fixed(key: str, near: date | None) -> Span:
    """The span of a name that needs no number."""
    if key == "ytd":
        return Span("ytd", date(near.year, 1, 1) if near else None, None, 1, 366)
    name, low, high = {"day": ("1d", 0, 1), "week": ("5d", 4, 9), "month": ("1m", 20, 35), "year": ("12m", 350, 380)}[
        key
    ]
    return Span(name, None, None, low, high)


def named(text: str, near: date | None, reading: Reading) -> list[tuple[int, int, Span]]:
    """Spans with a name: year to date, the week, the past three months, seven days."""
    out: list[tuple[int, int, Span]] = []
    for key in FIXED:
        out += [(s, e, fixed(key, near)) for s, e, _ in reading.spans(f"windows.{key}", text)]
    if near is not None:
        year = alternation(w.replace("{year}", str(near.year)) for w in reading.words.get("windows.this_year", ()))
        out += [(m.start(), m.end(), fixed("ytd", near)) for m in year.finditer(text)]
        out += [f for f in calendar_periods(text, near, reading) if not any(s < f[1] and f[0] < e for s, e, _ in out)]
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
    beside = text[number.start : number.unit_end] + text[number.unit_end : number.unit_end + 14].partition(",")[0]
    if reading.pattern("metrics.streak").search(beside):
        return None  # five sessions in a row are a run, no window
    over = any(before.endswith(w.lower()) for w in reading.words.get("windows.over", ()))
    within = any(behind.startswith(w.lower()) for w in reading.words.get("windows.within", ()))
    if (
        not (over or within)
        or behind.startswith(reading.words.get("windows.not_within", ()))
        or (
            behind.startswith(reading.words.get("windows.not_within_alone", ()))
            and not behind.startswith(reading.words.get("windows.during", ()))
        )
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
        Span(
            name,
            None,
            None,
            0 if loose else int(middle - slack),
            int(middle + slack) + 1,
            sessions=count if letter == "s" and not loose else 0,
        ),
    )


@cache
def _period_pattern(
    month_mark: tuple[str, ...],
    months: tuple[str, ...],
    lead: tuple[str, ...],
    year: tuple[str, ...],
    part: tuple[str, ...],
) -> re.Pattern[str]:
    """A month that is named without a day: a number with its mark, or a name behind a word such as "in"."""
    marks = "|".join(map(re.escape, month_mark)) or "(?!)"
    names = "|".join(months) or "(?!)"
    leads = "|".join(map(re.escape, lead)) or "(?!)"
    parts = "|".join(map(re.escape, part)) or "(?!)"
    ahead = "".join(f"(?<!{re.escape(word)})" for word in year)
    return re.compile(
        rf"(?<![\d-]){ahead}(?P<number>\d{{1,2}})(?:{marks})(?![\d\-~–]|{parts})|"
        rf"\b(?:{leads})\s(?P<name>{names})\b(?!\s\d)",
        re.IGNORECASE,
    )


def calendar_periods(text: str, near: date, reading: Reading) -> list[tuple[int, int, Span]]:
    """The article's month or quarter or the one before, named as the stretch that a number is about.

    Not where the words date a low, a peak or a start ("since the low in April"): that month is no stretch.
    """
    words = reading.words
    months = words.get("dates.months", ())
    out: list[tuple[int, int, Span]] = []
    pattern = _period_pattern(
        words.get("dates.month_mark", ()),
        months,
        words.get("windows.in_month", ()),
        words.get("dates.year_mark", ()),
        words.get("windows.month_part", ()),
    )
    low = [m.lower() for m in months]
    for match in pattern.finditer(text):
        month = int(match["number"]) if match["number"] else low.index(match["name"].lower()) % 12 + 1
        back = (near.month - month) % 12
        if 1 <= month <= 12 and back <= 1 and not _starts(text, match.start(), match.end(), reading):
            first = date(near.year - (month > near.month), month, 1)
            out.append((match.start(), match.end(), _whole(first, 1, near)))
    for place in range(4):
        for start, end, _ in reading.spans(f"windows.quarter{place + 1}", text):
            first = date(near.year, 3 * place + 1, 1)
            first = first if first <= near else first.replace(year=near.year - 1)
            if (near - first).days <= 190 and not _starts(text, start, end, reading):
                out.append((start, end, _whole(first, 3, near)))
    return out


def _whole(first: date, months: int, near: date) -> Span:
    """A calendar period up to its end or the article's day."""
    last = date(first.year, first.month + months - 1, monthrange(first.year, first.month + months - 1)[1])
    return Span("since", first, last_session(min(last, near)), running=near < last)


def _starts(text: str, start: int, end: int, reading: Reading) -> bool:
    ahead, behind = text[max(0, start - 24) : start], text[end : end + 10]
    key = ("windows.since", "windows.turning", "superlative.extreme", "superlative.first", "windows.until")
    turning = reading.pattern("windows.turning").search(behind)
    return turning is not None or reading.pattern(*key).search(ahead) is not None
