"""A figure or a claim explained in lines of plain text: definition, formula with its numbers, inputs, source."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reporter.cli.workings import Prices, shown, worked
from reporter.errors import ConfigError
from reporter.model import Briefing, Claim, Figure, Input

SHOWN = 40
"""Inputs beyond this many are counted, not listed."""

NOTE = "note:"
"""Marks an input that is a research note's."""


def explain_figure(
    figure: Figure, briefing: Briefing, prices: Path | None = None, read_as: Iterable[str] = ()
) -> str:
    """Everything that makes up one figure, a labelled line each. `prices` are the rows that its edition carries,
    `read_as` what readers are told of its metric, in each language."""
    table = Prices(prices, briefing)
    window = figure.window
    span = str(window.end) if window.start == window.end else f"{window.start} to {window.end}"
    base = f", from the close of {window.base}" if window.base else ""
    rows = [
        ("value", f"{printed(figure)} ({figure.unit}; unrounded {figure.value!r})"),
        ("window", f"{window.name}: {span}, {counted(window.sessions, 'session')}{base}"),
        ("definition", definition(figure)),
        *(("for readers", text) for text in read_as),
        ("formula", figure.formula),
        *_worked(figure, briefing, table),
        *(("parameters", f"{name} = {value}") for name, value in figure.params.items()),
        *(("dates", f"{name} = {value}") for name, value in figure.dates.items()),
        *_inputs(figure.inputs, table),
        *_history(figure),
        *_family(figure, briefing),
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
    """The definition of the figure's metric; of a note's value, whose it is; of one that is gone, that it is so."""
    from reporter.metrics import definition as defined

    if any(each.field is not None and each.field.startswith(NOTE) for each in figure.inputs):
        return "A value that a research note gives, as its source published it."
    try:
        return defined(figure.metric).definition
    except ConfigError:
        if set(figure.sources) - {0}:
            return "Computed from what a research note gives, by the formula; its inputs and sources are below."
        return f"this version has no metric {figure.metric}"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _worked(figure: Figure, briefing: Briefing, prices: Prices) -> list[tuple[str, str]]:
    """The formula with its observations put in, where each of its terms has a number."""
    text = worked(figure, briefing, prices)
    return [] if text is None else [("with numbers", text)]


def _family(figure: Figure, briefing: Briefing) -> list[tuple[str, str]]:
    """The other figures about the same cases: of a base rate or a season, those of its window."""
    prefix = next((p for p in ("base_rate_", "calendar_effect_") if figure.metric.startswith(p)), None)
    if prefix is None:
        return []
    rule, horizon = figure.params.get("rule"), figure.params.get("horizon")
    rows = []
    for each in briefing.figures:
        same = (each.subject, each.comparator) == (figure.subject, figure.comparator) and each.id != figure.id
        window = each.window.name in (figure.window.name, rule) or (
            each.params.get("rule") == rule and each.params.get("horizon") == horizon and rule is not None
        )
        if same and window and each.metric.startswith(prefix):
            case = each.dates.get("case")
            rows.append(("beside it", f"{each.id} = {printed(each)}" + (f", from {case}" if case else "")))
    return rows


def _inputs(inputs: Iterable[Input], prices: Prices) -> list[tuple[str, str]]:
    inputs = list(inputs)
    rows = []
    for each in inputs[:SHOWN]:
        if each.figure is not None:
            text = f"figure {each.figure}" + (f" = {each.value!r}" if each.value is not None else "")
        elif each.start is not None:
            text = f"{each.symbol} {each.field}, {each.start} to {each.session}"
            seen = prices.values(each)
            if seen:
                ends = f"{shown(seen[0][1])} on {seen[0][0]} to {shown(seen[-1][1])} on {seen[-1][0]}"
                text += f": {counted(len(seen), 'observation')}, {ends}"
        elif each.field is not None and each.field.startswith(NOTE):
            given = f": {each.value!r}" if each.value is not None else ""
            text = f"research note {each.field.removeprefix(NOTE)}{given}"
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
    elif history.rank is None:
        text += "; too few for a place among them"
    if history.zscore is not None:
        text += f"; {history.zscore:+.2f} deviations from their mean"
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
