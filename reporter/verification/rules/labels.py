"""What stands beside a number in a table, a list or the head of a page: its row's name, its arrow, its term."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reporter.model import Figure
from reporter.verification.numerals import fold
from reporter.verification.page import Block, Run
from reporter.verification.rules.context import Context

ARROWS = {"▲": 1, "▼": -1}
_DIGITS = re.compile(r"\d+")
_AVERAGE = re.compile(r"sma(\d+)$")
UNBOUND = frozenset({"colophon", "sources"})


def subject_named(context: Context, run: Run) -> str | None:
    """The subject that a name's words mean, else the one that it is marked with."""
    text = fold(run.text).strip()
    found = context.reading.by_alias.get(text.lower())
    if found is None:
        found = next((s.id for s in context.subjects.values() if (s.symbol or "").lstrip("^") == text), None)
    return found if found in context.subjects else run.attrs.get("data-subject")


def labels(context: Context) -> None:
    """Rows, arrows and terms."""
    rows: dict[int, list[Block]] = {}
    for block in context.page.blocks:
        if block.row is not None and block.passage is None:
            rows.setdefault(block.row, []).append(block)
        _arrows(context, block)
        _terms(context, block)
    for blocks in rows.values():
        _row(context, blocks)


def _row(context: Context, blocks: list[Block]) -> None:
    """The figures of a row are about a subject that the row names."""
    named = {subject_named(context, run) for block in blocks for run in block.runs if run.kind == "name"} - {None}
    for block in blocks if named else ():
        for run in block.figures():
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is None or figure.subject not in context.subjects:
                continue
            about = {figure.subject, *context.subjects[figure.subject].members, *_names(figure)}
            strict = block.section != "method"
            if not about & named or (strict and (named - about or not {*_names(figure)} <= named)):
                context.refuse(
                    "subject",
                    f"stands in the row of {', '.join(sorted(map(str, named)))}, the figure is about {figure.subject}",
                    block, run.start, figure.id,
                )  # fmt: skip


def _names(figure: Figure) -> Iterable[str]:
    return (figure.comparator,) if figure.comparator else ()


def _arrows(context: Context, block: Block) -> None:
    """An arrow points the way of the number behind it."""
    for place, run in enumerate(block.runs):
        sign = ARROWS.get(run.text.strip()[-1:], 0) if run.kind == "text" else 0
        behind = next((r for r in block.runs[place + 1 :] if r.text.strip()), None)
        figure = context.figures.get(behind.attrs.get("data-figure", "")) if behind is not None else None
        if sign and figure is not None and figure.printed and (figure.value > 0) != (sign > 0):
            context.refuse("direction", f"an arrow points the other way, the figure is {figure.value!r}",
                           block, run.start, figure.id)  # fmt: skip


def _terms(context: Context, block: Block) -> None:
    """The number in a term is one that the figures speak of; an average that is named is the one that is printed."""
    for place, run in enumerate(block.runs):
        digits = _DIGITS.findall(fold(run.text)) if run.kind == "term" else []
        if not digits or block.section in UNBOUND or block.head or block.tag == "figcaption":
            continue
        defining = block.section == "method" and block.screen and not block.exhibit
        if strange := [d for d in digits if d not in (context.conventions if defining else context.lengths)]:
            context.refuse("term", f"{run.text!r}: nothing is measured over {', '.join(strange)}", block, run.start)
            continue
        behind = block.runs[place + 1 : place + 3]
        if len(behind) == 2 and fold(behind[0].text).strip() == "(" and behind[1].kind == "figure":
            figure = context.figures.get(behind[1].attrs.get("data-figure", ""))
            length = _AVERAGE.match(figure.metric) if figure is not None else None
            if length and length[1] not in digits:
                context.refuse("term", f"{run.text!r} stands before {figure.id if figure else ''}", block, run.start)
