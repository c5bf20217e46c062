"""Words that need grounds: a record or a first needs a search through history, a cause needs a source."""

from __future__ import annotations

from datetime import date

from reporter.model import Figure
from reporter.verification.numerals import fold, unit_at
from reporter.verification.page import Block, Run, sentence_span
from reporter.verification.rules.context import Context, metric_of

SUPERLATIVE = frozenset(
    {
        "largest_move",
        "fade_since",
        "rise_since",
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


def dates(context: Context) -> None:
    """Since a date: one that a figure of the sentence begins at, met the like at or looked from."""
    for block in context.page.blocks:
        if block.passage is None:
            continue
        text = fold(block.text)
        for run in block.runs:
            stamp = run.attrs.get("datetime", "") if run.kind == "time" else ""
            if not stamp or not _since(context, text, run):
                continue
            if stamp == str(context.briefing.session):
                context.refuse("since", f"{run.text!r} is the day of the edition itself", block, run.start)
                continue
            if (start := _starts(context, block, text, run)) is not None:
                if not str(start).startswith(stamp[:10]):
                    context.refuse("since", f"the number beside {run.text!r} begins on {start}", block, run.start)
                continue
            if _sourced(block, run.start):
                continue
            grounds = _grounds(context, block, run.start)
            figures = [f for figure in grounds for f in (figure, *_made_of(context, figure))]
            named = [r for r in block.runs if r.kind == "name" and r.end <= run.start]
            own = [f for f in figures if named and named[-1].attrs.get("data-subject") in (f.subject, f.comparator)]
            metrics = {f.metric for f in own}
            rivals = [f for f in figures if f in own or f.metric not in metrics]
            ahead = text[max(0, run.start - 22) : run.start].rstrip()
            near = ahead if ahead[-1:].isascii() else text[run.end : run.end + 8]
            looked = context.reading.pattern("extreme.top", "extreme.bottom").search(near)
            days = {str(day) for f in rivals for day in (_looked(f) if looked else _days(f))} or {
                str(day) for f in rivals for day in _days(f)}
            if figures and not any(day.startswith(stamp[:10]) for day in days):
                context.refuse("since", f"{run.text!r} is a date of no figure of its sentence", block, run.start)


def _starts(context: Context, block: Block, text: str, run: Run) -> date | None:
    """Where the number begins that a since belongs to: fourteen sessions since; 自…以来连续十四个交易日."""
    for beside in block.figures():
        figure = context.figures.get(beside.attrs.get("data-figure", ""))
        led, behind = text[beside.end : run.start], text[run.end : beside.start]
        counted = unit_at(text, beside.end, context.reading)[0] is not None and len(led.split()) == 2
        joined = counted or (0 < len(behind) <= 6 and context.reading.finds("metrics.streak", behind))
        if figure is None or not joined or any(mark in led + behind for mark in ",，;；。"):
            continue
        if "start" in figure.dates:
            return figure.dates["start"]
        if figure.metric.endswith("rarity") or "sessions" in led:
            return figure.history.start if figure.history is not None else figure.dates.get("looked_from")
    return None


def _since(context: Context, text: str, run: Run) -> bool:
    ahead, behind = text[: run.start].rstrip(), text[run.end :]
    led = any(end == len(ahead) for _, end, _ in context.reading.spans("windows.since", ahead[-12:].rjust(len(ahead))))
    closing = tuple(context.reading.words.get("windows.since_end", ()))
    return (led and ahead[-1:].isascii()) or behind.startswith(closing)


def _made_of(context: Context, figure: Figure) -> list[Figure]:
    return [context.figures[i.figure] for i in figure.inputs if i.figure is not None and i.figure in context.figures]


def _looked(figure: Figure) -> set[date]:
    """The dates that a figure gives to words of extremes."""
    history = figure.history
    found = {day for key, day in figure.dates.items() if key in SEARCHED}
    return found | {day for day in ((history.last, history.start) if history is not None else ()) if day is not None}


def _days(figure: Figure) -> set[date]:
    """The dates that a figure gives to words."""
    history = figure.history
    found: set[date | None] = set(figure.dates.values())
    if figure.window.name != "1d":
        found |= {figure.window.start, figure.window.base}
    if history is not None:
        found |= {history.start, history.last, history.runner_up_date}
    return {day for day in found if day is not None}


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
