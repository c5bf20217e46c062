"""What stands behind the prose, word for word: formulas, inputs and places in history, sources, words of charts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from reporter.model import Figure
from reporter.verification.numerals import fold
from reporter.verification.page import Block, Run
from reporter.verification.printed import read_printed, rounds
from reporter.verification.report import Finding
from reporter.verification.rules.context import Context

_MARK = re.compile(r"^[\d,.]+%?$")
_ARROW = re.compile(r"[\u25b2\u25bc]\s*")
_WORD = re.compile(r"[^\s,=()]+")


def workings(context: Context) -> None:
    """Every word with a digit that stands as code in a figure's row is one of the figure's own; so is its place."""
    figure: Figure | None = None
    known: set[str] = set()
    terms: list[tuple[Block, Run]] = []
    for block in context.page.blocks:
        if block.section != "method" or not block.exhibit:
            figure = None
            _unowned(context, block)
            continue
        if terms and terms[0][0].row != block.row:
            terms = []
        for run in block.runs:
            if run.kind == "term":
                terms.append((block, run))
            elif run.kind == "figure":
                figure = context.figures.get(run.attrs.get("data-figure", ""))
                _lengths(context, figure, terms)
                known = set(_known(figure)) if figure is not None else set()
            elif run.kind == "quote" and figure is not None:
                _judge(context, block, figure, known, run.text, run.start)
            elif run.kind == "place":
                _place(context, block, figure, run)
            elif run.kind == "time" and block.screen and figure is not None:
                _day(context, block, figure, run)


def _unowned(context: Context, block: Block) -> None:
    """A number of a history that stands in no figure's row is nobody's."""
    for run in block.runs:
        if run.kind == "place" and re.search(r"\d", run.text):
            context.refuse("orphan-number", f"{run.text} belongs to no figure", block, run.start)


def _place(context: Context, block: Block, figure: Figure | None, run: Run) -> None:
    """A number of a figure's history: its value is the history's, and its text the value's right rounding."""
    history = figure.history if figure is not None else None
    held = (history.observations, history.rank, history.percentile, history.zscore) if history is not None else ()
    raw, text = run.attrs.get("value", ""), fold(run.text).replace(",", "").lstrip("+")
    try:
        number = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        number = float("nan")
    within = 0.000501 if text.endswith("%") else 0.0501 if "." in text else 0
    if not any(repr(value) == raw and abs(number - value) <= within for value in held if value is not None):
        context.refuse("workings", f"{run.text} ({raw}) is not what the history holds", block, run.start,
                       figure.id if figure is not None else None)  # fmt: skip


def _day(context: Context, block: Block, figure: Figure, run: Run) -> None:
    """A date of a figure's history is one that the history has."""
    history = figure.history
    days = (history.start, history.end, history.last, history.runner_up_date) if history is not None else ()
    if run.attrs.get("datetime") not in [str(day) for day in days]:
        context.refuse("workings", f"{run.text} is no date of the figure's history", block, run.start, figure.id)


def _judge(context: Context, block: Block, figure: Figure, known: set[str], text: str, at: int) -> None:
    if text.strip() == figure.formula:
        return
    strange = [word for word in _WORD.findall(text) if any(c.isdigit() for c in word) and word not in known]
    if strange:
        context.refuse("workings", f"{', '.join(strange)}: the figure was made of no such thing", block, at, figure.id)


def _lengths(context: Context, figure: Figure | None, terms: Iterable[tuple[Block, Run]]) -> None:
    """The numbers in the names of a row's metric and window are lengths that its figure has."""
    if figure is None:
        return
    window = figure.window
    own = " ".join(map(str, (figure.metric, window.name, window.sessions, figure.formula, *figure.params.values())))
    for block, run in terms:
        if strange := set(re.findall(r"\d+", run.text)) - set(re.findall(r"\d+", own)):
            message = f"{run.text!r} stands in the row of {figure.id}, which knows no {', '.join(sorted(strange))}"
            context.refuse("term", message, block, run.start, figure.id)


def _known(figure: Figure) -> Iterator[str]:
    """Words that a figure's workings may hold: its inputs, their spans, and where it stands in history."""
    yield from _WORD.findall(figure.formula)
    for one in figure.inputs:
        yield from (str(part) for part in (one.symbol, one.field, one.session, one.figure) if part is not None)
        yield f"{one.start}..{one.session}"
        if one.value is not None:
            yield repr(one.value)
    if figure.history is not None:
        history = figure.history
        yield f"{history.start}..{history.end}"
        yield from map(str, (history.last, history.rank, history.observations, history.percentile))


def sources(context: Context) -> None:
    """What the list of sources quotes with a digit in it, a title, an address, a checksum, is what a source has."""
    known = {
        " ".join(str(part).split()) for source in context.briefing.sources
        for part in (source.publisher, source.title, source.author, source.url, source.sha256) if part is not None
    }  # fmt: skip
    for block in context.page.blocks:
        for run in block.runs if block.section == "sources" else ():
            text = " ".join(run.text.split())
            if run.kind == "quote" and re.search(r"\d", text) and text not in known:
                context.refuse("source", f"{text!r} is of no source", block, run.start)


def plotted(context: Context) -> None:
    """What a chart draws for a figure is its value, and the number in its mark the right rounding of it."""
    for name, value in context.page.charts:
        known = context.figures.get(name)
        if known is None or (value is not None and not _same(value, known.value)):
            context.findings.append(Finding("chart", f"a chart draws {name} as {value}", context.path, figure=name))
    for name, text in context.page.numbered:
        known = context.figures.get(name)
        printed = read_printed(_ARROW.sub("", text), "", known, context.reading) if known is not None else None
        if known is not None and (printed is None or printed.wrong_unit or rounds(known, printed, coarse=False)):
            context.findings.append(Finding("chart", f"a chart says {text!r} of {name}", context.path, text, name))


def _same(raw: str, value: float) -> bool:
    try:
        return abs(float(raw) - value) <= 1e-9 * max(1.0, abs(value))
    except ValueError:
        return False


def drawn(context: Context) -> None:
    """A chart that is drawn wide and narrow says the same twice, word by word, but for names that were cut."""
    charts = [words for words in context.page.drawn if words]
    for wide, narrow in itertools.pairwise(charts):
        if len(wide) != len(narrow):  # an axis has more marks where there is room
            wide, narrow = _told(wide), _told(narrow)
        pairs = list(zip(wide, narrow, strict=False)) if len(wide) == len(narrow) else []
        if not any(a == b and re.search(r"\d", a) for a, b in pairs):
            continue
        context.findings.extend(
            Finding("chart", f"the chart says {a!r} where it is wide and {b!r} where it is narrow", context.path, a)
            for a, b in pairs
            if a != b and "…" not in b and re.search(r"\d", a + b)
        )


def _told(words: Iterable[str]) -> list[str]:
    return [word for word in words if re.search(r"\d", word) and not _MARK.match(word)]
