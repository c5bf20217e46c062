"""The moves that only research notes bring, in the order in which they are told; `moves` says where they stand."""

from __future__ import annotations

from reporter.narrative import conditions as when
from reporter.narrative.move import Move

DRIVERS = ("note_driver", "note_macro", "note_flow", "note_positioning")
DEBATE = ("note_price_targets", "note_technical", "note_disagreement")
PREMISES = ("note_policy", "futures_path", "note_rate_paths", "note_dot_plot", "note_disagreement", "note_misfit")
FUNDAMENTALS = ("note_valuation", "note_growth", "note_revisions")
BACKDROP = ("note_share", "note_guidance", "note_fact")

VIEWS: tuple[Move, ...] = (
    Move(
        "drivers",
        "analysis",
        (*DRIVERS, "day"),
        when.any_of(*DRIVERS),
        heading=True,
    ),
    Move(
        "debate",
        "analysis",
        DEBATE,
        lambda e: when.some(e, DEBATE, when.beside_rates),
        heading=True,
        fits=when.beside_rates,
    ),
    Move(
        "premises",
        "analysis",
        (*PREMISES, "note_price_targets"),
        lambda e: when.some(e, PREMISES, when.of_rates),
        heading=True,
        fits=when.of_rates,
    ),
    Move("experts", "analysis", ("note_expert_view",), lambda e: e.has("note_expert_view"), heading=True),
)
"""Who explains, who expects what, and on which premise."""

FACTS: tuple[Move, ...] = (
    Move(
        "fundamentals",
        "insights",
        FUNDAMENTALS,
        lambda e: when.some(e, FUNDAMENTALS, when.worded),
        heading=True,
        fits=when.worded,
    ),
    Move(
        "backdrop",
        "insights",
        BACKDROP,
        lambda e: when.some(e, BACKDROP, when.worded),
        heading=True,
        fits=when.worded,
    ),
)
"""What others count: prices of earnings, earnings, what an index is made of."""
