"""The levels around a close: averages, the record, the ends of the year's range, nearest first."""

from __future__ import annotations

from reporter.insights.scene import Scene
from reporter.model import Figure, Subject

CLOSE_ENOUGH = 0.35
"""A level farther than this from the close decides nothing even after a crash."""


def level_signals(
    scene: Scene, subject: Subject
) -> tuple[list[tuple[str, Figure, Figure]], list[tuple[str, Figure, Figure]]]:
    """Levels below and above the close as (name, level, distance), nearest first."""
    below: list[tuple[str, Figure, Figure]] = []
    above: list[tuple[str, Figure, Figure]] = []
    sources = {
        "sma20": scene.get(subject, "sma20", "20d"),
        "sma50": scene.get(subject, "sma50", "50d"),
        "sma200": scene.get(subject, "sma200", "200d"),
        "record": scene.get(subject, "record_close", "since_inception"),
        "low52": scene.get(subject, "extreme_52w_low", "52w"),
        "high52": scene.get(subject, "extreme_52w_high", "52w"),
    }
    for name, level in sources.items():
        distance = scene.get(subject, "watch_distance", name)
        if level is None or distance is None or distance.printed == 0 or abs(distance.value) > CLOSE_ENOUGH:
            continue
        (above if distance.value > 0 else below).append((name, level, distance))
    below.sort(key=lambda item: -item[2].value)
    above.sort(key=lambda item: item[2].value)
    return below, above
