"""A call in a process of its own, which is stopped when it takes too long or too much memory."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any, TypeVar

from reporter.errors import ConfigError, ReporterError

SECONDS = 20.0
MEGABYTES = 1200
"""Beyond what the process has when it begins."""
T = TypeVar("T")


@cache
def _context() -> ForkServerContext:
    """Processes forked from one that has loaded everything and done nothing: they begin at once and know nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["reporter.preview.warm"])
    return context


def bounded(job: Callable[..., T], *arguments: Any, seconds: float = SECONDS) -> T:
    """What a call returns, or the error of ours that it raises; a ConfigError where it had to be stopped."""
    ours, theirs = _context().Pipe(duplex=False)
    process = _context().Process(target=_run, args=(theirs, job, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise ConfigError(
                f"It ran for more than {seconds:g} seconds and was stopped; look for a loop that goes on and on."
            )
        kind, value = ours.recv()
    except EOFError:
        raise ConfigError(f"It used more than {MEGABYTES} MB and was stopped; look for a text that grows.") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if kind == "error":
        raise value
    result: T = value
    return result


def _run(answer: Connection, job: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    limit = used + MEGABYTES * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    try:
        answer.send(("value", job(*arguments)))
    except MemoryError:
        answer.send(("error", ConfigError(f"It used more than {MEGABYTES} MB; look for a text that grows.")))
    except RecursionError:
        answer.send(("error", ConfigError("A template calls itself without end; look for a macro that uses itself.")))
    except ReporterError as error:
        answer.send(("error", error))
    except Exception as error:
        answer.send(("error", ConfigError(f"It failed ({type(error).__name__}: {error}).")))
