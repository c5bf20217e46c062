"""Sector funds against one another: spread, ranks, and the rotation between groups (K14-K17, K82)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.series import Floats
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, History, Input, Window

WINDOWS = ("1d", "5d", "20d", "ytd")
ROTATIONS = (
    ("cyclical", "defensive"), ("growth", "defensive"), ("growth", "cyclical"), ("rate_sensitive", "cyclical"),
)
FEWEST = 2
"""Members without which a group has no mean, and sectors without which there is no spread."""
RANKED_OVER = 20
"""Sessions of the return by which sectors are ranked when ranks are compared over time."""

metric("sector_spread", "pp", 4, "max(return[s]) - min(return[s]), s in sectors",
       """Best sector's return less the worst one's over one window. Its history is the last 252 sessions.""")
metric("sector_rank", "count", 0, "1 + count(sectors with a higher return)",
       """Place of a sector fund by return over the window, 1 the best; param `counted` sectors. Equal returns are
       ranked in order of their ids.""")
metric("sector_rank_change", "count", 0, "rank[end - 5] - rank[end], rank by return over 20 sessions",
       """Places that a sector has climbed (fallen, if negative) in five sessions, ranked by its return over 20.""")
metric("sector_group_return", "fraction", 4, "mean(close[end] / close[base] - 1), members of the group",
       """Mean return of a group's sector funds over one window, equally weighted at its base. Its history is the last
       252 sessions.""")
metric("sector_group_rotation", "pp", 4, "group_return(a) - group_return(b)",
       """Mean return of one group of sectors less that of another. Its history is the last 252 sessions.""")


@family("sectors")
def sectors(bench: Bench) -> Iterator[Figure | Gap]:
    """Spread and ranks of the live sectors, returns of their groups and the differences between groups."""
    members = [s.id for s in bench.live_with("sector")]
    if len(members) < FEWEST:
        if bench.desk.with_role("sector"):
            yield bench.gap("sector_spread", "sectors", "no_prices")
        return
    for name in bench.names(*WINDOWS):
        window = bench.window(name)
        found = {} if window is None else returns_of(bench, members, window)
        if window is None or len(found) < FEWEST:
            yield bench.gap("sector_spread", "sectors", "short_history", detail=name)
            continue
        yield from _spread_and_ranks(bench, found, window)
    yield from _rank_changes(bench, members)
    yield from _groups(bench)


def returns_of(bench: Bench, members: Sequence[str], window: Window) -> dict[str, float]:
    """Window returns of those subjects that have one."""
    found = {m: bench.window_return(m, window) for m in members}
    return {m: value for m, value in found.items() if value is not None}


def inputs_of(bench: Bench, members: Sequence[str], window: Window) -> list[Input]:
    return [point for m in members for point in bench.return_inputs(m, window)]


def ranked(values: Mapping[str, float]) -> dict[str, int]:
    """Places by value, 1 the highest; equal values in order of id."""
    order = sorted(values, key=lambda name: (-values[name], name))
    return {name: place for place, name in enumerate(order, start=1)}


def last_year(bench: Bench, members: Sequence[str], steps: int) -> Floats:
    """Returns over `steps` sessions in the last 252 sessions, a row for each subject."""
    return np.stack([bench.returns(m, steps)[-YEAR:] for m in members])


def _spread_and_ranks(bench: Bench, found: dict[str, float], window: Window) -> Iterator[Figure]:
    rows = last_year(bench, list(found), window.sessions)
    history = year_history(bench, rows.max(axis=0) - rows.min(axis=0), window)
    basis, counted = bench.basis(*found), {"counted": len(found)}
    inputs = inputs_of(bench, list(found), window)
    yield bench.figure("sector_spread", "sectors", window, max(found.values()) - min(found.values()), inputs,
                       history=history, basis=basis, params=counted)
    for sector, place in sorted(ranked(found).items(), key=lambda item: item[1]):
        yield bench.figure("sector_rank", sector, window, place, inputs, basis=basis, params=counted)


def year_history(bench: Bench, values: Floats, window: Window) -> History | None:
    """`Bench.history` of the last year's values alone; none for a window that ended before the session."""
    if window.end != bench.session:
        return None
    padded = np.full(bench.size, np.nan)
    padded[bench.size - len(values):] = values
    return bench.history(padded)


def _rank_changes(bench: Bench, members: Sequence[str]) -> Iterator[Figure]:
    window = bench.window("5d")
    if window is None or bench.last < RANKED_OVER + 5:
        return
    now = {m: float(bench.returns(m, RANKED_OVER)[bench.last]) for m in members}
    then = {m: float(bench.returns(m, RANKED_OVER)[bench.last - 5]) for m in members}
    both = [m for m in members if np.isfinite(now[m]) and np.isfinite(then[m])]
    places = ranked({m: now[m] for m in both}), ranked({m: then[m] for m in both})
    inputs = [
        bench.point(m, bench.last - back) for m in both for back in (RANKED_OVER + 5, RANKED_OVER, 5, 0)
    ]
    for m in both:
        yield bench.figure("sector_rank_change", m, window, places[1][m] - places[0][m], inputs,
                           basis=bench.basis(*both),
                           params={"counted": len(both), "now": places[0][m], "ranked_over": RANKED_OVER})


def groups_of(bench: Bench) -> dict[str, list[str]]:
    """Live sectors by group, of the groups that have enough of them."""
    groups: dict[str, list[str]] = {}
    for subject in bench.live_with("sector"):
        for group in subject.groups:
            groups.setdefault(group, []).append(subject.id)
    return {group: members for group, members in groups.items() if len(members) >= FEWEST}


def _groups(bench: Bench) -> Iterator[Figure | Gap]:
    groups = groups_of(bench)
    for name in bench.names(*WINDOWS):
        window = bench.window(name)
        if window is None:
            continue
        whole = {g: m for g, m in groups.items() if len(returns_of(bench, m, window)) == len(m)}
        for group in sorted(set(groups) - set(whole)):
            yield bench.gap("sector_group_return", group, "short_history", detail=name)
        for group, members in whole.items():
            yield bench.figure(
                "sector_group_return", group, window, _mean(bench, members, window),
                inputs_of(bench, members, window), basis=bench.basis(*members), params={"members": " ".join(members)},
                history=year_history(bench, last_year(bench, members, window.sessions).mean(axis=0), window),
            )
        for a, b in ROTATIONS:
            if a in whole and b in whole:
                yield _rotation(bench, (a, b), (whole[a], whole[b]), window)
    for group in sorted({g for s in bench.desk.with_role("sector") for g in s.groups} - set(groups)):
        yield bench.gap("sector_group_return", group, "missing_subject")


def _mean(bench: Bench, members: Sequence[str], window: Window) -> float:
    return float(np.mean(list(returns_of(bench, members, window).values())))


def _rotation(
    bench: Bench, groups: tuple[str, str], members: tuple[list[str], list[str]], window: Window
) -> Figure:
    first, second = members
    rows = [last_year(bench, side, window.sessions).mean(axis=0) for side in members]
    history = year_history(bench, rows[0] - rows[1], window)
    everyone = list(dict.fromkeys([*first, *second]))
    return bench.figure(
        "sector_group_rotation", groups[0], window, _mean(bench, first, window) - _mean(bench, second, window),
        inputs_of(bench, everyone, window), comparator=groups[1], history=history, basis=bench.basis(*everyone),
        params={"a": " ".join(first), "b": " ".join(second)},
    )
