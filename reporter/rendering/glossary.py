"""What the measures of a page are, once each: the panel behind a number and the method section show it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from reporter.rendering.context import Edition
from reporter.rendering.tables import FigureGroup, metric_mark

_TERM = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True)
class Definition:
    """A measure, its name and what it is."""

    measure: str
    name: Markup
    text: Markup


def glossary(edition: Edition, groups: Iterable[FigureGroup]) -> tuple[Definition, ...]:
    """The measures of a table of figures in its order, without those that the locale does not define."""
    measures = dict.fromkeys(row.measure for group in groups for row in group.rows)
    return tuple(
        Definition(measure, metric_mark(edition, measure), marked(text))
        for measure in measures if (text := edition.language.definition(measure))
    )


def marked(text: str) -> Markup:
    """A definition with its bracketed terms marked as such."""
    return Markup(_TERM.sub(r'<span class="term">\1</span>', str(escape(text))))


def plain_definition(text: str) -> str:
    """A definition without the brackets of its terms."""
    return _TERM.sub(r"\1", text)
