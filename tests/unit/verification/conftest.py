"""A small edition written by hand: two indices, thirty sessions, one paragraph in each language."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from reporter.verification.sessions import is_session

Edition = Callable[..., Path]


def sessions_until(end: date, count: int) -> list[date]:
    days, day = [], end
    while len(days) < count:
        if is_session(day):
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]


END = date(2026, 1, 23)
DAYS = sessions_until(END, 30)
RUT = [2500.0 + 6 * i for i in range(28)] + [2680.0, 2631.76]
SPX = [6800.0 + 4 * i for i in range(28)] + [6915.0, 6918.46]


def _figure(metric: str, subject: str, value: float, unit: str, decimals: int, **more: Any) -> dict[str, Any]:
    other = more.pop("comparator", None)
    name = more.pop("window", "1d")
    start = more.pop("start", END)
    symbol = {"rut": "^RUT", "spx": "^GSPC"}[subject]
    inputs = [{"symbol": s, "field": "close", "start": str(DAYS[0]), "session": str(END)} for s in ("^RUT", "^GSPC")]
    return {
        "id": f"{subject}{'-' + other if other else ''}.{metric}.{name}",
        "metric": metric,
        "subject": subject,
        "symbol": symbol,
        "comparator": other,
        "value": value,
        "unit": unit,
        "decimals": decimals,
        "formula": "by hand",
        "window": {"name": name, "start": str(start), "end": str(END), "sessions": 1, "base": str(DAYS[-2])},
        "inputs": inputs,
        "as_of": str(END),
        **more,
    }


def figures() -> list[dict[str, Any]]:
    rut, spx = RUT[-1] / RUT[-2] - 1, SPX[-1] / SPX[-2] - 1
    average = sum(RUT[-20:]) / 20
    return [
        _figure("day_change", "rut", rut, "fraction", 4, history={
            "start": str(DAYS[1]), "end": str(END), "observations": 29, "percentile": 1 / 29}),
        _figure("day_change", "spx", spx, "fraction", 4),
        _figure("close_level", "rut", RUT[-1], "points", 2),
        _figure("relative_return", "rut", rut - spx, "pp", 4, comparator="spx"),
        _figure("sma20", "rut", average, "points", 2, window="20d", start=DAYS[-20]),
        _figure("sma_distance", "rut", RUT[-1] / average - 1, "fraction", 4, window="20d", start=DAYS[-20]),
        _figure(
            "ended_streak",
            "rut",
            28.0,
            "sessions",
            0,
            comparator="spx",
            dates={"start": str(DAYS[1]), "end": str(DAYS[-2])},
        ),
    ]


def _data(by_id: dict[str, dict[str, Any]], figure: str, text: str, form: str = "") -> str:
    extra = f' data-form="{form}"' if form else ""
    return f'<data class="figure" value="{by_id[figure]["value"]!r}" data-figure="{figure}"{extra}>{text}</data>'


def _name(subject: str, text: str) -> str:
    return f'<span class="name" data-subject="{subject}">{text}</span>'


def pages() -> dict[str, str]:
    by_id = {f["id"]: f for f in figures()}

    def d(figure: str, text: str, form: str = "") -> str:
        return _data(by_id, figure, text, form)

    day = f'<time datetime="{END}">'
    cite = '<a class="cite" href="#source-0">[0]</a>'
    distance = f"{abs(by_id['rut.sma_distance.20d']['value']) * 100:.2f}%"
    average = f"{by_id['rut.sma20.20d']['value']:,.2f}"
    side = ("高于", "above") if by_id["rut.sma_distance.20d"]["value"] > 0 else ("低于", "below")
    zh = (
        f"{_name('rut', '罗素2000指数')}{day}1月23日</time>下跌{d('rut.day_change.1d', '1.80%')}，收于{d('rut.close_level.1d', '2,631.76')}点；"
        f"{_name('spx', '标普500指数')}上涨{d('spx.day_change.1d', '0.05%')}，前者落后{d('rut-spx.relative_return.1d', '1.85')}个百分点"
        f'，连续{d("rut-spx.ended_streak.1d", "28")}个交易日的跑赢就此中断{cite}。它{side[0]}<span class="term">20日均线</span>'
        f"（{d('rut.sma20.20d', average)}点）{d('rut.sma_distance.20d', distance)}{cite}。"
    )
    en = (
        f"The {_name('rut', 'Russell 2000')} fell {d('rut.day_change.1d', '1.80%')} to {d('rut.close_level.1d', '2,631.76')} on "
        f"{day}January 23</time>; the {_name('spx', 'S&amp;P 500')} rose {d('spx.day_change.1d', '0.05%')}, leaving it "
        f"{d('rut-spx.relative_return.1d', '1.85')} percentage points behind after "
        f"{d('rut-spx.ended_streak.1d', '28')} sessions in a row {cite}. It stands {d('rut.sma_distance.20d', distance)} "
        f'{side[1]} its <span class="term">20-day average</span> of {d("rut.sma20.20d", average)} {cite}.'
    )
    out = {}
    for tag, lang, text in (("zh_CN", "zh-Hans", zh), ("en", "en", en)):
        out[tag] = (
            f'<!doctype html><html lang="{lang}"><head><title>2026</title></head><body>'
            f'<section class="section" id="analysis"><p data-passage="lead">{text}</p></section>'
            f'<section id="sources"><ol><li id="source-0" class="quote">Prices 2026</li></ol></section></body></html>'
        )
    return out


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """A function that writes the edition, after changes to its pages, its briefing or its prices."""

    def write(
        page: Callable[[str, str], str] = lambda tag, text: text,
        briefing: Callable[[dict[str, Any]], None] = lambda raw: None,
        price: float | None = None,
    ) -> Path:
        folder = tmp_path / "edition"
        folder.mkdir(exist_ok=True)
        for tag, text in pages().items():
            (folder / f"{tag}.html").write_text(page(tag, text), encoding="utf-8")
        raw: dict[str, Any] = {
            "schema": "reporter.briefing/1",
            "desk": "us-small-caps",
            "session": str(END),
            "as_of": f"{END}T16:00:00-05:00",
            "generated_at": f"{END}T18:00:00-05:00",
            "theme": "t",
            "sentiment": "mixed",
            "market": "us_equities",
            "subjects": [
                {"id": "rut", "symbol": "^RUT", "kind": "index", "roles": ["challenger"]},
                {"id": "spx", "symbol": "^GSPC", "kind": "index", "roles": ["benchmark"]},
            ],
            "figures": figures(),
            "claims": [{"id": "day", "kind": "day", "figures": ["rut.day_change.1d"]}],
            "sections": [{"id": "analysis", "passages": [{"id": "lead", "move": "lead", "claims": ["day"]}]}],
            "sources": [{"id": 0, "kind": "market", "publisher": "P", "title": "Prices 2026", "date": str(END)}],
        }
        briefing(raw)
        (folder / "briefing.json").write_text(json.dumps(raw), encoding="utf-8")
        rows = ["date,symbol,open,high,low,close,adj_close,volume"]
        for symbol, closes in (("^RUT", RUT), ("^GSPC", SPX)):
            changed = [*closes[:-1], price] if price is not None and symbol == "^RUT" else closes
            rows += [f"{day},{symbol},,,,{close!r},," for day, close in zip(DAYS, changed, strict=True)]
        (folder / "prices.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return folder

    return write
