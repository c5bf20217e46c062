"""HarfBuzz's subsetter by way of ctypes: the few calls that cut a font down to some characters.

WeasyPrint needs the same library to embed fonts quickly, so its absence is told here, before anything is laid out.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from reporter.errors import ConfigError

FEATURES = ("ccmp", "kern", "lnum", "locl", "mark", "mkmk", "pwid", "tnum")
"""OpenType features that survive; `pwid` narrows Chinese quotation marks for English, `tnum` and `lnum` are figures of
one width and height, where a face has them."""

_LAYOUT_FEATURE_TAGS = 6
_NO_HINTING = 1
INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"


@lru_cache(maxsize=1)
def libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """HarfBuzz and its subsetter; a ConfigError says what to install where one is missing."""
    loaded = []
    for name in ("harfbuzz", "harfbuzz-subset"):
        library = _load(name)
        if library is None:
            raise ConfigError(f"The PDF needs the system library lib{name}, which is not installed: run {INSTALL}")
        loaded.append(library)
    harfbuzz, subset = loaded
    for owner, calls in (
        (harfbuzz, ("hb_blob_create_from_file", "hb_face_create", "hb_face_reference_blob", "hb_blob_get_data")),
        (subset, ("hb_subset_input_create_or_fail", "hb_subset_input_unicode_set", "hb_subset_input_set",
                  "hb_subset_or_fail")),
    ):
        for call in calls:
            getattr(owner, call).restype = ctypes.c_void_p
    return harfbuzz, subset


def _load(name: str) -> ctypes.CDLL | None:
    for candidate in (f"lib{name}.so.0", f"lib{name}.0.dylib", ctypes.util.find_library(name)):
        if candidate is None:
            continue
        try:
            return ctypes.CDLL(candidate)
        except OSError:
            continue
    return None


def cut(path: Path, index: int, characters: Iterable[str]) -> bytes:
    """The face `index` of a font file with these characters only; a ConfigError if it cannot be read."""
    harfbuzz, subset = libraries()
    blob = ctypes.c_void_p(harfbuzz.hb_blob_create_from_file(str(path).encode()))
    face = ctypes.c_void_p(harfbuzz.hb_face_create(blob, index))
    plan = ctypes.c_void_p(subset.hb_subset_input_create_or_fail())
    wanted = ctypes.c_void_p(subset.hb_subset_input_unicode_set(plan))
    for character in characters:
        harfbuzz.hb_set_add(wanted, ord(character))
    features = ctypes.c_void_p(subset.hb_subset_input_set(plan, _LAYOUT_FEATURE_TAGS))
    harfbuzz.hb_set_clear(features)
    for feature in FEATURES:
        harfbuzz.hb_set_add(features, int.from_bytes(feature.encode(), "big"))
    subset.hb_subset_input_set_flags(plan, _NO_HINTING)
    made = subset.hb_subset_or_fail(face, plan)
    subset.hb_subset_input_destroy(plan)
    harfbuzz.hb_face_destroy(face)
    harfbuzz.hb_blob_destroy(blob)
    if not made:
        raise ConfigError(f"The font {path} cannot be cut down; install its package again: {INSTALL}")
    small = ctypes.c_void_p(harfbuzz.hb_face_reference_blob(ctypes.c_void_p(made)))
    length = ctypes.c_uint()
    start = harfbuzz.hb_blob_get_data(small, ctypes.byref(length))
    data = ctypes.string_at(start, length.value)
    harfbuzz.hb_blob_destroy(small)
    harfbuzz.hb_face_destroy(ctypes.c_void_p(made))
    return data
