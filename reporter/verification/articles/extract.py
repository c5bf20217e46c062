"""Paragraphs → statements: each number with subject, metric, window and direction, carried over where the text does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reporter.verification.articles import meaning
from reporter.verification.articles.cues import (
    approximation_of,
    cued_close,
    is_return,
    ranged,
    related,
    same_move,
)
from reporter.verification.articles.dates import Span
from reporter.verification.articles.meaning import INDICES
from reporter.verification.articles.quantity import metric_of
from reporter.verification.articles.scan import Scan, scan
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.subjects import NOT_MARKET, Memory, subject_of
from reporter.verification.articles.text import Article
from reporter.verification.numerals import Number
from reporter.verification.reading import Reading

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
    by_number: dict[int, Statement] = field(default_factory=dict)
    """The statement of a number, by the identity of the number."""


def extract(article: Article, reading: Reading, on: date | None = None) -> Extraction:
    """Every statement with a number in an article, in order."""
    out, memory = Extraction(article), Memory()
    near = article.day or on
    main = _main_index(article, reading)
    for place, paragraph in enumerate(article.paragraphs):
        memory.window = memory.paragraph_window = memory.day = None
        memory.index, memory.subject = main, main
        memory.turn()
        for order, sentence in enumerate(paragraph.sentences):
            marks = scan(sentence, near, reading)
            out.scans.append((place, marks))
            _settle(marks, memory)
            made: list[Statement] = []
            for number in marks.numbers:
                statement = _statement(article, marks, number, memory)
                if statement is None:
                    continue
                statement.paragraph, statement.sentence = place, order
                statement.at += sentence.start
                _elided(marks, statement, made)
                _based(marks, statement, made)
                made.append(statement)
                out.by_number[id(number)] = statement
            out.statements += made
            _remember(marks, memory, made)
    return out


def _based(marks: Scan, one: Statement, made: list[Statement]) -> None:
    """A percentage behind "from" is what the one before it is: odds of 73%, up from 55%."""
    if one.number is None or one.number.unit != "percent" or one.metric not in _MOVES or not made:
        return
    last = made[-1]
    joint = marks.text[last.number.unit_end : one.number.start] if last.number else ""
    if last.number and last.number.unit == "percent" and len(joint) < 30 and marks.ends_with("metrics.from", joint):
        one.metric = last.metric if last.metric not in _MOVES else "sourced"


def _elided(marks: Scan, one: Statement, made: list[Statement]) -> None:
    """A direction told once for a list: Tesla is off 45.9%, Nvidia 46.4%; 跌幅分别为..."""
    if one.number is None or one.number.sign or one.direction or one.metric not in _MOVES:
        return
    owner = max((n.end for n in marks.names if n.end <= one.number.start), default=None)
    if owner is not None and marks.text[owner : one.number.start].strip() in marks.reading.listed("clause.owning"):
        one.facts["elided"] = True  # the S&P 500's 21.3%: of whichever direction its sentence speaks
    if not made:
        return
    last = made[-1]
    if last.metric not in _MOVES or last.number is None or not (last.direction or last.facts.get("elided")):
        return
    joint = marks.text[last.number.unit_end : one.number.start]
    if len(joint) <= 40 and ";" not in joint and not marks.reading.finds("change.contrast", joint):
        one.value = -abs(one.value or 0.0) if (last.value or 0.0) < 0 else one.value
        one.facts["elided"] = True
        if one.metric == "sourced" and joint.strip(" ,、").lower() in marks.reading.words.get("change.list", ("",)):
            one.metric = last.metric
            one.window = one.window or last.window


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
    memory.names(marks.names)
    for name in marks.names:
        if name.subject not in NOT_MARKET:
            memory.subject = name.subject
            if name.subject in INDICES:
                memory.index = name.subject
    governed = [
        span
        for start, _, span in marks.spans
        if not _bracketed(marks, start, len(marks.text))
        and any(s.window is not None and s.window.name == span.name for s in made)
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
    spans = [found for found in marks.spans if not _bracketed(marks, found[0], number.start)]
    in_clause = [
        span
        for s, _, span in spans
        if start <= s < end and not any(number.unit_end <= n.start < s for n in marks.names)
    ] or [span for s, _, span in spans if start <= s < number.start]
    if in_clause:
        return _dated(in_clause[-1], marks, memory)
    ranged = [span for s, _, span in marks.ranges if s <= number.start] or [span for _, _, span in marks.ranges]
    if ranged:
        return ranged[-1]
    before = [span for s, _, span in spans if s <= number.start]
    if before:
        return _dated(before[-1], marks, memory)
    single = [d for d in marks.told if d.start <= number.start] or [d for d in marks.told if start <= d.start < end]
    if single:
        return Span("1d", single[-1].day, single[-1].day)
    if marks.reading.finds("windows.same", marks.text):
        return memory.paragraph_window or memory.article_range
    if (
        len(spans) == len(marks.spans) == 1
        and number.start < marks.spans[0][0]
        and not set(marks.text[number.unit_end : marks.spans[0][0]]) & set(",;:、")
    ):
        return _dated(marks.spans[0][2], marks, memory)
    return memory.paragraph_window


def _bracketed(marks: Scan, at: int, other: int) -> bool:
    """Whether one place stands in brackets that another stands outside of."""
    opened = marks.text.rfind("(", 0, at)
    closed = marks.text.find(")", opened) if opened >= 0 else -1
    return opened >= 0 and closed > at and not opened < other < closed


def _dated(span: Span, marks: Scan, memory: Memory) -> Span:
    """A day that is named beside "on the day"."""
    if span.name == "1d":
        found = marks.told[-1].day if marks.told else memory.day
        return Span("1d", found, found) if found else span
    return span


_MOVES = frozenset({"return", "day_change", "ytd_return", "period_return", "trailing_return", "sourced"})
YIELDS = frozenset({"tnx", "irx"})
_RETURNS = {"1d": "day_change", "ytd": "ytd_return", "since": "period_return"}


def _facts(marks: Scan, number: Number, metric: str, direction: int) -> dict[str, Any]:
    """What rules need to know beside the number."""
    in_range = ranged(marks, number)
    lead = marks.text[max(0, number.start - 7) : number.start].rstrip(" $")
    base = any(end == len(lead) for _, end, _ in marks.reading.spans("metrics.from", lead))
    return {
        "cued": cued_close(marks, number, direction),
        "intraday": marks.reading.finds("metrics.intraday", marks.before(number.start)),
        "relation": related(marks, number),
        "base": base and metric == "close_level",
        "range": in_range and metric != "range_52w",
        "scan": marks,
    }


def _kind_of_return(window: Span | None) -> str:
    return _RETURNS.get(window.name, "trailing_return") if window else "return"


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
    elif metric == "yield_level" and subject not in (*YIELDS, *marks.reading.strangers):
        subject = None
    window = (
        window_of(marks, number, memory)
        if metric not in ("price_target", "policy_rate_level", "pe_discount", "pe_forward")
        else None
    )
    (canonical, factor), sign = CANONICAL.get(unit or "", (None, 1.0)), number.sign
    direction, verb = meaning.direction_of(marks, number)
    direction = direction or same_move(marks, number)
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
    if metric in ("return", "sourced") and subject in YIELDS and not (direction or sign):
        metric = "yield_level"
    elif metric == "return":
        metric = _kind_of_return(window) if is_return(marks, number, direction) else "sourced"
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
        approx=approximation_of(marks, number),
        direction=direction,
        at=number.start,
    )
    statement.facts = _facts(marks, number, metric, direction)
    statement.facts["carried"] = window is not None and not (marks.spans or marks.ranges or marks.told)
    statement.facts["conflict"] = verb and sign * direction < 0
    statement.facts |= {"verb": verb, "moving": moving, "printed": unit}
    return statement
