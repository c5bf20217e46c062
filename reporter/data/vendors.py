"""How the sources that the store remembers are named and where they are found."""

from __future__ import annotations

YAHOO = "Yahoo Finance"
STOOQ = "Stooq"
HOMES = {YAHOO: ("finance.yahoo.com", "https://finance.yahoo.com/"), STOOQ: ("stooq.com", "https://stooq.com/")}


def home(publisher: str) -> tuple[str, str | None]:
    """Title and address of a publisher's prices."""
    return HOMES.get(publisher, (publisher, None))
