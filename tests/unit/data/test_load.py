"""load: the session that is told, units, gaps, and the errors for what can't be."""

from __future__ import annotations

import ast
import hashlib
import math
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import reporter.data
from reporter.data import load, open_calendar
from reporter.data.clean import GAP_REASONS
from reporter.data.loading import fundamentals
from reporter.data.provider import Prices
from reporter.errors import DataError, UsageError
from reporter.model import Desk, Subject


def test_market_of_a_session(good: Path, desk: Desk, now: datetime) -> None:
    market = load(f"csv:{good}", desk, date(2026, 1, 22), now=now)
    assert market.session == date(2026, 1, 22)
    assert market.requested_on is None
    assert set(market.bars) == {"rut", "spx", "tnx"}
    bars = market.bars["rut"]
    assert list(bars.columns) == ["open", "high", "low", "close", "adj_close", "volume"]
    assert [day.date().isoformat() for day in bars.index] == ["2026-01-20", "2026-01-21", "2026-01-22"]
    assert bars["close"].tolist() == [101, 102, 103]
    assert len(market.sessions) == 3
    assert market.sample is False


def test_nothing_later_than_the_session_is_in_it(good: Path, desk: Desk, now: datetime) -> None:
    market = load(f"csv:{good}", desk, date(2026, 1, 21), now=now)
    assert max(bars.index[-1].date() for bars in market.bars.values()) == date(2026, 1, 21)
    assert market.sessions[-1].date() == date(2026, 1, 21)


def test_yields_become_fractions_and_a_zero_volume_is_missing(good: Path, desk: Desk, now: datetime) -> None:
    market = load(f"csv:{good}", desk, date(2026, 1, 23), now=now)
    assert market.bars["tnx"]["close"].tolist() == pytest.approx([0.042, 0.0421, 0.0422, 0.0423])
    assert not market.has("spx", "volume")
    assert market.has("rut", "volume")
    assert math.isnan(market.bars["spx"]["open"].iloc[0])


def test_source_names_the_file_and_its_checksum(good: Path, desk: Desk, now: datetime) -> None:
    source = load(f"csv:{good}", desk, date(2026, 1, 23), now=now).sources[0]
    assert (source.id, source.kind, source.publisher) == (0, "market", "prices.csv")
    assert source.sha256 == hashlib.sha256(good.read_bytes()).hexdigest()
    assert source.date == date(2026, 1, 23)
    assert source.retrieved_at == now


def test_a_symbol_that_the_file_lacks_is_a_gap(good: Path, desk: Desk, now: datetime) -> None:
    market = load(f"csv:{good}", desk, date(2026, 1, 23), now=now)
    assert [(gap.subject, gap.why) for gap in market.gaps] == [("iwm", "no_prices")]


@pytest.mark.parametrize("asked", [date(2026, 1, 24), date(2026, 1, 25)])
def test_a_weekend_becomes_the_friday_before_and_says_so(
    good: Path, desk: Desk, now: datetime, asked: date
) -> None:
    market = load(f"csv:{good}", desk, asked, now=now)
    assert (market.session, market.requested_on) == (date(2026, 1, 23), asked)


def test_a_holiday_becomes_the_session_before(good: Path, desk: Desk, now: datetime) -> None:
    with pytest.raises(DataError, match="2026-01-16: they begin on 2026-01-20"):
        load(f"csv:{good}", desk, date(2026, 1, 19), now=now)


def test_without_a_date_the_last_session_that_the_data_have(good: Path, desk: Desk, now: datetime) -> None:
    market = load(f"csv:{good}", desk, now=now)
    assert (market.session, market.requested_on) == (date(2026, 1, 23), None)


def test_without_a_date_never_a_session_that_has_not_ended(good: Path, desk: Desk) -> None:
    during = datetime(2026, 1, 23, 18, 0, tzinfo=UTC)
    assert load(f"csv:{good}", desk, now=during).session == date(2026, 1, 22)
    asked = load(f"csv:{good}", desk, date(2026, 1, 23), now=during)
    assert (asked.session, asked.requested_on) == (date(2026, 1, 22), date(2026, 1, 23))


def test_without_a_date_both_leads_reach_the_session(good: Path, desk: Desk, now: datetime) -> None:
    lines = [line for line in good.read_text().splitlines() if line[:16] != "2026-01-23,^GSPC"]
    good.write_text("\n".join(lines))
    assert load(f"csv:{good}", desk, now=now).session == date(2026, 1, 22)
    asked = load(f"csv:{good}", desk, date(2026, 1, 23), now=now)
    assert asked.session == date(2026, 1, 23)
    assert ("spx", "no_bar_at_session", "2026-01-22") in [(g.subject, g.why, g.detail) for g in asked.gaps]
    assert asked.bars["spx"].index[-1].date() == date(2026, 1, 22)


def test_a_date_in_the_future_is_wrong_use(good: Path, desk: Desk, now: datetime) -> None:
    with pytest.raises(UsageError, match=r"2026-03-03 is in the future .*2026-02-27") as caught:
        load(f"csv:{good}", desk, date(2026, 3, 3), now=now)
    assert caught.value.exit_code == 2


def test_data_that_end_before_the_session(good: Path, desk: Desk, now: datetime) -> None:
    with pytest.raises(DataError, match="no prices on 2026-02-03: the last session before it is 2026-01-23") as caught:
        load(f"csv:{good}", desk, date(2026, 2, 3), now=now)
    assert caught.value.exit_code == 30


def test_a_lead_that_the_file_lacks(good: Path, desk: Desk, now: datetime) -> None:
    good.write_text(good.read_text().replace("^GSPC", "SPY"))
    with pytest.raises(DataError, match=r"lacks \^GSPC.*leads with; it has SPY, \^RUT, \^TNX"):
        load(f"csv:{good}", desk, now=now)


def test_a_lead_that_starts_later_than_the_session(good: Path, desk: Desk, now: datetime) -> None:
    lines = [line for line in good.read_text().splitlines() if "^GSPC" not in line or line[:10] >= "2026-01-22"]
    good.write_text("\n".join(lines))
    with pytest.raises(DataError, match=r"no prices of \^GSPC on 2026-01-21: they begin on 2026-01-22"):
        load(f"csv:{good}", desk, date(2026, 1, 21), now=now)


def test_too_few_subjects(good: Path, desk: Desk, now: datetime) -> None:
    with pytest.raises(DataError, match="only 3 of the subjects of the desk small, which needs 4"):
        load(f"csv:{good}", desk.model_copy(update={"minimum_subjects": 4}), now=now)


def test_rows_on_days_without_a_session_are_left_out_and_told(good: Path, desk: Desk, now: datetime) -> None:
    good.write_text(good.read_text() + "2026-01-19,^TNX,,,,4.10,,\n2026-01-18,^TNX,,,,4.10,,\n")
    market = load(f"csv:{good}", desk, now=now)
    assert len(market.bars["tnx"]) == 4
    assert ("tnx", "rows_outside_sessions", "2") in [(gap.subject, gap.why, gap.detail) for gap in market.gaps]


def test_a_hole_is_told_and_not_filled(good: Path, desk: Desk, now: datetime) -> None:
    good.write_text("\n".join(line for line in good.read_text().splitlines() if line[:15] != "2026-01-21,^RUT"))
    market = load(f"csv:{good}", desk, now=now)
    assert len(market.bars["rut"]) == 3
    assert ("rut", "missing_sessions", "1 (2026-01-21)") in [(g.subject, g.why, g.detail) for g in market.gaps]


def test_a_subject_that_starts_later(good: Path, desk: Desk, now: datetime) -> None:
    good.write_text(good.read_text() + "2026-01-23,IWM,,,,250,,\n")
    market = load(f"csv:{good}", desk, date(2026, 1, 22), now=now)
    assert "iwm" not in market.bars
    assert [(gap.subject, gap.why, gap.detail) for gap in market.gaps] == [("iwm", "starts_later", "2026-01-23")]


def test_closes_across_an_unadjusted_split_are_not_used(good: Path, desk: Desk, now: datetime) -> None:
    rows = ["2026-01-21,IWM,,,,250,125,9", "2026-01-22,IWM,,,,252,126,9", "2026-01-23,IWM,,,,127,127,9"]
    good.write_text(good.read_text() + "\n".join(rows) + "\n")
    market = load(f"csv:{good}", desk, now=now)
    assert not market.has("iwm", "close")
    assert market.bars["iwm"]["adj_close"].tolist() == [125, 126, 127]
    assert market.basis("iwm") == "total_return"
    assert ("iwm", "unadjusted_split", "2026-01-23") in [(gap.subject, gap.why, gap.detail) for gap in market.gaps]


def test_a_subject_of_another_exchange_keeps_its_own_sessions(good: Path, desk: Desk, now: datetime) -> None:
    sse = Subject(id="sse", symbol="000001.SS", kind="index", calendar="XSHG")
    desk = desk.model_copy(update={"subjects": (*desk.subjects, sse)})
    good.write_text(good.read_text() + "2026-01-19,000001.SS,,,,4100,,\n2026-01-23,000001.SS,,,,4136,,\n")
    market = load(f"csv:{good}", desk, now=now)
    assert [day.date() for day in market.bars["sse"].index] == [date(2026, 1, 19), date(2026, 1, 23)]


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [("yaho", "did you mean 'yahoo'"), ("csv", "write csv:PATH"), ("csv:", "write csv:PATH"),
     ("sample:x", "takes no place"), ("", "no data source ''")],
)  # fmt: skip
def test_a_wrong_source_is_wrong_use(spec: str, sentence: str, desk: Desk, now: datetime) -> None:
    with pytest.raises(UsageError, match=sentence):
        load(spec, desk, now=now)


def test_every_reason_of_a_gap_is_listed() -> None:
    """Locales word each reason: none may be made that `GAP_REASONS` does not name."""
    made: set[str] = set()
    for path in Path(reporter.data.__path__[0]).rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("gap", "Absence"):
                place = 1 if call.func.id == "gap" else 0
                made |= {node.value for node in ast.walk(call.args[place])
                         if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert made == set(GAP_REASONS)


def test_as_of_needs_the_store(good: Path, desk: Desk, now: datetime) -> None:
    with pytest.raises(UsageError, match="--as-of needs --data store"):
        load(f"csv:{good}", desk, now=now, as_of=now)


def test_the_same_market_from_the_cache(good: Path, desk: Desk, now: datetime) -> None:
    first = load(f"csv:{good}", desk, now=now)
    again = load(f"csv:{good}", desk, now=now)
    assert first.sources == again.sources
    assert first.gaps == again.gaps
    assert all(first.bars[subject].equals(again.bars[subject]) for subject in first.bars)


BOND_DAYS = [date(2025, 10, 9), date(2025, 10, 10), date(2025, 10, 13), date(2025, 10, 14)]
"""Columbus Day is the third: shares are traded, bonds are not."""


@pytest.mark.parametrize(
    ("yields", "told"),
    [
        ([4.1, 4.05, 4.05, 4.02], [("tnx", "bond_holiday", "2025-10-10")]),
        ([4.1, 4.05, None, 4.02], [("tnx", "bond_holiday", "2025-10-10")]),
        ([4.1, 4.05, 4.06, 4.02], []),
    ],
    ids=["repeated", "not there", "another value"],
)
def test_a_yield_of_a_day_without_bonds_is_not_read_as_unchanged(
    tmp_path: Path, desk: Desk, yields: list[float | None], told: list[tuple[str, str, str]]
) -> None:
    rows = ["date,symbol,close"]
    for place, day in enumerate(BOND_DAYS):
        rows += [f"{day},^RUT,{2400 + place}", f"{day},^GSPC,{6500 + place}"]
        rows += [f"{day},^TNX,{yields[place]}"] if yields[place] is not None else []
    path = tmp_path / "bonds.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    later = datetime(2025, 10, 15, tzinfo=UTC)
    holiday = load(f"csv:{path}", desk, BOND_DAYS[2], now=later)
    assert [(g.subject, g.why, g.detail) for g in holiday.gaps if g.subject == "tnx"] == told
    assert (BOND_DAYS[2] in [day.date() for day in holiday.bars["tnx"].index]) is not bool(told)
    after = load(f"csv:{path}", desk, BOND_DAYS[3], now=later)
    assert after.bars["tnx"]["close"].iloc[-1] == pytest.approx(0.0402)
    assert [g.why for g in after.gaps if g.subject == "tnx"] == (["missing_sessions"] if None in yields else [])


def test_earlier_multiples_of_the_store_are_of_the_sessions_that_they_were_taken_after() -> None:
    subject = Subject(id="iwm", symbol="IWM", kind="etf", currency="USD", roles=("challenger_etf",))
    desk = Desk(id="one", market="us_equities", lead=("iwm",), subjects=(subject,))
    evening, sunday = datetime(2026, 1, 23, 23, tzinfo=UTC), datetime(2025, 10, 5, 12, tzinfo=UTC)
    prices = Prices(
        frames={}, publisher="A", title="T", sha256="", retrieved_at=None, fundamentals={"IWM": {"pe_trailing": 22.0}},
        snapshots_at={"IWM": evening}, multiples={"IWM": ((sunday, 20.0), (evening, 22.0))},
    )
    found = fundamentals(desk, prices, open_calendar("XNYS", date(2026, 1, 30)), date(2026, 1, 23))
    assert found["iwm"]["multiples"] == ((date(2025, 10, 3), 20.0), (date(2026, 1, 23), 22.0))
