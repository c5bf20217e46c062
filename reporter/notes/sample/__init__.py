"""The notes of the embedded sample: who says what about small caps in January 2026, with their publishers."""

from __future__ import annotations

from pathlib import Path


def sample_notes() -> Path:
    """The folder of notes that goes with the sample's prices; `load_notes` reads it."""
    return Path(__file__).parent
