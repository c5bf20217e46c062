"""Two printed values and the change between them, whoever's they are: from A to B, to B from A, B against A."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verification.articles import meaning
from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.cues import approximation_of
from reporter.verification.articles.extract import CANONICAL, Extraction
from reporter.verification.articles.intervals import Interval
from reporter.verification.articles.pairs import Pair, against, pairs, ranged
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement
from reporter.verification.numerals import Number

_CHANGES = ("percent", "pp", "bp", "points", "USD", "times", None)
_POINTS_OF = {"pp": 1.0, "bp": 100.0}


def moves(extraction: Extraction) -> Iterator[Statement]:
    """A change that stands beside the two values that it leads between."""
    for place, marks in extraction.scans:
        if len(marks.numbers) < 2:
            continue
        for pair in pairs(marks):
            if ranged(marks, pair.old) or ranged(marks, pair.new):
                continue
            found = _behind(marks, pair) or (None if pair.dated else _ahead(marks, pair))
            if found is not None:
                yield from judged(extraction, place, marks, found, pair)
            yield from _turned(extraction, place, marks, pair)
        for change, pair in against(marks):
            yield from judged(extraction, place, marks, change, pair)


def _behind(marks: Scan, pair: Pair) -> Number | None:
    """The change that follows the two values: ..., a gain of 5.6%; ...,跌幅1.2%."""
    following = next((n for n in marks.numbers if n.start >= pair.end), None)
    if following is None or following.unit not in _CHANGES or following.unit is None:
        return None
    joint = marks.text[pair.end : following.start]
    if len(joint) > 40 or any(pair.end <= n.start < following.start for n in marks.names) or ";" in joint:
        return None
    clean = joint.strip(" ,(:")
    told = meaning.direction_of(marks, following)[0] or following.sign
    word = marks.reading.pattern("direction.up", "direction.down", "change.noun").search(joint)
    return (
        following if (word or clean.lower() in marks.reading.words.get("change.joint", ())) and (told or word) else None
    )


def _ahead(marks: Scan, pair: Pair) -> Number | None:
    """The change before "to B from A": jumped 11.3% to 21.40 from 18.22."""
    before = [n for n in marks.numbers if n.unit_end <= min(pair.new.start, pair.old.start)]
    if not before or before[-1].unit not in ("percent", "pp", "bp", "points", "USD"):
        return None
    joint = marks.text[before[-1].unit_end : pair.new.start].strip(" ,$").lower()
    whole = meaning.direction_of(marks, before[-1])[0]
    return before[-1] if whole and marks.ends_with("metrics.to", joint) and len(joint) <= 4 else None


def _turned(extraction: Extraction, place: int, marks: Scan, pair: Pair) -> Iterator[Statement]:
    """A rise to a lower value, a fall to a higher one: the verb right before "to B" or "from A"."""
    leads = [marks.text[max(0, n.start - 16) : n.start] for n in (pair.old, pair.new)]
    up, down = (any(marks.ends_with(f"change.{key}_to", lead) for lead in leads) for key in ("rose", "fell"))
    wrong = (up and pair.new.high < pair.old.low) or (down and pair.new.low > pair.old.high)
    if up != down and wrong and not pair.new.sign and not pair.old.sign:
        one, fresh = statement_at(extraction, place, marks, pair.new)
        said = "a rise" if up else "a fall"
        one.judge("contradicts-itself", "verb-and-levels", f"{pair.old.text} to {pair.new.text} is told as {said}")
        if fresh:
            yield one


def statement_at(extraction: Extraction, place: int, marks: Scan, number: Number) -> tuple[Statement, bool]:
    """The statement that a number made, or a new one for it. True where it is new."""
    known = extraction.by_number.get(id(number))
    if known is not None:
        return known, False
    canonical, factor = CANONICAL.get(number.unit or "", (None, 1.0))
    one = statement_of(marks, extraction.article.path, "change", number=number, value=number.value * factor)
    one.unit, one.approx, one.paragraph = canonical, approximation_of(marks, number), place
    one.at = marks.sentence.start + number.start
    extraction.by_number[id(number)] = one
    return one, True


def implied(change: Number, pair: Pair) -> tuple[Interval, float, str] | None:
    """What a change between two values would be in its own unit, unsigned and in printed units."""
    old, new = pair.old, pair.new
    middle = new.value - old.value
    ends = sorted((new.low - old.high, new.high - old.low))
    shown = f"{old.text} to {new.text}"
    if change.unit in _POINTS_OF:
        if old.unit != "percent" and new.unit != "percent":
            return None
        scale = _POINTS_OF[change.unit]
        return (ends[0] * scale, ends[1] * scale), middle * scale, shown
    if change.unit == "percent":
        if old.low <= 0:
            return None
        return (
            ((new.low / old.high - 1) * 100, (new.high / old.low - 1) * 100),
            (new.value / old.value - 1) * 100,
            shown,
        )
    if change.unit in ("points", "USD") and "percent" not in (old.unit, new.unit):
        return (ends[0], ends[1]), middle, shown
    return None


def judged(extraction: Extraction, place: int, marks: Scan, change: Number, pair: Pair) -> Iterator[Statement]:
    """Judge a change by its two values."""
    found = implied(change, pair)
    if found is None:
        return
    (low, high), middle, shown = found
    low, high = (low, high) if low + high >= 0 else (-high, -low)
    one, fresh = statement_at(extraction, place, marks, change)
    if one.found and not fresh and one.rule not in ("from-to",):
        return
    least, most = one.low / one.factor, one.high / one.factor
    unit = {"percent": "%", "pp": " points", "bp": " bp"}.get(change.unit or "", "")
    if low <= most and high >= least:
        one.judge("right", "from-to", f"{shown} is {middle:.2f}{unit}", middle)
    elif change.unit == "percent" and pair.old.unit == pair.new.unit == "percent" and _as_points(one, pair):
        one.judge(
            "mislabelled",
            "unit",
            f"{shown} is {abs(pair.new.value - pair.old.value):.4g} percentage points; in percent it is {middle:.2f}%",
            "pp",
        )
    else:
        one.judge("contradicts-itself", "from-to", f"{shown} is {middle:.2f}{unit}, not {change.text}", middle)
    if fresh:
        yield one


def _as_points(one: Statement, pair: Pair) -> bool:
    ends = sorted((pair.new.low - pair.old.high, pair.new.high - pair.old.low), key=abs)
    return abs(ends[0]) <= one.high / one.factor and abs(ends[1]) >= one.low / one.factor


STATING = (moves,)
