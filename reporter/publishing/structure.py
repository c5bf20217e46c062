"""The structure of a PDF without entries that say nothing.

WeasyPrint gives every run of text and every mark an entry of its own, and every link an object that points to it. A
paragraph, heading, cell or link may hold its text itself: half of the entries go, and what a reader's software is told
stays the same.
"""

from __future__ import annotations

from typing import Any

import pydyf

HOLDS_TEXT = frozenset(
    {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/TD", "/TH", "/LBody", "/Lbl", "/Caption", "/Link", "/Span",
     "/NonStruct"}
)  # fmt: skip
SAYS_NOTHING = frozenset({"/Span", "/NonStruct"})
_BARE = frozenset({"Type", "S", "K", "Pg", "P"})


class Gone(pydyf.Object):  # type: ignore[misc, unused-ignore]  # pydyf has no types
    """A number without an object: a free entry of the table of references, as its first one."""

    def __init__(self) -> None:
        super().__init__()
        self.number, self.generation, self.free = 0, 65535, "f"


def lighten(pdf: Any) -> None:
    """Text goes to what holds it, links point to themselves, in the objects of a PDF that is about to be written."""
    moved: dict[bytes, bytes] = {}
    for number in range(len(pdf.objects) - 1, 0, -1):  # what is within has the higher number
        entry = pdf.objects[number]
        if not _is(entry, "/StructElem"):
            continue
        _point(entry, pdf.objects)
        holder = pdf.objects[int(entry["P"].split()[0])]
        if _is_idle(entry) and _is(holder, "/StructElem") and _holds(holder, entry):
            place = holder["K"].index(entry.reference)
            holder["K"][place : place + 1] = entry["K"]
            moved[entry.reference] = holder.reference
            pdf.objects[number] = Gone()
    for made in pdf.objects:
        if isinstance(made, pydyf.Dictionary) and "Nums" in made:
            for texts in made["Nums"]:
                if isinstance(texts, pydyf.Array):
                    texts[:] = [_end(text, moved) for text in texts]


def _is(made: Any, kind: str) -> bool:
    return isinstance(made, pydyf.Dictionary) and made.get("Type") == kind


def _is_idle(entry: Any) -> bool:
    """An entry of text alone, without a meaning and a property."""
    return entry["S"] in SAYS_NOTHING and entry.keys() == _BARE and all(isinstance(one, int) for one in entry["K"])


def _holds(holder: Any, entry: Any) -> bool:
    return holder["S"] in HOLDS_TEXT and holder.get("Pg") == entry["Pg"] and entry.reference in holder["K"]


def _point(entry: Any, objects: list[Any]) -> None:
    """A link's pointer as a part of its entry."""
    for place, one in enumerate(entry["K"]):
        if isinstance(one, bytes) and _is(pointer := objects[int(one.split()[0])], "/OBJR"):
            entry["K"][place] = pointer
            objects[int(one.split()[0])] = Gone()


def _end(entry: bytes, moved: dict[bytes, bytes]) -> bytes:
    while entry in moved:
        entry = moved[entry]
    return entry
