"""Times the metrics room alone, on made prices: every figure of a session, after reading.

    python benchmarks/metrics.py [--case default|wide]... [--repeat 5] [--json FILE]

`default` is the default desk with 35 years of bars, `wide` a desk of 500 funds and stocks with 25 years of them. Each
runs in a process of its own and prints the first call, the median of the next ones, both as seconds of the processor
(the room has one thread, and what else the machine does is not its work), the median by the clock, and the most memory
that the process had; the limits stand beside them. The prices are a seeded random walk of every column that a provider
can deliver, the most work that a desk of that size can make. Ends with 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np
import pandas as pd

from reporter.data.calendar import open_calendar
from reporter.desk_files import load_desk
from reporter.metrics import measure
from reporter.metrics.engine import families
from reporter.model import Desk, Source, Subject
from reporter.model.market import FIELDS, Market
from reporter.project import Project

LAST = date(2026, 1, 23)
SEED = 20260123


@dataclass(frozen=True)
class Case:
    """What is measured, and what it may take: years of bars, seconds of a call, bytes of the process."""

    name: str
    years: int
    seconds: float
    memory: int


CASES = {c.name: c for c in (Case("default", 35, 0.3, 2 * 2**30), Case("wide", 25, 3.0, 2 * 2**30))}


@dataclass(frozen=True)
class Result:
    case: str
    subjects: int
    sessions: int
    figures: int
    gaps: int
    first: float
    warm: float
    clock: float
    peak: int


def desk_of(case: Case) -> Desk:
    """The default desk, or a generated one: it, and funds and stocks up to 500 subjects, a tenth of them in pairs."""
    made = load_desk("us-small-caps", Project(Path.cwd())).desk("us-small-caps", LAST)
    if case.name == "default":
        return made
    named = len([s for s in made.subjects if s.symbol])
    more = tuple(
        Subject(id=f"s{n}", symbol=f"S{n}", kind="stock" if n % 3 else "etf", currency="USD")
        for n in range(500 - named)
    )
    return made.model_copy(update={"subjects": (*made.subjects, *more)})


def market_of(desk: Desk, years: int) -> Market:
    """Bars of every subject that has a symbol on the sessions of `years` years; a fifth of the additions start late."""
    sessions = open_calendar(desk.calendar, LAST).between(LAST.replace(year=LAST.year - years), LAST)
    rng = np.random.default_rng(SEED)
    count = len(sessions)
    wind = rng.standard_t(4, count) * 0.007
    bars = {}
    for place, subject in enumerate(s for s in desk.subjects if s.symbol):
        begins = int(count * rng.random() * 0.8) if subject.id.startswith("s") and place % 5 == 0 else 0
        bars[subject.id] = bars_of(subject, wind[begins:], sessions[begins:], rng)
    source = Source(id=0, kind="market", publisher="made", title="made", date=LAST)
    return Market(LAST, {s.id: s for s in desk.subjects}, bars, sessions, (source,))


def bars_of(subject: Subject, wind: np.ndarray, sessions: pd.DatetimeIndex, rng: np.random.Generator) -> pd.DataFrame:
    count = len(sessions)
    if subject.kind == "yield":
        close = 0.04 + np.cumsum(rng.standard_normal(count) * 0.0005).clip(-0.035, 0.05)
    elif subject.kind == "volatility_index":
        close = 12.0 + 10.0 * np.exp(rng.standard_normal(count) * 0.3 - wind * 20)
    elif subject.kind == "future":
        close = 96.0 + np.cumsum(rng.standard_normal(count) * 0.002).clip(-3, 3)
    else:
        close = 100.0 * np.exp(np.cumsum(wind + rng.standard_normal(count) * 0.008))
    swing = np.abs(rng.standard_normal((2, count))) * 0.004 * np.abs(close)
    columns = {
        "open": close + swing[0] - swing[1], "high": close + swing[0] + swing[1], "low": close - swing[0] - swing[1],
        "close": close, "adj_close": close * np.linspace(0.6, 1.0, count), "volume": rng.integers(1, 90, count) * 1e5,
    }  # fmt: skip
    return pd.DataFrame(columns, index=sessions, columns=list(FIELDS), dtype="float64")


def run(case: Case, repeat: int) -> Result:
    """Measure in this process. Importing the families is start-up, as the rest of the program's imports are."""
    families()
    desk = desk_of(case)
    market = market_of(desk, case.years)
    seconds, clock = [], []
    for _ in range(repeat + 1):
        began, began_at = process_time(), perf_counter()
        figures = measure(market, desk)
        seconds.append(process_time() - began)
        clock.append(perf_counter() - began_at)
    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Result(case.name, len(market.bars), len(market.sessions), len(figures), len(figures.gaps), seconds[0],
                  median(seconds[1:]), median(clock[1:]), peak)


def told(result: Result, case: Case) -> str:
    return (
        f"{result.case:<9}{result.subjects:>9}{result.sessions:>10}{result.figures:>9}{result.first * 1000:>10.0f}"
        f"{result.warm * 1000:>9.0f}{case.seconds * 1000:>10.0f}{result.clock * 1000:>10.0f}"
        f"{result.peak / 2**20:>9.0f}{case.memory / 2**20:>10.0f}"
    )


HEAD = (
    f"{'case':<9}{'subjects':>9}{'sessions':>10}{'figures':>9}{'first ms':>10}{'warm ms':>9}"
    f"{'limit ms':>10}{'clock ms':>10}"
    f"{'peak MB':>9}{'limit MB':>10}"
)


def kept(result: Result, case: Case) -> bool:
    return max(result.first, result.warm) <= case.seconds and result.peak <= case.memory


def in_own_process(case: Case, repeat: int) -> Result:
    command = [sys.executable, __file__, "--child", "--case", case.name, "--repeat", str(repeat)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        sys.exit(f"The case {case.name} failed:\n{answer.stderr}")
    return Result(**json.loads(answer.stdout))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--case", action="append", choices=sorted(CASES))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    arguments = parse()
    chosen: Sequence[Case] = [CASES[name] for name in arguments.case or CASES]
    if arguments.child:
        print(json.dumps(asdict(run(chosen[0], arguments.repeat))))
        return 0
    print(HEAD)
    results = []
    for case in chosen:
        results.append(in_own_process(case, arguments.repeat))
        print(told(results[-1], case))
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps([asdict(r) for r in results], indent=2) + "\n", encoding="utf-8")
    return 0 if all(kept(r, c) for r, c in zip(results, chosen, strict=True)) else 1


if __name__ == "__main__":
    sys.exit(main())
