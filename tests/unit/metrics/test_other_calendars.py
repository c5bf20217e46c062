"""A subject that trades elsewhere: its day is one day of its own market, or no day at all."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporter.metrics import measure
from reporter.model.market import FIELDS
from reporter.publishing.prices import prices_csv

SESSIONS = ["2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10"]  # the mainland's holiday lies between
ELSEWHERE = ["2025-09-29", "2025-09-30", "2025-10-02", "2025-10-08", "2025-10-09", "2025-10-10"]


def two_markets(world: Any, last: int) -> Any:
    market, desk = world({"a": [100, 101, 103, 104], "b": [50, 51, 52, 53]}, sessions=SESSIONS)
    subjects = {s.id: s.model_copy(update={"calendar": "XHKG" if s.id == "b" else "XSHG"}) for s in desk.subjects}
    desk = desk.model_copy(update={"subjects": tuple(subjects.values()), "calendar": "XSHG"})
    index = pd.DatetimeIndex(ELSEWHERE)
    own = pd.DataFrame({f: np.nan for f in FIELDS}, index=index)
    own["close"] = [50.0, 51.0, 60.0, 61.0, 62.0, 63.0]
    session = market.sessions[last]
    bars = {"a": market.bars["a"].loc[:session], "b": own.loc[:session]}
    market = replace(market, session=session.date(), subjects=subjects, bars=bars, sessions=market.sessions[: last + 1])
    return market, desk.model_copy(update={"pairs": ()})


def test_a_change_over_days_of_its_own_market_is_no_day(world: Any) -> None:
    found = measure(*two_markets(world, 2), only=["returns"])
    assert found["a.day_change.1d"].value == pytest.approx(103 / 101 - 1)
    assert "b.day_change.1d" not in found
    assert ("day_change", "b", "days_elsewhere") in {(g.what, g.subject, g.why) for g in found.gaps}
    assert found["b.close_level.1d"].value == 62.0


def test_the_next_session_is_a_day_again(world: Any) -> None:
    found = measure(*two_markets(world, 3), only=["returns"])
    assert found["b.day_change.1d"].value == pytest.approx(63 / 62 - 1)
    assert found["b.day_change.1d"].history.observations == 2  # that across the holiday is none of them


def test_prices_of_an_edition_hold_the_exchange_s_sessions_alone(world: Any) -> None:
    market, desk = two_markets(world, 3)
    figure = measure(market, desk, only=["returns"])["b.close_level.1d"]
    whole = figure.inputs[0].model_copy(update={"start": market.sessions[0].date(), "value": None})
    rows = prices_csv(SimpleNamespace(figures=[figure.model_copy(update={"inputs": (whole,)})]), market)
    assert [row.split(",")[0] for row in rows.splitlines()[1:]] == SESSIONS
