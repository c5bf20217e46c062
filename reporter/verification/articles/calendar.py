"""Dates that cannot be, windows that are not as long as their name."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verification.articles.dates import Day, Span, sessions_in
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.intervals import RETURNS
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement
from reporter.verification.sessions import last_session, why_closed

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
    if extraction.article.paragraphs[place].heading or marks.reading.finds(
        "observation.closed_words", marks.text[max(0, day.start - 60) : day.end + 60]
    ):
        return False
    if marks.reading.pattern("observation.shut").match(marks.text[day.end : day.end + 16].lstrip(" ,:(-")):
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


def beside(extraction: Extraction) -> Iterator[Statement]:
    """A named length or a count of sessions right beside the dates that it names."""
    for place, marks in extraction.scans:
        for start, end, found in marks.ranges:
            named = [
                span
                for s, e, span in marks.spans
                if (span.sessions or span.name not in ("ytd", "1d", "since", "5d"))
                and _touch(marks, (s, e), (start, end))
            ]
            wrong = next((n for n in named if not _as_long(n, found)), None)
            if wrong is None or found.open:
                continue
            own = [s for s in extraction.statements if s.facts["scan"] is marks and s.metric in RETURNS]
            one = (
                own[0]
                if own
                else statement_of(marks, extraction.article.path, "as_of_and_window", window=found, paragraph=place)
            )
            one.judge(
                "mislabelled",
                "window",
                f"called {wrong.name}, but {found.label} is {found.days} days ({sessions_in(found)} sessions)",
                found.label,
            )
            if not own:
                yield one


def _as_long(span: Span, dated: Span) -> bool:
    length, count = dated.days or 0, sessions_in(dated) or 0
    if span.sessions:
        return span.sessions in (count - 1, count, length, length + 1)
    return span.low <= length + 1 and length <= span.high


def _touch(marks: Scan, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two places stand side by side with nothing but brackets, commas and words of joining between."""
    first, last = sorted((a, b))
    joint = marks.text[first[1] : last[0]].strip(" ,(:").lower()
    return first[1] <= last[0] and (not joint or joint in marks.reading.words.get("windows.beside", ()))


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


def _points_back(marks: Scan) -> bool:
    lead = marks.text.lstrip()
    return marks.reading.pattern("anaphora.pointing").match(lead) is not None and marks.spans[0][0] < 16


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


STATING = (sessions, labels, beside)
ALL = (windows, streaks)
