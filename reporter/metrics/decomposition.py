"""Decomposition of a return difference along a chain of instruments (K89): the parts add up exactly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import missing
from reporter.model import Figure, Gap, Input, Window

WINDOWS = ("1d", "5d", "20d", "ytd")

metric("decomposition_total", "pp", 4, "return(first) - return(last)",
       """Return of a chain's first instrument less that of its last, over one window.""")
metric("decomposition_part", "pp", 4, "return(link) - return(next link)",
       """Return of one link less that of the next: the parts of a chain add up to its total.""")
metric("decomposition_share", "fraction", 4, "part / total",
       """A part as a share of the total; only where all parts point the same way.""")


@family("decomposition")
def decomposition(bench: Bench) -> Iterator[Figure | Gap]:
    """Totals and parts of every chain of the desk."""
    for chain in bench.desk.chains:
        absent = [link for link in chain.links if not bench.is_live(link)]
        if absent or len(chain.links) < 3:
            yield bench.gap("decomposition", "-".join(chain.links), "missing_subject", detail=" ".join(absent))
            continue
        for name in bench.names(*WINDOWS):
            yield from _along(bench, chain.links, name)


def _along(bench: Bench, links: tuple[str, ...], name: str) -> Iterator[Figure | Gap]:
    window = bench.window(name)
    if window is None:
        yield bench.gap("decomposition", "-".join(links), "short_history", detail=name)
        return
    returns = {link: bench.window_return(link, window) for link in links}
    known = {link: value for link, value in returns.items() if value is not None}
    if len(known) < len(links):
        lost = next(link for link in links if link not in known)
        why = missing(bench, lost, bench.calendar.span(window)[0] - 1)
        yield bench.gap("decomposition", "-".join(links), why, detail=name)
        return
    params: dict[str, float | int | str] = {"chain": "-".join(links)}
    total = known[links[0]] - known[links[-1]]
    basis = bench.basis(*links)
    yield bench.figure("decomposition_total", links[0], window, total, _inputs(bench, window, links[0], links[-1]),
                       comparator=links[-1], params=params, basis=basis,
                       history=bench.gap_history(links[0], links[-1], window))
    parts = [(a, b, known[a] - known[b]) for a, b in pairwise(links)]
    shared = all(part > 0 for _, _, part in parts) or all(part < 0 for _, _, part in parts)
    for a, b, part in parts:
        yield bench.figure("decomposition_part", a, window, part, _inputs(bench, window, a, b), comparator=b,
                           params=params, basis=basis, history=bench.gap_history(a, b, window))
        if shared:
            yield bench.figure("decomposition_share", a, window, part / total, _inputs(bench, window, *links),
                               comparator=b, params=params, basis=basis)


def _inputs(bench: Bench, window: Window, *links: str) -> list[Input]:
    return [point for link in links for point in bench.return_inputs(link, window)]
