"""What is read from an article, against a list made by hand: two articles written for this test."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.verification.factcheck import factcheck

ENGLISH = """Equities retreat while small companies hold their ground
Published March 14, 2026

Wall Street finished lower on Friday, March 13, 2026. The S&P 500 declined 0.74% to close at 6,712.40, the Nasdaq Composite shed 1.12% to 22,640.85, and the Dow Jones Industrial Average gave up 210.45 points to end at 48,120.33. The Russell 2000 edged up 0.21%, settling at 2,645.90.

Year to date, the Russell 2000 has gained 6.61%, compared with a loss of 1.93% for the S&P 500. That leaves the small-cap index 8.54 percentage points ahead. Since January 30, the Nasdaq Composite has lost 4.85%.

The Russell 2000 trades 1.40% above its 20-day moving average of 2,609.40 and 3.26% below its 52-week high of 2,735.10. Its 52-week low stands at 1,732.99. The S&P 500 sits below its 50-day moving average of 6,838.19.

Technology led the declines with a drop of 1.95%, while utilities rose 0.88% and were the best performer. The gap between the best and worst sectors was 2.83 percentage points. Energy fell 1.20% and health care added 0.35%.

The VIX climbed to 21.35 from 19.80. The 10-year Treasury yield fell 6 basis points to 4.11%. Futures imply 62 basis points of rate cuts by December.

The Russell 2000's daily volatility this year is 1.08%, against 0.81% for the S&P 500. IWM traded an average daily volume of 38.5 million shares over the past 20 sessions.

One strategist sees the Russell 2000 reaching 2,900 by year-end, which implies upside of 9.60%. The index trades at a forward P/E of 24.3, a discount of 12% to the S&P 500.

Small caps have now outperformed for 5 consecutive sessions. Apple fell 2.4% and Nvidia dropped 3.1%, while Tesla gained 0.9%. The Magnificent Seven lost 1.8% on average.
"""

CHINESE = """大盘走弱，小盘股逆势收高
2026年3月14日发布

当地时间3月13日，美股收盘多数下跌。标普500指数下跌0.74%，收于6712.40点；纳斯达克综合指数跌1.12%，报22640.85点；道琼斯工业平均指数下跌210.45点，收报48120.33点。罗素2000指数微涨0.21%，收于2645.90点。

今年以来，罗素2000指数累计上涨6.61%，标普500指数同期下跌1.93%，前者领先8.54个百分点。自1月30日以来，纳斯达克综合指数累计下跌4.85%。

罗素2000指数高于20日均线（2609.40点）1.40%，低于52周高点2735.10点3.26%，52周低点为1732.99点。标普500指数已跌破50日均线（6838.19点）。

板块方面，公用事业上涨0.88%领涨，科技板块下跌1.95%垫底，首尾相差2.83个百分点；能源下跌1.20%，医疗保健上涨0.35%。

恐慌指数由19.80升至21.35。10年期美债收益率下降6个基点至4.11%。期货市场预计年底前降息62个基点。

罗素2000指数今年的日波动率为1.08%，标普500指数为0.81%。IWM近20个交易日日均成交量为3850万股。

一位策略师预计罗素2000指数年底达到2900点，对应上行空间9.60%。该指数远期市盈率为24.3倍。

小盘股已连续5个交易日跑赢大盘股。苹果下跌2.4%，英伟达跌3.1%，特斯拉逆市上涨0.9%；七巨头平均下跌1.8%。
"""

Row = tuple[int, str | None, str, float]

COMMON: list[Row] = [
    (4, "spx", "day_change", -0.0074), (4, "spx", "close_level", 6712.40), (4, "ixic", "day_change", -0.0112),
    (4, "ixic", "close_level", 22640.85), (4, "dji", "period_point_change", -210.45), (4, "dji", "close_level", 48120.33),
    (4, "rut", "day_change", 0.0021), (4, "rut", "close_level", 2645.90),
    (6, "rut", "ytd_return", 0.0661), (6, "spx", "ytd_return", -0.0193), (6, "rut", "relative_return", 0.0854),
    (6, "ixic", "period_return", -0.0485),
    (8, "rut", "sma_distance", 0.0140), (8, "rut", "sma20", 2609.40), (8, "rut", "high_distance", -0.0326),
    (8, "rut", "extreme_52w_high", 2735.10), (8, "rut", "extreme_52w_low", 1732.99), (8, "spx", "sma50", 6838.19),
    (10, "xlk", "return", -0.0195), (10, "xlu", "return", 0.0088), (10, "sectors", "relative_return", 0.0283),
    (10, "xle", "return", -0.0120), (10, "xlv", "return", 0.0035),
    (12, "vix", "close_level", 21.35), (12, "vix", "close_level", 19.80), (12, "tnx", "yield_change", -6.0),
    (12, "tnx", "yield_level", 0.0411), (12, "fed_funds", "rate_path", 62.0),
    (14, "rut", "daily_vol", 0.0108), (14, "spx", "daily_vol", 0.0081), (14, "iwm", "avg_volume", 38_500_000.0),
    (16, "rut", "price_target", 2900.0), (16, "rut", "implied_upside", 0.0960), (16, "rut", "pe_forward", 24.3),
    (18, "small_caps", "streak", 5.0), (18, "aapl", "return", -0.024), (18, "nvda", "return", -0.031),
    (18, "tsla", "return", 0.009), (18, "mag7", "return", -0.018),
]  # fmt: skip
"""Line, subject, metric and value: what a reader would say that the articles state. Both state the same.

A change over no named window is a `return`; the difference of best and worst belongs to the `sectors`.
"""
ONLY_ENGLISH: list[Row] = [(16, "rut", "pe_discount", 0.12)]


def read(tmp_path: Path, text: str) -> list[Row]:
    path = tmp_path / "article.txt"
    path.write_text(text, encoding="utf-8")
    return [(s.line, s.subject, s.metric, s.value) for s in factcheck([path]).statements if s.value is not None]


def found(expected: list[Row], told: list[Row]) -> tuple[int, list[Row], list[Row]]:
    """How many were read right, which were read otherwise, and which were not read."""
    left, others = list(expected), []
    for line, subject, metric, value in told:
        near = [r for r in left if r[:3] == (line, subject, metric) and r[3] == pytest.approx(value, rel=1e-9)]
        if near:
            left.remove(near[0])
        else:
            others.append((line, subject, metric, value))
    return len(expected) - len(left), others, left


@pytest.mark.parametrize(("text", "expected"), [(ENGLISH, [*COMMON, *ONLY_ENGLISH]), (CHINESE, COMMON)], ids=["en", "zh"])
def test_precision_and_recall(tmp_path: Path, text: str, expected: list[Row]) -> None:
    told = read(tmp_path, text)
    right, others, left = found(expected, told)
    assert right / len(told) >= 0.95, f"read otherwise: {others}"
    assert right / len(expected) >= 0.95, f"not read: {left}"


def test_nothing_in_sound_articles_is_flagged(tmp_path: Path) -> None:
    for name, text in (("en.txt", ENGLISH), ("zh.txt", CHINESE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = factcheck([tmp_path / "en.txt", tmp_path / "zh.txt"])
    assert report.clean, report.as_text()


WORDINGS: list[tuple[str, Row]] = [
    ("The Russell 2000 finished Friday 0.9% higher.", (1, "rut", "return", 0.009)),
    ("Shares of Apple sank 3.2%.", (1, "aapl", "return", -0.032)),
    ("The Dow gave back 120.50 points.", (1, "dji", "period_point_change", -120.5)),
    ("The S&P 500 is up 4.2% year to date.", (1, "spx", "ytd_return", 0.042)),
    ("So far this year, the Nasdaq has lost 2.5%.", (1, "ixic", "ytd_return", -0.025)),
    ("The VIX ended at 18.22.", (1, "vix", "close_level", 18.22)),
    ("The 10-year Treasury yield rose 4 basis points to 4.25%.", (1, "tnx", "yield_change", 4.0)),
    ("纳指收涨0.6%。", (1, "ixic", "return", 0.006)),
    ("年初至今，标普500指数累计上涨4.2%。", (1, "spx", "ytd_return", 0.042)),
    ("道指收跌120.50点。", (1, "dji", "period_point_change", -120.5)),
    ("金融板块领跌，跌幅达1.4%。", (1, "xlf", "return", -0.014)),
    ("过去五个交易日，罗素2000指数下跌1.2%。", (1, "rut", "trailing_return", -0.012)),
    ("罗素2000指数较52周高点低2.4%。", (1, "rut", "high_distance", -0.024)),
    ("标普500指数的日波动率为0.7%。", (1, "spx", "daily_vol", 0.007)),
]


@pytest.mark.parametrize(("text", "row"), WORDINGS, ids=[text[:24] for text, _ in WORDINGS])
def test_other_wordings(tmp_path: Path, text: str, row: Row) -> None:
    right, others, left = found([row], read(tmp_path, text))
    assert right == 1, (others, left)
