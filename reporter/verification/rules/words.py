"""Words that make a claim, against the figures that they stand beside."""

from __future__ import annotations

import re

from reporter.model import Figure
from reporter.verification.numerals import fold
from reporter.verification.page import Block, Run, sentence_span
from reporter.verification.rules.context import Context, metric_of

# Metrics whose sign is a direction. Levels, sizes and counts have none.
SIGNED = frozenset(
    {
        "day_change",
        "trailing_return",
        "ytd_return",
        "period_return",
        "open_to_close_return",
        "total_return",
        "period_point_change",
        "open_to_close_points",
        "relative_return",
        "basket_return",
        "yield_change",
        "curve_change",
        "sector_group_return",
        "style_spread",
        "equal_vs_cap",
        "implied_upside",
        "watch_distance",
        "best_session",
        "worst_session",
        "day_high_change",
        "day_low_change",
    }
)
DISTANCES = frozenset(
    {
        "sma_distance",
        "high_distance",
        "low_distance",
        "record_distance",
        "drawdown",
        "fade_from_high",
        "rise_from_low",
    }
)
UNBRACKETED = re.compile(r"[，。；：、,;:!?！？“”\"—]|\.\s")
"""Ends of clauses where a bracket, which only glosses a name, is none."""
_CLAUSE = re.compile(r"[，。；：、,;:!?！？（）()“”\"—]|\.\s")


def clause_start(text: str, at: int, pattern: re.Pattern[str] = _CLAUSE) -> int:
    """Where the clause begins that holds a position."""
    start = 0
    for match in pattern.finditer(text, 0, at):
        start = match.end()
    return start


def _trim(text: str, context: Context) -> str:
    """The text without filler words at its end (by, about, a mere)."""
    fillers = context.reading.pattern("direction.fillers")
    while True:
        text = text.rstrip()
        last = None
        for match in fillers.finditer(text):
            if match.end() == len(text):
                last = match
        if last is None:
            return text
        text = text[: last.start()]


def spoken_direction(context: Context, block: Block, run: Run, behind_run: Run | None = None) -> int:
    """The direction that the words around a number give it: 1 up, -1 down, 0 none."""
    text = fold(block.text)
    ahead = _trim(text[clause_start(text, run.start) : run.start], context)
    for sign, key in ((1, "direction.up"), (-1, "direction.down")):
        for _, end, _ in context.reading.spans(key, ahead):
            if end == len(ahead):
                longest = _longest_ending(context, ahead)
                return longest if longest else sign
    limit = behind_run.start if behind_run is not None else len(text)
    behind = text[run.end : min(limit, run.end + 40)]
    return _direction_behind(context, behind)


def _longest_ending(context: Context, text: str) -> int:
    """Of the direction words that end a text, the longest decides."""
    best, sign_of_best = 0, 0
    for sign, key in ((1, "direction.up"), (-1, "direction.down")):
        for start, end, _ in context.reading.spans(key, text):
            if end == len(text) and end - start > best:
                best, sign_of_best = end - start, sign
    return sign_of_best


def _direction_behind(context: Context, text: str) -> int:
    """A direction noun or adverb directly behind the number and its unit: a 2% gain, 0.4 points behind."""
    unit_words = "|".join(re.escape(word) for word, _ in context.reading.units)
    match = re.match(rf"\s*(?:(?:{unit_words})\s*)?", text, re.IGNORECASE)
    rest = text[match.end() if match else 0 :]
    for start, end, _ in context.reading.spans("direction.after", rest):
        if start == 0:
            up = context.reading.pattern("direction.up").search(rest[start:end])
            down = context.reading.pattern("direction.down").search(rest[start:end])
            return 1 if up and not down else -1 if down and not up else 0
    return 0


def directions(context: Context) -> None:
    """Direction words and signs agree with the figure; a verb of direction takes a number without sign."""
    for block in context.page.blocks:
        runs = block.figures()
        for place, run in enumerate(runs):
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is None or metric_of(figure) not in SIGNED | DISTANCES or figure.printed == 0:
                continue
            following = runs[place + 1] if place + 1 < len(runs) else None
            said = spoken_direction(context, block, run, following)
            if said and said != (1 if figure.value > 0 else -1) and not _turned(context, block, run, figure):
                word = "up" if said > 0 else "down"
                context.refuse(
                    "direction", f"words say {word}, the figure is {figure.value!r}", block, run.start, figure.id
                )
            if said and fold(run.text)[:1] in "+-" and block.tag == "p":
                context.refuse(
                    "verb-and-sign", f"a verb of direction and the sign of {run.text!r}", block, run.start, figure.id
                )


def _turned(context: Context, block: Block, run: Run, figure: Figure) -> bool:
    """True where the sentence speaks of the pair from the other side: the second subject is the nearest name."""
    if figure.comparator is None and metric_of(figure) not in DISTANCES:
        return False
    if metric_of(figure) in DISTANCES:
        return metric_of(figure) != "drawdown"
    names = [r for r in block.runs if r.kind == "name" and r.end <= run.start]
    start, _ = sentence_span(block.text, run.start)
    in_clause = [r for r in names if r.start >= max(start, clause_start(fold(block.text), run.start))]
    first = in_clause[0].attrs.get("data-subject") if in_clause else None
    return first == figure.comparator


def subjects(context: Context) -> None:
    """A number directly behind a name belongs to that subject."""
    for block in context.page.blocks:
        for place, run in enumerate(block.runs):
            if run.kind != "figure":
                continue
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            name = _name_before(context, block, place)
            if figure is None or name is None or name not in context.subjects:
                continue
            own = {figure.subject, figure.comparator, *(_members(context, figure.subject))}
            if own & set(context.subjects) and name not in own and not _named_in_sentence(context, block, run, own):
                context.refuse(
                    "subject",
                    f"stands behind {name}, the figure is about {figure.subject}",
                    block,
                    run.start,
                    figure.id,
                )


def _members(context: Context, subject: str) -> tuple[str, ...]:
    known = context.subjects.get(subject)
    return known.members if known else ()


def _name_before(context: Context, block: Block, place: int) -> str | None:
    """The subject named last before a number, with neither another number nor a clause boundary between."""
    for run in reversed(block.runs[:place]):
        if run.kind == "text" and fold(run.text).strip() == "(" and _shared_bracket(block, place):
            return None
        if run.kind == "name":
            return run.attrs.get("data-subject")
        if run.kind == "figure" or (run.kind == "text" and _parts(context, fold(run.text))):
            return None
    return None


def _parts(context: Context, text: str) -> bool:
    """Whether text between a name and a number begins another clause; `which` goes on about the name."""
    if text.strip() == "(":
        return False
    rest = text.lstrip(" ,")
    relative = context.reading.pattern("clause.relative").match(rest)
    if relative is None and len(_CLAUSE.findall(text)) == 1:
        return _CLAUSE.search(text.replace("：", "").replace(":", "")) is not None  # what stands behind is said of it
    return _CLAUSE.search(rest if relative else text) is not None


def _shared_bracket(block: Block, place: int) -> bool:
    """True where the bracket that a number opens holds another number: a list for several subjects."""
    for run in block.runs[place + 1 :]:
        if run.kind == "text" and ")" in fold(run.text):
            return False
        if run.kind == "figure":
            return True
    return False


def pairs(context: Context) -> None:
    """Two names in brackets right behind a difference are its two subjects, the first one first."""
    for block in context.page.blocks:
        for place, run in enumerate(block.runs):
            if run.kind != "figure":
                continue
            figure = context.figures.get(run.attrs.get("data-figure", ""))
            if figure is None or figure.comparator is None or figure.printed == 0:
                continue
            named = _bracketed(block, place)
            both = [figure.subject, figure.comparator]
            if len(named) == 2 and named != both and (set(named) != set(both) or figure.value > 0):
                context.refuse(
                    "subject",
                    f"is told of {' and '.join(named)}, the figure is about {' and '.join(both)}",
                    block,
                    run.start,
                    figure.id,
                )


def _bracketed(block: Block, place: int) -> list[str]:
    """Subjects named in the bracket that opens right behind a number and its unit."""
    names: list[str] = []
    opened = False
    for run in block.runs[place + 1 :]:
        text = fold(run.text)
        if run.kind == "figure":
            return []
        if run.kind == "text":
            if not opened:
                if "(" not in text or text.index("(") > 20:
                    return []
                opened = True
            if ")" in text:
                return names
        elif run.kind == "name" and opened:
            names.append(run.attrs.get("data-subject", ""))
    return []


def _named_in_sentence(context: Context, block: Block, run: Run, own: set[str | None]) -> bool:
    """True where the clause also names the figure's own subject (a comparison with another)."""
    start = clause_start(fold(block.text), run.start)
    return any(
        r.kind == "name" and start <= r.start < run.start and r.attrs.get("data-subject") in own for r in block.runs
    )
