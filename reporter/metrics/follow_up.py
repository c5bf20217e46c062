"""What became of the levels that the edition before named (K86): as they stood then, against the closes since.

The edition before says which signals it told. Their levels are measured again as of its session, from today's prices,
and told only where they print the same as they did then: a revised price makes no reader wrong about what he read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.changes import changes, told_of
from reporter.metrics.engine import measure
from reporter.model import Briefing, Claim, Desk, Figure, Figures, Input, Window
from reporter.model.market import Market

FAMILIES = ("breadth", "ranges", "records", "relative", "returns", "sectors", "styles", "trend", "watchlist")
"""What signals and changes are made of; nothing else is measured as of the earlier session."""
DOWNWARD = {"support": True, "resistance": False, "above": True, "below": False}
"""Role of a signal → whether a close below its level triggers it."""

metric(
    "follow_up_level",
    "level",
    2,
    "level[end], end the close at which it was named",
    """A level (an average, a record, an end of the 52-week range, a year's median) as it stood at the close at which
       it was named as a signal to watch; param `of` is the metric that it is a value of.""",
)
metric(
    "follow_up_distance",
    "fraction",
    4,
    "close[end] / level[base] - 1",
    """Today's close against such a level. Param `triggered` is 1 where the close is on the level's other side;
       `crossed` is the first session whose close was.""",
)
metric(
    "follow_up_signals",
    "count",
    0,
    "count(signals named at the earlier close)",
    "Signals to watch that were named at the close of an earlier session.",
)
metric(
    "follow_up_triggered",
    "count",
    0,
    "count(signals triggered at the close)",
    "Those of them that today's close has triggered.",
)


def since_previous(market: Market, desk: Desk, previous: Briefing, figures: Figures) -> Figures:
    """The figures, and those that follow up an earlier edition of the same desk. None where its session is not ours."""
    bench = Bench(market, desk)
    at = bench.calendar.on_or_before(previous.session)
    if at is None or bench.calendar.date(at) != previous.session or at >= bench.last:
        return figures
    before = measure(replace(market, session=previous.session), desk, FAMILIES)
    span = bench.calendar.between("1d" if at == bench.last - 1 else "since", at + 1, bench.last)
    made: dict[str, Figure] = {}
    for figure in (*_signals(bench, previous, before, figures, span), *changes(desk, before, figures)):
        made.setdefault(figure.id, figure)
    return figures.with_more(made.values())


def _signals(bench: Bench, previous: Briefing, before: Figures, now: Figures, span: Window) -> Iterator[Figure]:
    """Each signal's level and distance (of a difference: what it was), then how many there were and how many struck."""
    published = {figure.id: figure for figure in previous.figures}
    told: list[tuple[Figure, bool]] = []
    for claim in previous.claims:
        if claim.kind != "watch":
            continue
        slot = "value" if claim.facts.get("mark") == "weighting" else "level"
        stood = before.get(str(claim.slots.get(slot)))
        seen = published.get(str(claim.slots.get(slot)))
        if stood is None or seen is None or stood.printed != seen.printed:
            continue
        for figure, struck in _one(bench, claim, stood, now, span):
            yield figure
            if struck is not None:
                told.append((figure, struck))
    if told:
        inputs = [Input(figure=figure.id, value=figure.value) for figure, _ in told]
        first = told[0][0].subject
        yield bench.figure("follow_up_signals", first, span, len(told), inputs)
        yield bench.figure("follow_up_triggered", first, span, sum(struck for _, struck in told), inputs)


def _one(
    bench: Bench, claim: Claim, stood: Figure, now: Figures, span: Window
) -> Iterator[tuple[Figure, bool | None]]:
    """The figures of one signal; the one that tells whether it struck comes with the answer."""
    mark, role = str(claim.facts.get("mark")), str(claim.facts.get("role"))
    if mark == "weighting":
        today = now.get(stood.id)
        if today is not None:
            yield told_of(stood, {"mark": mark, "role": role}), today.printed * stood.printed < 0
        return
    subject = stood.subject
    if role not in DOWNWARD or not bench.is_live(subject):
        return
    start, end = bench.calendar.span(span)
    closes = bench.prices(subject)[start : end + 1]
    beyond = closes < stood.value if DOWNWARD[role] else closes > stood.value
    params: dict[str, float | int | str] = {"mark": mark, "role": role}
    level = stood.model_copy(
        update={
            "id": f"{subject}.follow_up_level.{mark}",
            "metric": "follow_up_level",
            "history": None,
            "params": {**stood.params, **params, "of": stood.metric},
        }
    )
    yield level, None
    first = int(np.argmax(beyond)) if beyond.any() else None
    dates = {} if first is None else {"crossed": bench.calendar.date(start + first)}
    inputs = (Input(figure=level.id, value=level.value), *(bench.point(subject, at) for at in range(start, end + 1)))
    yield (
        bench.figure(
            "follow_up_distance",
            subject,
            span,
            float(closes[-1]) / stood.value - 1,
            inputs,
            tail=mark,
            dates=dates,
            params=_verdict(params, bool(beyond[-1]), bool(beyond.any())),
        ),
        bool(beyond[-1]),
    )


def _verdict(params: Mapping[str, float | int | str], struck: bool, ever: bool) -> dict[str, float | int | str]:
    return {**params, "triggered": int(struck), "returned": int(ever and not struck)}
