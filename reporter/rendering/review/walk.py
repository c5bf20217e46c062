"""A template's syntax tree walked with the shapes of what it can see: unknown names and attributes come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from reporter.errors import Problem
from reporter.model.kinds import KINDS
from reporter.registry import nearest
from reporter.rendering.review.shapes import ANYTHING, Many, Record, Shape, claim, fields_of

ALWAYS = frozenset({"loop", "caller", "varargs", "kwargs", "self", "super", "true", "false", "none"})
Include = Callable[[nodes.Include, Mapping[str, Shape]], Iterator[Problem]]
"""What to do at an include, with the names that it would see."""


def _nowhere(_: nodes.Include, __: Mapping[str, Shape]) -> Iterator[Problem]:
    yield from ()


@dataclass
class Walk:
    """One file. `globals` are names that every template sees; `argument` gives a macro's parameter its shape."""

    path: str
    globals: frozenset[str]
    argument: Callable[[str], Shape] = lambda name: ANYTHING
    include: Include = _nowhere
    lines: list[str] = field(default_factory=list)

    def body(self, body: list[nodes.Node], scope: dict[str, Shape]) -> Iterator[Problem]:
        """Statements in order; a name set here is seen by those behind."""
        for node in body:
            yield from self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: dict[str, Shape]) -> Iterator[Problem]:
        match node:
            case nodes.Assign():
                yield from self.expressions(node.node, scope)
                self._bind(node.target, self.shape(node.node, scope), scope)
            case nodes.AssignBlock():
                yield from self.body(node.body, dict(scope))
                self._bind(node.target, ANYTHING, scope)
            case nodes.For():
                yield from self._for(node, scope)
            case nodes.If():
                yield from self.expressions(node.test, scope)
                for part in (node.body, node.elif_, node.else_):
                    yield from self.body(list(part), scope)
            case nodes.Macro():
                scope[node.name] = ANYTHING
                inner = {**scope, **{arg.name: self.argument(arg.name) for arg in node.args}}
                yield from self.body(node.body, inner)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    yield from self.expressions(value, scope)
                    self._bind(target, self.shape(value, scope), inner)
                yield from self.body(node.body, inner)
            case nodes.Import():
                scope[node.target] = ANYTHING
            case nodes.FromImport():
                scope.update(dict.fromkeys((n if isinstance(n, str) else n[1] for n in node.names), ANYTHING))
            case nodes.Include():
                yield from self.expressions(node.template, scope)
                yield from self.include(node, scope)
            case nodes.Block() | nodes.Scope() | nodes.FilterBlock() | nodes.CallBlock():
                if isinstance(node, nodes.CallBlock):
                    yield from self.expressions(node.call, scope)
                yield from self.body(node.body, dict(scope))
            case _:
                yield from self.expressions(node, scope)

    def _for(self, node: nodes.For, scope: dict[str, Shape]) -> Iterator[Problem]:
        yield from self.expressions(node.iter, scope)
        inner = {**scope, "loop": ANYTHING}
        over = self.shape(node.iter, scope)
        self._bind(node.target, over.item if isinstance(over, Many) else over if _slots(over) else ANYTHING, inner)
        if node.test is not None:
            yield from self.expressions(node.test, inner)
        yield from self.body(node.body, inner)
        yield from self.body(node.else_, dict(scope))

    def _bind(self, target: nodes.Node, shape: Shape, scope: dict[str, Shape]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = shape
        else:
            scope.update({name.name: ANYTHING for name in target.find_all(nodes.Name)})

    def expressions(self, node: nodes.Node, scope: dict[str, Shape]) -> Iterator[Problem]:
        """Every name and attribute inside an expression."""
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            return
        if isinstance(node, nodes.Name) and node.ctx == "load":
            yield from self._name(node, scope)
        if isinstance(node, nodes.Getattr):
            yield from self._attribute(node, scope)
        for child in node.iter_child_nodes():
            yield from self.expressions(child, scope)

    def _name(self, node: nodes.Name, scope: dict[str, Shape]) -> Iterator[Problem]:
        if node.name in scope or node.name in self.globals or node.name in ALWAYS:
            return
        near = nearest(node.name, [*scope, *self.globals])
        hint = f"did you mean {near!r}?" if near else f"known here: {', '.join(sorted({*scope, *self.globals}))}"
        yield self.problem(node, f"there is no {node.name!r} here; {hint}", "template-name", node.name)

    def _attribute(self, node: nodes.Getattr, scope: dict[str, Shape]) -> Iterator[Problem]:
        owner = self.shape(node.node, scope)
        if not isinstance(owner, Record) or owner.attribute(node.attr) is not None:
            return
        known = fields_of(owner)
        near = nearest(node.attr, known)
        hint = f"did you mean {near!r}?" if near else f"it has {', '.join(known)}"
        yield self.problem(node, f"a {owner.name} has no {node.attr!r}; {hint}", "template-attribute", node.attr)

    def shape(self, node: nodes.Node, scope: Mapping[str, Shape]) -> Shape:
        """What is known of an expression's value."""
        match node:
            case nodes.Name():
                return scope.get(node.name, ANYTHING)
            case nodes.Getattr():
                owner = self.shape(node.node, scope)
                found = owner.attribute(node.attr) if isinstance(owner, Record) else None
                return found or ANYTHING
            case nodes.Getitem():
                owner = self.shape(node.node, scope)
                return owner.item if isinstance(owner, Many) else owner if _slots(owner) else ANYTHING
            case nodes.Call(node=nodes.Getattr(attr="of"), args=[nodes.Const(value=str() as kind)]) if kind in KINDS:
                return Many(claim(kind))
            case nodes.Or() | nodes.And():
                return self.shape(node.right, scope)
            case _:
                return ANYTHING

    def problem(self, node: nodes.Node, message: str, rule: str, word: str = "") -> Problem:
        """A mistake at a node; its column is where the word first stands in the line."""
        text = self.lines[node.lineno - 1] if 0 < node.lineno <= len(self.lines) else ""
        at = text.find(word) if word else -1
        return Problem(self.path, message, rule, node.lineno, at + 1 if at >= 0 else None)


def _slots(shape: Shape) -> bool:
    """Whether it may be several of what it is: a slot of a claim holds one figure or a list of them."""
    return isinstance(shape, Record) and shape.name == "figure"
