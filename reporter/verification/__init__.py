"""What was published, re-read: our own editions (`verify`) and articles of others (`factcheck`).

Imports `reporter.model` and `reporter.errors` alone, and reads each locale's reading.toml: it shares no code with
the rooms that measure, write and render.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reporter.verification.edition import verify
    from reporter.verification.factcheck import factcheck

__all__ = ["factcheck", "verify"]


def __getattr__(name: str) -> Any:
    """Load the two doors only when they are asked for."""
    if name == "verify":
        from reporter.verification.edition import verify

        return verify
    if name == "factcheck":
        from reporter.verification.factcheck import factcheck

        return factcheck
    raise AttributeError(name)
