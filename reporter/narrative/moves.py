"""The moves of an argument: which claims each ties together, where it stands, and when it may be made.

A move is a shape that every locale words (`passage_<name>`, and `heading_<name>` where it has a finding above it):
to add one, add a row to the table below and one macro a locale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reporter.model.briefing import Group
from reporter.narrative.evidence import Evidence


@dataclass(frozen=True)
class Move:
    """`takes` are the kinds that it may tie, in the order of the macro's needs; `when` whether it may be made."""

    name: str
    section: str
    takes: tuple[str, ...]
    when: Callable[[Evidence], bool]
    heading: bool = False
    group: Group | None = None
    each: str | None = None
    """A kind of which every claim gets a passage of its own, at most `most` of them."""
    most: int = 2
    brief: bool = False
    """Kept at `--length brief`, where the section is not cut to its first passages; `full` is for that length alone."""
    full: bool = False


def _quiet(e: Evidence) -> bool:
    return e.theme == "quiet"


def _narrow(e: Evidence) -> bool:
    """Leadership of a few is a risk where it has lasted and the day did not break it, or where no sector holds up."""
    lasting = e.fact("spreads", "long_reading") == "narrow" and e.fact("spreads", "relation") != "against"
    return lasting or e.fact("breadth", "reading") == "thin"


def _fear_alone(e: Evidence) -> bool:
    """Told where nothing graver is: on a day of panic the body has said it."""
    return e.has("risk_fear") and e.fact("volatility", "higher") is not True and not e.has("drawdown")


def _in_season(e: Evidence) -> bool:
    """The month's record is told when somebody argues by it, at the turn of the month, and where there is room."""
    return e.has("season") and (e.full or e.has("note_seasonal_check") or e.fact("season", "turn") is True)


def _written(e: Evidence, section: str) -> bool:
    """Whether an editor wrote a paragraph for a section."""
    return any(claim.facts.get("section") == section for claim in e.of("note_paragraph"))


def _stretched(e: Evidence) -> bool:
    return e.has("stretch") and (e.full or e.fact("stretch", "size") in ("sharp", "extreme"))


MOVES: tuple[Move, ...] = (
    Move(
        "lead",
        "analysis",
        (
            "day",
            "streak_ended",
            "streak",
            "gap_rarity",
            "gap_small",
            "day_rarity",
            "ytd_lead",
            "levels",
            "levels_b",
            "cross",
            "drawdown",
            "sectors_day",
            "spreads",
            "rates",
            "rotation",
            "inside",
        ),
        lambda e: e.has("day"),
        heading=True,
        brief=True,
    ),
    Move(
        "inside",
        "analysis",
        ("inside", "sectors_day", "industry", "rotation", "day", "spreads", "rates"),
        lambda e: e.has("sectors_day") or e.has("inside"),
        heading=True,
    ),
    Move(
        "exclude",
        "analysis",
        ("verdict", "fear", "rates", "credit", "day", "industry"),
        lambda e: e.has("fear"),
        heading=True,
    ),
    Move(
        "position",
        "analysis",
        ("levels", "levels_b", "cross", "drawdown", "day"),
        lambda e: e.has("levels"),
        heading=True,
    ),
    Move(
        "context",
        "analysis",
        ("context", "ytd_lead", "volume"),
        lambda e: e.has("context") and not _quiet(e),
        heading=False,
    ),
    Move("what_changed", "analysis", ("what_changed",), lambda e: e.has("what_changed")),
    Move(
        "drivers",
        "analysis",
        ("note_driver", "note_macro", "note_flow", "note_positioning"),
        lambda e: e.has("note_driver"),
        heading=True,
    ),
    Move(
        "debate",
        "analysis",
        (
            "note_price_targets",
            "note_technical",
            "note_policy",
            "note_rate_paths",
            "note_dot_plot",
            "note_disagreement",
        ),
        lambda e: e.has("note_price_targets") or e.has("note_rate_paths"),
        heading=True,
    ),
    Move("experts", "analysis", ("note_expert_view",), lambda e: e.has("note_expert_view"), heading=True),
    Move("editor_analysis", "analysis", ("note_paragraph",), lambda e: _written(e, "analysis")),
    Move("reading", "analysis", ("note_provenance",), lambda e: e.has("note_provenance")),
    Move(
        "base_rate",
        "insights",
        ("base_rate",),
        lambda e: e.has("base_rate"),
        heading=True,
        each="base_rate",
        brief=True,
    ),
    Move(
        "decompose",
        "insights",
        ("decomposition", "spreads", "inside", "day"),
        lambda e: e.has("spreads") and not _quiet(e),
        heading=True,
    ),
    Move(
        "scoreboard",
        "insights",
        ("ytd_lead", "spreads", "ladder", "context", "day"),
        lambda e: e.has("ytd_lead") and (_quiet(e) or not e.has("spreads")),
        heading=True,
    ),
    Move(
        "fundamentals",
        "insights",
        ("note_valuation", "note_growth", "note_revisions", "note_guidance", "note_share", "note_fact"),
        lambda e: e.has("note_valuation") or e.has("note_growth"),
        heading=True,
    ),
    Move("season", "insights", ("season", "note_seasonal_check"), _in_season, heading=True),
    Move("precedent", "insights", ("note_base_rate",), lambda e: e.has("note_base_rate"), heading=True),
    Move("editor", "insights", ("note_paragraph",), lambda e: _written(e, "insights")),
    Move("stretch", "insights", ("stretch", "drawdown"), _stretched, heading=True),
    Move(
        "ladder",
        "insights",
        ("ladder",),
        lambda e: e.has("ladder") and (e.full or not (_quiet(e) or e.has("season"))),
        heading=False,
    ),
    Move(
        "risk_sector",
        "risks-opportunities",
        ("weak_sector", "industry"),
        lambda e: e.fact("weak_sector", "falling") is True and e.fact("weak_sector", "serious") is True,
        group="risk_factors",
    ),
    Move(
        "risk_policy",
        "risks-opportunities",
        ("note_rate_paths", "note_event"),
        lambda e: e.has("note_rate_paths") and "spread" in e.of("note_rate_paths")[0].slots,
        group="risk_factors",
    ),
    Move(
        "risk_volatility",
        "risks-opportunities",
        ("volatility", "fear"),
        lambda e: e.fact("volatility", "higher") is True,
        group="risk_factors",
    ),
    Move("risk_fear", "risks-opportunities", ("risk_fear",), _fear_alone, group="risk_factors"),
    Move("risk_narrow", "risks-opportunities", ("spreads", "breadth"), _narrow, group="risk_factors"),
    Move(
        "risk_rates",
        "risks-opportunities",
        ("risk_rates", "rates"),
        lambda e: e.has("risk_rates"),
        group="risk_factors",
        full=True,
    ),
    Move(
        "risk_drawdown",
        "risks-opportunities",
        ("drawdown", "levels"),
        lambda e: e.has("drawdown"),
        group="risk_factors",
        each="drawdown",
        most=1,
    ),
    Move(
        "opp_breadth",
        "risks-opportunities",
        ("strong_sectors", "breadth"),
        lambda e: e.has("strong_sectors") and e.fact("breadth", "reading") != "thin",
        group="opportunities",
    ),
    Move(
        "opp_history",
        "risks-opportunities",
        ("base_rate",),
        lambda e: e.fact("base_rate", "reading") == "favours",
        group="opportunities",
    ),
    Move(
        "opp_catchup",
        "risks-opportunities",
        ("mean_reversion", "ytd_lead"),
        lambda e: e.has("mean_reversion"),
        group="opportunities",
    ),
    Move("opp_recovery", "risks-opportunities", ("recovery",), lambda e: e.has("recovery"), group="opportunities"),
    Move("follow_up", "risks-opportunities", ("follow_up",), lambda e: e.has("follow_up"), group="signals"),
    Move(
        "ahead",
        "risks-opportunities",
        ("note_event",),
        lambda e: any(c.facts.get("event") != "policy_meeting" for c in e.of("note_event")),
        group="signals",
    ),
    Move(
        "signals",
        "risks-opportunities",
        ("watch", "levels", "fear", "day"),
        lambda e: e.has("watch"),
        group="signals",
        brief=True,
    ),
    Move(
        "sum_day",
        "summary",
        (
            "day",
            "streak_ended",
            "streak",
            "gap_rarity",
            "day_rarity",
            "ytd_lead",
            "inside",
            "verdict",
            "levels",
            "levels_b",
            "cross",
            "drawdown",
            "spreads",
            "fear",
            "decomposition",
            "credit",
        ),
        lambda e: e.has("day"),
    ),
    Move(
        "sum_view",
        "summary",
        ("base_rate", "watch", "spreads", "ytd_lead", "decomposition", "season", "note_price_targets"),
        lambda e: e.has("watch") or e.has("base_rate"),
    ),
    Move("editor_summary", "summary", ("note_paragraph",), lambda e: _written(e, "summary")),
)

ORDERS: dict[str, tuple[str, ...]] = {
    # Themes that open with something other than the inside of the index.
    "risk_off": ("lead", "exclude", "inside", "position"),
    "relief_rally": ("lead", "exclude", "position", "inside"),
    "records": ("lead", "inside", "position", "exclude"),
    "trend_break": ("lead", "position", "inside", "exclude"),
    "rates_driven": ("lead", "exclude", "inside", "position"),
}
