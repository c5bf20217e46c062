"""Articles of others: each kind of error is found in sentences of both languages, and sound sentences are left alone."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from reporter.errors import DataError, UsageError
from reporter.verification.factcheck import FactReport, factcheck

HEAD = {"zh": "周评\n\n2026年1月26日\n\n", "en": "A week in stocks\n\nJanuary 26, 2026\n\n"}


def check(tmp_path: Path, text: str, name: str = "article.txt") -> FactReport:
    path = tmp_path / name
    language = "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
    path.write_text(HEAD[language] + text, encoding="utf-8")
    return factcheck([path])


def found(report: FactReport) -> set[str]:
    return {str(s.rule) for s in report.findings}


WRONG = [
    ("ranking", "本周能源板块领涨，涨幅为1.10%，其次是科技板块（2.40%）和金融板块（0.30%）。"),
    ("ranking", "Energy led the way with a 1.1% gain, followed by technology at 2.4% and financials at 0.3%."),
    ("ranking", "科技板块上涨0.50%，跌幅最大的是能源板块（-0.40%），而金融板块下跌1.90%。"),
    ("upside", "标普500指数收于6,915.61点。一家机构预测年底将达到7,600点，较当前水平有约15%的上涨空间。"),
    (
        "upside",
        "The S&P 500 closed at 6,915.61. One house has a year-end target of 7,600 for the index, 15% upside from current levels.",
    ),
    ("session", "2026年1月25日，标普500指数收于6915.61点，当日上涨0.03%。"),
    ("session", "On Monday, January 19, 2026, the Nasdaq Composite closed at 23,515.39."),
    ("weekday", "On Thursday, January 23, 2026, the Nasdaq Composite closed at 23,501.24."),
    ("window", "2025年12月1日至2026年1月9日期间，罗素2000指数上涨5.72%。三个月来，罗素2000指数上涨5.72%，势头强劲。"),
    (
        "window",
        "Between December 1, 2025 and January 9, 2026, the Russell 2000 gained 5.72%. That three-month rally surprised many.",
    ),
    ("spread", "今年以来，IWM上涨9.10%，SPY上涨1.10%，两者相差9.4个百分点。"),
    (
        "spread",
        "Since the start of the year IWM has gained 9.1% against 1.1% for SPY, a lead of 9.4 percentage points.",
    ),
    ("from-to", "罗素2000指数从2481.91点升至2669.16点，涨幅达8.9%。"),
    ("from-to", "The Russell 2000 advanced from 2,481.91 to 2,669.16, a gain of 8.9%."),
    ("points-and-percent", "道琼斯指数收于49,098.71点，下跌285.30点，跌幅1.58%。"),
    ("sma-distance", "罗素2000指数收于2,669.16点，较20日移动均线（2,601.57点）高出约4.1%。"),
    ("range", "标普500指数的52周区间为6,986.33点至4,835.04点。"),
    ("distance", "苹果收于255.53美元，较52周高点288.62美元低4%。"),
    ("unit-by-instrument", "罗素2000指数收于2669.16美元。"),
    ("unit", "今年以来，罗素2000指数跑赢纳斯达克综合指数近5%。"),
    ("verb-and-sign", "能源板块下跌-1.20%，金融板块上涨0.30%。"),
    ("verb-and-sign", "Apple rose -1.5% in the session."),
    ("missing-value", "罗素2000指数高于20日均线（2,601.57点），标普500指数处于相应水平。"),
    ("classification", "资金流向能源、材料和医疗保健等周期性板块。"),
    ("classification", "Money left financials and energy, the classic defensive sectors, on the day."),
    ("rating", "流动性风险尤其突出。总体而言，流动性风险中等。"),
    ("rating", "Liquidity risk is particularly pronounced. Overall, liquidity risk is medium."),
    ("history", "自1950年以来，罗素2000指数在一月跑赢标普500指数的情况共有40次。"),
    ("history", "Since 1950 the Russell 2000 has beaten the S&P 500 in 40 Januaries."),
    ("streak", "自1月2日至1月16日，小盘股连续9个交易日跑赢标普500指数。"),
    ("breadth", "十一个板块八涨五跌。"),
    ("breadth", "Eight of eleven sectors rose and five fell."),
    ("rate-path", "联邦基金利率目前为3.50%至3.75%，市场预期降息50个基点，到年末利率降至2.50%。"),
    (
        "discount",
        "The S&P 500 trades at 22 times forward earnings and the Russell 2000 at 18 times, a discount of 30%.",
    ),
    ("comparison", "IWM的日波动率为0.52%，高于SPY的0.92%。"),
    ("opposite", "这轮上涨可能已使小盘股估值收窄。小盘股估值可能已被拉高。"),
    ("same-fact", "2026年1月23日，罗素2000指数下跌1.82%。1月23日，罗素2000指数下跌1.28%。"),
]


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_error_is_found(tmp_path: Path, rule: str, text: str) -> None:
    report = check(tmp_path, text)
    assert rule in found(report), report.as_json()
    assert report.exit_code == 12


RIGHT = [
    "本周科技板块领涨，涨幅为2.40%，其次是能源板块（1.10%）和金融板块（0.30%）。",
    "Technology led the way with a 2.4% gain, followed by energy at 1.1% and financials at 0.3%.",
    "标普500指数收于6,915.61点。一家机构预测年底将达到7,600点，较当前水平有约10%的上涨空间。",
    "2026年1月23日，标普500指数收于6915.61点，当日上涨0.03%。本报告于2026年1月25日发布。",
    "The report was published on Sunday, January 25, 2026. On Friday, January 23, 2026, the S&P 500 closed at 6,915.61.",
    "2025年12月1日至2026年1月23日期间，罗素2000指数累计上涨186.93点（+7.53%）。1月23日，该指数收于2,669.16点。",
    "三个月来，罗素2000指数上涨7.10%，而2025年12月1日至2026年1月23日期间上涨6.75%。",
    "今年以来，IWM上涨9.10%，SPY上涨1.10%，两者相差8.0个百分点。",
    "微型股与大盘股之间近10.8个百分点的差异：IWC的回报率为+12.28%，SPY为+1.50%。",
    "The Russell 2000 advanced from 2,481.91 to 2,669.16, a gain of 7.54%.",
    "罗素2000指数收于2,669.16点，较20日移动均线（2,601.57点）高出约2.6%，52周区间为1,732.99点至2,735.10点。",
    "苹果收于255.53美元，较52周高点288.62美元低11.5%。",
    "能源（-1.20%）落后，金融（+0.30%）领先。",
    "资金流向能源、材料和工业等周期性板块，公用事业等防御性板块走弱。",
    "Regional banks fell 3.3%, 1.8 times the loss of the Russell 2000, which fell 1.82%.",
    "自1月2日至1月16日，小盘股连续11个交易日跑赢标普500指数。",
    "十一个板块七涨四跌。",
    "The federal funds rate is currently 3.50% to 3.75%; traders expect 50 basis points of cuts, leaving it at 3.00% to 3.25%.",
    "IWM的日波动率为0.92%，高于标普500指数约0.52%的波动率。",
    "流动性风险较高。利率风险中等。估值折价可能已收窄，盈利估值被拉高。",
    "Since 1990 the Russell 2000 has beaten the S&P 500 in 15 of 35 Januaries.",
    "VIX微升0.45点至16.09点，过去一年约七成交易日高于这个水平。",
    "2026-01-23, the Dow lost 285.30 points, or 0.58%, to 49,098.71.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_sound_sentence_is_left_alone(tmp_path: Path, text: str) -> None:
    report = check(tmp_path, text)
    assert report.clean, report.as_text()


def test_two_articles_contradict_each_other(tmp_path: Path) -> None:
    files = []
    for name, value in (("a.txt", "7.53"), ("b.txt", "6.75")):
        path = tmp_path / name
        path.write_text(
            f"January 26, 2026\n\nFrom December 1, 2025 to January 23, 2026 the Russell 2000 gained {value}%.\n"
        )
        files.append(path)
    report = factcheck(files)
    assert [(s.rule, Path(s.file).name) for s in report.findings] == [("same-fact", "b.txt")]
    assert factcheck(files[:1]).clean


def test_statement_as_json(tmp_path: Path) -> None:
    report = check(
        tmp_path, "Between December 1, 2025 and January 23, 2026, the Russell 2000 gained 7.53% and the Dow 3.19%."
    )
    first, second = json.loads(json.dumps(report.as_json()))["statements"]
    assert first["subject"] == "rut"
    assert first["metric"] == "period_return"
    assert first["window"] == "2025-12-01..2026-01-23"
    assert first["value"] == pytest.approx(0.0753)
    assert (first["unit"], first["verdict"], first["line"]) == ("fraction", "not-checkable", 5)
    assert (second["subject"], second["value"]) == ("dji", pytest.approx(0.0319))
    assert {
        "text",
        "file",
        "line",
        "subject",
        "metric",
        "window",
        "value",
        "unit",
        "verdict",
        "rule",
        "computed",
        "explanation",
    } <= first.keys()


def test_annotated_page_marks_statements_and_escapes(tmp_path: Path) -> None:
    report = check(tmp_path, "<b>Apple</b> rose -1.5% & more in the session.")
    page = report.as_html()
    assert '<mark class="contradicts-itself"' in page
    assert "&lt;b&gt;Apple" in page and "<b>Apple" not in page


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n \n", "is empty"),
        ("binary.txt", bytes(range(256)) * 40, "no text, HTML or PDF"),
        ("digits.txt", b"123 456\n", "holds no words"),
        ("large.txt", b"The index rose. " * 70_000, "at most 300,000"),
        ("broken.pdf", b"%PDF-1.4 nothing here", "no readable PDF"),
    ],
)
def test_unreadable_input_is_one_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=message) as caught:
        factcheck([path])
    assert str(path) in str(caught.value)


def test_missing_file_and_no_file() -> None:
    with pytest.raises(UsageError, match="no such file"):
        factcheck(["/nowhere/article.txt"])
    with pytest.raises(UsageError, match="at least one"):
        factcheck([])


@pytest.mark.parametrize(
    "text",
    ["（" * 20_000 + "上涨", "1," * 10_000, "a" * 60_000, "上涨1.2%、" * 3_000, "[" * 50_000, "12月" * 20_000],
    ids=["brackets", "commas", "letters", "numbers", "squares", "months"],
)
def test_adversarial_text_takes_no_exponential_time(tmp_path: Path, text: str) -> None:
    start = time.process_time()
    check(tmp_path, text)
    assert time.process_time() - start < 20


def test_four_thousand_characters_take_less_than_a_second(tmp_path: Path) -> None:
    text = "\n\n".join(
        ["2026年1月23日，罗素2000指数下跌1.82%，收于2,669.16点，标普500指数上涨0.03%；今年以来IWM上涨9.10%。"] * 65
    )
    check(tmp_path, "罗素2000指数上涨0.1%。")
    start = time.process_time()
    report = check(tmp_path, text)
    assert time.process_time() - start < 1
    assert len(report.statements) == 65 * 4


def test_html_and_markdown_are_read(tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    html.write_text(
        "<html><body><p>January 26, 2026</p><script>var x = 99;</script><p>Apple rose <b>-1.5%</b> on the day.</p></body></html>"
    )
    markdown = tmp_path / "a.md"
    markdown.write_text("# Week\n\nJanuary 26, 2026\n\n**Apple** rose [-1.5%](http://x.y/z) on the day.\n")
    for path in (html, markdown):
        assert found(factcheck([path])) == {"verb-and-sign"}
