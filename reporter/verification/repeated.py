"""Pages given as texts, checked again and again against the data of one edition: what has been found sound is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reporter.verification.edition import check_page, context_of, data_of
from reporter.verification.reader import read_page
from reporter.verification.reading import Locales
from reporter.verification.report import Finding, Report
from reporter.verification.rules.context import Context
from reporter.verification.rules.parity import Said, parity


class Checker:
    """The check of an edition's pages that `verify` makes of its folder, without the files' hashes.

    A block of text in which no rule found anything is not judged twice: rules see one block, or one row, at a time.
    """

    def __init__(self, folder: Path, locales: Locales = None) -> None:
        self.folder, self.locales = folder, locales
        self.data = data_of(folder)
        self._sound: dict[str, set[object]] = {}
        self._texts: dict[str, tuple[str, Context]] = {}
        self._said: dict[object, Said] = {}

    def __call__(self, pages: Mapping[str, str]) -> list[Finding]:
        """What is found in pages, locale by locale, and between them."""
        contexts = [self._checked(tag, text) for tag, text in sorted(pages.items())]
        found = [finding for context in contexts for finding in context.findings]
        return found + [
            finding for context in contexts[1:] for finding in parity(contexts[0], context, self._said)
        ]

    def _checked(self, tag: str, text: str) -> Context:
        known = self._texts.get(tag)
        if known is not None and known[0] == text:
            return known[1]
        page = read_page(text)
        sound = self._sound.setdefault(tag, set())
        rows: dict[int | None, tuple[object, ...]] = {}
        for block in page.blocks:
            rows[block.row] = (*rows.get(block.row, ()), block.key) if block.row is not None else ()
        keys = [(block.key, rows[block.row]) for block in page.blocks]
        fresh = [block for block, key in zip(page.blocks, keys, strict=True) if key not in sound]
        part = context_of(tag, replace(page, blocks=fresh), self.data, tag, self.locales)
        check_page(part, Report(str(self.folder)))
        if not part.findings:
            sound.update(keys)
        context = replace(part, page=page)
        if known is None:
            self._texts[tag] = text, context
        return context
