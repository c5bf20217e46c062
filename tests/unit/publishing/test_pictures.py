"""Pictures and mails: of the right size, complete, the same bytes from the same input."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from PIL import Image

from reporter.model import Briefing
from reporter.model.market import Market
from reporter.model.page import Mail, Page, Sheet
from reporter.publishing import mailing, raster
from reporter.publishing.publish import publish

MOMENT = datetime(2026, 1, 24, tzinfo=UTC)
BODY = '<html lang="en"><head><title>t</title></head><body>{}</body></html>'
FACE = 'html { font-family: "Noto Sans CJK SC Core", "Noto Sans CJK SC"; } body { margin: 0 }'
CARD = Sheet(BODY.format("<p>Small caps slip</p>"), FACE + "@page { size: 1200px 630px; margin: 0 }")
CHARTS = Sheet(
    BODY.format('<p class="a">1</p><p class="b">2</p>'),
    FACE + "@page a { size: 200px 100px; margin: 0 } @page b { size: 300px 80px; margin: 0 }"
    " p { margin: 0 } .a { page: a } .b { page: b }",
)
MAIL = Mail("<p>Small caps slip 小盘股 <img src='cid:a.png'><img src='cid:b.png'></p>", CHARTS, ("a.png", "b.png"))


def test_pictures_have_the_size_of_their_pages(pages: tuple[Page, ...]) -> None:
    sizes = [Image.open(io.BytesIO(data)).size for data in raster.pictures(pages[1], CHARTS, MOMENT, scale=2)]
    assert sizes == [(400, 200), (600, 160)]


def test_an_edition_has_a_card_a_mail_and_a_fragment_where_they_are_asked_for(
    pages: tuple[Page, ...], briefing: Briefing, market: Market, tmp_path: Path
) -> None:
    page = replace(pages[1], card=CARD, mail=MAIL, fragment="<article></article>", brief="In short.\n")
    publish([page], briefing, market, tmp_path / "one", ("card", "mail", "fragment"))
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["briefing.json", "card.en.png", "fragment.en.html", "mail.en.eml", "manifest.json", "prices.csv"]
    with Image.open(tmp_path / "one" / "card.en.png") as card:
        assert card.size == (1200, 630)
    publish([page], briefing, market, tmp_path / "two", ("card", "mail", "fragment"))
    assert all((tmp_path / "two" / name).read_bytes() == (tmp_path / "one" / name).read_bytes() for name in names)


def test_a_mail_can_be_read_by_any_reader_of_mail(pages: tuple[Page, ...]) -> None:
    page = replace(pages[0], brief="小盘股回落。\n")
    read = message_from_bytes(mailing.message(page, MAIL, [b"\x89PNG1", b"\x89PNG2"], MOMENT), policy=default)
    assert read["Subject"] == "小盘股回落" and "To" not in read and "From" not in read
    plain, html = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None and plain.get_content().split() == ["小盘股回落。"]
    assert html is not None and "小盘股" in html.get_content()
    pictures = {part["Content-ID"]: part.get_content() for part in read.walk() if part.get_content_type() == "image/png"}
    assert pictures == {"<a.png>": b"\x89PNG1", "<b.png>": b"\x89PNG2"}
