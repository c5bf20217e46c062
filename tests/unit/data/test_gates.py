"""Each gate on prices that go wrong in its own way, and all of them on prices that don't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from reporter.data import inspect, open_calendar
from reporter.model import Desk, Source, Subject
from reporter.model.gate import LIMITS, Limit, Reading
from reporter.model.market import FIELDS, Market

FRIDAY = date(2026, 1, 23)
SESSIONS = open_calendar("XNYS").between(date(2024, 1, 2), FRIDAY)
IDS = {"rut": "^RUT", "spx": "^GSPC", "iwm": "IWM", "spy": "SPY", "aaa": "AAA", "bbb": "BBB", "tnx": "^TNX"}
ROLES = {"rut": "challenger", "spx": "benchmark", "iwm": "challenger_etf", "spy": "benchmark_etf"}


def subject(name: str) -> Subject:
    kind = {"rut": "index", "spx": "index", "tnx": "yield"}.get(name, "etf")
    return Subject(id=name, symbol=IDS[name], kind=kind, roles=(ROLES[name],) if name in ROLES else ())


DESK = Desk(id="made", market="us_equities", lead=("rut", "spx"), subjects=tuple(subject(name) for name in IDS),
            minimum_subjects=2)  # fmt: skip


def bars(seed: int, start: float) -> pd.DataFrame:
    steps = np.random.default_rng(seed).normal(0, 0.01, len(SESSIONS))
    close = start * np.exp(np.cumsum(steps))
    frame = pd.DataFrame({"open": close * 0.999, "high": close * 1.01, "low": close * 0.99, "close": close,
                          "adj_close": close, "volume": 1e6 + np.arange(len(close))}, index=SESSIONS)  # fmt: skip
    return frame.reindex(columns=list(FIELDS))


def made() -> dict[str, pd.DataFrame]:
    """Seven instruments whose funds follow their indices."""
    frames = {name: bars(seed, 100.0 * (seed + 1)) for seed, name in enumerate(IDS)}
    frames["iwm"], frames["spy"] = frames["rut"] / 10, frames["spx"] / 10
    for fund in ("iwm", "spy"):
        frames[fund]["volume"] = 1e6 + np.arange(len(SESSIONS))
    frames["tnx"] = frames["tnx"] / frames["tnx"].iloc[-1] * 0.042
    return frames


def market(frames: dict[str, pd.DataFrame], **more: object) -> Market:
    source = Source(id=0, kind="market", publisher="made", title="made", date=FRIDAY)
    subjects = {name: subject(name) for name in IDS}
    return replace(Market(FRIDAY, subjects, frames, SESSIONS, (source,)), **more)  # type: ignore[arg-type]


def read(market: Market, gate: str, **more: object) -> Reading:
    readings = {reading.gate: reading for reading in inspect(market, DESK, **more)}  # type: ignore[arg-type]
    assert list(readings) == [name for name in LIMITS if name != "verification"]
    return readings[gate]


def held(reading: Reading) -> tuple[str, list[str | None]]:
    return reading.outcome, [one.subject for one in reading.evidence]


def scaled(name: str, factor: float, first: int, last: int | None = None) -> Callable[[dict[str, pd.DataFrame]], None]:
    """Multiply the prices of the sessions from `first` to `last`, counted from the end."""

    def change(frames: dict[str, pd.DataFrame]) -> None:
        frame = frames[name].copy()
        frame.iloc[slice(first, last), :5] *= factor
        frames[name] = frame

    return change


def test_good_prices_pass_every_gate_with_a_measured_value() -> None:
    readings = inspect(market(made()), DESK)
    assert {reading.outcome for reading in readings} == {"pass"}
    unmeasured = {reading.gate for reading in readings if reading.value is None}
    assert unmeasured == {"calendar_horizon", "two_providers"}


@pytest.mark.parametrize(
    ("gate", "change", "outcome", "subjects"),
    [
        ("unit_flip", scaled("aaa", 100, -1), "hold", ["aaa"]),
        ("unit_flip", scaled("aaa", 0.01, -1), "hold", ["aaa"]),
        ("unit_flip", scaled("tnx", 10, -1), "hold", ["tnx"]),
        ("unit_flip", scaled("aaa", 100, -30, -20), "hold", ["aaa", "aaa"]),
        ("split_without_action", scaled("aaa", 0.5, -1), "hold", ["aaa"]),
        ("split_without_action", scaled("bbb", 0.25, -40), "hold", ["bbb"]),
        ("phantom_split", scaled("aaa", 0.5, -9, -6), "hold", ["aaa", "aaa"]),
        ("jump_beyond_history", scaled("aaa", 1.06, -1), "warn", ["aaa"]),
        ("jump_beyond_history", scaled("aaa", 1.3, -1), "hold", ["aaa"]),
        ("index_against_etf", scaled("iwm", 1.03, -1), "warn", ["rut"]),
        ("index_against_etf", scaled("rut", 0.9, -1), "hold", ["rut"]),
    ],
)
def test_prices_on_another_footing(
    gate: str, change: Callable[[dict[str, pd.DataFrame]], None], outcome: str, subjects: list[str]
) -> None:
    frames = made()
    change(frames)
    reading = read(market(frames), gate)
    assert held(reading) == (outcome, subjects)
    evidence = reading.evidence[0]
    assert len(evidence.prices) == 2 and evidence.session is not None
    assert str(evidence.session) in list(evidence.prices)[-1]


def test_a_recorded_split_that_closes_jump_at_is_a_phantom() -> None:
    frames = made()
    scaled("aaa", 2, -1)(frames)
    reading = read(market(frames, actions={"aaa": ((FRIDAY, "split", 2.0),)}), "phantom_split")
    assert held(reading) == ("hold", ["aaa"])
    assert reading.evidence[0].detail == "recorded: 2 for 1"
    assert read(market(frames, actions={"aaa": ((FRIDAY, "split", 2.0),)}), "split_without_action").outcome == "pass"


def test_a_crash_of_the_whole_market_is_no_jump_of_the_data() -> None:
    frames = made()
    for name in IDS:
        scaled(name, 0.88, -1)(frames)
    assert read(market(frames), "jump_beyond_history").outcome == "pass"


def test_low_yields_multiply_without_any_mistake() -> None:
    frames = made()
    frames["tnx"] = frames["tnx"].assign(close=0.0005)
    frames["tnx"].loc[SESSIONS[-1], "close"] = 0.005
    assert read(market(frames), "unit_flip").outcome == "pass"


def test_missing_bars_are_gaps_until_they_are_many() -> None:
    frames = made()
    frames["aaa"] = frames["aaa"].iloc[:-1]
    one = read(market(frames), "missing_bar")
    assert (one.outcome, one.value) == ("pass", pytest.approx(1 / 7))
    frames["bbb"], frames["spy"] = frames["bbb"].iloc[:-1], frames["spy"].iloc[:-1]
    frames["iwm"].loc[SESSIONS[-1], "close"] = np.nan
    assert read(market(frames), "missing_bar").outcome == "warn"
    ended_long_ago = made() | {"aaa": made()["aaa"].iloc[:-100]}
    assert read(market(ended_long_ago), "missing_bar").value == 0


def test_too_few_instruments() -> None:
    frames = {"rut": made()["rut"]}
    reading = read(market(frames), "too_few_instruments")
    assert (reading.outcome, reading.value, reading.limit.hold) == ("hold", 1, 2)


def test_a_bar_in_the_middle_of_the_day() -> None:
    frames = made()
    for frame in frames.values():
        frame.loc[SESSIONS[-1], "volume"] = 1e5
    assert read(market(frames), "partial_bar").outcome == "hold"


def test_a_repeated_bar() -> None:
    frames = made()
    frames["aaa"].iloc[-1] = frames["aaa"].iloc[-2]
    assert held(read(market(frames), "stale_bar")) == ("warn", ["aaa"])
    frames["rut"].iloc[-1] = frames["rut"].iloc[-2]
    assert read(market(frames), "stale_bar").outcome == "hold"
    bare = {name: frame.assign(open=np.nan, high=np.nan, low=np.nan, volume=np.nan) for name, frame in made().items()}
    bare["aaa"].iloc[-1] = bare["aaa"].iloc[-2]
    assert read(market(bare), "stale_bar").outcome == "pass"  # one close that repeats is chance


def test_adjusted_and_unadjusted_closes_mixed() -> None:
    frames = made()
    frames["aaa"]["adj_close"] *= np.linspace(0.95, 1, len(SESSIONS))
    assert read(market(frames), "mixed_adjustment").outcome == "pass"
    frames["aaa"].loc[SESSIONS[-60:-30], "adj_close"] = frames["aaa"]["close"] * 1.03
    assert held(read(market(frames), "mixed_adjustment")) == ("hold", ["aaa"])


def test_the_end_of_the_known_holidays() -> None:
    horizon = open_calendar("XSHG").horizon
    assert horizon is not None
    desk = DESK.model_copy(update={"calendar": "XSHG"})
    near = open_calendar("XSHG").on_or_before(horizon)
    reading = next(r for r in inspect(replace(market(made()), session=near), desk) if r.gate == "calendar_horizon")
    assert reading.outcome == "warn" and reading.value == (horizon - near).days


def test_two_providers_that_disagree() -> None:
    frames = made()
    second = market(made())
    assert read(market(frames), "two_providers", second=second).value == 0
    scaled("aaa", 1.005, -1)(frames)
    reading = read(market(frames), "two_providers", second=second)
    assert held(reading) == ("warn", ["aaa"])
    assert reading.evidence[0].detail.startswith("made: ")


def test_limits_of_the_settings() -> None:
    frames = made()
    scaled("aaa", 1.08, -1)(frames)
    limits = {"jump_beyond_history": Limit(unit="ratio", hold=1.2)}
    assert read(market(frames), "jump_beyond_history", limits=limits).outcome == "hold"
