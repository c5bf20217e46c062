"""Where templates, locales, desks, notes and output are: in the project folder, else in the packaged ones.

A project folder is one that holds `reporter.toml`; it is looked for in the current folder and those above it.
Its `templates/`, `locales/` and `desks/` override the packaged ones file by file. Without a project folder
the packaged ones serve, and output goes to the current folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SETTINGS_FILE = "reporter.toml"
_PACKAGE = Path(__file__).resolve().parent


def packaged(name: str) -> Path:
    """The folder `name` that came with the program: inside an installed package, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@dataclass(frozen=True)
class Project:
    """A folder to work in. `settings_file` is None where there is no project and the defaults serve."""

    root: Path
    settings_file: Path | None = None

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that `start` stands in, else `start` itself with the packaged defaults."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).is_file():
                return cls(folder, folder / SETTINGS_FILE)
        return cls(start)

    def folders(self, name: str) -> tuple[Path, ...]:
        """The folders called `name`, weakest first: the packaged one, then the project's where it has one."""
        own = self.root / name
        base = packaged(name)
        if self.settings_file is None or not own.is_dir() or own.resolve() == base.resolve():
            return (base,)
        return (base, own)

    def path(self, text: str) -> Path:
        """A path from the settings, read from the project folder."""
        return self.root / Path(text).expanduser()
