"""Rules that a file's syntax tree alone can break: computing, typed-in numbers, punctuation of the wrong script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from reporter.errors import Problem
from reporter.registry import nearest
from reporter.rendering.review.parsing import Tree
from reporter.rendering.review.walk import Walk

ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
BESIDE_HAN = "a half-width mark beside a Chinese character; write the full-width one"
LABELS = ("t", "words", "label")
_TAG = re.compile(r"<[^>]*>?|^[^<]*>|&#?\w+;")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:!?]|[,;:!?](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?!\w)")
_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def registered(walk: Walk, tree: Tree, env: SandboxedEnvironment) -> Iterator[Problem]:
    """Filters and tests that there are not."""
    for kind, node_type, known in (("filter", nodes.Filter, env.filters), ("test", nodes.Test, env.tests)):
        for node in tree.of(node_type):
            if node.name not in known:
                near = nearest(node.name, known)
                hint = f"; did you mean {near!r}?" if near else ""
                yield walk.problem(node, f"there is no {kind} {node.name!r}{hint}", f"template-{kind}", node.name)


def computed(walk: Walk, tree: Tree) -> Iterator[Problem]:
    """Numbers that a template would make itself: every number on a page is a figure."""
    for node in tree.of(*ARITHMETIC):
        if isinstance(node, nodes.Add) and isinstance(node.right, nodes.List | nodes.Tuple):
            continue  # lists that are joined
        yield walk.problem(node, "a template may not compute; every number is a figure", "template-arithmetic")


def literal_numbers(walk: Walk, tree: Tree) -> Iterator[Problem]:
    """Digits typed into a text that a reader sees."""
    for line, text in texts(tree):
        found = re.search(r"\d[\d.,]*", text)
        if found:
            message = f"{found.group()!r} is typed in; a number comes from a figure, a date or term(…)"
            yield _at(walk, line, found.group(), message, "phrase-number")


def punctuation(walk: Walk, tree: Tree, han: bool) -> Iterator[Problem]:
    """Half-width marks between Chinese characters; Chinese characters in a language that has none."""
    for line, text in texts(tree):
        found = (_HALF_WIDTH if han else _HAN).search(text)
        if found:
            what = BESIDE_HAN if han else "Chinese in a language that is not written so"
            yield _at(walk, line, found.group(), f"{found.group()!r} is {what}", "phrase-punctuation")


def labels(walk: Walk, tree: Tree, catalogues: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Labels asked for by name that no locale has; what only some have is told with the locales."""
    for node in tree.of(nodes.Call):
        match node:
            case nodes.Call(node=nodes.Name(name=name), args=[nodes.Const(value=str() as key), *_]) if name in LABELS:
                known = {label for catalogue in catalogues.values() for label in catalogue}
                if known and key not in known and f"{key}.one" not in known:
                    near = nearest(key, known)
                    hint = f"did you mean {near!r}?" if near else "add it to reporter.po of each"
                    yield walk.problem(node, f"no locale has a label {key!r}; {hint}", "label-unknown", key)


def texts(tree: Tree) -> Iterator[tuple[int, str]]:
    """What is printed as it stands, tags and entities aside, with the line it is on."""
    for node in tree.of(nodes.TemplateData):
        for offset, line in enumerate(node.data.split("\n")):
            yield node.lineno + offset, _TAG.sub("", line)


def _at(walk: Walk, line: int, word: str, message: str, rule: str) -> Problem:
    text = walk.lines[line - 1] if 0 < line <= len(walk.lines) else ""
    at = text.find(word)
    return Problem(walk.path, message, rule, line, at + 1 if at >= 0 else None)
