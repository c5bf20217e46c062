"""Phrases of a locale: syntax, claims and slots against the vocabulary, typed-in numbers, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from reporter.errors import Problem
from reporter.model import Briefing
from reporter.model.speech import Speech
from reporter.registry import nearest
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.review import rules
from reporter.rendering.review.parsing import Tree, parsed
from reporter.rendering.review.shapes import ANYTHING, Shape, passage
from reporter.rendering.review.walk import Walk

SAYING = re.compile(r"(title|heading|passage)_\w+")


def phrase_problems(
    language: Speech, folders: Sequence[Path], asked: frozenset[str], needed: frozenset[str]
) -> list[Problem]:
    """Every mistake of a locale's phrase files (folders strongest first).

    `asked` are the macros that a plan may ask for: one of another name would never be said. Of them, `needed` must
    be there.
    """
    if not folders:
        return list(_missing(language, folders, needed))
    env = Phrasebook.reading(nothing(), language, folders)
    han = language.bcp47.startswith("zh")
    problems: list[Problem] = []
    named: set[str] = set()
    seen: set[str] = set()
    for folder in folders:
        for path in sorted(folder.glob("*.j2")):
            if path.name in seen:
                continue  # a stronger folder's file of that name stands in for it
            seen.add(path.name)
            found, macros = _file(env, path, han, asked)
            problems += found
            named |= macros
    if not any(problem.rule == "phrase-syntax" for problem in problems):
        problems += _missing(language, folders, needed - named)
    return list(dict.fromkeys(problems))


def file_problems(language: Speech, folders: Sequence[Path], path: Path) -> list[Problem]:
    """Mistakes of one phrase file that need not lie in the folders, whatever its macros are called."""
    env = Phrasebook.reading(nothing(), language, folders)
    return _file(env, path, language.bcp47.startswith("zh"), None)[0]


def _file(
    env: SandboxedEnvironment, path: Path, han: bool, asked: frozenset[str] | None
) -> tuple[list[Problem], set[str]]:
    """Mistakes of a file, and the names of its macros."""
    source, tree, problems = parsed(env, path, "phrase", whole=False)
    if tree is None:
        return problems, set()
    walk = Walk(str(path), frozenset(env.globals), _argument, lines=source.splitlines())
    problems += rules.registered(walk, tree, env)
    problems += walk.body(tree.body, {})
    problems += rules.computed(walk, tree)
    problems += rules.literal_numbers(walk, tree)
    problems += rules.punctuation(walk, tree, han)
    if asked is not None:
        problems += _unasked(walk, tree, asked)
    return problems, {node.name for node in tree.of(nodes.Macro)}


def nothing() -> Briefing:
    """A briefing that says nothing: enough to read phrases with."""
    moment = datetime(2000, 1, 3, tzinfo=UTC)
    return Briefing(
        desk="check", session=date(2000, 1, 3), as_of=moment, generated_at=moment, theme="quiet", sentiment="neutral",
        market="us_equities", subjects=(), figures=(), claims=(), sections=(), sources=(),
    )  # fmt: skip


def _missing(language: Speech, folders: Sequence[Path], names: Iterable[str]) -> Iterator[Problem]:
    where = str(folders[-1]) if folders else language.tag
    for name in sorted(names):
        yield Problem(where, f"the locale {language.tag} has no phrase {name}; write the macro", "phrase-missing")


def _argument(name: str) -> Shape:
    """A macro's parameter: by convention `p` is the passage."""
    return passage() if name == "p" else ANYTHING


def _unasked(walk: Walk, tree: Tree, asked: frozenset[str]) -> Iterator[Problem]:
    for node in tree.of(nodes.Macro):
        if SAYING.fullmatch(node.name) and node.name not in asked:
            near = nearest(node.name, asked)
            hint = f"did you mean {near!r}?" if near else "the page of commands lists the moves"
            yield walk.problem(node, f"nothing asks for the phrase {node.name!r}; {hint}", "phrase-unknown", node.name)
