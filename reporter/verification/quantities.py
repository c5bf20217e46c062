"""Numerals in words that state a quantity, by what a locale's reading.toml says of them."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verification.numerals import Number, fold, spelled
from reporter.verification.reading import Locales, Reading, known_tags, load


def quantities(text: str, reading: Reading) -> Iterator[Number]:
    """Each numeral in words of a text that counts or measures; those that only count points (其一, first) do not."""
    folded = fold(text)
    allowed = [(m.start(), m.end()) for m in reading.pattern("orphans.allowed").finditer(folded)]
    measures = reading.words.get("orphans.measures", ())
    for number in spelled(folded, reading):
        if any(start <= number.start and number.end <= end for start, end in allowed):
            continue
        if not number.text[0].isascii():
            behind = folded[number.end : number.end + 6]
            compound = number.text in reading.fractions
            if not compound and (number.value == 1 or not any(behind.startswith(m) for m in measures)):
                continue
            if folded[max(0, number.start - 1) : number.start] in reading.words.get("dates.nth", ()):
                continue
        yield number


def quantities_in(text: str, tag: str, locales: Locales) -> list[str]:
    """The same as printed, with the unit behind, for a text of a locale; nothing where it has no reading.toml."""
    if tag not in known_tags(locales):
        return []
    return [text[number.start : number.unit_end] for number in quantities(text, load(tag, locales))]
