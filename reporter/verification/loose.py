"""Text without marks (a PDF or Markdown alone): its numbers against what the figures of the briefing allow.

Weaker than a marked page, since a number names no figure: each must be the printed form of some figure that fits
its unit, its sign, and the subjects of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from reporter.model import Figure
from reporter.verification.numerals import Number, digits, fold
from reporter.verification.page import Block, Run, sentence_span
from reporter.verification.printed import ALLOWED
from reporter.verification.reading import Reading
from reporter.verification.rules.context import Context
from reporter.verification.rules.words import SIGNED, spoken_direction

_PLAIN = (
    r"(?:19|20)\d\d-\d\d-\d\d",
    r"(?:[A-Z][a-z]{2,8}\.? )\d{1,2}(?:, ?(?:19|20)\d\d)?",
    r"\d{1,2}:\d\d",
    r"\[\d+\]",
)


def _either(reading: Reading, key: str) -> str:
    return "|".join(map(re.escape, reading.listed(key))) or "(?!)"


def _date_marks(reading: Reading) -> tuple[str, str, str]:
    """Patterns of what stands behind a year, a month and a day."""
    return _either(reading, "dates.year_mark"), _either(reading, "dates.month_mark"), _either(reading, "dates.day_mark")


def _taken(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Where dates, citations and fixed terms stand, whose numbers are no figures."""
    year, month, day = _date_marks(reading)
    first, second, *others = _PLAIN
    marked = rf"(?:(?:19|20)\d\d(?:{year}))?\d{{1,2}}(?:{month})(?:\d{{1,2}}(?:{day}))?|(?:19|20)\d\d(?:{year})?"
    patterns = ("|".join((first, marked, second, *others)), rf"\d+(?:{_either(reading, 'orphans.terms')})")
    return [(m.start(), m.end()) for pattern in patterns for m in re.finditer(pattern, text)]


def magnitudes(figure: Figure) -> set[str]:
    """The digit strings that a figure may print as, without sign and grouping."""
    percent = figure.unit in ("fraction", "pp", "percentile")
    values = [figure.value, 1.0 - figure.value] if figure.unit == "percentile" else [figure.value]
    out = set()
    for value in values:
        places = max(figure.decimals - 2, 0) if percent else figure.decimals
        size = abs(Decimal(str(value)) * (100 if percent else 1))
        out.add(str(size.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)))
        if figure.unit == "shares":
            out |= {
                str((size / scale).quantize(Decimal(1).scaleb(-d)))
                for scale in (10**4, 10**6, 10**8, 10**9)
                for d in (0, 1, 2)
                if size >= scale
            }
    return out


def check(context: Context, paragraphs: Iterable[str]) -> tuple[int, int]:
    """Numbers of unmarked text. Returns how many there are and how many nothing explains."""
    index: dict[str, list[Figure]] = {}
    for figure in context.briefing.figures:
        for text in magnitudes(figure):
            index.setdefault(text, []).append(figure)
    known = context.known_dates()
    count = unexplained = 0
    for paragraph in paragraphs:
        folded = fold(paragraph)
        taken = _taken(folded, context.reading)
        taken += [(s, e) for s, e, _ in context.reading.name_spans(folded)]
        _dates(context, paragraph, folded, known)
        for number in digits(folded, context.reading):
            if any(start <= number.start + (number.text[0] in "+-$") < end for start, end in taken):
                continue
            count += 1
            if not _fits(
                context, paragraph, folded, number, index.get(number.text.lstrip("+-$US").replace(",", ""), [])
            ):
                unexplained += 1
                block = Block("p", None, None, runs=[Run(paragraph, "text")])
                context.refuse(
                    "orphan-number", f"{number.text} is the printed form of no figure that fits", block, number.start
                )
    return count, unexplained


def _dates(context: Context, paragraph: str, folded: str, known: set[date]) -> None:
    months = {(d.month, d.day) for d in known}
    _, month, day = _date_marks(context.reading)
    for match in re.finditer(rf"(\d{{1,2}})(?:{month})(\d{{1,2}})(?:{day})|((?:19|20)\d\d)-(\d\d)-(\d\d)", folded):
        pair = (int(match[1]), int(match[2])) if match[1] else (int(match[4]), int(match[5]))
        if pair not in months:
            block = Block("p", None, None, runs=[Run(paragraph, "text")])
            context.refuse(
                "unknown-date", f"{match.group()} is a date of no figure, window or source", block, match.start()
            )


def _fits(context: Context, paragraph: str, folded: str, number: Number, figures: list[Figure]) -> bool:
    """Whether one of the figures with these digits fits unit, sign, direction and the subjects of the sentence."""
    start, end = sentence_span(paragraph, number.start)
    named = {subject for _, _, subject in context.reading.name_spans(folded[start:end]) if subject in context.subjects}
    run = Run(folded[number.start : number.end], "figure", {}, number.start)
    block = Block(
        "p",
        None,
        None,
        runs=[Run(folded[: number.start], "text"), run, Run(folded[number.end :], "text", {}, number.end)],
    )
    said = spoken_direction(context, block, run)
    for figure in figures:
        if number.unit is not None and number.unit not in ALLOWED[figure.unit]:
            continue
        if number.sign and figure.metric in SIGNED and (number.sign > 0) != (figure.value > 0):
            continue
        if said and figure.metric in SIGNED and figure.comparator is None and (said > 0) != (figure.value > 0):
            continue
        if named and figure.subject in context.subjects and not named & {figure.subject, figure.comparator}:
            continue
        return True
    return False
