"""Numbers in text: digits with sign, currency, scale and unit; Chinese numerals; English number words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from reporter.verification.reading import Reading, alternation

# Full-width forms become half-width, one character for one, so that positions stay those of the original.
_FOLD = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2009: 0x20,
    0x202F: 0x20,
    0x2212: 0x2D,
    0x2019: 0x27,
    0x2011: 0x2D,
}
_DIGITS = re.compile(
    r"(?P<sign>[+\-±]?)(?P<currency>US\$|[$€£¥]?)(?P<inner>[+\-]?)"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
)
_CURRENCY = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY"}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Half-width forms for full-width ones, minus and spaces unified; same length as the text."""
    return text.translate(_FOLD)


@dataclass(frozen=True)
class Number:
    """A number as printed. `value` is unsigned and in printed units times scale; `sign` is -1, 0 (none) or 1.

    `step` is the distance of two neighbouring printable values: the printed value stands for value ± step/2.
    `start`..`end` covers sign, currency and digits; `unit_end` also the scale and unit words behind them.
    """

    start: int
    end: int
    unit_end: int
    text: str
    value: float
    decimals: int
    step: float
    sign: int
    unit: str | None
    spelled: bool = False

    @property
    def signed(self) -> float:
        return -self.value if self.sign < 0 else self.value

    @property
    def low(self) -> float:
        return self.value - self.step / 2

    @property
    def high(self) -> float:
        return self.value + self.step / 2


def unit_at(text: str, at: int, reading: Reading) -> tuple[str | None, int]:
    """The unit word that starts at a position (one space allowed before it), and where it ends."""
    skipped = at + 1 if text[at : at + 1] == " " else at
    match = reading.unit_pattern.match(text, skipped)
    return (reading.unit_words[match.group().lower()], match.end()) if match else (None, at)


def scale_at(text: str, at: int, reading: Reading) -> tuple[float, int]:
    """The scale word (million, a Chinese myriad) at a position, and where it ends; 1.0 where there is none."""
    skipped = at + 1 if text[at : at + 1] == " " else at
    lowered = text[skipped : skipped + 10].lower()
    for word, scale in sorted(reading.scales.items(), key=lambda p: -len(p[0])):
        if lowered.startswith(word):
            return scale, skipped + len(word)
    return 1.0, at


def _with_unit(number: Number, text: str, reading: Reading) -> Number:
    scale, at = scale_at(text, number.end, reading)
    unit, end = unit_at(text, at, reading)
    return replace(
        number, value=number.value * scale, step=number.step * scale, unit=number.unit or unit, unit_end=max(end, at)
    )


def _joins(char: str, reading: Reading) -> bool:
    """Whether a hyphen behind this character joins two numbers or words: behind Chinese only after a unit."""
    return char in "%.)$" or (char.isalnum() and (char.isascii() or char in reading.words.get("numbers.ends", ())))


def digits(text: str, reading: Reading) -> list[Number]:
    """Every digit number of a folded text, in order."""
    found = []
    for match in _DIGITS.finditer(text):
        raw = match["number"].replace(",", "")
        decimals = len(raw.partition(".")[2])
        start, sign = match.start(), match["sign"] or match["inner"]
        # A hyphen between two numbers or behind a word joins them: it is no sign.
        if match["sign"] == "-" and start and _joins(text[start - 1], reading):
            start, sign = start + 1, match["inner"]
        number = Number(
            start=start,
            end=match.end(),
            unit_end=match.end(),
            text=text[start : match.end()],
            value=float(raw),
            decimals=decimals,
            step=10.0**-decimals,
            sign={"-": -1, "+": 1}.get(sign, 0),
            unit=_CURRENCY.get(match["currency"]),
        )
        found.append(_with_unit(number, text, reading))
    return found


def chinese_value(text: str, reading: Reading) -> float | None:
    """The value of a Chinese numeral such as 十四, 三百二十, 两; None where it is none."""
    total, section = 0.0, 0.0
    for char in text:
        value = reading.numerals.get(char)
        if value is None:
            return None
        if value >= 10:
            total += (section or 1) * value
            section = 0.0
        else:
            section = value
    return total + section


def _english_value(words: list[str], reading: Reading) -> float:
    total, section = 0.0, 0.0
    for word in words:
        value = reading.numerals[word]
        if value >= 100:
            total += (section or 1) * value
            section = 0.0
        else:
            section += value
    return total + section


_CACHE: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {}


def _spelled_patterns(reading: Reading) -> tuple[re.Pattern[str], re.Pattern[str]]:
    if reading.tag not in _CACHE:
        chars = "".join(w for w in reading.numerals if not w.isascii())
        latin = [w for w in reading.numerals if w.isascii()]
        word = alternation(latin).pattern if latin else "(?!)"
        joined = rf"(?:{word})(?:[ \-](?:{word}))*"
        han = f"[{chars}]+" if chars else "(?!)"
        _CACHE[reading.tag] = (re.compile(f"{han}|{joined}", re.IGNORECASE), alternation(reading.fractions))
    return _CACHE[reading.tag]


def spelled(text: str, reading: Reading) -> list[Number]:
    """Numbers in words (fourteen, 十四, three quarters), in order of place."""
    counted, fraction = _spelled_patterns(reading)
    found: list[Number] = []
    for match in fraction.finditer(text):
        value = reading.fractions[match.group().lower()]
        found.append(Number(match.start(), match.end(), match.end(), match.group(), value, 2, 0.1, 0, None, True))
    for match in counted.finditer(text):
        if any(n.start < match.end() and match.start() < n.end for n in found):
            continue
        raw = match.group()
        value_or_none = (
            _english_value(re.split(r"[ \-]", raw.lower()), reading)
            if raw[0].isascii()
            else chinese_value(raw, reading)
        )
        if value_or_none is not None:
            number = Number(match.start(), match.end(), match.end(), raw, value_or_none, 0, 1.0, 0, None, True)
            found.append(_with_unit(number, text, reading))
    return sorted(found, key=lambda n: n.start)
