"""Two values that words set against each other: from A to B, to B from A, B against A."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporter.verification.articles import meaning
from reporter.verification.articles.scan import Scan
from reporter.verification.numerals import Number
from reporter.verification.sessions import previous_session

_SPANS = frozenset({"days", "weeks", "months", "quarters", "years", "sessions"})


@dataclass(frozen=True)
class Pair:
    """An earlier and a later value; `beside` where the words that follow the earlier one date it elsewhere."""

    old: Number
    new: Number
    dated: bool = False

    @property
    def end(self) -> int:
        return max(self.old.unit_end, self.new.unit_end)


def alike(a: Number, b: Number) -> bool:
    """Whether two numbers may be values of one quantity: of one unit (or one has none) and of one size."""
    units = {a.unit, b.unit} - {None}
    if len(units) > 1 or units & {"pp", "bp", "times", "fold", "days", "months", "years", "weeks", "sessions"}:
        return False
    if a.unit == b.unit == "percent":
        return not (a.sign or b.sign)
    return a.value > 0 and b.value > 0 and 0.1 < a.value / b.value < 10 and max(a.value, b.value) >= 5


def pairs(marks: Scan) -> Iterator[Pair]:
    """Values that the words set against each other, in one sentence."""
    text = marks.text
    numbers = [n for n in marks.numbers if n.unit not in _SPANS]
    for place, first in enumerate(numbers[:-1]):
        second = numbers[place + 1]
        joint = text[first.unit_end : second.start].lower()
        if not alike(first, second) or len(joint) > 40 or any(mark in joint for mark in ";。|"):
            continue
        arriving = marks.ends_with("metrics.to", joint)
        if (arriving and (_led(marks, first) or _stood(marks, first, joint))) or _closed(marks, first, second, joint):
            yield Pair(first, second)
        elif _told_before(marks, joint) and not _named(marks, first, second):
            yield Pair(second, first, not marks.reading.finds("change.day_before", joint))
        elif marks.ends_with("metrics.from", joint) and _arrives(marks, first) and not _named(marks, first, second):
            yield Pair(second, first, _elsewhen(marks, second))


def _led(marks: Scan, number: Number) -> bool:
    """Whether a value is where a move starts: from 3.1, from the day before's 3.1."""
    lead = marks.text[max(0, number.start - 16) : number.start]
    found = marks.reading.spans("metrics.from", lead)
    return (
        bool(found)
        and not set(lead[found[-1][1] :]) & set(",;:、")
        and not any(found[-1][1] <= n.start - number.start + len(lead) < len(lead) for n in marks.names)
    )


def _stood(marks: Scan, number: Number, joint: str) -> bool:
    """Whether a value that no direction was told of moves to the next: was 0.95%, fell to 0.73%."""
    moved = marks.ends_with("change.rose_to", joint) or marks.ends_with("change.fell_to", joint)
    free = not number.sign and not meaning.direction_of(marks, number)[0]
    named = any(number.unit_end <= n.start < number.unit_end + len(joint) for n in marks.names)
    return moved and free and not named and number.unit is not None


def _closed(marks: Scan, first: Number, second: Number, joint: str) -> bool:
    """Whether a level of another day comes before today's close: closed at 28.03 on Friday, ended at 40.74."""
    dated = any(0 <= d.start - first.unit_end <= 6 for d in (*marks.told, *marks.referred))
    return dated and marks.ends_with("metrics.close", joint) and not _named(marks, first, second)


def _told_before(marks: Scan, joint: str) -> bool:
    """Whether the second of two values is told as the earlier: at 25.47, the day before it was 24.96."""
    earlier = marks.reading.pattern("change.day_before", "change.elsewhen").search(joint)
    return len(joint) <= 16 and earlier is not None and marks.ends_with("change.was", joint)


def _arrives(marks: Scan, number: Number) -> bool:
    """Whether a level is reached (rose to B) or stood at, rather than being a change."""
    ahead = marks.text[: number.start]
    return (
        marks.ends_with("metrics.to", ahead)
        or marks.ends_with("metrics.close", ahead)
        or (number.unit is None or marks.ends_with("direction.level_to", ahead))
    )


def _named(marks: Scan, first: Number, second: Number) -> bool:
    return any(first.unit_end <= n.start < second.start for n in marks.names)


def _elsewhen(marks: Scan, number: Number) -> bool:
    """Whether the words behind (or just before) a value date it to another time than the session before."""
    behind = marks.text[number.unit_end : number.unit_end + 30].partition(";")[0]
    ahead = marks.text[max(0, number.start - 14) : number.start]
    return not marks.reading.finds("change.day_before", ahead + " | " + behind) and (
        marks.reading.finds("change.elsewhen", ahead + " | " + behind)
        or any(
            d.start - number.unit_end in range(0, 10) and not (marks.near and d.day >= previous_session(marks.near))
            for d in [*marks.told, *marks.referred]
        )
    )


def ranged(marks: Scan, number: Number) -> bool:
    """Whether a number is an end of a printed range."""
    return any(
        n is not number
        and n.unit == number.unit
        and 0 <= max(n.start - number.unit_end, number.start - n.unit_end) <= 4
        and marks.text[min(n.unit_end, number.unit_end) : max(n.start, number.start)].strip(" $").lower()
        in ("", *marks.reading.words.get("dates.range", ()))
        and not marks.ends_with("metrics.from", marks.text[: min(n.start, number.start)])
        for n in marks.numbers
    )


def against(marks: Scan) -> Iterator[tuple[Number, Pair]]:
    """B, 5% below the average of A; B,较A低5%: a distance with both its values in the sentence."""
    text = marks.text
    numbers = [n for n in marks.numbers if n.unit not in _SPANS]
    for place, number in enumerate(numbers[1:-1], start=1):
        if number.unit not in ("percent", "points", "pp", "bp"):
            continue
        first, following = numbers[place - 1], numbers[place + 1]
        lead = text[first.unit_end : number.start]
        tail = text[number.unit_end : following.start]
        side = marks.reading.pattern("metrics.above", "metrics.below").match(tail.lstrip())
        plain = len(lead) <= 24 and len(tail) <= 60 and not _named(marks, first, number) and ";" not in lead + tail
        marked = (meaning.level_metric(marks, first) or "close_level") != "close_level"
        if (
            side
            and plain
            and not marked
            and "," not in tail
            and alike(first, following)
            and not _named(marks, number, following)
        ):
            yield number, Pair(following, first)
    for new, number, old in zip(numbers, numbers[1:], numbers[2:], strict=False):
        lead, joint = text[new.unit_end : number.start], text[number.unit_end : old.start]
        told = meaning.direction_of(marks, number)[0] and number.unit in ("percent", "pp", "bp", "points", "USD")
        plain = len(lead) <= 24 and len(joint) <= 20 and ";" not in lead + joint and not _named(marks, new, old)
        near = marks.reading.spans("metrics.from", joint[:8])
        if told and plain and near and alike(new, old) and not _elsewhen(marks, old) and not ranged(marks, new):
            yield number, Pair(old, new)
    for place, number in enumerate(numbers[2:], start=2):
        new, old = numbers[place - 2], numbers[place - 1]
        lead, joint = text[new.unit_end : old.start], text[old.unit_end : number.start]
        compared = marks.reading.spans("windows.compared_with", lead)
        if (
            compared
            and len(lead) - compared[-1][1] <= 14
            and len(joint.strip("),( ")) <= 14
            and number.unit in ("percent", "pp", "bp", "points", "USD")
            and alike(new, old)
            and not any(new.unit_end <= n.start < new.unit_end + compared[-1][0] for n in marks.names)
            and not any(old.unit_end <= n.start < number.start for n in marks.names)
            and ";" not in lead + joint
            and (meaning.direction_of(marks, number)[0] or marks.ends_with("change.side", joint))
        ):
            yield number, Pair(old, new)
