"""Names of subjects, sectors, people and terms, each in the forms that a locale needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reporter.errors import ConfigError

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

    def with_fallback(self, subject_id: str, symbol: str, form: str = "short") -> str:
        """As `get`; for a subject that no locale names (a user's own ticker), its symbol, which is a name too."""
        return self.get(subject_id, form) if subject_id in self._tables else symbol.lstrip("^")
