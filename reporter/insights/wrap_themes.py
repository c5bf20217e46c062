"""Themes of wraps: what a week or month was above all."""

from __future__ import annotations

from collections.abc import Callable

from reporter.insights.scene import WEIGHT
from reporter.insights.themes import Pattern, Score

WRAP_THEMES: dict[str, Callable[[Pattern], Score]] = {}
FAR = {"week": 0.02, "month": 0.04}
"""A fall or rise of both from here on is what the period was."""


def wrap_theme(function: Callable[[Pattern], Score]) -> Callable[[Pattern], Score]:
    WRAP_THEMES[function.__name__] = function
    return function


def _far(p: Pattern) -> float:
    return FAR.get(str(p.fact("wrap", "span")), 0.02)


def _both(p: Pattern) -> tuple[float, float]:
    return p.value("wrap", "a_return"), p.value("wrap", "b_return")


@wrap_theme
def wrap_selloff(p: Pattern) -> Score:
    """Both fell far."""
    a, b = _both(p)
    return 0.6 + min(-min(a, b) * 4, 0.4) if max(a, b) <= -_far(p) else 0.0


@wrap_theme
def wrap_rally(p: Pattern) -> Score:
    """Both rose far."""
    a, b = _both(p)
    return 0.55 + min(max(a, b) * 4, 0.4) if min(a, b) >= _far(p) else 0.0


@wrap_theme
def wrap_turn(p: Pattern) -> Score:
    """The lead between the two changed hands against the period before, and both differences were wide."""
    if p.fact("wrap", "turn") != "reversed":
        return 0.0
    wide = min(abs(p.value("wrap", "gap")), abs(p.value("wrap", "gap_prior")))
    return 0.6 + min(wide * 8, 0.25) if wide >= 0.5 * _far(p) else 0.0


@wrap_theme
def wrap_streak(p: Pattern) -> Score:
    """The same one of the two has been ahead for four periods or more."""
    runs = [c for c in p.all("wrap_run") if "comparator" in c.roles]
    length = max((abs(p.depth(c, "length")) for c in runs), default=0.0)
    told = abs(p.value("wrap", "gap")) >= 0.15 * _far(p)
    return min(0.45 + 0.05 * length, 0.9) if length >= 4 and told else 0.0


@wrap_theme
def wrap_ahead(p: Pattern) -> Score:
    """The two differed by an unusual distance."""
    wide = p.weight("wrap", "gap_size")
    return 0.75 * wide if wide >= WEIGHT["sharp"] else 0.0


@wrap_theme
def wrap_records(p: Pattern) -> Score:
    """The desk's subject closed the period at a record, or set one on the way and stayed near."""
    if p.fact("wrap_levels", "record_today") is True:
        return 0.62
    near = p.fact("wrap_levels", "record_inside") is True and p.value("wrap_levels", "record_distance") >= -0.005
    return 0.5 if near else 0.0


@wrap_theme
def wrap_split(p: Pattern) -> Score:
    """One rose and one fell, both by more than a little."""
    a, b = _both(p)
    return 0.5 if a * b < 0 and min(abs(a), abs(b)) >= 0.15 * _far(p) else 0.0


@wrap_theme
def wrap_swing(p: Pattern) -> Score:
    """A wide swing that came back to where it began."""
    a, b = _both(p)
    swing = any(c.facts.get("swing") is True for c in p.all("wrap_course"))
    return 0.52 if swing and max(abs(a), abs(b)) < 0.3 * _far(p) else 0.0


@wrap_theme
def wrap_flat(p: Pattern) -> Score:
    """Neither moved."""
    return 0.48 if p.fact("wrap", "shape") == "both_flat" else 0.0


@wrap_theme
def wrap_down(p: Pattern) -> Score:
    """An ordinary weak period."""
    return 0.2 if sum(_both(p)) < 0 else 0.0


@wrap_theme
def wrap_up(p: Pattern) -> Score:
    """An ordinary firm one."""
    return 0.15
