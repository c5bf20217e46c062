"""What the words right beside a number say of it: about, closed at, ahead of, an end of a range."""

from __future__ import annotations

from reporter.verification.articles import meaning
from reporter.verification.articles.scan import Scan
from reporter.verification.numerals import Number


def approximation_of(marks: Scan, number: Number) -> str | None:
    ahead = marks.text[max(0, number.start - 18) : number.start].rstrip()
    for article in marks.reading.listed("approximation.article"):
        ahead = ahead.removesuffix(f" {article}").rstrip()
    best: tuple[int, str] | None = None
    for kind in ("about", "nearly", "over", "under"):
        for start, end, _ in marks.reading.spans(f"approximation.{kind}", ahead):
            if end == len(ahead) and (best is None or start < best[0]):
                best = (start, kind)
    if best is None:
        behind = marks.text[number.unit_end : number.unit_end + 3]
        near = marks.reading.pattern("approximation.about_behind").match(behind)
        more = marks.reading.pattern("approximation.more_behind").match(behind)
        return "about" if near else "over" if more else None
    return best[1]


def cued_close(marks: Scan, number: Number, direction: int) -> bool:
    """True where words of closing, or a move to it, make a number a close."""
    ahead = marks.before(number.start)
    before = next((n for n in reversed(marks.numbers) if n.unit_end <= number.start), None)
    moved = direction != 0 or (before is not None and before.sign != 0 and before.unit == "percent")
    return (
        marks.column == "close"
        or marks.reading.finds("metrics.close", ahead)
        or (moved and marks.reading.finds("metrics.to", ahead[-8:]))
        or (before is not None and _told_at(marks, before, number))
    )


def _told_at(marks: Scan, before: Number, number: Number) -> bool:
    """Whether a level stands right behind its change: up 1.1%, at 2,163.26."""
    joint = marks.text[before.unit_end : number.start].strip(" ,").lower()
    return before.unit in ("percent", "points") and joint in marks.reading.words.get("direction.level_to", ())


def related(marks: Scan, number: Number) -> bool:
    """True where words say which of two is ahead."""
    return marks.reading.pattern("metrics.beat", "metrics.trail").search(marks.before(number.start)) is not None


def is_return(marks: Scan, number: Number, direction: int) -> bool:
    """Whether a percentage is a change at all: signed, with a word of direction or return, or right beside a name."""
    if direction or number.sign:
        return True
    nearest = max((n.end for n in marks.names if n.end <= number.start), default=None)
    if nearest is not None and len(marks.reading.bare("clause.joint", marks.text[nearest : number.start], "(")) <= 1:
        return True
    tail = marks.text[number.unit_end : number.unit_end + 14]
    if any(
        0 <= n.start - number.unit_end <= 10
        and tail.strip().startswith(marks.reading.listed("clause.of_one") or ("\0",))
        for n in marks.names
    ):
        return True
    if marks.reading.pattern("rank.leads", "rank.trails").search(marks.before(number.start)[-40:]):
        return True
    near = marks.before(number.start)[-14:] + " " + tail
    return marks.reading.finds("metrics.return_word", near) or marks.has("rank.respectively")


def same_move(marks: Scan, number: Number) -> int:
    """The direction of a move in points that a percentage repeats: fell 285.30 points, or 0.58%."""
    earlier = [n for n in marks.numbers if n.unit_end <= number.start and n.unit in ("points", "USD")]
    if number.unit != "percent" or not earlier:
        return 0
    joint = marks.text[earlier[-1].unit_end : number.start].strip(" ,(").lower()
    return (
        meaning.direction_of(marks, earlier[-1])[0] if (not joint or joint in marks.reading.listed("change.or")) else 0
    )


def ranged(marks: Scan, number: Number) -> bool:
    """Whether a number is an end of a printed range: two numbers of one unit with a dash between."""
    joints = marks.reading.listed("dates.range")
    ranged = any(
        abs(n.start - number.unit_end) <= 3
        and n.start > number.start
        and n.unit == number.unit
        and not any(c.isalpha() and c.isascii() for c in marks.text[number.unit_end : n.start])
        and marks.text[number.unit_end : n.start].strip() in ("", *joints)
        for n in marks.numbers
    )
    ranged = ranged or any(
        0 <= number.start - n.unit_end <= 3
        and n.unit == number.unit
        and (number.start > n.start)
        and marks.text[n.unit_end : number.start].strip() in ("", *joints)
        for n in marks.numbers
    )
    return ranged
