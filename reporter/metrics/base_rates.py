"""Base rates (K57): what followed the earlier occasions of a condition that holds at the session.

The conditions are in `base_rate_rules`. Outcomes start at the close at which the condition was known and end before
the session, so nothing here has seen it. Each window is named RULE, or RULE_H for the outcome over H sessions
(`ytd_lead_rest`: to the end of the case's year); it spans the history that was searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from reporter.metrics.base_rate_rules import (
    ENOUGH,
    FEW_YEARS,
    FEWEST,
    PAIR_RULES,
    SINGLE_RULES,
    Firing,
    fear_spike,
    lead_of_year,
)
from reporter.metrics.base_rate_states import fall_from_record, year_behind
from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.history import (
    HORIZONS,
    SPACING,
    IntArray,
    Outcome,
    Track,
    completed,
    outcome_of,
    summarise,
    track_of,
)
from reporter.model import Figure, Gap, Input, Window
from reporter.model.figure import Basis, Unit

MOST = 3
"""Rules told of a session, the rarest first (the year's lead comes on top)."""
RARE = 0.004
"""A second rule about the same kind of thing is told only if it holds on one session in a year or fewer."""
LISTED = 15
"""A case is a figure of its own where there are no more cases than this."""
metric("base_rate_cases", "count", 0, "count(t : condition holds at t, t + horizon < session)",
       """Earlier occasions of the condition whose horizon was complete before the session. An occasion within 21
       sessions of the last one counted is part of it.""")
metric("base_rate_threshold", "ratio", 4, "largest threshold not beyond the session's own value with 10 cases",
       """Threshold of the condition, in its own unit: the session's value rounded towards the ordinary, lowered
       in fixed steps until ten earlier cases exist (never fewer than five).""")
metric("base_rate_horizon", "sessions", 0, "h", """Sessions over which the outcome of each case is measured.""")
metric("base_rate_spacing", "sessions", 0, "s",
       """Sessions within which a second occasion belongs to the last one counted: how cases are grouped.""")
metric("base_rate_hits", "count", 0, "count(outcome > 0)",
       """Cases after which the subject had risen, or the first of a pair was ahead, over the horizon.""")
metric("base_rate_share", "fraction", 2, "count(outcome > 0) / cases", """Hits as a share of the cases.""")
metric("base_rate_normal", "fraction", 2, "count(outcome > 0) / count(outcome), every session",
       """The same share over every session of the same history and horizon: what a hit is worth.""")
metric("base_rate_median", "fraction", 4, "median(outcome)",
       """Median outcome over the horizon from the close at which the condition was known.""")
metric("base_rate_mean", "fraction", 4, "mean(outcome)", """Mean outcome over the horizon.""")
metric("base_rate_low", "fraction", 4, "min(outcome)", """Worst outcome over the horizon, and its case's date.""")
metric("base_rate_high", "fraction", 4, "max(outcome)", """Best outcome over the horizon, and its case's date.""")
metric("base_rate_last", "fraction", 4, "outcome of the latest case",
       """Outcome after the most recent case whose horizon is complete, and that case's date.""")
metric("base_rate_case", "fraction", 4, "outcome of one case",
       """Outcome after one case, by the date of the close at which its condition was known.""")
metric("base_rate_kept", "count", 0, "count(lead at the year's end in the same direction)",
       """Cases whose year ended with the lead on the same side (ytd_lead only).""")


@dataclass(frozen=True)
class Subject:
    """Whose outcome a rule is asked about, and the prices that its figures are computed from."""

    id: str
    comparator: str | None
    track: Track
    symbols: tuple[str, ...]
    outcome: tuple[str, ...]

    @property
    def unit(self) -> Unit:
        return "fraction" if self.track.b is None else "pp"


Fired = tuple[Subject, Firing]


@family("base_rates")
def base_rates(bench: Bench) -> Iterator[Figure | Gap]:
    """Figures of the rules that hold at the session and are worth telling."""
    pair, single = _of_pair(bench), _of_singles(bench)
    told = [*chosen(pair, single), *_of_year(bench, pair), *_of_states(bench)]
    for place, (subject, firing) in enumerate(told, start=1):
        yield from _Teller(bench, subject, firing, place).figures()


def chosen(pair: list[Fired], single: list[Fired]) -> list[Fired]:
    """The rarest rule about the pair and the rarest about the market, then others if rare; rarest first.

    The same rule is told of one subject only: the one for which the session was rarer.
    """
    told: list[Fired] = []
    ranked = [sorted(found, key=lambda f: f[1].rarity) for found in (pair, single)]
    rest = sorted((f for found in ranked for f in found[1:]), key=lambda f: f[1].rarity)
    for found in [*(found[0] for found in ranked if found), *(f for f in rest if f[1].rarity <= RARE)]:
        if len(told) < MOST and all(found[1].rule != other.rule for _, other in told):
            told.append(found)
    return sorted(told, key=lambda f: f[1].rarity)


def _of_pair(bench: Bench) -> list[Fired]:
    subject = _size_pair(bench)
    if subject is None:
        return []
    found = (rule(subject.track) for rule in PAIR_RULES)
    return [(subject, firing) for firing in found if firing is not None]


def _size_pair(bench: Bench) -> Subject | None:
    pair = next((p for p in bench.live_pairs if p.role == "size"), None)
    if pair is None:
        return None
    return Subject(pair.a, pair.b, track_of(bench, pair.a, pair.b), (pair.a, pair.b), (pair.a, pair.b))


def _of_singles(bench: Bench) -> list[Fired]:
    fired: list[Fired] = []
    sides = [(role, s) for role in ("challenger", "benchmark") if (s := bench.first_with(role)) is not None]
    for role, found in sorted(sides, key=lambda side: side[1].id != next(iter(bench.desk.lead), None)):
        if found.kind == "basket":
            continue
        subject = Subject(found.id, None, track_of(bench, found.id), (found.id,), (found.id,))
        fired += [(subject, firing) for rule in SINGLE_RULES if (firing := rule(subject.track)) is not None]
        fear = bench.first_with("fear")
        if role == "benchmark" and fear is not None:
            firing = fear_spike(subject.track, bench.prices(fear.id)[subject.track.places])
            if firing is not None:
                whole = Subject(found.id, fear.id, subject.track, (found.id, fear.id), (found.id,))
                fired.append((whole, firing))
    return fired


def _of_year(bench: Bench, pair: list[Fired]) -> list[Fired]:
    """The year's lead, asked about when the pair made news by another rule, and at a month's end."""
    subject = _size_pair(bench)
    if subject is None or not (pair or _month_ends(bench)):
        return []
    firing = lead_of_year(subject.track)
    return [] if firing is None else [(subject, firing)]


def _of_states(bench: Bench) -> list[Fired]:
    """What followed where the desk's subject stands, whether or not the session brought it there: a deep fall from
    its record, a year far behind its yardstick."""
    found = bench.first_with("challenger")
    pair, fired = _size_pair(bench), []
    if found is not None and found.kind != "basket":
        subject = Subject(found.id, None, track_of(bench, found.id), (found.id,), (found.id,))
        firing = fall_from_record(subject.track)
        fired += [(subject, firing)] if firing is not None else []
    if pair is not None and (firing := year_behind(pair.track)) is not None:
        fired.append((pair, firing))
    return fired


def _month_ends(bench: Bench) -> bool:
    """Whether no weekday of the month is left after the session (the calendar ahead is not known here)."""
    left = np.arange(bench.calendar.days[-1] + 1, bench.calendar.days[-1] + 8).astype("datetime64[D]")
    month = np.datetime64(bench.session, "M")
    return not bool(np.any((left.astype("datetime64[M]") == month) & np.is_busday(left)))


class _Teller:
    """Makes the figures of one rule that fired. `place` is 1 for the rarest rule of the session."""

    def __init__(self, bench: Bench, subject: Subject, firing: Firing, place: int) -> None:
        self.bench, self.subject, self.firing = bench, subject, firing
        first = int(subject.track.places[0])
        self.first = first
        self.basis: Basis = bench.basis(*subject.outcome)
        self.inputs: list[Input] = [bench.span(s, first) for s in subject.symbols]
        self.params: dict[str, float | int | str] = {
            "rule": firing.rule, "threshold": firing.threshold, "direction": firing.direction, "spacing": SPACING,
            "place": place, "rarity": round(firing.rarity, 6), **firing.params,
        }

    def figures(self) -> Iterator[Figure]:
        firing, cases = self.firing, self.firing.cases
        dates = {"first": self._date(int(cases[0])), "last": self._date(int(cases[-1]))}
        yield self._figure("cases", firing.rule, len(cases), dates=dates)
        yield self._figure("threshold", firing.rule, firing.threshold, unit=firing.unit, decimals=firing.decimals,
                           params={"enough": FEW_YEARS if firing.ends is not None else ENOUGH, "fewest": FEWEST})
        yield self._figure("spacing", firing.rule, SPACING)
        if firing.ends is not None:
            yield from self._rest_of_year(firing.ends)
            return
        for horizon in HORIZONS:
            outcome = summarise(self.subject.track, cases, horizon)
            if outcome is not None and outcome.cases >= FEWEST:
                yield from self._horizon(f"{firing.rule}_{horizon}", outcome, {"horizon": horizon})
                yield from self._cases(horizon)

    def _horizon(self, name: str, outcome: Outcome, more: Mapping[str, float | int | str]) -> Iterator[Figure]:
        dates = {"first": self._date(outcome.first_at), "last": self._date(outcome.last_at)}
        if outcome.cases != len(self.firing.cases):
            yield self._figure("cases", name, outcome.cases, dates=dates, params=more)
        yield self._figure("hits", name, outcome.hits, dates=dates, params=more)
        if isinstance(more["horizon"], int):
            yield self._figure("horizon", name, more["horizon"], params=more)
        yield self._figure("share", name, outcome.share, params=more)
        yield self._figure("normal", name, outcome.normal, params=more)
        for kind, value, at in (
            ("median", outcome.median, None), ("mean", outcome.mean, None), ("low", outcome.low, outcome.low_at),
            ("high", outcome.high, outcome.high_at), ("last", outcome.last, outcome.last_at),
        ):
            case = {} if at is None else {"case": self._date(at)}
            yield self._figure(kind, name, value, dates=case, params=more, unit=self.subject.unit)

    def _cases(self, horizon: int) -> Iterator[Figure]:
        track = self.subject.track
        if len(self.firing.cases) > LISTED:
            return
        cases = completed(self.firing.cases, horizon, len(track))
        for at, value in zip(cases.tolist(), track.forward(cases, horizon).tolist(), strict=True):
            day = self._date(at)
            name = f"{self.firing.rule}_{horizon}_{day}"
            yield self._figure("case", name, value, dates={"case": day}, params={"horizon": horizon},
                               unit=self.subject.unit)

    def _rest_of_year(self, ends: IntArray) -> Iterator[Figure]:
        track, cases, name = self.subject.track, self.firing.cases, f"{self.firing.rule}_rest"
        number = int(self.firing.params["number"])
        outcome = outcome_of(track.between(cases, ends), cases, self.firing.normal)
        yield from self._horizon(name, outcome, {"horizon": "year_end"})
        whole = track.between(cases - number, ends) * self.firing.direction
        yield self._figure("kept", name, int((whole > 0).sum()), params={"horizon": "year_end"})

    def _figure(self, kind: str, name: str, value: float, *, dates: Mapping[str, date] | None = None,
                params: Mapping[str, float | int | str] | None = None, unit: Unit | None = None,
                decimals: int | None = None) -> Figure:
        bench, last = self.bench, self.bench.last
        window: Window = bench.calendar.between(name, self.first, last, base=False)
        return bench.figure(
            f"base_rate_{kind}", self.subject.id, window, value, self.inputs, comparator=self.subject.comparator,
            dates=dates, params={**self.params, **(params or {})}, basis=self.basis, unit=unit, decimals=decimals,
        )

    def _date(self, position: int) -> date:
        return self.bench.calendar.date(int(self.subject.track.places[position]))
