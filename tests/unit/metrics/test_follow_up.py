"""What became of an earlier edition's signals, and what changed since, against numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from reporter.metrics import measure, since_previous
from reporter.metrics.follow_up import FAMILIES
from reporter.model import Briefing, Claim, Desk, Figures
from reporter.model.market import Market
from reporter.verification import recompute

World = Callable[..., tuple[Market, Desk]]
FLAT = [100.0] * 300
OTHER = [50.0] * 300


def previous(market: Market, desk: Desk, back: int, claims: Sequence[Claim]) -> Briefing:
    """The edition of an earlier session that told some signals."""
    session = market.sessions[-1 - back].date()
    then = measure(replace(market, session=session), desk, FAMILIES)
    ids = {str(claim.slots[slot]) for claim in claims for slot in claim.slots}
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Briefing(
        desk=desk.id, session=session, as_of=moment, generated_at=moment, theme="quiet", sentiment="neutral",
        market=desk.market, subjects=desk.subjects, figures=tuple(then[i] for i in sorted(ids)), claims=tuple(claims),
        sections=(), sources=market.sources,
    )  # fmt: skip


def watch(mark: str, role: str, figure: str, slot: str = "level") -> Claim:
    return Claim(id=f"watch.rut.{mark}", kind="watch", facts={"mark": mark, "role": role}, slots={slot: figure})


SUPPORT = watch("sma20", "support", "rut.sma20.20d")
RECORD = watch("record", "resistance", "rut.record_close.since_inception")


def told(
    world: World, closes: Sequence[float], back: int, *claims: Claim, **more: Any
) -> tuple[Figures, Market, Desk]:
    market, desk = world({"rut": closes, "spx": more.pop("spx", OTHER)}, pairs=[("rut", "spx")], **more)
    figures = measure(market, desk)
    return since_previous(market, desk, previous(market, desk, back, claims), figures), market, desk


def test_a_line_that_was_lost(world: World) -> None:
    figures, market, _ = told(world, [*FLAT[:-2], 110.0, 90.0], 1, SUPPORT)
    level, distance = figures["rut.follow_up_level.sma20"], figures["rut.follow_up_distance.sma20"]
    assert level.value == pytest.approx((19 * 100 + 110) / 20)
    assert distance.value == pytest.approx(90 / 100.5 - 1)
    assert distance.params["triggered"] == 1 and distance.dates == {"crossed": market.session}
    assert distance.window.name == "1d" and level.window.end == distance.window.base
    assert figures["rut.follow_up_signals.1d"].value == figures["rut.follow_up_triggered.1d"].value == 1


def test_lines_that_held(world: World) -> None:
    figures, *_ = told(world, [*FLAT[:-2], 110.0, 105.0], 1, SUPPORT, RECORD)
    assert figures["rut.follow_up_distance.sma20"].params["triggered"] == 0
    assert figures["rut.follow_up_distance.record"].value == pytest.approx(105 / 110 - 1)
    assert (figures["rut.follow_up_signals.1d"].value, figures["rut.follow_up_triggered.1d"].value) == (2, 0)


def test_a_record_is_passed_only_beyond_it(world: World) -> None:
    equal, *_ = told(world, [*FLAT[:-2], 110.0, 110.0], 1, RECORD)
    above, *_ = told(world, [*FLAT[:-2], 110.0, 110.5], 1, RECORD)
    assert equal["rut.follow_up_distance.record"].params["triggered"] == 0
    assert above["rut.follow_up_distance.record"].params["triggered"] == 1


def test_a_line_that_was_lost_and_regained_in_between(world: World) -> None:
    figures, market, _ = told(world, [*FLAT[:-4], 110.0, 90.0, 95.0, 120.0], 3, SUPPORT)
    distance = figures["rut.follow_up_distance.sma20"]
    assert (distance.params["triggered"], distance.params["returned"]) == (0, 1)
    assert distance.dates == {"crossed": market.sessions[-3].date()}
    assert distance.window.name == "since" and distance.window.sessions == 3


def test_a_level_that_prices_no_longer_give_is_not_told(world: World) -> None:
    market, desk = world({"rut": [*FLAT[:-2], 110.0, 90.0], "spx": OTHER}, pairs=[("rut", "spx")])
    before = previous(market, desk, 1, [SUPPORT])
    revised = tuple(f.model_copy(update={"value": f.value + 1}) for f in before.figures)
    figures = measure(market, desk)
    assert (
        since_previous(market, desk, before.model_copy(update={"figures": revised}), figures).all("follow_up_level")
        == []
    )


def test_an_edition_of_no_earlier_session_changes_nothing(world: World) -> None:
    market, desk = world({"rut": FLAT, "spx": OTHER}, pairs=[("rut", "spx")])
    figures, before = measure(market, desk), previous(market, desk, 1, [])
    for session in (market.session, date(2026, 1, 24)):
        assert since_previous(market, desk, before.model_copy(update={"session": session}), figures) is figures


def test_a_difference_that_turned(world: World) -> None:
    figures, *_ = told(world, [*FLAT[:-2], 101.0, 98.0], 1)
    turned = figures["rut-spx.what_changed_from.relative_return_20d"]
    assert turned.value == pytest.approx(0.01) and turned.params == {"change": "sign", "of": "relative_return"}
    assert figures["rut-spx.relative_return.20d"].value == pytest.approx(-0.02)


def test_a_difference_around_zero_has_not_turned(world: World) -> None:
    figures, *_ = told(world, [*FLAT[:-2], 100.1, 99.9], 1)
    assert "rut-spx.what_changed_from.relative_return_20d" not in figures


def test_a_new_year_starts_afresh(world: World) -> None:
    closes = [*[100.0] * 258, 101.0, 99.0]
    days = world({"rut": closes}, start="2025-01-03")[0].sessions
    assert (days[-1].year, days[-2].year) == (2026, 2025) or days[-1].year == 2025
    start = "2025-01-03" if days[-1].year == 2026 and days[-2].year == 2025 else "2025-01-06"
    figures, market, _ = told(world, closes, 1, spx=[50.0] * 260, start=start)
    assert market.sessions[-1].year == 2026 and market.sessions[-2].year == 2025
    assert not [
        f for f in figures.all("what_changed_from") if f.params["of"] == "relative_return" and f.window.name == "ytd"
    ]


def rows(market: Market) -> recompute.Prices:
    header = ["date", "symbol", "close"]
    return recompute.Prices([header, *(
        [day.date().isoformat(), market.subjects[name].symbol, repr(float(value))]
        for name, bars in market.bars.items() for day, value in bars["close"].items()
    )])  # fmt: skip


def test_each_of_them_follows_from_the_prices_alone(world: World) -> None:
    figures, market, desk = told(world, [*FLAT[:-4], 110.0, 90.0, 95.0, 91.0], 3, SUPPORT, RECORD)
    known, subjects = {f.id: f for f in figures}, {s.id: s for s in desk.subjects}
    mine = [f for f in figures if f.metric.startswith(("follow_up", "what_changed"))]
    assert len(mine) >= 6
    for figure in mine:
        found = recompute.check(figure, rows(market), subjects, known, market.session)
        assert found.state == "right", (figure.id, found)
        wrong = figure.model_copy(update={"value": figure.value * 1.01 + 0.02})
        assert (
            recompute.check(wrong, rows(market), subjects, known | {wrong.id: wrong}, market.session).state != "right"
        )


def test_a_verdict_that_the_closes_do_not_give_is_found(world: World) -> None:
    figures, market, desk = told(world, [*FLAT[:-2], 110.0, 90.0], 1, SUPPORT)
    known, subjects = {f.id: f for f in figures}, {s.id: s for s in desk.subjects}
    distance = figures["rut.follow_up_distance.sma20"]
    lie = distance.model_copy(update={"params": {**distance.params, "triggered": 0}})
    assert recompute.check(lie, rows(market), subjects, known, market.session).state == "wrong"
