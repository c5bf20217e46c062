"""How far the prices reach that a gap speaks of: its reader is told the date, where the gap knows one."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from reporter.model import Gap
from reporter.rendering.context import Edition


def reach(edition: Edition, gap: Gap) -> date | None:
    """The date at the end of a gap's detail, where the locale words the reason with one."""
    text = (gap.detail or "").rpartition(" ")[2]
    if not edition.language.has_label(f"gap.{gap.why}.to"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def reason(edition: Edition, why: str, day: date | None) -> Markup:
    """Why something is missing, with the date that prices reach to."""
    if day is not None:
        return edition.words(f"gap.{why}.to", date=edition.time(day))
    return edition.term(f"gap.{why}", "gap.other")
