"""Words of extremes: the best and the worst of cases, first and last, largest and smallest."""

from __future__ import annotations

from reporter.verification.numerals import fold
from reporter.verification.page import Block, Run
from reporter.verification.rules.context import Context, metric_of
from reporter.verification.rules.sides import stretch

REACH = 60
# Metrics that are an extreme of their cases, and which one.
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
