"""Numbers as a locale writes them: digits, units, counts in words, shares in tenths.

Rounding is half to even on the decimal value, at the figure's own `decimals`; text is made from the rounded value only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from reporter.model import Figure


@lru_cache(maxsize=4096)
def _grouped(value: str, decimals: int, locale: Locale) -> str:
    """A page writes most of its numbers several times: in its text, in a chart, in the table of figures."""
    rounded = abs(Decimal(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(rounded, pattern, locale=locale)


_PERCENT = ("fraction", "pp", "percentile")


class Numbers:
    """Settings are `locale.toml` `[numbers]`: minus, plus, percent, units, words, tenths."""

    def __init__(self, locale: Locale, settings: Mapping[str, Any]) -> None:
        self._locale = locale
        self._settings = settings

    def digits(self, value: float | Decimal, decimals: int) -> str:
        """Grouped digits without a sign."""
        return _grouped(str(value), decimals, self._locale)

    def sign(self, figure: Figure) -> str:
        """The locale's own plus or minus; nothing for what prints as zero."""
        if figure.printed == 0:
            return ""
        return str(self._settings["plus" if figure.value > 0 else "minus"])

    def magnitude(self, figure: Figure) -> str:
        """The number without sign and unit: percents scaled by a hundred, everything else as it is."""
        if figure.unit in _PERCENT:
            return self.digits(Decimal(str(figure.value)) * 100, max(figure.decimals - 2, 0))
        return self.digits(figure.value, figure.decimals)

    def percent(self, figure: Figure, *, signed: bool = False) -> str:
        return (self.sign(figure) if signed else "") + self.magnitude(figure) + str(self._settings["percent"])

    def level(self, figure: Figure) -> tuple[str, str, str]:
        """A price or level as (before, digits, after): `("$", "269.79", "")` or `("", "2,669.16", "点")`."""
        before, after = self._settings["units"].get(figure.unit, ["", ""])
        sign = str(self._settings["minus"]) if figure.value < 0 and figure.printed != 0 else ""
        return before, sign + self.magnitude(figure), after

    def scaled(self, figure: Figure) -> tuple[str, str]:
        """A large count in the locale's own scale: `("3,566", "万")` or `("35.66", " million")`."""
        for scale in self._settings["scales"]:
            if abs(figure.value) >= scale["at"]:
                value = Decimal(str(figure.value)) / Decimal(scale["divide"])
                # a figure known to the hundred million has one decimal of billions and none of 亿
                known = figure.decimals + round(math.log10(scale["divide"]))
                return self.digits(value, max(0, min(int(scale["decimals"]), known))), str(scale["word"])
        return self.digits(figure.value, figure.decimals), ""

    def words(self, count: int) -> str:
        """A small count in words; digits where the locale has no word for it."""
        table = self._settings["words"]
        return str(table[count]) if 0 <= count < len(table) else self.digits(count, 0)

    def ordinal(self, count: int) -> str:
        """A place in an order: a word where the locale has one, else digits with the locale's ending."""
        table, endings = self._settings["ordinals"], self._settings["ordinal_endings"]
        if 0 < count < len(table):
            return str(table[count])
        last = 0 if count % 100 in (11, 12, 13) else count % 10
        return self.digits(count, 0) + (str(endings[last if last < len(endings) else 0]) if endings else "")

    def tenths(self, share: float) -> str:
        """A share of observations in tenths: 0.71 → 七成, seven in ten."""
        return str(self._settings["tenths"][round(share * 10)])

    def unit(self, key: str) -> str:
        return str(self._settings["suffixes"][key])
