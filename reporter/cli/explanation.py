"""A figure or a claim explained in lines of plain text: definition, formula with its numbers, inputs, source."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reporter.errors import ConfigError
from reporter.model import Briefing, Claim, Figure, Input

SHOWN = 40
"""Inputs beyond this many are counted, not listed."""

_TERM = re.compile(r"\b(open|high|low|close|adj_close|volume|a|b)\[(end|base|start)\]")


def explain_figure(figure: Figure, briefing: Briefing) -> str:
    """Everything that makes up one figure, a labelled line each."""
    window = figure.window
    span = str(window.end) if window.start == window.end else f"{window.start} to {window.end}"
    base = f", from the close of {window.base}" if window.base else ""
    rows = [
        ("value", f"{printed(figure)} ({figure.unit}; unrounded {figure.value!r})"),
        ("window", f"{window.name}: {span}, {counted(window.sessions, 'session')}{base}"),
        ("definition", definition(figure)),
        ("formula", figure.formula),
        *_worked(figure, briefing),
        *(("parameters", f"{name} = {value}") for name, value in figure.params.items()),
        *(("dates", f"{name} = {value}") for name, value in figure.dates.items()),
        *_inputs(figure.inputs),
        *_history(figure),
        ("basis", figure.basis.replace("_", " ")),
        *_sources(figure.sources, briefing),
        *(("used in", claim.id) for claim in briefing.claims if figure.id in claim.figures),
    ]
    return "\n".join([figure.id, *_table(rows)])


def explain_claim(claim: Claim, briefing: Briefing) -> str:
    """The rule that made a claim, what it read and where it stands."""
    figures = {figure.id: figure for figure in briefing.figures}
    rows = [
        ("kind", f"{claim.kind}: {claim.polarity}, {claim.grade}, salience {claim.salience:.2f}"),
        *((("rule", claim.rule),) if claim.rule else ()),
        *(("role", f"{name} = {_joined(value)}") for name, value in claim.roles.items()),
        *(("fact", f"{name} = {_joined(value)}") for name, value in claim.facts.items()),
        *(("figure", f"{name} = {printed(figures[name])}") for name in claim.figures if name in figures),
        *_sources(claim.sources, briefing),
        *(
            ("stands in", f"{section.id}: {passage.id} ({passage.move})")
            for section in briefing.sections
            for passage in section.passages
            if claim.id in passage.claims
        ),
    ]
    return "\n".join([claim.id, *_table(rows)])


def printed(figure: Figure) -> str:
    """The value as it is printed, in the figure's own unit."""
    if figure.unit in ("fraction", "pp", "percentile"):
        sign = "pp" if figure.unit == "pp" else "%"
        return f"{figure.printed * 100:.{max(figure.decimals - 2, 0)}f} {sign}".replace(" %", "%")
    unit = "" if figure.unit in ("ratio", "count") else f" {figure.unit}"
    return f"{figure.printed:,.{figure.decimals}f}{unit}"


def definition(figure: Figure) -> str:
    """The definition of the figure's metric; of one that this version no longer has, that it is so."""
    from reporter.metrics import definition as defined

    try:
        return defined(figure.metric).definition
    except ConfigError:
        return f"this version has no metric {figure.metric}"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _worked(figure: Figure, briefing: Briefing) -> list[tuple[str, str]]:
    """The formula with its observations put in, where each of its terms is one observation."""
    symbols = {subject.id: subject.symbol for subject in briefing.subjects}
    days = {"end": figure.window.end, "base": figure.window.base, "start": figure.window.start}
    missing: list[str] = []

    def put_in(term: re.Match[str]) -> str:
        name, place = term.groups()
        symbol = symbols.get(figure.comparator or "") if name == "b" else figure.symbol
        fields = ("close", "adj_close") if name in ("a", "b", "close") else (name,)
        for each in figure.inputs:
            if each.symbol == symbol and each.session == days[place] and each.field in fields and each.start is None:
                return f"{each.value:g}" if each.value is None else repr(round(each.value, 6))
        missing.append(term.group())
        return term.group()

    worked = _TERM.sub(put_in, figure.formula)
    if missing or worked == figure.formula or re.search(r"[a-z_]\[", worked):
        return []
    return [("with numbers", f"{worked} = {figure.value:.6g}")]


def _inputs(inputs: Iterable[Input]) -> list[tuple[str, str]]:
    inputs = list(inputs)
    rows = []
    for each in inputs[:SHOWN]:
        if each.figure is not None:
            text = f"figure {each.figure}" + (f" = {each.value!r}" if each.value is not None else "")
        elif each.start is not None:
            text = f"{each.symbol} {each.field}, {each.start} to {each.session}"
        else:
            text = f"{each.symbol} {each.field} on {each.session}: {each.value!r}"
        rows.append(("input", text))
    if len(inputs) > SHOWN:
        rows.append(("input", f"and {len(inputs) - SHOWN} more"))
    return rows


def _history(figure: Figure) -> list[tuple[str, str]]:
    history = figure.history
    if history is None:
        return []
    text = f"{history.start} to {history.end}, {counted(history.observations, 'observation')}"
    if history.percentile is not None:
        text += f"; {history.percentile:.1%} of them at or below it"
    if history.rank is not None:
        text += f"; rank {history.rank}"
    rows = [("history", text)]
    if history.last is not None:
        rows.append(("last reached", str(history.last)))
    if history.runner_up is not None:
        rows.append(("runner-up", f"{history.runner_up!r} on {history.runner_up_date}"))
    return rows


def _sources(ids: Iterable[int], briefing: Briefing) -> list[tuple[str, str]]:
    known = {source.id: source for source in briefing.sources}
    rows = []
    for source_id in ids:
        source = known.get(source_id)
        if source is not None:
            where = f", {source.url}" if source.url else ""
            rows.append(("source", f"[{source.id}] {source.publisher}: {source.title}, {source.date}{where}"))
    return rows


def _joined(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Rows with their labels in one column; a label that repeats is printed once."""
    rows = list(rows)
    width = max(len(label) for label, _ in rows)
    lines, last = [], ""
    for label, text in rows:
        lines.append(f"  {'' if label == last else label:<{width}}  {text}")
        last = label
    return lines
