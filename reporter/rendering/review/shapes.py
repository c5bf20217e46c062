"""Shapes: what a value in a template has, as far as it can be known without a briefing.

A `Record` has named attributes, `Many` items of one shape; `ANYTHING` is what nothing is known of.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reporter.model.kinds import KINDS
from reporter.rendering.views import FigureView, PassageView


@dataclass(frozen=True)
class Anything:
    """A value of which nothing is known, or nothing that could be checked."""


@dataclass(frozen=True)
class Many:
    item: Shape


@dataclass(frozen=True)
class Record:
    """`name` is how a message calls it; `of` gives the shape of an attribute by its name."""

    name: str
    of: Mapping[str, Callable[[], Shape]]
    open: bool = False
    """Whether it may have further attributes, which no one lists."""

    def attribute(self, name: str) -> Shape | None:
        """The shape of an attribute; None where there is none of that name."""
        if name in self.of:
            return self.of[name]()
        return ANYTHING if self.open else None


Shape = Anything | Many | Record
ANYTHING = Anything()


def anything() -> Shape:
    return ANYTHING


@cache
def shape_of(hint: object) -> Shape:
    """The shape that a type annotation promises: dataclasses are records, tuples of one type many of it."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        known = [shape_of(part) for part in typing.get_args(hint) if part is not types.NoneType]
        return known[0] if len(known) == 1 else ANYTHING
    if typing.get_origin(hint) in (tuple, Sequence) and typing.get_args(hint):
        return Many(shape_of(typing.get_args(hint)[0]))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _record(hint)
    return ANYTHING


def _record(kind: type) -> Record:
    """The fields and public properties of a dataclass."""
    hints = typing.get_type_hints(kind)
    of: dict[str, Callable[[], Shape]] = {field.name: _later(hints[field.name]) for field in dataclasses.fields(kind)}
    of |= {name: anything for name, _ in inspect.getmembers(kind, lambda member: isinstance(member, property))}
    return Record(kind.__name__, of)


def _later(hint: object) -> Callable[[], Shape]:
    return lambda: shape_of(hint)


def passage() -> Record:
    """What `p` is in a phrase: claims by kind, and what a passage knows of itself."""
    of: dict[str, Callable[[], Shape]] = {name: _kind(name) for name in KINDS}
    own = {name for name in PassageView.__slots__ if not name.startswith("_")} | {"of"}
    return Record("passage", of | dict.fromkeys(own, anything))


def _kind(name: str) -> Callable[[], Shape]:
    return lambda: claim(name)


@cache
def claim(kind: str) -> Record:
    """A claim of a kind in a phrase. Kinds that carry words carry them in any locale, so they stay open."""
    own = ("grade", "id", "kind", "polarity", "sources")
    worded = any(key.startswith(("text_", "quote_")) for key in KINDS[kind])
    of: dict[str, Callable[[], Shape]] = dict.fromkeys(own, anything) | dict.fromkeys(KINDS[kind], _slot)
    return Record(f"claim {kind}", of, open=worded)


def _slot() -> Shape:
    return SLOT


SLOT = Record(
    "figure",
    {name: anything for name in dir(FigureView) if not name.startswith("_")} | {"dates": anything},
)
"""A slot holds a figure, several, or a word; only a figure has attributes."""


def fields_of(shape: Shape) -> tuple[str, ...]:
    """Names that a record has, for a hint."""
    return tuple(sorted(shape.of)) if isinstance(shape, Record) else ()
