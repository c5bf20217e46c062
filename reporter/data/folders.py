"""Where the data room keeps what is not part of a project: caches and the store of prices."""

from __future__ import annotations

from pathlib import Path

import platformdirs

CACHE_VERSION = 1


def cache_folder(*parts: str) -> Path:
    """A folder of the user's cache; it may not exist yet."""
    return platformdirs.user_cache_path("reporter").joinpath("data", *parts)


def default_store() -> Path:
    """The store that serves where no other one is named."""
    return platformdirs.user_data_path("reporter") / "prices.sqlite3"
