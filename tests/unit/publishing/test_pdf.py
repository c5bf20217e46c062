"""The PDF: faces, metadata, bookmarks, attachments; and what it refuses."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pikepdf
import pytest

from reporter.errors import ConfigError, ReporterError
from reporter.model.page import Page
from reporter.publishing import faces, harfbuzz, pdf

MOMENT = datetime(2026, 1, 24, tzinfo=UTC)


def embedded(document: pikepdf.Pdf) -> set[str]:
    """Names of the embedded fonts without the tag of their subset."""
    names = (item.get("/FontName") for item in document.objects if isinstance(item, pikepdf.Dictionary))
    return {str(name).split("+")[1] for name in names if name is not None}


def test_a_pdf_has_its_faces_language_title_and_bookmarks(pages: tuple[Page, ...]) -> None:
    document = pikepdf.open(io.BytesIO(pdf.write(pages[0], (), MOMENT)))
    assert embedded(document) == {
        "Noto-Sans-CJK-SC-Core",
        "Noto-Sans-CJK-SC-Core-Bold",
        "Noto-Serif-CJK-SC-Core",
        "Noto-Serif-CJK-SC-Core-Bold",
    }
    assert str(document.Root.Lang) == "zh-Hans" and bool(document.Root.MarkInfo.Marked)
    assert str(document.docinfo.Title) == "小盘股回落"
    with document.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
    with document.open_outline() as outline:
        assert [(item.title, [child.title for child in item.children]) for item in outline.root] == [
            ("小盘股回落", ["One"])
        ]


def test_attachments_carry_their_dates_and_their_relation(pages: tuple[Page, ...]) -> None:
    one = pdf.Attachment("prices.csv", b"date,symbol\n", "Prices", "Data")
    document = pikepdf.open(io.BytesIO(pdf.write(pages[1], (one,), MOMENT)))
    file = document.attachments["prices.csv"].get_file()
    assert file.read_bytes() == b"date,symbol\n"
    assert file.creation_date == file.mod_date == MOMENT
    assert str(document.attachments["prices.csv"].obj.AFRelationship) == "/Data"


def test_the_same_page_gives_the_same_bytes(pages: tuple[Page, ...]) -> None:
    assert pdf.write(pages[0], (), MOMENT) == pdf.write(pages[0], (), MOMENT)


def test_a_rare_character_is_in_the_small_font_too(pages: tuple[Page, ...]) -> None:
    rare = replace(pages[0], print_html=pages[0].print_html.replace("普通的", "龘"))
    names = embedded(pikepdf.open(io.BytesIO(pdf.write(rare, (), MOMENT))))
    assert names and all("-Core" in name for name in names)


def test_a_character_that_no_face_has_fails_the_build(pages: tuple[Page, ...]) -> None:
    odd = replace(pages[0], print_html=pages[0].print_html.replace("普通的", "\U0001e900"))
    with pytest.raises(ReporterError, match="zh_CN is not fit to publish"):
        pdf.write(odd, (), MOMENT)


def test_a_face_that_the_locale_does_not_name_fails_the_build(pages: tuple[Page, ...]) -> None:
    html = pages[1].print_html.replace("<p>", "<p style=\"font-family: 'Noto Sans CJK JP'\">")
    with pytest.raises(ReporterError, match="embeds Noto Sans CJK JP, which the locale does not name"):
        pdf.write(replace(pages[1], print_html=html), (), MOMENT)


@pytest.mark.parametrize("source", ["file:///etc/hostname", "http://127.0.0.1:9/x.png"])
def test_a_page_can_fetch_nothing(pages: tuple[Page, ...], source: str) -> None:
    html = pages[1].print_html.replace("<p>", f'<p><img alt="x" src="{source}">')
    with pytest.raises(ReporterError, match="not fit to publish"):
        pdf.write(replace(pages[1], print_html=html), (), MOMENT)


def test_a_mistake_in_the_stylesheet_is_told(pages: tuple[Page, ...]) -> None:
    with pytest.raises(ConfigError, match="colr"):
        pdf.write(replace(pages[0], print_css=pages[0].print_css + "p { colr: red }"), (), MOMENT)


def test_a_missing_library_is_one_sentence_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    harfbuzz.libraries.cache_clear()
    monkeypatch.setattr(harfbuzz, "_load", lambda name: None if name == "harfbuzz-subset" else SimpleNamespace())
    with pytest.raises(ConfigError, match=r"libharfbuzz-subset.*apt-get install .*libharfbuzz-subset0"):
        harfbuzz.libraries()
    harfbuzz.libraries.cache_clear()


def test_a_missing_face_is_named_with_the_command() -> None:
    with pytest.raises(ConfigError, match=r"Helvetica Nova regular, Helvetica Nova bold.*fonts-noto-cjk"):
        faces.installed(("Helvetica Nova",))


def test_small_fonts_hold_the_characters_of_their_document_and_no_others(pages: tuple[Page, ...]) -> None:
    used = faces.characters("国\n", "p { content: '→' }")
    assert {"国", "→", "p", "•", "9"} <= set(used) and "國" not in used and "\n" not in used
    face = faces.installed(("Noto Sans CJK SC",))[0]
    assert len(harfbuzz.cut(face.path, face.index, used)) < 40_000


def test_every_object_is_written_once_and_as_pydyf_writes_it(
    pages: tuple[Page, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = pdf.write(pages[0], (), MOMENT)
    monkeypatch.setattr(pdf, "settle", lambda *_, **__: None)
    assert pdf.write(pages[0], (), MOMENT) == quick


def test_the_default_style_without_footnotes_changes_nothing(
    pages: tuple[Page, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = pdf.write(pages[0], (), MOMENT)
    monkeypatch.setattr(pdf, "_NOTES", re.compile(""))
    assert pdf.write(pages[0], (), MOMENT) == quick
