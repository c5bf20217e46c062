"""Words that need grounds: a record or a first needs a search through history, a cause needs a source."""

from __future__ import annotations

from reporter.model import Figure
from reporter.verification.numerals import fold
from reporter.verification.page import Block, sentence_span
from reporter.verification.rules.context import Context, metric_of

SUPERLATIVE = frozenset(
    {
        "largest_move",
        "relative_gap_since",
        "streak_rank",
        "record_close",
        "record_count",
        "record_drought",
        "record_distance",
        "high_52w_new",
        "low_52w_new",
        "extreme_52w_high",
        "extreme_52w_low",
        "drawdown_worst_since",
        "range_breakout",
        "outperformance_streak",
        "ended_streak",
        "high_distance",
        "drawdown",
        "period_since",
        "period_run",
    }
)
RECORDS = frozenset(
    {
        "record_close",
        "record_count",
        "record_drought",
        "record_distance",
        "high_52w_new",
        "low_52w_new",
        "extreme_52w_high",
        "extreme_52w_low",
        "high_distance",
        "low_distance",
        "drawdown",
        "range_breakout",
        "watch_distance",
        "days_under_water",
    }
)
SEARCHED = frozenset({"since", "looked_from"})
"""Dates of a figure whose metric looked back: how far it looked, or where it met the like last."""


def superlatives(context: Context) -> None:
    """Record, first and since-words need a figure that searched through history."""
    for block in context.page.blocks:
        if block.passage is None or block.tag not in ("p", "li"):
            continue
        for kind in ("record", "first", "extreme"):
            for match in context.reading.pattern(f"superlative.{kind}").finditer(fold(block.text)):
                if _sourced(block, match.start()):
                    continue
                if not any(_searched(figure, kind) for figure in _grounds(context, block, match.start())):
                    context.refuse(
                        "superlative", f"{match.group()!r} rests on no figure with a history", block, match.start()
                    )


def _searched(figure: Figure, kind: str) -> bool:
    """Whether a figure looked through history for what a word claims; a record needs one about records."""
    if kind == "record":
        return metric_of(figure) in RECORDS or figure.metric.startswith("base_rate")
    if metric_of(figure) in SUPERLATIVE or not SEARCHED.isdisjoint(figure.dates):
        return True
    return figure.history is not None and (figure.history.rank is not None or figure.history.last is not None)


def _grounds(context: Context, block: Block, at: int) -> list[Figure]:
    """What a word may rest on: the figures of its sentence and of their claims; in a sentence without any, those of
    the paragraph's claims."""
    first, last = sentence_span(block.text, at)
    runs = [run for run in block.figures() if first <= run.start < last]
    printed = [f for run in runs if (f := context.figures.get(run.attrs.get("data-figure", "")))]
    claims = {c.id: c for c in context.briefing.claims}
    tied = {run.attrs.get("data-claim", "") for run in runs}
    if not printed:
        passages = {p.id: p for section in context.briefing.sections for p in section.passages}
        passage = passages.get(block.passage or "")
        tied.update(passage.claims if passage else ())
    ids = [i for c in sorted(tied) if c in claims for i in claims[c].figures]
    return printed + [context.figures[i] for i in ids if i in context.figures]


def _sourced(block: Block, at: int) -> bool:
    """Whether the citations that close a statement name a source beyond the prices (source 0).

    They are the next ones behind the word, up to the end of the paragraph: a citation covers the sentences before it.
    """
    group: list[str] = []
    for run in block.runs:
        if run.start < at:
            continue
        if run.kind == "cite":
            group.append(run.text.strip("[] "))
        elif group and run.text.strip():
            break
    return any(number not in ("0", "") for number in group)


def causes(context: Context) -> None:
    """A cause is said with a source beyond the prices, or is said to be unknown."""
    for block in context.page.blocks:
        if block.passage is None:
            continue
        text = fold(block.text)
        for start, _, word in context.reading.spans("cause.cause", text):
            first, last = sentence_span(block.text, start)
            sentence = text[first:last]
            if not _sourced(block, start) and not context.reading.finds("cause.negated", sentence):
                context.refuse("cause-without-source", f"{word!r} names a cause without a source", block, start)
