"""Compiled templates, kept for the next page and the next process."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledOnce(BytecodeCache):
    """Templates and phrases compiled once, by file and the checksum of its text: half of a build's time otherwise.

    Kept in this process and, as far as it can be written, in a folder of the user's cache, where Python's own compiled
    files would be trusted as much. Nothing is evaluated while compiling (`optimized=False`), so what is kept depends on
    the text of the file and on the compiler alone: `folder` is to be another one for another compiler.
    """

    def __init__(self, folder: Path | None = None, room: int = 600) -> None:
        """`room` is how many files the folder may hold; those unused for longest go first."""
        self._code: dict[tuple[str, str], CodeType] = {}
        self._folder, self._room = folder, room

    def load_bytecode(self, bucket: Bucket) -> None:
        # the code itself: as bytes it would have to be read again for every page
        known = self._code.get((bucket.key, bucket.checksum))
        if known is not None:
            bucket.code = known
            return
        kept = self._read(bucket)
        if kept is None:
            return
        try:
            bucket.bytecode_from_string(kept)
        except (EOFError, ValueError, TypeError):  # cut short, or another program's
            bucket.reset()
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is None:
            return
        self._code[bucket.key, bucket.checksum] = bucket.code
        try:
            self._write(self._path(bucket), bucket.bytecode_to_string())
        except OSError:
            self._folder = None  # a disk that is full or read-only costs time, not the build

    def _path(self, bucket: Bucket) -> Path | None:
        return self._folder / f"{bucket.key}.bin" if self._folder is not None else None

    def _read(self, bucket: Bucket) -> bytes | None:
        path = self._path(bucket)
        if path is None:
            return None
        try:
            code = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return code

    def _write(self, path: Path | None, code: bytes) -> None:
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            stream.write(code)
        os.replace(stream.name, path)
        kept = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in kept[: -self._room]:
            old.unlink(missing_ok=True)
