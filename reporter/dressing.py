"""The design of a desk's editions: the project's, what the desk file says otherwise, and the logo as data."""

from __future__ import annotations

import base64
from typing import Protocol

from reporter.desk_files import find_desks, load_desk
from reporter.errors import ConfigError
from reporter.model.design import Design
from reporter.project import Project


class Dressable(Protocol):
    """A request that knows its project and the project's design."""

    @property
    def project(self) -> Project: ...
    @property
    def design(self) -> Design: ...


KINDS = {".svg": "image/svg+xml", ".png": "image/png"}
MOST = 200_000
"""A logo of more bytes would swell every page, mail and PDF."""


def dressed(request: Dressable, desk: str) -> Design:
    """The design that a desk's editions are made in. A desk that has no file any more has the project's."""
    design = request.design
    if desk in find_desks(request.project):
        own = load_desk(desk, request.project).design
        design = design.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})
    return design.model_copy(update={"logo": _logo(request.project, design.logo)}) if design.logo else design


def _logo(project: Project, name: str) -> str:
    """The picture as a data: address; a ConfigError where there is none."""
    path = project.path(name)
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise ConfigError(f"The logo {name} is neither SVG nor PNG; name such a file in [design].")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"Cannot read the logo {path}: {error.strerror}; put it there or mend [design].") from error
    if len(data) > MOST:
        raise ConfigError(f"The logo {path} has {len(data)} bytes; {MOST} is the most.")
    if (kind == "image/svg+xml" and b"<svg" not in data) or (kind == "image/png" and data[:4] != b"\x89PNG"):
        raise ConfigError(f"The logo {path} does not hold what its name says; save it as SVG or PNG again.")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
