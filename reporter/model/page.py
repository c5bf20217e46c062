"""What rendering hands to publishing, and what publishing leaves behind."""

from __future__ import annotations

from dataclasses import dataclass

CORE_SUFFIX = " Core"
"""A face's common characters live in a small font of their own; stacks on paper name it before the whole face."""


@dataclass(frozen=True)
class Page:
    """One edition in one locale, as text.

    `html` is self-contained; `print_html` is the same text for paper, without style; `print_css` its stylesheet.
    `faces` are the families that the locale names; no other may be embedded in the PDF.
    """

    locale: str
    language: str
    title: str
    html: str
    markdown: str
    print_html: str
    print_css: str
    faces: tuple[str, ...]


@dataclass(frozen=True)
class Artifact:
    """One file that was written: its name in the edition's folder, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


def core_face(face: str) -> str:
    """The family name of the small font that holds a face's common characters."""
    return face + CORE_SUFFIX
