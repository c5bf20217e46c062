"""Whether what a reader of a PDF sees is what its page says."""

from __future__ import annotations

from itertools import groupby

from reporter.verification import portable, visible
from reporter.verification.page import Block, Page
from reporter.verification.report import Finding


def shown(path: str, page: Page, pages: list[str]) -> list[Finding]:
    """Nothing is missing on paper, nothing is there besides. `pages` are the texts of its pages."""
    told = [block for block in page.blocks if not block.screen]
    first = next((place for place, block in enumerate(told) if _of_figures(block)), 0)
    compared = visible.compare(
        [block.text for block in told if not _of_figures(block)], portable.body(pages, _heads(page)), page.drawn,
        _table_heads(page), [(block.text, bool(block.figures())) for block in told if _of_figures(block)],
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
