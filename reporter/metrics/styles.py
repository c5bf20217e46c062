"""Value against growth, equal against cap weight, and the ladder of sizes (K79-K81)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import missing
from reporter.model import Figure, Gap, Input, Pair

WINDOWS = ("1d", "5d", "20d", "ytd")
METRICS = {"style_large": "style_spread", "style_small": "style_spread", "weighting": "equal_vs_cap"}
"""What the difference of a pair is called, by the pair's role."""
RUNGS = ("micro", "small", "mid", "large", "mega")
FEWEST_RUNGS = 3

metric("style_spread", "pp", 4, "return(value) - return(growth)",
       """Return of a value fund less that of the growth fund of the same size over one window. Its history is
       every difference over as many sessions.""")
metric("equal_vs_cap", "pp", 4, "return(equal weight) - return(cap weight)",
       """Return of the equal-weighted fund less that of the cap-weighted one: positive where the ordinary large stock
       did better than the largest ones.""")
metric("cap_ladder", "pp", 4, "return(smallest rung) - return(largest rung)",
       """Return of the smallest size less that of the largest, from funds of each size over one window; the top rung is
       the mean of the largest stocks. Param `monotone`: 1 if every smaller rung did better than the next larger one,
       -1 if every one did worse, else 0; `rungs` names them from small to large.""")


@family("styles")
def styles(bench: Bench) -> Iterator[Figure | Gap]:
    """Spreads of the style and weighting pairs, and the ladder of sizes."""
    for pair in bench.live_pairs:
        if pair.role in METRICS:
            yield from _spreads(bench, pair, METRICS[pair.role])
    for pair in bench.desk.pairs:
        if pair.role in METRICS and pair not in bench.live_pairs:
            yield bench.gap(METRICS[pair.role], pair.id, "missing_subject")
    yield from _ladder(bench)


def _spreads(bench: Bench, pair: Pair, name: str) -> Iterator[Figure | Gap]:
    for window_name in bench.names(*WINDOWS):
        window = bench.window(window_name)
        if window is None:
            yield bench.gap(name, pair.id, "short_history", detail=window_name)
            continue
        a, b = bench.window_return(pair.a, window), bench.window_return(pair.b, window)
        if a is None or b is None:
            start = bench.calendar.span(window)[0] - 1
            yield bench.gap(name, pair.id, missing(bench, pair.a if a is None else pair.b, start), detail=window_name)
            continue
        history = bench.gap_history(pair.a, pair.b, window)
        inputs = (*bench.return_inputs(pair.a, window), *bench.return_inputs(pair.b, window))
        yield bench.figure(name, pair.a, window, a - b, inputs, comparator=pair.b, history=history)


def rungs(bench: Bench) -> list[tuple[str, tuple[str, ...]]]:
    """The live rungs from small to large: a label and the subjects whose mean return it is."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for role in RUNGS:
        subject = bench.first_with(role)
        if subject is not None:
            found.append((subject.id, bench.members(subject.id)))
        elif role == "mega":
            basket = bench.first_with("basket")
            giants = bench.members(basket.id) if basket else tuple(s.id for s in bench.live_with("giant"))
            if len(giants) >= FEWEST_RUNGS:
                found.append((basket.id if basket else "giants", giants))
    return found


def _ladder(bench: Bench) -> Iterator[Figure | Gap]:
    steps = rungs(bench)
    if len(steps) < FEWEST_RUNGS:
        if bench.desk.with_role("micro") or bench.desk.with_role("mid"):
            yield bench.gap("cap_ladder", "ladder", "missing_subject")
        return
    for name in WINDOWS:
        window = bench.window(name)
        parts = [] if window is None else [[bench.window_return(m, window) for m in members] for _, members in steps]
        if window is None or any(value is None for part in parts for value in part):
            yield bench.gap("cap_ladder", "ladder", "short_history", detail=name)
            continue
        climbs = np.array([float(np.mean([v for v in part if v is not None])) for part in parts])
        falls = np.diff(climbs)
        monotone = 1 if bool((falls < 0).all()) else -1 if bool((falls > 0).all()) else 0
        everyone = [m for _, members in steps for m in members]
        inputs: list[Input] = [point for m in everyone for point in bench.return_inputs(m, window)]
        yield bench.figure(
            "cap_ladder", "ladder", window, climbs[0] - climbs[-1], inputs, basis=bench.basis(*everyone),
            params={"monotone": monotone, "rungs": " ".join(label for label, _ in steps), "counted": len(steps)},
        )
