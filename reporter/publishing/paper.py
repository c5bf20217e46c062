"""A page for paper → the tree that WeasyPrint lays out: parsed in C, without marks that leave no mark on paper.

Figures, dates, names and terms are marked up so that a reader of the page (a program) knows what they are. On paper
most of these marks change nothing, and each would cost two boxes, a style and two entries in the structure of the
PDF: they are opened, their text stays. Whatever the stylesheet names, has an id, or says something to the
reader's software (a language, a label, a style of its own) keeps its element. The page as it was marked up travels in
the PDF as an attachment.

A selector that finds elements by their place alone (`p > :first-child`, `td *`) does not see what was opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from selectolax.lexbor import LexborHTMLParser

OPENED = frozenset({"code", "data", "span", "time"})
"""Elements that mean something to programs and, unless a stylesheet names them, nothing to the eye."""

_SILENT = frozenset({"class", "datetime", "value"})
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_PRELUDES = re.compile(r"([^{};]*)\{")
_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAMES = re.compile(r"([.#:\[]?)(-?[A-Za-z_][\w-]*)")


@dataclass(frozen=True)
class Named:
    """What the selectors of a stylesheet name."""

    tags: frozenset[str]
    classes: frozenset[str]
    attributes: frozenset[str]


@lru_cache(maxsize=8)
def named(css: str) -> Named:
    """Tags, classes and attributes in the selectors of a stylesheet; rather one too many than one too few."""
    found: dict[str, set[str]] = {"": set(), ".": set(), "[": set(), "#": set(), ":": set()}
    for prelude in _PRELUDES.findall(_COMMENTS.sub(" ", css)):
        for kind, name in _NAMES.findall(prelude):
            found[kind].add(name if kind == "." else name.lower())
    return Named(frozenset(found[""]), frozenset(found["."]), frozenset(found["["]))


def tree(html: str, names: Named) -> Element:
    """The root element of a page, as WeasyPrint's own parser makes it, but for marks that leave no mark."""
    root: Any = LexborHTMLParser(html).root
    made = Element("html", _attributes(root.attributes))
    _fill(made, root, names, "")
    return made


def _fill(into: Element, node: Any, names: Named, space: str) -> None:
    """The content of a node at the end of an element; what is opened hands its content on."""
    child = node.first_child
    while child is not None:
        if child.is_text_node:
            _write(into, child.text_content or "")
        elif child.is_element_node:
            tag, attributes = child.tag, child.attributes
            if not space and tag in OPENED and _silent(tag, attributes, names):
                _fill(into, child, names, space)
            else:
                inner = _SVG if tag == "svg" else "" if tag == "foreignObject" else space
                made = Element((inner or space) + tag, _attributes(attributes))
                _fill(made, child, names, inner)
                _lend(made)
                into.append(made)
        child = child.next


def _lend(row: Element) -> None:
    """The id of a row to its first cell: what has an id shares its style with no other, nor does what is in it."""
    if row.tag == "tr" and "id" in row.attrib and len(row) and "id" not in row[0].attrib:
        row[0].set("id", row.attrib.pop("id"))


def _write(into: Element, text: str) -> None:
    if len(into):
        last = into[-1]
        last.tail = (last.tail or "") + text
    else:
        into.text = (into.text or "") + text


def _attributes(attributes: dict[str, str | None]) -> dict[str, str]:
    """Attributes that are there without a value have an empty one; links in drawings have their namespace."""
    return {
        _XLINK + name.removeprefix("xlink:") if name.startswith("xlink:") else name: value or ""
        for name, value in attributes.items()
        if not name.startswith("xmlns")
    }


def _silent(tag: str, attributes: dict[str, str | None], names: Named) -> bool:
    """Whether nothing distinguishes an element from its text."""
    if tag in names.tags or not names.attributes.isdisjoint(attributes):
        return False
    if any(name not in _SILENT and not name.startswith("data-") for name in attributes):
        return False
    return names.classes.isdisjoint((attributes.get("class") or "").split())
