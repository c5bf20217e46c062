"""Dates as a locale writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date


class Dates:
    """Patterns of `locale.toml` `[dates]`: `full`, `same_year`, `month`, `weekday`, `iso`, by CLDR letters."""

    def __init__(self, locale: Locale, patterns: Mapping[str, Any]) -> None:
        self._locale = locale
        self._patterns = patterns

    def text(self, day: date, style: str = "full", *, beside: date | None = None) -> str:
        """`style="auto"` drops the year when `beside` (the edition's session) has the same one."""
        if style == "auto":
            style = "same_year" if beside is not None and beside.year == day.year else "full"
        return format_date(day, self._patterns[style], locale=self._locale)
