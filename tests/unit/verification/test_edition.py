"""Verification of an edition: a sound one passes, and every kind of change is caught by its rule."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reporter.errors import DataError, UsageError
from reporter.verification import verify
from reporter.verification.report import Report

from .conftest import DAYS, RUT, Edition


def rules(report: Report) -> set[str]:
    """Ids of the rules broken, the missing manifest aside."""
    return {finding.rule for finding in report.findings} - {"manifest"}


def test_sound_edition_has_no_finding(edition: Edition) -> None:
    report = verify(edition())
    assert rules(report) == set(), report.as_text()
    assert report.numbers == report.verified == 16
    assert report.recomputed == 7
    assert report.not_recomputed == {}
    assert report.summary() == "16 of 16 numbers verified, 0 unexplained"


@pytest.mark.parametrize(
    ("tag", "old", "new", "rule"),
    [
        ("zh_CN", ">1.80%<", ">1.81%<", "rounding"),
        ("zh_CN", ">1.80%<", ">1.8%<", "rounding"),
        ("en", ">2,631.76<", ">2,613.76<", "rounding"),
        ("zh_CN", "下跌<", "上涨<", "direction"),
        ("en", "fell <", "rose <", "direction"),
        ("en", "fell <", "rose 3 points, or <", "orphan-number"),
        ("zh_CN", ">1.80%<", ">-1.80%<", "verb-and-sign"),
        ("zh_CN", ">1.80%<", ">+1.80%<", "rounding"),
        ("zh_CN", "</data>个百分点", "</data>%", "unit"),
        ("en", "</data> percentage points", "</data> basis points", "unit"),
        ("en", ">2,631.76<", ">$2,631.76<", "unit-by-instrument"),
        ("en", "1.85</data> percentage points behind", "1.85</data> percentage points ahead", "direction"),
        ("zh_CN", "落后<", "领先<", "direction"),
        ("en", " rose <", " nearly rose three times, by nearly <", "approximation"),
        ("en", "January 23</time>", "January 22</time>", "time"),
        ("en", 'datetime="2026-01-23"', 'datetime="2026-01-25"', "unknown-date"),
        ("en", 'href="#source-0"', 'href="#source-9"', "citation"),
        ("en", "[0]", "[3]", "citation"),
        ("zh_CN", 'data-figure="rut.day_change.1d"', 'data-figure="rut.day_change.2d"', "unknown-figure"),
        ("zh_CN", 'data-figure="rut.day_change.1d"', 'data-figure="spx.day_change.1d"', "attribute-value"),
        ("zh_CN", "它", "三个月以来，它", "orphan-number"),
        ("zh_CN", "它", "其一，它", None),
        ("en", "It stands", "Three months on, it stands", "orphan-number"),
        ("en", "It stands", "Because banks fell, it stands", "cause-without-source"),
        ("en", "It stands", "At a record high, it stands", "superlative"),
        ("en", "It stands", "It stands, the largest since spring,", "superlative"),
        ("zh_CN", "它", "它以来最大，", "superlative"),
        ("en", "It stands", "It stands nan", "leak"),
        ("en", "It stands", "Since <time datetime=\"2026-01-23\">January 23</time> it stands", "since"),
        ("zh_CN", "它", "<time datetime=\"2026-01-23\">1月23日</time>以来它", "since"),
        ("zh_CN", "下跌<", "上跌<", "garbled"),
        ("en", "20-day average", "30-day average", "term"),
        ("en", ">Russell 2000<", ">S&amp;P 500<", "name"),
        ("en", ">Russell 2000<", ">Russell 3000<", "name"),
        (
            "en",
            "</p></section>",
            '</p></section><table><tr><th><span class="name">S&amp;P 500</span></th><td>▼ <data class="figure" '
            'value="-0.018" data-figure="rut.day_change.1d">−1.80%</data></td></tr></table>',
            "subject",
        ),
        (
            "en",
            "</p></section>",
            '</p></section><table><tr><th><span class="name">Russell 2000</span></th><td>▲ <data class="figure" '
            f'value="{RUT[-1] / RUT[-2] - 1!r}" data-figure="rut.day_change.1d">−1.80%</data></td></tr></table>',
            "direction",
        ),
        (
            "zh_CN",
            '<span class="name" data-subject="rut">罗素2000指数</span>',
            '<span class="name" data-subject="spx">标普500指数</span>',
            "subject",
        ),
    ],
)
def test_change_on_a_page_is_caught(edition: Edition, tag: str, old: str, new: str, rule: str | None) -> None:
    def change(page_tag: str, text: str) -> str:
        assert page_tag != tag or old in text
        return text.replace(old, new, 1) if page_tag == tag else text

    found = rules(verify(edition(page=change)))
    assert (rule in found) if rule else not found


RUT_DAY = f'<data class="figure" value="{RUT[-1] / RUT[-2] - 1!r}" data-figure="rut.day_change.1d">−1.80%</data>'
FIRST = f'<time datetime="{DAYS[1]}">{DAYS[1]:%B %-d, %Y}</time>'
TOLD = (
    f'from {FIRST}, <data value="29">29</data> values, '
    f'<data value="{1 / 29!r}">3.4%</data> at or below it'
)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("3.4%", "3.4%", None),
        ("3.4%", "3.5%", "workings"),
        (">29<", ">30<", "workings"),
        ('value="29">29', 'value="30">30', "workings"),
        (FIRST, FIRST.replace(str(DAYS[1]), str(DAYS[2])).replace(f"{DAYS[1]:%B %-d}", f"{DAYS[2]:%B %-d}"), "workings"),
        (RUT_DAY, "none", "workings"),
    ],
)  # fmt: skip
def test_a_place_in_history_is_what_the_figure_holds(edition: Edition, old: str, new: str, rule: str | None) -> None:
    row = f'<tr><td>{RUT_DAY}</td><td><details><p class="place">{TOLD}</p></details></td></tr>'
    assert old in row
    method = f'<section id="method"><table>{row.replace(old, new)}</table></section>'
    report = verify(edition(page=lambda tag, text: text.replace("</p></section>", f"</p></section>{method}", 1)))
    assert (rule in rules(report)) if rule else not rules(report), report.as_text()


def test_a_number_of_a_history_outside_the_table_is_nobodys(edition: Edition) -> None:
    report = verify(edition(page=lambda tag, text: text.replace("</p></section>", '<data value="29">29</data></p></section>', 1)))
    assert "orphan-number" in rules(report)


def test_number_dropped_in_one_language_breaks_parity(edition: Edition) -> None:
    def change(tag: str, text: str) -> str:
        start = text.index('<data class="figure"')
        return text if tag == "en" else text[:start] + text[text.index("</data>") + 7 :]

    assert "parity" in rules(verify(edition(page=change)))


def test_changed_value_does_not_follow_from_the_prices(edition: Edition) -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["figures"][2]["value"] += 10.0

    found = verify(edition(briefing=change)).findings
    assert any(f.rule == "recompute" and f.figure == "rut.close_level.1d" for f in found)


def test_changed_price_is_caught(edition: Edition) -> None:
    assert "recompute" in rules(verify(edition(price=2600.0)))


def test_gap_must_be_told(edition: Edition) -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["gaps"] = [{"what": "avg_volume", "subject": "rut", "why": "no_volume"}]

    assert "gap" in rules(verify(edition(briefing=change)))
    told = verify(
        edition(
            briefing=change,
            page=lambda tag, text: text.replace(
                "</body>", '<table><tr data-gap="pe.x avg_volume.rut"><td>volume</td></tr></table></body>'
            ),
        )
    )
    assert "gap" not in rules(told)


def test_manifest_shows_a_changed_file(edition: Edition) -> None:
    folder = edition()
    listed = [{"name": p.name, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in sorted(folder.iterdir())]
    (folder / "manifest.json").write_text(json.dumps({"files": listed}))
    assert verify(folder).clean
    assert verify(folder).exit_code == 0
    page = folder / "en.html"
    page.write_text(page.read_text(encoding="utf-8").replace("leaving it", "leaving this"), encoding="utf-8")
    report = verify(folder)
    assert report.exit_code == 12
    assert [f.rule for f in report.findings] == ["manifest"]
    assert [f.rule for f in verify(page).findings] == ["manifest"]


def test_markdown_must_repeat_the_page(edition: Edition) -> None:
    from reporter.verification.reader import read_page

    folder = edition()
    text = read_page((folder / "en.html").read_text(encoding="utf-8")).blocks[0].text
    (folder / "en.md").write_text(f"# Title\n\n{text}\n", encoding="utf-8")
    assert rules(verify(folder)) == set()
    (folder / "en.md").write_text(f"# Title\n\n{text.replace('fell', 'rose')}\n", encoding="utf-8")
    assert rules(verify(folder)) == {"visible-text"}


def _pdf(folder: Path, transcript: bool, text: str) -> Path:
    """A one-page PDF that shows a text and carries the edition's data."""
    path = folder / "en.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(14000, 200))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page = document.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        shown = text.replace("(", r"\(").replace(")", r"\)")
        page.Contents = document.make_stream(f"BT /F1 10 Tf 20 100 Td ({shown}) Tj ET".encode("latin-1"))
        names = ["briefing.json", "prices.csv", *(["en.html"] if transcript else [])]
        for name in names:
            document.attachments[name] = pikepdf.AttachedFileSpec(document, (folder / name).read_bytes())
        document.save(path)
    return path


def _alone(path: Path) -> Path:
    """The PDF in a folder of its own, as on another machine."""
    other = path.parent / "elsewhere"
    other.mkdir()
    return path.rename(other / path.name)


def _visible(folder: Path) -> str:
    from reporter.verification.reader import read_page

    page = read_page((folder / "en.html").read_text(encoding="utf-8"))
    return " ".join(block.text for block in page.blocks)


@pytest.mark.parametrize("transcript", [True, False])
def test_pdf_alone_verifies_itself(edition: Edition, transcript: bool) -> None:
    folder = edition()
    path = _alone(_pdf(folder, transcript, _visible(folder)))
    report = verify(path)
    assert report.clean, report.as_text()
    assert report.numbers > 0


@pytest.mark.parametrize("transcript", [True, False])
@pytest.mark.parametrize(("old", "new"), [("1.80%", "1.90%"), ("fell", "rose"), ("2,631.76", "2,631.86")])
def test_changed_pdf_is_caught(edition: Edition, transcript: bool, old: str, new: str) -> None:
    folder = edition()
    report = verify(_alone(_pdf(folder, transcript, _visible(folder).replace(old, new, 1))))
    assert report.exit_code == 12
    assert any(new in finding.sentence for finding in report.findings) or transcript


def _with_manifest(folder: Path) -> Path:
    """A PDF that also carries the checksums of what it carries."""
    path = _alone(_pdf(folder, True, _visible(folder)))
    names = ("briefing.json", "prices.csv", "en.html")
    listed = [{"name": n, "sha256": hashlib.sha256((folder / n).read_bytes()).hexdigest()} for n in names]
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.attachments["manifest.json"] = pikepdf.AttachedFileSpec(
            document, json.dumps({"files": listed}).encode()
        )
        document.save(path)
    return path


def test_changed_attachments_are_caught(edition: Edition) -> None:
    path = _with_manifest(edition())
    assert verify(path).clean, verify(path).as_text()
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        raw = bytes(document.attachments["prices.csv"].get_file().read_bytes())
        changed = raw.replace(b"2500.0", b"2500.1", 1)
        assert changed != raw
        document.attachments["prices.csv"] = pikepdf.AttachedFileSpec(document, changed)
        document.save(path)
    report = verify(path)
    assert report.exit_code == 12
    assert any(f.rule == "manifest" and "prices.csv" in f.message for f in report.findings)


@pytest.mark.parametrize("extra", [" 3.14", " and it will double"])
def test_words_that_only_the_pdf_shows_are_caught(edition: Edition, extra: str) -> None:
    folder = edition()
    report = verify(_alone(_pdf(folder, True, _visible(folder) + extra)))
    assert rules(report) == {"visible-text"}


def test_what_cannot_be_verified_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        verify(tmp_path / "absent.pdf")
    other = tmp_path / "a.docx"
    other.write_bytes(b"x")
    with pytest.raises(UsageError, match="neither as page"):
        verify(other)
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(DataError, match="no readable PDF"):
        verify(broken)
    with pytest.raises(DataError, match=r"no briefing\.json"):
        verify(tmp_path)


def test_an_edition_takes_half_a_second(edition: Edition) -> None:
    folder = edition()
    verify(folder)
    start = time.perf_counter()
    verify(folder)
    assert time.perf_counter() - start < 0.5
