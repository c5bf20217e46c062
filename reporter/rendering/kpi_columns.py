"""The columns of the key figures, and which an edition has."""

from __future__ import annotations

from collections.abc import Mapping

KPI_ROLES = ("challenger", "benchmark", "context", "fear", "yield_long")
KPI_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "last": ("close_level.1d",),
    "day": ("day_change.1d", "yield_change.1d"),
    "week_wrap": ("period_return.week", "period_point_change.week", "yield_change.week"),
    "month_wrap": ("period_return.month", "period_point_change.month", "yield_change.month"),
    "week": ("trailing_return.5d", "yield_change.5d"),
    "year": ("ytd_return.ytd", "yield_change.ytd"),
    "average": ("sma_distance.20d",),
    "range": ("range_position.52w",),
}
"""Columns of the key figures and the metrics that fill them; a yield changes in basis points, not in percent."""


DAILY = ("day", "week")
"""Columns that a wrap does not have: its own week or month stands there."""
