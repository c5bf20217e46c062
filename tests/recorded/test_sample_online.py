"""The embedded sample, served as Yahoo serves prices and fetched by the real client, is the sample again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from yahoo_server import World, listings

from reporter.data import load
from reporter.data.files import read_prices
from reporter.model import Desk, Subject
from reporter.model.market import FIELDS

SAMPLE = Path(__file__).parents[2] / "reporter" / "data" / "sample" / "prices.csv.gz"
NOW = datetime(2026, 1, 24, tzinfo=UTC)


@pytest.mark.slow
def test_the_sample_through_the_real_client(yahoo_online: World, store_path: Path) -> None:
    table, _ = read_prices([SAMPLE], frozenset())
    yahoo_online.listings = listings(table.frames(table.symbols))
    desk = Desk(id="all", market="us_equities", lead=("^rut", "^gspc"), subjects=tuple(
        Subject(id=symbol.lower(), symbol=symbol, kind="yield" if symbol in ("^TNX", "^IRX") else "etf")
        for symbol in table.symbols))  # fmt: skip
    plain = load("sample", desk, date(2026, 1, 23), now=NOW)
    live = load("yahoo", desk, date(2026, 1, 23), now=NOW, store_path=store_path)
    stored = load("store", desk, date(2026, 1, 23), now=NOW, store_path=store_path)
    assert len(yahoo_online.charts()) == len(table.symbols)
    assert plain.sample and not live.sample
    for market in (live, stored):
        assert market.bars.keys() == plain.bars.keys()
        for subject, bars in plain.bars.items():
            for name in FIELDS:
                expected = bars[name].fillna(bars["close"]) if name == "adj_close" else bars[name]
                found = market.bars[subject][name]
                assert found.index.equals(expected.index)
                assert np.allclose(found, expected, rtol=1e-12, atol=0, equal_nan=True), (subject, name)
