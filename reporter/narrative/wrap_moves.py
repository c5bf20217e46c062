"""The moves of wraps. Those of sessions that speak of how things stand (risks, seasons, notes) are made beside them."""

from __future__ import annotations

from reporter.narrative.evidence import Evidence
from reporter.narrative.move import Move


def _scored(e: Evidence) -> bool:
    """In the first week or month of a year its score is the week's or month's own: told where nothing else is."""
    return e.has("wrap", "wrap_year") and (e.fact("wrap_year", "change") != "first" or not e.has("wrap_after"))


WRAP_MOVES: tuple[Move, ...] = (
    Move(
        "wrap_lead",
        "analysis",
        ("wrap", "wrap_rarity", "wrap_run"),
        lambda e: e.has("wrap"),
        heading=True,
        brief=True,
    ),
    Move("wrap_course", "analysis", ("wrap_course", "wrap"), lambda e: e.has("wrap", "wrap_course"), heading=True),
    Move(
        "wrap_sectors",
        "analysis",
        ("wrap_sectors", "wrap_groups", "wrap"),
        lambda e: e.has("wrap", "wrap_sectors"),
        heading=True,
    ),
    Move("wrap_inside", "analysis", ("wrap_inside", "wrap"), lambda e: e.has("wrap", "wrap_inside"), heading=True),
    Move("wrap_calm", "analysis", ("wrap_calm", "wrap"), lambda e: e.has("wrap", "wrap_calm"), heading=True),
    Move("wrap_levels", "analysis", ("wrap_levels", "wrap"), lambda e: e.has("wrap", "wrap_levels"), heading=True),
    Move("wrap_year", "insights", ("wrap_year", "wrap"), _scored, heading=True),
    Move("wrap_after", "insights", ("wrap_after", "wrap"), lambda e: e.has("wrap", "wrap_after"), heading=True),
    Move(
        "wrap_sum",
        "summary",
        ("wrap", "wrap_sectors", "wrap_inside", "wrap_year"),
        lambda e: e.has("wrap"),
    ),
)

WRAP_SIGNALS = Move(
    "wrap_signals",
    "risks-opportunities",
    ("watch", "wrap"),
    lambda e: e.has("wrap", "watch"),
    group="signals",
    brief=True,
)
"""It stands where those of a session do: behind what became of the last ones."""
