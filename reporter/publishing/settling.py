"""The objects of a PDF turned to bytes once.

pydyf writes every object twice, once into the file and once into the checksum that becomes its identifier, and
compresses it anew each time. Here each is written and compressed once, before the file is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf


class Settled(pydyf.Object):  # type: ignore[misc, unused-ignore]  # pydyf has no types
    """An object whose bytes are known."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.generation = made.number, made.generation
        self.free, self.offset = made.free, made.offset
        self._compressible = made.compressible
        self._data: bytes = made.data

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return bool(self._compressible)


def settle(pdf: Any, *, links: Sequence[tuple[str, str]] = ()) -> None:
    """Every object of a PDF as its bytes.

    `links` say by the beginning of a place's name where a link within the document leads; a viewer shows these words,
    where WeasyPrint has put the name itself.
    """
    said = {start: pydyf.String(words) for start, words in links}
    for made in pdf.objects:
        if isinstance(made, pydyf.Dictionary) and made.get("Subtype") == "/Link" and "Dest" in made:
            words = next((text for start, text in said.items() if made["Dest"].string.startswith(start)), None)
            if words is not None:
                made["Contents"] = words
    pdf.objects[:] = [made if made.free == "f" else Settled(made) for made in pdf.objects]
