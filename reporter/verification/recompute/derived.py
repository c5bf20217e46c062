"""Figures made of other figures, and the policy rates that futures imply."""

from __future__ import annotations

from reporter.model import Figure
from reporter.verification.recompute.case import Case, recomputes
from reporter.verification.recompute.prices import Unknown


def made_of(figure: Figure) -> bool:
    """Whether a figure names other figures as its inputs."""
    return bool(figure.inputs) and all(one.figure is not None for one in figure.inputs)


def operands(case: Case) -> tuple[float, float]:
    """The values of the two figures that a figure is made of, as those figures stand in the edition."""
    found = [case.figures[i.figure].value for i in case.figure.inputs if i.figure and i.figure in case.figures]
    if len(found) != 2:
        raise Unknown("the two figures that it is made of are not both in the edition")
    return found[0], found[1]


@recomputes("implied_upside")
def implied_upside(case: Case) -> float:
    """A target over the close, less 1."""
    target, close = operands(case)
    return target / close - 1.0


def _contract(case: Case, place: int) -> float:
    """The price of a federal funds contract that the figure names among its inputs."""
    points = [one for one in case.figure.inputs if one.symbol is not None]
    if len(points) <= place or points[place].symbol is None:
        raise Unknown("the figure names no contract")
    return case.prices.series(str(points[place].symbol), "close").at(case.end)


@recomputes("rate_path")
def rate_path(case: Case) -> float:
    """One hundred less the price of the month's contract, in percent."""
    return (100.0 - _contract(case, 0)) / 100.0


@recomputes("rate_path_change")
def rate_path_change(case: Case) -> float:
    """Implied rate of a month less that of the nearest contract, in basis points."""
    return (_contract(case, 0) - _contract(case, 1)) * 100.0
