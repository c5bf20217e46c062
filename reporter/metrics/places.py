"""Places among the indices that a desk leads with (K07), and windows as numbers (K13)."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.sectors import inputs_of, ranked, returns_of
from reporter.model import Figure, Gap, Input

WINDOWS = ("1d", "5d", "20d", "ytd")

metric("ranking", "count", 0, "1 + count(subjects of the lead with a higher return)",
       """Place of a subject that the desk leads with by return over the window, 1 the best; param `counted`. Equal
       returns are ranked in order of their ids.""")
metric("window_sessions", "sessions", 0, "count(sessions in window)",
       """Sessions from a window's first to its last, both included.""")
metric("window_days", "days", 0, "date[end] - date[base]",
       """Calendar days from the close that a window starts from to its last one.""")


@family("places")
def places(bench: Bench) -> Iterator[Figure | Gap]:
    """The ranking of the lead over each window, and the lengths of the year's and the desk's own windows."""
    lead = [s for s in bench.desk.lead if bench.is_live(s) and bench.subjects[s].kind in PRICED]
    for window in (*map(bench.window, bench.names(*WINDOWS)), *bench.since_windows):
        found = returns_of(bench, lead, window) if window is not None else {}
        if window is None or len(found) < 2:
            continue
        sides, basis = inputs_of(bench, list(found), window), bench.basis(*found)
        for subject, place in sorted(ranked(found).items(), key=lambda item: item[1]):
            yield bench.figure("ranking", subject, window, place, sides, basis=basis, params={"counted": len(found)})
    if not lead:
        return
    for window in (bench.window("ytd"), *bench.period_windows, *bench.since_windows):
        if window is None or window.base is None or bench.window_return(lead[0], window) is None:
            continue
        inputs: tuple[Input, ...] = bench.return_inputs(lead[0], window)
        if window in bench.period_windows:  # nothing else is sure to name its sessions
            start, end = bench.calendar.span(window)
            inputs = tuple(span for s in lead for span in bench.spans(s, start - 1, end))
        yield bench.figure("window_sessions", lead[0], window, window.sessions, inputs)
        yield bench.figure("window_days", lead[0], window, (window.end - window.base).days, inputs)
