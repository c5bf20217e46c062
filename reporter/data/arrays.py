"""Arrays kept in the user's cache: plain numpy files, never pickles, never trusted, never needed."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEEP_FILES = 24
KEEP_BYTES = 400_000_000

Arrays = dict[str, NDArray[Any]]


def read_arrays(path: Path) -> Arrays | None:
    """The arrays of a cache file; None where it isn't there or can't be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
    except (OSError, ValueError, KeyError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error):
        return None
    with suppress(OSError):
        os.utime(path)
    return arrays


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a cache file whole or not at all; a cache that can't be written is no error."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, allow_pickle=False, **dict(arrays))
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        prune(path.parent)


def prune(folder: Path) -> None:
    """Forget the files that were used longest ago, beyond a bound of number and size."""
    files = sorted(folder.glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
    size = 0
    for position, file in enumerate(files):
        size += file.stat().st_size
        if position and (position >= KEEP_FILES or size > KEEP_BYTES):
            file.unlink(missing_ok=True)
