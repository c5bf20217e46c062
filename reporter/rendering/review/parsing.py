"""A template file read and parsed; what keeps it from being so is a problem with its line."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TypeVar, cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from reporter.errors import Problem

N = TypeVar("N", bound=nodes.Node)
_LATER = re.compile(r"No (filter|test) named")
"""What Jinja finds as it compiles, though not inside a condition: the rules look for it everywhere."""


class Tree:
    """A syntax tree with its nodes by type: rules that look for one type need not walk it again."""

    def __init__(self, root: nodes.Template) -> None:
        self.body = root.body
        self._by_type: dict[type[nodes.Node], list[nodes.Node]] = defaultdict(list)
        waiting: list[nodes.Node] = [root]
        while waiting:
            node = waiting.pop()
            self._by_type[type(node)].append(node)
            waiting += list(node.iter_child_nodes())[::-1]

    def of(self, *types: type[N]) -> list[N]:
        """Every node of these types."""
        return [node for kind in types for node in cast(list[N], self._by_type.get(kind, ()))]


def parsed(
    env: SandboxedEnvironment, path: Path, kind: str, *, whole: bool = True
) -> tuple[str, Tree | None, list[Problem]]:
    """Text and tree of a file; no tree where it has a mistake of syntax. `kind` begins the names of the rules.

    Blocks that are there twice show only as a file is compiled, which takes longer: `whole` looks for them too.
    """
    source = ""
    try:
        source = path.read_text(encoding="utf-8")
        tree = Tree(env.parse(source))
        if whole:
            env.compile(env.parse(source), filename=str(path), raw=True)
    except TemplateSyntaxError as error:
        if _LATER.match(error.message or ""):
            return source, tree, []
        problem = Problem(str(path), error.message or "cannot be read", f"{kind}-syntax", error.lineno)
        return source, None, [problem]
    except (OSError, UnicodeDecodeError) as error:
        return source, None, [Problem(str(path), f"cannot be read: {error}", f"{kind}-file")]
    return source, tree, []
