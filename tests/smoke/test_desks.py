"""Desks of other markets and a user's own, from made prices to verified pages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reporter.desk_files import load_desk
from reporter.project import Project

from .made_prices import write_prices

START = date(2024, 6, 3)
OWN = """\
market = "my_watchlist"
lead = ["xom", "cvx"]

[subjects]
"""
TICKERS = ("xom", "cvx", "cop", "slb", "eog", "mpc", "psx", "vlo", "oxy", "hes")


def build(
    reporter: Any, folder: Path, desk: str, session: date, *options: str, last: float | None = None
) -> tuple[dict[str, str], Mapping[str, Any]]:
    """The pages' texts by language and the briefing of an edition from made prices."""
    resolved = load_desk(desk, Project.find(folder)).desk(desk, session)
    write_prices(folder / "prices.csv", resolved, START, session, last=last)
    run = reporter(
        "build", "--desk", desk, "--data", "csv:prices.csv", "--on", session.isoformat(), "--format", "html",
        "--now", "2026-01-24T12:00:00Z", "--json", *options, folder=folder,
    )
    assert run.code in (0, 11), run.err
    made = Path(json.loads(run.out)["folder"])
    briefing = json.loads((made / "briefing.json").read_text(encoding="utf-8"))
    return {p.stem: p.read_text(encoding="utf-8") for p in made.glob("*.html")}, briefing


def body(page: str) -> str:
    """The text of the sections that tell of the market, without tags."""
    return re.sub(r"<[^>]+>|\s+", " ", page.partition("<main")[2].partition('id="method"')[0])


@pytest.fixture(scope="module")
def china(reporter: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The first mainland session after a week in which only Hong Kong traded."""
    folder = tmp_path_factory.mktemp("china")
    locales = ("--locale", "zh_CN", "--locale", "en", "--locale", "zh_TW")
    return build(reporter, folder, "cn-hk", date(2025, 10, 9), *locales, last=-0.021)


def test_mainland_china_and_hong_kong_are_told_in_their_own_terms(china: Any) -> None:
    pages, briefing = china
    assert briefing["market"] == "cn_hk_equities"
    assert briefing["as_of"].endswith("+08:00")
    text = body(pages["zh_CN"])
    assert "沪深300" in text and "创业板" in text
    assert "小盘" not in text and "标普" not in text
    assert "small caps" not in body(pages["en"]).lower()
    assert "滬深300" in body(pages["zh_TW"])
    assert "北京时间" in pages["zh_CN"]


def test_red_is_up_in_chinese_alone(china: Any) -> None:
    def up(page: str) -> tuple[int, ...]:
        found = re.search(r"--up:\s*#([0-9a-f]{6})", page)
        assert found is not None
        return tuple(int(found[1][i : i + 2], 16) for i in (0, 2, 4))

    pages, _ = china
    assert all(up(pages[tag])[0] > up(pages[tag])[1] for tag in ("zh_CN", "zh_TW"))
    assert up(pages["en"])[1] > up(pages["en"])[0]


def test_hong_kong_s_week_alone_is_not_told_as_a_day(china: Any) -> None:
    _, briefing = china
    figures = {figure["id"] for figure in briefing["figures"]}
    assert "csi300.day_change.1d" in figures and "hsi.close_level.1d" in figures
    assert "hsi.day_change.1d" not in figures
    assert "days_elsewhere" in {gap["why"] for gap in briefing["gaps"] if gap["subject"] == "hsi"}


def test_a_source_that_lacks_the_desk_says_so(reporter: Any, tmp_path: Path) -> None:
    run = reporter("build", "--desk", "cn-hk", "--data", "sample", "--now", "2026-01-24T12:00:00Z", folder=tmp_path)
    assert run.code == 30
    errors = [line for line in run.err.splitlines() if line.startswith("Error")]
    assert len(errors) == 1 and "lacks 000300.SS, 399006.SZ, which the desk cn-hk leads with" in errors[0]


@pytest.fixture(scope="module")
def american(reporter: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("american")
    return build(reporter, folder, "us-markets", date(2026, 1, 23), "--locale", "zh_CN", "--locale", "en")


def test_a_broad_wrap_tells_of_commodities_and_currencies(american: Any) -> None:
    pages, briefing = american
    units = {f["id"]: f["unit"] for f in briefing["figures"]}
    assert units["gold.close_level.1d"] == "USD" and units["usdcny.close_level.1d"] == "CNY"
    assert units["dxy.close_level.1d"] == "points"
    assert "COMEX黄金期货" in body(pages["zh_CN"]) and "euro against the dollar" in body(pages["en"])


@pytest.fixture(scope="module")
def own(reporter: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("own")
    (folder / "desks").mkdir()
    (folder / "reporter.toml").write_text('desk = "mine"\n', encoding="utf-8")
    lines = [f'{t} = {{ symbol = "{t.upper()}", kind = "stock", currency = "USD" }}' for t in TICKERS]
    (folder / "desks" / "mine.toml").write_text(OWN + "\n".join(lines) + "\n", encoding="utf-8")
    return build(reporter, folder, "mine", date(2026, 1, 23), "--locale", "zh_CN", "--locale", "en")


def test_ten_tickers_make_a_briefing_without_a_phrase_or_a_name(own: Any) -> None:
    pages, briefing = own
    assert [s["id"] for s in briefing["sections"] if s["passages"]] == [
        "analysis", "insights", "risks-opportunities", "summary",
    ]
    english, chinese = body(pages["en"]), body(pages["zh_CN"])
    assert "XOM" in english and "XOM" in chinese
    assert not re.search(r"\b[Tt]he (XOM|CVX)\b", english)
    for word in ("small caps", "large caps", "小盘", "大盘"):
        assert word not in english.lower() + chinese
    assert "my watchlist" in pages["en"]
