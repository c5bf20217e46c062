"""When a move may be made, where more than the presence of a claim decides."""

from __future__ import annotations

from reporter.narrative.evidence import Evidence


def quiet(e: Evidence) -> bool:
    return e.theme == "quiet"


def narrow(e: Evidence) -> bool:
    """Leadership of a few is a risk where it has lasted and the day did not break it, or where no sector holds up."""
    lasting = e.fact("spreads", "long_reading") == "narrow" and e.fact("spreads", "relation") != "against"
    return lasting or e.fact("breadth", "reading") == "thin"


def fear_alone(e: Evidence) -> bool:
    """Told where nothing graver is: on a day of panic the body has said it."""
    return e.has("risk_fear") and e.fact("volatility", "higher") is not True and not e.has("drawdown")


def in_season(e: Evidence) -> bool:
    """The month's record is told when somebody argues by it, at the turn of the month, and where there is room."""
    return e.has("season") and (e.full or e.has("note_seasonal_check") or e.fact("season", "turn") is True)


def written(e: Evidence, section: str) -> bool:
    """Whether an editor wrote a paragraph for a section."""
    return any(claim.facts.get("section") == section for claim in e.of("note_paragraph"))


def stretched(e: Evidence) -> bool:
    return e.has("stretch") and (e.full or e.fact("stretch", "size") in ("sharp", "extreme"))
