"""`reporter site serve`: the site as a web server gives it, for reading on this machine."""

from __future__ import annotations

import errno
import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

from reporter.errors import DataError, UsageError

KINDS = {
    ".atom": "application/atom+xml; charset=utf-8", ".rss": "application/rss+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json", ".wasm": "application/wasm", ".md": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8", ".xml": "application/xml; charset=utf-8",
}  # fmt: skip


class Reader(SimpleHTTPRequestHandler):
    """Files of the site; its own page where there is none."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **KINDS}  # noqa: RUF012 - as its base has it
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, site: Path, base: str, **more: Any) -> None:
        self._site, self._base = site, base
        super().__init__(*args, directory=str(site), **more)

    def translate_path(self, path: str) -> str:
        if self._base:
            path = path[len(self._base) :] or "/" if path.startswith(f"{self._base}/") else "/404.html"
        return super().translate_path(path)

    def send_head(self) -> Any:
        if not self.path.startswith(f"{self._base}/"):
            self.send_response(302)
            self.send_header("Location", f"{self._base}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._site / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", KINDS[".html"])
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: a reader is not interested in every file."""


def serve_site(site: Path, port: int) -> None:
    """Serve until the user interrupts. A DataError where no site has been built."""
    if not (site / "index.html").is_file():
        raise DataError(f"There is no site in {site} yet; build it with: reporter site build")
    base = _base(site)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Reader, site=site, base=base))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise UsageError(f"Port {port} is in use; name another with --port.") from error
    with server:
        click.echo(f"http://127.0.0.1:{server.server_port}{base}/  (Ctrl-C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")


def _base(site: Path) -> str:
    """The path that the site was built for, from what it says of itself."""
    manifests = sorted(site.glob("*/site.webmanifest"))
    if not manifests:
        return ""
    start = str(json.loads(manifests[0].read_text(encoding="utf-8"))["start_url"])
    return start.rstrip("/").rpartition("/")[0]
