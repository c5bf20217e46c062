"""Small made worlds: closes by subject on made sessions become a Market and a Desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporter.metrics import measure
from reporter.model import Desk, Figure, Figures, Pair, Source, Subject
from reporter.model.market import FIELDS, Market

Values = Sequence[float | None]
Column = Values | Mapping[str, Values]
World = tuple[Market, Desk]


def make_world(
    columns: Mapping[str, Column], *, kinds: Mapping[str, str] | None = None, start: str = "2024-01-02",
    sessions: Sequence[str] | None = None, pairs: Sequence[tuple[str, str]] = (),
    roles: Mapping[str, str] | None = None, members: Mapping[str, tuple[str, ...]] | None = None,
    since: Sequence[date] = (), absent: Sequence[str] = (), known_from: Mapping[str, str] | None = None,
    fundamentals: Mapping[str, Any] | None = None,
) -> World:
    """`columns[id]` holds closes, or columns by field; shorter ones end at the session, None is a missing row.

    Sessions are weekdays from `start` unless given. Kinds default to index; symbols are the ids in capitals.
    """
    full = {name: c if isinstance(c, Mapping) else {"close": c} for name, c in columns.items()}
    size = max(len(values) for c in full.values() for values in c.values())
    index = pd.DatetimeIndex(list(sessions)) if sessions is not None else pd.bdate_range(start, periods=size)
    subjects = [
        Subject(
            id=name, symbol=name.upper(), kind=(kinds or {}).get(name, "index"), currency="USD",  # type: ignore[arg-type]
            roles=((roles or {})[name],) if name in (roles or {}) else (), known_from=(known_from or {}).get(name),
        )
        for name in (*full, *absent)
    ]  # fmt: skip
    for name, ids in (members or {}).items():
        subjects.append(Subject(id=name, symbol="", kind="basket", members=ids, roles=("basket",),
                                known_from=(known_from or {}).get(name)))
    bars = {}
    for name, given in full.items():
        frame = pd.DataFrame({f: pd.Series(dtype="float64") for f in FIELDS}, index=index)
        for field, values in given.items():
            padded = [None] * (len(index) - len(values)) + list(values)
            frame[field] = np.array([np.nan if v is None else v for v in padded], dtype="float64")
        bars[name] = frame.dropna(how="all")
    session = index[-1].date()
    source = Source(id=0, kind="market", publisher="made", title="made", date=session)
    market = Market(
        session=session, subjects={s.id: s for s in subjects}, bars=bars, sessions=index, sources=(source,),
        fundamentals=fundamentals or {},
    )
    drawn = tuple(Pair(a=a, b=b, role="size" if not i else f"other{i}") for i, (a, b) in enumerate(pairs))
    return market, Desk(
        id="made", market="us_equities", subjects=tuple(subjects), pairs=drawn, since=tuple(since),
        lead=tuple(full)[:2],
    )  # fmt: skip


@pytest.fixture(scope="session")
def world() -> Callable[..., World]:
    return make_world


@pytest.fixture(scope="session")
def run() -> Callable[..., Figures]:
    """`run("returns", columns, …)` → the figures of one family (or of several: "returns trend") over a made world."""

    def family(name: str, columns: Mapping[str, Column], **more: Any) -> Figures:
        return measure(*make_world(columns, **more), only=name.split())

    return family


@pytest.fixture(scope="session")
def value() -> Callable[[Figures, str], float]:
    """`value(figures, id)` → its value, to twelve decimals; a KeyError where it is not there."""

    def of(figures: Figures, figure_id: str) -> float:
        figure: Figure = figures[figure_id]
        return round(figure.value, 12)

    return of
