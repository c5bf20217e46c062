"""Whose number it is: the subject that a number belongs to, and the one that it is compared with."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from reporter.verification.articles.dates import Span
from reporter.verification.articles.meaning import INDICES
from reporter.verification.articles.scan import Name, Scan
from reporter.verification.numerals import Number

_BRACKETS = re.compile(r"\([^()]{0,30}\)")
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
    listed: list[str] = field(default_factory=list)
    """Instruments in the order in which the paragraph names them."""
    before: list[list[str]] = field(default_factory=list)
    """The same of the paragraphs before."""

    def names(self, found: list[Name]) -> None:
        """Keep the order in which a sentence names its subjects."""
        for name in found:
            if name.subject in NOT_MARKET:
                continue
            self.listed += [name.subject] if name.subject not in self.listed else []

    def turn(self) -> None:
        """Begin another paragraph."""
        self.before.append(self.listed)
        self.listed = []

    def told(self, count: int) -> list[str]:
        """The last so many indices of shares, or instruments, that a paragraph named and no others."""
        for names in [self.listed, *reversed(self.before)]:
            shares = [n for n in names if n in INDICES and n != "vix"]
            if count in (len(shares), len(names)):
                return shares if len(shares) == count else names
        return []


def subject_of(marks: Scan, number: Number, memory: Memory) -> tuple[str | None, str | None]:
    """(subject, comparator) of a number. The comparator is set where the number compares the two."""
    told = _former(marks, number)
    if told is not None:
        return told
    listed, found = _respectively(marks, number, memory)
    if found:
        return listed, None
    before = [n for n in marks.names if n.end <= number.start]
    if before:
        nearest = _instrument(marks, number, before)
        if _stranger(marks, nearest.end, number):
            return None, None
        if number.unit == "pp" and len(before) > 1:
            pair = _between(marks, before) or _both(marks, number, before)
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
    behind = _behind(marks, number) or _following(marks, number)
    if behind is None and (_stranger(marks, 0, number) or _set_against(marks, number)):
        return None, None
    if behind is None and _stranger(marks, 0, number):
        return None, None
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
    joint = _BRACKETS.sub("", marks.text[a.end : b.start]).strip().lower()
    return (a.subject, b.subject) if joint in marks.reading.words.get("clause.between", ()) else None


_PROPER = re.compile(r"(?<![A-Za-z])(?P<name>[A-Z][a-z]+(?:\s(?:[A-Z][A-Za-z]+|[&]))*)\s(?P<next>[a-z]+)")


def _stranger(marks: Scan, since: int, number: Number) -> bool:
    """Whether a proper name that we don't know owns the number: ..., whereas Netflix rallied 16%."""
    low, _ = marks.clause(number.start)
    text = marks.text[max(since, low) : number.start]
    reading = marks.reading
    for match in _PROPER.finditer(text):
        words = match["name"].split()
        if reading.pattern("change.common").fullmatch(words[0]) or reading.name_spans(match["name"]):
            continue
        moved = reading.pattern("direction.up", "direction.down").match(text, match.start("next"))
        if moved and not any(
            low <= d.start < number.start and match["name"] in marks.text[d.start : d.end] for d in marks.days
        ):
            return True
    return False


def _both(marks: Scan, number: Number, before: list[Name]) -> tuple[str, str] | None:
    """The two that a difference is said to lie between: A ..., B ..., the two differ by."""
    told = list(dict.fromkeys(n.subject for n in before))
    last = max((n.end for n in before), default=0)
    if len(told) < 2 or not marks.reading.finds("anaphora.both", marks.text[last : number.start]):
        return None
    return told[-2], told[-1]


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
                any(f" {word} " in f"{joint} " for word in marks.reading.listed("clause.of"))
                and not any(c.isdigit() for c in joint)
                and "," not in joint
                and marks.clause(name.start)[0] <= number.unit_end
            ):
                return name.subject
            return None
    return None


def _following(marks: Scan, number: Number) -> str | None:
    """The first name right behind a number that opens its sentence: at its high of 2,993 the index was up."""
    name = next((n for n in marks.names if n.start >= number.unit_end), None)
    if name is None or marks.clause(name.start)[0] > number.start:
        return None
    joint = marks.text[number.unit_end : name.start].strip(" ,").lower()
    return name.subject if joint in ("", *marks.reading.words.get("clause.article", ())) else None


def _set_against(marks: Scan, number: Number) -> bool:
    """Whether a number is one of two that no name owns: +8.9% against -2.2%."""
    if marks.names:
        return False
    words = marks.reading.words.get("clause.between", ())
    place = bisect_left(marks.numbers, number.start, key=lambda n: n.start)
    return any(
        first.unit == last.unit and marks.text[first.unit_end : last.start].strip(" ,").lower() in words
        for first, last in pairwise(marks.numbers[max(0, place - 1) : place + 2])
    )


def _owned(marks: Scan, number: Number) -> bool:
    """True for "than the 0.62% of SPY": the number's owner stands right behind it."""
    ahead, tail = marks.text[: number.start].rstrip().lower(), marks.text[number.unit_end : number.unit_end + 9].lower()
    owner = tuple(f" {word} " for word in marks.reading.listed("clause.of_one"))
    return ahead.endswith(("(", *marks.reading.listed("clause.beside_one"))) and tail.startswith(owner)


def _compares(marks: Scan, number: Number, start: int, end: int) -> bool:
    """True where a beat or trail word stands before the nearest name and the number is the margin."""
    between, lead = marks.text[end : number.start], marks.text[max(0, start - 26) : start]
    behind = marks.text[number.unit_end : number.unit_end + 8].lstrip()
    if marks.reading.pattern("metrics.return_noun").match(behind) or behind.startswith("'s"):
        return False
    words = marks.reading.pattern("metrics.beat", "metrics.trail")
    found = [m.end() for m in words.finditer(lead)]
    joined = bool(found) and len(marks.reading.bare("clause.light", lead[found[-1] :])) <= 2
    plain = between.strip().lower()
    if marks.reading.pattern("metrics.own_value").fullmatch(plain) or marks.reading.finds("clause.relative", plain):
        return False
    return (
        joined and len(plain) <= 14 and not any(mark in plain for mark in ("(", *marks.reading.listed("clause.owning")))
    )


def _respectively(marks: Scan, number: Number, memory: Memory) -> tuple[str | None, bool]:
    """The subject at the number's place in a list of subjects, and whether the number stands in such a list."""
    word = marks.reading.pattern("rank.respectively").search(marks.text)
    if word is None:
        return None, False
    chinese = not word.group().isascii()
    numbers = [
        n
        for n in marks.numbers
        if (n.start > word.end() if chinese else n.end < word.start()) and n.unit == number.unit
    ]
    if number not in numbers or len(numbers) < 2:
        return None, False
    if chinese:
        numbers = _run_of(marks, numbers, number)
    place, first, last = numbers.index(number), numbers[0].start, numbers[-1].unit_end
    names = [n.subject for n in marks.names if n.end <= (word.start() if chinese else first)]
    if len(names) < len(numbers) and not chinese:
        names = [n.subject for n in marks.names if last <= n.start < word.start()]
    if marks.reading.finds("anaphora.all", marks.text[: word.start()]) or len(names) < len(numbers):
        # "The three rose ..., respectively": the subjects that the paragraph, or the article, has told so far.
        names = memory.told(len(numbers)) or (names if len(names) == len(numbers) else [])
    return (names[len(names) - len(numbers) + place], True) if len(names) >= len(numbers) else (None, len(numbers) > 1)


def _run_of(marks: Scan, numbers: list[Number], number: Number) -> list[Number]:
    """The numbers of a list around one of them: nothing but joints of a list stands between them."""
    joints = {j.strip() for j in marks.reading.words.get("change.list", ())}
    runs: list[list[Number]] = []
    for one in numbers:
        if runs and marks.text[runs[-1][-1].unit_end : one.start].strip(" ,、") in joints:
            runs[-1].append(one)
        else:
            runs.append([one])
    return next(run for run in runs if number in run)
