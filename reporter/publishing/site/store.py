"""Where a site is kept: parts that never change once made, and releases that put parts together.

    output/.site/parts/<key>/       one part's files, named by a checksum of everything that they depend on
    output/.site/releases/<n>/      a whole site: symbolic links to its parts, and `release.json`
    output/site                     a symbolic link to the release that readers see

A part is made in a hidden folder and renamed when it is whole; a release likewise; then the link is replaced in one
step. Whoever looks sees the old site or the new one. What a run that was killed left behind is swept by the next.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from reporter.errors import ConfigError, DataError, LockedError

KEPT = 5
"""Releases that can be gone back to."""
KEYS = ".keys.json"
"""Inside a part: what each of its files depends on, so that the next such part can take over what has not changed."""
TEMPORARY = ".new-"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
"""What a system says where nothing can be written any more."""

Maker = Callable[[], bytes | Path]
"""The content of a file, or a file that is linked, since it is published already."""


@dataclass(frozen=True)
class Part:
    """Some files of the site, made together. `key` is a checksum of all that they depend on.

    `mounts` are the folders and files under which the part's files stand; no other part has any file in them.
    """

    name: str
    key: str
    mounts: tuple[str, ...]
    files: Callable[[], Mapping[str, tuple[str, Maker]]]
    """File → its own key (empty where it is always made anew), and how to make it."""


@dataclass
class Made:
    """What a build did, for its last sentence and for the checks: files made anew and parts taken over."""

    files: list[str] = field(default_factory=list)
    parts: int = 0
    kept: int = 0


class Store:
    """The parts and releases beside a site. `site` is the link that readers follow."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = site.parent / f".{site.name}"
        self.parts = self.folder / "parts"
        self.releases = self.folder / "releases"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One publisher at a time; a LockedError for the second, a ConfigError where nothing can be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "lock", timeout=0):
                self._sweep()
                yield
        except Timeout:
            raise LockedError(
                f"Another run is publishing {self.site}; wait until it has ended and try again."
            ) from None
        except OSError as error:
            if error.errno not in FULL:
                raise
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> ConfigError:
        at = f", at {error.filename}" if error.filename else ""
        return ConfigError(
            f"Cannot write the site to {self.folder} ({error.strerror or error}{at}): make the folder writable or free "
            "some space; readers still see the site as it was."
        )

    def assemble(self, parts: list[Part], made: Made) -> Path:
        """Make what is missing and put a release together; nobody sees it yet."""
        if self.site.exists() and not self.site.is_symlink():
            raise ConfigError(f"{self.site} is a folder of its own, not a site of this program; move it away.")
        before = self.index(self.current())
        try:
            for part in parts:
                self._make(part, before.get(part.name), made)
            return self._release(parts)
        except OSError as error:
            raise self._unwritable(error) from error

    def _make(self, part: Part, before: str | None, made: Made) -> None:
        target = self.parts / part.key
        if target.is_dir():
            made.kept += 1
            return
        new = self.parts / f"{TEMPORARY}{part.key}"
        shutil.rmtree(new, ignore_errors=True)
        old = self.parts / before if before else None
        known = _keys(old) if old is not None else {}
        keys = {}
        folders: set[Path] = set()
        try:
            for name, (key, make) in part.files().items():
                path = new / name
                if path.parent not in folders:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    folders.add(path.parent)
                keys[name] = key
                if key and old is not None and known.get(name) == key:
                    os.link(old / name, path)
                    continue
                _write(path, make())
                made.files.append(name)
            new.mkdir(parents=True, exist_ok=True)
            (new / KEYS).write_text(json.dumps(keys, sort_keys=True), encoding="utf-8")
            os.rename(new, target)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        made.parts += 1

    def _release(self, parts: list[Part]) -> Path:
        number = max(self._numbers(), default=0) + 1
        new, target = self.releases / f"{TEMPORARY}{number}", self.releases / f"{number:06d}"
        shutil.rmtree(new, ignore_errors=True)
        tree = new / "public"
        tree.mkdir(parents=True)
        folders: set[Path] = set()
        for part in parts:
            for mount in part.mounts:
                path = tree / mount
                if path.parent not in folders:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    folders.add(path.parent)
                up = "../" * (3 + mount.count("/"))
                os.symlink(f"{up}parts/{part.key}/{mount}", path)
        index = {part.name: part.key for part in parts}
        (new / "release.json").write_text(json.dumps(index, sort_keys=True, indent=1) + "\n", encoding="utf-8")
        os.rename(new, target)
        return target

    def fresh(self, release: Path) -> list[str]:
        """Files of a release that the one that readers see does not have in the same state."""
        before, files = self.index(self.current()), []
        for name, key in self.index(release).items():
            if before.get(name) == key:
                continue
            old = _keys(self.parts / before[name]) if name in before else {}
            made = _keys(self.parts / key)
            files += [file for file, one in made.items() if not one or old.get(file) != one]
        return files

    def publish(self, release: Path) -> None:
        """Let readers see a release: what was written goes to the disk, then the link changes in one step."""
        if hasattr(os, "sync"):
            os.sync()
        new = self.site.parent / f".{self.site.name}.link"
        new.unlink(missing_ok=True)
        os.symlink(os.path.relpath(release / "public", self.site.parent), new)
        os.rename(new, self.site)

    def discard(self, release: Path) -> None:
        """Take away a release that was not let out."""
        shutil.rmtree(release, ignore_errors=True)

    def current(self) -> Path | None:
        """The release that readers see."""
        if not self.site.is_symlink():
            return None
        release = (self.site.parent / os.readlink(self.site)).parent
        return release if (release / "release.json").is_file() else None

    def back(self) -> Path:
        """Let readers see the release before; a DataError where there is none."""
        current = self.current()
        older = [n for n in self._numbers() if current is not None and n < int(current.name)]
        if not older:
            raise DataError(f"There is no earlier release of {self.site} to go back to.")
        release = self.releases / f"{max(older):06d}"
        self.publish(release)
        return release

    def index(self, release: Path | None) -> dict[str, str]:
        """Part → key of a release."""
        if release is None:
            return {}
        index: dict[str, str] = json.loads((release / "release.json").read_text(encoding="utf-8"))
        return index

    def tidy(self) -> None:
        """Keep the last releases and the parts that they show."""
        current = self.current()
        numbers = sorted(self._numbers(), reverse=True)
        for number in numbers[KEPT:]:
            folder = self.releases / f"{number:06d}"
            if folder != current:
                shutil.rmtree(folder, ignore_errors=True)
        used = {key for n in self._numbers() for key in self.index(self.releases / f"{n:06d}").values()}
        for part in self.parts.iterdir() if self.parts.is_dir() else ():
            if part.name not in used:
                shutil.rmtree(part, ignore_errors=True)

    def _numbers(self) -> list[int]:
        return [int(p.name) for p in self.releases.glob("[0-9]*")] if self.releases.is_dir() else []

    def _sweep(self) -> None:
        """Clear away what a run that was killed left behind; nobody else is writing while the lock is held."""
        for folder in (self.parts, self.releases):
            for left in folder.glob(f"{TEMPORARY}*"):
                shutil.rmtree(left, ignore_errors=True)


def _keys(part: Path) -> dict[str, str]:
    try:
        keys: dict[str, str] = json.loads((part / KEYS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return keys


def _write(path: Path, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    try:
        os.link(content, path)
    except OSError:
        shutil.copyfile(content, path)
