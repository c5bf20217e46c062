"""Dates that cannot be, windows that are not as long as their name, histories older than their series."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.verification.articles.dates import Day, Span, sessions_in
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.intervals import RETURNS
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement
from reporter.verification.sessions import last_session, why_closed

# First year with data of a series that articles speak of; what is older than both of a pair cannot have been compared.
INCEPTION = {
    "rut": 1978,
    "ixic": 1971,
    "ndx": 1985,
    "spx": 1926,
    "dji": 1896,
    "vix": 1990,
    "sp600": 1994,
    "iwm": 2000,
    "iwc": 2005,
    "spy": 1993,
    "qqq": 1999,
    "rsp": 2003,
    "ijr": 2000,
    "mdy": 1995,
    "iwf": 2000,
    "iwd": 2000,
    "iwo": 2000,
    "iwn": 2000,
    "kre": 2006,
    "hyg": 2007,
    "lqd": 2002,
    "ief": 2002,
    "tlt": 2002,
    "xlc": 2018,
    "xlre": 2015,
    "xlb": 1998,
    "xle": 1998,
    "xlf": 1998,
    "xli": 1998,
    "xlk": 1998,
    "xlp": 1998,
    "xlu": 1998,
    "xlv": 1998,
    "xly": 1998,
    "meta": 2012,
    "nvda": 1999,
    "tsla": 2010,
    "googl": 2004,
    "amzn": 1997,
    "tnx": 1962,
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def statement_of(marks: Scan, path: str, metric: str, **more: object) -> Statement:
    """A statement without a number of its own."""
    one = Statement(text=marks.text, file=path, line=marks.sentence.line, metric=metric)
    one.facts = {"scan": marks}
    for key, value in more.items():
        setattr(one, key, value)
    return one


def sessions(extraction: Extraction) -> Iterator[Statement]:
    """Prices of a day on which the exchange was closed; weekdays that a date is not."""
    path = extraction.article.path
    for place, marks in extraction.scans:
        for day in marks.days:
            if day.weekday is not None and day.weekday != day.day.weekday():
                one = statement_of(
                    marks, path, "as_of_and_window", window=Span("1d", day.day, day.day), paragraph=place
                )
                said, real = _WEEKDAYS[day.weekday], _WEEKDAYS[day.day.weekday()]
                one.judge("contradicts-itself", "weekday", f"{day.day} is a {real}, not a {said}", day.day.isoformat())
                yield one
            why = why_closed(day.day)
            if why is None or _in_range(marks, day) or not _observed(extraction, place, marks, day):
                continue
            one = _stamped(extraction, marks, day, place)
            last = last_session(day.day)
            text = f"{day.day} is {'a ' + why if why[0] == 'S' else why}; the last session is {last}"
            if one.facts.get("new"):
                one.judge("mislabelled", "session", text, last.isoformat())
                yield one
            else:
                one.judge("mislabelled", "session", text, last.isoformat())


def _in_range(marks: Scan, day: Day) -> bool:
    return any(start <= day.start < end for start, end, _ in marks.ranges)


def _stamped(extraction: Extraction, marks: Scan, day: Day, place: int) -> Statement:
    """The first number of the sentence that the date is put on, else a statement about the date alone."""
    own = [
        s
        for s in extraction.statements
        if s.facts["scan"] is marks
        and s.number is not None
        and s.window is not None
        and s.window.start == s.window.end == day.day
    ]
    if own:
        return min(
            own, key=lambda s: (s.number.start < day.start, abs(s.number.start - day.start)) if s.number else (True, 0)
        )
    return statement_of(
        marks,
        extraction.article.path,
        "as_of_and_window",
        window=Span("1d", day.day, day.day),
        paragraph=place,
        facts={"scan": marks, "new": True},
    )


def _observed(extraction: Extraction, place: int, marks: Scan, day: Day) -> bool:
    """True where the sentence tells what the market did on that day, rather than when something was published."""
    if extraction.article.paragraphs[place].heading or marks.reading.finds("observation.closed_words", marks.text):
        return False
    near = marks.text[max(0, day.start - 26) : day.end + 26]
    behind = marks.text[day.end : day.end + 16]
    for start, end, word in marks.reading.spans("observation.published", near):
        del start, end
        if word and not (
            marks.reading.finds("anaphora.sector", behind)
            or (marks.has("rank.leads") and len(marks.names) > 0 and word not in behind)
        ):
            return False
    wide = marks.text[max(0, day.start - 60) : day.end + 90]
    return marks.reading.finds("observation.market", wide)


def windows(extraction: Extraction) -> None:
    """A named window whose number the article dates otherwise, and a name beside dates of another length."""
    dated = [s for s in extraction.statements if s.metric in RETURNS and s.window is not None and s.window.days]
    for one in extraction.statements:
        span = one.window
        if (
            one.metric not in RETURNS
            or span is None
            or span.name in ("since", "1d")
            or span.start == span.end is not None
        ):
            continue
        _beside(extraction, one, span)
        twin = next(
            (
                s
                for s in dated
                if s.subject == one.subject
                and s.number
                and one.number
                and s.value == one.value
                and s.number.decimals == one.number.decimals >= 1
                and s.window is not None
                and s.window.name == "since"
            ),
            None,
        )
        if twin is None or twin.window is None or twin.window.days is None:
            continue
        length = twin.window.days
        starts_elsewhere = (
            span.name == "ytd"
            and twin.window.start is not None
            and (twin.window.start.month, twin.window.start.day) > (1, 5)
        )
        if starts_elsewhere or (span.name != "ytd" and not span.low <= length <= span.high):
            one.judge(
                "mislabelled",
                "window",
                f"called {span.name}; line {twin.line} dates the same number {twin.window.label}, "
                f"{length} days ({sessions_in(twin.window)} sessions)",
                twin.window.label,
            )


def _beside(extraction: Extraction, one: Statement, span: Span) -> None:
    """A named length and a dated range in one sentence."""
    marks = one.facts["scan"]
    for start, end, found in marks.ranges:
        length = found.days or 0
        near = any(abs(s - end) <= 12 or abs(start - e) <= 12 for s, e, named in marks.spans if named is span)
        if near and span.name not in ("ytd", "1d") and not span.low <= length <= span.high:
            one.judge("mislabelled", "window", f"called {span.name}, but {found.label} is {length} days", found.label)


def labels(extraction: Extraction) -> Iterator[Statement]:
    """A named window told without a number, beside a sentence that dates what it speaks of otherwise."""
    pairs = zip(extraction.scans, extraction.scans[1:], strict=False)
    for (place, marks), (following_place, following) in pairs:
        if place != following_place:
            continue
        if marks.spans and following.ranges and marks.has("metrics.spread"):
            yield from _label(extraction, place, marks, following)
        elif marks.ranges and following.spans and _points_back(following):
            yield from _label(extraction, place, following, marks)


_BACK = re.compile(r"^\s*(?:that|this|the|这|该|此|上述)", re.IGNORECASE)


def _points_back(marks: Scan) -> bool:
    return _BACK.match(marks.text) is not None and marks.spans[0][0] < 16


def _label(extraction: Extraction, place: int, marks: Scan, dated: Scan) -> Iterator[Statement]:
    if any(s.facts["scan"] is marks for s in extraction.statements) or marks.ranges:
        return
    span, found = marks.spans[0][2], dated.ranges[0][2]
    length = found.days or 0
    if span.name.endswith("m") and not span.low <= length <= span.high:
        one = statement_of(marks, extraction.article.path, "as_of_and_window", window=span, paragraph=place)
        one.judge(
            "mislabelled",
            "window",
            f"called {span.name}; the numbers beside it are of {found.label}, {length} days",
            found.label,
        )
        yield one


def streaks(extraction: Extraction) -> None:
    """A run of sessions beside its dates; a span of sessions or days beside its dates."""
    for one in extraction.statements:
        marks = one.facts["scan"]
        if one.metric != "streak" or not marks.ranges:
            continue
        span = marks.ranges[0][2]
        count = sessions_in(span)
        if count is not None and one.value is not None and abs(count - one.value) >= 1:
            one.judge(
                "contradicts-itself", "streak", f"{span.label} holds {count} sessions, not {one.value:g}", float(count)
            )
        elif count is not None:
            one.judge("right", "streak", f"{span.label} holds {count} sessions", float(count))


def histories(extraction: Extraction) -> Iterator[Statement]:
    """A comparison over a history that one of the two series does not have."""
    for place, marks in extraction.scans:
        since = marks.reading.spans("windows.since", marks.text)
        subjects = [n.subject for n in marks.names if n.subject in INCEPTION]
        for match in _YEAR.finditer(marks.text):
            ahead = [end for _, end, _ in since if 0 <= match.start() - end <= 2]
            if not ahead or not subjects:
                continue
            year, youngest = int(match.group()), max(subjects, key=lambda s: INCEPTION[s])
            if year < INCEPTION[youngest] - 1:
                one = next((s for s in extraction.statements if s.facts["scan"] is marks), None)
                made = one or statement_of(
                    marks, extraction.article.path, "base_rate", subject=youngest, paragraph=place
                )
                made.judge(
                    "contradicts-itself",
                    "history",
                    f"since {year}: {youngest} has no history before {INCEPTION[youngest]}",
                    float(INCEPTION[youngest]),
                )
                if one is None:
                    yield made
                break


STATING = (sessions, labels, histories)
ALL = (windows, streaks)
