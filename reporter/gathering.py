"""What a build starts from: the desk as it stands on a day, the market of its session, the clock's readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from reporter.chart_files import own_charts
from reporter.data import Calendar, last_ended, load, open_calendar, period_of
from reporter.desk_files import load_desk
from reporter.errors import DataError
from reporter.model import Briefing, Desk, Source
from reporter.model.market import FIELDS, Market
from reporter.narrative import Edition
from reporter.recalling import Recalled
from reporter.request import BuildRequest, Step

# Prices of yields are in percent in files and fractions in a Market; volumes are what they are.
YIELD_SCALE = pd.Series({field: 1.0 if field == "volume" else 100.0 for field in FIELDS})


def gather(request: BuildRequest, step: Step = lambda _: None) -> tuple[Desk, Market]:
    """The desk as it stands on the session, and the market of that session; `step` is told of each symbol fetched.

    The session is known only once the data are read, since they may end before the clock does: where the desk of
    that day speaks of other delivery months than today's, its prices are read again.
    """
    file = load_desk(request.desk, request.project)

    def on(day: date) -> Desk:
        return file.desk(
            request.desk,
            day,
            locales=request.locales,
            usual_locales=request.usual_locales,
            publish_prices=request.publish_prices,
        )

    def market_of(day: date | None) -> Market:
        return load(
            request.data,
            asked,
            day,
            now=request.now,
            as_of=request.as_of,
            store_path=request.store,
            progress=lambda symbol, done, count: step(f"data: {done} of {count} {symbol}".rstrip()),
            overrides=request.calendars,
            fallback=request.fallback,
            answered=request.answered,
            desk_on=on,
        )

    asked = on(request.on or request.now.date())
    market = market_of(request.on)
    if request.period is not None and request.on is None:
        ended = last_ended(request.period, market.session, calendar_of(request, asked, market))
        market = market if ended == market.session else market_of(ended)
    desk = on(market.session)
    if request.period is not None:
        period = period_of(request.period, market.session, calendar_of(request, desk, market))
        desk = desk.model_copy(update={"period": period})
    return without_contracts(desk, market)


def calendar_of(request: BuildRequest, desk: Desk, market: Market) -> Calendar:
    return open_calendar(desk.calendar, market.session, request.calendars)


def without_contracts(desk: Desk, market: Market) -> tuple[Desk, Market]:
    """Desk and market without delivery months that have no prices: the path they give is one gap, not twelve."""
    absent = {subject.id for subject in desk.with_role("future") if subject.id not in market.bars}
    kept = tuple(subject for subject in desk.subjects if subject.id not in absent)
    return (
        desk.model_copy(update={"subjects": kept}),
        replace(
            market,
            subjects={subject.id: subject for subject in kept},
            gaps=tuple(gap for gap in market.gaps if gap.subject not in absent),
        ),
    )


def moment(
    request: BuildRequest,
    desk: Desk,
    market: Market,
    theme: str,
    sources: Sequence[Source],
    before: Recalled | None = None,
) -> Edition:
    """When the session closed, when the edition is made, and what was asked for."""
    calendar = open_calendar(desk.calendar, market.session, request.calendars)
    return Edition(
        as_of=calendar.close_time(market.session),
        generated_at=request.now,
        theme=theme,
        length=request.length,
        requested_on=market.requested_on,
        sources=sources,
        charts=own_charts(request.project),
        previous=before.earlier if before is not None else None,
        before=before.briefing if before is not None else None,
    )


def gather_again(briefing: Briefing, prices: Path) -> Market:
    """The market of a finished briefing: the prices that its figures used, or none where they are not there.

    They are read as they stand: rows may lack all but the one field that a figure took from them.
    """
    subjects = {subject.id: subject for subject in briefing.subjects}
    bars = {}
    if prices.is_file():
        rows = read_rows(prices)
        for subject in subjects.values():
            frame = rows.loc[rows["symbol"] == subject.symbol, list(FIELDS)]
            if len(frame):
                bars[subject.id] = frame / YIELD_SCALE if subject.kind == "yield" else frame
    sessions = pd.DatetimeIndex(sorted({day for frame in bars.values() for day in frame.index}))
    return Market(briefing.session, subjects, bars, sessions, briefing.sources, sample=briefing.sample)


def read_rows(path: Path) -> pd.DataFrame:
    """An edition's prices.csv by date; a DataError where it is none."""
    try:
        rows = pd.read_csv(path, parse_dates=["date"], index_col="date", dtype=dict.fromkeys(FIELDS, "float64"))
        return rows[["symbol", *FIELDS]]
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DataError(f"{path} is no prices.csv of an edition ({reason}).") from error
