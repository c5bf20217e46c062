"""An override begun: the smallest file that stands in for an original, with the original kept beside it.

The first line of the file says what it was made from; `overrides.py` reads it.
"""

from __future__ import annotations

from pathlib import Path

from reporter.errors import ConfigError
from reporter.preview.originals import Original, neighbours
from reporter.preview.overrides import KEPT, head
from reporter.project import Project


def place(project: Project, original: Original) -> Path:
    """Where an override of an original lies in a project."""
    if original.locale is not None:
        return project.root / "locales" / original.locale / "phrases" / f"{original.part}.j2"
    return project.root / "templates" / original.name


def eject(project: Project, original: Original) -> Path:
    """Write the override, and the original to fall back on; a file that is there is never overwritten."""
    if project.settings_file is None:
        raise ConfigError("There is no project here to override anything in; make one with `reporter new project DIR`.")
    path = place(project, original)
    if path.exists():
        raise ConfigError(f"{path} is there already; change it, or move it away first.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head(original) + "\n" + _body(original), encoding="utf-8")
    kept = project.root / KEPT / f"{original.checksum}.j2"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(original.text, encoding="utf-8")
    return path


def _body(original: Original) -> str:
    if original.locale is not None:
        return _macro(original)
    if original.part is None:
        return original.text
    return f'{{% extends "builtin:{original.name}" %}}\n\n{original.text}\n'


def _macro(original: Original) -> str:
    """The macro behind the imports of its file, and those of the file's other macros that it calls."""
    lines = [
        line for line in original.path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("{% import ", "{% from "))
    ]  # fmt: skip
    called = neighbours(original)
    if called:
        lines.append(f'{{% from "builtin:{original.name}" import {", ".join(called)} with context %}}')
    return "\n".join([*lines, "", original.text]) + "\n"
