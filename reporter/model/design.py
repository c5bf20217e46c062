"""How a desk's editions look: what settings may change without a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from reporter.model.base import Noun

Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")]


class Faces(Noun):
    """Font families of one language; what is left out is the locale's own."""

    sans: str = ""
    serif: str = ""


class Design(Noun):
    """`[design]` of `reporter.toml` or of a desk file; the desk's own goes before."""

    theme: str = "research"
    """A file of templates/themes/: research, plain, or one of the project's."""
    paper: Literal["A4", "Letter"] = "A4"
    rising: Literal["locale", "red", "green"] = "locale"
    """Colour of what rises; the other one is what falls. By itself each language has its market's custom."""
    accent: Colour = ""
    """The house's colour on white, as #rrggbb, in place of the theme's."""
    accent_dark: Colour = ""
    """The same on a dark screen."""
    logo: str = ""
    """A picture in place of the house's name: SVG or PNG, read from the project folder."""
    house: Mapping[str, str] = {}
    """The house's name by language."""
    disclaimer: Mapping[str, str] = {}
    """The standing disclaimer by language."""
    faces: Mapping[str, Faces] = {}
    """Font families by language."""
