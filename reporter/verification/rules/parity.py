"""Two languages of one edition: the same figures, paragraph by paragraph, pointing the same way."""

from __future__ import annotations

from collections import Counter

from reporter.verification.page import Block, Page
from reporter.verification.report import Finding
from reporter.verification.rules.context import Context, metric_of
from reporter.verification.rules.words import SIGNED, spoken_direction


def _ids(page: Page) -> set[str]:
    return {run.attrs.get("data-figure", "") for block in page.blocks for run in block.figures()}


def _passages(page: Page, by_section: set[str]) -> dict[str, list[Block]]:
    """Blocks by passage; sections whose languages divide paragraphs otherwise are compared as a whole."""
    found: dict[str, list[Block]] = {}
    for block in page.blocks:
        if block.passage is not None:
            whole = block.section in by_section and "/" in block.passage
            found.setdefault(str(block.section) if whole else block.passage, []).append(block)
    return found


def _uneven(first: Page, second: Page) -> set[str]:
    """Sections whose numbered paragraphs differ in number."""
    counts = [
        Counter(str(b.section) for b in page.blocks if b.passage and "/" in b.passage) for page in (first, second)
    ]
    return {section for section in counts[0] | counts[1] if counts[0][section] != counts[1][section]}


def _told(blocks: list[Block]) -> Counter[str]:
    return Counter(run.attrs.get("data-figure", "") for block in blocks for run in block.figures())


def _polarity(context: Context, blocks: list[Block]) -> dict[str, int]:
    """What the words say of each signed figure of a passage: 1, -1, or 0 where they say both or nothing."""
    found: dict[str, set[int]] = {}
    for block in blocks:
        runs = block.figures()
        for place, run in enumerate(runs):
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is not None and metric_of(figure) in SIGNED:
                said = spoken_direction(context, block, run, runs[place + 1] if place + 1 < len(runs) else None)
                found.setdefault(figure.id, set()).add(said)
    return {key: next(iter(said - {0})) if len(said - {0}) == 1 else 0 for key, said in found.items()}


def parity(first: Context, second: Context) -> list[Finding]:
    """Findings where two languages of one edition differ in what they tell."""
    out: list[Finding] = []
    path = f"{first.path} | {second.path}"
    for figure in sorted(_ids(first.page) ^ _ids(second.page)):
        where = first.path if figure in _ids(first.page) else second.path
        out.append(Finding("parity", f"the figure {figure} stands in {where} only", path, figure=figure))
    uneven = _uneven(first.page, second.page)
    left, right = _passages(first.page, uneven), _passages(second.page, uneven)
    for passage in sorted(left.keys() ^ right.keys()):
        out.append(Finding("parity", f"the passage {passage} stands in one language only", path))
    for passage in sorted(left.keys() & right.keys()):
        a, b = _told(left[passage]), _told(right[passage])
        if a != b:
            differing = ", ".join(sorted((a - b) + (b - a)))
            sentence = " ".join(block.text for block in left[passage])[:160]
            out.append(
                Finding(
                    "parity", f"the passage {passage} tells other figures in each language: {differing}", path, sentence
                )
            )
        signs, others = _polarity(first, left[passage]), _polarity(second, right[passage])
        for figure in signs.keys() & others.keys():
            if signs[figure] * others[figure] < 0:
                out.append(
                    Finding(
                        "parity",
                        f"the languages disagree on the direction of {figure}",
                        path,
                        " ".join(block.text for block in left[passage])[:160],
                        figure,
                    )
                )
    return out
