"""What editors write themselves, in notes and plans: no number to check, but nothing false of the market either."""

from __future__ import annotations

import re

from reporter.model.briefing import heading_of
from reporter.verification.page import Block
from reporter.verification.prose.clauses import asserted
from reporter.verification.prose.judging import judge
from reporter.verification.prose.known import Known
from reporter.verification.rules.context import Context

_MARK = re.compile(r"<[^>]*>|\[\[[^\]]*\]\]|&\w+;")
_LEAST = 4
"""Characters of an editor's words by which they are found again."""


def editors(context: Context) -> None:
    """Statements of editors that the edition's own figures and prices contradict."""
    places = _places(context)
    if not places:
        return
    known = Known(context.briefing, context.prices)
    usual = "period" if context.briefing.period is not None else "1d"
    for block in context.page.blocks:
        texts = places.get(_place(block))
        if texts is None or block.exhibit:
            continue
        for clause in asserted(block, context.reading, known.session, usual, _spans(block, texts)):
            for wrong in judge(clause, known, context.reading):
                message = (
                    f"{wrong.words.strip()!r} is not so: {wrong.told}; mend it, name the time that is meant, "
                    "or tell it as somebody's view"
                )
                context.refuse("statement", message, block, clause.start + wrong.at)


def _place(block: Block) -> str:
    """The place of a block's words, as plans name places."""
    if block.tag == "h1":
        return "headline"
    return heading_of(block.passage or "") if block.tag in ("h2", "h3", "h4") else block.passage or ""


def _places(context: Context) -> dict[str, list[str]]:
    """Where editors' words stand, and which words: none where all of the place is theirs."""
    tag, briefing = context.reading.tag, context.briefing
    found: dict[str, list[str]] = {}
    told = {c.id: str(c.facts.get(f"text_{tag}", "")) for c in briefing.claims}
    for section in briefing.sections:
        for passage in section.passages:
            texts = [told[c] for c in passage.claims if told.get(c)]
            if texts:
                found[passage.id] = texts
    for own in briefing.overrides:
        if own.locale == tag:
            found.setdefault(own.place, []).append(own.html)
    return found


def _spans(block: Block, texts: list[str]) -> list[tuple[int, int]]:
    """Where the words stand in a block; all of it where they are not found as they were written."""
    found: list[tuple[int, int]] = []
    for text in texts:
        at = 0
        for piece in _MARK.split(text):
            place = block.text.find(piece.strip(), at) if len(piece.strip()) >= _LEAST else -1
            if place >= 0:
                at = place + len(piece.strip())
                found.append((place, at))
    return found or [(0, len(block.text))]
