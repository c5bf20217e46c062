"""Everything that the makers of pages share: the shelf, the languages, the style sheets, the frame of every page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from reporter.model.site import Place
from reporter.rendering.site.views import Alternate, FeedLink, Link, Property, Shell
from reporter.siting.shelf import Shelf, digest
from reporter.siting.tongue import Tongue

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
"""What a page may load: its own site's files, no script or style inside the page, nothing from anywhere else."""
NAVIGATION = ("archive", "desks", "instruments", "tags", "glossary", "search")
FOOT = ("about", "method", "glossary", "archive")
FEEDS = (("application/atom+xml", "atom"), ("application/rss+xml", "rss"), ("application/feed+json", "json"))


@dataclass(frozen=True)
class Page:
    """What a page says of itself. `path` stands below the language's own; every language of `tongues` has it."""

    path: str
    title: str
    description: str
    tongues: tuple[Tongue, ...]
    here: str = ""
    """The item of the navigation that it belongs to."""
    styles: tuple[str, ...] = ()
    feeds: str | None = None
    """Where its feeds stand, below the language's own path; None where it has none."""
    trail: tuple[Link, ...] = ()
    kind: str = "website"
    image: str = ""
    properties: tuple[Property, ...] = ()
    json_ld: str = ""
    script: str = ""
    hidden: bool = False
    policy: str = POLICY
    heading: str = ""


@dataclass
class Book:
    """One site while it is made."""

    shelf: Shelf
    place: Place
    tongues: tuple[Tongue, ...]
    stamp: str
    search: bool
    _styles: dict[str, str] = field(default_factory=dict)

    @cached_property
    def assets(self) -> dict[str, bytes]:
        """Style sheets by path: for each language those of the pages, and what the site adds to an edition's own."""
        made = {}
        for tongue in self.tongues:
            for name in ("screen", "site"):
                css = tongue.site.style(name)
                path = f"assets/{tongue.path}-{name}-{hashlib.sha256(css).hexdigest()[:10]}.css"
                self._styles[f"{tongue.path} {name}"] = path
                made[path] = css
        return made

    def style(self, tongue: Tongue, name: str) -> str:
        self.assets  # noqa: B018 - made when first asked for
        return self.place.link(self._styles[f"{tongue.path} {name}"])

    def key(self, *parts: object) -> str:
        return digest(self.stamp, *parts)

    def feed_links(self, tongue: Tongue, path: str) -> tuple[Link, ...]:
        return tuple(
            Link(tongue.t(f"site.feed.{name}"), tongue.link(f"{path}feed.{name}"), type=kind) for kind, name in FEEDS
        )

    def shell(self, tongue: Tongue, page: Page, root: str | None = None) -> Shell:
        """The frame of a page in one language; `root` is the address of one that stands above all languages."""
        others = [one for one in page.tongues if one is not tongue]
        address = f"{tongue.path}/{page.path}" if root is None else root
        return Shell(
            language=tongue.bcp47, title=page.title, heading=page.heading or page.title,
            head_title=tongue.t("site.head_title", title=page.title, name=tongue.house),
            description=page.description, canonical=self.place.absolute(address),
            home=tongue.link(),
            styles=(*(page.styles or (self.style(tongue, "screen"),)), self.style(tongue, "site")),
            icon=self.place.link("assets/icon.svg"), manifest=tongue.link("site.webmanifest"),
            og_locale=tongue.og_locale, og_others=tuple(one.og_locale for one in others),
            alternates=() if page.hidden else self.alternates(page.tongues, page.path),
            languages=self._languages(tongue, page), navigation=self._links(tongue, NAVIGATION, page.here),
            foot=self._links(tongue, FOOT, ""), policy=page.policy, feeds=self._feeds(tongue, page.feeds),
            trail=page.trail, kind=page.kind, image=page.image, properties=page.properties,
            json_ld=Markup(page.json_ld) if page.json_ld else None, hidden=page.hidden, script=page.script,
            house=tongue.house, disclaimer=tongue.disclaimer,
        )  # fmt: skip

    def alternates(self, tongues: Sequence[Tongue], path: str) -> tuple[Alternate, ...]:
        """The page in every language that has it; readers of others get the first, or at the root the choice."""
        each = [Alternate(one.bcp47, self.place.absolute(f"{one.path}/{path}")) for one in tongues]
        usual = self.place.absolute("") if not path else each[0].url
        return (*each, Alternate("x-default", usual))

    def _languages(self, tongue: Tongue, page: Page) -> tuple[Link, ...]:
        """The switch: to the same page, or to the front of a language that lacks it."""
        return tuple(
            Link(one.name, one.link(page.path if one in page.tongues else ""), here=one is tongue, language=one.bcp47)
            for one in self.tongues
        )

    def _links(self, tongue: Tongue, names: Sequence[str], here: str) -> tuple[Link, ...]:
        return tuple(
            Link(tongue.t(f"site.{name}.nav"), tongue.link(f"{name}/"), here=name == here)
            for name in names
            if name != "search" or self.search
        )

    def _feeds(self, tongue: Tongue, path: str | None) -> tuple[FeedLink, ...]:
        if path is None:
            return ()
        return tuple(
            FeedLink(kind, tongue.t("site.feed.title", name=tongue.house, kind=tongue.t(f"site.feed.{name}")),
                     tongue.link(f"{path}feed.{name}"))
            for kind, name in FEEDS
        )  # fmt: skip
