"""`reporter site`: the website made from the published editions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reporter.cli.arguments import ANY_PATH

if TYPE_CHECKING:
    from reporter.siting import SiteBuilt


@click.group()
def site() -> None:
    """The website of the published editions."""


@site.command()
@click.option("--output", type=ANY_PATH, help="The folder with editions/; the site goes to site/ in it.")
@click.option("--url", help="Where readers find the site, as https://example.org/briefings.")
@click.option("--no-search", is_flag=True, help="Make no search index.")
@click.option("--no-check", is_flag=True, help="Publish without reading the pages again.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def build(output: Path | None, url: str | None, no_search: bool, no_check: bool, as_json: bool) -> None:
    """Build and publish the website.

    Only what has changed is made anew. Readers see the old site until the new one is whole.
    """
    from reporter.cli.progress import shown
    from reporter.siting import SiteRequest
    from reporter.siting import build as build_site

    request = SiteRequest.from_settings(
        Path.cwd(), output=output, url=url, search=not no_search, check=not no_check
    )
    with shown("starting") as step:
        built = build_site(request, step)
    click.echo(json.dumps(built.summary(), ensure_ascii=False, indent=2) if as_json else _told(built))


def _told(built: SiteBuilt) -> str:
    lines = [f"{built.site}", f"  {built.editions} editions in {', '.join(built.languages)} for {built.url}"]
    if not built.changed:
        lines.append("  nothing has changed since the last release")
    else:
        lines.append(f"  {built.files} files made, {built.checked} pages checked, {built.kept} parts taken over")
    if not built.search:
        lines.append("  without search: install the extra [search] for it")
    if built.local:
        lines.append("  for reading on this machine; set url under [site] in reporter.toml before you publish it")
    return "\n".join(lines)


@site.command()
@click.option("--output", type=ANY_PATH, help="The folder with site/ in it.")
def rollback(output: Path | None) -> None:
    """Let readers see the release before this one."""
    from reporter.siting import SiteRequest, back

    release = back(SiteRequest.from_settings(Path.cwd(), output=output))
    click.echo(f"Readers see release {int(release.name)} again.")


@site.command()
@click.option("--output", type=ANY_PATH, help="The folder with site/ in it.")
@click.option("--members", is_flag=True, help="The members' site instead of the public one.")
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True)
def serve(output: Path | None, members: bool, port: int) -> None:
    """Read the website on this machine, at 127.0.0.1 alone."""
    from reporter.cli.serving import serve_site
    from reporter.siting import SiteRequest

    request = SiteRequest.from_settings(Path.cwd(), output=output)
    serve_site((request.for_members() if members else request).site, port)
