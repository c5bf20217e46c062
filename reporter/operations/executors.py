"""Where tasks run: in this process, in others of this machine, or on a dask cluster; equal results."""

from __future__ import annotations

import concurrent.futures
import importlib
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from reporter.errors import ConfigError, UsageError

Task = TypeVar("Task")
Result = TypeVar("Result")
TASKS_A_PROCESS = 200
"""A worker process is replaced after so many tasks, so that what libraries keep is bounded."""


class Pending(Protocol):
    """A task that was submitted."""

    def result(self) -> Any: ...


class Executor(Protocol):
    """Runs functions of one argument; functions and arguments must be importable and plain."""

    workers: int

    def submit(self, function: Callable[[Task], Result], task: Task) -> Pending: ...

    def finished(self, pending: list[Pending]) -> list[Pending]:
        """Those that are done, once at least one is."""
        ...


class Here:
    """One task at a time, in this process."""

    workers = 1

    def submit(self, function: Callable[[Task], Result], task: Task) -> Pending:
        future: concurrent.futures.Future[Result] = concurrent.futures.Future()
        try:
            future.set_result(function(task))
        except Exception as error:
            future.set_exception(error)
        return future

    def finished(self, pending: list[Pending]) -> list[Pending]:
        return list(pending)


class Processes:
    """Processes of this machine."""

    def __init__(self, pool: concurrent.futures.ProcessPoolExecutor, workers: int) -> None:
        self._pool, self.workers = pool, workers

    def submit(self, function: Callable[[Task], Result], task: Task) -> Pending:
        return self._pool.submit(function, task)

    def finished(self, pending: list[Pending]) -> list[Pending]:
        futures: Any = pending
        done, _ = concurrent.futures.wait(futures, return_when=concurrent.futures.FIRST_COMPLETED)
        return [each for each in pending if each in done]


class Cluster:
    """A dask cluster, whose workers see the same folders."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._wait = distributed().wait
        self.workers = max(1, sum(client.nthreads().values()))

    def submit(self, function: Callable[[Task], Result], task: Task) -> Pending:
        pending: Pending = self._client.submit(function, task, pure=False)
        return pending

    def finished(self, pending: list[Pending]) -> list[Pending]:
        with self._client.as_current():
            done = self._wait(pending, return_when="FIRST_COMPLETED").done
        return [each for each in pending if each in done]


@contextmanager
def engine(name: str, workers: int) -> Iterator[Executor]:
    """`local`, or `dask=ADDRESS` of a scheduler. A ConfigError where it can't be reached."""
    if name == "local":
        if workers <= 1:
            yield Here()
            return
        context = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(
            workers, mp_context=context, max_tasks_per_child=TASKS_A_PROCESS
        ) as pool:
            yield Processes(pool, workers)
        return
    kind, _, address = name.partition("=")
    if kind != "dask" or not address:
        raise UsageError(f"There is no engine {name!r}; use local or dask=ADDRESS, such as dask=tcp://127.0.0.1:8786.")
    with _client(address) as client:
        yield Cluster(client)


def distributed() -> Any:
    """The package of the extra `cluster`; a ConfigError where it is not installed."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise ConfigError("The engine dask needs a package that is not installed: pip install 'reporter[cluster]'."
                          ) from error  # fmt: skip


@contextmanager
def _client(address: str) -> Iterator[Any]:
    library = distributed()
    try:
        client = library.Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConfigError(f"There is no dask scheduler at {address} ({type(error).__name__}); start one with: "
                          "dask scheduler.") from error  # fmt: skip
    try:
        yield client
    finally:
        client.close()
