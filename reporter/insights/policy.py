"""What futures expect of the policy rate by the end of the year."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.scene import Scene, claim, detector
from reporter.model import Claim

POLICY = "fed_funds"
NOTICEABLE = 3.0
"""Basis points: below that the path is as good as level."""


@detector
def futures_path(scene: Scene) -> Iterator[Claim]:
    """The rate that the year's last contract implies, against the target range or else against the nearest contract."""
    path = sorted((f for f in scene.figures if f.metric == "rate_path"), key=lambda f: f.dates["month"])
    if not path:
        return
    first = path[0]
    last = [f for f in path if f.dates["month"].year == first.dates["month"].year][-1]
    change = scene.get(POLICY, "policy_path_change", "1d")
    if change is not None and change.dates["month"] != last.dates["month"]:
        change = None
    shift = scene.get(POLICY, "rate_path_change", f"{last.dates['month']:%Y-%m}") if last is not first else None
    against = change if change is not None else shift
    if against is None:
        return
    yield claim(
        "futures_path",
        POLICY,
        slots={
            "implied": last,
            "first": first if change is None else None,
            "change": change,
            "shift": shift if change is None else None,
            "range_low": scene.get(POLICY, "policy_rate_low", "1d") if change is not None else None,
            "range_high": scene.get(POLICY, "policy_rate_high", "1d") if change is not None else None,
        },
        roles={"subject": POLICY},
        facts={
            "month": last.dates["month"].isoformat(),
            "first_month": first.dates["month"].isoformat(),
            "level": abs(against.printed) < NOTICEABLE,
        },
        salience=0.35,
        sections=("analysis",),
        rule=f"level where the change is below {NOTICEABLE:g} basis points",
    )
