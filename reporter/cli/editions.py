"""Finding the edition that a command is about."""

from __future__ import annotations

from pathlib import Path

from reporter.errors import UsageError
from reporter.project import Project
from reporter.settings import load_settings


def find_edition(given: Path | None) -> Path:
    """The folder that was named, else the latest edition in the project's output; a UsageError where there is none."""
    if given is not None:
        if not (given / "briefing.json").is_file():
            raise UsageError(
                f"{given} is no edition: it has no briefing.json. Name a folder output/editions/DATE/DESK."
            )
        return given
    project = Project.find(Path.cwd())
    output = project.path(load_settings(project).output)
    # Folders are named by date, so the last in order is the latest; of several desks the one built last.
    found = sorted(
        output.glob("editions/*/*/briefing.json"), key=lambda path: (path.parts[-3], path.stat().st_mtime_ns)
    )
    if not found:
        raise UsageError(f"There is no edition in {output}; make one with: reporter build.")
    return found[-1].parent
