"""Search offline in the browser: Pagefind's index of some pages, made by its own program (extra `search`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


def installed() -> bool:
    return False


def version() -> str:
    return ""


@dataclass(frozen=True)
class Record:
    path: str
    language: str
    day: str
    prose: str
    words: tuple[str, ...]
    date: str


def index(records: list[Record]) -> dict[str, bytes]:
    return {}


def engine() -> dict[str, Path]:
    return {}
