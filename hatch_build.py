"""Puts templates and locales inside a wheel, and leaves an editable install to the folders of its checkout."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarryFolders(BuildHookInterface[Any]):
    """Declared forced inclusions would be copied into editable installs too, where they would grow stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            for folder in ("templates", "locales"):
                build_data["force_include"][folder] = f"reporter/{folder}"
