"""An edition as its readers get it outside the page: the title and whole paragraphs, as the published page has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reporter.errors import DataError
from reporter.model import Briefing

LEFT_OUT = ("method", "sources")
FIRST = ("summary", "executive-summary")
"""Where room is short, sections are taken in this order, then as they come."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or an item of a list, whole; `html` is the same with emphasis only."""

    section: str
    kind: str
    text: str
    html: str


@dataclass(frozen=True)
class Digest:
    desk: str
    period: str | None
    """`week` or `month` of a wrap."""
    session: str
    locale: str
    language: str
    title: str
    as_of: str
    notices: tuple[str, ...]
    """What must never be cut: that prices are a sample's, the disclaimer."""
    blocks: tuple[Block, ...]

    @property
    def edition(self) -> str:
        """Its name beside others of its session."""
        return f"{self.desk}.{self.period}" if self.period else self.desk

    def short(self) -> Digest:
        """With the summary first, for readers who see only the beginning."""
        order = {name: place for place, name in enumerate(FIRST)}
        blocks = sorted(self.blocks, key=lambda block: order.get(block.section, len(order)))
        return replace(self, blocks=tuple(blocks))

    def cut(self, count: int) -> Digest:
        """With its first blocks only, and no heading left without what it heads."""
        blocks = list(self.blocks[:count])
        while blocks and blocks[-1].kind in ("h2", "h3"):
            blocks.pop()
        return replace(self, blocks=tuple(blocks))

    def text(self) -> str:
        """As plain text."""
        lines = [self.title, self.as_of, "", *self.notices[:-1]]
        for block in self.blocks:
            lines += _lines(block)
        return "\n".join([*lines, "", *self.notices[-1:]]).strip() + "\n"


def _lines(block: Block) -> list[str]:
    if block.kind in ("h2", "h3"):
        return ["", block.text, ""]
    return [f"- {block.text}"] if block.kind == "li" else [block.text, ""]


def read_digest(folder: Path, locale: str = "") -> Digest:
    """The digest of an edition in a language, the first that it has where none is named."""
    pages = sorted(path for path in folder.glob("*.html") if _is_locale(path.stem))
    wanted = [path for path in pages if path.stem == locale] if locale else pages[:1]
    if not wanted:
        raise DataError(f"{folder} has no page {locale or '*'}.html to send; add html to the formats.")
    briefing = Briefing.model_validate_json((folder / "briefing.json").read_text(encoding="utf-8"))
    tree = LexborHTMLParser(wanted[0].read_text(encoding="utf-8"))
    root = tree.css_first("html")
    for mark in tree.css("a.cite, svg, figure, table, script, style"):
        mark.decompose()
    return Digest(
        desk=briefing.desk,
        period=briefing.period.kind if briefing.period is not None else None,
        session=briefing.session.isoformat(),
        locale=wanted[0].stem,
        language=(root.attributes.get("lang") if root is not None else None) or "",
        title=_text(tree.css_first("h1")),
        as_of=_text(tree.css_first(".as-of")),
        notices=tuple(text for node in tree.css("aside.notice, footer p") if (text := _text(node))),
        blocks=tuple(_blocks(tree.css("main section"))),
    )


def _is_locale(stem: str) -> bool:
    return stem.partition("_")[0].islower() and len(stem.partition("_")[0]) in (2, 3)


def _blocks(sections: Sequence[LexborNode]) -> Iterator[Block]:
    for section in sections:
        name = section.attributes.get("id") or ""
        if name in LEFT_OUT:
            continue
        for node in section.css("h2, h3, p, li"):
            if node.tag == "p" and node.parent is not None and node.parent.tag == "li":
                continue
            text = _text(node)
            if text:
                yield Block(name, str(node.tag), text, _escaped(text))


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text(separator="").split()) if node is not None else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitting(digest: Digest, size: int, limit: int) -> int:
    """How many blocks to try next, once `size` was over `limit`: at least one fewer."""
    return min(len(digest.blocks) - 1, len(digest.blocks) * limit // max(1, size))
