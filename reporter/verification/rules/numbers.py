"""Numbers on a page: each has a figure, is its rounding, and carries the right unit."""

from __future__ import annotations

import re

from reporter.model import Figure
from reporter.verification.numerals import fold, unit_at
from reporter.verification.page import Block, Run, sentence_span
from reporter.verification.printed import BARE, NEEDS_UNIT, Printed, read_printed, rounds
from reporter.verification.quantities import quantities
from reporter.verification.rules.context import Context

_DIGIT = re.compile(r"\d[\d,.]*")
_LEAKS = re.compile(r"\bnan\b|\bNaN\b|\bNone\b|\bUndefined\b|\{\{|\}\}|\{%|(?<!\d)[-−]0(?:\.0+)?(?![\d.])")


def orphans(context: Context) -> int:
    """Digits and numerals of quantity outside any home. Returns how many numbers have no figure."""
    count = 0
    for block in context.page.blocks:
        for run in block.runs:
            if run.kind != "text":
                continue
            for match in _DIGIT.finditer(run.text):
                count += 1
                context.refuse(
                    "orphan-number", f"{match.group()} belongs to no figure", block, run.start + match.start()
                )
            if block.passage is not None or block.tag in ("h1", "h3", "h4"):
                count += _spelled_orphans(context, block, run)
    return count


def _spelled_orphans(context: Context, block: Block, run: Run) -> int:
    """Numerals in words that state a quantity, outside data elements."""
    count = 0
    for number in quantities(run.text, context.reading):
        count += 1
        context.refuse(
            "orphan-number",
            f"{number.text} states a quantity and belongs to no figure",
            block,
            run.start + number.start,
        )
    return count


def leaks(context: Context) -> None:
    """What a program leaves behind where a value was missing."""
    for block in context.page.blocks:
        match = _LEAKS.search(block.text)
        if match:
            context.refuse("leak", f"{match.group()!r} is no word for a reader", block, match.start())


def _following(block: Block, place: int) -> str:
    """The plain text behind a run."""
    parts: list[str] = []
    for run in block.runs[place + 1 :]:
        if run.kind not in ("text", "term"):
            break
        parts.append(run.text)
    return "".join(parts)


def bound_numbers(context: Context) -> int:
    """Every data element against its figure. Returns how many there are."""
    count = 0
    for block in context.page.blocks:
        seen: list[tuple[Run, Figure, Printed]] = []
        for place, run in enumerate(block.runs):
            if run.kind != "figure":
                continue
            count += 1
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is None:
                context.refuse(
                    "unknown-figure", f"no figure is called {run.attrs.get('data-figure')!r}", block, run.start
                )
                continue
            _attribute(context, block, run, figure)
            printed = _text(context, block, place, figure)
            if printed is not None:
                seen.append((run, figure, printed))
        _units_shared(context, block, seen)
    return count


def _attribute(context: Context, block: Block, run: Run, figure: Figure) -> None:
    raw = run.attrs.get("value", "")
    try:
        value = float(raw)
    except ValueError:
        context.refuse("attribute-value", f"value={raw!r} is no number", block, run.start, figure.id)
        return
    close = abs(value - figure.value) <= 1e-9 * abs(figure.value) + 1e-15
    if not close and abs(value - figure.printed) > 1e-12 * abs(figure.value):
        context.refuse("attribute-value", f"value={raw!r}, the figure is {figure.value!r}", block, run.start, figure.id)


def before(block: Block, run: Run, length: int = 24) -> str:
    """The text in front of a run."""
    return fold(block.text[max(0, run.start - length) : run.start])


def approximates(context: Context, block: Block, run: Run) -> str | None:
    """The kind of approximation word directly in front of a number: about, nearly, over, under."""
    text = before(block, run).rstrip()
    best: tuple[int, str] | None = None
    for kind in ("about", "nearly", "over", "under"):
        for start, end, _ in context.reading.spans(f"approximation.{kind}", text):
            if end == len(text) and (best is None or start < best[0]):
                best = (start, kind)
    if best is not None:
        return best[1]
    _, unit_end = unit_at(fold(block.text), run.end, context.reading)
    behind = context.reading.pattern("approximation.over_behind").match(fold(block.text), unit_end)
    return "over" if behind else None


def _text(context: Context, block: Block, place: int, figure: Figure) -> Printed | None:
    run = block.runs[place]
    printed = read_printed(run.text, _following(block, place), figure, context.reading)
    if printed is None:
        context.refuse("printed", f"{run.text!r} is not one number", block, run.start, figure.id)
        return None
    prose = block.passage is not None and block.tag in ("p", "li", "h3", "h4")
    if prose and fold(run.text)[:1] in "+-" and run.attrs.get("data-form") != "signed" and figure.value < 0:
        context.refuse("printed", f"{run.text!r} carries a sign where its form has none", block, run.start, figure.id)
    if printed.residue:
        context.refuse(
            "printed", f"{printed.residue!r} in {run.text!r} is neither number nor unit", block, run.start, figure.id
        )
        return None
    if printed.wrong_unit:
        rule = "unit-by-instrument" if {figure.unit, printed.unit} <= {"points", "USD", "CNY", "HKD"} else "unit"
        context.refuse(
            rule,
            f"{run.text!r} is followed by {printed.unit}, the figure is in {figure.unit}",
            block,
            run.start,
            figure.id,
        )
        return None
    span = figure.params.get("kind")
    if printed.unit in ("weeks", "months") and span in ("week", "month") and printed.unit != f"{span}s":
        context.refuse("unit", f"counts {printed.unit}, the figure {span}s", block, run.start, figure.id)
    coarse = approximates(context, block, run) is not None or run.attrs.get("data-form") in ("tenths", "scaled", "word")
    wrong = rounds(figure, printed, coarse=coarse)
    if wrong is not None:
        context.refuse("rounding", wrong, block, run.start, figure.id)
        return None
    if approximates(context, block, run) is not None:
        _approximation(context, block, run, figure, printed)
    return printed


def _approximation(context: Context, block: Block, run: Run, figure: Figure, printed: Printed) -> None:
    """Just under stays under, more than stays over; a level is not compared (it fell below it)."""
    kind, size = approximates(context, block, run), abs(figure.value)
    if figure.unit in ("points", "USD", "CNY", "HKD") or printed.unit == "tenths":
        return
    tolerance = 1e-12 + printed.step * 1e-9
    wrong = (
        (kind in ("nearly", "under") and printed.value < size - tolerance)
        or (kind == "over" and printed.value > size + tolerance)
        or (kind == "over" and _quoted(figure) and printed.value >= size - tolerance)
        or (kind == "nearly" and size < printed.value * 0.94)
    )
    if wrong:
        context.refuse(
            "approximation", f"{kind} {run.text}, the figure is {figure.value!r}", block, run.start, figure.id
        )


def _quoted(figure: Figure) -> bool:
    """A number as a source gives it: more than that is more than the source says, but where it is a threshold."""
    threshold = figure.metric.startswith(("base_rate", "calendar"))
    return 0 not in figure.sources and figure.unit in {*BARE, "bp"} and not threshold


def _units_shared(context: Context, block: Block, seen: list[tuple[Run, Figure, Printed]]) -> None:
    """A percentage or a difference names its unit, itself or with another number of the same unit in its sentence."""
    if block.tag in ("td", "th", "dd", "dt"):
        return
    for run, figure, printed in seen:
        if printed.unit is not None or figure.unit not in NEEDS_UNIT or printed.number.spelled:
            continue
        start, end = sentence_span(block.text, run.start)
        helped = any(
            other.unit == figure.unit and spoken.unit is not None
            for place, other, spoken in seen
            if start <= place.start < end
        )
        if not helped and figure.unit in BARE:
            context.refuse(
                "unit", f"{run.text!r} has no unit, the figure is in {figure.unit}", block, run.start, figure.id
            )
