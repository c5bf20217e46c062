"""The Jinja environments: sandboxed, strict about unknown names, and bounded to the template folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


class PhraseEnvironment(ImmutableSandboxedEnvironment):
    """No method call on a value can change it, and powers and repeats that could eat the machine are refused."""

    intercepted_binops = frozenset(["**", "*", "%"])

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        raise TypeError(f"a template may not compute ({operator}); every number is a figure")


def environment(folders: Sequence[Path]) -> PhraseEnvironment:
    """An environment over `folders`, strongest first; `builtin:` names the packaged original of an overridden file."""
    loaders = [FileSystemLoader(folder) for folder in folders]
    return PhraseEnvironment(
        loader=ChoiceLoader([*loaders, PrefixLoader({"builtin": loaders[-1]}, delimiter=":")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.do"],
    )
