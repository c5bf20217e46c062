"""Themes that are worded as another one is: the same story of other subjects."""

from __future__ import annotations

from collections.abc import Mapping

WORDED_AS: Mapping[str, str] = {
    "ahead": "small_cap_lead",
    "behind": "large_cap_lead",
    "ahead_streak": "small_cap_streak",
    "behind_streak": "large_cap_streak",
}
"""Phrases name the two subjects of a desk by themselves, so that a locale words each story once."""
