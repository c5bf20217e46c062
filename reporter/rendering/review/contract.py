"""What templates may rely on: every name of the context with its type, as a page to read and a list to compare.

`CONTEXT` is its version. A name that goes, or becomes another thing, breaks templates that people have written: then
the version goes up, and `templates/CONTEXT.md` says what to write instead.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from reporter.model.kinds import KINDS
from reporter.rendering.charts.own import Sheet
from reporter.rendering.page import PageView, SectionView
from reporter.rendering.views import FigureView

CONTEXT = 1
ROOTS: Mapping[str, type] = {"page": PageView, "section": SectionView, "chart": Sheet}
GLOBALS: Mapping[str, str] = {
    "t(label)": "a label of the locale, escaped",
    "words(label, name=…)": "a label with marked-up pieces set in",
    "scale(points, start, stop)": "in a chart of one's own: an axis from pixel to pixel that holds all values and zero",
    "place(text, x, y)": "a label in it; anchor, and right and down to move it by pixels",
    "at(axis)": "a filter of points in it: the pixel of a value",
    "bar(axis)": "a filter: from zero to the value, with start and width",
    "beside(axis)": "a filter: the number as a label, outside of what leads to it from zero",
    "style": "the style sheet of a screen, none on paper",
}
_KINDS = {str: "text", Markup: "marked-up text", bool: "yes or no", int: "number", float: "number"}


@dataclasses.dataclass(frozen=True)
class Name:
    """A name that a template may write, and what it stands for."""

    path: str
    kind: str


def names() -> list[Name]:
    """Every name of the context, depth first. `[]` stands for each item of a list."""
    return [name for root, kind in ROOTS.items() for name in _fields(root, kind, ())]


def phrase_names() -> Mapping[str, tuple[str, ...]]:
    """Every claim kind with what `p.kind` has."""
    return dict(sorted((kind, tuple(sorted(keys))) for kind, keys in KINDS.items()))


def figure_names() -> tuple[str, ...]:
    """What a slot that holds a figure has."""
    return tuple(sorted(name for name in dir(FigureView) if not name.startswith("_")))


def _fields(path: str, kind: type, above: tuple[type, ...]) -> Iterator[Name]:
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        yield from _one(f"{path}.{field.name}", hints[field.name], (*above, kind))


def _one(path: str, hint: object, above: tuple[type, ...]) -> Iterator[Name]:
    item, shape = _item(hint)
    many = shape.startswith("list")
    if isinstance(item, type) and dataclasses.is_dataclass(item):
        yield Name(path, shape.replace("?", item.__name__))
        if item not in above:
            yield from _fields(f"{path}[]" if many else path, item, above)
    else:
        yield Name(path, shape.replace("?", _KINDS.get(item, "text") if isinstance(item, type) else "text"))


def _item(hint: object) -> tuple[object, str]:
    """The type inside a hint, and the words around its name: `list of ?`, `? or none`."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = [part for part in typing.get_args(hint) if part is not types.NoneType]
        item, words = _item(inner[0])
        return item, f"{words} or none" if len(inner) < len(typing.get_args(hint)) else words
    if typing.get_origin(hint) in (tuple, Sequence) and typing.get_args(hint):
        item, words = _item(typing.get_args(hint)[0])
        return item, f"list of {words}"
    if typing.get_origin(hint) is typing.Literal:
        return str, "one of " + ", ".join(map(str, typing.get_args(hint)))
    return hint, "?"
