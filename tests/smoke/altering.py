"""Real changes of a real PDF: glyphs of its pages swapped for others of the same font, its attachments rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

_MAPPED = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


@dataclass(frozen=True)
class Glyph:
    """One glyph of a page: what it reads as, its font, and where its code stands in the page's instructions."""

    text: str
    font: str
    instruction: int
    piece: int | None
    place: int


class Paper:
    """A PDF whose text can be changed. Every change is made to the file as it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = pikepdf.open(path)
        self.instructions = [list(pikepdf.parse_content_stream(page)) for page in self.document.pages]
        self.read = [self._fonts(page) for page in self.document.pages]
        self.glyphs = [list(self._glyphs(number)) for number in range(len(self.instructions))]
        self.texts = ["".join(glyph.text[:1] or " " for glyph in glyphs) for glyphs in self.glyphs]

    def _fonts(self, page: Any) -> dict[str, dict[bytes, str]]:
        """Of each font of a page: the character of each code."""
        out = {}
        for name, font in page.Resources.get("/Font", {}).items():
            blocks = _BLOCK.findall(font.ToUnicode.read_bytes())
            out[str(name)] = {
                bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
                for block in blocks for code, text in _MAPPED.findall(block)
            }
        return out

    def _glyphs(self, number: int) -> Iterator[Glyph]:
        font = ""
        for at, (operands, operator) in enumerate(self.instructions[number]):
            if str(operator) == "Tf":
                font = str(operands[0])
            elif str(operator) in ("TJ", "Tj"):
                pieces = operands[0] if str(operator) == "TJ" else operands
                for piece, one in enumerate(pieces):
                    if isinstance(one, pikepdf.String):
                        raw = bytes(one)
                        for place in range(0, len(raw), 2):
                            yield Glyph(self.read[number][font].get(raw[place : place + 2], ""), font, at, piece, place)

    def writable(self, page: int, place: int, text: str) -> bool:
        """Whether the fonts at a place have the characters of a text, one for one."""
        glyphs = self.glyphs[page][place : place + len(text)]
        return len(glyphs) == len(text) and all(self._code(page, g, c) for c, g in zip(text, glyphs, strict=True))

    def _code(self, page: int, glyph: Glyph, char: str) -> bytes | None:
        return next((code for code, text in self.read[page][glyph.font].items() if text == char), None)

    def with_text(self, page: int, place: int, text: str, target: Path) -> Path:
        """A copy in which the glyphs from a place on read as a text."""
        assert self.writable(page, place, text)
        changed = self.instructions[page].copy()
        for char, glyph in zip(text, self.glyphs[page][place : place + len(text)], strict=True):
            operands, operator = changed[glyph.instruction]
            pieces = list(operands[0]) if str(operator) == "TJ" else list(operands)
            raw = bytearray(bytes(pieces[glyph.piece]))
            raw[glyph.place : glyph.place + 2] = self._code(page, glyph, char) or b""
            pieces[glyph.piece] = pikepdf.String(bytes(raw))
            given = [pikepdf.Array(pieces)] if str(operator) == "TJ" else pieces
            changed[glyph.instruction] = pikepdf.ContentStreamInstruction(given, operator)
        old = self.document.pages[page].Contents
        self.document.pages[page].Contents = self.document.make_stream(pikepdf.unparse_content_stream(changed))
        self.document.save(target)
        self.document.pages[page].Contents = old
        return target
