"""A price file whose last bar is missing for one symbol: its figures become gaps, all others stand as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from reporter.data import load, open_calendar
from reporter.metrics import measure
from reporter.model import Desk, Figure, Figures, Pair, Subject

LAST, NOW = date(2026, 1, 23), datetime(2026, 1, 26, 12, tzinfo=UTC)
NAMES = ("rut", "spx", "iwm", "spy", "xlb", "xlf", "xlk", "xlu", "xlv", "aapl", "msft")


@pytest.fixture(scope="module", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def desk() -> Desk:
    kinds = {"rut": "index", "spx": "index", "aapl": "stock", "msft": "stock"}
    subjects = [
        Subject(id=n, symbol=n.upper(), kind=kinds.get(n, "etf"), currency="USD",  # type: ignore[arg-type]
                roles=("sector",) if n.startswith("xl") else ())
        for n in NAMES
    ]  # fmt: skip
    subjects.append(Subject(id="mag", symbol="", kind="basket", members=("aapl", "msft")))
    pairs = (Pair(a="rut", b="spx", role="size"), Pair(a="iwm", b="spy", role="size_etf"))
    return Desk(id="eleven", market="us_equities", lead=("rut", "spx"), subjects=tuple(subjects), pairs=pairs,
                since=(date(2025, 12, 1),))


def prices(path: Path, without: str = "", blank: str = "") -> Path:
    """Two years of bars of every symbol; `without` lacks its last row, `blank` has it with empty columns."""
    days = open_calendar("XNYS", LAST).between(date(2024, 1, 23), LAST)
    rows = ["date,symbol,open,high,low,close,adj_close,volume"]
    for seed, name in enumerate(NAMES):
        rng = np.random.default_rng(seed)
        for day, close in zip(days, 100 * np.cumprod(1 + rng.normal(0, 0.01, len(days))), strict=True):
            last = day.date() == LAST
            if last and name == without:
                continue
            full = f"{close},{close * 1.01},{close * 0.99},{close},{close},100"
            numbers = ",,,,," if last and name == blank else full
            rows.append(f"{day.date()},{name.upper()},{numbers}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def figures(path: Path, desk: Desk) -> Figures:
    return measure(load(f"csv:{path}", desk, LAST, now=NOW), desk)


def touches(figure: Figure, symbol: str) -> bool:
    return any(each.symbol == symbol for each in figure.inputs)


@pytest.mark.parametrize("how", ["without", "blank"])
@pytest.mark.parametrize("lost", ["iwm", "xlu", "aapl"])
def test_its_figures_are_gaps_and_the_others_stand(tmp_path: Path, desk: Desk, how: str, lost: str) -> None:
    whole = {f.id: f for f in figures(prices(tmp_path / "whole.csv"), desk)}
    found = figures(prices(tmp_path / "holed.csv", **{how: lost}), desk)
    assert not [f.id for f in found if f.subject == lost or f.comparator == lost or touches(f, lost.upper())]
    assert [g for g in found.gaps if g.subject == lost] or lost in {g.subject for g in load(
        f"csv:{tmp_path / 'holed.csv'}", desk, LAST, now=NOW).gaps}, "the absence is told"
    stand = {i for i, f in whole.items() if not touches(f, lost.upper())}
    assert stand, "most figures know nothing of it"
    for figure_id in stand:
        assert found[figure_id] == whole[figure_id], figure_id
    assert all(f.as_of == LAST and f.window.end in (LAST, date(2026, 1, 22)) for f in found)


def test_what_is_counted_over_several_says_how_many(tmp_path: Path, desk: Desk) -> None:
    found = figures(prices(tmp_path / "holed.csv", without="xlu"), desk)
    assert found["sectors.sectors_counted.1d"].value == 4
    assert found["xlb.sector_rank.1d"].params["counted"] == 4
    basket = figures(prices(tmp_path / "other.csv", without="aapl"), desk)
    assert not basket.all("basket_return")
    gap = next(g for g in basket.gaps if g.subject == "mag")
    assert (gap.why, gap.detail) == ("missing_members", "aapl")
