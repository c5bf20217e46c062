"""The command line: arguments in, sentences out. Nothing heavy is imported before a command runs."""

from __future__ import annotations

from reporter.cli.root import reporter as main

__all__ = ["main"]
