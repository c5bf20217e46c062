"""A folder that is replaced as a whole: whoever looks, at any moment, sees the old one or the new one.

Files go to a hidden folder beside the target and are flushed to the disk; then the two change places in one step
(`renameat2` with RENAME_EXCHANGE on Linux, `renamex_np` on macOS) or, where there is no old one, a rename.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from reporter.errors import ConfigError

_AT_FDCWD = -100
_EXCHANGE = 2


def replace_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (names may lie in folders) as the whole content of `target`.

    A ConfigError in one sentence where the disk refuses.
    """
    new = target.parent / f".{target.name}.new-{os.getpid()}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        if new.exists():
            shutil.rmtree(new)
        new.mkdir()
        for name, data in files.items():
            _write(new / name, data)
        for folder in {new, *((new / name).parent for name in files)}:
            _flush(folder)
        _put(new, target)
        _flush(target.parent)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        place = error.filename or target
        raise ConfigError(
            f"Cannot write the edition to {target} ({error.strerror or error}, at {place}): "
            "make the folder writable, free some space, or choose another folder with --output."
        ) from error


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _flush(folder: Path) -> None:
    """The folder's own entries to the disk, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put(new: Path, target: Path) -> None:
    if not target.exists():
        os.rename(new, target)
        return
    if _exchange(new, target):
        shutil.rmtree(new)
        return
    # No exchange on this file system: the old one steps aside, and `_sweep` puts it back if we die in between.
    old = target.parent / f".{target.name}.old-{os.getpid()}"
    os.rename(target, old)
    os.rename(new, target)
    shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Both names change places in one step; False where the system or the file system has no such step."""
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(first, second, ctypes.c_uint(_EXCHANGE)) == 0)
    if not hasattr(libc, "renameat2"):
        return False
    return bool(libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_EXCHANGE)) == 0)


def _sweep(target: Path) -> None:
    """Clear away what runs that were killed left behind, and restore an old folder that had stepped aside."""
    for left in target.parent.glob(f".{target.name}.*-*"):
        kind, _, process = left.name.rpartition("-")
        if not process.isdigit() or _alive(int(process)):
            continue
        if kind.endswith(".old") and not target.exists():
            os.rename(left, target)
        elif kind.endswith((".old", ".new")):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
