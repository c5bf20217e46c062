"""Dates, citations, sources, gaps: what a page refers to exists."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from reporter.verification.numerals import fold
from reporter.verification.page import Block, Run
from reporter.verification.reading import Reading
from reporter.verification.rules.context import Context
from reporter.verification.sessions import is_session

NEW_YORK = "us_equities"
"""The market whose sessions this room knows by rule."""
_NUMBER = re.compile(r"\d+")
MARKET_SECTIONS = frozenset({"executive-summary", "analysis", "insights", "risks-opportunities", "summary"})


def times(context: Context) -> int:
    """Every time element: its text says its date, and the briefing knows it. Returns how many there are."""
    known = context.known_dates()
    months = {(day.year, day.month) for day in known}
    years = {day.year for day in known}
    count = 0
    for block in context.page.blocks:
        for run in block.runs:
            if run.kind != "time":
                continue
            count += 1
            stamp = run.attrs.get("datetime", "")
            if not stamp and not _NUMBER.search(run.text):
                continue
            try:
                _check_time(context, block, run, stamp, known, months, years)
            except ValueError:
                context.refuse("time", f"datetime={stamp!r} is no date", block, run.start)
    return count


def _check_time(
    context: Context,
    block: Block,
    run: Run,
    stamp: str,
    known: set[date],
    months: set[tuple[int, int]],
    years: set[int],
) -> None:
    parts = [int(part) for part in stamp[:10].split("-")]
    if len(parts) == 3:
        day = date(*parts)
        if day not in known:
            context.refuse("unknown-date", f"{day} is a date of no figure, window or source", block, run.start)
        elif (
            block.passage is not None
            and _names_day(run, parts[2], context.reading)
            and context.briefing.market == NEW_YORK
            and not is_session(day)
            and not _calendar_day(context, day)
        ):
            context.refuse("session", f"{day} is no session of the exchange", block, run.start)
        _weekday(context, block, run, day)
    elif (len(parts) == 2 and (parts[0], parts[1]) not in months) or (len(parts) == 1 and parts[0] not in years):
        context.refuse("unknown-date", f"{stamp} is a date of no figure, window or source", block, run.start)
    _text_agrees(context, block, run, parts)


def _names_day(run: Run, day: int, reading: Reading) -> bool:
    """Whether a date's text names its day: where units are written, the number before that of a day and no other."""
    marked = marked_parts(fold(run.text), reading)
    return (day, 2) in marked if marked else day in _said(run)


def marked_parts(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Numbers that a mark calls a year (0), a month (1) or a day (2), in languages that mark them."""
    out = []
    for match in _NUMBER.finditer(text):
        for place, key in enumerate(("dates.year_mark", "dates.month_mark", "dates.day_mark")):
            if text.startswith(reading.listed(key), match.end()):
                out.append((int(match.group()), place))
    return out


def _said(run: Run) -> list[int]:
    return [int(number) for number in _NUMBER.findall(fold(run.text))]


def _calendar_day(context: Context, day: date) -> bool:
    """Dates of sources and of research notes may be any day."""
    sourced = any(day == source.date for source in context.briefing.sources)
    return sourced or day == context.briefing.requested_on or day in context.noted_dates()


def _weekday(context: Context, block: Block, run: Run, day: date) -> None:
    for key in ("dates.weekdays", "dates.weekdays_alt"):
        names = context.reading.words.get(key, ())
        for place, name in enumerate(names):
            if name in run.text and place != day.weekday():
                context.refuse("weekday", f"{day} is no {name}", block, run.start)


def _text_agrees(context: Context, block: Block, run: Run, parts: list[int]) -> None:
    """Numbers and month names in the text are those of the attribute."""
    text = fold(run.text)
    if ":" in text:
        text = text.split(":")[0].rsplit(" ", 1)[0]
    numbers = _NUMBER.findall(text)
    said = [int(number) for number in numbers]
    months = context.reading.words.get("dates.months", ())
    short = context.reading.words.get("dates.months_short", ())
    # Each part is said at most once; a year may be said with its last two digits.
    short_year = [len(n) <= 2 and int(n) == parts[0] % 100 and int(n) not in parts[1:] for n in numbers]
    whole = [parts[0] if short else number for short, number in zip(short_year, said, strict=True)]
    named = any(re.search(rf"\b{name}\b", text) for name in (*months, *short))
    wrong = list((Counter(whole) - Counter([parts[0], *parts[2:]] if named else parts)).elements())
    wrong += [
        number for number, place in marked_parts(text, context.reading)
        if place >= len(parts) or number not in (parts[place], parts[0] % 100 if place == 0 else -1)
    ]
    wrong += [int(n) for n in numbers if len(n) > 2 and n[0] == "0"]
    for names in (months, short):
        for place, name in enumerate(names):
            if re.search(rf"\b{name}\b", text) and len(parts) > 1 and place + 1 != parts[1]:
                wrong.append(place + 1)
    if len(parts) == 3 and said and not wrong:
        expected = parts[2] in said or set(said) <= {parts[0], parts[1]}
        if not expected:
            wrong.append(said[-1])
    if wrong:
        context.refuse(
            "time", f"the text {run.text!r} says another date than {run.attrs.get('datetime')}", block, run.start
        )


def citations(context: Context) -> None:
    """[n] links to source n, which is on the page and in the briefing."""
    sources = {source.id for source in context.briefing.sources}
    for block in context.page.blocks:
        for run in block.runs:
            if run.kind != "cite":
                continue
            said, target = run.text.strip("[] "), run.attrs.get("href", "")
            if not said.isdigit():
                continue
            if target and target != f"#source-{said}":
                context.refuse("citation", f"[{said}] links to {target}", block, run.start)
            elif int(said) not in sources or (target and target[1:] not in context.page.anchors):
                context.refuse("citation", f"[{said}] is no source of this edition", block, run.start)


def gaps(context: Context) -> None:
    """Every gap of the briefing is told on the page."""
    if not context.briefing.gaps:
        return
    told = context.page.gaps
    for gap in context.briefing.gaps:
        names = {gap.what, f"{gap.what}.{gap.subject}", f"{gap.subject}.{gap.what}", f"{gap.what} {gap.subject}"}
        if not told & names:
            block = context.page.blocks[0] if context.page.blocks else Block("body", None, None)
            context.refuse("gap", f"the gap {gap.what} of {gap.subject} ({gap.why}) is not told", block)
