"""What a number means, judged on the value as printed and on the subject's own history."""

from __future__ import annotations

from reporter.model.claim import Size
from reporter.model.figure import Figure

# Two-sided tails of a figure's own history: the share of observations that were less extreme.
SHARP, CLEAR, EXTREME = 0.90, 0.50, 0.985


def tail(figure: Figure) -> float | None:
    """Share of its history that was less extreme than the figure (0..1), or None without a history."""
    if figure.history is None or figure.history.percentile is None:
        return None
    return abs(2 * figure.history.percentile - 1)


def grade(figure: Figure) -> Size:
    """Flat where the printed value is (almost) zero, else by the tail; `clear` where there is no history.

    A move that rounds to less than a fiftieth of a percent is flat whatever its history says.
    """
    if figure.printed == 0 or (figure.unit in ("fraction", "pp") and abs(figure.value) < 0.0005):
        return "flat"
    share = tail(figure)
    if share is None:
        return "clear"
    if share >= EXTREME:
        return "extreme"
    if share >= SHARP:
        return "sharp"
    return "clear" if share >= CLEAR else "mild"
