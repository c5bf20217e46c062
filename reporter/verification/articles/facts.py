"""One fact with two values, in one article or in several."""

from __future__ import annotations

from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.statement import Statement

FACTS = frozenset(
    {
        "period_return",
        "ytd_return",
        "daily_vol",
        "avg_volume",
        "extreme_52w_high",
        "extreme_52w_low",
        "day_change",
        "trailing_return",
        "close_level",
        "record_high",
    }
)


def same_facts(extractions: list[Extraction]) -> None:
    """One quantity of one subject over one dated window, printed with two values, in one article or in several."""
    known: dict[tuple[str, str, str], Statement] = {}
    for extraction in extractions:
        for one in extraction.statements:
            key = _fact_key(one)
            if key is None or one.facts.get("range") or one.facts.get("conflict"):
                continue
            first = known.setdefault(key, one)
            if first is one or (
                one.low <= first.high and one.high >= first.low and (one.value or 0) * (first.value or 0) >= 0
            ):
                continue
            if one.approx in ("over", "under") or first.approx in ("over", "under") or _both_ends(one, first):
                continue
            where = f"line {first.line}" if first.file == one.file else f"{first.file} line {first.line}"
            shown = first.number.text if first.number else str(first.value)
            one.judge(
                "contradicts-itself",
                "same-fact",
                f"the same {one.metric} of {one.subject} is {shown} in {where}",
                first.value,
            )


def _both_ends(one: Statement, first: Statement) -> bool:
    """Two ends of one printed range are not two values; nor are a move's start and end."""
    return (one.paragraph, one.sentence, one.file) == (first.paragraph, first.sentence, first.file)


def _fact_key(one: Statement) -> tuple[str, str, str] | None:
    if one.subject is None or one.value is None or one.facts.get("intraday"):
        return None
    if "scan" in one.facts and one.subject in one.facts["scan"].reading.strangers:
        return None  # one id stands for several foreign indices, or metals
    if one.metric.startswith("sma") and one.metric[3:].isdigit():
        return None
    if one.metric not in FACTS or one.window is None:
        return None
    if one.window.open or one.window.start is None or (one.window.name == "ytd" and one.metric != "ytd_return"):
        return None
    label = one.window.label if one.window.name != "ytd" else f"{one.file}:{one.window.start}"
    if one.metric in ("close_level", "record_high", "day_change") and one.window.start != one.window.end:
        return None
    return one.subject, one.metric, label


def cells(extraction: Extraction) -> None:
    """A closing level in a table against the closes that the text gives the same subject, without another day."""
    for one in extraction.statements:
        marks = one.facts["scan"]
        if one.metric != "close_level" or marks.column != "close" or one.subject is None:
            continue
        told = [
            s
            for s in extraction.statements
            if s.metric == "close_level"
            and s.subject == one.subject
            and s.facts["scan"].column is None
            and s.facts.get("cued")
            and not (s.facts.get("base") or s.facts.get("range") or s.facts.get("intraday"))
            and s.approx is None
            and not s.facts["scan"].referred
            and (s.window is None or s.window.name in ("1d", "ytd"))
        ]
        if told and all(s.low > one.high or s.high < one.low for s in told):
            first = told[0]
            shown = f"the same close of {one.subject} is {first.number and first.number.text} in line {first.line}"
            one.judge("contradicts-itself", "same-fact", shown, first.value)


ALL = (cells,)
