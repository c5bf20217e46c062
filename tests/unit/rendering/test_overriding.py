"""Sentences of a paragraph, and words in their place."""

from __future__ import annotations

import pytest

from reporter.errors import ConfigError
from reporter.rendering.overriding import cited, replaced, sentences

CITE = '<a class="cite" href="#source-0">[0]</a>'


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        ("罗素下跌。标普持平！", ["罗素下跌。", "标普持平！"]),
        (f"It fell{CITE}. It rose.", [f"It fell{CITE}. ", "It rose."]),
        (
            '<span class="name">J. P. Morgan</span> said so. Yes.',
            ['<span class="name">J. P. Morgan</span> said so. ', "Yes."],
        ),
        ("At 2,601.58 it held.", ["At 2,601.58 it held."]),
        ("他说“跌了。”然后走了。", ["他说“跌了。”", "然后走了。"]),
        ("No stop", ["No stop"]),
        ("A line.<br>Another.", ["A line.", "<br>Another."]),
    ],
)
def test_sentences_are_split_outside_elements(html: str, parts: list[str]) -> None:
    # a full stop directly before a tag ends a sentence too
    assert "".join(sentences(html)) == html
    assert sentences(html) == parts


def test_a_sentence_is_replaced_and_its_space_kept() -> None:
    assert replaced("One. Two. Three.", 2, "Deux.", "lead") == "One. Deux. Three."
    with pytest.raises(ConfigError, match="lead has 3 sentences, none with the number 4"):
        replaced("One. Two. Three.", 4, "x", "lead")


def test_the_citation_stands_before_the_last_stop() -> None:
    assert cited("It fell.", CITE) == f"It fell{CITE}."
    assert cited("跌了。", CITE) == f"跌了{CITE}。"
    assert cited("No stop", CITE) == f"No stop{CITE}"
