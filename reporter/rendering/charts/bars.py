"""Bars from zero: sectors with their change of rank, differences of pairs, the ladder of sizes."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.model import Exhibit, Figure
from reporter.rendering.charts.drawing import CHARTS, SIZE, Bar, Drawing, arrow, listed, present, way
from reporter.rendering.context import Edition
from reporter.rendering.scales import Label, Scale, fitted, text_width

MOST = 24
"""Bars beyond this many are those in the middle; the best and the worst remain."""
NAMES = 0.36
"""Share of a chart's width that names may take."""
ROW, THICK = 21.0, 12.0
MOVED = "sector_rank_change"


@CHARTS.register("sector_bars")
@CHARTS.register("spread_bars")
def ranked(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Bars that diverge from zero, best on top; `exhibit.figures` are returns or differences over one window."""
    figures = sorted((f for f in present(exhibit, edition) if f.metric != MOVED), key=lambda f: (-f.value, f.id))
    if len(figures) > MOST:
        figures = [*figures[: MOST // 2], *figures[-MOST // 2 :]]
    return _bars(exhibit, edition, width, figures)


@CHARTS.register("cap_ladder")
def ladder(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Returns of funds by the size of what they hold, the largest on top, in the exhibit's order."""
    return _bars(exhibit, edition, width, present(exhibit, edition))


def _bars(exhibit: Exhibit, edition: Edition, width: float, figures: Sequence[Figure]) -> Drawing | None:
    if len(figures) < 2:
        return None
    whole = {f.id: _name(f, edition) for f in figures}
    names = {i: fitted(name, SIZE, width * NAMES) for i, name in whole.items()}
    texts = {f.id: arrow(f) + edition.text(f) for f in figures}
    moved = _moves(exhibit, edition)
    head = edition.language.t("chart.sector_bars.rank") if moved else ""
    left = 10 + max(text_width(name, SIZE) for name in names.values())
    column = 12 + max(text_width(text, SIZE) for text in moved.values()) if moved else 0.0
    room = 10 + max(text_width(text, SIZE) for text in texts.values())
    low, high = min(0.0, *(f.value for f in figures)), max(0.0, *(f.value for f in figures))
    inner_left = left + (room if low < 0 else 4)
    rightwards = high > 0 or low == 0
    inner_right = width - column - (room if rightwards else 4)
    x = Scale(low, high, round(inner_left, 2), round(inner_right, 2))
    top = 6.0 + 16.0 * bool(moved)
    zero = x.at(0) if high > low else inner_left
    made = []
    for index, figure in enumerate(figures):
        end = x.at(figure.value) if high > low else zero
        middle = top + ROW * index + ROW / 2
        out = 6 if figure.printed > 0 or (figure.printed == 0 and rightwards) else -6
        text = moved.get(figure.subject)
        made.append(Bar(
            x=min(zero, end), y=middle - THICK / 2, width=round(max(abs(end - zero), 0.75), 2), height=THICK,
            way=way(figure),
            name=Label(0, middle + 4, names[figure.id]),
            value=Label(round(end + out, 2), middle + 4, texts[figure.id], "start" if out > 0 else "end"),
            beside=Label(width, middle + 4, text, "end") if text is not None else None,
            figure=figure.id,
        ))
    bottom = top + ROW * len(figures)
    rows = [(listed(edition, [(whole[f.id], edition.text(f))]), moved.get(f.subject)) for f in figures]
    told = tuple(row + _beside(edition, head + " ", text) for row, text in rows)
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom + 4, left=left, right=width - column, top=top, bottom=bottom,
        alt=edition.language.t("list.join").join(row + _beside(edition, "", text) for row, text in rows),
        figures=(*(f.id for f in figures), *(f.id for f in _moved(exhibit, edition))),
        as_of=figures[0].as_of, window=figures[0].window.name,
        total_return=any(f.basis == "total_return" for f in figures), zero=zero, bars=tuple(made),
        labels=(Label(width, top - 6, head, "end"),) if moved else (),
        told=told, along="y", first=top + ROW / 2, last=bottom - ROW / 2, step=ROW,
    )


def _beside(edition: Edition, head: str, text: str | None) -> str:
    if text is None:
        return ""
    before, after = edition.language.settings["lists"]["brackets"]
    return f"{before}{head}{text}{after}"


def _moved(exhibit: Exhibit, edition: Edition) -> list[Figure]:
    return [f for f in present(exhibit, edition) if f.metric == MOVED]


def _moves(exhibit: Exhibit, edition: Edition) -> dict[str, str]:
    """By subject the places that it has climbed or fallen, with an arrow; nothing where it stayed."""
    size = edition.language.numbers.magnitude
    return {
        f.subject: f"\u2191{size(f)}" if f.printed > 0 else f"\u2193{size(f)}" if f.printed < 0 else "\u2013"
        for f in _moved(exhibit, edition)
    }


def _name(figure: Figure, edition: Edition) -> str:
    if figure.comparator is None:
        return edition.name(figure.subject)
    return edition.language.t("table.versus", a=edition.name(figure.subject), b=edition.name(figure.comparator))
