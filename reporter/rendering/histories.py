"""Where a figure stands among its own kind, as a sentence of the locale.

Its numbers are not figures of their own: they stand in `<data>` with the value that the figure's history holds.
"""

from __future__ import annotations

from markupsafe import Markup

from reporter.model import Figure
from reporter.rendering.context import Edition


def place(edition: Edition, figure: Figure) -> Markup:
    """The sentence of a figure's history; empty where it has none."""
    history = figure.history
    if history is None:
        return Markup("")
    clauses = []
    if history.percentile is not None:
        share = history.percentile * 100
        text = edition.language.numbers.digits(share, 1) + str(edition.language.settings["numbers"]["percent"])
        clauses.append(edition.words("history.share", share=_data(history.percentile, text)))
    if history.zscore is not None:
        clauses.append(edition.words("history.deviations", number=_deviations(edition, history.zscore)))
    if history.rank is not None:
        clauses.append(edition.words("history.rank", rank=_count(edition, history.rank)))
    if history.last is not None:
        clauses.append(edition.words("history.last", day=edition.time(history.last)))
    if history.runner_up_date is not None:
        clauses.append(edition.words("history.next", day=edition.time(history.runner_up_date)))
    return edition.words(
        "history.place", start=edition.time(history.start), end=edition.time(history.end),
        count=_count(edition, history.observations),
        found=edition.words("history.join").join(clauses or [edition.words("history.short")]),
    )


def _data(value: float, text: str) -> Markup:
    return Markup('<data value="{}">{}</data>').format(repr(value), text)


def _count(edition: Edition, number: int) -> Markup:
    return _data(number, edition.language.numbers.digits(number, 0))


def _deviations(edition: Edition, number: float) -> Markup:
    """Signed, but for what prints as zero."""
    digits, signs = edition.language.numbers.digits(number, 1), edition.language.settings["numbers"]
    sign = "" if round(number, 1) == 0 else signs["plus" if number > 0 else "minus"]
    return _data(number, f"{sign}{digits}")


def kept(figure: Figure) -> str:
    """The same as the data hold it, for templates that print it so."""
    history = figure.history
    if history is None:
        return ""
    found = {"percentile": history.percentile, "rank": history.rank, "last": history.last}
    told = [f"{name} = {value}" for name, value in found.items() if value is not None]
    return ", ".join([f"{history.start}..{history.end}", f"n = {history.observations}", *told])
