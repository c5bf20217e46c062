"""What rendering hands to publishing, and what publishing leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

CORE_SUFFIX = " Core"
"""A face's common characters live in a small font of their own; stacks on paper name it before the whole face."""


@dataclass(frozen=True)
class Sheet:
    """Something that becomes pictures: a page of paper each, of the sizes that its stylesheet says."""

    html: str
    css: str


@dataclass(frozen=True)
class Mail:
    """The body of a mail: its page, whose pictures have the addresses `cid:NAME`, and the charts that they show."""

    html: str
    charts: Sheet
    names: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One edition in one locale, as text.

    `html` is self-contained; `print_html` is the same text for paper, without style; `print_css` its stylesheet.
    `faces` are the families that the locale names; no other may be embedded in the PDF. `fragment` is the page for a
    site of its own, `brief` the edition in a few plain paragraphs, `card` its picture for links. `links` tell in words
    where a link on paper leads, by the beginning of its target's id.
    """

    locale: str
    language: str
    title: str
    html: str
    markdown: str
    print_html: str
    print_css: str
    faces: tuple[str, ...]
    fragment: str = ""
    brief: str = ""
    card: Sheet | None = None
    mail: Mail | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Artifact:
    """One file that was written: its name in the edition's folder, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


def core_face(face: str) -> str:
    """The family name of the small font that holds a face's common characters."""
    return face + CORE_SUFFIX
