"""What an earlier session's signals and figures were, and what has become of them, from today's prices alone."""

from __future__ import annotations

import math
from dataclasses import replace

from reporter.model import Figure
from reporter.verification.recompute.case import DEFINITIONS, Case, Found, recomputes
from reporter.verification.recompute.prices import Unknown

_FALLS = {"support": True, "above": True, "resistance": False, "below": False}


@recomputes("follow_up_level", "what_changed_from")
def as_it_stood(case: Case) -> Found | float:
    """The metric that it is a value of, computed at the end of its own window."""
    of = str(case.figure.params.get("of", ""))
    if of not in DEFINITIONS or of in ("follow_up_level", "what_changed_from"):
        raise Unknown(f"no independent definition of {of!r}")
    figure = case.figure.model_copy(update={"metric": of})
    return DEFINITIONS[of](replace(case, figure=figure, session=case.end))


def _level(case: Case) -> Figure:
    """The level that a distance is taken from, itself computed again by `as_it_stood`."""
    named = [case.figures.get(item.figure) for item in case.figure.inputs if item.figure is not None]
    if len(named) != 1 or named[0] is None:
        raise Unknown("the distance names no level")
    return named[0]


@recomputes("follow_up_distance")
def distance(case: Case) -> Found:
    level = as_it_stood(replace(case, figure=_level(case)))
    value = level.value if isinstance(level, Found) else float(level)
    closes = case.closes()
    falls = _FALLS.get(str(case.figure.params.get("role")))
    since = closes.after(case.start)
    beyond = [closes_at < value if falls else closes_at > value for closes_at in since.values.tolist()]
    if falls is None or bool(case.param("triggered")) != beyond[-1]:
        return Found(math.nan)  # no distance follows from closes that contradict the verdict told with it
    dates = {"crossed": since.day(beyond.index(True))} if any(beyond) else None
    return Found(closes.at(case.end) / value - 1.0, dates)


@recomputes("follow_up_signals")
def signals(case: Case) -> float:
    return float(len({item.figure for item in case.figure.inputs if item.figure is not None}))


@recomputes("follow_up_triggered")
def triggered(case: Case) -> float:
    return float(sum(_struck(case, str(item.figure)) for item in case.figure.inputs))


def _struck(case: Case, figure_id: str) -> bool:
    """A distance on the triggering side of zero, or a difference whose sign is another today."""
    figure = case.figures.get(figure_id)
    if figure is None:
        raise Unknown(f"{figure_id} is not among the figures")
    if figure.metric == "follow_up_distance":
        found = distance(replace(case, figure=figure))
        value = found.value if isinstance(found, Found) else float(found)
        return value < 0 if _FALLS[str(figure.params["role"])] else value > 0
    today = next(
        (
            f
            for f in case.figures.values()
            if f.metric == figure.params.get("of")
            and (f.subject, f.comparator, f.window.name) == (figure.subject, figure.comparator, figure.window.name)
        ),
        None,
    )
    if today is None:
        raise Unknown(f"nothing of today to hold {figure_id} against")
    then, now = as_it_stood(replace(case, figure=figure)), DEFINITIONS[today.metric](replace(case, figure=today))
    return _printed(then, figure) * _printed(now, today) < 0


def _printed(found: Found | float, figure: Figure) -> float:
    """As a reader sees it: a difference that prints as zero has no sign."""
    return round(found.value if isinstance(found, Found) else float(found), figure.decimals)
