"""Do independent prices agree? An index with the fund that holds it, one provider with another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reporter.data.gates.case import GATES, Case, Seen
from reporter.model import Subject
from reporter.model.market import Market

PAIRS = (("challenger", "challenger_etf"), ("benchmark", "benchmark_etf"))
"""Roles of an index and of the fund that holds it."""
ADJUSTED_DAYS = 4


@GATES.register("index_against_etf")
def index_against_etf(case: Case) -> Iterator[Seen]:
    """How far the day's return of an index lies from its fund's, price or total, whichever is nearer."""
    for index_role, fund_role in PAIRS:
        for index, fund in zip(case.desk.with_role(index_role), case.desk.with_role(fund_role), strict=False):
            if index not in case.present or fund not in case.present:
                continue
            one = _returns(case, index)
            other = _returns(case, fund)
            if one and other:
                yield Seen(min(abs(a - b) for a in one for b in other), index, detail=fund.symbol)


def _returns(case: Case, subject: Subject) -> list[float]:
    """The day's return by close and by adjusted close, where both bars are of consecutive sessions."""
    if len(case.market.sessions) < 2:
        return []
    table = case.tables[subject.id]
    if len(table.days) < 2 or table.days[-2] != np.datetime64(case.market.sessions[-2].date()):
        return []
    pairs = [table.columns[name][-2:] for name in ("close", "adj_close")]
    return [float(two[1] / two[0] - 1) for two in pairs if np.isfinite(two).all() and two[0] > 0]


@GATES.register("two_providers")
def two_providers(case: Case) -> Iterator[Seen]:
    """How far the close of the session lies from a second provider's, relative to it."""
    if case.second is None:
        return
    for subject in case.present:
        told = _told(case.second, subject.id, case.stamp)
        ours = case.market.series(subject.id, "close").get(case.stamp)
        if ours is not None and told is not None and float(told):
            away = abs(float(ours) / float(told) - 1)
            yield Seen(away, subject, detail=f"{case.second.sources[0].publisher}: {float(told):.10g}")


def _told(second: Market, subject: str, stamp: pd.Timestamp) -> float | None:
    """The close that a second provider tells of the session.

    One that has adjusted closes alone tells it within a few days: nothing that is paid out later has changed it yet.
    """
    for name in ("close", "adj_close"):
        value = second.series(subject, name).get(stamp)
        if value is not None and np.isfinite(value):
            retrieved = second.sources[0].retrieved_at
            late = retrieved is None or (retrieved.date() - stamp.date()).days > ADJUSTED_DAYS
            return None if name == "adj_close" and late else float(value)
    return None
