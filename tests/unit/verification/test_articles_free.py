"""Sentences as journalists write them: planted errors are found, true statements in free wording are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import reporter
from reporter.verification.factcheck import FactReport, factcheck

HEAD = {"zh": "周评\n\n2026年1月26日\n\n", "en": "A week in stocks\n\nJanuary 26, 2026\n\n"}


def check(tmp_path: Path, text: str, name: str = "article.md") -> FactReport:
    path = tmp_path / name
    language = "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
    path.write_text(HEAD[language] + text, encoding="utf-8")
    return factcheck([path])


WRONG = [
    ("from-to", "The VIX jumped 11.3% to 21.40, up from 18.22 a day earlier."),
    ("from-to", "VIX从前一日的52.30降至33.60，跌幅25.8%。"),
    ("from-to", "One house cut its year-end target for the Russell 2000 to 1,750 from 2,100, a reduction of 12.5%."),
    ("from-to", "高盛把年底目标由4300点下调至3600点，下调幅度为12.3%。"),
    ("from-to", "The 10-year yield, which had been 0.95% on Friday, fell to 0.73%, a drop of 32 basis points."),
    ("from-to", "布伦特原油收于86.15美元，较上周的91.35美元下跌6.7%。"),
    ("from-to", "当日全市场成交约110亿股，较20日均值116亿股低15%左右。"),
    ("from-to", "Roughly 18.6 billion shares changed hands, 25% below the 20-day average of 21.9 billion."),
    ("unit", "一家机构把衰退概率从65%下调到45%，下调了20%。"),
    ("unit", "The bank lowered its odds of a recession from 65% to 45%, a cut of 20%."),
    ("verb-and-levels", "Gold slipped from 1,514.10 to 1,529.83 an ounce."),
    ("verb-and-levels", "铜价由每吨9,120美元升至8,950美元。"),
    ("points-and-percent", "WTI crude rose $1.05, or 2.2%, to $89.37 a barrel."),
    ("points-and-percent", "纽约油价上涨0.66美元，涨幅1.8%，收于81.93美元。"),
    ("share", "基建法案规模达1.2万亿美元，其中新增支出5500亿美元，约占38%。"),
    ("share", "The bill is worth $1.2 trillion, of which $550 billion, or 38%, is new."),
    ("currency", "全球股票基金净流出78亿美元，约合人民币55.6亿元（按1美元兑7.13元计）。"),
    ("currency", "The fund raised $2.5 billion, equivalent to 1.8 billion yuan."),
    ("ratio", "The Russell 2000 is down 14.2%, half the 6.3% decline of the S&P 500."),
    ("ratio", "VIX升至17.22，低于去年3月82.69的峰值，约为其一半。"),
    ("rate-range", "联储加息75个基点，联邦基金利率目标区间由2.25%-2.50%升至3.00%-3.50%。"),
    ("rate-range", "The Fed cut its target range by 100 basis points, to 0% to 0.25% from 1.25% to 1.50%."),
    ("curve", "10年期美债收益率收于3.70%，3个月期国库券收益率为3.11%，期限利差为0.49个百分点。"),
    ("spread", "今年以来，标普500累计上涨7.54%，罗素2000上涨4.71%，前者落后后者2.83个百分点。"),
    (
        "same-fact",
        "标普500指数收于6,915.61点。\n\n| 指数 | 收盘 | 日涨跌 |\n|---|---|---|\n| 标普500 | 6,951.61 | +0.03% |",
    ),
    ("from-to", "The VIX, which closed at 28.03 on Friday, ended at 40.74, a jump of 35%."),
    ("from-to", "VIX升3.28%至25.47，前一交易日为24.96。"),
    ("from-to", "The 10-year yield was 2.79%, down 6bp from Friday's 2.95%."),
    ("unit", "市场预计9月降息的概率达85%，一周前仅为11.5%，上升了73.5%。"),
    ("points-and-percent", "The Russell 2000 jumped 3.1%, or 47.02 points, to 1,232.16."),
    (
        "points-and-percent",
        "| Index | Close | Change | Points |\n|---|---|---|---|\n| Nasdaq Composite | 6,967.53 | -3.78% | -237.42 |\n"
        "| Russell 2000 | 1,491.09 | -3.63% | -56.18 |",
    ),
    ("mean", "英伟达跌6.36%，苹果跌4.82%，谷歌跌4.45%，微软跌3.27%，四只股票平均跌5.25%。"),
    ("spread", "科技板块涨3.10%，公用事业涨0.40%，二者相差2.2个百分点。"),
    ("sma-distance", "纳指收于17,124.97点。纳指较200日均线（18,414.46点）低9.9%。"),
    ("distance", "罗素2000盘中最低下探1,732.99点，收盘较低点反弹12.4%。罗素2000收于1,913.16点。"),
    ("weekday", "Next: Thu Jan 29 claims; Fri Feb 6 payrolls; Wed Feb 12 CPI."),
    (
        "ranking",
        "The S&P 500 shed 8.1%, the Russell 2000 7.7% and the Nasdaq 4.4%, which makes the Nasdaq the worst of the three.",
    ),
    ("ranking", "Energy was the laggard with 2.2%; health care, up 2.0%, and staples also trailed."),
]


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_error_is_found(tmp_path: Path, rule: str, text: str) -> None:
    report = check(tmp_path, text)
    assert {str(s.rule) for s in report.findings} == {rule}, report.as_text()


SOUND = [
    "The VIX jumped 11.3% to 21.40, up from 19.22 a day earlier and from 13.10 a year ago.",
    "Tesla is off 45.9%, Nvidia 46.4%, while Apple is up 2.1%.",
    "The yield climbed 5 basis points to 4.99%. It started the year at 3.88%.",
    "WTI crude rose $1.05, or 1.2%, to $89.37 a barrel; Brent added 0.9% to $92.38, from $91.56 on Thursday.",
    "Netflix rallied 16% after its report, whereas the S&P 500 lost 0.85% to 4,278.00.",
    "标普500指数涨4.17点，涨幅0.09%，报4701.70点，为首次站上4700点整数关口。",
    "一家机构把衰退概率从65%下调到45%，下调了20个百分点；另一家把目标价从4500点上调至5100点，上调幅度为13.3%。",
    "联储加息75个基点，联邦基金利率目标区间由2.25%-2.50%升至3.00%-3.25%。",
    "全球股票基金净流出78亿美元，约合人民币556亿元（按1美元兑7.13元计）；其中美国股票基金流出43亿美元，占比55%。",
    "Sales rose 3.1% to $94.8 billion, compared with $92.1 billion in the January quarter and $81.4 billion a year ago.",
    "| Index | Close | Day | Year to date |\n|---|---|---|---|\n| S&P 500 | 2,467.70 | +4.96% | -7.70% |\n"
    "| Russell 2000 | 1,329.81 | +4.96% | -13.40% |\n\nThe S&P 500 rose 4.96% on the day to 2,467.70.",
    "- **S&P 500**: +5.54% to 3,956.37, the largest gain since April 6, 2020\n"
    "- **Nasdaq Composite**: +7.35% to 11,114.15, the largest since March 24, 2020",
    "Financials (+4.3%) and health care (+3.5%) led; industrials were up 2.5%.",
    "The indexes ended the week ending January 23 mixed. The S&P 500 lost 0.35%. Friday did little: the S&P 500 rose 0.03%.",
    "At its intraday high of 2,993.28 the S&P 500 was up almost 1.9%; it closed at 2,970.27.",
    "Economists put the odds of a cut on March 18 at 73%, up from 55% a week earlier.",
    "The VIX had not closed above 25 since August. It ended at 22.10.",
    "Mon Jan 19 closed (MLK).",
    "日经225指数跌1.20%，恒生指数跌1.95%，沪深300涨0.40%。",
    "此前标普500已连续33个交易日没有出现超过1%的单日跌幅。",
    "英伟达重挫6.97%，特斯拉跌5.84%（今年以来跌20.22%），谷歌跌4.27%。",
    "The VIX closed at 28.03 on Friday; at the day's peak on Monday it stood at 53.29.",
    "标普500要回到6144.15点的纪录收盘，还需要再涨12.6%。",
    "Average hourly earnings rose 2.9% in January from a year earlier.",
    "The S&P 500 trades at 15 to 16 times forward earnings of $239, or roughly 3,600 to 3,800.",
    "A bear market is conventionally a drop of 20%; the S&P 500 lost 3.88% to 3,749.63.",
    "TLT has lost a quarter of its value this year, more even than the S&P 500's 21.3%.",
    "VIX小幅升至17.22，不足去年3月82.69峰值的四分之一。",
]


def test_factcheck_is_a_function_of_the_package(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text(HEAD["en"] + "Gold slipped from 1,514.10 to 1,529.83 an ounce.", encoding="utf-8")
    report = reporter.factcheck(path, tmp_path)
    assert [s.rule for s in report.findings] == ["verb-and-levels"] and report.exit_code == 12


@pytest.mark.parametrize("text", SOUND)
def test_true_statement_is_left_alone(tmp_path: Path, text: str) -> None:
    report = check(tmp_path, text)
    assert report.clean, report.as_text()
