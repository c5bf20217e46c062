"""Names of subjects, sectors, people and terms, each in the forms that a locale needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from reporter.errors import ConfigError

_HALVES = re.compile(r"[（）()]")
FORMS = ("first", "full", "short", "plain", "ticker")


class Names:
    """`names.toml`: a table per id with `full`, and where they differ `first` (with gloss) and `short`."""

    def __init__(self, tables: Mapping[str, Any], tag: str) -> None:
        self._tables = tables
        self._tag = tag

    def __contains__(self, subject_id: str) -> bool:
        return subject_id in self._tables

    def get(self, subject_id: str, form: str = "short") -> str:
        """The name in a form, falling back from `first` and `short` to `full`, never to another language."""
        table = self._tables.get(subject_id)
        if table is None:
            raise ConfigError(
                f"The locale {self._tag} has no name for {subject_id!r}; add a table [{subject_id}] to its names.toml."
            )
        for key in (form, "full", "short"):
            if key in table:
                return str(table[key])
        raise ConfigError(f"The name {subject_id!r} of locale {self._tag} has no form {form!r} and no `full`.")

    def written(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a text writes a name or a term that holds digits: start, end and id (Russell 2000, 20日均线)."""
        for match in self._digits.finditer(text):
            yield match.start(), match.end(), self._by_text[match.group()]

    @cached_property
    def _by_text(self) -> dict[str, str]:
        """Every form with a digit, and of a form with a gloss both halves; of two ids the first one listed."""
        found: dict[str, str] = {}
        for identity, table in self._tables.items():
            forms = [str(table[form]) for form in ("full", "short", "first") if form in table]
            for form in [*forms, *(half for each in forms for half in _HALVES.split(each))]:
                if re.search(r"\d", form) and re.search(r"[^\W\d_]", form):
                    found.setdefault(form.strip(), identity)
        return found

    @cached_property
    def _digits(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_text, key=lambda form: (-len(form), form))
        forms = "|".join(map(re.escape, longest_first)) or "(?!)"
        return re.compile(rf"(?<![A-Za-z0-9.,])(?:{forms})(?![A-Za-z0-9%])")

    def with_fallback(self, subject_id: str, symbol: str, form: str = "short") -> str:
        """As `get`; for a subject that no locale names (a user's own ticker), its symbol, which is a name too."""
        return self.get(subject_id, form) if subject_id in self._tables else symbol.lstrip("^")
