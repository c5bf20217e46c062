"""Which figures changed sign, rank, record or side of an average since an earlier session (K87)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reporter.metrics.catalogue import metric
from reporter.model import Desk, Figure, Figures

PAIR_WINDOWS = ("20d", "ytd")
LEAST = 0.002
"""A difference that was within a fifth of a point of zero before and after has not turned."""
AVERAGES = ("50d", "200d")
ENDS = ("first", "last")

metric(
    "what_changed_from",
    "level",
    4,
    "the same metric, at the close of an earlier session",
    """What a figure was at an earlier close, where its sign, its rank or its side of an average has changed since.
       Param `of` is the metric that it is a value of, `change` what has changed.""",
)


def told_of(stood: Figure, params: Mapping[str, float | int | str]) -> Figure:
    """A figure as it stood at its own session, under an id of today's edition."""
    named = stood.subject if stood.comparator is None else f"{stood.subject}-{stood.comparator}"
    return stood.model_copy(
        update={
            "id": f"{named}.what_changed_from.{stood.metric}_{stood.window.name}",
            "metric": "what_changed_from",
            "history": None,
            "params": {**stood.params, **params, "of": stood.metric},
        }
    )


def changes(desk: Desk, before: Figures, now: Figures) -> Iterator[Figure]:
    """Everything that has changed, as the figures that it was; which of it matters is not decided here."""
    yield from _signs(desk, before, now)
    yield from _sides(desk, before, now)
    yield from _ranks(desk, before, now)
    yield from _counts(before, now)
    yield from _records(desk, before, now)


def _both(figure_id: str, before: Figures, now: Figures) -> tuple[Figure, Figure] | None:
    """A figure then and now; None where one is missing, or where a new year has begun to count afresh."""
    then, today = before.get(figure_id), now.get(figure_id)
    if then is None or today is None or (then.window.name == "ytd" and then.window.start != today.window.start):
        return None
    return then, today


def _signs(desk: Desk, before: Figures, now: Figures) -> Iterator[Figure]:
    """Differences that have turned round: of pairs, and of cyclical against defensive sectors."""
    ids = [f"{pair.id}.relative_return.{window}" for pair in desk.pairs for window in PAIR_WINDOWS]
    for figure_id in (*ids, "cyclical-defensive.sector_group_rotation.20d"):
        found = _both(figure_id, before, now)
        if found is None or found[0].printed * found[1].printed >= 0:
            continue
        if max(abs(found[0].value), abs(found[1].value)) >= LEAST:
            yield told_of(found[0], {"change": "sign"})


def _sides(desk: Desk, before: Figures, now: Figures) -> Iterator[Figure]:
    """Subjects that stand on the other side of a long average."""
    roles = ("sector", "industry", "context")
    followed = [*desk.lead[:2], *(s.id for role in roles for s in desk.with_role(role))]
    for subject in dict.fromkeys(followed):
        for window in AVERAGES:
            found = _both(f"{subject}.sma_distance.{window}", before, now)
            if found is not None and found[0].printed * found[1].printed < 0:
                yield told_of(found[0], {"change": "side"})


def _ranks(desk: Desk, before: Figures, now: Figures) -> Iterator[Figure]:
    """Sectors that took the year's first or last place, or lost it."""
    last = len(now.all("sector_rank", "ytd"))
    for sector in desk.with_role("sector"):
        found = _both(f"{sector.id}.sector_rank.ytd", before, now)
        if found is None or found[0].value == found[1].value or last < 6:
            continue
        ends = [
            name for name, place in zip(ENDS, (1, last), strict=True) if place in (found[0].value, found[1].value)
        ]
        if ends:
            yield told_of(found[0], {"change": "rank", "end": ends[0]})


def _counts(before: Figures, now: Figures) -> Iterator[Figure]:
    """How many sectors stand above their 50-day average."""
    found = _both("sectors.sectors_above_sma50.50d", before, now)
    if found is not None and found[0].value != found[1].value:
        yield told_of(found[0], {"change": "count"})


def _records(desk: Desk, before: Figures, now: Figures) -> Iterator[Figure]:
    """Subjects beside the two lead ones that closed at a record today and had not at the earlier close."""
    for subject in desk.lead[2:]:
        found = _both(f"{subject}.record_close.since_inception", before, now)
        if found is not None and found[1].params.get("is_today") == 1 and found[0].params.get("is_today") != 1:
            yield told_of(found[0], {"change": "record"})
