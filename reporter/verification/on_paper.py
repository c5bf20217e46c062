"""Whether what a reader of a PDF sees is what its page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from reporter.verification import portable, visible
from reporter.verification.page import Block, Page
from reporter.verification.report import Finding

MARKET = "[0]"
_SOURCES = re.compile(r"(?:\[\d+\]\s*)+")


def shown(path: str, page: Page, pages: list[str]) -> list[Finding]:
    """Nothing is missing on paper, nothing is there besides. `pages` are the texts of its pages."""
    told = [block for block in page.blocks if not block.screen]
    first = next((place for place, block in enumerate(told) if _of_figures(block)), 0)
    compared = visible.compare(
        [block.text for block in told if not _of_figures(block)], portable.body(pages, _heads(page)), page.drawn,
        _table_heads(page), list(_cells([block for block in told if _of_figures(block)])),
        told[first - 1].text if first else "",
    )  # fmt: skip
    return [
        *(Finding("visible-text", "the page says otherwise", path, s[:200]) for s in compared.missing),
        *(Finding("visible-text", "the page has no such number", path, s[:200]) for s in compared.surplus),
        *(Finding("visible-text", "the page has no such words", path, s[:200]) for s in compared.words),
    ]


def _of_figures(block: Block) -> bool:
    """A cell of the tables behind the text: a screen has a row for each figure, paper one for each formula."""
    return block.exhibit and block.section == "method"


def _cells(blocks: list[Block]) -> Iterator[tuple[str, bool]]:
    """The cells of the tables, and whether they are numbers, which stand on paper as often as they are given.

    Paper tells a source where it belongs: the market's behind the formula, another behind its number.
    """
    for _, row in groupby(blocks, key=lambda block: block.row):
        cells = list(row)
        source = cells[-1].text.strip()
        numbers = [place for place, block in enumerate(cells) if block.figures()]
        if len(cells) < 3 or len(numbers) != 1 or not _SOURCES.fullmatch(source):
            yield from ((block.text, bool(block.figures())) for block in cells)
            continue
        owner = len(cells) - 2 if source == MARKET else numbers[0]
        for place, block in enumerate(cells[:-1]):
            yield block.text + (source if place == owner else ""), place in numbers


def _heads(page: Page) -> list[str]:
    """What paper may repeat in its margins: the lines above the headline, the headline, the words of a notice."""
    top = next((place for place, b in enumerate(page.blocks) if b.tag == "h1"), -1)
    if top < 0:
        return []
    cover = [b for b in page.blocks[top + 1 :] if b.section == page.blocks[top].section and b.tag == "p"]
    return [b.text for b in page.blocks[: top + 1]] + [b.runs[0].text.rstrip("。. ") for b in cover]


def _table_heads(page: Page) -> list[str]:
    """The heads of tables, which paper repeats on every page that a table runs over."""
    heads = groupby(page.blocks, key=lambda b: b.head)
    return ["".join(b.text for b in blocks) for is_head, blocks in heads if is_head]
