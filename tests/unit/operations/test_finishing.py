"""What follows an edition: wraps of weeks and months, signatures, the website and pings after a release by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reporter
from reporter.errors import ConfigError
from reporter.publishing.signing import SIGNATURE, new_key

from .conftest import DESK, Listener, daily, digest, edition, prices, run, write_prices

FRIDAY = "2026-01-23"


def settings(project: Path, top: str = "", tables: str = "") -> None:
    path = project / "reporter.toml"
    path.write_text(f"{top}\n{path.read_text(encoding='utf-8')}{tables}", encoding="utf-8")


def wrapped(project: Path, *kinds: str) -> None:
    asked = ", ".join(f'"{kind}"' for kind in kinds)
    (project / "desks" / "own.toml").write_text(f"wraps = [{asked}]\n{DESK}", encoding="utf-8")


def test_weeks_and_months_are_wrapped_up_once_and_sent(project: Path, listener: Listener) -> None:
    wrapped(project, "week", "month")
    hook = f'kind = "webhook"\nurl = "{listener.address}"\n'
    settings(project, tables=f'[delivery.all]\n{hook}[delivery.weeks]\n{hook}editions = ["week"]\ndesks = ["own"]\n')
    assert daily("2026-01-29").stdout == "own 2026-01-29: published; sent to all\n"
    last = daily("2026-01-30")
    assert last.stdout.splitlines() == [
        "own 2026-01-30: published; sent to all",
        "own.week 2026-01-30: published; sent to all; sent to weeks",
        "own.month 2026-01-30: published; sent to all",
    ]
    sent = [json.loads(body) for _, _, body in listener.heard]
    assert [each["period"] for each in sent] == [None, None, "week", "week", "month"]
    assert len({each["key"] for each in sent}) == 5
    briefing = json.loads((edition(project, "2026-01-30", "own.week") / "briefing.json").read_text(encoding="utf-8"))
    assert (briefing["period"]["kind"], briefing["period"]["start"]) == ("week", "2026-01-26")
    before = digest(project)
    assert daily("2026-01-30").exit_code == 0 and digest(project) == before
    status = run("status", "--now", "2026-01-30T22:00:00+00:00").stdout
    assert "week 2026-01-30  pass" in status and "month 2026-01-30  pass" in status


def test_a_week_that_was_missed_is_made_up_for(project: Path) -> None:
    wrapped(project, "week")
    daily("2026-01-22")
    after = daily("2026-01-26")
    assert [line.split(":")[0] for line in after.stdout.splitlines()] == [
        "own 2026-01-23", "own 2026-01-26", "own.week 2026-01-23"]  # fmt: skip
    assert daily("2026-01-27").stdout == "own 2026-01-27: published\n"


def test_what_is_let_out_by_hand_is_followed_by_what_follows_a_run(project: Path, listener: Listener) -> None:
    told = prices()
    told["IWM"][-6] *= 100  # 2026-01-23
    write_prices(project, told)
    pings = "".join(f'ping_{kind} = "{listener.address}/{kind}"\n' for kind in ("success", "failure"))
    settings(project, tables=f"[daily]\nsite = true\n{pings}")
    assert daily(FRIDAY).exit_code == 10
    assert not (project / "output" / "site").exists()
    done = run("release", f"{FRIDAY}/own", "--reason", "A reverse split.", "--now", "2026-01-24T08:00:00+00:00")
    assert done.exit_code == 0 and done.stdout.endswith("; site: published\n")
    assert "2026-01-23" in (project / "output" / "site" / "en" / "index.html").read_text(encoding="utf-8")
    assert [path for path, _, _ in listener.heard] == ["/failure", "/success"]
    gone = run("revise", f"{FRIDAY}/own", "--kind", "withdrawn", "--now", "2026-01-24T09:00:00+00:00")
    assert gone.exit_code == 0 and gone.stdout == f"own {FRIDAY}: withdrawn; site: published\n"


def test_every_way_out_signs(project: Path) -> None:
    public = new_key(project / "keys" / "desk")
    settings(project, top='sign = "keys/desk"')

    def clean(folder: Path) -> bool:
        return (folder / SIGNATURE).is_file() and reporter.verify(folder, project, key=public).clean

    told = prices()
    told["IWM"][-6] *= 100
    write_prices(project, told)
    daily("2026-01-22")
    assert clean(edition(project, "2026-01-22"))
    assert daily(FRIDAY).exit_code == 10
    held = project / "output" / "held" / FRIDAY / "own"
    assert not (held / SIGNATURE).exists()
    assert run("release", FRIDAY, "--reason", "right").exit_code == 0
    assert clean(edition(project, FRIDAY))

    told = prices()
    told["^RUT"][-7] *= 1.004  # 2026-01-22
    write_prices(project, told)
    assert "were revised" in daily("2026-01-26").stdout
    assert not (project / "output" / "held" / "2026-01-22" / "own" / SIGNATURE).exists()
    assert run("release", "2026-01-22/own", "--reason", "mended").exit_code == 0
    assert clean(edition(project, "2026-01-22")) and clean(edition(project, "2026-01-22") / "revisions" / "1")
    run("revise", "2026-01-26/own", "--kind", "withdrawn")
    assert clean(edition(project, "2026-01-26"))
    page = edition(project, FRIDAY)
    manifest = json.loads((page / "manifest.json").read_text(encoding="utf-8"))
    (page / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "[signature]" in run("verify", str(page)).output  # the settings' own key


def test_a_key_that_is_gone_is_said_before_anything_is_made(project: Path) -> None:
    settings(project, top='sign = "keys/desk"')
    ended = daily(FRIDAY)
    assert ended.exit_code == 40
    assert "The setting sign in reporter.toml: " in ended.stderr and "is no private key to sign with" in ended.stderr
    assert not (project / "output").exists()
    with pytest.raises(ConfigError, match="sign"):
        reporter.release(FRIDAY, "x", project)
    assert run("build", "--on", FRIDAY, "--sign", "none", "--format", "json").exit_code == 0
