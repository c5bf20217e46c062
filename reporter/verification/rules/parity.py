"""Two languages of one edition: the same figures, paragraph by paragraph, pointing the same way."""

from __future__ import annotations

from collections import Counter

from reporter.verification.page import Block, Page
from reporter.verification.report import Finding
from reporter.verification.rules.context import Context, metric_of
from reporter.verification.rules.extremes import spoken_extreme
from reporter.verification.rules.numbers import approximates
from reporter.verification.rules.sides import said_of
from reporter.verification.rules.words import SIGNED, spoken_direction

LEVELS = frozenset({"close_level", "sma20", "sma50", "sma200", "record_close", "price_target"})
"""Metrics whose number is a place, of which every clause says something else: it fell below, it rose to."""
_BOUNDS = {"over": 1, "under": -1, "nearly": -1}


def _ids(page: Page) -> set[str]:
    return {run.attrs.get("data-figure", "") for block in page.blocks for run in block.figures()}


def _passages(page: Page, by_section: set[str]) -> dict[str, list[Block]]:
    """Blocks by passage; sections whose languages divide paragraphs otherwise are compared as a whole."""
    found: dict[str, list[Block]] = {}
    for block in page.blocks:
        if block.passage is not None and not block.passage.startswith("cover/"):  # summed up in its own way
            whole = block.section in by_section and "/" in block.passage
            found.setdefault(str(block.section) if whole else block.passage, []).append(block)
    return found


def _uneven(first: Page, second: Page) -> set[str]:
    """Sections whose numbered paragraphs differ in number."""
    counts = [
        Counter(str(b.section) for b in page.blocks if b.passage and "/" in b.passage) for page in (first, second)
    ]
    return {section for section in counts[0] | counts[1] if counts[0][section] != counts[1][section]}


def _told(blocks: list[Block]) -> set[str]:
    """The figures of a passage: a language may name one twice that the other names once."""
    return {run.attrs.get("data-figure", "") for block in blocks for run in block.figures()}


Said = dict[tuple[str, str], int]
"""(figure, kind of word) → 1, -1, or 0 where the words say both or nothing."""


def _polarity(context: Context, blocks: list[Block]) -> Said:
    """What the words of a passage say of each of its figures: direction, side, extreme, more or less than."""
    found: dict[tuple[str, str], set[int]] = {}
    for block in blocks:
        runs = block.figures()
        for place, run in enumerate(runs):
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is None:
                continue
            following = runs[place + 1] if place + 1 < len(runs) else None
            said = {
                "size": _BOUNDS.get(approximates(context, block, run) or "", 0),
                "rank": spoken_extreme(context, block, runs, place),
            }
            if metric_of(figure) in SIGNED:
                said["direction"] = spoken_direction(context, block, run, following)
            if figure.comparator is not None or metric_of(figure) not in SIGNED | LEVELS:
                said["side"] = said_of(context, block, runs, place, figure)
            for kind, sign in said.items():
                found.setdefault((figure.id, kind), set()).add(sign)
    return {key: next(iter(said - {0})) if len(said - {0}) == 1 else 0 for key, said in found.items()}


def _tellers(context: Context, blocks: list[Block]) -> dict[str, str | None]:
    """Of numbers that sources give: who stands beside each, where a name does."""
    found: dict[str, str | None] = {}
    for block in blocks:
        names = [run for run in block.runs if run.kind == "name" and run.attrs.get("data-subject")]
        for run in block.figures():
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is None or 0 in figure.sources:
                continue
            led = [n for n in names if 0 <= run.start - n.end <= 4]
            followed = [n for n in names if 0 <= n.start - run.end <= 5]
            beside = {n.attrs["data-subject"] for n in led or followed}
            who = beside.pop() if len(beside) == 1 else None
            found[figure.id] = who if found.get(figure.id, who) == who else None
    return found


def _kept(context: Context, blocks: list[Block], known: dict[object, Said] | None) -> Said:
    if known is None:
        return _polarity(context, blocks)
    key = (context.reading.tag, *(block.key for block in blocks))
    if key not in known:
        known[key] = _polarity(context, blocks)
    return known[key]


def parity(first: Context, second: Context, known: dict[object, Said] | None = None) -> list[Finding]:
    """Findings where two languages of one edition differ in what they tell; `known` keeps what passages say."""
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
            differing = ", ".join(sorted(a ^ b))
            sentence = " ".join(block.text for block in left[passage])[:160]
            out.append(
                Finding(
                    "parity", f"the passage {passage} tells other figures in each language: {differing}", path, sentence
                )
            )
        telling, told = _tellers(first, left[passage]), _tellers(second, right[passage])
        for figure in sorted(telling.keys() & told.keys()):
            if telling[figure] and told[figure] and telling[figure] != told[figure]:
                said = f"the languages give {figure} to {telling[figure]} and {told[figure]}"
                out.append(Finding("parity", said, path, left[passage][0].text[:160], figure))
        signs, others = _kept(first, left[passage], known), _kept(second, right[passage], known)
        for figure, kind in sorted(signs.keys() & others.keys()):
            if signs[figure, kind] * others[figure, kind] < 0:
                out.append(
                    Finding(
                        "parity",
                        f"the languages disagree on the {kind} of {figure}",
                        path,
                        " ".join(block.text for block in left[passage])[:160],
                        figure,
                    )
                )
    return out
