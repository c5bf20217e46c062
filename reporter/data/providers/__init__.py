"""Where prices come from: each module here registers one provider under the name that `--data` takes."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules


@cache
def discover() -> None:
    """Import every module of this package, so that its provider stands in the registry."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
