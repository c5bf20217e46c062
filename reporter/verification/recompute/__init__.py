"""A second, independent computation of every figure, from the edition's own prices and nothing else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reporter.model import Figure, Subject
from reporter.verification.recompute import (
    breadth,
    conventions,
    derived,
    follow_up,
    intraday,
    occasions,
    periods,
    ranges,
    rarity,
    returns,
    since,
    states,
    streaks,
)
from reporter.verification.recompute.case import DEFINITIONS, Case, Found
from reporter.verification.recompute.prices import Prices, Unknown

__all__ = [
    "DEFINITIONS",
    "Outcome",
    "Prices",
    "breadth",
    "check",
    "conventions",
    "derived",
    "follow_up",
    "intraday",
    "occasions",
    "periods",
    "ranges",
    "rarity",
    "returns",
    "since",
    "states",
    "streaks",
]

SOURCED = frozenset(
    {
        "pe_trailing",
        "pe_forward",
        "fund_size",
        "concentration_share",
        "contribution_concentration",
        "market_cap",
        "policy_rate_low",
        "policy_rate_high",
    }
)
"""Metrics whose values come from a provider or a note as they are: nothing to recompute them from."""


@dataclass(frozen=True)
class Outcome:
    """`state` is `right`, `wrong`, `unknown` (prices don't reach), or `undefined` (no independent definition)."""

    state: str
    value: float | None = None
    why: str = ""


def _agrees(figure: Figure, value: float) -> bool:
    return math.isclose(value, figure.value, rel_tol=1e-9, abs_tol=0.5e-3 * 10.0**-figure.decimals)


def check(
    figure: Figure,
    prices: Prices,
    subjects: Mapping[str, Subject],
    figures: Mapping[str, Figure],
    session: date,
) -> Outcome:
    """Compute one figure again and compare value and dates."""
    definition = DEFINITIONS.get(figure.metric)
    if definition is None:
        return Outcome("undefined")
    try:
        found = definition(Case(figure, prices, subjects, figures, session))
    except Unknown as missing:
        return Outcome("unknown", why=str(missing))
    except (ZeroDivisionError, IndexError, ValueError, KeyError) as error:
        return Outcome("unknown", why=f"{type(error).__name__}: {error}")
    found = found if isinstance(found, Found) else Found(float(found))
    if not _agrees(figure, found.value):
        return Outcome("wrong", found.value, f"{figure.value!r} does not follow from the prices, {found.value!r} does")
    for name, day in (found.dates or {}).items():
        stated = figure.dates.get(name)
        if stated is not None and stated != day:
            return Outcome("wrong", found.value, f"its date {name} is {stated}, the prices say {day}")
    return Outcome("right", found.value)
