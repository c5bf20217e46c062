"""What yfinance tells beside prices, as plain JSON: figures of funds and companies, estimates, dates, headlines.

Each reading takes a `yfinance.Ticker` and makes as few requests as it takes. `info` brings most by itself: multiples,
analysts' targets, the next dates. Dates are those of the exchange's own day.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

INFO = {
    "trailingPE": "pe_trailing", "forwardPE": "pe_forward", "priceToBook": "price_to_book",
    "totalAssets": "fund_size", "netAssets": "fund_size", "marketCap": "market_cap", "yield": "distribution_yield",
    "navPrice": "net_asset_value", "fiftyTwoWeekHigh": "high_52w", "fiftyTwoWeekLow": "low_52w",
}  # fmt: skip
"""Fields of `info` and what we call them. Amounts are in the quote's currency, the yield is a fraction."""
TARGETS = {"targetMeanPrice": "mean", "targetLowPrice": "low", "targetHighPrice": "high",
           "targetMedianPrice": "median", "currentPrice": "current"}  # fmt: skip
DATES = {"Earnings Date": ("earningsTimestamp", "earningsTimestampStart", "earningsTimestampEnd"),
         "Ex-Dividend Date": ("exDividendDate",)}  # fmt: skip
"""Dates of `ticker.calendar` and the fields of `info` that hold them, in seconds."""
TOP = 10
NEWS = 10


def read_info(ticker: Any) -> dict[str, Any]:
    """The fields of `INFO` that are finite numbers, the currency, analysts' targets, dates ahead, and the `kind`."""
    info: Mapping[str, Any] = ticker.info or {}
    found: dict[str, Any] = {"kind": str(info.get("quoteType") or "")}
    for theirs, ours in INFO.items():
        value = number(info.get(theirs))
        if value is not None:
            found.setdefault(ours, value)
    if isinstance(info.get("currency"), str):
        found["currency"] = info["currency"]
    targets = {ours: value for theirs, ours in TARGETS.items() if (value := number(info.get(theirs))) is not None}
    if "mean" in targets:
        found["analyst_price_targets"] = targets
    dates = {name: days for name, fields in DATES.items() if (days := read_days(info, fields))}
    if dates:
        found["calendar"] = dates
    return found


def read_days(info: Mapping[str, Any], fields: tuple[str, ...]) -> list[str]:
    """Days of moments, in ISO form. A moment at midnight UTC stands for its day, another for the exchange's day."""
    try:
        zone = ZoneInfo(str(info.get("exchangeTimezoneName") or "America/New_York"))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("America/New_York")
    days = set()
    for name in fields:
        seconds = number(info.get(name))
        if seconds is not None and 0 < seconds < 1e11:
            moment = datetime.fromtimestamp(seconds, UTC)
            days.add((moment if seconds % 86_400 == 0 else moment.astimezone(zone)).date().isoformat())
    return sorted(days)


def read_holdings(ticker: Any) -> dict[str, Any]:
    """The largest holdings of a fund with their weights, and the weight of the first ten together."""
    table = ticker.funds_data.top_holdings
    if table is None or table.empty or "Holding Percent" not in table:
        return {}
    listed = table["Holding Percent"].head(TOP)
    # Yahoo leaves the symbol of some holdings empty, so that it may stand there twice.
    weights = {f"{symbol}" if symbol and list(listed.index).count(symbol) == 1 else f"#{place}": weight
               for place, (symbol, value) in enumerate(listed.items(), start=1)
               if (weight := number(value)) is not None and weight > 0}  # fmt: skip
    total = math.fsum(weights.values())
    if not 0 < total <= 1:
        return {}
    found: dict[str, Any] = {"top_holdings": {"Holding Percent": weights}}
    if len(weights) == TOP:
        found["top10_weight"] = total
    return found


def read_estimates(ticker: Any) -> dict[str, Any]:
    """Analysts' estimates of earnings growth; the trend is asked for only where the estimates lack the year's."""
    estimates = columns(ticker.earnings_estimate)
    found = {"earnings_estimate": estimates} if estimates else {}
    if "0y" not in estimates.get("growth", {}):
        trend = columns(ticker.growth_estimates)
        found |= {"growth_estimates": trend} if trend else {}
    return found


def read_news(ticker: Any) -> dict[str, Any]:
    """Headlines with publisher, day and address, and nothing else of them."""
    found = []
    for item in ticker.get_news(count=NEWS, tab="news") or []:
        content = item.get("content") if isinstance(item, Mapping) else None
        if not isinstance(content, Mapping):
            continue
        publisher, address = content.get("provider"), content.get("canonicalUrl")
        found.append({"content": {
            "title": str(content.get("title") or ""), "pubDate": str(content.get("pubDate") or ""),
            "provider": {"displayName": str(publisher.get("displayName") or "")} if isinstance(publisher, dict) else {},
            "canonicalUrl": {"url": str(address.get("url") or "")} if isinstance(address, dict) else {},
        }})  # fmt: skip
    return {"news": found} if found else {}


READINGS: Mapping[str, tuple[Callable[[Any], dict[str, Any]], ...]] = {
    "ETF": (read_holdings, read_news), "EQUITY": (read_estimates,),
}  # fmt: skip
"""What is asked for beside `info`, by Yahoo's type of a quote: one request each."""


def columns(table: Any) -> dict[str, dict[str, float]]:
    """A table's columns of finite numbers as nested mappings; empty where there is none."""
    if table is None or getattr(table, "empty", True):
        return {}
    found = {
        str(name): {str(row): value for row, each in column.items() if (value := number(each)) is not None}
        for name, column in table.items()
    }
    return {name: rows for name, rows in found.items() if rows}


def number(value: object) -> float | None:
    """A finite number of Python or numpy; None for anything else."""
    if value is None or isinstance(value, str | bool):
        return None
    try:
        read = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return read if math.isfinite(read) else None
