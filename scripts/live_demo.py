"""The main job with `--data yahoo` through the real client, against a server on this machine that serves the sample.

    python scripts/live_demo.py [--keep DIR]

Builds one edition from `--data sample` and one from `--data yahoo`, whose requests go to a loopback server that
answers as Yahoo does, and a third from `--data store` with the server gone, all three with the sample's own notes.
Compares their figures. Exits 0 where all are equal, 1 and names the differences where they are not, 10 where they are
equal but a gate held an edition.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "recorded")]

NOTES = ROOT / "reporter" / "notes" / "sample"
SESSION, NOW = "2026-01-23", "2026-01-24T00:00:00+00:00"
TOLERANCE = 1e-9
SHOWN = 20


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the sample through the real Yahoo client and compare.")
    parser.add_argument("--keep", type=Path, help="keep the editions in this folder")
    keep = parser.parse_args().keep
    with tempfile.TemporaryDirectory() as temporary:
        own = Path(temporary)
        os.environ["XDG_DATA_HOME"] = str(own / "share")  # a store of its own; caches of fonts and calendars are shared
        return compare(keep.resolve() if keep else own / "editions")


def compare(folder: Path) -> int:
    """Build the three editions below a folder and compare them."""
    from yahoo_server import World, listings, loopback_session, serve

    from reporter.data import yahoo_client
    from reporter.data.files import read_prices

    table, _ = read_prices([ROOT / "reporter" / "data" / "sample" / "prices.csv.gz"], frozenset())
    world = World(listings=listings(table.frames(table.symbols)))
    plain, held = edition("sample", folder / "sample")
    with serve(world) as address:
        yahoo_client.open_session = lambda **_: loopback_session(address)
        live, live_held = edition("yahoo", folder / "yahoo")
    print(f"{len(world.asked)} requests, {len(world.charts())} of them for the prices of {len(world.listings)} symbols")
    stored, stored_held = edition("store", folder / "store")
    found = differences(plain, live, "yahoo") + differences(plain, stored, "store")
    print("\n".join(found[:SHOWN]) or f"{len(plain)} figures are the same from the sample, the live client, the store")
    if found or not plain:
        return 1
    return 10 if held or live_held or stored_held else 0


def edition(source: str, output: Path) -> tuple[dict[str, Any], bool]:
    """Build an edition and read its figures by id; whether it was held."""
    from reporter.cli import main as reporter

    arguments = ["build", "--data", source, "--on", SESSION, "--now", NOW, "--notes", str(NOTES), "--previous", "none",
                 "--format", "json", "--format", "html", "--output", str(output)]  # fmt: skip
    print("reporter", " ".join(arguments), flush=True)
    code = run(reporter, arguments)
    if code not in (0, 10, 11):
        raise SystemExit(f"reporter build --data {source} ended with {code}")
    (briefing,) = output.glob(f"**/{SESSION}/*/briefing.json")
    figures = json.loads(briefing.read_text(encoding="utf-8"))["figures"]
    return {figure["id"]: figure for figure in figures}, code == 10


def run(command: Any, arguments: list[str]) -> int:
    """The exit code of a command line that is run within this process."""
    try:
        return int(command(arguments) or 0)
    except SystemExit as ended:
        return int(ended.code or 0)


def differences(expected: dict[str, Any], found: dict[str, Any], source: str) -> list[str]:
    """One line for each figure that only one of two editions has, or that has another value."""
    lines = [f"{source}: lacks {name}" for name in expected.keys() - found.keys()]
    lines += [f"{source}: has {name} besides" for name in found.keys() - expected.keys()]
    for name in expected.keys() & found.keys():
        first, second = expected[name]["value"], found[name]["value"]
        if abs(first - second) > TOLERANCE * max(1.0, abs(first)):
            lines.append(f"{source}: {name} is {second!r}, not {first!r}")
    return sorted(lines)


if __name__ == "__main__":
    sys.exit(main())
