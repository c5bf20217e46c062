"""Sound articles as newsrooms write them: nothing in them is flagged, and their market statements are read."""

from __future__ import annotations

from pathlib import Path

from reporter.verification.factcheck import factcheck

ENGLISH = """Stocks Steady as Banks Weigh
Published January 24, 2026

U.S. stocks ended mixed on Friday, January 23. The S&P 500 edged up 0.03% to 6,915.61, the Nasdaq Composite rose 0.28% to 23,501.24 and the Dow Jones Industrial Average fell 285.30 points, or 0.58%, to 49,098.71. The Russell 2000 lost 1.82% to 2,669.16, snapping a 14-session winning streak against the S&P 500.

For the week, the S&P 500 slipped 0.35%, its second straight weekly loss. Small caps remain ahead for the year: the Russell 2000 is up 7.54% versus 1.02% for the S&P 500, a gap of 6.52 percentage points.

Among the 11 sectors, seven rose and four fell. Materials led with a gain of 0.91%, while financials lagged, down 1.38%. The spread between the best and worst sectors was 2.29 percentage points.

The 10-year Treasury yield slipped one basis point to 4.24%. The VIX rose 0.45 points to 16.09, well below its April 2025 peak above 50. The Fed is expected to hold rates at 3.50%-3.75% next week; futures price in about 45 basis points of cuts by December.

Shares of Intel tumbled 17% after the chipmaker's outlook. Microsoft climbed 3.3% and Amazon added 2.1%. The Magnificent Seven gained 1.1% on average.

The Russell 2000 sits 2.6% above its 20-day moving average of 2,601.58 and 2.4% below its 52-week high of 2,735.10. Analysts at one bank see the index reaching 2,825 by year-end, about 6% above the latest close.

Over the past 35 years, January has been no better for small caps than any other month: they beat the S&P 500 in 15 of 35 Januaries.
"""

CHINESE = """美股收评：道指跌近0.6%，小盘股终结14连胜
2026年1月24日 来源：某财经

当地时间1月23日，美股三大指数收盘涨跌不一。截至收盘，道指跌285.30点，跌幅为0.58%，报49098.71点；标普500指数涨2.26点，涨幅为0.03%，报6915.61点；纳指涨65.22点，涨幅为0.28%，报23501.24点。罗素2000指数跌1.82%，报2669.16点。

本周，道指累计下跌0.53%，标普500指数累计下跌0.35%，纳指累计下跌0.06%。

板块方面，标普500指数十一大板块七涨四跌，原材料板块以0.91%的涨幅领涨，金融板块以1.38%的跌幅领跌。

大型科技股多数上涨，微软涨超3%，亚马逊涨超2%，英伟达涨1.5%，苹果微跌0.1%。英特尔跌约17%。

今年以来，罗素2000指数累计上涨7.54%，跑赢标普500指数6.5个百分点。10年期美债收益率下跌1个基点，报4.24%。
"""


def test_sound_articles_are_left_alone(tmp_path: Path) -> None:
    for name, text, statements in (("en.txt", ENGLISH, 30), ("zh.txt", CHINESE, 24)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        report = factcheck([path])
        assert report.clean, report.as_text()
        assert len(report.statements) >= statements


def test_subjects_and_values_of_the_lead(tmp_path: Path) -> None:
    path = tmp_path / "en.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    told = {(s.subject, s.metric, s.value) for s in factcheck([path]).statements if s.line == 4}
    assert {("spx", "close_level", 6915.61), ("dji", "period_point_change", -285.3), ("rut", "close_level", 2669.16)} <= told
    assert {(s, round(v, 4)) for s, m, v in told if m == "day_change" and v is not None} == {
        ("spx", 0.0003), ("ixic", 0.0028), ("dji", -0.0058), ("rut", -0.0182)}
