"""The head of the first page: the day in a few large numbers, so that this page alone serves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from reporter.model import Figure
from reporter.rendering import tables
from reporter.rendering.context import Edition, term

MOST = 5


@dataclass(frozen=True)
class Pull:
    """One large number: what it is about, the number, and a line below it (a level, or the window)."""

    about: Markup
    value: Markup
    way: str
    note: Markup
    figures: tuple[str, ...]


def pulls(edition: Edition) -> tuple[Pull, ...]:
    """The day of the two lead subjects, what lies between them, and fear; filled up where a desk has less."""
    made: dict[str, Pull] = {}
    for figure, beside in _wanted(edition):
        if figure is not None and figure.id not in made and len(made) < MOST:
            made[figure.id] = _pull(edition, figure, beside)
    return tuple(made.values()) if len(made) > 1 else ()


def _wanted(edition: Edition) -> Iterator[tuple[Figure | None, Figure | None]]:
    """Figures in order of importance, each with the one that stands below it."""
    leads = tables.kpi_subjects(edition)
    first, second = (*leads, "", "")[:2]
    find, period = edition.find, edition.briefing.period
    move, span = ("day_change", "1d") if period is None else ("period_return", period.kind)

    yield find(first, move, span), find(first, "close_level", "1d")
    yield find(second, move, span), find(second, "close_level", "1d")
    yield find(f"{first}-{second}", "relative_return", span), None
    yield find(f"{first}-{second}", "relative_return", "ytd"), None
    for subject in edition.subjects.values():
        if "fear" in subject.roles:
            yield find(subject.id, "close_level", "1d"), find(subject.id, move, span)
    yield find(first, "ytd_return", "ytd"), None
    for subject_id in leads[2:]:
        yield find(subject_id, move, span), find(subject_id, "close_level", "1d")


def _unit_small(number: Markup) -> Markup:
    """The unit behind the number in an element of its own: the number is what is large."""
    head, end, unit = str(number).partition("</data>")
    return Markup(f'{head}{end}<span class="unit">{unit}</span>') if unit else number


def _pull(edition: Edition, figure: Figure, beside: Figure | None) -> Pull:
    window = f"window.{figure.window.name}"
    spans = figure.metric != "close_level" and edition.language.has_label(window)
    note = term(edition.language.t(window)) if spans else Markup("")
    if beside is not None:
        note = edition.data(beside)
    return Pull(
        about=edition.about(figure), value=_unit_small(edition.number(figure)), way=edition.way(figure), note=note,
        figures=tuple(one.id for one in (figure, beside) if one is not None),
    )
