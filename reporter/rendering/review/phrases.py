"""Phrases of a locale: syntax, claims and slots against the vocabulary, typed-in numbers, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jinja2 import nodes

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
    briefing: Briefing, language: Speech, folders: Sequence[Path], asked: frozenset[str], needed: frozenset[str]
) -> list[Problem]:
    """Every mistake of a locale's phrase files (folders strongest first).

    `asked` are the macros that a plan may ask for: one of another name would never be said. Of them, `needed` must
    be there.
    """
    if not folders:
        return list(_missing(language, folders, needed))
    env = Phrasebook.reading(briefing, language, folders)
    han = language.bcp47.startswith("zh")
    problems: list[Problem] = []
    named: set[str] = set()
    seen: set[str] = set()
    for folder in folders:
        for path in sorted(folder.glob("*.j2")):
            if path.name in seen:
                continue  # a stronger folder's file of that name stands in for it
            seen.add(path.name)
            source, tree, found = parsed(env, path, "phrase", whole=False)
            problems += found
            if tree is None:
                continue
            walk = Walk(str(path), frozenset(env.globals), _argument, lines=source.splitlines())
            problems += rules.registered(walk, tree, env)
            problems += walk.body(tree.body, {})
            problems += rules.computed(walk, tree)
            problems += rules.literal_numbers(walk, tree)
            problems += rules.punctuation(walk, tree, han)
            problems += _unasked(walk, tree, asked)
            named |= {node.name for node in tree.of(nodes.Macro)}
    if not any(problem.rule == "phrase-syntax" for problem in problems):
        problems += _missing(language, folders, needed - named)
    return list(dict.fromkeys(problems))


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
