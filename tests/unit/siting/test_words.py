"""What the site calls things."""

from __future__ import annotations

import tomllib

import pytest

from reporter.language import Language
from reporter.model.design import Design
from reporter.model.site import Place
from reporter.narrative.composing import TAGS
from reporter.project import packaged
from reporter.siting.tongue import Tongue

from .conftest import URL


@pytest.mark.parametrize("tag", ["zh_CN", "en", "zh_TW"])
def test_every_topic_that_an_edition_may_carry_has_a_name(tag: str) -> None:
    tongue = Tongue(Language.load(tag, (packaged("locales"),)), Place(url=URL), (), Design())
    desks = [tomllib.loads(path.read_text(encoding="utf-8")) for path in packaged("desks").glob("*.toml")]
    topics = {topic for each in TAGS.values() for topic in each} | {topic for desk in desks for topic in desk["tags"]}
    topics |= {"market_analysis", "january_effect", "week_wrap", "month_wrap"}
    assert len(topics) > 15
    assert [topic for topic in sorted(topics) if tongue.tag_label(topic) == topic.replace("_", " ")] == []


def test_a_headline_breaks_between_its_clauses() -> None:
    tongue = Tongue(Language.load("zh_CN", (packaged("locales"),)), Place(url=URL), (), Design())
    assert tongue.clauses("十四连胜终结：小盘股落后，年内仍领先") == ("十四连胜终结：", "小盘股落后，", "年内仍领先")
    assert tongue.clauses("Fourteen and out: small caps trail, still ahead") == ("Fourteen and out: small caps trail, still ahead",)
