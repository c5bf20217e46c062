"""What a site is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reporter.desk_files import find_desks, load_desk
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
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Desk → its sections that only members may read."""
    whole: bool = False
    """True for the members' own site, which leaves nothing out."""

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
            members={
                name: desk.members
                for name in find_desks(project)
                if (desk := load_desk(name, project)).members
            },
        )

    def for_members(self) -> SiteRequest:
        """The same site with everything in it, beside the public one."""
        return replace(self, whole=True)

    def left_out(self, edition: str) -> tuple[str, ...]:
        """The sections that an edition (`us-small-caps`, `us-small-caps.week`) lacks on this site."""
        return () if self.whole else self.members.get(edition.partition(".")[0], ())

    @property
    def editions(self) -> Path:
        return self.output / "editions"

    @property
    def site(self) -> Path:
        return self.output / ("site-members" if self.whole else "site")


LOCAL = "http://127.0.0.1:8321"
"""The address of a site that is read on this machine alone."""
