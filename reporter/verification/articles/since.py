"""The time that a "since" names: a day, a month, a year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from reporter.verification.articles.scan import Scan
from reporter.verification.reading import alternation

MONTH = timedelta(days=31)


@cache
def _month_pattern(months: tuple[str, ...], year: tuple[str, ...], month: tuple[str, ...]) -> re.Pattern[str]:
    names, years, marks = "|".join(months) or "(?!)", "|".join(year) or "(?!)", "|".join(month) or "(?!)"
    return re.compile(
        rf"\s?(?:(?P<name>{names})\.?,?\s)?(?P<year>(?:19|20)\d\d)(?:(?:{years})(?:(?P<number>\d{{1,2}})(?:{marks}))?)?(?!\d)",
        re.IGNORECASE,
    )


def since_of(marks: Scan, low: int, high: int) -> tuple[date, date] | None:
    """The earliest and the latest day that a since names: a date, a month, a year."""
    words = marks.reading.words
    pattern = _month_pattern(
        words.get("dates.months", ()), words.get("dates.year_mark", ()), words.get("dates.month_mark", ())
    )
    ends = words.get("windows.since_end", ())
    starts = [low + end for _, end, _ in marks.reading.spans("windows.since", marks.text[low:high])]
    starts += [m.start() for m in pattern.finditer(marks.text, low, high) if marks.text.startswith(ends, m.end())]
    near = marks.near
    for match in _numbered(words.get("dates.month_mark", ()), ends).finditer(marks.text, low, high):
        ahead = marks.text[: match.start()]
        if near is not None and 1 <= int(match[1]) <= 12 and not ahead.endswith(words.get("dates.year_mark", ("-",))):
            return _last_month(int(match[1]), near)
    dated = next((d.day for d in marks.referred if low <= d.start < high and marks.text.startswith(ends, d.end)), None)
    if dated is not None:
        return dated, dated
    for at in starts:
        day = next((d for d in marks.referred if 0 <= d.start - at <= 1), None)
        if day is not None:
            return day.day, day.day
        found = pattern.match(marks.text, at)
        if found is None:
            bare = _bare_month(marks, at)
            if bare is not None:
                return bare
            continue
        year = int(found["year"])
        if found["number"] is None and found["name"] is None:
            return date(year, 1, 1), date(year, 12, 31)
        months = [m.lower() for m in words.get("dates.months", ())]
        month = int(found["number"]) if found["number"] else months.index(found["name"].lower()) % 12 + 1
        if 1 <= month <= 12:
            first = date(year, month, 1)
            return first, (first + MONTH).replace(day=1) - timedelta(days=1)
    return None


def _bare_month(marks: Scan, at: int) -> tuple[date, date] | None:
    """A month without its year behind "since": the last such month before the article's."""
    near = marks.near
    if near is None:
        return None
    words = marks.reading.words
    names = alternation(words.get("dates.months", ()))
    match = names.match(marks.text, at + (marks.text[at : at + 1] == " "))
    if match is None:
        return None
    return _last_month([m.lower() for m in words.get("dates.months", ())].index(match.group().lower()) % 12 + 1, near)


@cache
def _numbered(marks: tuple[str, ...], ends: tuple[str, ...]) -> re.Pattern[str]:
    """A month told by its number, up to now."""
    mark, end = "|".join(marks) or "(?!)", "|".join(ends) or "(?!)"
    return re.compile(rf"(?<!\d)(\d{{1,2}})(?:{mark})(?:{end})")


def _last_month(month: int, near: date) -> tuple[date, date]:
    first = date(near.year - (month >= near.month), month, 1)
    return first, (first + MONTH).replace(day=1) - timedelta(days=1)
