"""The faces of the PDF, found among the installed fonts.

The whole Noto collection is 91 MB and costs time and size in every document. HarfBuzz cuts the characters that one
document uses out of an installed face in about twenty milliseconds; the small font is all that is loaded and embedded.
The whole face stands behind it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reporter.errors import ConfigError
from reporter.publishing.harfbuzz import INSTALL

WEIGHTS: Mapping[int, int] = {80: 400, 200: 700}
"""Weights of fontconfig that are used, and what CSS calls them."""

GENERATED = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0\u2010\u2022\u2023\u2026\u25aa\u25e6"
"""Characters that a stylesheet makes without writing them out."""


@dataclass(frozen=True)
class Face:
    """One installed weight of a family: its file, its place in the collection, its weight in CSS."""

    family: str
    weight: int
    path: Path
    index: int


@lru_cache(maxsize=4)
def installed(families: tuple[str, ...]) -> tuple[Face, ...]:
    """Regular and bold of each family; a ConfigError names every one that is not installed."""
    listed = _fontconfig()
    found = [face for face in listed if face.family in families]
    missing = [
        f"{family} {'bold' if weight == 700 else 'regular'}"
        for family in families for weight in WEIGHTS.values()
        if not any(face.family == family and face.weight == weight for face in found)
    ]
    if missing:
        raise ConfigError(f"The PDF needs fonts that are not installed ({', '.join(missing)}): run {INSTALL}")
    chosen: dict[tuple[str, int], Face] = {}
    for face in sorted(found, key=lambda f: (str(f.path), f.index)):
        chosen.setdefault((face.family, face.weight), face)
    return tuple(chosen[key] for key in sorted(chosen))


def _fontconfig() -> list[Face]:
    """Every installed face of a weight that is used, as fontconfig lists them."""
    command = ["fc-list", "--format", "%{family[0]}\t%{weight}\t%{slant}\t%{index}\t%{file}\n"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise ConfigError(
            f"The installed fonts cannot be listed with fc-list ({error}): run apt-get install fontconfig"
        ) from error
    faces = []
    for line in listed.splitlines():
        parts = line.split("\t")
        if len(parts) != 5:
            continue
        family, weight, slant, index, path = parts
        if slant == "0" and index.isdigit() and weight.isdigit() and int(weight) in WEIGHTS:
            faces.append(Face(family, WEIGHTS[int(weight)], Path(path), int(index)))
    return faces


def characters(*texts: str) -> tuple[str, ...]:
    """Every character of some texts, and those that layout adds to them (marks of lists, page numbers, hyphens)."""
    return tuple(sorted({*GENERATED, *(char for text in texts for char in set(text) if char.isprintable())}))
