"""`reporter eject`: begin an override of a template, a block or a phrase."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.errors import UsageError


@click.command()
@click.argument("template", required=False)
@click.option("--block", metavar="NAME", help="Only this block of the template.")
@click.option("--phrase", metavar="ID", help="A phrase, by the name of its macro, instead of a template.")
@click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="For a phrase; may be repeated.")
def eject(template: str | None, block: str | None, phrase: str | None, locales: tuple[str, ...]) -> None:
    """Begin an override of TEMPLATE, of one block of it, or of a phrase, in the project of this folder.

    A phrase is begun in every language of the settings, unless --locale names some.
    """
    from reporter.preview import originals
    from reporter.preview.ejecting import eject as begin
    from reporter.project import Project
    from reporter.settings import load_settings

    if (template is None) == (phrase is None):
        raise UsageError("Name a template, or a phrase with --phrase; one of the two.")
    project = Project.find(Path.cwd())
    wanted = (
        [originals.template(template, block)]
        if template is not None
        else [originals.phrase(phrase or "", tag) for tag in locales or load_settings(project).locales]
    )
    for original in wanted:
        click.echo(f"{begin(project, original)}: stands in for {original}. Change it; `reporter check` reads it.")
