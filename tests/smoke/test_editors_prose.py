"""What editors write without a number is held against the market; views, conditions and other times are theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reporter.model.briefing import Override
from reporter.verification.edition import context_of, data_of
from reporter.verification.ledger import Data
from reporter.verification.reader import read_page
from reporter.verification.rules.editors import editors

pytestmark = pytest.mark.slow
RUT, SPX = '<span class="name" data-subject="rut">Russell 2000</span>', "the S&amp;P 500"
SMA20, SMA200 = '<span class="term">20-day average</span>', '<span class="term">200-day average</span>'
LUO = '<span class="name" data-subject="rut">罗素2000指数</span>'
FALSE = {
    "en": (
        f'The {RUT} closed at a record high <a class="cite" href="#source-3">[3]</a>.',
        "According to the bank, small caps closed at a record high.",
        "Analysts expect cuts. The Russell 2000 ended a quiet day at a record high.",
        f"The {RUT} is still below its {SMA20}.",
        f"The Russell slipped back under its {SMA200}.",
        f"The {RUT} fell for the fourth day.",
        f"The {RUT} fell for the fourth straight day on worries about rates.",
        f"The {RUT} outperformed for the fifteenth straight session against {SPX}.",
        f"The {RUT} outperformed {SPX}.",
        "Small caps beat large caps again.",
        "Small caps trailed large caps this year.",
        f"The {RUT} rose on Friday.",
        "The Nasdaq Composite fell.",
        "The Dow gained ground, and the Nasdaq Composite slipped.",
        "Small caps closed higher as growth slowed.",
        "Apple and Microsoft both fell.",
        "The 10-year yield rose.",
        "Every sector rose.",
        "Most sectors fell on the day.",
        "Energy led the market.",
        "Technology was the worst performer.",
        f"{SPX} set a new <span class='term'>52-week high</span>.",
    ),
    "zh_CN": (
        f'{LUO}收于历史新高<a class="cite" href="#source-3">[3]</a>。',
        "据高盛，小盘股收于历史新高。",
        "分析师预计会降息。小盘股创下历史新高。",
        f"{LUO}仍低于<span class='term'>20日均线</span>。",
        f"{LUO}失守<span class='term'>50日均线</span>，卖盘涌出。",
        f"{LUO}收盘站在<span class='term'>200日均线</span>下方。",
        f"{LUO}连续第四日下跌。",
        f"{LUO}四连跌。",
        f"{LUO}连续第十五个交易日跑赢标普500指数。",
        f"{LUO}跑赢标普500指数。",
        "小盘股没有跑输大盘股。",
        "今年以来小盘股跑输大盘股。",
        f"{LUO}当日收涨。",
        "纳斯达克综合指数下跌。",
        "道指收高，纳指收低。",
        "小盘股上涨了，因为增长放缓。",
        "微软下跌。",
        "地区银行股大涨。",
        "所有板块上涨。",
        "没有一个板块下跌。",
        "能源板块领涨。",
        "科技板块垫底。",
        "标普500指数创<span class='term'>52周新高</span>。",
    ),
}
FAIR = {
    "en": (
        f"The {RUT} fell.",
        "Small caps lagged large caps on the day.",
        "Small caps beat large caps this year.",
        "Small caps have outperformed large caps.",
        f"The {RUT} is above its {SMA20}.",
        "The Dow and the Russell 2000 closed lower, while the Nasdaq Composite closed higher.",
        "Basic materials led the market, and most sectors rose.",
        "The 10-year yield eased.",
        "Small caps did not beat large caps.",
        "Lazard expects the Russell 2000 to close at a record high this spring.",
        "In Lazard’s view, small caps beat large caps on quality.",
        "If small caps beat large caps again, the case is made.",
        "Historically small caps beat large caps in January.",
        "Small caps outperformed large caps in the two previous cycles.",
        "Small caps had closed at a record high the day before.",
        "Small caps fell when rates rose in <time datetime='2022'>2022</time>.",
        "<span class='quote'>“Small caps closed at a record high”</span>, the house wrote.",
        "Could small caps close at a record high?",
        "Small caps’ earnings outpaced those of large caps.",
        "Valuations of large caps have kept rising along with investment in AI.",
        "Energy use by data centres rose.",
        "Money left large caps, and small caps were where it went.",
    ),
    "zh_CN": (
        f"{LUO}下跌。",
        "小盘股当日落后于大盘股。",
        "今年以来小盘股跑赢大盘股。",
        "小盘股一直跑赢大盘股。",
        f"{LUO}仍高于<span class='term'>20日均线</span>。",
        "道指收低，纳指收高。",
        "基础材料板块领涨，多数板块上涨。",
        "十年期美债收益率回落。",
        "小盘股没有跑赢大盘股。",
        "高盛预计，小盘股跑赢大盘股。",
        "小盘股有望创历史新高。",
        "如果小盘股再次跑赢大盘股，逻辑就成立了。",
        "历史上小盘股一月往往跑赢大盘股。",
        "去年小盘股跑输大盘股。",
        "小盘股此前创下历史新高。",
        "距历史新高只有一步之遥。",
        "<span class='quote'>“小盘股创下历史新高”</span>，报告写道。",
        "小盘股能否创历史新高？",
        "小盘股的盈利增速优于大盘股。",
        "大盘股的估值随着人工智能的投资一路抬高。",
        "小盘股上涨行情需要盈利支撑。",
        "小盘股领先大盘股的年份，一年之后多半是科技股反过来领先。",
    ),
}


@pytest.fixture(scope="module")
def data(edition: Path) -> Data:
    return data_of(edition)


def told(data: Data, tag: str, text: str, place: str = "lead", tag_of: str = "p") -> list[str]:
    """What is said against an editor's words in the place of a passage or of the headline."""
    own = Override(place=place, locale=tag, text=text, html=text, figures=())
    edited = replace(data, briefing=data.briefing.model_copy(update={"overrides": (own,)}))
    page = read_page(f'<html lang="{tag[:2]}"><{tag_of} data-passage="lead">{text}</{tag_of}></html>')
    context = context_of("page.html", page, edited, tag, None)
    editors(context)
    return [str(finding) for finding in context.findings]


@pytest.mark.parametrize("tag", ("en", "zh_CN"))
def test_what_the_market_contradicts_is_refused(data: Data, tag: str) -> None:
    missed = [text for text in FALSE[tag] if not told(data, tag, text)]
    assert missed == []
    assert told(data, tag, FALSE[tag][0], "headline", "h1") and told(data, tag, FALSE[tag][0], "heading lead", "h3")


@pytest.mark.parametrize("tag", ("en", "zh_CN"))
def test_what_is_so_or_somebodys_view_is_an_editors_to_write(data: Data, tag: str) -> None:
    alarms = [problem for text in FAIR[tag] for problem in told(data, tag, text)]
    assert alarms == []


def test_the_words_alone_and_figures_alone_are_enough(data: Data) -> None:
    """A page on another machine has no prices beside it."""
    alone = replace(data, prices=None)
    assert told(alone, "en", FALSE["en"][0]) and told(alone, "zh_CN", f"{LUO}跑赢标普500指数。")


def test_the_sentence_and_what_is_so_are_named(data: Data) -> None:
    (problem,) = told(data, "en", f"A calm day. The {RUT} outperformed {SPX}, and nobody minded.")
    assert "'outperformed' is not so: rut against spx: -1.85 percentage points" in problem
    assert "The Russell 2000 outperformed" in problem and "[statement]" in problem


def test_the_samples_own_notes_are_fair(edition: Path, data: Data) -> None:
    for tag in ("en", "zh_CN"):
        page = read_page((edition / f"{tag}.html").read_text(encoding="utf-8"))
        context = context_of(tag, page, data, tag, None)
        editors(context)
        assert context.findings == []
