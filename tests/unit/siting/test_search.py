"""What the search index holds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reporter.publishing.site.search import pairs, stem
from reporter.siting import build

from .conftest import request, tree, write_edition


def test_chinese_is_found_by_pairs_numbers_as_a_whole_and_words_without_endings() -> None:
    assert pairs("连胜") == ("zk8fdex", "zq8fdeu80dcx", "zk80dcx")
    assert pairs("2,669.16点") == ("zk70b9x", "zn2669p16x", "zn2669x")
    assert pairs("IWM closes closed") == ("zwiwmx", "zwclosx")


@pytest.mark.parametrize(("word", "want"), [("utilities", "utility"), ("closing", "clos"), ("SPY", "spy"), ("gas", "gas")])
def test_endings(word: str, want: str) -> None:
    assert stem(word) == want


def test_a_shard_a_month_and_one_engine(searchable: Path) -> None:
    site = searchable / "site"
    assert json.loads((site / "search" / "shards.json").read_text()) == [
        "/briefings/search/2026-01/", "/briefings/search/2025-12/",
    ]  # fmt: skip
    shard = {path.name.partition(".")[0] for path in (site / "search" / "2026-01").iterdir()}
    assert shard == {"dates", "fragment", "index", "pagefind", "pagefind-entry"}
    dates = json.loads((site / "search" / "2026-01" / "dates.json").read_text())
    assert sorted(dates.values()) == ["2026-01-02"] * 2 + ["2026-01-05"] * 2
    assert (site / "search" / "engine" / "pagefind.js").is_file()
    policy = (site / "zh" / "search" / "index.html").read_text(encoding="utf-8")
    assert "wasm-unsafe-eval" in policy and "unsafe-inline" not in policy


def test_a_new_edition_touches_the_shard_of_its_month_alone(searchable: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(searchable, own, symlinks=True, copy_function=shutil.copy2)
    before = (own / "site" / "search" / "2025-12").resolve()
    write_edition(own, "2026-01-06", close=2582.9)
    build(request(own, search=True), lambda _: None)
    assert (own / "site" / "search" / "2025-12").resolve() == before
    clean = tmp_path / "clean"
    shutil.copytree(own / "editions", clean / "editions", copy_function=shutil.copy2)
    build(request(clean, search=True), lambda _: None)
    assert tree(own / "site") == tree(clean / "site")
