"""The moves of an argument: which claims each ties together, where it stands, and when it may be made.

A move is a shape that every locale words (`passage_<name>`, and `heading_<name>` where it has a finding above it):
to add one, add a row to the table below and one macro a locale.
"""

from __future__ import annotations

from reporter.narrative import conditions as when
from reporter.narrative.move import Move
from reporter.narrative.wrap_moves import WRAP_MOVES, WRAP_SIGNALS

STANDS = (
    "cross",
    "levels.stack",
    "levels.above20",
    "levels.above50",
    "levels.above200",
    "levels.place",
    "levels.record_today",
    "levels.record_yesterday",
    "levels.new_low52",
    "levels_b.record_today",
)
"""Where prices stand is news when a line was crossed, a record set or an end of the year's range reached."""

DRIVERS = ("note_driver", "note_macro", "note_flow", "note_positioning")
DEBATE = (
    "note_price_targets",
    "note_technical",
    "note_policy",
    "futures_path",
    "note_rate_paths",
    "note_dot_plot",
    "note_disagreement",
)
FUNDAMENTALS = ("note_valuation", "note_growth", "note_revisions", "note_guidance", "note_share", "note_fact")

MOVES: tuple[Move, ...] = (
    *WRAP_MOVES,
    Move(
        "lead",
        "analysis",
        (
            "day", "streak_ended", "streak", "gap_rarity", "gap_small", "day_rarity", "ytd_lead", "levels",
            "levels_b", "cross", "drawdown", "sectors_day", "spreads", "rates", "rotation", "inside",
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
        standing=STANDS,
    ),
    Move(
        "context",
        "analysis",
        ("context", "ytd_lead", "volume"),
        lambda e: e.has("context") and not when.quiet(e),
        heading=False,
        standing=("context.origin", "context.week_ends", "volume"),
    ),
    Move("commodities", "analysis", ("commodities",), lambda e: e.has("commodities"), heading=True),
    Move("what_changed", "analysis", ("what_changed",), lambda e: e.has("what_changed")),
    Move(
        "drivers",
        "analysis",
        DRIVERS,
        when.any_of(*DRIVERS),
        heading=True,
    ),
    Move(
        "debate",
        "analysis",
        DEBATE,
        when.any_of(*DEBATE),
        heading=True,
    ),
    Move("experts", "analysis", ("note_expert_view",), lambda e: e.has("note_expert_view"), heading=True),
    Move(
        "editor_opening",
        "executive-summary",
        ("note_paragraph",),
        lambda e: when.written(e, "executive-summary"),
        brief=True,
    ),
    Move("editor_analysis", "analysis", ("note_paragraph",), lambda e: when.written(e, "analysis")),
    Move("reading", "analysis", ("note_provenance",), lambda e: e.has("note_provenance")),
    Move(
        "base_rate", "insights", ("base_rate",), lambda e: e.has("base_rate"), heading=True, each="base_rate",
        brief=True,
    ),
    Move(
        "decompose",
        "insights",
        ("decomposition", "spreads", "inside", "day"),
        lambda e: e.has("spreads") and not when.quiet(e),
        heading=True,
    ),
    Move(
        "scoreboard",
        "insights",
        ("ytd_lead", "spreads", "ladder", "context", "day"),
        lambda e: e.has("ytd_lead") and (when.quiet(e) or not e.has("spreads")),
        heading=True,
        standing=("ytd_lead.ahead",),
    ),
    Move(
        "fundamentals",
        "insights",
        FUNDAMENTALS,
        lambda e: any(not when.warns(claim) for kind in FUNDAMENTALS for claim in e.of(kind)),
        heading=True,
        fits=lambda claim: not when.warns(claim),
    ),
    Move("season", "insights", ("season", "note_seasonal_check"), when.in_season, heading=True, standing=()),
    Move("precedent", "insights", ("note_base_rate",), lambda e: e.has("note_base_rate"), heading=True),
    Move("editor", "insights", ("note_paragraph",), lambda e: when.written(e, "insights")),
    Move(
        "stretch",
        "insights",
        ("stretch", "drawdown"),
        when.stretched,
        heading=True,
        standing=("stretch.average", "stretch.above"),
    ),
    Move(
        "ladder",
        "insights",
        ("ladder",),
        lambda e: e.has("ladder") and (e.full or e.has("wrap") or not (when.quiet(e) or e.has("season"))),
        heading=False,
        standing=("ladder.best",),
    ),
    Move(
        "risk_sector",
        "risks-opportunities",
        ("weak_sector", "industry"),
        lambda e: e.fact("weak_sector", "falling") is True and e.fact("weak_sector", "serious") is True,
        group="risk_factors",
        standing=("weak_sector.weakest", "weak_sector.below50"),
    ),
    Move(
        "risk_policy",
        "risks-opportunities",
        ("note_rate_paths", "note_event"),
        when.paths_differ,
        group="risk_factors",
        fits=lambda claim: claim.kind == "note_event" or "spread" in claim.slots,
    ),
    Move(
        "risk_note",
        "risks-opportunities",
        ("note_fact",),
        lambda e: any(map(when.warns, e.of("note_fact"))),
        group="risk_factors",
        fits=when.warns,
    ),
    Move(
        "risk_volatility",
        "risks-opportunities",
        ("volatility", "fear"),
        lambda e: e.fact("volatility", "higher") is True,
        group="risk_factors",
        standing=(),
    ),
    Move("risk_fear", "risks-opportunities", ("risk_fear",), when.fear_alone, group="risk_factors", standing=()),
    Move(
        "risk_narrow",
        "risks-opportunities",
        ("spreads", "breadth", "day"),
        when.narrow,
        group="risk_factors",
        standing=("breadth.none",),
    ),
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
        ("drawdown", "levels", "recovery"),
        lambda e: e.has("drawdown"),
        group="risk_factors",
        each="drawdown",
        most=1,
        standing=("drawdown.size", "drawdown.just_bear"),
    ),
    Move(
        "opp_value",
        "risks-opportunities",
        ("note_valuation", "note_growth", "note_revisions", "note_event"),
        when.value_and_growth,
        group="opportunities",
        fits=lambda claim: claim.kind == "note_event" or when.cheap(claim),
    ),
    Move(
        "opp_breadth",
        "risks-opportunities",
        ("strong_sectors", "breadth"),
        lambda e: e.has("strong_sectors") and e.fact("breadth", "reading") != "thin",
        group="opportunities",
        standing=("breadth.reading", "breadth.all"),
    ),
    Move(
        "opp_history",
        "risks-opportunities",
        ("base_rate",),
        lambda e: e.fact("base_rate", "reading") == "favours",
        group="opportunities",
        standing=("base_rate.rule", "base_rate.reading"),
    ),
    Move(
        "opp_catchup",
        "risks-opportunities",
        ("mean_reversion", "ytd_lead"),
        lambda e: e.has("mean_reversion"),
        group="opportunities",
        standing=(),
    ),
    Move(
        "opp_recovery",
        "risks-opportunities",
        ("recovery",),
        lambda e: e.has("recovery"),
        group="opportunities",
        standing=(),
    ),
    Move("editor_risks", "risks-opportunities", ("note_paragraph",), lambda e: when.written(e, "risks-opportunities")),
    Move("follow_up", "risks-opportunities", ("follow_up",), lambda e: e.has("follow_up"), group="signals"),
    Move(
        "ahead",
        "risks-opportunities",
        ("note_event",),
        when.dates_to_tell,
        group="signals",
    ),
    Move(
        "signals",
        "risks-opportunities",
        ("watch", "levels", "fear", "day"),
        lambda e: e.has("watch") and not e.has("wrap"),
        group="signals",
        brief=True,
    ),
    WRAP_SIGNALS,
    Move(
        "sum_day",
        "summary",
        (
            "day", "streak_ended", "streak", "gap_rarity", "day_rarity", "ytd_lead", "inside", "verdict", "levels",
            "levels_b", "cross", "drawdown", "spreads", "fear", "decomposition", "credit",
        ),
        lambda e: e.has("day"),
    ),
    Move(
        "sum_view",
        "summary",
        ("base_rate", "watch", "spreads", "ytd_lead", "decomposition", "season", "note_price_targets"),
        lambda e: e.has("watch") or e.has("base_rate"),
    ),
    Move("editor_summary", "summary", ("note_paragraph",), lambda e: when.written(e, "summary")),
)

ORDERS: dict[str, tuple[str, ...]] = {
    # Themes that open with something other than the inside of the index.
    "risk_off": ("lead", "exclude", "inside", "position"),
    "relief_rally": ("lead", "exclude", "position", "inside"),
    "records": ("lead", "inside", "position", "exclude"),
    "trend_break": ("lead", "position", "inside", "exclude"),
    "rates_driven": ("lead", "exclude", "inside", "position"),
}
