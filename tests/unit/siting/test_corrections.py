"""What readers see of an edition that was changed after it came out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from reporter.siting import build

from .conftest import URL, four_editions, request, tree, write_edition

EDITION = "2026/01/02/us-small-caps"
WITHDRAWN = "2025/12/31/us-small-caps"


def revise(folder: Path, remake: Callable[[], object] | None, kind: str, at: str, **entry: object) -> None:
    """What stood there goes to revisions/1, a new version takes its place, the record says so."""
    former = folder.with_name(f".former-{folder.name}")
    shutil.copytree(folder, former)
    if remake is not None:
        remake()
    shutil.move(former, folder / "revisions" / "1")
    record = {
        "published": f"{folder.parent.name}T22:00:00+00:00",
        "revisions": [{"number": 1, "kind": kind, "at": at, **entry}],
    }
    (folder / "revisions.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("corrected")
    four_editions(output)
    editions = output / "editions"
    change = {
        "figure": "rut.close_level.1d", "metric": "close_level", "subject": "rut", "old": 2508.22, "new": 2509.0,
        "shown": {"zh_CN": ["2,508.22点", "2,509.00点"], "en": ["2,508.22", "2,509.00"]},
    }  # fmt: skip
    revise(
        editions / "2026-01-02" / "us-small-caps", lambda: write_edition(output, "2026-01-02", close=2509.0),
        "corrected", "2026-01-10T08:00:00+00:00", cause="data_revised", changes=[change],
    )  # fmt: skip
    revise(
        editions / "2025-12-31" / "us-small-caps", None, "withdrawn", "2026-01-11T08:00:00+00:00",
        reasons={"zh_CN": "收盘价取错了日期。", "en": "The closes were of another day."},
    )  # fmt: skip
    build(request(output), lambda _: None)
    return output


def page(output: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((output / "site" / path / "index.html").read_text(encoding="utf-8"))


def test_a_correction_stands_above_the_text_with_old_and_new(output: Path) -> None:
    html = page(output, f"zh/{EDITION}")
    notice = html.css_first("#corrections")
    assert "本篇有更正" in notice.text() and "数据供应方修订了价格" in notice.text()
    assert notice.css_first("del").text() == "2,508.22点" and notice.css_first("ins").text() == "2,509.00点"
    assert "2509.0" in html.css_first("article").text()
    english = page(output, f"en/{EDITION}").css_first("#corrections").text()
    assert "The vendor revised its prices." in english and "2,509.00" in english


def test_the_version_before_stays_readable_and_says_that_it_is_old(output: Path) -> None:
    html = page(output, f"en/{EDITION}/revisions/1")
    assert "2508.22" in html.css_first("article").text()
    assert "earlier version" in html.css_first("#corrections").text()
    assert html.css_first('meta[name="robots"]').attributes["content"] == "noindex"
    assert html.css_first('link[rel="canonical"]').attributes["href"] == f"{URL}/en/{EDITION}/"
    assert f"/briefings/en/{EDITION}/revisions/1/" in {
        a.attributes["href"] for a in page(output, f"en/{EDITION}").css("#corrections a")
    }


def test_machines_and_feeds_are_told_of_a_correction(output: Path) -> None:
    script = page(output, f"en/{EDITION}").css_first('script[type="application/ld+json"]')
    article = json.loads(script.text())
    assert article["dateModified"] == "2026-01-10T08:00:00+00:00"
    assert article["datePublished"] == "2026-01-02T22:00:00+00:00"
    assert "was 2,508.22, is 2,509.00" in article["correction"][0]["text"]
    feed = feedparser.parse((output / "site" / "en" / "feed.atom").read_bytes())
    entry = next(one for one in feed.entries if one.link == f"{URL}/en/{EDITION}/")
    assert entry.updated.startswith("2026-01-10") and entry.published.startswith("2026-01-02")
    assert entry.summary.startswith("Corrected (January 10, 2026): The vendor revised its prices.")


def test_a_withdrawn_edition_leaves_a_stone_and_no_more(output: Path) -> None:
    html = page(output, f"zh/{WITHDRAWN}")
    assert "本篇已撤回" in html.text() and "收盘价取错了日期。" in html.text()
    assert not html.css("article") and "2481.91" not in html.text()
    assert html.css_first('meta[name="robots"]') is not None
    assert not (output / "site" / "editions" / WITHDRAWN).exists()
    assert WITHDRAWN not in (output / "site" / "sitemaps" / "2025-12.xml").read_text()
    feed = feedparser.parse((output / "site" / "en" / "feed.rss").read_bytes())
    entry = next(one for one in feed.entries if WITHDRAWN in one.link)
    assert entry.title == "Withdrawn: US Small Caps, December 31, 2025"
    assert "2481.91" not in entry.summary
    assert "2025-12-31" not in page(output, "en/instruments/rut").css_first("table").text()


def test_a_withdrawal_of_what_is_on_the_site_is_published_like_any_change(own: Path, tmp_path: Path) -> None:
    revise(own / "editions" / "2025-12-31" / "us-small-caps", None, "withdrawn", "2026-01-11T08:00:00+00:00")
    build(request(own), lambda _: None)
    clean = tmp_path / "clean"
    shutil.copytree(own / "editions", clean / "editions", copy_function=shutil.copy2)
    build(request(clean), lambda _: None)
    assert tree(own / "site") == tree(clean / "site")


def test_a_wrap_stands_beside_the_edition_of_its_last_session(own: Path) -> None:
    write_edition(own, "2026-01-05", desk="us-small-caps.week", close=2547.92)
    build(request(own), lambda _: None)
    html = page(own, "zh/2026/01/05/us-small-caps.week")
    assert "周" in html.css_first(".trail").text()
    assert (own / "site" / "zh" / "2026" / "01" / "05" / "us-small-caps" / "index.html").is_file()
    assert (own / "site" / "zh" / "desks" / "us-small-caps-week" / "index.html").is_file()
