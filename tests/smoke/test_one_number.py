"""docs/one-number.md, walked: one number at every door, from a price file to a word in the PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reporter.gathering import gather, moment
from reporter.insights import choose_theme, find
from reporter.language import Language
from reporter.metrics import measure
from reporter.model import Figure
from reporter.model.grade import grade
from reporter.narrative import compose
from reporter.pipeline import put_out
from reporter.request import BuildRequest

pytestmark = pytest.mark.slow
ID = "rut.day_change.1d"
SESSION = date(2026, 1, 23)


def rows() -> Iterator[str]:
    """Closes of two indices on the sessions of half a year, the last two of them the page's."""
    from reporter.data import open_calendar

    yield "date,symbol,close"
    days = open_calendar("XNYS", SESSION).between(date(2025, 7, 1), SESSION)
    for index, day in enumerate(days):
        small, large = 2400 + 2 * index + 9 * (-1) ** index, 6500 + 3 * index - 7 * (-1) ** index
        if index == len(days) - 2:
            small, large = 2718.64, 6913.35
        if index == len(days) - 1:
            small, large = 2669.16, 6915.61
        yield f"{day:%Y-%m-%d},^RUT,{small}"
        yield f"{day:%Y-%m-%d},^GSPC,{large}"


def test_one_number_at_every_door(folder: Path) -> None:
    import pypdfium2

    # 1. A row in a file.
    (folder / "prices.csv").write_text("\n".join(rows()) + "\n", encoding="utf-8")
    now = datetime(2026, 1, 24, 12, tzinfo=UTC)
    request = BuildRequest.from_settings(folder, now=now, data="csv:prices.csv", freeze=True)

    # 2. Data: a row becomes a bar.
    desk, market = gather(request)
    assert market.session == SESSION
    assert market.bars["rut"].loc["2026-01-22":"2026-01-23", "close"].tolist() == [2718.64, 2669.16]

    # 3. Metrics: two bars become a figure.
    figures = measure(market, desk)
    figure = figures[ID]
    assert figure.value == pytest.approx(2669.16 / 2718.64 - 1)
    assert [each.value for each in figure.inputs] == [2718.64, 2669.16]
    assert figure.formula == "close[end] / close[base] - 1"

    # 4. Insights: a figure becomes a claim.
    claims = find(figures, desk)
    claim = next(each for each in claims if each.kind == "day")
    assert claim.slots["a_change"] == ID

    # 5. Narrative: a claim gets its place.
    theme = choose_theme(claims, figures).name
    briefing = compose(claims, figures, desk, market, moment(request, desk, market, theme, ()))
    analysis = next(section for section in briefing.sections if section.id == "analysis")
    assert claim.id in analysis.passages[0].claims

    # 6. Language: how this locale writes it.
    language = Language.load("en", request.project.folders("locales"))
    assert language.numbers.percent(figure) == "1.82%"

    # 7. and 8. Rendering and publishing: the phrase, the page, the PDF.
    built = put_out(request, briefing, market, desk.locales, lambda _: None)
    page = (built.folder / "en.html").read_text(encoding="utf-8")
    marked = re.search(rf'(\w+) (?:<a [^>]*>)?<data class="figure" value="([^"]+)" data-figure="{ID}"[^>]*>1\.82%</data>', page)
    assert marked is not None
    assert marked[1] == language.lexicon["move"]["down"][grade(figure)].split()[-1]
    assert float(marked[2]) == figure.value
    for tag, words in (("en", f"{marked[1]} 1.82%"), ("zh_CN", "1.82%")):
        document = pypdfium2.PdfDocument(built.folder / f"{tag}.pdf")
        text = "".join(each.get_textpage().get_text_range() for each in document)
        document.close()
        assert words in re.sub(r"\s+", " ", text)

    # 9. Verification has read all of it again, and the edition carries what it needs to be checked by others.
    assert built.verified == built.numbers
    carried = (built.folder / "prices.csv").read_text(encoding="utf-8")
    assert "2026-01-22,^RUT" in carried and "2026-01-23,^RUT" in carried
    published = json.loads((built.folder / "briefing.json").read_text(encoding="utf-8"))
    again = next(Figure.model_validate(each) for each in published["figures"] if each["id"] == ID)
    assert again == figure
