"""Every claim that notes can make, with the slots, roles and facts that a phrase may read.

Slots hold figures, roles subjects, facts the outcomes of rules and who says it. A key may be left out, none invented.
Words stand in facts by locale: `text_zh_CN`, `text_en`, `quote_zh_CN`, `quote_en` (and so for any other locale). A
`text_…` is safe HTML with the marks of `prose`; a `quote_…` is plain text.
"""

from __future__ import annotations

from collections.abc import Mapping

_ALONE = "note person person_name institution institution_name published approximate"
_TOGETHER = "notes persons person_names institutions institution_names approximates"
_WORDS = "text_zh_CN text_en cited"


def _keys(*texts: str) -> tuple[str, ...]:
    return tuple(" ".join(texts).split())


CLAIM_KEYS: Mapping[str, tuple[str, ...]] = {
    "note_price_targets": _keys(
        _TOGETHER,
        "subject close levels upsides levels_high upsides_high stretch_lows stretch_low_upsides",
        "stretch_highs stretch_high_upsides lowest highest spread horizons horizon stances ranged stretched "
        "direction count",
    ),
    "note_technical": _keys(_ALONE, _WORDS, "subject close level level_high distance part pattern above stance"),
    "note_rate_paths": _keys(
        _TOGETHER,
        "subject cuts cuts_high end_lows end_highs range_low range_high spread steps kinds owners ranged",
        "horizons horizon hold agree anchored count",
    ),
    "note_policy": _keys(_ALONE, "subject level level_high owner measure"),
    "note_dot_plot": _keys(_ALONE, "subject cuts cuts_bp median market_cuts gap year measure wider"),
    "note_valuation": _keys(_ALONE, "subject peer discount multiple peer_multiple size measure basis computed premium"),
    "note_growth": _keys(
        _ALONE,
        "subject peer growth growth_high peer_growth gap years level measure period direction crossover computed",
    ),
    "note_revisions": _keys(_ALONE, "subject compared value measure direction above_history"),
    "note_guidance": _keys(
        _ALONE, "subject negative positive total share_negative share_positive average period mostly above_average"
    ),
    "note_share": _keys(_ALONE, "subject peer share share_high top measure direction"),
    "note_flow": _keys(_ALONE, _WORDS, "subject amount amount_high direction record record_since start end"),
    "note_positioning": _keys(_ALONE, _WORDS, "subject value value_high group measure direction"),
    "note_disagreement": _keys(_TOGETHER, "subject peer values lowest highest gap metric measure period"),
    "note_misfit": _keys(_TOGETHER, "subject level cuts cuts_high end_low end_high ranged path owner"),
    "note_seasonal_check": _keys(
        _ALONE,
        _WORDS,
        "subject peer cases hits share mean median stated_cases stated_hits stated month effect "
        "reading direction first last",
    ),
    "note_base_rate": _keys(
        _ALONE,
        _WORDS,
        "subject peer cases hits months threshold own_cases own_hits own_median reading rule since mostly",
    ),
    "note_fact": _keys(_ALONE, _WORDS, "subject metric value value_high direction stance"),
    "note_macro": _keys(_ALONE, _WORDS, "subject value value_high previous change series direction period"),
    "note_expert_view": _keys(_ALONE, _WORDS, "subject stance concept quoted quote_language quote_zh_CN quote_en"),
    "note_event": _keys(_ALONE, _WORDS, "subject days date event past today"),
    "note_driver": _keys(_ALONE, _WORDS, "subject direction"),
    "note_paragraph": _keys(_ALONE, _WORDS, "subject section"),
    "note_provenance": _keys(_ALONE, "subject title url via"),
}
