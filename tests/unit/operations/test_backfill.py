"""`reporter backfill`: the same editions as one build after another, on every engine, resumable; `status`; the store."""

from __future__ import annotations

import json
import sqlite3
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import reporter
from reporter.data.store import Batch, Store

from .conftest import DESK, daily, digest, edition, prices, run, write_prices

NOW = "2026-02-02T12:00:00+00:00"
SPAN = ("--from", "2026-01-20", "--to", "2026-01-23", "--now", NOW)


@pytest.fixture
def one_by_one(project: Path) -> dict[str, str]:
    """The editions of four sessions as `reporter build` makes them, one after the other."""
    for day in ("20", "21", "22", "23"):
        assert run("build", "--on", f"2026-01-{day}", "--now", NOW, "--output", "single").exit_code == 0
    return digest(project / "single")


def test_the_same_bytes_as_one_build_after_another(project: Path, one_by_one: dict[str, str]) -> None:
    done = run("backfill", *SPAN)
    assert (done.exit_code, done.stdout) == (0, "4 published\n")
    assert digest(project / "output") == one_by_one
    assert not (project / "state" / "backfill").exists()
    again = run("backfill", *SPAN)
    assert (again.exit_code, again.stdout) == (0, "0 published, 4 made before\n")
    assert digest(project / "output") == one_by_one


def test_processes_give_the_same_and_a_stopped_run_goes_on(project: Path, one_by_one: dict[str, str]) -> None:
    run("backfill", "--from", "2026-01-20", "--to", "2026-01-21", "--now", NOW)
    done = run("backfill", *SPAN, "--workers", "2")
    assert (done.exit_code, done.stdout) == (0, "2 published, 2 made before\n")
    assert digest(project / "output") == one_by_one


@pytest.fixture
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster:
            yield cluster.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same(project: Path, one_by_one: dict[str, str], scheduler: str) -> None:
    done = run("backfill", *SPAN, "--engine", f"dask={scheduler}")
    assert (done.exit_code, done.stdout) == (0, "4 published\n"), done.stderr
    assert digest(project / "output") == one_by_one


def test_engines_that_are_not_there(project: Path) -> None:
    assert "There is no engine 'gpu'; use local or dask=ADDRESS" in run("backfill", *SPAN, "--engine", "gpu").stderr
    nobody = run("backfill", *SPAN, "--engine", "dask=nonsense://1")
    assert nobody.exit_code == 40 and "There is no dask scheduler at nonsense://1" in nobody.stderr


def test_held_editions_are_not_followed_up(project: Path) -> None:
    told = prices()
    told["IWM"][-8] *= 100  # 2026-01-21, and taken back on the 22nd
    write_prices(project, told)
    done = run("backfill", *SPAN, "--json")
    assert done.exit_code == 10
    outcomes = {each["session"]: each["status"] for each in json.loads(done.stdout)["outcomes"]}
    assert outcomes == {"2026-01-20": "published", "2026-01-21": "held", "2026-01-22": "held", "2026-01-23": "held"}
    assert not edition(project, "2026-01-22").exists()


def test_many_desks_by_a_pattern(project: Path) -> None:
    for name in ("client-a", "client-b"):
        (project / "desks" / f"{name}.toml").write_text(DESK, encoding="utf-8")
    done = run("backfill", "--from", "2026-01-22", "--to", "2026-01-22", "--now", NOW, "--desk", "client-*")
    assert done.stdout == "2 published\n"
    assert edition(project, "2026-01-22", "client-b").is_dir()
    assert "No desk matches x-*" in run("backfill", *SPAN, "--desk", "x-*").stderr


def test_no_session_in_the_span(project: Path) -> None:
    assert run("backfill", "--from", "2026-01-17", "--to", "2026-01-19", "--now", NOW).exit_code == 20
    assert run("backfill", "--from", "2026-01-19", "--to", "2026-01-17", "--now", NOW).exit_code == 2


def test_where_everything_stands(project: Path) -> None:
    daily("2026-01-21")
    told = prices()
    told["IWM"][-7] *= 100
    write_prices(project, told)
    daily("2026-01-22")
    found = reporter.status(project, now=datetime(2026, 1, 23, 12, tzinfo=UTC))
    (desk,) = found["desks"]
    assert [each["session"] for each in desk["editions"]] == ["2026-01-21"]
    assert desk["held"][0]["session"] == "2026-01-22" and "unit flip: IWM" in desk["held"][0]["why"][0]
    assert (desk["next_session"], desk["next_close"]) == ("2026-01-23", "2026-01-23T16:00:00-05:00")
    assert found["last_run"]["exit_code"] == 10
    text = run("status", "--now", "2026-01-23T12:00:00+00:00").stdout
    assert "own: 1 edition\n  2026-01-21  pass\n  held 2026-01-22/own: unit flip: IWM" in text
    assert "kept.sqlite3: none yet" in text


@pytest.fixture
def store(project: Path) -> Path:
    import pandas as pd

    from reporter.model.market import FIELDS

    frame = pd.DataFrame({"close": [1.0, 2.0]}, index=pd.DatetimeIndex(["2026-01-22", "2026-01-23"]))
    with Store.open(project / "kept.sqlite3") as opened:
        bars = frame.reindex(columns=list(FIELDS)).astype("float64")
        opened.append(Batch("SPY", bars, date(2026, 1, 22), date(2026, 1, 23)), "A", datetime(2026, 1, 24, tzinfo=UTC))
    return project / "kept.sqlite3"


def test_a_copy_of_the_store_and_back(project: Path, store: Path) -> None:
    done = run("data", "backup", "copies/monday.sqlite3")
    assert done.stdout == "copies/monday.sqlite3: 1 symbols, 2 bars, whole\n"
    assert run("data", "backup", "copies/monday.sqlite3").exit_code == 2
    store.write_bytes(b"not a database at all, only noise" * 100)
    damaged = run("status", "--now", NOW)
    assert damaged.exit_code == 0 and "DAMAGED; put a copy back with: reporter data restore FILE" in damaged.stdout
    store.unlink()
    assert run("data", "restore", "copies/monday.sqlite3").exit_code == 0
    with Store.open(store) as opened:
        assert opened.read(["SPY"], date(2026, 1, 23)).frames["SPY"]["close"].tolist() == [1.0, 2.0]


def test_only_a_store_is_put_back(project: Path, store: Path) -> None:
    (project / "noise").write_bytes(b"noise" * 1000)
    with sqlite3.connect(project / "other.sqlite3") as other:
        other.execute("CREATE TABLE things (a)")
    other.close()
    for name in ("noise", "other.sqlite3"):
        ended = run("data", "restore", name)
        assert ended.exit_code == 30 and "is no store of prices" in ended.stderr
    assert reporter.status(project, now=datetime(2026, 2, 2, tzinfo=UTC))["store"]["whole"]
