"""`load`: from what the command line says of data to the Market of one session."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from reporter.data.calendar import FINAL_AFTER, Calendar, open_calendar
from reporter.data.clean import clean_all, gap
from reporter.data.provider import PROVIDERS, Absence, Prices, Progress, Request, parse_spec
from reporter.data.standing_in import fetch
from reporter.errors import DataError, UsageError
from reporter.model import Desk, Gap, Source, Subject
from reporter.model.market import Market

log = logging.getLogger("reporter.data")

NAMED = 40
VALUED = {"challenger_etf", "benchmark_etf", "giant"}
"""Roles whose fundamentals are asked for where a provider has them."""


@dataclass(frozen=True)
class Session:
    """The session that was asked for. `completed` is the last one that had ended; `requested` a date that was none."""

    day: date
    completed: date
    requested: date | None = None


def load(
    spec: str,
    desk: Desk,
    on: date | None = None,
    *,
    now: datetime,
    as_of: datetime | None = None,
    store_path: Path | None = None,
    progress: Progress | None = None,
    overrides: Path | None = None,
    fallback: Sequence[str] = (),
    answered: Mapping[str, Absence] | None = None,
    desk_on: Callable[[date], Desk] | None = None,
) -> Market:
    """The Market of the last completed session on or before `on` (or `now`).

    `spec` is `sample`, `csv:PATH`, `yahoo`, `store` or another provider that is registered. `progress` is called by
    providers that take long. `overrides` is a file of closures and openings. `fallback` are sources that stand in for
    what the first lacks; where `answered` is there, a fetch for several desks went before, and none is asked again.

    `desk_on` tells the desk as it stands on a day: where that of the session has other subjects, they are loaded.

    `now` and `as_of` without a time zone are UTC. UsageError for a date in the future or an unknown source;
    DataError where the source can't be read, ends before the session or lacks what the desk leads with.
    """
    now = aware(now)
    as_of = aware(as_of) if as_of is not None else None
    name, location = parse_spec(spec)
    if as_of is not None and not getattr(PROVIDERS[name], "knows_the_past", False):
        raise UsageError(f"--as-of needs --data store: {name} can't tell what was known then.")
    known_at = min(now, as_of) if as_of is not None else now
    calendar = open_calendar(desk.calendar, now.date(), overrides)
    wanted = resolve_session(calendar, on, known_at, delay(desk))
    warning = calendar.horizon_warning(wanted.day)
    if warning:
        log.warning("%s", warning)
    request = Request(
        calendar=calendar, session=wanted.day, completed=wanted.completed, now=now, location=location, as_of=as_of,
        store_path=store_path, progress=progress, answered=answered, **asked_for([desk], calendar),
    )
    prices = fetch(spec, request, fallback)
    session = choose_session(desk, prices, calendar, wanted, asked=on is not None)
    then = desk_on(session) if desk_on is not None else desk
    if then.subjects != desk.subjects:
        return load(
            spec, then, on, now=now, as_of=as_of, store_path=store_path, progress=progress, overrides=overrides,
            fallback=fallback, answered=answered,
        )
    return assemble(desk, prices, calendar, wanted, session, overrides)


def asked_for(desks: Sequence[Desk], calendar: Calendar) -> dict[str, Any]:
    """What a request says of the symbols of some desks of one exchange, each of them once."""
    subjects = [subject for desk in desks for subject in desk.subjects if subject.symbol]
    return {
        "symbols": tuple(dict.fromkeys(subject.symbol for subject in subjects)),
        "kinds": {subject.symbol: subject.kind for subject in subjects},
        "fundamentals": tuple(dict.fromkeys(s.symbol for s in subjects if VALUED & set(s.roles))),
        "zones": {subject.symbol: calendar.zone for subject in subjects if subject.calendar == calendar.id},
    }


def resolve_session(
    calendar: Calendar, on: date | None, now: datetime, after_close: timedelta = FINAL_AFTER
) -> Session:
    """The last session on or before `on` that had ended at `now`; UsageError for a date after now."""
    today = calendar.local_date(now)
    calendar.check_horizon(on if on is not None and on < today else today)
    completed = calendar.last_completed(now, after_close)
    if on is None:
        return Session(completed, completed)
    if on > today:
        raise UsageError(f"{on} is in the future (today is {today}); the last completed session is {completed}.")
    day = min(calendar.on_or_before(on), completed)
    return Session(day, completed, on if day != on else None)


def choose_session(desk: Desk, prices: Prices, calendar: Calendar, wanted: Session, asked: bool) -> date:
    """The session to tell of: the one asked for, or without a date the last one that the lead's prices reach."""
    require_lead(desk, prices)
    frames = sorted_frames(desk, prices, calendar)
    if asked:
        if not any(pd.Timestamp(wanted.day) in frame.index for frame in frames.values()):
            raise no_prices_then(prices, frames, wanted.day)
        return wanted.day
    lead = [frames[symbol] for symbol in lead_symbols(desk) if symbol in frames] or list(frames.values())
    last = [frame.index[frame.index <= pd.Timestamp(wanted.day)] for frame in lead]
    if any(index.empty for index in last):
        raise no_prices_then(prices, frames, wanted.day)
    earliest: pd.Timestamp = min(index[-1] for index in last)
    return earliest.date()


def sorted_frames(desk: Desk, prices: Prices, calendar: Calendar) -> dict[str, pd.DataFrame]:
    """Frames on sessions of the desk's calendar, by symbol; subjects of other calendars only if there are no others."""
    own = {subject.symbol for subject in desk.subjects if subject.calendar == desk.calendar and subject.symbol}
    found = {symbol: frame for symbol, frame in prices.frames.items() if symbol in own} or dict(prices.frames)
    return {symbol: frame[calendar.holds(pd.DatetimeIndex(frame.index))] for symbol, frame in found.items()}


def no_prices_then(prices: Prices, frames: Mapping[str, pd.DataFrame], day: date, of: str = "") -> DataError:
    """The error for a session of which the source knows no price (of one symbol that the desk leads with)."""
    served = [absence for absence in prices.absences.values() if absence.why == "served_from_store"]
    failures = {(absence.detail or "").partition(";")[0] for absence in served}
    why = f" ({', '.join(sorted(failures))})" if failures else ""
    lacks = f"{prices.called} has no prices{f' of {of}' if of else ''}{why} on"
    indexes = [frame.index for frame in frames.values() if len(frame)]
    if not indexes:
        return DataError(f"{lacks} any session.")
    first, last = min(index[0] for index in indexes).date(), max(index[-1] for index in indexes).date()
    if day < first:
        return DataError(f"{lacks} {day}: they begin on {first}.")
    before = [index[index < pd.Timestamp(day)] for index in indexes]
    available = max((index[-1].date() for index in before if len(index)), default=last)
    end = f"; they end on {last}" if last != available else ""
    return DataError(f"{lacks} {day}: the last session before it is {available}{end}.")


def lead_symbols(desk: Desk) -> list[str]:
    """Symbols of the two subjects that the desk can't do without."""
    subjects = [desk.subject(subject_id) for subject_id in desk.lead[:2]]
    return [subject.symbol for subject in subjects if subject is not None and subject.symbol]


def require_lead(desk: Desk, prices: Prices) -> None:
    """DataError where the source lacks what the desk leads with, or has fewer subjects than it needs."""
    missing = [symbol for symbol in lead_symbols(desk) if symbol not in prices.frames]
    have = [subject for subject in desk.subjects if subject.symbol in prices.frames]
    if not missing and len(have) >= desk.minimum_subjects:
        return
    if missing:
        reasons = [prices.absences[symbol].why.replace("_", " ") for symbol in missing if symbol in prices.absences]
        why = f" ({', '.join(dict.fromkeys(reasons))})" if reasons else ""
        problem = f"lacks {', '.join(missing)}{why}, which the desk {desk.id} leads with"
    else:
        problem = f"has only {len(have)} of the subjects of the desk {desk.id}, which needs {desk.minimum_subjects}"
    raise DataError(f"{prices.called} {problem}; it has {listed(prices.available)}.")


def listed(symbols: tuple[str, ...]) -> str:
    if not symbols:
        return "none of its symbols"
    more = f" and {len(symbols) - NAMED} more" if len(symbols) > NAMED else ""
    return ", ".join(symbols[:NAMED]) + more


def assemble(
    desk: Desk, prices: Prices, calendar: Calendar, wanted: Session, session: date, overrides: Path | None
) -> Market:
    """The Market of a session from a provider's prices."""
    subjects = {subject.id: subject for subject in desk.subjects}
    opened = partial(_calendar_of, desk, calendar, overrides)
    bars, gaps = clean_all(subjects, prices.frames, opened, session)
    for subject_id in desk.lead[:2]:
        if subject_id in subjects and subjects[subject_id].symbol and subject_id not in bars:
            symbol = subjects[subject_id].symbol
            raise no_prices_then(prices, {symbol: prices.frames[symbol]}, session, of=symbol)
    if len(bars) < desk.minimum_subjects:
        raise DataError(f"On {session} {prices.called} has prices of only {len(bars)} subjects of the desk "
                        f"{desk.id}, which needs {desk.minimum_subjects}.")
    first = min(frame.index[0] for frame in bars.values()).date()
    source = Source(
        id=0, kind="market", publisher=prices.publisher, title=prices.title, url=prices.url, date=session,
        retrieved_at=prices.retrieved_at, sha256=prices.sha256, sample=prices.sample,
    )
    return Market(
        session=session, subjects=subjects, bars=bars, sessions=calendar.between(first, session), sources=(source,),
        gaps=(*absent(desk, prices), *gaps, *undelivered(desk, prices, wanted, session)), sample=prices.sample,
        requested_on=wanted.requested, fundamentals=fundamentals(desk, prices, calendar, session),
        actions={s.id: tuple(a for a in prices.actions[s.symbol] if a[0] <= session)
                 for s in desk.subjects if s.symbol in prices.actions},
    )


def _calendar_of(desk: Desk, calendar: Calendar, overrides: Path | None, subject: Subject) -> Calendar:
    same = subject.calendar == desk.calendar
    return calendar if same else open_calendar(subject.calendar, calendar.last, overrides)


def absent(desk: Desk, prices: Prices) -> list[Gap]:
    """Gaps of symbols without prices, and of those that a provider could not serve in full."""
    gaps = []
    for subject in desk.subjects:
        absence = prices.absences.get(subject.symbol)
        if absence is not None:
            gaps.append(gap(subject, absence.why, absence.detail))
        elif subject.symbol and subject.symbol not in prices.frames:
            gaps.append(gap(subject, "no_prices"))
    return gaps


def undelivered(desk: Desk, prices: Prices, wanted: Session, session: date) -> list[Gap]:
    """A Gap where a live source lacks the last completed session and an earlier one is told."""
    if not prices.live or session >= wanted.day:
        return []
    subject = desk.subject(desk.lead[0]) if desk.lead else None
    return [gap(subject or desk.subjects[0], "session_not_delivered", wanted.day.isoformat())]


def fundamentals(
    desk: Desk, prices: Prices, calendar: Calendar, session: date
) -> dict[str, Mapping[str, Any]]:
    """What was known of funds and companies, by subject; only where it was retrieved before the next session ended.

    `multiples` are the trailing multiples of all snapshots so far, each with the session that it was of.
    """
    return {
        subject.id: {
            **prices.fundamentals[subject.symbol], "symbol": subject.symbol, "retrieved_at": taken,
            "multiples": tuple((calendar.last_completed(at), value)
                               for at, value in prices.multiples.get(subject.symbol, ())),
        }
        for subject in desk.subjects
        if (taken := prices.snapshots_at.get(subject.symbol)) is not None and calendar.last_completed(taken) == session
    }


def delay(desk: Desk) -> timedelta:
    """How long after the close a desk waits for final data."""
    minutes = desk.thresholds.get("close_delay_minutes")
    return FINAL_AFTER if minutes is None else timedelta(minutes=minutes)


def aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
