"""Both catalogues say the same things, each in its own words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import reporter
from reporter.cli.definition_checks import definition_problems
from reporter.data.clean import GAP_REASONS
from reporter.language import Language
from reporter.metrics import definitions
from reporter.project import packaged

TAGS = ("zh_CN", "en")


def load(tag: str) -> Language:
    return Language.load(tag, [packaged("locales")])


def test_the_catalogues_have_the_same_ids() -> None:
    assert set(load("zh_CN").catalogue) == set(load("en").catalogue)


def test_placeholders_agree() -> None:
    zh, en = load("zh_CN").catalogue, load("en").catalogue
    for key in zh:
        assert sorted(re.findall(r"\{(\w+)\}", zh[key])) == sorted(re.findall(r"\{(\w+)\}", en[key])), key


def test_no_label_holds_markup_and_no_language_stands_in_for_the_other() -> None:
    for tag in TAGS:
        for key, text in load(tag).catalogue.items():
            assert "<" not in text and ">" not in text, key
            if tag == "en":
                assert not re.search(r"[\u4e00-\u9fff]", text), key


@pytest.mark.parametrize("tag", TAGS)
def test_every_measure_has_a_name(tag: str) -> None:
    language = load(tag)
    declared = {metric.id for metric in definitions()}
    assert len(declared) > 90
    assert sorted(name for name in declared if not language.has_label(f"metric.{name}")) == []


@pytest.mark.parametrize("tag", [*TAGS, "zh_TW"])
def test_every_measure_is_defined_for_readers_and_no_definition_is_left_over(tag: str) -> None:
    measures = frozenset(metric.id for metric in definitions())
    language = load(tag)
    assert [problem.message for problem in definition_problems(language, [packaged("locales")], measures)] == []
    told = language.definitions.values()
    assert len(set(told)) == len(language.definitions), "two measures with one definition are told apart by nothing"
    assert all(text.endswith("." if tag == "en" else "。") for text in told)


@pytest.mark.parametrize("tag", TAGS)
def test_every_reason_of_a_gap_in_the_data_has_words(tag: str) -> None:
    language = load(tag)
    assert sorted(why for why in GAP_REASONS if not language.has_label(f"gap.{why}")) == []


def reasons_in_code() -> Iterator[str]:
    """The third argument, or `why`, of every call of something named `gap`, where it is written out."""
    for path in Path(reporter.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", None) == "gap" and len(call.args) > 2:
                yield from (
                    node.value
                    for node in ast.walk(call.args[2])
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                )


@pytest.mark.parametrize("tag", TAGS)
def test_every_reason_of_a_gap_in_the_code_has_words(tag: str) -> None:
    language = load(tag)
    reasons = set(reasons_in_code())
    assert {"short_history", "no_volume", "adjusted_only"} <= reasons
    assert sorted(why for why in reasons if not language.has_label(f"gap.{why}")) == []
