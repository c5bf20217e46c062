"""Notes that a data provider's fundamentals make by themselves: each has a source with the day of retrieval.

Input, by subject id (`symbol` names the instrument at the provider; every other key is optional and has the shape in
which yfinance gives it, tables as `DataFrame.to_dict()`: column → row → value):

    {"aapl": {"symbol": "AAPL", "currency": "USD",
              "analyst_price_targets": {"current": 248.0, "low": 205.0, "high": 350.0, "mean": 288.6, "median": 297.0},
              "earnings_estimate": {"avg": {"0y": 8.1}, "growth": {"0q": 0.11, "0y": 0.093}, "currency": {…}, …},
              "growth_estimates": {"stockTrend": {"0y": 0.093, …}, "indexTrend": {"0y": 0.12, …}},
              "top_holdings": {"Name": {"NVDA": "NVIDIA Corp"}, "Holding Percent": {"NVDA": 0.078}},
              "calendar": {"Earnings Date": [date(2026, 1, 29)], "Ex-Dividend Date": date(2026, 2, 9)},
              "top10_weight": 0.39,  # where the table of holdings is not at hand
              "news": [{"content": {"title": …, "pubDate": …, "provider": {…}, "canonicalUrl": {…}}}]}}

A missing, empty or NaN entry makes no note: providers have gaps, and a gap is no mistake of anybody's. Multiples and
fund sizes (`pe_trailing`, `fund_size`) are measured by the metrics room too, and its figures are those that are told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ValidationError

from reporter.notes.attribution import slug
from reporter.notes.document import Document
from reporter.notes.kinds import KINDS
from reporter.notes.records import Note, Notes, NoteSource
from reporter.notes.shapes import SourceFields

PUBLISHER, SITE = "Yahoo Finance", "https://finance.yahoo.com/quote/"
CONSENSUS = "analyst_consensus"
TARGET_MONTHS = 12
"""Analysts' targets are for twelve months unless somebody says otherwise."""
TOP = 10
"""Holdings that the provider's list has."""
NEWS = 3
"""As many headlines a subject as a bibliography bears."""

Entry = Mapping[str, Any]


def notes_from_fundamentals(fundamentals: Mapping[str, Entry], now: datetime) -> Notes:
    """Notes from plain dicts by subject id; `now` is the moment of retrieval (overridden by an entry's
    `retrieved_at`)."""
    notes: list[Note] = []
    for subject, entry in fundamentals.items():
        notes += _Maker(subject.lower(), entry, now).make()
    return Notes(tuple(notes))


class _Maker:
    """Makes the notes of one subject."""

    def __init__(self, subject: str, entry: Entry, now: datetime) -> None:
        self.subject, self.entry = subject, entry
        retrieved = entry.get("retrieved_at")
        self.now = retrieved if isinstance(retrieved, datetime) else now
        self.day = self.now.date()
        self.symbol = str(entry.get("symbol") or subject.upper())
        self.currency = str(entry.get("currency") or "USD")
        self.path = f"{PUBLISHER}: {self.symbol}"

    def make(self) -> Iterator[Note]:
        yield from self._target()
        yield from self._growth()
        yield from self._holdings()
        yield from self._valuation()
        yield from self._events()
        yield from self._news()

    def _target(self) -> Iterator[Note]:
        table = _mapping(self.entry.get("analyst_price_targets"))
        mean = _number(table.get("mean"))
        if mean is None or mean <= 0:
            return
        yield from self._note("price_target", "analysts' price targets", "analysis", {
            "value": round(mean, 2), "unit": self.currency, "horizon": f"{TARGET_MONTHS}m",
            "institution": CONSENSUS,
        })

    def _growth(self) -> Iterator[Note]:
        """Growth of the current year, from the estimates or else from the trend."""
        table = _mapping(self.entry.get("earnings_estimate"))
        trend = _mapping(self.entry.get("growth_estimates"))
        growth = _number(_mapping(table.get("growth")).get("0y"))
        if growth is None:
            growth = _number(_mapping(trend.get("stockTrend")).get("0y"))
        if growth is not None and abs(growth) <= 10:
            yield from self._note("eps_forecast", "earnings estimates", "analysis", {
                "value": round(growth * 100, 1), "unit": "percent", "measure": "growth", "period": str(self.day.year),
                "institution": CONSENSUS,
            })

    def _holdings(self) -> Iterator[Note]:
        table = _mapping(_mapping(self.entry.get("top_holdings")).get("Holding Percent"))
        weights = [weight for value in table.values() if (weight := _number(value)) is not None]
        count, total = len(weights), math.fsum(weights)
        if not weights:
            count, total = TOP, _number(self.entry.get("top10_weight")) or 0.0
        if 0 < total <= 1:
            yield from self._note("concentration_share", "top holdings", "holdings", {
                "value": round(total * 100, 2), "unit": "percent", "measure": "top_holdings", "top": count,
                "institution": slug(PUBLISHER),
            })

    def _valuation(self) -> Iterator[Note]:
        """A fund's multiple and size; those of companies are theirs alone and say little of a market."""
        if not any(self.entry.get(name) for name in ("top_holdings", "top10_weight", "fund_size")):
            return
        multiple, size = _number(self.entry.get("pe_trailing")), _number(self.entry.get("fund_size"))
        if multiple is not None and multiple > 0:
            yield from self._note("pe_trailing", "key statistics", "key-statistics", {
                "value": round(multiple, 2), "unit": "times", "institution": slug(PUBLISHER)})
        if size is not None and size > 0:
            yield from self._note("fund_size", "net assets", "key-statistics", {
                "value": size, "unit": self.currency, "institution": slug(PUBLISHER)})

    def _events(self) -> Iterator[Note]:
        """Dates that the calendar gives; what they are is a word of the locale, not of a note."""
        calendar = _mapping(self.entry.get("calendar"))
        for key, event in (("Earnings Date", "earnings"), ("Ex-Dividend Date", "ex_dividend")):
            value = calendar.get(key)
            days = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
            first = min((day for each in days if (day := _day(each)) is not None and day >= self.day), default=None)
            if first is not None:
                yield from self._note("event", "calendar", "", {"date": first, "event": event}, suffix=event)

    def _news(self) -> Iterator[Note]:
        """Headlines: titles with publisher, day and link, and nothing that they say."""
        listed = self.entry.get("news")
        for item in listed[:NEWS] if isinstance(listed, list) else []:
            content = _mapping(_mapping(item).get("content")) or _mapping(item)
            title = str(content.get("title") or "").strip()
            publisher = str(_mapping(content.get("provider")).get("displayName") or content.get("publisher") or "")
            address = str(_mapping(content.get("canonicalUrl")).get("url") or content.get("link") or "")
            when = _day(content.get("pubDate") or content.get("providerPublishTime"))
            if title and publisher.strip() and when is not None and when <= self.day:
                key = f"{self.subject}-news-{slug(title)[:40].strip('_')}"
                yield from self._note("provenance", title, "", {}, publisher=publisher.strip(), address=address,
                                      when=when, key=key)

    def _note(
        self, kind: str, title: str, page: str, fields: Entry, *, suffix: str = "", publisher: str = PUBLISHER,
        address: str | None = None, when: date | None = None, key: str | None = None,
    ) -> Iterator[Note]:
        """One note, or none where the provider's text or number is not fit to print."""
        name = key or "-".join(part for part in ("yahoo", self.subject, kind, suffix) if part)
        name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name)[:60].lower()
        titled = title if key else f"{self.symbol}: {title}"
        link = address if address is not None else f"{SITE}{self.symbol}/{page}".rstrip("/")
        source = {"id": name, "title": titled, "publisher": publisher, "date": when or self.day,
                  "url": link or None, "language": "en"}
        claim = {"id": name, "source": name, "kind": kind, "subject": self.subject, **fields}
        try:
            made = SourceFields.model_validate(source)
            read = KINDS[kind].model_validate(claim)
        except ValidationError:
            return
        if next(read.mistakes(), None) is None:
            document = Document(self.path, claim, {}, {})
            yield Note(name, kind, read, NoteSource(made, retrieved_at=self.now, provider=True), document)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: object) -> float | None:
    """A finite number, also of a library's own number type; None for what a provider leaves empty."""
    if value is None or isinstance(value, (str, bool)):
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _day(value: object) -> date | None:
    """A date from a date, a moment in ISO form, or seconds since 1970."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return datetime.fromtimestamp(value, tz=UTC).date()
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.replace("Z", "+00:00")).date()
        except ValueError:
            return None
    return None
