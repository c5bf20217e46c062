"""Paragraphs → statements: each number with subject, metric, window and direction, carried over where the text does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reporter.verification.articles import meaning
from reporter.verification.articles.dates import Span
from reporter.verification.articles.meaning import INDICES
from reporter.verification.articles.quantity import metric_of
from reporter.verification.articles.scan import Scan, scan
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.subjects import NOT_MARKET, Memory, subject_of
from reporter.verification.articles.text import Article
from reporter.verification.numerals import Number
from reporter.verification.reading import Reading

_JOINTS = " (为约近超仅atwih's"
"""Characters of the words that may stand between a name and its number."""
CANONICAL = {
    "percent": ("fraction", 0.01),
    "pp": ("pp", 0.01),
    "bp": ("bp", 1.0),
    "points": ("points", 1.0),
    "USD": ("USD", 1.0),
    "shares": ("shares", 1.0),
    "times": ("ratio", 1.0),
    "sessions": ("sessions", 1.0),
    "CNY": ("CNY", 1.0),
    "HKD": ("HKD", 1.0),
}


@dataclass
class Extraction:
    """All statements of an article, with the scans that they came from."""

    article: Article
    statements: list[Statement] = field(default_factory=list)
    scans: list[tuple[int, Scan]] = field(default_factory=list)


def extract(article: Article, reading: Reading, on: date | None = None) -> Extraction:
    """Every statement with a number in an article, in order."""
    out, memory = Extraction(article), Memory()
    near = article.day or on
    main = _main_index(article, reading)
    for place, paragraph in enumerate(article.paragraphs):
        memory.window = memory.paragraph_window = memory.day = None
        memory.index, memory.subject = main, main
        for order, sentence in enumerate(paragraph.sentences):
            marks = scan(sentence, near, reading)
            out.scans.append((place, marks))
            _settle(marks, memory)
            made = [s for number in marks.numbers if (s := _statement(article, marks, number, memory)) is not None]
            for statement in made:
                statement.paragraph, statement.sentence = place, order
                statement.at += sentence.start
            out.statements += made
            _remember(marks, memory, made)
    return out


def _main_index(article: Article, reading: Reading) -> str | None:
    """The index that an article names most; of equals the one named first. None if it names none."""
    counts: dict[str, int] = {}
    for paragraph in article.paragraphs:
        for _, _, subject in reading.name_spans(paragraph.text):
            if subject in INDICES:
                counts[subject] = counts.get(subject, 0) + 1
    return max(counts, key=lambda subject: counts[subject]) if counts else None


def _settle(marks: Scan, memory: Memory) -> None:
    """Windows that the sentence itself names."""
    if marks.ranges:
        memory.window = memory.paragraph_window = memory.article_range = marks.ranges[-1][2]
    elif len(marks.told) == 1:
        memory.day = marks.told[0].day


def _remember(marks: Scan, memory: Memory, made: list[Statement]) -> None:
    for name in marks.names:
        if name.subject not in NOT_MARKET:
            memory.subject = name.subject
            if name.subject in INDICES:
                memory.index = name.subject
    governed = [
        span for _, _, span in marks.spans if any(s.window is not None and s.window.name == span.name for s in made)
    ]
    if governed or (marks.spans and not made):
        # A span beside numbers that it does not govern (a year that a day is compared with) carries nothing over.
        memory.window = memory.paragraph_window = (governed or [marks.spans[-1][2]])[-1]
    elif len(marks.told) == 1 and not marks.ranges:
        memory.window = memory.paragraph_window = Span("1d", marks.told[0].day, marks.told[0].day)


def window_of(marks: Scan, number: Number, memory: Memory) -> Span | None:
    """The stretch of time that a number is about: named in its clause, else in its sentence, else carried over."""
    start, end = marks.clause(number.start)
    own = [d for d in marks.referred if 0 <= number.start - d.end <= 16 and start <= d.start]
    if own and number.unit != "percent" and not any(own[-1].start <= n.start < number.start for n in marks.numbers):
        return Span("1d", own[-1].day, own[-1].day)
    in_clause = [
        span
        for s, _, span in marks.spans
        if start <= s < end and not any(number.unit_end <= n.start < s for n in marks.names)
    ] or [span for s, _, span in marks.spans if start <= s < number.start]
    if in_clause:
        return _dated(in_clause[-1], marks, memory)
    ranged = [span for s, _, span in marks.ranges if s <= number.start] or [span for _, _, span in marks.ranges]
    if ranged:
        return ranged[-1]
    before = [span for s, _, span in marks.spans if s <= number.start]
    if before:
        return _dated(before[-1], marks, memory)
    single = [d for d in marks.told if d.start <= number.start] or [d for d in marks.told if start <= d.start < end]
    if single:
        return Span("1d", single[-1].day, single[-1].day)
    if marks.reading.finds("windows.same", marks.text):
        return memory.paragraph_window or memory.article_range
    if (
        len(marks.spans) == 1
        and number.start < marks.spans[0][0]
        and not set(marks.text[number.unit_end : marks.spans[0][0]]) & set(",;:、")
    ):
        return _dated(marks.spans[0][2], marks, memory)
    return memory.paragraph_window


def _dated(span: Span, marks: Scan, memory: Memory) -> Span:
    """A day that is named beside "on the day"."""
    if span.name == "1d":
        found = marks.told[-1].day if marks.told else memory.day
        return Span("1d", found, found) if found else span
    return span


def _approximation(marks: Scan, number: Number) -> str | None:
    ahead = marks.text[max(0, number.start - 18) : number.start].rstrip().removesuffix("a").rstrip()
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


def _cued_close(marks: Scan, number: Number, direction: int) -> bool:
    """True where words of closing, or a move to it, make a number a close."""
    ahead = marks.before(number.start)
    return marks.reading.finds("metrics.close", ahead) or (
        direction != 0 and marks.reading.finds("metrics.to", ahead[-8:])
    )


def _related(marks: Scan, number: Number) -> bool:
    """True where words say which of two is ahead."""
    return marks.reading.pattern("metrics.beat", "metrics.trail").search(marks.before(number.start)) is not None


def _is_return(marks: Scan, number: Number, direction: int) -> bool:
    """Whether a percentage is a change at all: signed, with a word of direction or return, or right beside a name."""
    if direction or number.sign:
        return True
    nearest = max((n.end for n in marks.names if n.end <= number.start), default=None)
    if nearest is not None and len(marks.text[nearest : number.start].strip(_JOINTS)) <= 1:
        return True
    tail = marks.text[number.unit_end : number.unit_end + 14]
    if any(0 <= n.start - number.unit_end <= 10 and tail.strip().startswith(("for", "in", "of")) for n in marks.names):
        return True
    near = marks.before(number.start)[-14:] + " " + tail
    return marks.reading.finds("metrics.return_word", near) or marks.has("rank.respectively")


_RETURNS = {"1d": "day_change", "ytd": "ytd_return", "since": "period_return"}


def _same_move(marks: Scan, number: Number) -> int:
    """The direction of a move in points that a percentage repeats: fell 285.30 points, or 0.58%."""
    earlier = [n for n in marks.numbers if n.unit_end <= number.start and n.unit in ("points", "USD")]
    if number.unit != "percent" or not earlier:
        return 0
    joint = marks.text[earlier[-1].unit_end : number.start].strip(" ,(").lower()
    return meaning.direction_of(marks, earlier[-1])[0] if joint in ("", "or", "about", "or about") else 0


def _ranged(marks: Scan, number: Number) -> bool:
    """Whether a number is an end of a printed range: two numbers of one unit with a dash between."""
    ranged = any(
        abs(n.start - number.unit_end) <= 3
        and n.start > number.start
        and n.unit == number.unit
        and not any(c.isalpha() and not "\u4e00" <= c <= "\u9fff" for c in marks.text[number.unit_end : n.start])
        and set(marks.text[number.unit_end : n.start].strip()) <= set("-–—~至到")
        for n in marks.numbers
    )
    ranged = ranged or any(
        0 <= number.start - n.unit_end <= 3
        and n.unit == number.unit
        and (number.start > n.start)
        and set(marks.text[n.unit_end : number.start].strip()) <= set("-–—~至到")
        for n in marks.numbers
    )
    return ranged


def _facts(marks: Scan, number: Number, metric: str, direction: int) -> dict[str, Any]:
    """What rules need to know beside the number."""
    ranged = _ranged(marks, number)
    lead = marks.text[max(0, number.start - 7) : number.start].rstrip(" $")
    base = any(end == len(lead) for _, end, _ in marks.reading.spans("metrics.from", lead))
    return {
        "cued": _cued_close(marks, number, direction),
        "intraday": marks.reading.finds("metrics.intraday", marks.before(number.start)),
        "relation": _related(marks, number),
        "base": base and metric == "close_level",
        "range": ranged and metric != "range_52w",
        "scan": marks,
    }


def _statement(article: Article, marks: Scan, number: Number, memory: Memory) -> Statement | None:
    """One number as a statement; None where it is no statement about a market."""
    subject, comparator = subject_of(marks, number, memory)
    metric, unit = metric_of(marks, number, subject, comparator)
    if metric is None:
        return None
    if metric in ("rate_path", "policy_rate_level"):
        subject, comparator = "fed_funds", None
    elif metric in ("price_target", "technical_level", "implied_upside") and subject in NOT_MARKET:
        subject = memory.index
    window = (
        window_of(marks, number, memory)
        if metric not in ("price_target", "policy_rate_level", "pe_discount", "pe_forward")
        else None
    )
    canonical, factor = CANONICAL.get(unit or "", (None, 1.0))
    sign = number.sign
    direction, verb = meaning.direction_of(marks, number)
    direction = direction or _same_move(marks, number)
    if metric == "relative_return" and comparator is not None:
        trail = marks.reading.spans("metrics.trail", marks.before(number.start))
        direction = -1 if trail else 1
    moving = metric in (
        "return",
        "period_point_change",
        "relative_return",
        "sma_distance",
        "yield_change",
        "high_distance",
    )
    value = number.value * factor
    if moving and (sign < 0 or (sign == 0 and (direction < 0 or metric == "high_distance"))):
        value = -value
    if metric == "return" and not _is_return(marks, number, direction):
        metric = "sourced"
    if metric == "return":
        metric = _RETURNS.get(window.name, "trailing_return") if window else "return"
    elif metric == "relative_return" and window is None:
        window = memory.paragraph_window
    statement = Statement(
        text=marks.text,
        file=article.path,
        line=marks.sentence.line,
        metric=metric,
        subject=subject,
        comparator=comparator,
        window=window,
        value=value,
        unit=canonical,
        number=number,
        approx=_approximation(marks, number),
        direction=direction,
        at=number.start,
    )
    statement.facts = _facts(marks, number, metric, direction)
    statement.facts["carried"] = window is not None and not (marks.spans or marks.ranges or marks.told)
    statement.facts["conflict"] = verb and sign * direction < 0
    statement.facts |= {"verb": verb, "moving": moving, "printed": unit}
    return statement
