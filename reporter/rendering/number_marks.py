"""Marked-up numbers: a figure's digits, percents, points, counts in words and large sums, each with its figure.

Every method wraps what it prints in `<data class="figure">`, so that verification can find the figure behind it.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from reporter.model import Figure
from reporter.model.speech import Speech
from reporter.rendering.views import FigureView


class NumberMarks:
    """The ways in which one locale prints a figure."""

    def __init__(self, language: Speech) -> None:
        self._language = language

    def data(self, figure: Figure, text: str, claim: str | None = None, form: str | None = None) -> Markup:
        """A number with its figure. `form` tells verification of a coarser print: word, tenths, scaled."""
        extra = Markup(' data-claim="{}"').format(claim) if claim else Markup("")
        extra += Markup(' data-form="{}"').format(form) if form else Markup("")
        return Markup('<data class="figure" value="{}" data-figure="{}"{}>{}</data>').format(
            repr(figure.value), figure.id, extra, text
        )

    def _view(self, view: FigureView, text: str, form: str | None = None) -> Markup:
        return self.data(view.figure, text, view.claim, form)

    def percent(self, view: FigureView) -> Markup:
        """Without sign: for use behind a verb of direction."""
        return self._view(view, self._language.numbers.percent(view.figure))

    def signed_percent(self, view: FigureView) -> Markup:
        return self._view(view, self._language.numbers.percent(view.figure, signed=True), "signed")

    def points(self, view: FigureView, style: str = "long") -> Markup:
        """A difference in percentage points with its unit word; `bare` leaves the word out."""
        number = self._view(view, self._language.numbers.magnitude(view.figure))
        if style == "bare":
            return number
        one = view.one and style == "long"
        return number + self._language.numbers.unit(
            {"long": "pp", "short": "pp_short", "gap": "pp_gap"}[style] + ("_one" if one else "")
        )

    def signed_points(self, view: FigureView, style: str = "long") -> Markup:
        """A difference with its sign; `bare` leaves the unit to the sentence, `short` takes its short word."""
        figure = view.figure
        text = self._language.numbers.sign(figure) + self._language.numbers.magnitude(figure)
        unit = "" if style == "bare" else self._language.numbers.unit("pp_short" if style == "short" else "pp")
        return self._view(view, text, "signed") + unit

    def fraction(self, view: FigureView) -> Markup:
        """A share as a plain fraction where it is near one (近四分之一, more than a third), else in percent."""
        value = abs(view.figure.value)
        rules = self._language.settings["fractions"]
        nominal, words = min(rules["table"], key=lambda row: abs(row[0] - value))
        if abs(value - nominal) > 0.055 * nominal:
            return self.percent(view)
        near = rules["nearly"] if value < nominal - 0.0005 else rules["over"] if value > nominal + 0.0005 else ""
        return escape(near) + self._view(view, words, "word")

    def level(self, view: FigureView) -> Markup:
        """A price or index level with its unit."""
        before, digits, after = self._language.numbers.level(view.figure)
        return (
            Markup(escape(before)) + self._view(view, digits) + escape(after)
            if not before
            else (self._view(view, before + digits) + escape(after))
        )

    def bare(self, view: FigureView) -> Markup:
        """Digits without sign or unit."""
        return self._view(view, self._language.numbers.magnitude(view.figure))

    def basis_points(self, view: FigureView) -> Markup:
        unit = "bp_one" if view.one else "bp"
        return self._view(view, self._language.numbers.magnitude(view.figure)) + self._language.numbers.unit(unit)

    def word(self, view: FigureView) -> Markup:
        """A count in words where the locale writes small counts so."""
        return self._view(view, self._language.numbers.words(round(abs(view.figure.value))), "word")

    def nth(self, view: FigureView) -> Markup:
        """A count as a place in an order: seventh, 21st."""
        return self._view(view, self._language.numbers.ordinal(round(abs(view.figure.value))), "ordinal")

    def tenths(self, view: FigureView) -> Markup:
        """A share of observations in tenths: 七成, seven in ten."""
        return self._view(view, self._language.numbers.tenths(view.figure.value), "tenths")

    def times(self, view: FigureView) -> Markup:
        return self._view(view, self._language.numbers.magnitude(view.figure)) + self._language.numbers.unit("times")

    def scaled(self, view: FigureView) -> Markup:
        """A large count in the locale's own scale (万, million)."""
        number, word = self._language.numbers.scaled(view.figure)
        return self._view(view, number + word, "scaled")

    def money(self, view: FigureView) -> Markup:
        """A large sum in the locale's scale with its currency: 786亿美元, $78.6 billion."""
        before, _, after = self._language.numbers.level(view.figure)
        number, word = self._language.numbers.scaled(view.figure)
        return self._view(view, before + number + word, "scaled") + escape(after)

    def styled(self, figure: Figure, style: str = "auto") -> Markup:
        """For tables and headers: changes signed, levels with their unit, counts plain."""
        numbers = self._language.numbers
        view = FigureView(figure)
        if style == "auto":
            style = {
                "fraction": "signed",
                "pp": "points",
                "bp": "bp",
                "percentile": "percent",
                "ratio": "bare",
                "count": "bare",
                "sessions": "bare",
                "days": "bare",
                "shares": "scaled",
            }.get(figure.unit, "level")
            if figure.unit == "fraction" and figure.metric in (
                "close_level",
                "daily_vol",
                "range_position",
                "policy_rate_level",
            ):
                style = "percent"
        if style == "level" and figure.decimals < 0:
            return self.money(view)
        if style == "signed":
            return self.signed_percent(view)
        if style == "points":
            return self.signed_points(view)
        if style == "bp":
            text = numbers.sign(figure) + numbers.magnitude(figure)
            return self._view(view, text, "signed") + numbers.unit("bp_one" if view.one else "bp")
        if style == "percent":
            return self.percent(view)
        return {"scaled": self.scaled, "bare": self.bare, "level": self.level}[style](view)
