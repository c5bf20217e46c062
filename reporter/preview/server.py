"""The studio's local pages: the edition in a frame, reloaded after a save, with the words behind every sentence.

It listens on this machine alone. Whoever opens it needs the token of this run; another site's page can neither read it
(the cookie is strict) nor write through it (Host and Origin are checked).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from reporter.errors import ReporterError
from reporter.preview.shell import asset, problem_page, shell
from reporter.preview.studio import Studio

COOKIE = "reporter-studio"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
}
SHELL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'"
)
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox allow-same-origin"
"""A page that is being edited runs no script, whatever it holds."""
Handler = Callable[[Request], Awaitable[Response]]


def application(studio: Studio, token: str, port: int) -> Starlette:
    """The studio of one project, for whoever has the token."""
    routes = [
        Route("/", _front(studio, token)),
        Route("/asset/{name}", _asset),
        Route("/page/{scenario}/{locale}", _page(studio)),
        Route("/paper/{scenario}/{locale}", _paper(studio)),
        Route("/paper/{scenario}/{locale}/{number:int}.png", _sheet(studio)),
        Route("/said", _said(studio)),
        Route("/figure", _figure(studio)),
        Route("/try", _try(studio), methods=["POST"]),
        Route("/save", _save(studio), methods=["POST"]),
        Route("/events", _events(studio)),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(BaseHTTPMiddleware, dispatch=_guard(token, port))
    return app


def _guard(token: str, port: int) -> Callable[[Request, Any], Awaitable[Response]]:
    """Who may come in: this machine's names in Host, our own Origin for what changes files, and the token."""
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def dispatch(request: Request, call_next: Any) -> Response:
        if request.headers.get("host", "") not in hosts:
            return Response("This studio answers on this machine only.", status_code=421)
        origin = request.headers.get("origin")
        if request.method != "GET" and origin not in {f"http://{host}" for host in hosts}:
            return Response("Another site may not change files here.", status_code=403)
        given = request.query_params.get("token", "") if request.url.path == "/" else ""
        known = request.cookies.get(COOKIE, "") or given
        if not secrets.compare_digest(known.encode(), token.encode()):
            return Response("Open the address that `reporter preview` has printed.", status_code=403)
        response: Response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return dispatch


def _front(studio: Studio, token: str) -> Handler:
    async def handler(request: Request) -> Response:
        if "token" in request.query_params:
            answer = RedirectResponse("/", status_code=303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return answer
        return HTMLResponse(shell(studio), headers={"Content-Security-Policy": SHELL_POLICY})

    return handler


async def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    return Response(*found) if found else Response("There is no such file.", status_code=404)


def _told(error: ReporterError) -> Mapping[str, Any]:
    return {"error": error.message, "problems": [asdict(problem) for problem in error.problems]}


def _page(studio: Studio) -> Handler:
    async def handler(request: Request) -> Response:
        where = request.path_params["scenario"], request.path_params["locale"]
        try:
            html = await run_in_threadpool(studio.page, *where)
        except ReporterError as error:
            html = problem_page(studio, error, studio.last_good(*where))
        return HTMLResponse(html, headers={"Content-Security-Policy": PAGE_POLICY})

    return handler


def _paper(studio: Studio) -> Handler:
    return _answered(lambda request: {"pages": studio.paper(**request.path_params)})


def _sheet(studio: Studio) -> Handler:
    async def handler(request: Request) -> Response:
        where = request.path_params
        png = studio.sheet(where["scenario"], where["locale"], where["number"])
        return Response(png, media_type="image/png") if png else Response("No such page.", status_code=404)

    return handler


def _answered(job: Callable[[Request], Mapping[str, Any]]) -> Handler:
    """A handler that answers with what a job returns, or with its mistake, as JSON."""

    async def handler(request: Request) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(job, request))
        except KeyError as error:
            return JSONResponse({"error": f"The question lacks {error}.", "problems": []}, status_code=400)
        except ReporterError as error:
            return JSONResponse(_told(error), status_code=422)

    return handler


def _said(studio: Studio) -> Handler:
    def job(request: Request) -> Mapping[str, Any]:
        asked = request.query_params
        return studio.said(asked["scenario"], asked["locale"], asked["passage"])

    return _answered(job)


def _figure(studio: Studio) -> Handler:
    def job(request: Request) -> Mapping[str, Any]:
        return {"text": studio.explained(request.query_params["scenario"], request.query_params["id"])}

    return _answered(job)


def _posted(job: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Handler:
    async def handler(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except ValueError:
            return JSONResponse({"error": "What was sent is no JSON.", "problems": []}, status_code=400)
        return await _answered(lambda _: job(body))(request)

    return handler


def _try(studio: Studio) -> Handler:
    return _posted(lambda body: {"scenarios": studio.tried(body["locale"], body["macro"], body["text"])})


def _save(studio: Studio) -> Handler:
    return _posted(lambda body: studio.save(body["locale"], body["macro"], body["text"]))


def _events(studio: Studio) -> Handler:
    """A line for every change of a file that the page is made of, as server-sent events."""

    async def lines() -> AsyncIterator[str]:
        from watchfiles import awatch

        folders = [folder for folder in studio.watched() if folder.exists()]
        seen = _stamp(folders)  # a save while the watch is being set up would be lost
        yield "retry: 500\n\n"
        async for changes in awatch(*folders, step=50, debounce=200, rust_timeout=2000, yield_on_timeout=True):
            now = _stamp(folders)
            if changes or now != seen:
                names = sorted({Path(path).name for _, path in changes if not path.endswith(".part")})
                yield f"event: changed\ndata: {json.dumps(names)}\n\n"
            else:
                yield ": still here\n\n"
            seen = now

    async def handler(request: Request) -> Response:
        return StreamingResponse(lines(), media_type="text/event-stream")

    return handler


def _stamp(folders: Iterable[Path]) -> tuple[int, int]:
    """When anything below some folders was written last, and how many files there are."""
    files = [path for folder in folders for path in ([folder] if folder.is_file() else folder.rglob("*"))]
    times = [path.stat().st_mtime_ns for path in files if path.exists()]
    return max(times, default=0), len(times)


async def serve(studio: Studio, port: int, said: Callable[[str], None]) -> None:
    """Run until it is stopped; `said` is told the address, with its token, once the server listens."""
    import socket

    import uvicorn

    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        port = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        config = uvicorn.Config(application(studio, token, port), log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started and not running.done():
            await asyncio.sleep(0.02)
        if server.started:
            said(f"http://127.0.0.1:{port}/?token={token}")
        await running
