"""The Jinja environments: sandboxed, strict about unknown names, and bounded to the template folders."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import do_replace
from jinja2.nodes import EvalContext
from jinja2.runtime import markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from platformdirs import user_cache_path

from reporter.rendering.compiled import CompiledOnce
from reporter.rendering.limits import within

_COMPILER = sha256(Path(__file__).read_bytes()).hexdigest()[:16]
COMPILED = CompiledOnce(user_cache_path("reporter") / "templates" / _COMPILER)
"""What another version of this module compiled may lack its limits: each has a folder of its own."""

PADDING = frozenset({"center", "encode", "expandtabs", "format", "format_map", "ljust", "rjust", "translate", "zfill"})
"""Methods of strings that make a text of any length, or read what its words name."""
UNBOUND_FILTERS = ("center", "filesizeformat", "format", "pprint", "random", "tojson", "wordwrap", "xmlattr")


class Joining(CodeGenerator):
    """Compiles `a ~ b` to a call of the environment's, so that the length of what is joined can be looked at."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class PhraseEnvironment(ImmutableSandboxedEnvironment):
    """No method call on a value can change it, and what could eat the machine is refused: powers, repeats, padding."""

    intercepted_binops = frozenset(["**", "*", "%"])
    code_generator_class = Joining

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def wrap_str_format(self, value: object) -> None:
        """Jinja would let strings format themselves, guarded but for their width: they do not at all."""

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        raise TypeError(f"a template may not compute ({operator}); every number is a figure")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """What decides is the type: asked for once of each, since a page asks 20,000 times."""
        known = self._safe.get((type(obj), attr))
        if known is None:
            known = not (isinstance(obj, str) and attr in PADDING) and super().is_safe_attribute(obj, attr, value)
            self._safe[type(obj), attr] = known
        return known

    def joined(self, parts: Sequence[object]) -> str:
        """What `~` makes of its parts: marked up where one of them is."""
        return within(markup_join(parts))


def environment(folders: Sequence[Path]) -> PhraseEnvironment:
    """An environment over `folders`, strongest first; `builtin:` names the packaged original of an overridden file."""
    loaders = [FileSystemLoader(folder) for folder in folders]
    made = PhraseEnvironment(
        loader=ChoiceLoader([*loaders, PrefixLoader({"builtin": loaders[-1]}, delimiter=":")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.do"],
        bytecode_cache=COMPILED,
        optimized=False,
    )
    for name in UNBOUND_FILTERS:
        del made.filters[name]
    made.filters["replace"] = _replaced
    for name in ("lipsum", "range", "cycler", "joiner"):
        del made.globals[name]
    return made


@jinja2.pass_eval_context
def _replaced(context: EvalContext, text: str, old: str, new: str, count: int | None = None) -> str:
    return within(do_replace(context, text, old, new, count))
