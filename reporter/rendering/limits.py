"""How long and how large: a template of an editor's can neither run on nor fill the machine.

The sandbox (`environment.py`) refuses what is dangerous at once; what only adds up is stopped here.
"""

from __future__ import annotations

import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 20.0
"""Of one template or phrase; the longest of ours takes a tenth of one."""
MEGABYTES = 1500
"""Of memory beyond what there was when it began."""
LETTERS = 2_000_000
"""Of one piece of text that a template puts together; a whole page has a quarter of it."""
TICK = 0.2


class TooMuch(TypeError):
    """A template took too long, or made too much."""


def within(text: str) -> str:
    """The text, unless it is longer than any that a page could need."""
    if len(text) > LETTERS:
        raise TooMuch(f"it makes a text of {len(text):,} characters; {LETTERS:,} is the most")
    return text


@contextmanager
def bounded() -> Iterator[None]:
    """Stop what runs inside after SECONDS or MEGABYTES. Only the main thread can be stopped so, and only once at a
    time: inside another bound, and in other threads, this does nothing."""
    handler = signal.getsignal(signal.SIGALRM)
    if threading.current_thread() is not threading.main_thread() or handler not in (signal.SIG_DFL, None):
        yield
        return
    began, before = time.monotonic(), _memory()

    def look(_: int, __: FrameType | None) -> None:
        if time.monotonic() - began > SECONDS:
            raise TooMuch(f"it ran for more than {SECONDS:g} seconds; look for a loop that goes on and on")
        if _memory() - before > MEGABYTES:
            raise TooMuch(f"it used more than {MEGABYTES} MB; look for a text that grows")

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _memory() -> float:
    """The most that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
