"""The figures of a session are the same from a price file, from the live client, and from the store that it fills."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from yahoo_server import World, listings

from reporter.data import load, open_calendar
from reporter.metrics import measure
from reporter.model import Desk, Figures, Pair, Subject

LAST, NOW = date(2026, 1, 23), datetime(2026, 1, 24, tzinfo=UTC)
KINDS = {"^RUT": "index", "^GSPC": "index", "^VIX": "volatility_index", "^TNX": "yield", "IWM": "etf", "SPY": "etf"}
ROLES = {"^RUT": "challenger", "^GSPC": "benchmark", "^VIX": "fear", "^TNX": "yield_long", "IWM": "challenger_etf"}


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """Two years of bars; the funds pay twice, one fund lacks a session in the middle."""
    sessions = open_calendar("XNYS", LAST).between(date(2024, 1, 23), LAST)
    rng = np.random.default_rng(4)
    found = {}
    for symbol, kind in KINDS.items():
        size = len(sessions)
        close = np.round(100 * np.cumprod(1 + rng.normal(0.0003, 0.01, size)), 2)
        if kind == "yield":
            close = np.round(4 + np.cumsum(rng.normal(0, 0.04, size)).clip(-2, 2), 3)
        swing = np.round(np.abs(rng.normal(0.2, 0.1, (2, size))) * (0.05 if kind == "yield" else 1.0), 3)
        factor = np.where(np.arange(size) < size - 100, 0.985, 1.0) if kind == "etf" else np.ones(size)
        found[symbol] = pd.DataFrame({
            "open": close, "high": close + swing[0], "low": close - swing[1], "close": close,
            "adj_close": close * factor, "volume": rng.integers(1, 99, size) * 1e5 if kind == "etf" else np.nan,
        }, index=sessions)  # fmt: skip
    found["IWM"] = found["IWM"].drop(sessions[-150])
    return found


@pytest.fixture
def desk() -> Desk:
    subjects = tuple(
        Subject(id=symbol.strip("^").lower(), symbol=symbol, kind=kind,  # type: ignore[arg-type]
                currency="USD" if kind == "etf" else None, roles=(ROLES[symbol],) if symbol in ROLES else ())
        for symbol, kind in KINDS.items()
    )  # fmt: skip
    pairs = (Pair(a="rut", b="gspc", role="size"), Pair(a="iwm", b="spy", role="size_etf"))
    return Desk(id="two", market="us_equities", lead=("rut", "gspc"), subjects=subjects, pairs=pairs,
                since=(date(2025, 12, 1),))


def test_the_same_figures_from_file_client_and_store(
    yahoo_online: World, store_path: Path, tmp_path: Path, frames: dict[str, pd.DataFrame], desk: Desk
) -> None:
    file = tmp_path / "prices.csv"
    pd.concat([f.assign(symbol=s).rename_axis("date") for s, f in frames.items()]).to_csv(file)
    yahoo_online.listings = listings(frames)
    found: dict[str, Figures] = {}
    for name, spec in (("file", f"csv:{file}"), ("client", "yahoo"), ("store", "store")):
        found[name] = measure(load(spec, desk, LAST, now=NOW, store_path=store_path), desk)
    plain = {figure.id: figure for figure in found["file"]}
    assert len(plain) > 200 and {"rut-gspc.relative_return.20d", "spy.total_return.12m"} <= plain.keys()
    for name in ("client", "store"):
        other = {figure.id: figure for figure in found[name]}
        assert other.keys() == plain.keys()
        for figure_id, figure in plain.items():
            twin = other[figure_id]
            assert twin.value == pytest.approx(figure.value, rel=1e-12, abs=1e-12), figure_id
            assert twin.printed == figure.printed and twin.dates == figure.dates, figure_id
            assert (twin.basis, twin.window, twin.params) == (figure.basis, figure.window, figure.params), figure_id
            assert (twin.history is None) == (figure.history is None), figure_id
            assert twin.history is None or figure.history is None or (
                twin.history.observations, twin.history.percentile
            ) == (figure.history.observations, figure.history.percentile), figure_id
        assert {(g.what, g.subject, g.why) for g in found[name].gaps} == {
            (g.what, g.subject, g.why) for g in found["file"].gaps
        }
