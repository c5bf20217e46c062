"""`prices.csv`: the observations that an edition's figures name as their inputs, and no others."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import repeat

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.model import Briefing, Figure
from reporter.model.market import FIELDS, Market

HEADER = ("date", "symbol", *FIELDS)


def prices_csv(briefing: Briefing, market: Market) -> str:
    """Rows by symbol and date; a field is filled only where a figure uses it. Yields are in percent, as quoted."""
    ids = {subject.symbol: subject.id for subject in market.subjects.values() if subject.symbol}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for symbol, fields in sorted(_spans(briefing.figures).items()):
        subject = ids.get(symbol)
        bars = market.bars.get(subject) if subject is not None else None
        if subject is None or bars is None:
            continue
        # figures are measured on the exchange's sessions alone, whatever else a market elsewhere has
        bars = bars[market.sessions.get_indexer(pd.DatetimeIndex(bars.index)) >= 0]
        scale = 100.0 if market.subjects[subject].kind == "yield" else 1.0
        days, used = _used(bars, fields)
        scales = {field: 1.0 if field == "volume" else scale for field in FIELDS}
        columns = [[_text(value, scales[field]) for value in used[field].tolist()] for field in FIELDS]
        writer.writerows(zip(np.datetime_as_string(days, unit="D"), repeat(symbol), *columns, strict=False))
    return text.getvalue()


def empty_csv() -> str:
    """Only the header, where the settings say that no price may be published."""
    return ",".join(HEADER) + "\n"


def _spans(figures: Iterable[Figure]) -> Mapping[str, Mapping[str, list[tuple[date, date]]]]:
    """symbol → field → first and last session of every span that an input names."""
    spans: dict[str, dict[str, list[tuple[date, date]]]] = {}
    for figure in figures:
        for one in figure.inputs:
            if one.symbol is None or one.field is None or one.session is None:
                continue
            first = one.start if one.start is not None else one.session
            spans.setdefault(one.symbol, {}).setdefault(one.field, []).append((first, one.session))
    return spans


def _used(
    bars: pd.DataFrame, fields: Mapping[str, list[tuple[date, date]]]
) -> tuple[NDArray[np.datetime64], dict[str, NDArray[np.float64]]]:
    """Days and fields with everything blanked that no span covers, without rows that are left empty."""
    days = bars.index.to_numpy()
    kept = {field: np.full(len(days), np.nan) for field in FIELDS}
    for field, spans in fields.items():
        if field not in FIELDS:
            continue
        values = bars[field].to_numpy()
        for first, last in _joined(spans):
            low = int(np.searchsorted(days, np.datetime64(first), side="left"))
            high = int(np.searchsorted(days, np.datetime64(last), side="right"))
            kept[field][low:high] = values[low:high]
    filled = ~np.logical_and.reduce([np.isnan(values) for values in kept.values()])
    return days[filled], {field: values[filled] for field, values in kept.items()}


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Overlapping spans as one, so that a long history is copied once."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(set(spans)):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _text(value: float, scale: float) -> str:
    """The shortest text that reads back as the same number; nothing where there is none."""
    if math.isnan(value):
        return ""
    scaled = round(value * scale, 10) if scale != 1.0 else float(value)
    return str(int(scaled)) if scaled == int(scaled) and abs(scaled) < 1e15 else repr(scaled)
