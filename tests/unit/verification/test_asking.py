"""Questions about an edition: answered with what it prints, or not at all."""

from __future__ import annotations

import json

import pytest

from reporter.model import Briefing
from reporter.verification.asking import Answer, _row, ask
from reporter.verification.reader import read_page
from reporter.verification.reading import load

from .conftest import Edition


def answer(edition: Edition, question: str) -> Answer:
    folder = edition()
    briefing = Briefing.model_validate(json.loads((folder / "briefing.json").read_text(encoding="utf-8")))
    return ask(question, briefing, folder)


@pytest.mark.parametrize(
    ("question", "figures", "printed"),
    [
        ("What was the Russell 2000's day change?", None, None),
        ("How did the Russell 2000 do today?", ["rut.day_change.1d"], "1.80%"),
        ("How has the Russell 2000 done today?", ["rut.day_change.1d"], "1.80%"),
        ("罗素2000指数今天涨跌多少？", ["rut.day_change.1d"], "1.80%"),
        ("连续跑赢了多少个交易日？", ["rut-spx.ended_streak.1d"], "28"),
        ("Where did the Russell 2000 close?", ["rut.close_level.1d"], "2,631.76"),
        ("罗素2000收于多少点？", ["rut.close_level.1d"], "2,631.76"),
        ("标普500今日涨跌幅是多少？", ["spx.day_change.1d"], "0.05%"),
        ("罗素2000跑输标普500多少？", ["rut-spx.relative_return.1d"], "1.85"),
        ("What is RUT's 20-day average?", ["rut.sma20.20d", "rut.sma_distance.20d"], "above"),
        ("Which index was weakest?", ["rut.day_change.1d"], "1.80%"),
    ],
)
def test_answers_are_the_editions_own_words(
    edition: Edition, question: str, figures: list[str] | None, printed: str | None
) -> None:
    found = answer(edition, question)
    if figures is None:
        assert not found.answered
        return
    assert list(found.figures) == figures, found.as_text()
    assert printed is not None and printed in found.lines[0]
    assert found.sources and found.sources[0].startswith("[0] P: Prices")


@pytest.mark.parametrize(
    "question",
    [
        "What will the Russell 2000 do tomorrow?",
        "What is the forecast for the Russell 2000?",
        "What was the low of the Russell 2000?",
        "What levels should I watch?",
        "How much did Bitcoin gain?",
        "How did the Russell 2000 do last year?",
        "How did the Russell 2000 do in 2019?",
        "罗素2000明天会涨吗？",
        "罗素2000去年涨幅？",
        "比特币收于多少？",
        "Which sector was weakest?",
        "What is the Nasdaq's 52-week high?",
        "Should I buy the Russell 2000?",
        "",
    ],
)
def test_what_the_edition_does_not_say_is_not_answered(edition: Edition, question: str) -> None:
    found = answer(edition, question)
    assert not found.answered, found.as_text()
    assert found.as_text() in ("The edition does not say.", "本文没有说明。")
    assert found.as_json()["answer"] == []


def test_no_reason_is_made_up(edition: Edition) -> None:
    found = answer(edition, "Why did the Russell 2000 fall?")
    assert found.figures == ("rut.day_change.1d",)
    assert found.lines[-1] == "The edition does not say why."


def test_a_cell_is_told_with_its_subject_and_its_columns_head() -> None:
    page = read_page(
        "<table><thead><tr><th>Instrument</th><th>Day</th><th>Year to date</th></tr></thead><tbody><tr><th>Nasdaq</th>"
        '<td><data class="figure" value="0.1" data-figure="a">+10%</data></td>'
        '<td><data class="figure" value="0.2" data-figure="b">+20%</data></td></tr></tbody></table>'
    )
    reading = load("en")
    assert _row(page, "a", reading) == "Nasdaq, Day: +10%."
    assert _row(page, "b", reading) == "Nasdaq, Year to date: +20%."
