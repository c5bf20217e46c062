"""Bilingual market briefings in which every number can be traced.

`reporter.build`, `reporter.verify` and the other functions of `reporter.api` are what the command line calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.version import __version__

if TYPE_CHECKING:
    from reporter.api import (
        approve,
        ask,
        backfill,
        backup,
        build,
        check,
        daily,
        diff,
        explain,
        factcheck,
        plan,
        release,
        restore,
        revise,
        rollback,
        site,
        status,
        verify,
    )  # fmt: skip

__all__ = [
    "__version__", "approve", "ask", "backfill", "backup", "build", "check", "daily", "diff", "explain", "factcheck",
    "plan", "release", "restore", "revise", "rollback", "site", "status", "verify",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load the functions only when they are asked for."""
    if name in __all__:
        from reporter import api

        return getattr(api, name)
    raise AttributeError(f"module 'reporter' has no attribute {name!r}")
