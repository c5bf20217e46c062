"""Units by instrument, verbs with signs, missing values written around, ratings, opposite statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.groups import breadth, classification, group_moves
from reporter.verification.articles.intervals import RETURNS
from reporter.verification.articles.meaning import INDICES
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement

LEVELS = ("close_level", "record_high", "extreme_52w_high", "extreme_52w_low", "range_52w", "price_target")


def units(extraction: Extraction) -> None:
    """An index in dollars (once for each subject); a difference of returns in percent."""
    told: set[str] = set()
    for one in extraction.statements:
        certain = one.metric != "close_level" or one.facts.get("cued") or abs(one.value or 0.0) >= 500
        dollars = certain and one.metric in LEVELS and one.unit in ("USD", "CNY", "HKD") and one.subject in INDICES
        if dollars and one.subject is not None and one.subject not in told:
            told.add(one.subject)
            one.judge(
                "mislabelled",
                "unit-by-instrument",
                f"{one.subject} is an index: its level is in points, not {one.unit}",
                "points",
            )
        if one.metric == "relative_return" and one.facts.get("printed") == "percent" and one.comparator is not None:
            one.facts["percent_for_points"] = True


def differences_in_percent(extraction: Extraction) -> None:
    """Behind all arithmetic: a difference of returns that no other rule has judged is percentage points."""
    for one in extraction.statements:
        if one.facts.get("percent_for_points") and not one.found:
            one.verdict = "not-checkable"
            one.judge("mislabelled", "unit", "a difference of two percentages is percentage points, not percent", "pp")


def signs(extraction: Extraction) -> None:
    """A verb of direction with the opposite sign, or a falling verb with a minus: once a sentence."""
    told: set[int] = set()
    for one in extraction.statements:
        if one.number is None or not one.facts.get("moving") or not one.number.sign or not one.direction:
            continue
        if id(one.facts["scan"]) in told or not (one.facts.get("verb") or one.direction < 0):
            continue
        if one.number.sign < 0 and one.facts.get("verb") and one.metric in RETURNS:
            told.add(id(one.facts["scan"]))
            said = "a rise" if one.direction > 0 else "a fall"
            one.judge(
                "contradicts-itself",
                "verb-and-sign",
                f"{one.number.text}% is told as {said}: read together, verb and sign say the "
                "opposite; the sign belongs in brackets or tables",
                one.number.signed * 0.01,
            )
        elif one.number.sign > 0 and one.direction < 0 and one.facts.get("verb") and one.metric in RETURNS:
            told.add(id(one.facts["scan"]))
            one.judge(
                "contradicts-itself", "verb-and-sign", f"{one.number.text}% is told as a fall", one.number.signed * 0.01
            )


def missing(extraction: Extraction) -> Iterator[Statement]:
    """A value that words stand in for: "at a corresponding level" where no level is given."""
    for place, marks in extraction.scans:
        for start, end, word in marks.reading.spans("vague.words", marks.text):
            clause = marks.clause(start)
            if any(clause[0] <= n.start < clause[1] for n in marks.numbers):
                continue
            near = [n for n in marks.names if n.end <= start and start - n.end < 40]
            levelled = marks.has("vague.level")
            if near and levelled:
                del end
                one = statement_of(
                    marks,
                    extraction.article.path,
                    "sma20" if marks.has("vague.average") else "close_level",
                    subject=near[-1].subject,
                    paragraph=place,
                )
                one.judge(
                    "contradicts-itself",
                    "missing-value",
                    f"{word!r} stands where a value of {near[-1].subject} is missing",
                )
                yield one
                break


def ratings(extraction: Extraction) -> Iterator[Statement]:
    """One risk with two ratings."""
    told: dict[str, tuple[str, Statement]] = {}
    for place, marks in extraction.scans:
        for noun, noun_end, _ in _risks(marks):
            topic = _topic(marks, noun)
            level = _level(marks, noun_end)
            if not topic or level is None:
                continue
            one = statement_of(marks, extraction.article.path, "risk_rating", paragraph=place)
            first = told.get(topic)
            if first is None:
                told[topic] = (level, one)
            elif first[0] != level and {first[0], level} != {"high", "medium_high"}:
                one.judge(
                    "contradicts-itself",
                    "rating",
                    f"the {topic} risk is {level.replace('_', '-')} here and "
                    f"{first[0].replace('_', '-')} in line {first[1].line}",
                    first[0],
                )
                yield one


def _risks(marks: Scan) -> list[tuple[int, int, str]]:
    pattern, others = (
        marks.reading.pattern("risk.noun", "risk.not_noun"),
        {w.lower() for w in marks.reading.listed("risk.not_noun")},
    )
    return [(m.start(), m.end(), m.group()) for m in pattern.finditer(marks.text) if m.group().lower() not in others]


def _topic(marks: Scan, noun: int) -> str | None:
    lead = marks.text[max(0, noun - 20) : noun].rstrip().lower()
    for tail in marks.reading.listed("risk.topic_tail"):
        lead = lead.removesuffix(tail)
    found = [(start, word) for start, end, word in marks.reading.spans("risk.topics", lead) if end == len(lead)]
    return found[0][1] if found else None


def _level(marks: Scan, end: int) -> str | None:
    behind = marks.text[end : end + 30]
    joint = marks.reading.pattern("risk.is").match(behind.lstrip(" :"))
    rest = behind.lstrip(" :")[joint.end() if joint else 0 :].lstrip()
    for level, keys in (
        ("medium_high", ("risk.medium_high",)),
        ("medium", ("risk.medium",)),
        ("high", ("risk.high", "risk.plain_high")),
        ("low", ("risk.low", "risk.plain_low")),
    ):
        if marks.reading.pattern(*keys).match(rest):
            return level
    return None


def opposite_states(extraction: Extraction) -> Iterator[Statement]:
    """Valuations that have narrowed in one sentence and have been pushed up in another."""
    told: dict[str, Statement] = {}
    for place, marks in extraction.scans:
        if marks.reading.finds("state.discounted", marks.text):
            continue
        for start, end, _ in marks.reading.spans("state.topic", marks.text):
            clause = marks.clause(start)
            text = marks.text[max(clause[0], start - 24) : max(clause[1], min(len(marks.text), end + 18))]
            if not marks.reading.finds("state.done", text):
                continue
            up, down = (marks.reading.finds(f"state.{key}", text[:70]) for key in ("up", "down"))
            if up == down:
                continue
            one = statement_of(marks, extraction.article.path, "valuation_state", paragraph=place)
            key, opposite = ("up", "down") if up else ("down", "up")
            if opposite in told:
                one.judge(
                    "contradicts-itself",
                    "opposite",
                    f"valuations have risen and fallen at once: line {told[opposite].line}",
                )
                yield one
                return
            told.setdefault(key, one)


_QUOTED = re.compile(r"[“\"「]([^”\"」“]{2,30})[”\"」]")
_WAYS = {"out": "out of a place", "in": "back into it"}


def _concept(words: str, marks: Scan) -> str:
    """A named concept, whichever of its spellings it has."""
    name, spellings = words.strip().lower(), marks.reading.listed("flow.concept")
    return marks.reading.pattern("flow.concept").sub(spellings[0] if spellings else "", name).lower()


def concepts(extractions: list[Extraction]) -> Iterator[Statement]:
    """One named concept that draws money out of a place in one sentence and back into it in another."""
    told: dict[str, tuple[str, Statement]] = {}
    for extraction in extractions:
        for place, marks in extraction.scans:
            for match in _QUOTED.finditer(marks.text):
                concept = _concept(match[1], marks)
                text = marks.text[max(0, match.start() - 20) : match.end() + 36]
                out = marks.reading.finds("flow.out_strong", text)
                into = marks.reading.finds("flow.in_strong", text)
                if out == into:
                    continue
                kind = "out" if out else "in"
                one = statement_of(marks, extraction.article.path, "expert_view", paragraph=place)
                first = told.setdefault(concept, (kind, one))
                if first[0] != kind:
                    one.judge(
                        "contradicts-itself",
                        "concept",
                        f"{match[1]!r} draws money {_WAYS[kind]} here, "
                        f"{_WAYS[first[0]]} at {first[1].file} line {first[1].line}",
                    )
                    yield one


STATING = (missing, classification, group_moves, ratings, opposite_states, breadth)
ALL = (units, signs)
