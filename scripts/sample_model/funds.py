"""Closes of funds and shares: factor returns between two prices, with income paid out of the price.

Sectors are shifted together so that their weighted sum is the large-cap index's day. On the days of the story
the published changes replace the modelled ones, and cents are chosen so that the printed percentages come
out.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from sample_model.calendar import stream
from sample_model.story import (
    DAY_CHANGES,
    FUND_CLOSES,
    PINNED_SECTORS,
    STREAK_END,
    STREAK_START,
    WINDOW_START,
)
from sample_model.universe import FUNDS, SECTORS, SHARES, TRACKERS, WEIGHTS, Recipe

BROADENING = 0.044  # the value factor's gain over the streak
CLEAR = 0.004  # a change this near to its two printed decimals prints so under any rule for halves
MICRO_LEAD = 0.0225  # what micro caps gain on small caps from the window's start to the end of the streak


def factors(indices: pd.DataFrame, ten_year: pd.Series) -> pd.DataFrame:
    """Daily factor returns; value leans against growth and gains steadily over the streak."""
    returns = indices.pct_change()
    growth = returns["^IXIC"] - returns["^GSPC"]
    draw = stream("value")
    value = pd.Series(0.0040 * draw.standard_normal(len(indices)), index=indices.index) - 0.45 * growth
    streak = (indices.index >= STREAK_START) & (indices.index <= STREAK_END)
    value[streak] += (BROADENING - value[streak].sum()) / streak.sum()
    return pd.DataFrame(
        {
            "market": returns["^GSPC"],
            "small": returns["^RUT"] - returns["^GSPC"],
            "growth": growth,
            "value": value,
            "rates": ten_year.diff(),
        }
    ).fillna(0.0)


def closes(indices: pd.DataFrame, ten_year: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Closes and cash payments of all funds and shares."""
    moves = factors(indices, ten_year)
    recipes = {**FUNDS, **SECTORS, **SHARES}
    returns = pd.DataFrame({name: _modelled(name, recipe, moves) for name, recipe in recipes.items()})
    short = moves["market"] - sum(weight * returns[name] for name, weight in WEIGHTS.items())
    for name in SECTORS:
        returns[name] += short
    prices, paid = {}, {}
    for name, recipe in recipes.items():
        payouts = _payouts(moves.index, recipe.payments, recipe.income, name)
        prices[name] = _priced(name, returns[name], recipe, payouts)
        paid[name] = (payouts * prices[name].shift().bfill()).round(3)
    for name, (index, ratio, income, payments, _) in TRACKERS.items():
        payouts = _payouts(moves.index, payments, income, name)
        prices[name] = _tracked(name, indices[index], ratio, income, payouts)
        paid[name] = (payouts * prices[name].shift().bfill()).round(3)
    return pd.DataFrame(prices), pd.DataFrame(paid)


def _modelled(name: str, recipe: Recipe, moves: pd.DataFrame) -> pd.Series:
    """Simple returns from the loadings and the instrument's own noise."""
    own = recipe.own * stream(name).standard_t(6, len(moves)) / np.sqrt(1.5)
    window = moves.index >= WINDOW_START
    own[window] -= own[window].mean()  # in the window the story decides who leads, not luck
    returns = own + sum(getattr(recipe, factor) * moves[factor] for factor in moves.columns)
    if name == "IWC":
        span = (moves.index > WINDOW_START) & (moves.index <= STREAK_END)
        ahead = (returns - moves["market"] - moves["small"])[span].sum()
        returns[span] += (MICRO_LEAD - ahead) / span.sum()
    return returns


def _payouts(days: pd.DatetimeIndex, payments: int, income: float, name: str) -> pd.Series:
    """The part of the price that goes ex on each session: mid-month, every month or every quarter's last."""
    paying = pd.Series(0.0, index=days)
    if income == 0:
        return paying
    months = pd.Series(days.year * 12 + days.month, index=days)
    late = days.day >= 15 + len(name) % 3
    first = late & ~months.where(late).duplicated().to_numpy()
    due = first & (days.month % (12 // payments) == 0)
    paying[due] = income / payments
    return paying


def _priced(name: str, returns: pd.Series, recipe: Recipe, payouts: pd.Series) -> pd.Series:
    """Closes that start and end at the recipe's prices, with the story's days in them."""
    drop = payouts.where(payouts > 0, 0.0)
    logs = np.log1p(returns.clip(-0.22, 0.22)) - drop
    logs.iloc[0] = 0.0
    fixed = {day: changes[name] / 100 for day, changes in DAY_CHANGES.items() if name in changes}
    for day, change in fixed.items():
        logs[day] = np.log1p(change)
    # the drift that the two prices ask for is spread over the years before the window, not over its story
    before = (logs.index < WINDOW_START) & (logs.index > logs.index[0])
    logs[before] += (np.log(recipe.last / recipe.first) - logs.sum()) / before.sum()
    return _print_exactly(name, (recipe.first * np.exp(logs.cumsum())).round(2))


def _tracked(name: str, index: pd.Series, ratio: float, income: float, payouts: pd.Series) -> pd.Series:
    """A fund on its index: income gathers in the price until paid, and tracking is off by a basis point."""
    gathered = (income / 252 - payouts).cumsum()
    gathered -= gathered.rolling(252, min_periods=1).mean()
    off = 0.00012 * stream(name).standard_normal(len(index))
    prices = (index * ratio * np.exp(gathered + off)).round(2)
    for day, close in FUND_CLOSES.get(name, {}).items():
        prices[day] = close
    return prices


def _print_exactly(name: str, prices: pd.Series) -> pd.Series:
    """Shift a close by the fewest cents that let the published changes after it print as published."""
    for start, days in (("2026-01-08", ["2026-01-09"]), ("2026-01-21", ["2026-01-22", "2026-01-23"])):
        pins = {day: DAY_CHANGES[day][name] for day in days if name in DAY_CHANGES[day]}
        if not any(name in PINNED_SECTORS[day] for day in pins):
            continue
        for cents in sorted(range(-40, 41), key=abs):
            chain = [round(float(prices[start]) + cents / 100, 2)]
            for percent in pins.values():
                chain.append(round(chain[-1] * (1 + percent / 100), 2))
            shown = [(b / a - 1) * 100 for a, b in pairwise(chain)]
            pinned = [name in PINNED_SECTORS[day] for day in pins]
            off = np.abs(np.array(shown) - np.array(list(pins.values())))[pinned]
            if off.max() < CLEAR:
                prices[[start, *pins]] = chain
                break
        else:
            raise RuntimeError(f"no cents print the published changes of {name}")
    return prices
