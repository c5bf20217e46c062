"""A server on the loopback interface that answers what Yahoo answers, and a session that reaches it.

It serves charts, the cookie, the crumb, quote summaries, and each way in which Yahoo fails. The client is the real one:
only the address of a request is rewritten, below yfinance.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import pandas as pd

CRUMB = "a.crumb"
OPENS = time_of_day(9, 30)


@dataclass
class Listing:
    """One symbol: bars are (open, high, low, close, adj_close, volume) by date, None where Yahoo has null."""

    bars: dict[date, tuple[float | None, ...]]
    instrument: str = "EQUITY"
    dividends: dict[date, float] = field(default_factory=dict)
    splits: dict[date, tuple[int, int]] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    holdings: list[float] = field(default_factory=list)
    targets: dict[str, float] = field(default_factory=dict)
    """Analysts' price targets, as `financialData` names them."""
    trend: dict[str, float] = field(default_factory=dict)
    """Expected growth of earnings by period: 0q, +1q, 0y, +1y."""
    moments: dict[str, int] = field(default_factory=dict)
    """Seconds since 1970 of the quote, such as `earningsTimestamp`."""
    headlines: list[dict[str, Any]] = field(default_factory=list)
    traded_at: datetime | None = None
    """When the last bar was traded, for a bar of a session that goes on."""
    zone: str = "America/New_York"


@dataclass
class Trouble:
    """How the chart of a symbol fails, and how many times before it is answered well (None: always)."""

    kind: str
    times: int | None = None


@dataclass
class World:
    """What the server knows, how it fails, and what it was asked."""

    listings: dict[str, Listing] = field(default_factory=dict)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str], Mapping[str, str]]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def trouble(self, symbol: str) -> str | None:
        found = self.troubles.get(symbol) or self.troubles.get("*")
        if found is None or found.times == 0:
            return None
        if found.times is not None:
            found.times -= 1
        return found.kind

    def charts(self, symbol: str | None = None) -> list[Mapping[str, str]]:
        """The parameters of every chart that was asked for with a span of dates."""
        return [query for path, query, _ in self.asked
                if "/chart/" in path and "period1" in query and (symbol is None or path.endswith("/" + symbol))]


def chart(symbol: str, listing: Listing, query: Mapping[str, str]) -> dict[str, Any]:
    """Yahoo's answer for a chart with the bars between `period1` and `period2`, in seconds."""
    low, high = float(query.get("period1", "-inf")), float(query.get("period2", "inf"))
    rows = [(stamp(day, listing), bar) for day, bar in sorted(listing.bars.items())]
    if "range" in query:
        rows = rows[-1:]
    rows = [(seconds, bar) for seconds, bar in rows if low <= seconds < high]
    columns = list(zip(*[bar for _, bar in rows], strict=True)) if rows else [()] * 6
    names = ("open", "high", "low", "close", "adjclose", "volume")
    quote = {name: list(values) for name, values in zip(names, columns, strict=True)}
    adjusted = quote.pop("adjclose")
    result: dict[str, Any] = {
        "meta": meta(symbol, listing), "timestamp": [seconds for seconds, _ in rows],
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": adjusted}]},
        "events": events(listing, low, high),
    }
    if not rows:
        del result["timestamp"]
        result["indicators"] = {"quote": [{}], "adjclose": [{}]}
    return {"chart": {"result": [result], "error": None}}


def stamp(day: date, listing: Listing) -> int:
    if listing.traded_at is not None and day == max(listing.bars):
        return int(listing.traded_at.timestamp())
    return int(datetime.combine(day, OPENS, ZoneInfo(listing.zone)).timestamp())


def meta(symbol: str, listing: Listing) -> dict[str, Any]:
    day = max(listing.bars, default=date(2026, 1, 23))
    local = datetime.combine(day, OPENS, ZoneInfo(listing.zone))
    opens, offset = int(local.timestamp()), int((local.utcoffset() or timedelta()).total_seconds())
    closes = opens + 23_400
    zone = local.strftime("%Z")
    period = {"timezone": zone, "start": opens, "end": closes, "gmtoffset": offset}
    return {
        "currency": "USD", "symbol": symbol, "exchangeName": "NYM", "fullExchangeName": "NYSE",
        "instrumentType": listing.instrument, "firstTradeDate": stamp(min(listing.bars, default=day), listing),
        "regularMarketTime": closes, "hasPrePostMarketData": True, "gmtoffset": offset, "timezone": zone,
        "exchangeTimezoneName": listing.zone, "regularMarketPrice": 1.0, "priceHint": 2,
        "currentTradingPeriod": {"pre": period, "regular": period, "post": period}, "dataGranularity": "1d",
        "range": "", "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
    }


def events(listing: Listing, low: float, high: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for day, amount in listing.dividends.items():
        seconds = stamp(day, listing)
        if low <= seconds < high:
            found.setdefault("dividends", {})[str(seconds)] = {"amount": amount, "date": seconds}
    for day, (numerator, denominator) in listing.splits.items():
        seconds = stamp(day, listing)
        if low <= seconds < high:
            found.setdefault("splits", {})[str(seconds)] = {
                "date": seconds, "numerator": numerator, "denominator": denominator,
                "splitRatio": f"{numerator}:{denominator}"}
    return found


def unknown(symbol: str) -> dict[str, Any]:
    description = "No data found, symbol may be delisted"
    return {"chart": {"result": None, "error": {"code": "Not Found", "description": description}}}


def summary(symbol: str, listing: Listing) -> dict[str, Any]:
    """A quote summary with the fields that `info` and `funds_data` read."""
    holdings = [{"symbol": f"H{place}", "holdingName": f"Holding {place}", "holdingPercent": weight}
                for place, weight in enumerate(listing.holdings)]
    result = {
        "quoteType": {"quoteType": listing.instrument, "symbol": symbol},
        "summaryDetail": listing.info, "defaultKeyStatistics": {}, "financialData": listing.targets, "assetProfile": {},
        "summaryProfile": {"longBusinessSummary": ""},
        "topHoldings": {"holdings": holdings, "equityHoldings": {}, "bondHoldings": {}, "bondRatings": [],
                        "sectorWeightings": []},
        "fundProfile": {"categoryName": "", "family": "", "legalType": "", "feesExpensesInvestment": {},
                        "feesExpensesInvestmentCat": {}},
        "earningsTrend": {"trend": [estimate(period, growth) for period, growth in listing.trend.items()]},
        "industryTrend": {"estimates": []}, "sectorTrend": {"estimates": []},
        "indexTrend": {"symbol": "SP5", "estimates": [{"period": "0y", "growth": 0.12}]},
    }
    return {"quoteSummary": {"result": [result], "error": None}}


def estimate(period: str, growth: float) -> dict[str, Any]:
    """One period of the module `earningsTrend`, with the numbers that the client reads."""
    average = {"raw": 8.1, "fmt": "8.1"}
    return {
        "maxAge": 1, "period": period, "endDate": "2026-09-30", "growth": {"raw": growth, "fmt": f"{growth:.2%}"},
        "earningsEstimate": {"avg": average, "low": average, "high": average, "yearAgoEps": average,
                             "numberOfAnalysts": {"raw": 38, "fmt": "38"}, "growth": {"raw": growth, "fmt": ""},
                             "earningsCurrency": "USD"},
    }  # fmt: skip


def headline(title: str, publisher: str, moment: str, url: str) -> dict[str, Any]:
    """One item of the stream of news."""
    content = {"id": title, "contentType": "STORY", "title": title, "pubDate": moment,
               "provider": {"displayName": publisher, "url": "http://news.example/"},
               "canonicalUrl": {"url": url, "site": "finance", "region": "US", "lang": "en-US"}}  # fmt: skip
    return {"id": title, "content": content}


class Handler(BaseHTTPRequestHandler):
    """One request; the path is `/host/path` of the address that was meant."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    world: World

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        self.world.asked.append((path, query, dict(self.headers.items())))
        if path.startswith("/fc.yahoo.com"):
            self.answer("", headers={"Set-Cookie": "A3=cookie; Path=/; Max-Age=9999"}, status=404)
        elif path.endswith("/getcrumb"):
            self.crumb()
        elif "/v8/finance/chart/" in path:
            self.chart(path.rsplit("/", 1)[1], query)
        elif "/quoteSummary/" in path or path.endswith("/v7/finance/quote"):
            self.fundamentals(path, query)
        elif "/fundamentals-timeseries/" in path:
            self.answer(json.dumps({"timeseries": {"result": [], "error": None}}))
        else:
            self.answer("<html><body>not here</body></html>", kind="text/html", status=404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        address = urlsplit(self.path)
        if not address.path.endswith("/xhr/ncp"):
            self.do_GET()
            return
        self.world.asked.append((address.path, {}, dict(self.headers.items())))
        (symbol,) = json.loads(body)["serviceConfig"]["s"]
        listing = self.world.listings.get(symbol) or Listing({})
        if self.world.troubles.get("news") is not None:
            self.answer("<html><body>Will be right back</body></html>", kind="text/html")
        else:
            self.answer(json.dumps({"data": {"tickerStream": {"stream": listing.headlines}}}))

    def crumb(self) -> None:
        if "crumb" in self.world.troubles:
            self.answer("", kind="text/plain", status=int(self.world.troubles["crumb"].kind))
        elif self.world.troubles.get("*", Trouble("")).kind == "429":
            self.answer("Too Many Requests\r\n", kind="text/plain", status=429)
        elif "A3=cookie" in self.headers.get("Cookie", ""):
            self.answer(CRUMB, kind="text/plain")
        else:
            self.answer("", kind="text/plain", status=401)

    def fundamentals(self, path: str, query: Mapping[str, str]) -> None:
        symbol = query.get("symbol") or query.get("symbols") or path.rsplit("/", 1)[1]
        listing = self.world.listings.get(symbol)
        if query.get("crumb") != CRUMB:
            self.answer(json.dumps({"finance": {"error": {"code": "Unauthorized"}}}), status=401)
        elif listing is None:
            self.answer(json.dumps({"quoteSummary": {"result": None, "error": {}}}), status=404)
        elif (trouble := self.world.trouble(f"{symbol} {query.get('modules', '')}")) is not None:
            self.fail(trouble, symbol, query)
        elif "/quoteSummary/" in path:
            self.answer(json.dumps(summary(symbol, listing)))
        else:
            quote = {"symbol": symbol, "quoteType": listing.instrument, "currency": "USD",
                     "exchangeTimezoneName": listing.zone, **listing.moments}  # fmt: skip
            self.answer(json.dumps({"quoteResponse": {"result": [quote], "error": None}}))

    def chart(self, symbol: str, query: Mapping[str, str]) -> None:
        trouble = self.world.trouble(symbol)
        listing = self.world.listings.get(symbol)
        if trouble is not None:
            self.fail(trouble, symbol, query)
        elif listing is None:
            self.answer(json.dumps(unknown(symbol)), status=404)
        else:
            self.answer(json.dumps(chart(symbol, listing, query)))

    def fail(self, trouble: str, symbol: str, query: Mapping[str, str]) -> None:
        listing = self.world.listings.get(symbol) or Listing({})
        if trouble == "429":
            self.answer("Too Many Requests\r\n", kind="text/plain", status=429)
        elif trouble == "no data":
            description = "Data doesn't exist for startDate = 315550800, endDate = 1769230800"
            error = {"code": "Bad Request", "description": description}
            self.answer(json.dumps({"chart": {"result": None, "error": error}}), status=400)
        elif trouble.isdigit():
            self.answer("<html><body>upstream failed</body></html>", kind="text/html", status=int(trouble))
        elif trouble == "empty":
            self.answer(json.dumps(chart(symbol, Listing({}), query)))
        elif trouble == "html":
            self.answer("<html><body>Will you accept cookies?</body></html>", kind="text/html")
        elif trouble == "cut":
            body = json.dumps(chart(symbol, listing, query)).encode()
            self.answer(body[: len(body) // 2].decode(), length=len(body))
            self.close_connection = True
        elif trouble == "cut json":
            self.answer(json.dumps(chart(symbol, listing, query))[:-40])
        elif trouble == "silent":
            self.world.stopping.wait(30)
            self.close_connection = True
        elif trouble == "drip":
            self.drip()

    def drip(self) -> None:
        """A body that never ends, a byte now and then."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.close_connection = True
        while not self.world.stopping.wait(0.05):
            try:
                self.wfile.write(b" ")
            except OSError:
                return

    def answer(self, text: str, status: int = 200, kind: str = "application/json",
               headers: Mapping[str, str] | None = None, length: int | None = None) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(world: World) -> Iterator[str]:
    """Serve a world on a free port of 127.0.0.1 while the block runs; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("WorldHandler", (Handler,), {"world": world}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        world.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def loopback_session(address: str) -> Any:
    """A real curl_cffi session that goes to `address` for *.yahoo.com and refuses every other host."""
    from curl_cffi import requests

    class LoopbackSession(requests.Session):  # type: ignore[type-arg]
        def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
            parts = urlsplit(url)
            host = parts.hostname or ""
            if host != "yahoo.com" and not host.endswith(".yahoo.com"):
                raise AssertionError(f"a request to {host}")
            query = f"?{parts.query}" if parts.query else ""
            return super().request(method, f"{address}/{host}{parts.path}{query}", *args, **options)

    return LoopbackSession(impersonate="chrome", trust_env=False)


def listings(frames: Mapping[str, pd.DataFrame]) -> dict[str, Listing]:
    """Bars of our own form as Yahoo would list them: yields in percent, an adjusted close wherever there is a close."""
    found: dict[str, Listing] = {}
    for symbol, frame in frames.items():
        whole = frame.assign(adj_close=frame["adj_close"].fillna(frame["close"]))
        names = ("open", "high", "low", "close", "adj_close", "volume")
        rows = zip(whole.index, *(whole[name].tolist() for name in names), strict=True)
        bars = {row[0].date(): tuple(None if value != value else value for value in row[1:]) for row in rows}
        found[symbol] = Listing(bars, instrument="INDEX" if symbol[0] == "^" else "ETF")
    return found
