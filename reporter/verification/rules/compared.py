"""Numbers that words set against another one: more or less than the number before, all or none of a count, a level that
the day's move led to, what a share is counted in; and words that nobody would write."""

from __future__ import annotations

import re

from reporter.model import Figure
from reporter.verification.numerals import fold, unit_at
from reporter.verification.page import Block, Run
from reporter.verification.rules.context import Context, metric_of
from reporter.verification.rules.words import clause_start

LEVELS = frozenset({"close_level", "yield_level"})
_LONG = frozenset({"weeks", "months", "quarters", "years"})
_TRIVIAL = re.compile(r"[\s,，]*")


def compared(context: Context) -> None:
    """Every block of prose."""
    for block in context.page.blocks:
        if block.passage is None:
            continue
        _unmeasured(context, block)
        garbled = context.reading.pattern("garbled.words").search(fold(block.text))
        if garbled:
            context.refuse("garbled", f"{garbled.group()!r} is no phrase of the language", block, garbled.start())
        runs = block.figures()
        known = [context.figures.get(run.attrs.get("data-figure", "")) for run in runs]
        for place, (run, figure) in enumerate(zip(runs, known, strict=True)):
            if figure is None:
                continue
            if place and (other := known[place - 1]) is not None:
                _more_or_less(context, block, (runs[place - 1], other), (run, figure))
            if metric_of(figure) == "sectors_counted":
                _every(context, block, run, figure)
            elif metric_of(figure) in LEVELS:
                _led_to(context, block, run, figure)
            elif run.attrs.get("data-form") == "tenths" and not metric_of(figure).startswith("calendar"):
                _counted(context, block, run, figure)


def _unmeasured(context: Context, block: Block) -> None:
    """A measure word behind no number: a number has been lost."""
    ends = {run.end for run in block.figures()}
    for start, _, word in context.reading.spans("compared.measured", block.text):
        ahead = block.text[:start].rstrip()
        vague = ahead[-1:].isdigit() or ahead.endswith(context.reading.listed("compared.some"))
        if len(ahead) not in ends and start not in ends and not vague:
            context.refuse("unmeasured", f"{word!r} stands behind no number", block, start)


def _more_or_less(context: Context, block: Block, first: tuple[Run, Figure], second: tuple[Run, Figure]) -> None:
    """A, more than the B: the first number is the larger one. 比B更多, said behind the second."""
    (one, a), (run, b) = first, second
    if a.unit != b.unit:
        return
    text = fold(block.text)
    _, at = unit_at(text, one.end, context.reading)
    between, behind = text[at : run.start], text[unit_at(text, run.end, context.reading)[1] :]
    for sign, kind in ((1, "more"), (-1, "less")):
        led = context.reading.pattern(f"compared.{kind}").match(_TRIVIAL.sub("", between, count=1))
        told = context.reading.pattern(f"compared.{kind}_behind").match(behind.lstrip())
        than = context.reading.finds("compared.than", between)
        if (led or (told and than)) and sign * (abs(a.value) - abs(b.value)) < -1e-12:
            context.refuse(
                "comparison", f"words say {one.text} is {kind} than {run.text}", block, run.start, b.id
            )  # fmt: skip


def _every(context: Context, block: Block, run: Run, figure: Figure) -> None:
    """All of the sectors rose, none rose."""
    text = fold(block.text)
    clause = re.split(r"[，。；：,;:!?！？（(]", text[clause_start(text, run.start) :])[0]
    up = context.reading.finds("direction.up", clause)
    if up == context.reading.finds("direction.down", clause):
        return
    names = ("above_sma50.50d", "below_sma50.50d") if context.reading.pattern(
        "metrics.above", "metrics.below").search(clause) else ("up.1d", "down.1d")
    rose, fell = (context.figures.get(f"sectors.sectors_{name}") for name in names)
    for kind in ("all", "none"):
        counted = rose if up == (kind == "all") else fell
        if context.reading.finds(f"every.{kind}", clause) and counted is not None and counted.value < figure.value:
            context.refuse("breadth", f"{counted.value:g} of {figure.value:g} did", block, run.start, counted.id)


def _led_to(context: Context, block: Block, run: Run, figure: Figure) -> None:
    """Down to 16.90, where a clause tells nothing but the level: the day's change led there."""
    text = fold(block.text)
    start = clause_start(text, run.start)
    if any(start <= other.start < run.start for other in block.figures()):
        return
    ahead = text[start : run.start].rstrip()
    arrives = [s for s, end, _ in context.reading.spans("direction.level_to", ahead) if end == len(ahead)]
    day = context.figures.get(f"{figure.subject}.day_change.1d")
    if not arrives or day is None or not day.printed or day.as_of != figure.as_of:
        return
    ahead = ahead[: arrives[0]].rstrip()
    for sign, key in ((1, "direction.up"), (-1, "direction.down")):
        if any(end == len(ahead) for _, end, _ in context.reading.spans(key, ahead)) and (day.value > 0) != (sign > 0):
            context.refuse("direction", f"the day's change is {day.value!r}", block, run.start, figure.id)


def _counted(context: Context, block: Block, run: Run, figure: Figure) -> None:
    """Nine in ten sessions: what is counted is sessions."""
    unit, _ = unit_at(fold(block.text), run.end, context.reading)
    if unit in _LONG:
        context.refuse("unit", f"{run.text!r} is a share of {unit}, the figure's of sessions", block, run.start,
                       figure.id)  # fmt: skip
