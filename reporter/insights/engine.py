"""Runs every detector over a session's figures."""

from __future__ import annotations

# importing a module registers its detectors
from reporter.insights import (  # noqa: F401
    base_rates,
    commodities,
    day,
    follow_up,
    history,
    inside,
    intraday,
    levels,
    market,
    opportunities,
    policy,
    risks,
    streaks,
    wrap_places,
    wraps,
)
from reporter.insights.scene import DETECTORS, STANDING, WRAPS, Scene
from reporter.model import Claim, Desk, Figures


def find(figures: Figures, desk: Desk) -> list[Claim]:
    """All claims of a session, or of a wrap's week or month, most salient first; ids are unique. Detectors that find
    nothing say nothing."""
    scene = Scene(figures, desk)
    claims: dict[str, Claim] = {}
    for detector in (DETECTORS if desk.period is None else WRAPS | STANDING).values():
        for claim in detector(scene):
            if claim.id in claims:
                raise ValueError(f"claim id twice: {claim.id}")
            claims[claim.id] = claim
    return sorted(claims.values(), key=lambda c: (-c.salience, c.id))
