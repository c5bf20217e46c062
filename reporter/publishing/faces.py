"""The faces of the PDF: found among the installed fonts, and cut down once to their common characters.

The whole Noto collection is 91 MB and costs time in every document. The small font (GB 2312 or Big5, Latin,
punctuation, signs) is made from the installed one by HarfBuzz in about half a second and kept in the user's cache.
The whole face stands behind it for rare characters.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from platformdirs import user_cache_path

from reporter.errors import ConfigError
from reporter.publishing.harfbuzz import INSTALL, cut

WEIGHTS: Mapping[int, int] = {80: 400, 200: 700}
"""Weights of fontconfig that are used, and what CSS calls them."""

RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2044), (0x20AC, 0x20AC), (0x2100, 0x214F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x3000, 0x303F), (0xFF00, 0xFFEF),
)
CODECS = {"SC": "gb2312", "TC": "big5", "HK": "big5", "JP": "shift_jis", "KR": "euc_kr"}
EDITION = 3
"""Raised when the characters or features of small fonts change, so that old ones are made anew."""


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


def small_font(face: Face) -> bytes:
    """The small font of a face, from the cache if it is there; kept there where the cache can be written."""
    path = user_cache_path("reporter") / "faces" / f"{_key(face)}.otf"
    try:
        return path.read_bytes()
    except OSError:
        data = cut(face.path, face.index, characters(face.family))
        _keep(path, data)
        return data


def characters(family: str) -> tuple[str, ...]:
    """Common characters of the script that the family's name ends in, with Latin, punctuation and signs."""
    chars = {chr(code) for first, last in RANGES for code in range(first, last + 1)}
    codec = CODECS.get(family.rsplit(" ", 1)[-1], CODECS["SC"])
    chars.update(_repertoire(codec))
    return tuple(sorted(chars))


def _repertoire(codec: str) -> Iterable[str]:
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                yield text


def _key(face: Face) -> str:
    about = face.path.stat()
    text = f"{EDITION}|{face.family}|{face.weight}|{face.path}|{face.index}|{about.st_size}|{about.st_mtime_ns}"
    name = face.family.replace(" ", "")
    return f"{name}-{face.weight}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _keep(path: Path, data: bytes) -> None:
    """Best effort: without a cache the small font is made in every process."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            stream.write(data)
        os.replace(stream.name, path)
    except OSError:
        return
