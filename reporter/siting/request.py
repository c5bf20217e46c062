"""What a site is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reporter.model.design import Design
from reporter.model.site import Place
from reporter.project import Project
from reporter.settings import load_settings


@dataclass(frozen=True)
class SiteRequest:
    """One site to build. Everything that it depends on is here, or lies in the output folder."""

    project: Project
    output: Path
    place: Place
    locales: tuple[str, ...]
    design: Design = field(default_factory=Design)
    usual: bool = False
    """True where no address was set and the one for local reading serves."""
    search: bool = True
    check: bool = True

    @classmethod
    def from_settings(
        cls,
        folder: Path,
        *,
        output: Path | None = None,
        url: str | None = None,
        search: bool = True,
        check: bool = True,
    ) -> SiteRequest:
        """The request of a command line in `folder`: what it does not say comes from the settings."""
        project = Project.find(folder)
        settings = load_settings(project)
        address = url or settings.site.url
        return cls(
            project=project,
            output=folder / output if output else project.path(settings.output),
            place=Place(url=(address or LOCAL).rstrip("/")),
            locales=settings.locales,
            design=settings.design,
            usual=not address,
            search=search,
            check=check,
        )

    @property
    def editions(self) -> Path:
        return self.output / "editions"

    @property
    def site(self) -> Path:
        return self.output / "site"


LOCAL = "http://127.0.0.1:8321"
"""The address of a site that is read on this machine alone."""
