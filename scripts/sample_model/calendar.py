"""Sessions of the New York exchange, and the random streams: what every part of the model shares."""

from __future__ import annotations

import zlib

import exchange_calendars as xcals
import numpy as np
import pandas as pd

from sample_model.story import FIRST_INDEX_SESSION, LAST_SESSION, SEED


def sessions() -> pd.DatetimeIndex:
    """All sessions of the sample; the start is passed because the calendar's own default moves with today."""
    calendar = xcals.get_calendar("XNYS", start=FIRST_INDEX_SESSION, end=LAST_SESSION)
    return pd.DatetimeIndex(calendar.sessions)


def stream(name: str) -> np.random.Generator:
    """A random stream for each part, so that changing one part leaves the draws of the others alone."""
    return np.random.Generator(np.random.PCG64([SEED, zlib.crc32(name.encode())]))
