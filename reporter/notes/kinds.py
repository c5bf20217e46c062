"""Every kind of note by its id, and the everyday names that are read as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from reporter.notes import number_kinds as numbers
from reporter.notes import rate_kinds as rates
from reporter.notes import word_kinds as words
from reporter.notes.shapes import NoteFields

_MODELS: tuple[type[NoteFields], ...] = (
    numbers.PriceTarget, rates.RatePath, rates.PolicyRateLevel, rates.DotPlot, numbers.PeTrailing,
    numbers.PeForward, numbers.PeDiscount, numbers.FundSize, numbers.EpsForecast, numbers.EpsGrowthGap,
    numbers.EarningsRevision, numbers.GuidanceCounts, numbers.Exposure, numbers.ConcentrationShare, numbers.Flows,
    numbers.Participants, numbers.TechnicalLevel, numbers.MarketClaim, words.CalendarEffect, words.BaseRate,
    words.ValuationState, words.BalanceSheet, words.QualityDispersion, words.AiTheme, words.AnalogAndCycle,
    words.MacroState, words.ExpertView, words.ExpertQuote, words.Event, words.Driver, words.Paragraph, words.Provenance,
)


def _name(model: type[NoteFields]) -> str:
    return str(get_args(model.model_fields["kind"].annotation)[0])


KINDS: Mapping[str, type[NoteFields]] = {_name(model): model for model in _MODELS}

EVERYDAY: Mapping[str, str] = {
    "target": "price_target", "growth_forecast": "eps_forecast", "guidance": "guidance_counts",
    "guidance_count": "guidance_counts", "revision_breadth": "earnings_revision", "flow": "flows",
    "policy_statement": "policy_rate_level", "policy_rate": "policy_rate_level", "valuation": "pe_forward",
    "positioning": "participants", "seasonal": "calendar_effect", "seasonal_claim": "calendar_effect",
    "macro": "macro_state", "macro_figure": "macro_state",
    "weight": "concentration_share", "share": "exposure", "qualitative_driver": "driver", "view": "expert_view",
    "quote": "expert_quote", "technical_level": "pattern_and_technical_level",
}
"""Names that people use for kinds."""


def kind_of(name: str) -> str | None:
    """The kind that a name stands for, or None."""
    return name if name in KINDS else EVERYDAY.get(name)
