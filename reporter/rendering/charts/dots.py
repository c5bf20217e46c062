"""Counts as dots: how many of the sectors rise, stand above their averages, make highs."""

from __future__ import annotations

from reporter.model import Exhibit
from reporter.rendering.charts.drawing import CHARTS, SIZE, Dot, Drawing, listed, present
from reporter.rendering.context import Edition
from reporter.rendering.scales import Label, fitted, text_width

TONES = {"sectors_up": "up", "sectors_at_20d_high": "up", "sectors_at_20d_low": "down"}
NAMES = 0.44


@CHARTS.register("breadth")
def breadth(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """A row a count, a dot for each that was counted; the full ones are those that the count means."""
    figures = [f for f in present(exhibit, edition) if int(f.params.get("counted", 0)) >= 3]
    if not figures:
        return None
    names = {f.id: edition.language.t(f"metric.{f.metric}") for f in figures}
    shown = {i: fitted(name, SIZE, width * NAMES) for i, name in names.items()}
    texts = {f.id: f"{edition.language.numbers.magnitude(f)}/{f.params['counted']}" for f in figures}
    left = 16 + max(text_width(name, SIZE) for name in shown.values())
    right = width - 8 - max(text_width(text, SIZE) for text in texts.values())
    most = max(int(f.params["counted"]) for f in figures)
    gap = min(18.0, (right - left - 8) / max(most, 1))
    row, top = 22.0, 4.0
    dots, labels = [], []
    for index, figure in enumerate(figures):
        middle = top + row * index + row / 2
        labels += [
            Label(0, middle + 4, shown[figure.id]),
            Label(round(left + gap * most + 6, 2), middle + 4, texts[figure.id]),
        ]
        dots += [
            Dot(round(left + gap * (place + 0.5), 2), middle, TONES.get(figure.metric, "accent"), place < figure.value)
            for place in range(int(figure.params["counted"]))
        ]
    bottom = top + row * len(figures)
    told = tuple(listed(edition, [(names[f.id], texts[f.id])]) for f in figures)
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom + 2, left=left, right=right, top=top, bottom=bottom,
        alt=edition.language.t("list.join").join(told), figures=tuple(f.id for f in figures),
        as_of=figures[0].as_of, dots=tuple(dots), labels=tuple(labels), step=round(gap * 0.34, 2),
        told=told, along="y", first=top + row / 2, last=bottom - row / 2,
    )
