"""The text of a PDF against its page: charts give up their words together, since short numbers would fit anywhere."""

from __future__ import annotations

from reporter.verification.reader import read_page
from reporter.verification.visible import Comparison, compare

CHART = [["0", "5", "10", "March 2015: 10", "1995", "2010"]]


def test_the_words_of_a_chart_are_taken_together() -> None:
    seen = "Fell 15. 0 5 10 March 2015: 10 1995 2010 End."
    assert compare(["Fell 15.", "End."], seen, CHART).surplus == []


def test_a_chart_whose_words_stand_apart_is_taken_word_by_word() -> None:
    assert compare(["End."], "1995 End. 2010 March 2015: 10", [["1995", "2010", "March 2015: 10"]]).surplus == []


def test_a_number_that_no_chart_draws_is_found() -> None:
    compared = compare(["End."], "0 5 10 March 2015: 10 1995 2010 77 End.", CHART)
    assert [piece for piece in compared.surplus if "77" in piece]


def test_a_page_knows_the_words_of_each_of_its_charts() -> None:
    page = read_page(
        "<body><svg><title>7</title><text>1</text><g><text>2</text></g></svg><p>3</p><svg><text>4</text></svg></body>"
    )
    assert page.drawn == [["1", "2"], ["4"]]


def test_cells_stand_in_any_order_but_each_number_as_often_as_it_is_given() -> None:
    cells = [("Day", False), ("S&P 500", False), ("+1.20%", True), ("Day", False), ("Dow", False), ("+1.20%", True)]
    assert compare(["End."], "End. Day S&P 500 +1.20% Dow +1.20%", cells=cells) == Comparison()
    assert compare(["End."], "End. Day S&P 500 +1.20% Dow +1.30%", cells=cells).missing == ["+1.20%"]
    assert compare(["End."], "End. Day S&P 500 +1.20% Dow +1.30%", cells=cells).surplus
    assert compare(["End."], "End. Day S&P 500 +1.20% +1.20%", cells=cells).missing == ["Dow"]
    astray = compare(["Tables"], "+1.20% Tables Day S&P 500 +1.20% Dow", cells=cells, lead="Tables")
    assert astray.missing == ["+1.20%"] and astray.surplus
    assert compare(["End."], "End. Day S&P 500 +1.20% Dow +1.20% +1.20%", cells=cells).surplus
