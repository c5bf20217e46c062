"""What a date in a sentence does: date the numbers, start a stretch of time, or only date something referred to."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from reporter.verification.articles.dates import Day, Span
from reporter.verification.reading import Reading
from reporter.verification.sessions import last_session

_FIGURE = re.compile(r"\s?[\d,]+(?:\.\d+)?")
Role = Literal["as of", "start", "reference"]


def roles(text: str, found: list[Day], reading: Reading) -> list[Role]:
    return [_role(text, one, reading) for one in found]


def _role(text: str, one: Day, reading: Reading) -> Role:
    ahead, behind = text[: one.start], text[one.end : one.end + 28]
    extreme = reading.pattern(
        "superlative.extreme", "superlative.first", "superlative.sets", "extreme.top", "extreme.bottom"
    )
    since = reading.pattern("windows.since")
    lead = ahead[-26:]
    found = [m for m in since.finditer(lead) if _only_fillers(lead[m.end() :], reading)]
    if found:
        record = extreme.search(ahead[max(0, len(ahead) - 44) :]) or extreme.search(behind)
        return "reference" if record else "start"
    end = reading.pattern("windows.since_end").match(behind)
    if end is not None:
        return "reference" if extreme.search(behind[end.end() : end.end() + 14]) else "start"
    if any(_only_fillers(lead[m.end() :], reading) for m in reading.pattern("windows.compared").finditer(lead)):
        return "reference"
    figure = _FIGURE.match(behind)
    if figure is not None and reading.pattern("windows.dated_mark").search(behind[figure.end() : figure.end() + 9]):
        return "reference"
    return "reference" if reading.pattern("windows.dated_mark").match(behind.lstrip(" ,'’s")) else "as of"


def _only_fillers(text: str, reading: Reading) -> bool:
    """Whether nothing but articles, weekdays and the like stands between a word and the date."""
    rest = text.lower().strip(" ,(")
    for word in rest.replace("'s", "").replace(",", " ").split():
        if word not in reading.words.get("windows.before_date", ()):
            return False
    return True


def anchored(found: list[Day], kinds: list[Role], near: date | None) -> list[tuple[int, int, Span]]:
    """The stretch from a start to the article's own day."""
    starts = [d for d, kind in zip(found, kinds, strict=True) if kind == "start"]
    if near is None or len(starts) != 1 or not starts[0].day < near:
        return []
    one = starts[0]
    return [(one.start, one.end, Span("since", one.day, last_session(near), open=True))]


def weekdays(text: str, near: date | None, taken: list[Day], reading: Reading) -> list[Day]:
    """Weekdays that stand alone, as the last such day up to the article's: on Friday, Tuesday's close."""
    if near is None:
        return []
    out = []
    for key in ("dates.weekdays", "dates.weekdays_alt"):
        for place, name in enumerate(reading.words.get(key, ())):
            for match in re.finditer(re.escape(name), text):
                ahead = text[max(0, match.start() - 14) : match.start()]
                beside = any(d.start - 14 <= match.start() and match.end() <= d.end + 8 for d in taken)
                if beside or reading.finds("windows.ahead", ahead):
                    continue
                day = near - timedelta(days=(near.weekday() - place % 7) % 7)
                out.append(Day(match.start(), match.end(), day, False))
    return sorted(out, key=lambda d: d.start)
