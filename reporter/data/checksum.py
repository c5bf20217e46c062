"""A checksum of bars that is the same for the same bars, wherever they were kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pandas as pd

from reporter.model.market import FIELDS


def prices_checksum(frames: Mapping[str, pd.DataFrame]) -> str:
    """SHA-256 over symbols in order, each with its days (nanoseconds) and all of `FIELDS` as little-endian doubles."""
    digest = hashlib.sha256()
    for symbol in sorted(frames):
        frame = frames[symbol]
        digest.update(symbol.encode() + b"\0")
        digest.update(frame.index.to_numpy("datetime64[ns]").astype("<i8").tobytes())
        digest.update(frame[list(FIELDS)].to_numpy(dtype="<f8").tobytes())
    return digest.hexdigest()
