"""A briefing of three figures, the prices behind them, and its page in two languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from reporter.model import Briefing, Figure, Input, Source, Subject, Window
from reporter.model.market import FIELDS, Market
from reporter.model.page import Page

SESSION = date(2026, 1, 23)
DAYS = pd.DatetimeIndex(["2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23"])
SANS, SERIF = "Noto Sans CJK SC", "Noto Serif CJK SC"
CSS = """
@page { size: A4; @bottom-right { content: counter(page); font: 8pt "Noto Sans CJK SC Core", "Noto Sans CJK SC"; } }
html { font-family: "Noto Serif CJK SC Core", "Noto Serif CJK SC"; }
h1 { font-family: "Noto Sans CJK SC Core", "Noto Sans CJK SC"; }
"""
BODY = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="dcterms.created" content="2026-01-24T00:00:00+00:00"></head>
<body><h1>{title}</h1><h2>One</h2><p>{text}</p></body></html>
"""


def figure(name: str, *inputs: Input) -> Figure:
    subject, metric, window = name.split(".")
    return Figure(
        id=name,
        metric=metric,
        subject=subject,
        window=Window(name=window, start=SESSION, end=SESSION, sessions=1),
        value=0.1,
        unit="fraction",
        decimals=4,
        formula="close[end]",
        inputs=inputs,
        as_of=SESSION,
    )


@pytest.fixture
def briefing() -> Briefing:
    return Briefing(
        desk="test",
        session=SESSION,
        as_of=datetime(2026, 1, 23, 21, tzinfo=UTC),
        generated_at=datetime(2026, 1, 24, tzinfo=UTC),
        theme="quiet",
        sentiment="neutral",
        market="us_equities",
        subjects=(Subject(id="rut", symbol="^RUT", kind="index"), Subject(id="tnx", symbol="^TNX", kind="yield")),
        figures=(
            figure(
                "rut.day_change.1d",
                *(Input(symbol="^RUT", session=day, field="close", value=1.0) for day in (date(2026, 1, 22), SESSION)),
            ),
            figure(
                "rut.volume_ratio.1d",
                Input(symbol="^RUT", start=date(2026, 1, 21), session=date(2026, 1, 22), field="volume"),
            ),
            figure("tnx.close_level.1d", Input(symbol="^TNX", session=SESSION, field="close", value=0.0424)),
        ),
        claims=(),
        sections=(),
        sources=(Source(id=0, kind="market", publisher="p", title="t", date=SESSION, sha256="ab"),),
    )


@pytest.fixture
def market(briefing: Briefing) -> Market:
    rut = pd.DataFrame({key: [1.0, 2.0, 3.0, 4.0] for key in FIELDS}, index=DAYS)
    rut["close"] = [2600.5, 2718.77, 2718.77, 2669.16]
    rut["volume"] = [1e9, 2e9, float("nan"), 4e9]
    tnx = pd.DataFrame(dict.fromkeys(FIELDS, [float("nan")] * 4), index=DAYS)
    tnx["close"] = [0.0429, 0.0426, 0.0425, 0.0424]
    return Market(
        session=SESSION,
        subjects={subject.id: subject for subject in briefing.subjects},
        bars={"rut": rut, "tnx": tnx},
        sessions=DAYS,
        sources=briefing.sources,
    )


def page(tag: str, lang: str, title: str, text: str) -> Page:
    html = BODY.format(lang=lang, title=title, text=text)
    return Page(
        locale=tag,
        language=lang,
        title=title,
        html=html,
        markdown=f"# {title}\n",
        print_html=html,
        print_css=CSS,
        faces=(SANS, SERIF),
    )


@pytest.fixture
def pages() -> tuple[Page, ...]:
    return (
        page("zh_CN", "zh-Hans", "小盘股回落", "罗素2000指数下跌1.82%，“普通的”大盘股几乎未动。"),
        page(
            "en",
            "en",
            "Small caps slip",
            "The Russell 2000 fell 1.82% while the S&amp;P 500’s “average” stock barely moved.",
        ),
    )
