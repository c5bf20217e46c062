"""`reporter daily`: what is due, once; holidays, half days, outages, two runs at once, and what is not delivered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import reporter
from reporter.errors import HeldError
from reporter.operations.state import State

from .conftest import DESK, Listener, daily, digest, edition, gates, prices, run, write_prices


def test_the_latest_completed_session_is_made_once(project: Path) -> None:
    first = daily("2026-01-23")
    assert (first.exit_code, first.stdout) == (0, "own 2026-01-23: published\n")
    assert (edition(project, "2026-01-23") / "en.html").is_file()
    before = digest(project)
    again = daily("2026-01-23")
    assert (again.exit_code, again.stdout) == (0, "own 2026-01-23: published before\n")
    assert digest(project) == before
    manifest = json.loads((edition(project, "2026-01-23") / "manifest.json").read_text(encoding="utf-8"))
    assert "gates.json" in [entry["name"] for entry in manifest["files"]]
    assert reporter.verify(edition(project, "2026-01-23")).clean


def test_a_session_that_goes_on_is_not_told_of(project: Path) -> None:
    assert daily("2026-01-23", hour=18).stdout == "own 2026-01-22: published\n"
    assert daily("2026-01-23", hour=21).stdout == "own 2026-01-22: published before\n"


def test_a_half_day_ends_early(project: Path) -> None:
    write_prices(project)
    assert daily("2025-11-28", hour=18).stdout == "own 2025-11-26: published\n"
    assert daily("2025-11-28", hour=19).stdout == "own 2025-11-28: published\n"


def test_holidays_end_with_20(project: Path) -> None:
    ended = daily("2026-01-19")
    assert ended.exit_code == 20
    assert "XNYS is closed on 2026-01-19; its last session was 2026-01-16 (reporter build" in ended.stdout
    assert not (project / "output").exists()
    assert daily("2026-01-16").exit_code == 0
    assert daily("2026-01-17").exit_code == 20


def test_missed_sessions_are_made_up_for_in_their_order(project: Path) -> None:
    assert daily("2026-01-15").exit_code == 0
    after = daily("2026-01-24")  # a Saturday
    assert after.exit_code == 0
    assert after.stdout.splitlines() == [f"own 2026-01-{day}: published" for day in (16, 20, 21, 22, 23)]
    briefing = json.loads((edition(project, "2026-01-21") / "briefing.json").read_text(encoding="utf-8"))
    assert briefing["previous"]["session"] == "2026-01-20"


def test_too_long_an_outage_is_told(project: Path) -> None:
    (project / "reporter.toml").write_text(
        (project / "reporter.toml").read_text(encoding="utf-8") + "[daily]\ncatch_up = 1\n", encoding="utf-8")
    daily("2026-01-15")
    after = daily("2026-01-23")
    assert [line.split(":")[0] for line in after.stdout.splitlines()] == ["own 2026-01-22", "own 2026-01-23"]
    assert "3 sessions from 2026-01-16 to 2026-01-21 were missed" in after.stderr


def test_a_dry_run_leaves_no_trace(project: Path) -> None:
    before = digest(project)
    told = daily("2026-01-23", "--dry-run")
    assert (told.exit_code, told.stdout) == (0, "own: would make 2026-01-23 from 3 symbols of csv:"
                                             f"{project}/prices.csv\n")  # fmt: skip
    assert digest(project) == before and not (project / "state").exists()


def test_two_runs_at_once(project: Path) -> None:
    with State(project / "state").lock():
        ended = daily("2026-01-23")
    assert ended.exit_code == 50
    assert "Another run holds the lock" in ended.stderr
    assert daily("2026-01-23").exit_code == 0


def test_a_session_that_is_not_delivered_leaves_yesterday(project: Path) -> None:
    write_prices(project, until=date(2026, 1, 22))
    assert daily("2026-01-22").exit_code == 0
    before = digest(project / "output")
    ended = daily("2026-01-23")
    assert ended.exit_code == 30
    assert "There are no prices of 2026-01-23 yet; the last are of 2026-01-22. The next run tries again. If" in ended.stderr
    assert digest(project / "output") == before
    health = json.loads((project / "state" / "health.json").read_text(encoding="utf-8"))
    assert (health["ok"], health["desks"]["own"]["status"]) == (False, "failed")
    assert "  own 2026-01-23: There are no prices of 2026-01-23 yet;" in run("status").stdout  # whoever is woken reads why
    (project / "calendars.toml").write_text("[XNYS]\nclosures = [2026-01-23]\n", encoding="utf-8")
    assert daily("2026-01-23").exit_code == 20


def test_a_missing_instrument_is_a_gap_a_missing_lead_holds(project: Path) -> None:
    told = prices()
    told["IWM"] = told["IWM"][:-5]  # to 2026-01-23
    write_prices(project, told)
    assert daily("2026-01-26").exit_code == 0
    briefing = json.loads((edition(project, "2026-01-26") / "briefing.json").read_text(encoding="utf-8"))
    assert ("iwm", "no_bar_at_session") in [(gap["subject"], gap["why"]) for gap in briefing["gaps"]]
    assert "The last price is that of <time datetime=\"2026-01-23\">" in (
        edition(project, "2026-01-26") / "en.html").read_text(encoding="utf-8")
    told["^RUT"] = told["^RUT"][:-4]
    write_prices(project, told)
    ended = daily("2026-01-27")
    assert ended.exit_code == 10
    assert "own 2026-01-27 is held: its prices lack ^RUT, which the desk leads with." in ended.stderr
    assert not edition(project, "2026-01-27").exists()
    reading = gates(project / "output" / "held" / "2026-01-27" / "own")["too_few_instruments"]
    assert (reading["outcome"], reading["value"]) == ("hold", 1)
    write_prices(project)
    assert daily("2026-01-27").stdout == "own 2026-01-27: published\n"
    assert not (project / "output" / "held").exists()


def test_a_held_edition_waits_for_an_approver(project: Path) -> None:
    told = prices()
    told["IWM"][-6] *= 100  # 2026-01-23
    write_prices(project, told)
    ended = daily("2026-01-23")
    assert ended.exit_code == 10
    held = project / "output" / "held" / "2026-01-23" / "own"
    assert "gates.json: error: unit flip: IWM" in ended.stderr and f"reporter release {held}" in ended.stderr
    assert gates(held)["unit_flip"]["outcome"] == "hold"
    assert daily("2026-01-23").exit_code == 10  # held again, the same
    assert run("release", "2026-01-23", "--reason", " ").exit_code == 2
    assert "No edition 2026-01-22 is held; held are 2026-01-23/own." in run("release", "2026-01-22", "--reason", "x").stderr
    done = run("release", "2026-01-23/own", "--reason", "A reverse split.", "--by", "Ann", "--now", "2026-01-24T08:00:00+00:00")
    assert done.exit_code == 0, done.stderr
    folder = edition(project, "2026-01-23")
    record = json.loads((folder / "gates.json").read_text(encoding="utf-8"))
    assert record["approval"]["reason"] == "A reverse split." and record["approval"]["by"] == "Ann"
    assert "unit_flip" in record["approval"]["outcomes"]
    assert reporter.verify(folder).clean and not held.exists()
    assert daily("2026-01-23").exit_code == 0


def test_a_page_that_was_tampered_with_is_not_released(project: Path) -> None:
    told = prices()
    told["IWM"][-6] *= 100
    write_prices(project, told)
    daily("2026-01-23")
    page = project / "output" / "held" / "2026-01-23" / "own" / "en.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", "<p>77</p></main>"), encoding="utf-8")
    with pytest.raises(HeldError, match="Reading it again found"):
        reporter.release("2026-01-23/own", "why not", project)
    assert reporter.release("2026-01-23/own", "why not", project, unverified=True).status == "released"


def test_a_warning_is_published_with_11(project: Path) -> None:
    told = prices()
    told["IWM"][-6] *= 1.07
    (project / "desks" / "own.toml").write_text(DESK.replace('"benchmark"]', '"benchmark"]'), encoding="utf-8")
    write_prices(project, told)
    ended = daily("2026-01-23")
    assert ended.exit_code in (10, 11), ended.output
    (project / "reporter.toml").write_text((project / "reporter.toml").read_text(encoding="utf-8") + (
        "[gates]\nindex_against_etf = { hold = false }\njump_beyond_history = { warn = 1.2, hold = false }\n"), encoding="utf-8")
    ended = daily("2026-01-23")
    assert ended.exit_code == 11, ended.output
    assert daily("2026-01-23").exit_code == 11


def test_a_rehearsal_publishes_nothing(project: Path) -> None:
    daily("2026-01-23")
    before = digest(project / "output")
    same = daily("2026-01-23", "--shadow")
    assert same.stdout == "own 2026-01-23: the same, byte for byte\n"
    told = prices()
    told["^RUT"][-6] *= 1.001
    write_prices(project, told)
    other = daily("2026-01-23", "--shadow", "--json")
    assert other.exit_code == 12
    (outcome,) = json.loads(other.stdout)["outcomes"]
    assert "rut.day_change.1d" in [each["id"] for each in outcome["details"]["figures"]]
    assert digest(project / "output") == before


class Evening:
    """A clock whose waits take no time; what happens meanwhile is up to the test."""

    def __init__(self, start: datetime, meanwhile: dict[datetime, Path]) -> None:
        self.moment, self.waits, self._meanwhile = start, 0, meanwhile

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> bool:
        self.moment += timedelta(seconds=seconds)
        self.waits += 1
        for moment, folder in self._meanwhile.items():
            if self.moment >= moment:
                write_prices(folder)
        return True


def test_final_prices_are_waited_for(project: Path) -> None:
    write_prices(project, until=date(2026, 1, 22))
    start = datetime(2026, 1, 23, 21, 5, tzinfo=UTC)  # five minutes after the close
    clock = Evening(start, {datetime(2026, 1, 23, 22, 0, tzinfo=UTC): project})
    reporter.daily(project, clock=replace_now(clock, datetime(2026, 1, 22, 22, tzinfo=UTC)))
    run = reporter.daily(project, clock=clock)
    assert [outcome.status for outcome in run.outcomes] == ["published"]
    assert run.outcomes[0].session == date(2026, 1, 23)
    assert datetime(2026, 1, 23, 22, 0, tzinfo=UTC) <= clock.moment < datetime(2026, 1, 23, 22, 11, tzinfo=UTC)


def test_nobody_waits_beyond_the_deadline(project: Path) -> None:
    write_prices(project, until=date(2026, 1, 22))
    clock = Evening(datetime(2026, 1, 23, 21, 40, tzinfo=UTC), {})
    run = reporter.daily(project, clock=clock)
    assert run.exit_code == 30
    assert clock.moment == datetime(2026, 1, 24, 0, 0, tzinfo=UTC)


def replace_now(clock: Evening, moment: datetime) -> Evening:
    return Evening(moment, {})


def test_one_desks_trouble_is_not_anothers(project: Path) -> None:
    (project / "desks" / "broken.toml").write_text('market = "us"\nlead = ["x"]\n', encoding="utf-8")
    ended = daily("2026-01-23", "--desk", "broken", "--desk", "own", "--json")
    assert ended.exit_code == 40
    told = {each["desk"]: each["status"] for each in json.loads(ended.stdout)["outcomes"]}
    assert told == {"broken": "failed", "own": "published"}


def test_the_log_for_programs(project: Path) -> None:
    ended = daily("2026-01-23", "--log", "json")
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert {"at", "level", "name", "message"} == set(lines[0]) and "verification" in [line["message"] for line in lines]


def test_the_request_is_plain_data() -> None:
    from reporter import api

    asked = api.request(now=datetime(2026, 1, 23, tzinfo=UTC))
    assert replace(asked, desk="x").desk == "x"


def test_a_sign_of_life_after_every_run(project: Path, listener: Listener) -> None:
    lines = [f'ping_{kind} = "{listener.address}/{kind}"\n' for kind in ("success", "failure", "holiday")]
    settings = project / "reporter.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[daily]\n" + "".join(lines), encoding="utf-8")
    daily("2026-01-23")
    daily("2026-01-24")
    write_prices(project, until=date(2026, 1, 23))
    listener.answers = [503]
    daily("2026-01-26")
    assert [path for path, _, _ in listener.heard] == ["/success", "/holiday", "/failure", "/failure"]
    assert listener.heard[0][2] == b"exit code 0\nown 2026-01-23: published"
    assert b"There are no prices of 2026-01-26 yet" in listener.heard[-1][2]


def test_a_ping_that_nobody_hears_fails_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporter.operations.pings.ATTEMPTS", 1)
    settings = project / "reporter.toml"
    text = settings.read_text(encoding="utf-8") + '[daily]\nping_success = "http://127.0.0.1:9/x"\n'
    settings.write_text(text, encoding="utf-8")
    ended = daily("2026-01-23")
    assert ended.exit_code == 0 and "The ping was not heard (ConnectionError)." in ended.stderr


def test_the_website_follows_where_it_is_wanted(project: Path) -> None:
    settings = project / "reporter.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[daily]\nsite = true\n", encoding="utf-8")
    ended = daily("2026-01-23")
    assert (ended.exit_code, ended.stdout) == (0, "own 2026-01-23: published\nsite: published\n"), ended.stderr
    assert "nothing has changed since the last release" in run("site", "build").stdout
    before = digest(project)
    assert daily("2026-01-23").exit_code == 0
    assert digest(project) == before


def test_a_damaged_store_is_told_with_what_to_do(project: Path) -> None:
    (project / "kept.sqlite3").write_bytes(b"no database" * 100)
    told = run("status", "--now", "2026-01-23T23:00:00+00:00")
    assert told.exit_code == 0 and "DAMAGED; put a copy back with: reporter data restore FILE" in told.stdout
    ended = daily("2026-01-23", "--data", "store")
    assert ended.exit_code == 30 and "put a copy back with: reporter data restore FILE." in ended.stderr


def test_beyond_the_known_holidays_nothing_is_made(project: Path) -> None:
    (project / "desks" / "own.toml").write_text('calendar = "XSHG"\n' + DESK, encoding="utf-8")
    ended = daily("2027-01-05")
    assert ended.exit_code == 30, ended.output
    assert "XSHG" in ended.stderr and "2026-12-31" in ended.stderr
    assert not (project / "output").exists()
