"""Approval: a project may publish only with templates and words that somebody has approved, as they were then.

`approved.json` lies beside `reporter.toml`: a checksum for each file of the project's templates and locales, with who
approved it and when. A file that was changed, added or taken away since is not approved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from reporter.desk_files import find_desks, load_desk
from reporter.errors import ConfigError, Problem
from reporter.project import Project

FILE = "approved.json"
FOLDERS = ("templates", "locales")


def approve(project: Project, by: str, now: datetime) -> tuple[str, ...]:
    """Approve every file as it is; the names of those that were not approved before, or were otherwise."""
    if project.settings_file is None:
        raise ConfigError("There is no project here to approve anything of; `reporter new project DIR` makes one.")
    before, files = _read(project), dict(_files(project))
    kept = {name: entry for name, entry in before.items() if files.get(name) == entry["sha256"]}
    new = {name: {"sha256": sha, "by": by, "at": now.isoformat()} for name, sha in files.items() if name not in kept}
    text = json.dumps({"files": dict(sorted((kept | new).items()))}, ensure_ascii=False, indent=1)
    part = project.root / f"{FILE}.part"
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(project.root / FILE)
    return tuple(sorted(new))


def unapproved(project: Project) -> list[Problem]:
    """Files that are not as they were approved, in order of their names."""
    approved, files = _read(project), dict(_files(project))
    problems = []
    for name in sorted({*approved, *files}):
        what = None
        if name not in files:
            what = "was approved and is no more"
        elif name not in approved:
            what = "has not been approved"
        elif approved[name]["sha256"] != files[name]:
            what = f"was changed since {approved[name]['by']} approved it on {approved[name]['at'][:10]}"
        if what:
            message = f"{what}; see to it, then `reporter approve`"
            problems.append(Problem(str(project.root / name), message, "approval"))
    return problems


def is_required(project: Project, whole: bool, desk: str) -> bool:
    """Whether a desk publishes only what is approved: where the project says so for all (`whole`), or its own file."""
    return whole or (desk in find_desks(project) and load_desk(desk, project).require_approval)


def require_approved(project: Project, whole: bool, desk: str) -> None:
    """A ConfigError that names every file which nobody has approved as it is, where a desk needs that."""
    if not is_required(project, whole, desk):
        return
    problems = unapproved(project)
    if problems:
        count = "one file is" if len(problems) == 1 else f"{len(problems)} files are"
        who = "This project" if whole else f"The desk {desk}"
        raise ConfigError(f"{who} publishes approved templates and words only; {count} not approved.", problems)


def _files(project: Project) -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        root = project.root / folder
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            if path.is_file() and path.name != "README.md" and not path.name.startswith("."):
                yield path.relative_to(project.root).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def _read(project: Project) -> Mapping[str, Any]:
    path = project.root / FILE
    if not path.exists():
        return {}
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): {key: str(entry[key]) for key in ("sha256", "by", "at")} for name, entry in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path} is not what `reporter approve` writes ({error}); approve again.") from error
