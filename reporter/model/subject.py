"""What a briefing talks about."""

from __future__ import annotations

from typing import Literal

from reporter.model.base import Noun

Kind = Literal["index", "etf", "stock", "volatility_index", "yield", "future", "currency", "commodity", "basket"]
SectorGroup = Literal["cyclical", "defensive", "rate_sensitive", "growth"]


class Subject(Noun):
    """One instrument, or a basket of instruments, with the parts that it plays on a desk.

    It has no display name: names are words and live in `locales/*/names.toml` under `id`.
    A basket has no symbol of its own (`symbol == ""`) and names its `members` by subject id.
    """

    id: str
    symbol: str
    kind: Kind
    currency: str | None = None
    calendar: str = "XNYS"
    roles: tuple[str, ...] = ()
    groups: tuple[SectorGroup, ...] = ()
    members: tuple[str, ...] = ()
    known_from: str | None = None
    """First date (ISO) on which the name was in use; before it a briefing doesn't speak of the subject."""

    @property
    def level_unit(self) -> str:
        """Unit of a level of this subject: index points, a currency, or a yield as a fraction."""
        if self.kind == "yield":
            return "fraction"
        if self.kind in ("index", "volatility_index", "future"):
            return "points"
        return self.currency or "USD"
