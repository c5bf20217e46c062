"""Words that say which side a number is on: ahead or behind, above or below, up or down."""

from __future__ import annotations

import re

from reporter.model import Figure
from reporter.verification.numerals import fold, unit_at
from reporter.verification.page import Block, Run
from reporter.verification.rules.context import Context, metric_of
from reporter.verification.rules.words import UNBRACKETED, clause_start

# Metrics whose number speaks of one side whatever its sign.
ALWAYS = {
    "share_above": 1,
    "share_below": -1,
    "sectors_above_sma50": 1,
    "sectors_below_sma50": -1,
    "sectors_up": 1,
    "sectors_down": -1,
    "base_rate_hits": 1,
    "base_rate_share": 1,
    "base_rate_normal": 1,
    "calendar_effect_hits": 1,
    "calendar_effect_share": 1,
    "calendar_effect_normal": 1,
    "universe_above_sma": 1,
    "universe_advancing": 1,
    "sessions_up": 1,
    "sessions_down": -1,
    "sessions_ahead": 1,
    "period_hits": 1,
    "period_normal": 1,
}
# Metrics whose sign is the side of the first of a pair, or of the close.
BY_SIGN = frozenset(
    {
        "relative_return",
        "outperformance_streak",
        "ended_streak",
        "sma_distance",
        "high_distance",
        "low_distance",
        "fade_from_high",
        "rise_from_low",
        "record_distance",
        "drawdown",
        "base_rate",
        "style_spread",
        "equal_vs_cap",
        "follow_up_distance",
        "base_rate_median",
        "base_rate_mean",
        "base_rate_low",
        "base_rate_high",
        "base_rate_last",
        "base_rate_case",
        "period_run",
        "period_median",
        "period_low",
        "period_high",
        "calendar_effect_mean",
        "calendar_effect_median",
    }
)
MOVES = frozenset({"sectors_up", "sectors_down", "basket_up", "universe_advancing", "sessions_up", "sessions_down"})
"""Counts of those that rose or fell, said with the words of a move."""
COUNTED = frozenset({"sectors_counted"})
HITS = frozenset({"base_rate_hits", "base_rate_share", "base_rate_normal"})
TURNED = frozenset({"share_above", "share_below"})
_SENTENCE = re.compile(r"\.\s")
"""A full stop that is none of a number's."""
REACH = 26
"""Characters on either side within which a word is read as the number's."""


def expected(context: Context, figure: Figure) -> int:
    """The side a figure is on: 1, -1, or 0 where it has none."""
    metric = metric_of(figure)
    if metric == "move_multiple":
        other = context.figures.get(f"{figure.comparator}.day_change.1d")
        return 0 if other is None or other.printed == 0 else 1 if other.value > 0 else -1
    if metric == "pe_discount":
        return -1 if figure.value > 0 else 1
    if metric in ALWAYS:
        return ALWAYS[metric]
    if figure.metric == "tail_share":
        day = context.figures.get(f"{figure.subject}-{figure.comparator}.relative_return.1d")
        return 0 if day is None or day.printed == 0 else 1 if day.value > 0 else -1
    if figure.metric == "lead_given_back":
        lead = context.figures.get(f"{figure.subject}-{figure.comparator}.relative_return.ytd")
        return 0 if lead is None or lead.printed == 0 else 1 if lead.value > 0 else -1
    if figure.metric == "base_rate_threshold" and str(figure.params.get("rule", "")).endswith(
        ("streak_ended", "streak_alive", "big_fall", "big_rise", "wide_gap_up", "wide_gap_down")
    ):
        direction = figure.params.get("direction", 0)
        return int(direction) if isinstance(direction, int | float) else 0
    if metric in BY_SIGN and figure.printed != 0:
        return 1 if figure.value > 0 else -1
    return 0


def sides(context: Context) -> None:
    """The nearest word of side in a number's own stretch of text agrees with it."""
    for block in context.page.blocks:
        if block.passage is None or block.tag not in ("p", "li", "h3", "h4", "h1"):
            continue
        runs = block.figures()
        for place, run in enumerate(runs):
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is None:
                continue
            side = expected(context, figure)
            if side == 0:
                continue
            said = said_of(context, block, runs, place, figure)
            if said and said != side:
                word = "ahead, above or up" if said > 0 else "behind, below or down"
                context.refuse(
                    "side", f"words say {word}, the figure {figure.id} is {figure.value!r}", block, run.start, figure.id
                )


def said_of(context: Context, block: Block, runs: list[Run], place: int, figure: Figure) -> int:
    """The side that a clause gives a number, seen from the figure's first subject; 0 where it gives none."""
    before, behind = stretch(context, block, runs, place)
    if figure.metric in TURNED:
        # "Above seven in ten sessions" is said of the level, "seven in ten were above" of the sessions.
        ahead = _said(context, before, "")
        return -ahead if ahead else _said(context, "", behind)
    if figure.metric == "move_multiple":
        before, behind = stretch(context, block, runs, place, 2 * REACH)
        return _said(context, before, behind, "direction")
    if figure.metric in MOVES:
        following = context.figures.get(runs[place + 1].attrs.get("data-figure", "")) if place + 1 < len(runs) else None
        if following is not None and following.metric in COUNTED:
            behind += stretch(context, block, runs, place + 1)[1]  # seven of eleven sectors rose
        return _said(context, before, behind, "direction") or _said(context, before, behind)
    if figure.metric in HITS:
        return _told_of_cases(context, block, runs, place)
    if figure.metric == "base_rate_threshold" and figure.comparator is None:
        return _said(context, before, behind, "direction")
    said = _said(context, before, behind)
    return -said if said and _other_side(context, block, runs[place], figure) else said


def _told_of_cases(context: Context, block: Block, runs: list[Run], place: int) -> int:
    """What is said of the cases that a number counts: right beside it, else before the horizon that precedes it."""
    for first in (place, place - 1):
        horizon = context.figures.get(runs[first].attrs.get("data-figure", "")) if first >= 0 else None
        if horizon is None or (first < place and horizon.metric != "base_rate_horizon"):
            break
        texts = stretch(context, block, runs, first, 2 * REACH)
        for text in texts if first == place else texts[:1]:
            said = _said(context, text, "") or _said(context, text, "", "direction")
            if said:
                return said
    return 0


def stretch(
    context: Context, block: Block, runs: list[Run], place: int, reach: int = REACH
) -> tuple[str, str]:
    """Text between a number and its neighbours, within its clause."""
    text, run = fold(block.text), runs[place]
    taken = _own_words(context, text, runs[place - 1].end) if place else 0
    start = max(clause_start(text, run.start), min(taken, run.start), run.start - reach)
    limit = runs[place + 1].start if place + 1 < len(runs) else len(text)
    behind = _SENTENCE.split(text[run.end : min(limit, run.end + reach)])[0]
    for mark in "，。；：、,;:!?！？（）()":
        behind = behind.split(mark)[0]
    return text[start : run.start], behind


def _own_words(context: Context, text: str, end: int) -> int:
    """Where the words end that belong to the number before: its unit and a word of side right behind it."""
    _, at = unit_at(text, end, context.reading)
    blank = len(text[at:]) - len(text[at:].lstrip())
    for key in ("side.up", "side.down"):
        for start, stop, _ in context.reading.spans(key, text[at : at + 24]):
            if start == blank:
                return at + stop
    return at


def _said(context: Context, before: str, behind: str, words: str = "side") -> int:
    """The side that the words say; 0 where they say nothing, or both."""
    found = set()
    for text in (before, behind):
        up = [(s, e) for key in (f"{words}.up",) for s, e, _ in context.reading.spans(key, text)]
        down = [(s, e) for key in (f"{words}.down",) for s, e, _ in context.reading.spans(key, text)]
        if up:
            found.add(1)
        if down:
            found.add(-1)
    return next(iter(found)) if len(found) == 1 else 0


def _other_side(context: Context, block: Block, run: Run, figure: Figure) -> bool:
    """True where the clause speaks of the pair from its second subject: that one is named before the word of side."""
    if figure.comparator is None:
        return False
    text = fold(block.text)
    start = clause_start(text, run.start, UNBRACKETED)
    limit = run.end + REACH
    words = [
        s + start for key in ("side.up", "side.down") for s, _, _ in context.reading.spans(key, text[start:limit])
    ]
    until = min([*words, run.start]) if words else run.start
    names = [r for r in block.runs if r.kind == "name" and start <= r.start < until]
    return bool(names) and names[0].attrs.get("data-subject") == figure.comparator
