"""How fast `reporter` is next to what people would use instead: ratios of one run, then seconds.

    python benchmarks/run.py [--quantstats PYTHON] [--repeat 3] [--workers] [--json FILE]

Everything is measured as processor time, of the user and the system, of whole processes, one after the other in turns:
other work on the machine makes both sides of a ratio slower alike. `--quantstats` names the Python of an environment
that has QuantStats; without it (and without Chromium) their rows are left out. `--workers` times a batch by the clock
with one worker and with two: only an idle machine can say anything about that. Ends with 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).parent
REPORTER = [sys.executable, "-m", "reporter"]
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What is installed has its modules compiled; a checkout that may not keep them would compile 300 in every process."""
NOW = ["--now", "2026-01-24T12:00:00+00:00", "--data", "sample"]


@dataclass(frozen=True)
class Row:
    """Ours beside theirs, or beside nothing; `limit` is of the ratio, or of our own number where there is no other."""

    name: str
    ours: float
    theirs: float | None
    limit: float | None
    unit: str = "s"

    @property
    def told(self) -> float:
        return self.ours if self.theirs is None else self.ours / self.theirs

    @property
    def kept(self) -> bool:
        return self.limit is None or self.told <= self.limit


@dataclass(frozen=True)
class Run:
    """A process: processor seconds, seconds by the clock, most memory in MB, and what it said."""

    seconds: float
    clock: float
    memory: float
    out: str


def run(command: list[str]) -> Run:
    began = perf_counter()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, text=True, env=COMPILED)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read()
    if process.returncode not in (0, 11):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return Run(used.ru_utime + used.ru_stime, perf_counter() - began, _megabytes(used), said)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def turns(first: list[str], second: list[str] | None, repeat: int) -> list[tuple[Run, Run | None]]:
    """Two commands in turn."""
    return [(run(first), run(second) if second else None) for _ in range(repeat)]


def row(name: str, pairs: list[tuple[Run, Run | None]], limit: float | None) -> Row:
    """The pair in the middle, by its ratio."""
    if pairs[0][1] is None:
        return Row(name, median(ours.seconds for ours, _ in pairs), None, limit)
    rows = [Row(name, ours.seconds, theirs.seconds, limit) for ours, theirs in pairs if theirs is not None]
    return sorted(rows, key=lambda one: one.told)[len(rows) // 2]


def daily(folder: Path, arguments: argparse.Namespace) -> list[Row]:
    """The whole job in a new process: both languages, four formats, verified; QuantStats' one page beside it."""
    ours = [*REPORTER, "build", *NOW, "--output", str(folder / "daily")]
    run(ours)
    (prices,) = (folder / "daily").glob("editions/*/*/prices.csv")
    shutil.copy(prices, folder / "prices.csv")
    python = arguments.quantstats or (sys.executable if importlib.util.find_spec("quantstats") else None)
    sheet = [python, str(HERE / "tear_sheet.py"), str(folder / "prices.csv"), str(folder / "sheet.html")]
    pairs = turns(ours, [str(part) for part in sheet] if python else None, arguments.repeat)
    name = "daily job / QuantStats' HTML report" if python else "daily job"
    return [
        row(name, pairs, 1.0 if python else None),
        Row("memory of the daily job", max(ours.memory for ours, _ in pairs), None, 400, "MB"),
    ]


def paper(folder: Path, arguments: argparse.Namespace) -> tuple[list[Row], dict[str, dict[str, int]]]:
    """PDFs and a warm edition over bare WeasyPrint, in one process; Chromium on the same page."""
    page = folder / "page.html"
    told = run([sys.executable, str(HERE / "paper.py"), "--repeat", str(arguments.repeat), "--html", str(page)])
    found = json.loads(told.out.splitlines()[-1])  # warnings may stand before it
    rows = [
        Row("warm edition / bare WeasyPrint", found["edition"], found["bare"], 1.5),
        Row("its PDFs / bare WeasyPrint", found["ours"], found["bare"], 1.0),
        Row("warm edition without PDF, checked", found["no_pdf"], None, None),
    ]
    chromium = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)
    if chromium:
        # a headless Chromium that root may run: the page is our own
        printing = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={folder / 'c.pdf'}"]
        rows.append(Row("its PDFs / two of Chromium", found["ours"], 2 * run([*printing, page.as_uri()]).seconds, None))
    return rows, found["counts"]


def cold(folder: Path, arguments: argparse.Namespace) -> list[Row]:
    """What a new process takes."""
    page = [*REPORTER, "build", *NOW, "--format", "html", "--output", str(folder / "cold")]
    return [
        row("build --format html, cold", turns(page, None, arguments.repeat), 1.2),
        row("--help", turns([*REPORTER, "--help"], None, arguments.repeat), 0.1),
    ]


def metrics(folder: Path, arguments: argparse.Namespace) -> list[Row]:
    """Every figure of the default desk over 35 years."""
    answer = folder / "metrics.json"
    case = ["--case", "default", "--repeat", str(arguments.repeat), "--json", str(answer)]
    subprocess.run([sys.executable, str(HERE / "metrics.py"), *case], check=False, capture_output=True)
    (found,) = json.loads(answer.read_text(encoding="utf-8"))
    return [Row(f"metrics, {found['subjects']} symbols x 35 years, warm", found["warm"], None, 0.15)]


def workers(folder: Path) -> list[Row]:
    """A batch by the clock: two workers and one."""
    batch = [*REPORTER, "backfill", *NOW, "--from", "2026-01-12", "--to", "2026-01-23", "--output"]
    two, one = (run([*batch, str(folder / f"w{n}"), "--workers", str(n)]) for n in (2, 1))
    return [Row("a batch: two workers / one, by the clock", two.clock, one.clock, 1 / 1.9)]


def table(rows: list[Row]) -> str:
    lines = [f"{'':<46}{'ratio':>8}{'limit':>8}{'ours':>10}{'theirs':>10}"]
    for one in sorted(rows, key=lambda one: one.theirs is None):
        ratio = f"{one.told:.2f}" if one.theirs is not None else ""
        limit = f"{one.limit:.2f}" if one.limit is not None else ""
        theirs = f"{one.theirs:.2f} s" if one.theirs is not None else ""
        mark = "" if one.kept else "  over"
        lines.append(f"{one.name:<46}{ratio:>8}{limit:>8}{f'{one.ours:.2f} {one.unit}':>10}{theirs:>10}{mark}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quantstats", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--workers", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, counts = paper(folder, arguments)
        rows = [*daily(folder, arguments), *pages, *cold(folder, arguments), *metrics(folder, arguments)]
        if arguments.workers:
            rows += workers(folder)
    print(table(rows))
    for locale, found in counts.items():
        print(f"{locale}.pdf without attachments: {found['bytes'] / 1000:.0f} kB, {found['calls'] / 1e6:.1f} M calls")
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        told = [asdict(one) | {"ratio": one.told if one.theirs is not None else None} for one in rows]
        arguments.json.write_text(json.dumps({"rows": told, "counts": counts}, indent=2) + "\n", encoding="utf-8")
    return 0 if all(one.kept for one in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
