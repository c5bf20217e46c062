"""Reports of a day as papers write them: what each sentence's date, stretch and subject are, with and without prices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reporter.verification.articles.statement import Statement
from reporter.verification.factcheck import factcheck

from .conftest import sessions_until

END = date(2026, 1, 23)  # a Friday
DAYS = sessions_until(END, 6000)
RISES = [0.004, 0.002, 0.006, 0.003, 0.005]
"""The last five changes of the index: a run of five, behind a fall of 3 % and, years before, a rise of 5 %."""


def _frame() -> pd.DataFrame:
    changes = np.where(np.arange(len(DAYS)) % 2, 0.0011, -0.001)
    changes[-5:] = RISES
    changes[-6] = -0.03
    changes[-900], changes[-901] = 0.05, -0.045
    closes = 5000 * np.cumprod(1 + changes)
    closes[-1500] *= 1.9
    return pd.DataFrame(
        {"open": closes * 0.999, "high": closes * 1.002, "low": closes * 0.998, "close": closes},
        index=pd.DatetimeIndex(DAYS),
    )


FRAME = _frame()
CLOSES = FRAME["close"].to_numpy()
FUND = FRAME[["close"]].rename(columns={"close": "adj_close"})
PRICES = {"^GSPC": FRAME, "IWM": FUND, "NVDA": FUND}


def findings(tmp_path: Path, text: str, prices: dict[str, pd.DataFrame] | None = None) -> list[Statement]:
    path = tmp_path / "article.txt"
    path.write_text(f"January 23, 2026\n\n{text}\n", encoding="utf-8")
    return factcheck([path], prices).findings


WRONG = [
    ("window", "11月4日至11月6日的五个交易日里，罗素2000指数持续走强。"),
    ("window", "在过去三个月（12月1日至12月24日）里，罗素2000指数上涨1.9%。"),
    ("ratio", "The Russell 2000's daily volatility of 1.02% was more than twice the S&P 500's 0.66%."),
    ("ratio", "罗素2000指数的日波动率0.98%是标普500指数0.62%的两倍以上。"),
    ("comparison", "The S&P 500, which lost 2.43%, did worse than the Russell 2000, which lost 3.29%."),
    ("comparison", "罗素2000指数下跌3.01%，跌幅小于标普500指数的2.71%。"),
    ("ranking", "The S&P 500 rose 3.4%, the Nasdaq 4.2% and the Russell 2000 3.0%; the Russell 2000 led the gains."),
    ("ranking", "The day's leaders were industrials (8.9%), followed by technology (13.4%)."),
    ("sma-distance", "罗素2000指数较20日均线2634.76点高出0.8%，收盘于2613.74点。"),
    ("sma-distance", "罗素2000指数收盘价2392.92点较200日均线2099.90点高出19.0%。"),
    ("rate-path", "市场预计美联储降息75个基点，联邦基金利率从目前的3.50%-3.75%降至2.00%-2.25%。"),
    (
        "rate-path",
        "The Fed funds target range is 3.50%-3.75%; with 75 basis points of cuts the rate would end the year at 3.25%-3.50%.",
    ),
    ("upside", "Goldman sees the S&P 500 at 6,200 by year-end, 8.6% above Wednesday's close of 5,456.90."),
    (
        "spread",
        "On the week the Russell 2000 trailed the S&P 500 by 3.4 percentage points, with the former down 2.1% "
        "and the latter up 0.3%.",
    ),
]
SOUND = [
    "罗素2000指数下跌3.01%，跌幅大于标普500指数的2.71%。",
    "The exchange will be closed on Monday, January 19, for the holiday.",
    "Financials led all sectors with a gain of 6.1%, ahead of industrials at 3.9% and energy at 3.8%.",
    "Year to date, the S&P 500 is up 5.0%. For the fourth quarter the S&P 500 gained 10.0%.",
    "该指数收盘上涨5.84%。罗素2000指数20日均线为2243.58点，收盘价高出6.7%。罗素2000指数收于2392.92点。",
    "罗素2000指数从1月9日至1月16日的六个交易日累计上涨2.0%。",
    "若以1月9日开盘价4965.28点计，标普500指数涨幅为24.3%。自1月8日的4982.77点起，标普500指数反弹约23.9%。",
]


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_found_without_prices(tmp_path: Path, rule: str, text: str) -> None:
    assert rule in {one.rule for one in findings(tmp_path, text)}


@pytest.mark.parametrize("text", SOUND)
def test_sound_without_prices(tmp_path: Path, text: str) -> None:
    assert not findings(tmp_path, text)


def _percent(first: int, last: int = -1) -> str:
    return f"{(CLOSES[last] / CLOSES[first] - 1) * 100:.2f}%"


TOLD = [
    ("streak", "The S&P 500 rose for a sixth straight session."),
    ("streak", "标普500指数已连续七个交易日上涨。"),
    ("record", "The S&P 500 closed at a record high."),
    ("record", "标普500指数收盘刷新历史新高。"),
    ("largest-since", "On January 15, the S&P 500 suffered its worst day since 2010."),
    ("largest-since", "1月15日，标普500指数创2010年以来最大单日跌幅。"),
    ("level", f"The S&P 500 closed at {CLOSES[-1] * 1.2:,.2f}."),
    ("return", "On January 23, Nvidia jumped 9.5%."),
]
BORNE_OUT = [
    "The S&P 500 rose for a fifth straight session.",
    "标普500指数连续五个交易日上涨。",
    f"Since January 15, the S&P 500 has gained {_percent(-6)}.",
    f"The S&P 500 rose {_percent(-6)} from its January 15 close.",
    f"标普500指数自1月15日的{CLOSES[-6]:.2f}点反弹至{CLOSES[-1]:.2f}点，涨幅约{_percent(-6)}。",
    f"On Thursday, the S&P 500 gained {_percent(-3, -2)}, and closed at {CLOSES[-2]:,.2f}.",
    f"盘中最高触及{CLOSES[-1] * 1.001:.2f}点，标普500指数收涨{_percent(-2)}。",
    "The S&P 500's 3.00% decline on January 15 was its worst day since 2023.",
    f"The S&P 500 finished {_percent(-6)} above its January 15 close, short of a record high.",
    "Since December 1, IWM has returned 1.9%.",
    f"本周标普500指数持续走强，全周表现突出。标普500指数上涨{_percent(-2)}。",
]


@pytest.mark.parametrize(("rule", "text"), TOLD)
def test_found_with_prices(tmp_path: Path, rule: str, text: str) -> None:
    assert rule in {one.rule for one in findings(tmp_path, text, PRICES)}


@pytest.mark.parametrize("text", BORNE_OUT)
def test_borne_out_by_prices(tmp_path: Path, text: str) -> None:
    assert not findings(tmp_path, text, PRICES)
