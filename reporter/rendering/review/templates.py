"""Templates of pages: syntax, names and attributes against the documented context, blocks, labels, arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from reporter.errors import ConfigError, Problem
from reporter.registry import nearest
from reporter.rendering import sections
from reporter.rendering.charts.own import Sheet
from reporter.rendering.filling import environment_of
from reporter.rendering.look import theme_problems
from reporter.rendering.page import PageView, SectionView
from reporter.rendering.review import rules
from reporter.rendering.review.parsing import Tree, parsed
from reporter.rendering.review.shapes import ANYTHING, Shape, shape_of
from reporter.rendering.review.walk import Walk

ROOTS = tuple(f"layouts/{name}.j2" for name in ("page.html", "page.md", "fragment.html", "mail.html", "card.html"))
NAMING: tuple[type[nodes.Node], ...] = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
COMPUTING = ("charts/",)
"""Templates that draw; what they are given is not a page's."""
CHART = ("t", "fonts", "size", "look", "label")
"""What a chart of one's own is given beside `chart`."""
_BUILTIN = re.compile(r"^builtin:")


def template_problems(
    folders: Sequence[Path], catalogues: Mapping[str, Mapping[str, str]] | None = None
) -> list[Problem]:
    """Every mistake of the templates in folders (weakest first); `catalogues` are each locale's labels."""
    strongest_first = tuple(reversed(folders))
    review = Review(environment_of(strongest_first), strongest_first, catalogues or {})
    problems = [*review.files(), *review.pages()]
    try:
        sections.plans(strongest_first)
    except ConfigError as error:
        problems += error.problems
    return list(dict.fromkeys([*problems, *theme_problems(folders)]))


class Review:
    """The templates of some folders, strongest first, each read once."""

    def __init__(
        self, env: SandboxedEnvironment, folders: Sequence[Path], catalogues: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.env, self.folders, self.catalogues = env, folders, catalogues
        self.known = {str(path.relative_to(f)) for f in folders for path in f.rglob("*.j2")}
        self.own = {name for name in self.known if self._definition(name) is not None}
        self._walked: set[tuple[str, frozenset[str]]] = set()

    def files(self) -> Iterator[Problem]:
        """What each file shows by itself."""
        for folder in self.folders:
            for path in sorted(folder.rglob("*.j2")):
                name = str(path.relative_to(folder))
                source, tree, problems = parsed(self.env, path, "template")
                yield from problems
                if tree is not None:
                    walk = self._walk(str(path), source)
                    yield from rules.registered(walk, tree, self.env)
                    if name in self.own or not name.startswith(COMPUTING):
                        yield from rules.computed(walk, tree)
                    yield from rules.labels(walk, tree, self.catalogues)
                    yield from self._named(walk, tree)
                    yield from self._blocks(walk, tree)

    def pages(self) -> Iterator[Problem]:
        """Names and attributes, followed from the layouts through what they include."""
        given = ("style", "names", "t", "words")
        start: dict[str, Shape] = {"page": shape_of(PageView), **dict.fromkeys(given, ANYTHING)}
        for root in ROOTS:
            yield from self.template(root, start)
        for name in sorted(self.known):
            if name.startswith("assets/"):
                yield from self.template(name, {**start, "folio": ANYTHING})
            elif name in self.own:
                yield from self.template(name, {**dict.fromkeys(CHART, ANYTHING), "chart": shape_of(Sheet)})
                yield from self._unlabelled(name)
            elif re.match(r"sections/[^/]+/body\.", name):
                yield from self.template(name, {**start, "section": shape_of(SectionView)})

    def template(self, name: str, scope: Mapping[str, Shape]) -> Iterator[Problem]:
        """One template and what it includes, with the names that it would see there."""
        key = (name, frozenset(scope))
        found = self._read(name)
        if key in self._walked or found is None:
            return
        self._walked.add(key)
        path, source = found
        try:
            tree = self.env.parse(source)
        except TemplateError:
            return  # told already
        walk = self._walk(path, source)
        walk.include = self._included
        own = dict(scope)
        extended = tree.find(nodes.Extends)
        if extended is not None and isinstance(extended.template, nodes.Const):
            yield from self.template(str(extended.template.value), scope)
            own |= self._set_in(str(extended.template.value))
        yield from walk.body(tree.body, own)

    def _definition(self, name: str) -> Path | None:
        """The file that says what a chart of one's own shows, for a template that draws one."""
        wanted = re.sub(r"\.svg\.j2$", ".toml", name)
        if not name.startswith("charts/") or wanted == name:
            return None
        return next((folder / wanted for folder in self.folders if (folder / wanted).is_file()), None)

    def _unlabelled(self, name: str) -> Iterator[Problem]:
        """A chart of one's own without title or unit; that one language lacks what another has is told elsewhere."""
        path = self._definition(name)
        for label in (f"chart.{path.stem}.{part}" for part in ("title", "unit") if path is not None):
            if self.catalogues and not any(label in labels for labels in self.catalogues.values()):
                message = f"no locale has a label {label!r}; add it to each reporter.po"
                yield Problem(str(path), message, "label-unknown")

    def _included(self, node: nodes.Include, scope: Mapping[str, Shape]) -> Iterator[Problem]:
        if isinstance(node.template, nodes.Const):
            yield from self.template(str(node.template.value), scope)

    def _set_in(self, name: str) -> dict[str, Shape]:
        """Names that an extended template sets or imports at its top: its blocks see them."""
        found = self._read(name)
        if found is None:
            return {}
        tree = self.env.parse(found[1])
        names = [n.name for node in tree.find_all(nodes.Assign) for n in node.target.find_all(nodes.Name)]
        names += [n.name for a in tree.find_all(nodes.Assign) if isinstance(n := a.target, nodes.Name)]
        names += [node.name for node in tree.find_all(nodes.Macro)]
        names += [n if isinstance(n, str) else n[1] for node in tree.find_all(nodes.FromImport) for n in node.names]
        return dict.fromkeys(names, ANYTHING)

    def _read(self, name: str) -> tuple[str, str] | None:
        """Path and text of a template; `builtin:` names the packaged one."""
        folders = self.folders[-1:] if _BUILTIN.match(name) else self.folders
        for folder in folders:
            path = folder / _BUILTIN.sub("", name)
            if path.is_file():
                return str(path), path.read_text(encoding="utf-8")
        return None

    def _walk(self, path: str, source: str) -> Walk:
        return Walk(path, frozenset(self.env.globals), lines=source.splitlines())

    def _named(self, walk: Walk, tree: Tree) -> Iterator[Problem]:
        """Files named in a template that are nowhere."""
        for node in tree.of(*NAMING):
            wanted = getattr(node, "template", None)
            if not isinstance(wanted, nodes.Const) or not isinstance(wanted.value, str):
                continue
            name = _BUILTIN.sub("", wanted.value)
            if self._read(wanted.value) is None:
                near = nearest(name, self.known)
                hint = f"; did you mean {near!r}?" if near else ""
                yield walk.problem(node, f"there is no template {name!r}{hint}", "template-missing", name)

    def _blocks(self, walk: Walk, tree: Tree) -> Iterator[Problem]:
        """Blocks that the extended template does not have: what stands in them would never be shown."""
        extended = next(iter(tree.of(nodes.Extends)), None)
        if extended is None or not isinstance(extended.template, nodes.Const):
            return
        known = self._blocks_of(str(extended.template.value))
        for node in tree.of(nodes.Block):
            if node.name not in known:
                near = nearest(node.name, known)
                hint = f"did you mean {near!r}?" if near else f"it has {', '.join(sorted(known)) or 'none'}"
                yield walk.problem(
                    node, f"{extended.template.value} has no block {node.name!r}; {hint}", "template-block", node.name
                )

    def _blocks_of(self, name: str) -> set[str]:
        try:
            found = self._read(name)
            return {node.name for node in self.env.parse(found[1]).find_all(nodes.Block)} if found else set()
        except TemplateSyntaxError:
            return set()
