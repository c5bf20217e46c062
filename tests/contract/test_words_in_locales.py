"""No word of a language stands in the code of verification: what it looks for lives in each locale's reading.toml."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "reporter" / "verification"
HAN = re.compile("[\u3400-\u9fff]")
KEY = re.compile(r"^\w+\.\w+$")
BOUNDS = {"\u4e00", "\u9fff"}
"""The ends of a script: what script a text is in is asked for, no word is."""
ENGLISH = re.compile(
    r"\b(?:the|than|and|or|while|whereas|but|rose|fell|rise|fall|gained|lost|versus|through|by|with|for)\b"
)
MODULES = sorted(ROOM.rglob("*.py"))


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string that is no docstring."""
    told = {
        id(first.value)
        for node in ast.walk(tree)
        for first in (getattr(node, "body", None) if isinstance(getattr(node, "body", None), list) else ())
        if isinstance(first, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


def looked_for(tree: ast.AST) -> Iterator[ast.Constant]:
    """Strings that a text is compared with: patterns, members of a collection, what it begins or ends with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in {"compile", "startswith", "endswith", "match", "search", "fullmatch", "removesuffix"}:
                yield from (s for argument in node.args for s in strings(argument))
        elif isinstance(node, ast.Compare):
            yield from (s for side in node.comparators for s in strings(side))


def test_something_is_looked_at() -> None:
    assert len(MODULES) > 40


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOM)))
def test_no_chinese_character_stands_in_the_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [(s.lineno, s.value) for s in strings(tree) if HAN.search(s.value) and s.value not in BOUNDS] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOM)))
def test_no_english_word_is_looked_for_in_the_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [(s.lineno, s.value) for s in looked_for(tree) if ENGLISH.search(KEY.sub("", s.value))] == []
