"""Notes from text, and a small edition for them to meet: closes of 2026-01-23 and our own Januaries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from textwrap import dedent, indent

import pytest

from reporter.model import Claim, Figure, Figures, Window
from reporter.model.figure import Unit
from reporter.notes import Notes, NotesResult, apply_notes, load_text

SESSION = date(2026, 1, 23)
NOW = datetime(2026, 1, 24, 9, 0)
SOURCES = """\
sources:
  - {id: house, title: Outlook, publisher: Example Securities, author: Jane Doe, date: 2026-01-20}
"""


def market_figure(
    identity: str, value: float, unit: Unit = "points", decimals: int = 2, symbol: str | None = None,
    dates: dict[str, date] | None = None,
) -> Figure:
    named, metric = identity.split(".")[:2]
    subject, _, comparator = named.partition("-")
    window = Window(name="1d", start=SESSION, end=SESSION, sessions=1)
    return Figure(
        id=identity, metric=metric, subject=subject, symbol=symbol, comparator=comparator or None, window=window,
        value=value, unit=unit, decimals=decimals, formula="made up", inputs=(), as_of=SESSION, dates=dates or {},
    )


@pytest.fixture
def figures() -> Figures:
    years = {"first": date(1991, 1, 31), "last": date(2025, 1, 31)}
    return Figures([
        market_figure("rut.close_level.1d", 2669.16, symbol="^RUT"),
        market_figure("spx.close_level.1d", 6915.61, symbol="^GSPC"),
        market_figure("aapl.close_level.1d", 248.04, "USD", symbol="AAPL"),
        market_figure("rut.day_change.1d", -0.0182, "fraction", 4, symbol="^RUT"),
        market_figure("rut-ixic.relative_return.ytd", 0.0871, "pp", 4),
        market_figure("rut-spx.calendar_effect_cases.jan", 35, "count", 0, dates=years),
        market_figure("rut-spx.calendar_effect_hits.jan", 15, "count", 0, dates=years),
        market_figure("rut-spx.calendar_effect_mean.jan", 0.0009, "pp", 4, dates=years),
        market_figure("rut-spx.calendar_effect_median.jan", -0.0012, "pp", 4, dates=years),
        *(market_figure(f"rut.calendar_effect_{name}.jan", value, unit, 4 if unit == "fraction" else 0, "^RUT", years)
          for name, value, unit in (("cases", 38, "count"), ("hits", 24, "count"), ("mean", 0.0123, "fraction"),
                                    ("median", 0.0131, "fraction"))),
        market_figure("rut-ixic.base_rate_cases.ytd_lead_252", 9, "count", 0),
        market_figure("rut-ixic.base_rate_hits.ytd_lead_252", 3, "count", 0),
        market_figure("rut-ixic.base_rate_median.ytd_lead_252", -0.021, "pp", 4),
    ])


Load = Callable[..., Notes]


@pytest.fixture
def load() -> Load:
    """Notes from the text of `claims:` (a list), with one source `house` unless others are given."""
    def loading(claims: str, sources: str = SOURCES, now: datetime = NOW) -> Notes:
        return load_text(dedent(sources) + "claims:\n" + indent(dedent(claims), "  "), now, path="notes/x.yaml")
    return loading


@pytest.fixture
def good(load: Load) -> Load:
    """As `load`, and nothing may be wrong."""
    def loading(claims: str, sources: str = SOURCES, now: datetime = NOW) -> Notes:
        notes = load(claims, sources, now)
        assert not notes.problems, "\n".join(map(str, notes.problems))
        return notes
    return loading


Meet = Callable[..., NotesResult]


@pytest.fixture
def meet(good: Load, figures: Figures) -> Meet:
    """What notes bring to the edition of the session; its figures all resolve, its sources are all numbered."""
    def meeting(claims: str, sources: str = SOURCES, session: date = SESSION) -> NotesResult:
        result = apply_notes(good(claims, sources), figures, session)
        known = figures.with_more(result.figures)
        numbers = {0, *(source.id for source in result.sources)}
        for claim in result.claims:
            assert all(identity in known for identity in claim.figures)
            assert set(claim.sources) <= numbers
        for figure in result.figures:
            assert set(figure.sources) <= numbers
            assert figure.inputs
            assert all(i.figure is None or known[i.figure].value == i.value for i in figure.inputs)
        return result
    return meeting


@pytest.fixture
def value(figures: Figures) -> Callable[[NotesResult, Claim, str], float]:
    """The value of the figure in a slot."""
    def reading(result: NotesResult, claim: Claim, slot: str) -> float:
        identity = claim.slots[slot]
        assert isinstance(identity, str)
        return figures.with_more(result.figures)[identity].value
    return reading


@pytest.fixture
def values(figures: Figures) -> Callable[[NotesResult, Claim, str], tuple[float, ...]]:
    """The values of the figures in a slot that holds several."""
    def reading(result: NotesResult, claim: Claim, slot: str) -> tuple[float, ...]:
        known = figures.with_more(result.figures)
        return tuple(known[identity].value for identity in claim.slots[slot])
    return reading


def only(result: NotesResult, kind: str) -> Claim:
    found = [claim for claim in result.claims if claim.kind == kind]
    assert len(found) == 1, [claim.id for claim in result.claims]
    return found[0]


@pytest.fixture
def one() -> Callable[[NotesResult, str], Claim]:
    """The only claim of a kind."""
    return only
