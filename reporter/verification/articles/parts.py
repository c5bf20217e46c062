"""Printed parts of a whole: points and percent of one move, shares, multiples, currencies, ranges of a rate."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reporter.verification.articles import meaning
from reporter.verification.articles.changes import statement_at
from reporter.verification.articles.cues import approximation_of
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.intervals import Interval, percent
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement
from reporter.verification.numerals import Number, spelled

CURRENCIES = {"CNY": (6.0, 8.8), "HKD": (7.7, 7.9)}
"""What a dollar has cost since 2000: wide enough for any year, too narrow for a slip of one or more zeros."""
_MONEY = ("points", "USD", "CNY", "HKD", None)


def whole_moves(extraction: Extraction) -> Iterator[Statement]:
    """Rose 1.05, or 2.2%, to 89.37: the move, its percent and the level that it led to."""
    for place, marks in extraction.scans:
        for first, second in pairwise(marks.numbers):
            move, share = (second, first) if first.unit == "percent" else (first, second)
            if share.unit != "percent" or move.unit not in _MONEY or move.value <= 0:
                continue
            joint = marks.text[first.unit_end : second.start].strip(" ,(").lower()
            told = meaning.direction_of(marks, first)[0] or first.sign
            if not told or (joint and joint not in marks.reading.words.get("change.or", ())):
                continue
            level = _level_of(marks, move, share)
            if level is None:
                continue
            low = [told * m / (lv - told * m) for m in (move.low, move.high) for lv in (level.low, level.high)]
            middle = told * move.value / (level.value - told * move.value)
            shown = f"{move.text} of {level.value - told * move.value:,.2f}"
            spread = (min(map(abs, low)), max(map(abs, low)))
            yield from judge_part(extraction, place, marks, share, spread, abs(middle), shown, "points-and-percent")


def _level_of(marks: Scan, move: Number, share: Number) -> Number | None:
    """The level beside a move: the number behind it, or the one before, of its unit and far larger."""
    numbers = marks.numbers
    place = max(numbers.index(share), numbers.index(move))
    behind = numbers[place + 1] if place + 1 < len(numbers) else None
    before = numbers[place - 2] if place >= 2 else None
    for level in (behind, before):
        if level is None or level.unit in ("percent", "pp", "bp") or level.value < 4 * move.value:
            continue
        if move.unit is not None and level.unit is not None and level.unit != move.unit:
            continue
        first, last = sorted((level.start, move.start))
        between = (
            marks.text[max(share.unit_end, move.unit_end) : level.start]
            if level is behind
            else marks.text[level.unit_end : move.start]
        )
        if any(first <= n.start < last for n in marks.names) or len(between) > 40 or ";" in between:
            continue
        reached = marks.ends_with("metrics.to", marks.text[: level.start]) or marks.ends_with(
            "metrics.close", marks.text[: level.start]
        )
        if reached and not marks.reading.finds("change.elsewhen", between):
            return level
    return None


def rows(extraction: Extraction) -> Iterator[Statement]:
    """A row of a table that holds a close, its change in percent and in points."""
    found: dict[tuple[int, int, str], list[tuple[int, Scan]]] = {}
    for place, marks in extraction.scans:
        if marks.sentence.head is not None and marks.numbers:
            key = place, marks.sentence.line, marks.text[: marks.sentence.head[0]]
            found.setdefault(key, []).append((place, marks))
    for cells in found.values():
        numbers = [(place, marks, number) for place, marks in cells for number in marks.numbers[-1:]]
        close = next((n for _, m, n in numbers if m.column == "close" and n.unit in (None, "points")), None)
        share = next((n for _, m, n in numbers if m.column in ("day", None) and n.unit == "percent" and n.sign), None)
        points = next(
            ((p, m, n) for p, m, n in numbers if m.column != "close" and n.unit in (None, "points") and n.sign), None
        )
        if close is None or share is None or points is None or points[2].value >= close.value / 3:
            continue
        place, marks, move = points
        change = share.signed / 100
        ends = sorted(
            abs(c * lv / (1 + c))
            for c in (change - share.step / 200, change + share.step / 200)
            for lv in (close.low, close.high)
        )
        middle = abs(close.value * change / (1 + change))
        shown = f"{share.text}% to {close.text}"
        if move.sign * share.sign > 0:
            yield from judge_part(
                extraction, place, marks, move, (ends[0], ends[-1]), middle, shown, "points-and-percent"
            )


def shares(extraction: Extraction) -> Iterator[Statement]:
    """A part of a whole and its share: 1.2 trillion, of which 550 billion are new, or 46%."""
    for place, marks in extraction.scans:
        for whole, part, share in zip(marks.numbers, marks.numbers[1:], marks.numbers[2:], strict=False):
            if share.unit != "percent" or whole.unit != part.unit or part.unit in ("percent", "pp", "bp"):
                continue
            first = marks.text[whole.unit_end : part.start]
            second = marks.text[part.unit_end : share.start]
            told = marks.reading.finds("change.of_which", first) and (
                marks.reading.finds("change.share", second)
                or second.strip() == "("
                or second.strip(" ,(").lower() in marks.reading.words.get("change.or", ())
            )
            if told and len(first) < 40 and len(second) < 14 and part.high < whole.low and ";" not in first + second:
                ends = part.low / whole.high, part.high / whole.low
                shown = f"{part.text} of {whole.text}"
                yield from judge_part(extraction, place, marks, share, ends, part.value / whole.value, shown, "share")


def currencies(extraction: Extraction) -> Iterator[Statement]:
    """Money told in dollars and again in another currency, by the rate that is printed or by any since 2000."""
    for place, marks in extraction.scans:
        for dollars, other in pairwise(marks.numbers):
            if dollars.unit != "USD" or dollars.value <= 0 or other.value <= 0:
                continue
            joint = marks.text[dollars.unit_end : other.start]
            unit = next((u for u in CURRENCIES if other.unit == u or _named_unit(marks, joint, u)), None)
            if unit is None or not marks.reading.finds("change.equal", joint) or len(joint) > 22:
                continue
            low, high = CURRENCIES[unit]
            rate = next(
                (n for n in marks.numbers if n.start > other.end and low <= n.value <= high and n.decimals >= 1), None
            )
            ends = (rate.low, rate.high) if rate is not None else (low, high)
            found = other.low / dollars.high, other.high / dollars.low
            if found[0] <= ends[1] and found[1] >= ends[0]:
                continue
            right = dollars.value * (rate.value if rate is not None else sum(ends) / 2)
            one, fresh = statement_at(extraction, place, marks, other)
            shown = f"{dollars.text} is about {right:,.4g} {unit}, not {other.value:,.4g}"
            one.judge("contradicts-itself", "currency", shown, right)
            if fresh:
                yield one


def _named_unit(marks: Scan, joint: str, unit: str) -> bool:
    return marks.reading.finds(f"units.{unit}", joint)


def multiples(extraction: Extraction) -> Iterator[Statement]:
    """A is twice B, half the B of C: the multiple between the two values that stand beside it."""
    for place, marks in extraction.scans:
        for fold in folds(marks):
            before = [n for n in marks.numbers if n.unit_end <= fold.start and n.unit != "fold"]
            behind = [n for n in marks.numbers if n.start >= fold.end and n.unit != "fold"]
            trailing = not fold.text.isascii()
            told = before[-2:] if trailing else [*before[-1:], *behind[:1]]
            if len(told) != 2:
                continue
            new, old = told
            last = old if trailing else new
            first = marks.text[last.unit_end : fold.start]
            second = marks.text[new.unit_end : old.start] if trailing else marks.text[fold.end : old.start]
            if trailing and "," in first and not marks.reading.finds("change.its", first):
                continue
            room = (12 if marks.reading.finds("change.its", first) else 6) if trailing else 16
            if new.unit != old.unit or len(first) > room or len(second) > 30 or ";" in first + second:
                continue
            apart = any(min(new.start, old.start) <= n.start < max(new.start, old.start) for n in marks.names)
            if apart and trailing and not marks.reading.finds("windows.compared_with", second):
                continue
            if not old.value or _fold_holds(marks, fold, new.value / old.value, first + second if trailing else first):
                continue
            size = new.value / old.value
            one, fresh = statement_at(extraction, place, marks, fold)
            one.judge(
                "contradicts-itself",
                "ratio",
                f"{new.text} is {size:.2f} times {old.text}, not {fold.value:g}",
                size,
            )
            if fresh:
                yield one


def _fold_holds(marks: Scan, fold: Number, size: float, words: str) -> bool:
    """Whether a ratio is the multiple that is told: about it, or on the side of it that the words say."""
    if marks.reading.finds("change.below_fold", words):
        return size < fold.value * 1.02
    if marks.reading.finds("change.over_fold", words):
        return size > fold.value * 0.98
    slack = 0.2 if approximation_of(marks, fold) else 0.12
    return fold.value * (1 - slack) <= size <= fold.value * (1 + slack)


def folds(marks: Scan) -> list[Number]:
    """Multiples and fractions in words: half, twice, fourfold."""
    out = [n for n in marks.numbers if n.unit == "fold"]
    for number in spelled(marks.text, marks.reading):
        known = any(n.start < number.unit_end and number.start < n.unit_end for n in out)
        if not known and (number.unit == "times" or number.text.lower() in marks.reading.fractions):
            out.append(number)
    return out


def rate_ranges(extraction: Extraction) -> Iterator[Statement]:
    """A target range before and after a step: both ends move by the same, and by the step that is told."""
    for place, marks in extraction.scans:
        if not marks.has("metrics.policy"):
            continue
        found = _ranges(marks)
        steps = [n for n in marks.numbers if n.unit == "bp"]
        if len(found) != 2 or len(steps) > 1:
            continue
        old, new = found
        if marks.ends_with("metrics.from", marks.text[: found[1][0].start]):
            old, new = new, old
        elif not marks.ends_with("metrics.from", marks.text[: found[0][0].start]):
            continue
        gaps = [round((b.value - a.value) * 100, 4) for a, b in zip(old, new, strict=True)]
        told = steps[0].value if steps else abs(gaps[0])
        if abs(gaps[0] - gaps[1]) < 0.01 and abs(abs(gaps[0]) - told) < 0.01:
            continue
        one, fresh = statement_at(extraction, place, marks, found[1][1])
        one.judge(
            "contradicts-itself",
            "rate-range",
            f"{old[0].text}-{old[1].text}% to {new[0].text}-{new[1].text}% moves the ends "
            f"by {gaps[0]:g} and {gaps[1]:g} basis points" + (f", not {told:g}" if steps else ""),
            gaps[0],
        )
        if fresh:
            yield one


def _ranges(marks: Scan) -> list[tuple[Number, Number]]:
    """Ranges of percentages no wider than half a point: 2.25%-2.50%, 0% to 0.25%."""
    out: list[tuple[Number, Number]] = []
    numbers = [n for n in marks.numbers if n.unit == "percent"]
    for a, b in pairwise(numbers):
        joint = marks.text[a.unit_end : b.start].strip().lower() or marks.text[b.start - 1 : b.start]
        if (
            joint in marks.reading.words.get("dates.range", ())
            and 0 < b.value - a.value <= 0.5
            and (not out or out[-1][1] is not a)
        ):
            out.append((a, b))
    return out


def judge_part(
    extraction: Extraction,
    place: int,
    marks: Scan,
    number: Number,
    ends: Interval,
    middle: float,
    shown: str,
    rule: str,
) -> Iterator[Statement]:
    one, fresh = statement_at(extraction, place, marks, number)
    told = percent(middle) if number.unit == "percent" else f"{middle / one.factor:.4g}"
    if ends[0] <= one.high and ends[1] >= one.low:
        one.judge("right", rule, f"{shown} is {told}", middle)
    else:
        one.judge("contradicts-itself", rule, f"{shown} is {told}, not {number.text}", middle)
    if fresh:
        yield one


STATING = (whole_moves, rows, shares, currencies, multiples, rate_ranges)
