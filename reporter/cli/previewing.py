"""`reporter preview`: the studio, a local page for those who change templates and words."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.errors import ConfigError


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port to listen on; a free one by default.")
def preview(port: int) -> None:
    """Show the edition as templates and words are changed, in a browser on this machine.

    It is the real build on frozen markets. Ctrl+C ends it.
    """
    import asyncio

    try:
        from reporter.preview.server import serve
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"The preview needs {error.name}, which is not installed: pip install 'reporter[preview]'."
        ) from error
    from reporter.preview.studio import Studio
    from reporter.project import Project

    project = Project.find(Path.cwd())
    if project.settings_file is None:
        raise ConfigError("There is no project here to change; make one with `reporter new project DIR`.")
    asyncio.run(serve(Studio(project), port, lambda address: click.echo(f"Open {address}")))
