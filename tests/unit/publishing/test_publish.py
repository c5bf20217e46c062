"""Whole editions: the files, their checksums, and the same bytes from the same input."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from reporter import __version__
from reporter.model import Briefing
from reporter.model.market import Market
from reporter.model.page import Page
from reporter.publishing.fingerprint import fingerprint
from reporter.publishing.publish import briefing_json, publish

ALL = [
    "brief.en.txt",
    "brief.zh_CN.txt",
    "briefing.json",
    "en.html",
    "en.md",
    "en.pdf",
    "manifest.json",
    "prices.csv",
    "zh_CN.html",
    "zh_CN.md",
    "zh_CN.pdf",
]


def test_an_edition_has_its_files_and_the_manifest_tells_them(
    pages: tuple[Page, ...], briefing: Briefing, market: Market, tmp_path: Path
) -> None:
    artifacts = publish(pages, briefing, market, tmp_path / "e", versions={"templates": "t1"})
    assert sorted(path.name for path in (tmp_path / "e").iterdir()) == ALL == sorted(one.name for one in artifacts)
    for one in artifacts:
        data = (tmp_path / "e" / one.name).read_bytes()
        assert (one.size, one.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    manifest = json.loads((tmp_path / "e" / "manifest.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in manifest["files"]} == set(ALL) - {"manifest.json"}
    assert manifest["inputs"] == [{"source": 0, "publisher": "p", "title": "t", "sha256": "ab"}]
    assert manifest["versions"]["templates"] == "t1" and manifest["versions"]["reporter"] == __version__
    assert (manifest["desk"], manifest["session"]) == ("test", "2026-01-23")


def test_the_same_input_gives_the_same_bytes(
    pages: tuple[Page, ...], briefing: Briefing, market: Market, tmp_path: Path
) -> None:
    first = publish(pages, briefing, market, tmp_path / "one")
    assert publish(pages, briefing, market, tmp_path / "two") == first
    assert publish(pages[::-1], briefing, market, tmp_path / "three") == first, "in any order of languages"


def test_only_the_formats_asked_for_are_written(
    pages: tuple[Page, ...], briefing: Briefing, market: Market, tmp_path: Path
) -> None:
    publish(pages, briefing, market, tmp_path / "e", ("md",), prices="none")
    assert sorted(path.name for path in (tmp_path / "e").iterdir()) == [
        "briefing.json",
        "en.md",
        "manifest.json",
        "prices.csv",
        "zh_CN.md",
    ]
    assert (tmp_path / "e" / "prices.csv").read_text() == "date,symbol,open,high,low,close,adj_close,volume\n"


def test_briefing_json_reads_back_and_keeps_chinese_readable(briefing: Briefing) -> None:
    named = briefing.model_copy(update={"memory": {"slot": "罗素"}})
    text = briefing_json(named).decode()
    assert Briefing.model_validate_json(text) == named
    assert "罗素" in text and json.loads(text)["schema"] == "reporter.briefing/1"
    assert text.index('"as_of"') < text.index('"claims"') < text.index('"desk"')


@pytest.mark.parametrize("change", ["content", "name"])
def test_a_fingerprint_changes_with_content_and_name(tmp_path: Path, change: str) -> None:
    (tmp_path / "a.j2").write_text("one")
    before = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == before
    if change == "content":
        (tmp_path / "a.j2").write_text("two")
    else:
        (tmp_path / "a.j2").rename(tmp_path / "b.j2")
    assert fingerprint([tmp_path]) != before
