"""Provider's bars → the Market's: canonical units, sessions only, nothing filled, nothing later than the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from reporter.data.calendar import Calendar
from reporter.data.tidy import PRICES
from reporter.model import Gap, Subject
from reporter.model.market import FIELDS

SPLIT_JUMP = 1.4
"""A ratio of close to adjusted close that changes by more than this overnight is a split, not a dividend."""
RECENT_SESSIONS = 252


@dataclass(frozen=True)
class Cleaned:
    """Bars of one subject, ready for the Market, and what had to be left out."""

    bars: pd.DataFrame
    gaps: tuple[Gap, ...]


def clean(subject: Subject, frame: pd.DataFrame, calendar: Calendar, session: date) -> Cleaned:
    """Bars of a subject on sessions of its calendar up to `session`; `frame` is in the provider's units.

    Yields become fractions; a volume of zero is a missing one; rows on days without a session are dropped and told.
    """
    gaps: list[Gap] = []
    bars = frame.loc[frame.index <= pd.Timestamp(session), list(FIELDS)]
    sessions = calendar.holds(pd.DatetimeIndex(bars.index))
    outside = ~sessions & (bars.index >= calendar.index[0])
    if outside.any():
        gaps.append(gap(subject, "rows_outside_sessions", str(int(outside.sum()))))
    if (bars.index < calendar.index[0]).any():
        gaps.append(gap(subject, "rows_before_calendar", calendar.first.isoformat()))
    bars = bars[sessions].astype("float64")
    volumes = bars["volume"].to_numpy()
    bars["volume"] = np.where(volumes > 0, volumes, np.nan)
    if subject.kind == "yield":
        bars[list(PRICES)] = bars[list(PRICES)] / 100
        bars = bars if not repeated(bars, calendar, session) else bars.iloc[:-1]
    else:
        broken = unadjusted_split(bars)
        if broken is not None:
            bars[["open", "high", "low", "close", "volume"]] = np.nan
            gaps.append(gap(subject, "unadjusted_split", broken.isoformat(), what="close"))
    bars = bars[~(np.isnan(bars["close"].to_numpy()) & np.isnan(bars["adj_close"].to_numpy()))]
    gaps.extend(holes(subject, bars, calendar, session))
    return Cleaned(bars, tuple(gaps))


def repeated(bars: pd.DataFrame, calendar: Calendar, session: date) -> bool:
    """Whether the session's own yield only repeats the one before, on a day on which no bond was traded."""
    if len(bars) < 2 or bars.index[-1] != pd.Timestamp(session) or not bond_holiday(calendar, session):
        return False
    before, now = bars["close"].iloc[-2:]
    return bool(before == now)


def bond_holiday(calendar: Calendar, day: date) -> bool:
    """Whether American bonds rest while shares trade: Columbus Day, Veterans Day (a Sunday kept on Monday)."""
    columbus = day.month == 10 and day.weekday() == 0 and 8 <= day.day <= 14
    veterans = day.month == 11 and (day.day == 11 or (day.day == 12 and day.weekday() == 0))
    return calendar.id in ("XNYS", "XNAS") and (columbus or veterans)


def unadjusted_split(bars: pd.DataFrame) -> date | None:
    """The last session on which closes jump against adjusted closes as only a split does, None where none does.

    Where it happens closes are not adjusted for the split, so that levels and returns across it would be wrong.
    """
    close, adjusted = bars["close"].to_numpy(), bars["adj_close"].to_numpy()
    both = np.flatnonzero((close > 0) & (adjusted > 0))
    factor = np.log(adjusted[both] / close[both])
    jumps = np.flatnonzero(np.abs(np.diff(factor)) > np.log(SPLIT_JUMP))
    return bars.index[both[int(jumps[-1]) + 1]].date() if len(jumps) else None


def holes(subject: Subject, bars: pd.DataFrame, calendar: Calendar, session: date) -> list[Gap]:
    """Gaps for a session's own bar that is not there, and for sessions missing within the last year of bars."""
    if bars.empty:
        return []
    last = bars.index[-1].date()
    if calendar.is_session(session) and last < session:
        rests = subject.kind == "yield" and bond_holiday(calendar, session)
        return [gap(subject, "bond_holiday" if rests else "no_bar_at_session", last.isoformat())]
    first = max(bars.index[0], calendar.index[max(0, calendar.index.searchsorted(bars.index[-1]) - RECENT_SESSIONS)])
    expected = calendar.between(first.date(), last)
    missing = expected.difference(pd.DatetimeIndex(bars.index))
    if missing.empty:
        return []
    return [gap(subject, "missing_sessions", f"{len(missing)} ({missing[-1].date().isoformat()})")]


def clean_all(
    subjects: Mapping[str, Subject], frames: Mapping[str, pd.DataFrame], calendar_of: Callable[[Subject], Calendar],
    session: date,
) -> tuple[dict[str, pd.DataFrame], list[Gap]]:
    """Bars by subject id, for all subjects that have any up to the session, and their gaps."""
    bars: dict[str, pd.DataFrame] = {}
    gaps: list[Gap] = []
    for subject in subjects.values():
        frame = frames.get(subject.symbol) if subject.symbol else None
        if frame is None or frame.empty:
            continue
        done = clean(subject, frame, calendar_of(subject), session)
        if done.bars.empty:
            gaps.append(gap(subject, "starts_later", frame.index[0].date().isoformat()))
            continue
        bars[subject.id] = done.bars
        gaps.extend(done.gaps)
    return bars, gaps


def gap(subject: Subject, why: str, detail: str | None = None, what: str = "prices") -> Gap:
    """A Gap of the data room; see `GAP_REASONS` for every `why`."""
    return Gap(what=what, subject=subject.id, why=why, detail=detail)


GAP_REASONS = {
    "no_prices": "the source has no prices of the symbol",
    "starts_later": "the first price is later than the session (detail: its date)",
    "no_bar_at_session": "the last price is earlier than the session (detail: its date)",
    "bond_holiday": "no bonds were traded on the session (detail: the date of the last price)",
    "missing_sessions": "prices of sessions within the last year are missing (detail: how many, the last one)",
    "rows_outside_sessions": "prices on days without a session were left out (detail: how many)",
    "rows_before_calendar": "prices before the calendar's first session were left out (detail: that session)",
    "unadjusted_split": "closes are not adjusted for a split (detail: its date): only adjusted closes are used",
    "session_not_delivered": "the source did not have the last completed session yet (detail: its date)",
    "unknown_symbol": "the provider does not know the symbol",
    "empty_answer": "the provider answered without prices",
    "rate_limited": "the provider refused for too many requests",
    "provider_failed": "the provider failed to answer (detail: how)",
    "unreadable_answer": "the provider's answer could not be read",
    "out_of_time": "the provider was not asked, since the time for it was used up",
    "served_from_store": "the provider failed; stored prices are used (detail: how it failed; how far they reach)",
    "served_by_other": "the source lacks the session; another source's prices are used (detail: whose)",
}
"""Every `why` of a Gap that this room makes, and what it means."""
