"""What a question asks for: subjects, a measure, a window, best or worst; None where a word of it is not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reporter.model import Briefing
from reporter.verification.numerals import fold
from reporter.verification.page import Page
from reporter.verification.reading import Reading

MEASURES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "change": frozenset(
            {"day_change", "trailing_return", "ytd_return", "period_return", "basket_return", "yield_change"}
        ),
        "relative": frozenset({"relative_return", "style_spread", "equal_vs_cap"}),
        "close": frozenset({"close_level"}),
        "volatility": frozenset({"daily_vol"}),
        "average": frozenset({"sma20", "sma50", "sma200", "sma_distance"}),
        "high52": frozenset({"extreme_52w_high", "high_distance"}),
        "low52": frozenset({"extreme_52w_low", "low_distance"}),
        "range52": frozenset({"range_position"}),
        "record": frozenset({"record_close", "record_distance", "record_count"}),
        "streak": frozenset({"outperformance_streak", "ended_streak"}),
        "target": frozenset({"price_target", "implied_upside"}),
        "multiple": frozenset({"pe_trailing", "pe_forward", "pe_discount"}),
        "volume": frozenset({"volume_ratio", "avg_volume", "volume_percentile"}),
        "correlation": frozenset({"correlation"}),
        "drawdown": frozenset({"drawdown"}),
        "watch": frozenset(),
    }
)
_WINDOWS = {"ytd": ("ytd",), "day": ("1d",), "week": ("5d",), "month": ("1m", "20d"), "year": ("12m", "52w", "1y")}
_KEYS = (
    ("watch", ("ask.watch",)), ("target", ("ask.analysts",)), ("volatility", ("ask.volatility",)),
    ("high52", ("metrics.high52",)), ("low52", ("metrics.low52",)), ("range52", ("metrics.range52",)),
    ("average", ("metrics.average_suffix",)), ("volatility", ("metrics.volatility",)),
    ("record", ("metrics.record", "superlative.record")), ("streak", ("metrics.streak", "ask.streak")),
    ("multiple", ("metrics.multiple",)), ("target", ("metrics.target_strong",)), ("volume", ("metrics.volume",)),
    ("correlation", ("ask.correlation",)), ("drawdown", ("ask.drawdown",)),
    ("relative", ("metrics.beat", "metrics.trail", "metrics.spread")), ("close", ("metrics.close", "ask.close")),
    ("change", ("ask.change",)),
)  # fmt: skip
"""Measure → keys of the words that ask for it, the more particular first."""
UNNAMED = frozenset({"streak", "target", "watch"})
"""Measures that may be asked for without a subject: the edition's own."""
_GROUPS = {"challenger": "small_caps", "benchmark": "large_caps"}
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9&'\-]*|\d[\d.,]*|[\u4e00-\u9fff]+")
_LENGTH = re.compile(r"\d{1,3}$")


@dataclass(frozen=True)
class Question:
    subjects: tuple[str, ...]
    measure: str
    windows: tuple[str, ...]
    rank: int = 0
    """1 the best, -1 the worst of `pool`."""
    pool: tuple[str, ...] = ()
    why: bool = False
    names: tuple[str, ...] = ()
    """Names of people or institutions on the page that are asked about."""


class _Left:
    """The question's text, with what has been understood blanked."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, reading: Reading, *keys: str) -> str | None:
        """Blank every word of some keys; the first one found."""
        first = None
        for key in keys:
            for start, end, word in reading.spans(key, self.text):
                first = first or word
                self.blank(start, end)
        return first

    def blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]


def read_question(text: str, briefing: Briefing, page: Page, reading: Reading, names: Reading) -> Question | None:
    """The question, or None where something in it is not understood or nothing is asked for."""
    left = _Left(fold(text))
    subjects = _subjects(left, briefing, names)
    people = _people(left, page)
    why = left.take(reading, "ask.why") is not None
    windows = tuple(w for kind, found in _WINDOWS.items() if left.take(reading, f"windows.{kind}") for w in found)
    # "Led by" and "highest" are read as ranks only where a kind of subject is asked for, so the kind comes first.
    pool = _pool(left, briefing, reading)
    rank = _rank(left, reading) if pool else 0
    measure, length = _measure(left, reading)
    left.take(reading, "ask.ignore")
    if _WORD.search(left.text):
        return None
    if people:
        return Question(subjects, "change", (), names=people)
    if length:
        windows = (f"{length}d",)
    if not measure:
        levels = {s.id for s in briefing.subjects if s.kind in ("yield", "volatility_index")}
        measure = "close" if subjects and set(subjects) <= levels else "change"
    if not windows and measure in ("change", "relative", "close"):
        windows = ("1d",)
    if not subjects and not rank and measure not in UNNAMED:
        return None
    return Question(subjects, measure, windows, rank, pool, why)


def _subjects(left: _Left, briefing: Briefing, names: Reading) -> tuple[str, ...]:
    """Subjects of the edition that the question names, by name, by symbol or as the group that they stand for."""
    known = {s.id for s in briefing.subjects}
    groups = {_GROUPS[role]: s.id for s in briefing.subjects for role in s.roles if role in _GROUPS}
    symbols = {s.symbol.lstrip("^").lower(): s.id for s in briefing.subjects if s.symbol}
    found: list[str] = []
    for start, end, subject in names.name_spans(left.text):
        subject = groups.get(subject, subject)
        if subject in known:
            found.append(subject)
            left.blank(start, end)
    for match in re.finditer(r"\^?[A-Za-z]{2,5}(?![A-Za-z])", left.text):
        subject = symbols.get(match.group().lstrip("^").lower(), "")
        if subject and match.group().isupper():
            found.append(subject)
            left.blank(*match.span())
    return tuple(dict.fromkeys(found))


def _people(left: _Left, page: Page) -> tuple[str, ...]:
    """Names on the page that are no subjects, as the question writes them."""
    every = {fold(r.text) for b in page.blocks for r in b.runs if r.kind == "name" and "data-subject" in r.attrs}
    parts = {part for name in every for part in re.split(r"[（）()]", name) if len(part.strip()) > 1} | every
    found = []
    for part in sorted(parts, key=len, reverse=True):
        at = left.text.find(part)
        if at >= 0:
            found.append(part)
            left.blank(at, at + len(part))
    return tuple(found)


def _pool(left: _Left, briefing: Briefing, reading: Reading) -> tuple[str, ...]:
    for key, wanted in (("sectors", "sector"), ("giants", "giant"), ("indices", "")):
        if left.take(reading, f"ask.{key}") is not None:
            chosen = [s.id for s in briefing.subjects if (wanted in s.roles if wanted else s.kind == "index")]
            return tuple(chosen)
    return ()


def _rank(left: _Left, reading: Reading) -> int:
    best, worst = left.take(reading, "ask.best"), left.take(reading, "ask.worst")
    return 0 if (best is None) == (worst is None) else 1 if best else -1


def _measure(left: _Left, reading: Reading) -> tuple[str, str]:
    """The measure asked for (empty where none is named), and the length of an average."""
    chosen, length = "", ""
    for measure, keys in _KEYS:
        if measure == "average":
            for start, _, _ in reading.spans("metrics.average_suffix", left.text):
                found = _LENGTH.search(left.text[:start])
                if found:
                    length = found.group()
                    left.blank(*found.span())
        if left.take(reading, *keys) is not None:
            chosen = chosen or measure
    return chosen, length
