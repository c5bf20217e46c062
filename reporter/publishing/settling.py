"""The objects of a PDF turned to bytes once.

pydyf writes every object twice, once into the file and once into the checksum that becomes its identifier, and
compresses it anew each time. Here each is written and compressed once, before the file is.
"""

from __future__ import annotations

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


def settle(_document: Any, pdf: Any) -> None:
    """WeasyPrint's last call before it writes the file: nothing changes an object after it."""
    pdf.objects[:] = [made if made.free == "f" else Settled(made) for made in pdf.objects]
