"""The tree of errors: drawn as it is, an exit code each, a sentence each."""

from __future__ import annotations

import re

import pytest

import reporter.errors
from reporter.errors import Problem, ReporterError


def tree() -> dict[str, int]:
    found = {ReporterError.__name__: ReporterError.exit_code}
    found |= {each.__name__: each.exit_code for each in ReporterError.__subclasses__()}
    return found


def test_the_docstring_draws_the_tree_as_it_is() -> None:
    drawn = re.findall(r"(\w+Error)\s+(\d+)\s", reporter.errors.__doc__ or "")
    assert {name: int(code) for name, code in drawn} == tree()


def test_every_exit_code_has_one_error() -> None:
    assert len(set(tree().values())) == len(tree())


def test_every_exit_code_is_documented() -> None:
    from pathlib import Path

    text = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert documented == set(tree().values()) | {0, 11, 12}


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("a.toml", "no", "rule", 3, 4), "a.toml:3:4: error: no [rule]"),
        (Problem("a.toml", "no", "rule", 3), "a.toml:3: error: no [rule]"),
        (Problem("a.toml", "no", "rule", severity="warning"), "a.toml: warning: no [rule]"),
    ],
)
def test_a_problem_is_one_line(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_an_error_prints_its_sentence_and_every_problem() -> None:
    error = ReporterError("Two mistakes.", [Problem("a", "x", "r", 1), Problem("a", "y", "r", 2)])
    assert str(error).splitlines() == ["Two mistakes.", "a:1: error: x [r]", "a:2: error: y [r]"]
