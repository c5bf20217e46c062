"""Whose number it is: the subject that a number belongs to, and the one that it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporter.verification.articles.dates import Span
from reporter.verification.articles.meaning import INDICES
from reporter.verification.articles.scan import Name, Scan
from reporter.verification.numerals import Number

NOT_MARKET = frozenset({"small_caps", "large_caps"})
CLASSES = {"small_caps": frozenset({"rut", "iwm", "iwc", "ijr", "sp600"}), "large_caps": frozenset({"spx", "spy"})}


@dataclass
class Memory:
    """What a reader still has in mind: subjects and windows of the sentences before."""

    subject: str | None = None
    index: str | None = None
    window: Span | None = None
    day: date | None = None
    article_range: Span | None = None
    paragraph_window: Span | None = None


def subject_of(marks: Scan, number: Number, memory: Memory) -> tuple[str | None, str | None]:
    """(subject, comparator) of a number. The comparator is set where the number compares the two."""
    told = _former(marks, number)
    if told is not None:
        return told
    listed = _respectively(marks, number)
    if listed is not None:
        return listed, None
    before = [n for n in marks.names if n.end <= number.start]
    if before:
        nearest = _instrument(marks, number, before)
        if number.unit == "pp" and len(before) > 1:
            pair = _between(marks, before)
            if pair is not None:
                return pair
        compared = _compares(marks, number, nearest.start, nearest.end)
        if compared:
            others = [n.subject for n in before[:-1] if n.subject != nearest.subject]
            return (others[-1] if others else _carried(marks, memory, nearest.subject)), nearest.subject
        behind = _behind(marks, number)
        if behind is not None and (marks.clause(nearest.start) != marks.clause(number.start) or _owned(marks, number)):
            return behind, None
        if (
            marks.reading.finds("anaphora.index", marks.text[nearest.end : number.start])
            and nearest.subject not in INDICES
        ):
            return memory.index, None
        return nearest.subject, None
    behind = _behind(marks, number)
    return (behind, None) if behind is not None else (_carried(marks, memory, None), None)


def _former(marks: Scan, number: Number) -> tuple[str, str | None] | None:
    """The two named last, in the order that "the former" or "the latter" puts them in front of a difference."""
    before = list(dict.fromkeys(n.subject for n in marks.names if n.end <= number.start))
    if number.unit not in ("pp", "percent") or len(before) < 2:
        return None
    first, second = before[-2:]
    clause = marks.before(number.start)
    if number.unit == "percent":
        return _told_apart(marks, clause, first, second)
    if marks.reading.finds("anaphora.former", clause):
        return first, second
    return (second, first) if marks.reading.finds("anaphora.latter", clause) else None


def _told_apart(marks: Scan, clause: str, first: str, second: str) -> tuple[str, None] | None:
    """A percentage of the former or the latter, whichever word stands last before it in its clause."""
    one, other = marks.last("anaphora.former", clause), marks.last("anaphora.latter", clause)
    if one == other or any(
        n.subject
        for n in marks.names
        if n.start >= marks.text.find(clause) + max(one, other) and n.end <= marks.text.find(clause) + len(clause)
    ):
        return None
    return (first if one > other else second), None


def _instrument(marks: Scan, number: Number, before: list[Name]) -> Name:
    """The nearest name; a class of shares gives way to an instrument that the same clause names."""
    nearest = before[-1]
    if nearest.subject in NOT_MARKET:
        start, _ = marks.clause(number.start)
        real = [n for n in before if n.start >= start and n.subject not in NOT_MARKET]
        earlier = [n for n in before if n.subject in CLASSES[nearest.subject]]
        return real[-1] if real else earlier[-1] if earlier and nearest.start < start else nearest
    return nearest


def _between(marks: Scan, before: list[Name]) -> tuple[str, str] | None:
    """The two sides of a gap: between A and B."""
    a, b = before[-2], before[-1]
    joint = marks.text[a.end : b.start].strip().lower()
    if joint in (
        "与",
        "和",
        "and",
        "and the",
        "对",
        "较",
        "versus",
        "vs",
        "over",
        "over the",
        "against the",
        "against",
    ):
        return a.subject, b.subject
    return None


def _carried(marks: Scan, memory: Memory, other: str | None) -> str | None:
    if marks.reading.finds("anaphora.index", marks.text):
        return memory.index
    return memory.subject if memory.subject != other else memory.index


def _behind(marks: Scan, number: Number) -> str | None:
    """A subject that follows its number: a 1.5% gain for the Dow."""
    tail = marks.text[number.unit_end : number.unit_end + 48]
    for name in marks.names:
        if number.unit_end <= name.start < number.unit_end + 44:
            joint = tail[: name.start - number.unit_end].lower()
            if (
                any(f" {word} " in f"{joint} " for word in ("for", "in", "by", "from", "at", "of"))
                and not any(c.isdigit() for c in joint)
                and "," not in joint
                and marks.clause(name.start)[0] <= number.unit_end
            ):
                return name.subject
            return None
    return None


def _owned(marks: Scan, number: Number) -> bool:
    """True for "than the 0.62% of SPY": the number's owner stands right behind it."""
    ahead, tail = marks.text[: number.start].rstrip().lower(), marks.text[number.unit_end : number.unit_end + 9].lower()
    led = (" the", " than", "against", "with", "to", "versus", "vs", "vs.", "(", " and")
    return ahead.endswith(led) and tail.startswith((" of ", " for ", " in "))


def _compares(marks: Scan, number: Number, start: int, end: int) -> bool:
    """True where a beat or trail word stands before the nearest name and the number is the margin."""
    between, lead = marks.text[end : number.start], marks.text[max(0, start - 26) : start]
    behind = marks.text[number.unit_end : number.unit_end + 8].lstrip()
    if marks.reading.pattern("metrics.return_noun").match(behind) or behind.startswith("'s"):
        return False
    words = marks.reading.pattern("metrics.beat", "metrics.trail")
    found = [m.end() for m in words.finditer(lead)]
    joined = bool(found) and len(lead[found[-1] :].strip(" 了the")) <= 2
    plain = between.strip().lower()
    if marks.reading.pattern("metrics.own_value").fullmatch(plain) or marks.reading.finds("clause.relative", plain):
        return False
    return joined and len(plain) <= 14 and not any(mark in plain for mark in ("的", "'s", "(", "为", "s return"))


def _respectively(marks: Scan, number: Number) -> str | None:
    """The subject at the number's place in a list of subjects that a list of numbers follows."""
    word = marks.reading.pattern("rank.respectively").search(marks.text)
    if word is None:
        return None
    chinese = not word.group().isascii()
    numbers = [
        n
        for n in marks.numbers
        if (n.start > word.end() if chinese else n.end < word.start()) and n.unit == number.unit
    ]
    names = [n for n in marks.names if n.end <= (word.start() if chinese else (numbers[0].start if numbers else 0))]
    if number not in numbers or len(names) < len(numbers) or len(numbers) < 2:
        return None
    return names[len(names) - len(numbers) + numbers.index(number)].subject
