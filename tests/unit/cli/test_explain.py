"""`reporter explain`: definition, formula with its numbers, inputs, source; and the latest edition if none is named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.cli import main
from reporter.cli.explanation import explain_claim, explain_figure, printed
from reporter.model import (
    Briefing,
    Claim,
    Figure,
    History,
    Input,
    Passage,
    Section,
    Source,
    Subject,
    Window,
)

SESSION, BEFORE = date(2026, 1, 23), date(2026, 1, 22)
DAY = Window(name="1d", start=SESSION, end=SESSION, sessions=1, base=BEFORE)


def figure(**changes: object) -> Figure:
    basic = Figure(
        id="rut.day_change.1d",
        metric="day_change",
        subject="rut",
        symbol="^RUT",
        window=DAY,
        value=2669.16 / 2718.64 - 1,
        unit="fraction",
        decimals=4,
        formula="close[end] / close[base] - 1",
        inputs=(
            Input(symbol="^RUT", session=BEFORE, field="close", value=2718.64),
            Input(symbol="^RUT", session=SESSION, field="close", value=2669.16),
        ),
        as_of=SESSION,
        history=History(
            start=date(1987, 9, 10), end=SESSION, observations=9664, percentile=0.0612, last=date(2025, 11, 20)
        ),
    )
    return basic.model_copy(update=changes)


GAP = figure(
    id="rut-spx.relative_return.1d",
    metric="relative_return",
    comparator="spx",
    unit="pp",
    formula="(a[end] / a[base] - 1) - (b[end] / b[base] - 1)",
    inputs=tuple(
        Input(symbol=symbol, session=session, field="close", value=value)
        for symbol, session, value in (
            ("^RUT", BEFORE, 2718.64),
            ("^RUT", SESSION, 2669.16),
            ("^GSPC", BEFORE, 6913.35),
            ("^GSPC", SESSION, 6915.61),
        )
    ),
    history=None,
)
CLAIM = Claim(
    id="day.rut.spx",
    kind="day",
    roles={"a": "rut", "b": "spx"},
    figures=("rut.day_change.1d",),
    facts={"a_leads": False},
    rule="rut.day_change.1d < spx.day_change.1d",
)


@pytest.fixture
def briefing() -> Briefing:
    return Briefing(
        desk="own",
        session=SESSION,
        as_of=datetime(2026, 1, 23, 21, tzinfo=UTC),
        generated_at=datetime(2026, 1, 24, tzinfo=UTC),
        theme="quiet",
        sentiment="mixed",
        market="us_equities",
        subjects=(
            Subject(id="rut", symbol="^RUT", kind="index", roles=("challenger",)),
            Subject(id="spx", symbol="^GSPC", kind="index", roles=("benchmark",)),
        ),
        figures=(figure(), GAP),
        claims=(CLAIM,),
        sections=(Section(id="analysis", passages=(Passage(id="first", move="lead", claims=("day.rut.spx",)),)),),
        sources=(Source(id=0, kind="market", publisher="A file", title="prices.csv", date=SESSION),),
    )


def edition(folder: Path, briefing: Briefing, session: str = "2026-01-23", desk: str = "own") -> Path:
    made = folder / "output" / "editions" / session / desk
    made.mkdir(parents=True)
    (made / "briefing.json").write_text(briefing.model_dump_json(by_alias=True), encoding="utf-8")
    return made


def test_a_figure_is_explained_in_full(briefing: Briefing) -> None:
    told = explain_figure(figure(), briefing)
    for words in (
        "value         -1.82% (fraction; unrounded -0.018",
        "window        1d: 2026-01-23, 1 session, from the close of 2026-01-22",
        "Close over the close of the session before",
        "formula       close[end] / close[base] - 1",
        "with numbers  2669.16 / 2718.64 - 1 = -0.0182",
        "^RUT close on 2026-01-22: 2718.64",
        "1987-09-10 to 2026-01-23, 9664 observations; 6.1% of them at or below it",
        "last reached  2025-11-20",
        "[0] A file: prices.csv, 2026-01-23",
        "used in       day.rut.spx",
    ):
        assert words in told


def test_readers_definitions_stand_in_the_languages_of_the_edition(briefing: Briefing, tmp_path: Path) -> None:
    made = edition(tmp_path, briefing)
    for name in ("en.html", "zh_CN.md", "notes.md"):
        (made / name).touch()
    told = CliRunner().invoke(main, ["explain", "rut.day_change.1d", "--edition", str(made)]).output
    assert "for readers   The session’s close against the close of the session before." in told
    assert "当日收盘价相对前一交易日收盘价的涨跌幅" in told


def test_the_numbers_of_a_pair_go_to_the_right_places(briefing: Briefing) -> None:
    told = explain_figure(GAP, briefing)
    assert "(2669.16 / 2718.64 - 1) - (6915.61 / 6913.35 - 1) = -0.0182" in told


def test_a_formula_whose_numbers_are_a_series_is_not_half_filled(briefing: Briefing) -> None:
    mean = figure(formula="close[end] / mean(close[t]) - 1", metric="sma_distance")
    assert "with numbers" not in explain_figure(mean, briefing)


PRICES = """date,symbol,open,high,low,close,adj_close,volume
2026-01-20,^RUT,,,,2645.36,,
2026-01-21,^RUT,,,,2698.17,,
2026-01-22,^RUT,,,,2718.64,,
2026-01-23,^RUT,,,,2669.16,,
2026-01-23,^TNX,,,,4.24,,
"""
SPAN = Input(symbol="^RUT", field="close", start=date(2026, 1, 20), session=SESSION)


@pytest.mark.parametrize(
    ("metric", "formula", "value", "worked"),
    [
        ("sma_distance", "close[end] / mean(close[t], t in window) - 1", -0.0051063, "2669.16 / 2682.8325 - 1 = -0.005106"),
        ("sma20", "mean(close[t], 20 sessions to end)", 2682.8325, "mean of 4 observations = 2682.8325"),
        ("extreme_52w_high", "max(high[t], t in window)", 2718.64, "max of 4 observations = 2718.64"),
        ("level_percentile", "count(close[t] <= close[end]) / count(close[t]), t in window", 0.5, "2 / 4 = 0.5"),
        ("share_above", "count(level[t] > level[end]) / count(t), 252 sessions to end", 0.5, "2 / 4 = 0.5"),
        ("daily_vol", "std(close[t] / close[t-1] - 1, t in window), n - 1 in the denominator", 0.02,
         "standard deviation of 3 daily changes = 0.02"),
    ],
)  # fmt: skip
def test_a_statistic_of_a_span_is_worked_out_from_the_prices_beside_it(
    briefing: Briefing, tmp_path: Path, metric: str, formula: str, value: float, worked: str
) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(PRICES, encoding="utf-8")
    made = figure(metric=metric, formula=formula, value=value, inputs=(SPAN,), history=None)
    told = explain_figure(made, briefing, path)
    assert f"with numbers  {worked}" in told
    assert "4 observations, 2645.36 on 2026-01-20 to 2669.16 on 2026-01-23" in told
    assert "with numbers" not in explain_figure(made, briefing), "without the prices there are none to put in"


def test_yields_of_the_price_file_are_percent(briefing: Briefing, tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(PRICES, encoding="utf-8")
    tnx = Subject(id="tnx", symbol="^TNX", kind="yield")
    made = figure(formula="median(level[t])", inputs=(SPAN.model_copy(update={"symbol": "^TNX"}),))
    told = explain_figure(made, briefing.model_copy(update={"subjects": (*briefing.subjects, tnx)}), path)
    assert "1 observation, 0.0424 on 2026-01-23" in told


def test_a_figure_made_of_figures_and_notes(briefing: Briefing) -> None:
    upside = figure(
        id="rut.implied_upside.house", metric="implied_upside", formula="target / close - 1", value=0.058385,
        sources=(0, 4), history=None,
        inputs=(Input(figure="rut.price_target.house", value=2825.0), Input(figure="rut.close_level.1d", value=2669.16)),
    )  # fmt: skip
    told = explain_figure(upside, briefing)
    assert "with numbers  2825 / 2669.16 - 1 = 0.058385" in told
    assert "Computed from what a research note gives" in told
    note = figure(metric="price_target", formula="as published", inputs=(Input(field="note:house", value=2825.0),))
    told = explain_figure(note, briefing)
    assert "research note house: 2825.0" in told and "as its source published it" in told


def test_a_base_rate_stands_with_its_cases_and_thresholds(briefing: Briefing) -> None:
    def part(kind: str, name: str, value: float, **more: object) -> Figure:
        return figure(
            id=f"rut-spx.base_rate_{kind}.{name}", metric=f"base_rate_{kind}", comparator="spx", value=value,
            unit="count", decimals=0, formula="count(outcome > 0)", history=None,
            window=DAY.model_copy(update={"name": name}), params={"rule": "streak_ended", **more},
        )  # fmt: skip

    hits, cases = part("hits", "streak_ended_63", 8, horizon=63), part("cases", "streak_ended", 12)
    other = part("hits", "streak_ended_21", 7, horizon=21)
    told = explain_figure(hits, briefing.model_copy(update={"figures": (hits, cases, other)}))
    assert "beside it   rut-spx.base_rate_cases.streak_ended = 12" in told
    assert "streak_ended_21" not in told, "another horizon"


def test_a_history_that_is_too_short_is_said_to_be(briefing: Briefing) -> None:
    young = figure(history=History(start=BEFORE, end=SESSION, observations=12))
    assert "12 observations; too few for a place among them" in explain_figure(young, briefing)


def test_a_metric_that_no_longer_exists_is_said_to_be_so(briefing: Briefing) -> None:
    assert "this version has no metric day_chance" in explain_figure(figure(metric="day_chance"), briefing)


def test_a_claim_is_explained_with_its_rule_figures_and_place(briefing: Briefing) -> None:
    told = explain_claim(CLAIM, briefing)
    for words in (
        "rule       rut.day_change.1d <",
        "rut.day_change.1d = -1.82%",
        "a = rut",
        "a_leads = False",
        "analysis: first (lead)",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (-0.0182, "fraction", 4, "-1.82%"),
        (0.0346, "pp", 4, "3.46 pp"),
        (0.931, "percentile", 2, "93%"),
        (2669.16, "points", 2, "2,669.16 points"),
        (14, "sessions", 0, "14 sessions"),
        (2.04, "ratio", 1, "2.0"),
        (-0.000001, "fraction", 4, "0.00%"),
    ],
)
def test_a_value_is_printed_in_its_unit(value: float, unit: str, decimals: int, text: str) -> None:
    assert printed(figure(value=value, unit=unit, decimals=decimals)) == text


def test_the_latest_edition_serves_if_none_is_named(folder: Path, briefing: Briefing) -> None:
    edition(folder, briefing.model_copy(update={"figures": ()}), session="2026-01-16")
    edition(folder, briefing)
    result = CliRunner().invoke(main, ["explain", "rut.day_change.1d"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("rut.day_change.1d\n")


def test_json_is_the_noun_itself(folder: Path, briefing: Briefing) -> None:
    made = edition(folder, briefing)
    result = CliRunner().invoke(main, ["explain", "day.rut.spx", "--json", "--edition", str(made)])
    assert Claim.model_validate(json.loads(result.stdout)) == CLAIM


def test_an_unknown_name_is_answered_with_the_nearest(folder: Path, briefing: Briefing) -> None:
    edition(folder, briefing)
    result = CliRunner().invoke(main, ["explain", "rut.day_chance.1d"])
    assert result.exit_code == 2
    assert "did you mean rut.day_change.1d?" in result.stderr


def test_without_an_edition_the_sentence_says_how_to_make_one(folder: Path) -> None:
    result = CliRunner().invoke(main, ["explain", "rut.day_change.1d"])
    assert result.exit_code == 2
    assert "make one with: reporter build" in result.stderr


def test_a_folder_that_is_no_edition_is_named(folder: Path) -> None:
    result = CliRunner().invoke(main, ["explain", "x", "--edition", str(folder)])
    assert result.exit_code == 2
    assert "it has no briefing.json" in result.stderr
