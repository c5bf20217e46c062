"""The claim kinds of wraps: what a week or month was, and what stands at its end."""

from __future__ import annotations

from collections.abc import Mapping


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SPAN = _keys("span complete")
"""Every kind of a wrap says whether it is of a week or a month, and whether that is over."""

WRAP_KEYS: Mapping[str, tuple[str, ...]] = {
    "wrap": _keys(
        "a b a_return b_return a_close b_close gap others sessions gap_prior shape a_size b_size gap_size "
        "same_direction turn sizes first_day last_day"
    )
    + SPAN,
    "wrap_rarity": _keys("subject comparator move since record looked_from up") + SPAN,
    "wrap_run": _keys("subject comparator length up") + SPAN,
    "wrap_course": _keys(
        "subject best worst up down sessions a b ahead every none records one_day swing one_sided"
    )
    + SPAN,
    "wrap_sectors": _keys(
        "up down counted best worst best_return worst_return spread prior_spread band shape first last first_now "
        "last_now kept_first kept_last first_fell last_rose wider"
    )
    + SPAN,
    "wrap_inside": _keys(
        "b b_return ew ew_gap basket basket_return giant_up giant_down style style_prior style_turn shape"
    )
    + SPAN,
    "wrap_groups": _keys("group_a group_b a_return b_return gap prior turn") + SPAN,
    "wrap_calm": _keys(
        "subject level change direction yield_subject yield_level yield_change yield_large state jumped eased"
    )
    + SPAN,
    "wrap_levels": _keys(
        "subject close record record_distance record_today record_inside stack sma20 sma50 sma200 above20 above50 "
        "above200 sma20_distance sma50_distance sma200_distance b b_distance"
    )
    + SPAN,
    "wrap_year": _keys("a b now before a_ytd b_ytd ahead change") + SPAN,
    "wrap_after": _keys("a b pair cases threshold hits median low high normal reading up last continues") + SPAN,
}
