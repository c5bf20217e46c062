"""The course of the day: a high or low that the close did not keep, or a close at the end of its own range."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.insights.day import hardly_moved
from reporter.insights.scene import Scene, claim, detector, size
from reporter.model import Claim, Subject
from reporter.model.claim import Fact

REACHED = 0.006
"""A high (low) this far from the last close is a rise (fall) that could be lost."""
RARE = 0.9
"""It is told when the way back to the close was longer than on nine in ten sessions of a year."""
END = 0.1
"""A close in the outer tenth of its day's range stands at the end of it."""


def _shape(scene: Scene, subject: Subject) -> str:
    """What the close kept of the day; nothing where the course was an ordinary one."""
    change, place = scene.get(subject, "day_change", "1d"), scene.get(subject, "day_place", "1d")
    high, low = scene.get(subject, "day_high_change", "1d"), scene.get(subject, "day_low_change", "1d")
    faded, risen = scene.get(subject, "fade_significance", "1y"), scene.get(subject, "rise_significance", "1y")
    if change is None or place is None or high is None or low is None or faded is None or risen is None:
        return ""
    if high.value >= REACHED and change.printed <= 0 and faded.value >= RARE:
        return "faded"
    if low.value <= -REACHED and change.printed >= 0 and risen.value >= RARE:
        return "recovered"
    if hardly_moved(change) or size(change) not in ("sharp", "extreme"):
        return ""
    if change.value < 0 and place.value <= END:
        return "at_low"
    return "at_high" if change.value > 0 and place.value >= 1 - END else ""


def _course(scene: Scene, subject: Subject, salience: float) -> Iterator[Claim]:
    shape = _shape(scene, subject)
    if not shape:
        return
    downward = shape in ("faded", "at_low")
    upper = shape in ("faded", "at_high")
    change = scene.get(subject, "day_change", "1d")
    turned = shape in ("faded", "recovered")
    since = scene.get(subject, "fade_since" if upper else "rise_since", "1d") if turned else None
    searched: dict[str, Fact] = {}
    if since is not None and since.history is not None:
        searched = {"record": since.params.get("record") == 1, "looked_from": since.history.start.isoformat()}
    yield claim(
        "turned" if turned else "closing",
        subject.id,
        slots={
            "change": change,
            "end": scene.get(subject, "day_high" if upper else "day_low", "1d"),
            "reached": scene.get(subject, "day_high_change" if upper else "day_low_change", "1d"),
            "back": scene.get(subject, "fade_from_high" if upper else "rise_from_low", "1d"),
            "since": since,
            "share": scene.get(subject, "fade_significance" if upper else "rise_significance", "1y"),
        },
        roles={"subject": subject.id},
        facts={"shape": shape, **searched},
        salience=salience,
        sections=("analysis", "summary"),
        polarity="negative" if downward else "positive",
        grade=size(change),
        rule="the session's high and low against its close and the close before",
    )


@detector
def intraday(scene: Scene) -> Iterator[Claim]:
    """The yardstick first: it stands for the market, and its day is the better known."""
    for subject, salience in ((scene.b, 0.6), (scene.a, 0.55)):
        if subject is not None:
            yield from _course(scene, subject, salience)
