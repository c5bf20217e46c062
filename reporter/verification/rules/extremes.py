"""Words of extremes: the best and the worst of cases, first and last, largest and smallest."""

from __future__ import annotations

from reporter.model import Figure
from reporter.verification.numerals import fold
from reporter.verification.page import Block, Run
from reporter.verification.rules.context import Context, metric_of
from reporter.verification.rules.sides import stretch

REACH = 60
# Metrics that are an extreme of their cases, and which one.
DROUGHTS = frozenset({"days_under_water", "record_drought"})
"""Metrics that count how long there has been no new high."""
ENDS = {
    "base_rate_low": -1, "base_rate_high": 1, "calendar_effect_low": -1, "calendar_effect_high": 1, "period_low": -1,
    "period_high": 1, "best_session": 1, "worst_session": -1,
}


def spoken_extreme(context: Context, block: Block, runs: list[Run], place: int) -> int:
    """What the words around a number call it: 1 the top, -1 the bottom, 0 neither or both."""
    before, behind = stretch(context, block, runs, place, REACH)
    for text in (before, behind):
        top = context.reading.finds("extreme.top", text)
        if top != context.reading.finds("extreme.bottom", text):
            return 1 if top else -1
    return 0


def extremes(context: Context) -> None:
    """The number that is called the best of the cases is the best, the one that is called the worst the worst."""
    for block in context.page.blocks:
        if block.passage is None:
            continue
        runs = block.figures()
        for run in runs:
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is not None and metric_of(figure) in DROUGHTS:
                _drought(context, block, run, figure)
            elif figure is not None:
                _ranked(context, block, runs, run, figure)
            end = ENDS.get(metric_of(figure), 0) if figure is not None else 0
            if figure is None or not end:
                continue
            text = fold(block.text)[max(0, run.start - 12) : run.start]
            words = [
                (s, sign) for key, sign in (("extreme.top", 1), ("extreme.bottom", -1))
                for s, _, _ in context.reading.spans(key, text)
            ]
            if words and max(words)[1] != end:
                context.refuse(
                    "extreme", f"is called the {'best' if end < 0 else 'worst'} of the cases, the figure is the other",
                    block, run.start, figure.id,
                )


def _drought(context: Context, block: Block, run: Run, figure: Figure) -> None:
    """So many sessions without a new high: it is no low that they have gone without."""
    behind = fold(block.text)[run.end : run.end + 24]
    if context.reading.finds("extreme.new_low", behind) and not context.reading.finds("extreme.new_high", behind):
        context.refuse("extreme", "counts sessions without a high", block, run.start, figure.id)


def _ranked(context: Context, block: Block, runs: list[Run], run: Run, figure: Figure) -> None:
    """(−5.57%) the worst: of the basket that a subject belongs to, none but those named with it did worse."""
    basket = next((s for s in context.subjects.values() if figure.subject in s.members), None)
    text = fold(block.text)
    if basket is None or text[run.end : run.end + 1] != ")":
        return
    rest = text[run.end + 1 : run.end + 16].lstrip().removeprefix("the ")
    said = {
        sign for key, sign in (("extreme.top", 1), ("extreme.bottom", -1))
        if any(start == 0 for start, _, _ in context.reading.spans(key, rest))
    }  # fmt: skip
    if len(said) != 1:
        return
    sign = said.pop()
    named = {r.attrs.get("data-figure") for r in runs if r.start <= run.start}
    rivals = [
        other for member in basket.members
        if (other := context.figures.get(figure.id.replace(figure.subject, member, 1))) and other.id not in named
    ]  # fmt: skip
    average = context.figures.get(f"{basket.id}.basket_return.{figure.window.name}")
    rivals += [average] if average is not None else []
    if any(sign * other.printed > sign * figure.printed for other in rivals):
        context.refuse("rank", f"{rivals[0].subject} and others are beyond it", block, run.start, figure.id)
