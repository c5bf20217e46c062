"""The vocabulary between insights and locales: every claim kind with the slots, roles and facts that a phrase may read.

Slots hold figures, roles subjects, facts the outcomes of rules. A detector may leave a key out; it may not invent one.
"""

from __future__ import annotations

from collections.abc import Mapping

from reporter.model.note_kinds import CLAIM_KEYS
from reporter.model.wrap_kinds import WRAP_KEYS


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STATE = (
    "known cases spacing threshold low_short horizon_short cases_short hits_mid hits_long median_mid median_long "
    "normal_mid normal_long horizon_mid horizon_long cases_mid cases_long reading"
)
"""What followed earlier states like today's."""

KINDS: Mapping[str, tuple[str, ...]] = {
    # What happened to the two subjects that the desk compares.
    "day": _keys(
        "a b a_change b_change a_close b_close gap others shape a_leads a_size b_size gap_size same_direction calm "
        "total_return small"
    ),
    "day_rarity": _keys("subject change since significance record moved looked_from size"),
    "gap_rarity": _keys("a b gap since share record looked_from low size"),
    "gap_small": _keys("a b gap share"),
    "turned": _keys("subject change end reached back share since record looked_from shape"),
    "closing": _keys("subject change end reached back share since shape"),
    "streak": _keys("a b length rank longest first behind sole_longest"),
    "streak_ended": _keys("a b length rank longest first behind sole_longest"),
    "ytd_lead": _keys("a b now prior a_ytd b_ytd given_back ahead change sessions_young"),
    "context": _keys(
        "a_week b_week gap_week week_ends a b a_long b_long a_month b_month gap_long gap_month origin turned"
    ),
    # The inside of the benchmark.
    "inside": _keys(
        "b b_change ew cap ew_gap ew_gap_percentile basket basket_change basket_up giants giant_up giant_down dow nasdaq "
        "shape narrow_gap"
    ),
    "sectors_day": _keys(
        "up down counted best worst best_change worst_change spread spread_share spread_since band tops bottoms one_sided shape"
    ),
    "rotation": _keys("day month fits direction group_a group_b a_change b_change size opposite"),
    "industry": _keys("subject change anchor multiple corr_small corr_large small large outlier worse closer"),
    "ladder": _keys("rungs spread best window"),
    # What may or may not explain it.
    "fear": _keys(
        "since record looked_from subject level change share_above share_below state jumped direction spike notable very_low jumped_down"
    ),
    "rates": _keys("since record subject level change significance direction size usual closed"),
    "futures_path": _keys("subject implied first change shift range_low range_high month first_month level"),
    "credit": _keys("a b gap size direction calm"),
    "verdict": _keys("reading fear_calm rates_calm credit_calm fell"),
    "commodities": _keys("changes closes top top_change since record calm together"),
    # Where prices stand.
    "levels": _keys(
        "subject close change record record_distance record_today record_count high52 high52_distance low52 low52_distance "
        "sma20 sma20_distance sma50 sma50_distance sma200 sma200_distance above20 above50 above200 place record_yesterday "
        "drought plain_record stack near_record range_position new_low52"
    ),
    "levels_b": _keys(
        "subject close change record record_distance record_today record_count high52 high52_distance low52 low52_distance "
        "sma20 sma20_distance sma50 sma50_distance sma200 sma200_distance above20 above50 above200 place record_yesterday "
        "drought plain_record stack near_record range_position new_low52"
    ),
    "cross": _keys("subject days up average level distance"),
    "drawdown": _keys("subject depth days size peak deepening just_bear recent a_week b_week"),
    "stretch": _keys("subject distance average above share size back"),
    "volume": _keys("subject ratio heavy share"),
    # What history says.
    "base_rate": _keys(
        "chance beyond short_signal long_signal loosened a b pair rule up cases threshold hits_short hits_mid hits_long cases_short cases_mid cases_long median_short "
        "median_mid median_long low_mid high_mid low_short high_short mean_mid normal_short normal_mid normal_long reading "
        "fades small first last horizon_short horizon_mid horizon_long lasting spacing"
    ),
    "season": _keys("turn a b month cases hits mean median reading first last"),
    "decomposition": _keys("a b through total own inner share same_sign own_larger up lopsided"),
    "spreads": _keys(
        "size_pair weighting_pair style_pair size_long weighting_long style_long size_day weighting_day style_day window "
        "long_reading day_reading relation style_turn style_news small_behind_average day_shape"
    ),
    "breadth": _keys("above counted at_high weighting_five reading all none"),
    "volatility": _keys("a b a_vol b_vol ratio higher window"),
    "correlation": _keys("a b value reading"),
    # What could break it and what it opens.
    "weak_sector": _keys(
        "subject five ytd below50 last below_list below_count industry industry_ytd corr_small corr_large "
        "falling small large all_below weakest serious closer"
    ),
    "strong_sectors": _keys("tops above counted at_high weighting agrees"),
    "risk_rates": _keys("subject level beta significance a"),
    "risk_fear": _keys("subject level mark"),
    "rich_spread": _keys("a b lead share"),
    "recovery": _keys(f"subject depth back days confirm confirm_distance confirm_mark refute refute_distance {_STATE}"),
    "mean_reversion": _keys(f"a b depth window month turning {_STATE}"),
    "watch": _keys("subject comparator level distance value mark role basis"),
    # What has become of the picture since the edition before.
    "follow_up": _keys(
        "subject comparator level distance value prior mark role triggered returned outcome adjacent named_on count hits "
        "nearest"
    ),
    "what_changed": _keys(
        "subject comparator now prior distance change what window up since adjacent sector lost gained"
    ),
    # What a week or month was.
    **WRAP_KEYS,
    # What research notes bring.
    **CLAIM_KEYS,
}
