"""A made market of the default desk, and phrases that tell which of their branches have been said."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

import reporter.rendering.phrasebook as phrasebook_module
from reporter.data import period_of
from reporter.data.calendar import open_calendar
from reporter.desk_files import load_desk
from reporter.gathering import without_contracts
from reporter.insights import choose_theme, find
from reporter.language import Language
from reporter.metrics import measure, since_previous
from reporter.model import Briefing, Claim, Desk, Figure, Figures, PeriodKind, Section, Source
from reporter.model.kinds import KINDS
from reporter.model.market import FIELDS, Market
from reporter.narrative import Edition, compose
from reporter.narrative.planning import plan
from reporter.notes import apply_notes, load_notes
from reporter.notes.sample import sample_notes
from reporter.project import Project, packaged
from reporter.rendering.environment import PhraseEnvironment, environment
from reporter.rendering.phrasebook import Phrasebook

LOCALES = ("zh_CN", "en", "zh_TW")
LAST = date(2026, 1, 23)
NOW = datetime(2026, 1, 24, 12, tzinfo=UTC)

# ---------------------------------------------------------------------------------------------------- markets


@cache
def made_market(seed: int, years: int = 4) -> tuple[Desk, Market]:
    """Closes of the default desk from one factor, sizes, styles and sectors, in calm and wild times."""
    desk = load_desk("us-small-caps", Project(Path.cwd())).desk("us-small-caps", LAST)
    calendar = open_calendar(desk.calendar, LAST)
    sessions = calendar.between(date(LAST.year - years, 1, 3), LAST)
    rng = np.random.default_rng(seed)
    count = len(sessions)
    wild = np.repeat(rng.choice([0.4, 1.0, 3.2], size=count // 40 + 1, p=[0.4, 0.45, 0.15]), 40)[:count]
    market, size, style = (rng.standard_t(4, count) * s * wild for s in (0.0075, 0.006, 0.005))
    size += np.sin(np.arange(count) / 9) * 0.004  # runs of one side
    market[rng.integers(40, count, 6)] += rng.choice([-0.06, 0.05], 6)
    bars = {}
    for number, subject in enumerate(desk.subjects):
        if subject.kind in ("basket", "future"):
            continue
        own = rng.standard_normal(count) * (0.012 if subject.kind == "stock" else 0.004) * wild
        small = bool({"challenger", "challenger_etf", "small", "micro", "industry"} & set(subject.roles))
        moves = market + own + small * size + style * (number % 3 - 1)
        bars[subject.id] = _bars(subject.kind, subject.id, moves, market, sessions, rng)
    source = Source(id=0, kind="market", publisher="made", title="made", date=LAST)
    return without_contracts(desk, Market(LAST, {s.id: s for s in desk.subjects}, bars, sessions, (source,)))


RETURNED = (91, 182, 325, 13, 15, 0)
"""Sessions, counted from the last, on which prices went far both ways and closed near where they had been."""


def _bars(kind: str, name: str, moves: Any, market: Any, sessions: Any, rng: Any) -> pd.DataFrame:
    count = len(sessions)
    if kind == "yield":
        close = 0.04 + np.cumsum(rng.standard_normal(count) * 0.0006).clip(-0.03, 0.03)
    elif kind == "volatility_index":
        close = 14 + 9 * np.abs(pd.Series(market).rolling(8, min_periods=1).std().fillna(0.01)) / 0.01
        close = np.asarray(close) * np.exp(rng.standard_normal(count) * 0.04 - market * 3)
    else:
        close = {"index": 2000.0, "stock": 150.0}.get(kind, 90.0) * np.exp(np.cumsum(moves))
    frame = pd.DataFrame({each: np.full(count, np.nan) for each in FIELDS}, index=sessions)
    frame["close"] = close
    if kind in ("index", "etf"):
        swing = np.abs(rng.standard_normal(count)) * 0.004
        frame["high"], frame["low"] = close * (1 + swing), close * (1 - swing)
        before = np.concatenate([close[:1], close[:-1]])
        top, bottom = np.maximum(close, before), np.minimum(close, before)
        straight = top > bottom * 1.015  # the far days end where they were going, and some days come all the way back
        frame["high"], frame["low"] = np.where(straight, top, frame["high"]), np.where(straight, bottom, frame["low"])
        returned = [count - 1 - back for back in RETURNED]
        frame.iloc[returned, frame.columns.get_indexer(["high", "low"])] = np.array([top * 1.05, bottom * 0.95]).T[returned]
        frame["open"] = close
        frame["volume"] = np.round(3e7 * np.exp(rng.standard_normal(count) * 0.5))
    if kind == "etf" and name[0] == "x":  # sectors are told by total return
        frame["adj_close"], frame["close"] = close, np.nan
    return frame


def until(market: Market, session: pd.Timestamp) -> Market:
    """The market as it stood at an earlier session."""
    return Market(
        session.date(),
        market.subjects,
        {k: v.loc[:session] for k, v in market.bars.items()},
        market.sessions[market.sessions <= session],
        market.sources,
    )


@dataclass
class Made:
    """An edition of a made market with everything that was measured and found."""

    briefing: Briefing
    claims: list[Claim]
    figures: Figures


def edition(
    seed: int,
    back: int,
    *,
    notes: Path | None = None,
    before: Briefing | None = None,
    years: int = 4,
    period: PeriodKind | None = None,
) -> Made:
    """The edition of the session `back` sessions before the last; with a `period` the wrap of its week or month."""
    desk, whole = made_market(seed, years)
    market = until(whole, whole.sessions[-1 - back]) if back else whole
    if period is not None:
        told = period_of(period, market.session, open_calendar(desk.calendar, LAST))
        desk = desk.model_copy(update={"period": told})
    figures = measure(market, desk)
    if before is not None:
        figures = since_previous(market, desk, before, figures)
    claims = find(figures, desk)
    sources: Sequence[Source] = ()
    if notes is not None:
        loaded = load_notes([notes], NOW, locales=LOCALES)
        assert not loaded.problems
        told = apply_notes(loaded, figures, market.session, NOW, first_source_id=1)
        figures, claims, sources = figures.with_more(told.figures, told.gaps), [*claims, *told.claims], told.sources
    theme = choose_theme(claims, figures)
    briefing = compose(claims, figures, desk, market, Edition(NOW, NOW, theme.name, "full", sources=sources))
    return Made(briefing, claims, figures)


# ---------------------------------------------------------------------------------------------------- phrases


@dataclass
class Coverage:
    """Branches of phrases by place, and those that have been said; wordings by slot, and those that were taken."""

    branches: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    slots: dict[str, int] = field(default_factory=dict)

    def see(self, place: str, value: Any = "") -> Any:
        self.said.add(place)
        return value

    @property
    def unsaid(self) -> list[str]:
        return sorted(f"{place}: {text}" for place, text in self.branches.items() if place not in self.said)


class Marking(NodeTransformer):
    """Marks every branch of a phrase file: bodies of if, elif, else and for, and both sides of `a if b else c`."""

    def __init__(self, coverage: Coverage, name: str, lines: Sequence[str]) -> None:
        self.coverage, self.name, self.lines, self.count = coverage, name, lines, 0

    def _mark(self, line: int, what: str, *value: nodes.Expr) -> nodes.Call:
        self.count += 1
        place = f"{self.name}:{line}#{self.count}"
        self.coverage.branches[place] = f"{what} {self.lines[line - 1].strip()[:90]}"
        return nodes.Call(nodes.Name("seen", "load"), [nodes.Const(place), *value], [], None, None, lineno=line)

    def visit_If(self, node: nodes.If) -> nodes.If:
        self.generic_visit(node)
        node.body.insert(0, nodes.Output([self._mark(_line(node.body, node), "if")]))
        if node.else_:
            node.else_.insert(0, nodes.Output([self._mark(_line(node.else_, node), "else")]))
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:
        self.generic_visit(node)
        node.body.insert(0, nodes.Output([self._mark(_line(node.body, node), "for")]))
        return node

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.CondExpr:
        self.generic_visit(node)
        node.expr1 = self._mark(node.lineno, f"{_text(node.expr1)} of", node.expr1)
        if node.expr2 is not None:
            node.expr2 = self._mark(node.lineno, f"{_text(node.expr2)} of", node.expr2)
        return node


def _line(body: Sequence[nodes.Node], node: nodes.Node) -> int:
    return body[0].lineno if body else node.lineno


def _text(node: nodes.Expr) -> str:
    return repr(node.value) if isinstance(node, nodes.Const) else type(node).__name__


class Watched(PhraseEnvironment):
    """The phrases' environment with marks on every branch. Compiled once a locale, by a cache of its own."""

    coverage: Coverage

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        place = "/".join(Path(filename or "").parts[-3:])
        return Marking(self.coverage, place, source.splitlines()).visit(tree)


def watched(coverage: Coverage, folders: Sequence[Path]) -> PhraseEnvironment:
    plain = environment(folders)
    env = Watched(
        loader=plain.loader,
        autoescape=True,
        undefined=plain.undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
        bytecode_cache=coverage.cache,
    )  # type: ignore[attr-defined]
    env.coverage = coverage
    env.globals["seen"] = coverage.see
    return env


@pytest.fixture(scope="session")
def coverage() -> Iterator[Coverage]:
    """Every Phrasebook of the session reports here what it says."""
    from reporter.rendering.environment import CompiledOnce

    kept = Coverage()
    kept.cache = CompiledOnce()  # type: ignore[attr-defined]
    patch = pytest.MonkeyPatch()
    patch.setattr(phrasebook_module, "environment", lambda folders: watched(kept, folders))
    yield kept
    patch.undo()


@cache
def language(tag: str) -> Language:
    return Language.load(tag, [packaged("locales")])


@pytest.fixture(scope="session")
def book(coverage: Coverage) -> Callable[[Briefing, str, int | None], Phrasebook]:
    def make(briefing: Briefing, tag: str, form: int | None = None) -> Phrasebook:
        return Phrasebook(briefing, language(tag), [packaged("locales") / tag / "phrases"], form=form)

    return make


# ------------------------------------------------------------------------------------------ synthetic editions


class Pool:
    """Claims of many sessions by kind, with their figures, from which editions are put together that no day had."""

    def __init__(self, made: Sequence[Made], constants: Mapping[str, set[Any]]) -> None:
        self.base = made[0].briefing
        self.days: defaultdict[str, list[tuple[list[Claim], Figures]]] = defaultdict(list)
        self.facts: defaultdict[tuple[str, str], set[Any]] = defaultdict(set)
        self.slots: defaultdict[object, set[frozenset[str]]] = defaultdict(set)
        self.seen: defaultdict[str, set[str]] = defaultdict(set)
        self.lent: defaultdict[str, list[Figure]] = defaultdict(list)
        self.ends: dict[str, tuple[float, float]] = {}
        self.signs: defaultdict[str, set[bool]] = defaultdict(set)
        for each in made:
            by_kind: defaultdict[str, list[Claim]] = defaultdict(list)
            for claim in each.claims:
                by_kind[claim.kind].append(claim)
                self.slots[_form(claim)].add(frozenset(claim.slots))
                self.seen[claim.kind] |= {*claim.slots, *claim.facts, *claim.roles}
                for name, ids in claim.slots.items():
                    self.lent[name] += [each.figures[ids]] if isinstance(ids, str) else []
                for name, value in claim.facts.items():
                    self.facts[claim.kind, name].add(value)
                for figure in (each.figures[i] for i in claim.figures):
                    low, high = self.ends.get(figure.metric, (9e9, 0.0))
                    self.ends[figure.metric] = min(low, abs(figure.value)), max(high, abs(figure.value))
                    self.signs[figure.metric].add(figure.value < 0)
            for kind, found in by_kind.items():
                self.days[kind].append((found, each.figures))
        for (_, name), values in self.facts.items():
            if all(isinstance(v, bool) for v in values):
                values |= {True, False}
            elif name not in FIXED and all(isinstance(v, str) for v in values):
                values |= {c for c in constants.get(name, ()) if isinstance(c, str)}

    def briefing(self, rng: random.Random, theme: str) -> Briefing:
        """One edition of `theme` from any day's claims, with facts and values that may never have met."""
        claims: dict[str, Claim] = {}
        figures: dict[str, Figure] = {}
        for kind, days in sorted(self.days.items()):
            if kind not in NEEDED.get(theme, ()) and kind not in NEEDED["any"] and not kind.startswith("wrap") and rng.random() < 0.2:
                continue
            found, known = rng.choice(days)
            for claim in found:
                changed, more = self._lending(self._changed(claim, rng), rng)
                claims[claim.id] = changed
                figures |= {i: self._valued(known[i], rng) for i in claim.figures} | more
        told = sorted(claims.values(), key=lambda c: (-c.salience, c.id))
        sections: tuple[Section, ...] = plan(theme, told, "full")
        sources = (Source(id=i, kind="note", publisher="made", title="made", date=LAST) for i in range(40))
        return self.base.model_copy(
            update={
                "theme": theme,
                "claims": tuple(told),
                "figures": tuple(figures.values()),
                "sections": sections,
                "theme_claims": tuple(c.id for c in told),
                "sources": tuple(sources),
            }
        )

    def _lending(self, claim: Claim, rng: random.Random) -> tuple[Claim, dict[str, Figure]]:
        """What no day of the pool had of a kind, from another kind that names it alike: the highest since, and so on."""
        lacking = [name for name in KINDS[claim.kind] if name not in self.seen[claim.kind] and self.lent.get(name)]
        if claim.kind.startswith("note_") or rng.random() < 0.3:
            return claim, {}
        more = {name: rng.choice(self.lent[name]) for name in lacking}
        facts = {name: rng.choice(values) for name, values in STATES.get(claim.kind, {}).items()}
        slots = {**claim.slots, **{name: figure.id for name, figure in more.items()}}
        whole = set(STATE_SLOTS) <= set(slots)
        facts = {name: value for name, value in facts.items() if whole and name not in self.seen[claim.kind]}
        changed = claim.model_copy(update={"slots": slots, "facts": {**claim.facts, **facts}})
        return changed, {figure.id: figure for figure in more.values()}

    def _changed(self, claim: Claim, rng: random.Random) -> Claim:
        """Other outcomes of its rules, and no more slots than another claim of its form had."""
        facts = dict(claim.facts)
        for name in facts:
            choices = sorted(self.facts[claim.kind, name], key=repr)
            spoken = claim.kind.startswith("note_") and name not in ("direction", "stance", "approximate")
            if (
                name not in FIXED
                and not spoken
                and all(isinstance(c, str | bool) for c in choices)
                and rng.random() < 0.6
            ):
                facts[name] = rng.choice(choices)
        if facts.get("mark") in LEVELS and rng.random() < 0.7:
            facts["mark"] = rng.choice(("fear", *LEVELS)) if "value" in claim.slots else rng.choice(LEVELS)
            facts["role"] = rng.choice(("above", "below") if facts["mark"] == "fear" else ("support", "resistance"))
        if "rule" in facts and "threshold" in claim.slots:
            facts["rule"] = rng.choice(next((g for g in LIKE if facts["rule"] in g), (facts["rule"],)))
        kept = rng.choice(sorted(self.slots[_form(claim)], key=sorted))
        slots = {name: ids for name, ids in claim.slots.items() if name in kept}
        return claim.model_copy(update={"facts": facts, "slots": slots})

    def _valued(self, figure: Figure, rng: random.Random) -> Figure:
        """The figure with an awkward value that its metric could have in a claim: within the ends that it had."""
        if rng.random() < 0.5 or figure.metric == "base_rate_threshold":
            return figure  # a threshold's unit is its rule's
        low, high = self.ends[figure.metric]
        top = high if figure.unit in ("count", "sessions", "days") else 9e99
        values = [v for v in NASTY.get(figure.unit, (figure.value,)) if low <= v <= top]
        value = rng.choice(values or [figure.value])
        signs = sorted(self.signs[figure.metric])
        return figure.model_copy(update={"value": -value if rng.choice(signs) else value})


def _form(claim: Claim) -> tuple[object, ...]:
    """Claims of one form fill the same slots: its kind and the facts that say which."""
    return (claim.kind, *((name, claim.facts[name]) for name in sorted(FIXED & set(claim.facts)) if name in FORMING))


NEEDED: Mapping[str, tuple[str, ...]] = {
    "any": ("day",),
    "streak_ended": ("streak_ended",),
    "small_cap_streak": ("streak",),
    "large_cap_streak": ("streak",),
    "ahead_streak": ("streak",),
    "behind_streak": ("streak",),
    "records": ("levels_b",),
    "trend_break": ("cross",),
    "faded_rally": ("turned",),
    "undone_fall": ("turned",),
    "rates_driven": ("rates",),
    "growth_to_value": ("spreads",),
    "value_to_growth": ("spreads",),
    "defensive_turn": ("rotation",),
    "sector_dispersion": ("sectors_day",),
}
"""Claims that a theme does not come without."""
LIKE = (
    ("streak_ended", "losing_streak_ended", "streak_alive", "losing_streak_alive", "record_after_drought",
     "record_close", "sma200_break_down", "sma200_break_up"),
    ("wide_gap_down", "wide_gap_up", "ytd_lead"),
    ("big_fall", "big_rise", "bear_threshold", "sma200_break_down", "sma200_break_up"),
)  # fmt: skip
"""Rules whose thresholds are of one kind, so that one may be told in another's place."""
READINGS = ("favours", "leans_up", "usual", "leans_down", "against")
STATES: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "recovery": {"known": (True, True, False), "reading": READINGS, "confirm_mark": ("sma50", "sma200")},
    "mean_reversion": {"known": (True, True, False), "reading": READINGS},
}
STATE_SLOTS = ("cases", "threshold", "low_short", "horizon_short", "hits_mid", "hits_long", "horizon_mid", "horizon_long")
"""Facts that go with slots which no day of the pool had, and those slots."""
LEVELS = ("sma20", "sma50", "sma200", "record", "high52", "low52")
"""Marks that are told of a level and a distance."""
FORMING = {"mark", "role", "what", "change", "rule", "pair", "record"}
"""Facts that say which slots there are."""
FIXED = FORMING | {
    "first",
    "last",
    "looked_from",
    "peak",
    "named_on",
    "since",
    "date",
    "average",
    "month",
    "outcome",
    "triggered",
    "window",
    "span",
    "small",
    "complete",
    "first_day",
    "last_day",
}
"""Facts that are dates, stand for something in a slot or belong to several claims together."""
NASTY: Mapping[str, tuple[float, ...]] = {
    "fraction": (0.0, 0.00004, 0.0005, 0.0049, 0.01, 0.0182, 0.11, 0.35, 0.9999, 1.0, 12.5),
    "pp": (0.0, 0.00004, 0.0005, 0.01, 0.0186, 0.08, 0.11, 0.35),
    "percentile": (0.0004, 0.004, 0.05, 0.35, 0.5, 0.71, 0.949, 0.95, 0.999, 1.0),
    "count": (0, 1, 2, 3, 5, 8, 11, 18, 21, 80, 101, 1000),
    "sessions": (0, 1, 2, 3, 5, 8, 11, 18, 21, 80, 101, 2520),
    "days": (1, 2, 5, 8, 11, 18, 365),
    "bp": (0.0, 0.4, 1.0, 1.3, 8.0, 25.0, 118.0),
    "points": (0.01, 0.41, 1.0, 8.88, 16.09, 2669.16, 123456.78),
    "ratio": (0.04, 0.5, 1.0, 1.8, 8.0, 11.3),
    "USD": (0.5, 8.0, 264.57, 78_600_000_000.0),
    "shares": (950.0, 35_660_000.0),
}


@pytest.fixture(scope="session")
def constants() -> Mapping[str, set[Any]]:
    """What phrases compare each fact with: `shape == 'carried'` makes `carried` a value of `shape`."""
    found: defaultdict[str, set[Any]] = defaultdict(set)
    env = PhraseEnvironment(extensions=["jinja2.ext.do"], trim_blocks=True)
    for path in packaged("locales").glob("*/phrases/*.j2"):
        for compare in env.parse(path.read_text(encoding="utf-8")).find_all(nodes.Compare):
            if isinstance(compare.expr, nodes.Getattr):
                for operand in compare.ops:
                    found[compare.expr.attr] |= {
                        c.value for c in [operand.expr, *operand.find_all(nodes.Const)] if isinstance(c, nodes.Const)
                    }
    return found


@pytest.fixture(scope="session")
def made() -> Callable[..., Made]:
    return edition


MADE_NOTES = Path(__file__).with_name("made_notes.yaml")
DAYS: tuple[tuple[int, int, int, Path | None], ...] = (
    (7, 91, 4, None), (13, 325, 4, None), (11, 416, 4, None), (11, 182, 4, None), (7, 234, 4, None), (7, 481, 4, None),
    (13, 13, 4, None), (13, 65, 4, None), (11, 39, 4, None), (11, 429, 4, None), (17, 15, 14, None),
    (7, 0, 4, MADE_NOTES), (17, 0, 14, sample_notes()),
)  # fmt: skip
"""Seeds, sessions, years and notes of editions that together hold most of what can be said."""


@pytest.fixture(scope="session")
def pool(constants: Mapping[str, set[Any]]) -> Pool:
    """Enough for a quick look: a few editions, the last two with notes."""
    return made_pool(constants, (*DAYS[:3], *DAYS[-2:]))


@pytest.fixture(scope="session")
def large_pool(constants: Mapping[str, set[Any]]) -> Pool:
    """Editions that hold most of what can be said, many of which know an edition before."""
    return made_pool(constants, DAYS)


def made_pool(constants: Mapping[str, set[Any]], days: Sequence[tuple[int, int, int, Path | None]]) -> Pool:
    editions: list[Made] = []
    for number, (seed, back, years, notes) in enumerate(days):
        told = number % 3 != 1 and years == 4
        before = edition(seed, back + (1, 1, 6, 25)[number % 4]).briefing if told else None
        editions.append(edition(seed, back, notes=notes, before=before, years=years))
    return Pool(editions, constants)
