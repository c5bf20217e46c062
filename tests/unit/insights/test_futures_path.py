"""What futures expect is told against the target range, and where nobody has looked that up against the next contract."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reporter.insights import find
from reporter.metrics import measure
from reporter.model import Claim, Desk, Source, Subject
from reporter.model.market import FIELDS, Market

CONTRACTS = {"zqf26": 96.36, "zqz26": 96.86}


def path(end: str, prices: Mapping[str, float] = CONTRACTS) -> list[Claim]:
    days = pd.bdate_range(end=end, periods=30)
    names = {"spx": 100.0, **prices}
    bars = {}
    for name, value in names.items():
        bars[name] = pd.DataFrame(np.nan, index=days, columns=list(FIELDS)).assign(close=value)
    subjects = tuple(
        Subject(id=name, symbol=name.upper(), kind="index" if name == "spx" else "future", currency="USD")
        for name in names
    )
    session = days[-1].date()
    source = Source(id=0, kind="market", publisher="made", title="made", date=session)
    desk = Desk(id="made", market="us_equities", subjects=subjects, lead=("spx",))
    market = Market(session, {s.id: s for s in subjects}, bars, days, (source,))
    return [claim for claim in find(measure(market, desk), desk) if claim.kind == "futures_path"]


def test_against_the_middle_of_the_range_in_force() -> None:
    (told,) = path("2026-01-23")
    assert told.slots["implied"] == "fed_funds.rate_path.2026-12"
    assert told.slots["range_low"] == "fed_funds.policy_rate_low.1d" and "shift" not in told.slots
    assert told.facts["month"] == "2026-12-01" and told.facts["level"] is False


def test_a_range_that_nobody_has_looked_up_is_not_assumed() -> None:
    (told,) = path("2026-06-26", {"zqm26": 96.50, "zqz26": 96.86})
    assert {"range_low", "range_high", "change"}.isdisjoint(told.slots)
    assert told.slots["first"] == "fed_funds.rate_path.2026-06"
    assert told.slots["shift"] == "fed_funds.rate_path_change.2026-12"


def test_one_contract_alone_says_nothing_without_the_range() -> None:
    assert path("2026-12-11", {"zqz26": 96.86}) == []
    assert path("2026-01-23", {"spy": 50.0}) == []
