"""The Jinja environments: sandboxed, strict about unknown names, and bounded to the template folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import BytecodeCache, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment


class CompiledOnce(BytecodeCache):
    """Phrases compiled in this process, by file and the checksum of its text: compiling is most of a page's time."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._code.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = CompiledOnce()


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
        bytecode_cache=COMPILED,
    )
