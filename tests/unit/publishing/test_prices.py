"""prices.csv: the inputs, all of them and no more."""

from __future__ import annotations

from reporter.model import Briefing
from reporter.model.market import Market
from reporter.publishing.prices import empty_csv, prices_csv


def test_only_what_figures_name_is_published(briefing: Briefing, market: Market) -> None:
    assert prices_csv(briefing, market).splitlines() == [
        "date,symbol,open,high,low,close,adj_close,volume",
        "2026-01-21,^RUT,,,,,,2000000000",  # named by the span of volumes; the next day has none
        "2026-01-22,^RUT,,,,2718.77,,",
        "2026-01-23,^RUT,,,,2669.16,,",
        "2026-01-23,^TNX,,,,4.24,,",  # a yield, in percent as it is quoted
    ]


def test_prices_read_back_as_the_same_numbers(briefing: Briefing, market: Market) -> None:
    market.bars["rut"].loc["2026-01-23", "close"] = 0.1 + 0.2
    row = prices_csv(briefing, market).splitlines()[3]
    assert float(row.split(",")[5]) == 0.1 + 0.2


def test_without_figures_only_the_header_is_left(briefing: Briefing, market: Market) -> None:
    assert prices_csv(briefing.model_copy(update={"figures": ()}), market) == empty_csv()
