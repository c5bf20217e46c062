"""Times a build by stage, cold (a new process, imports included) and warm (again in the same process).

    python benchmarks/stages.py [--data sample|csv:PATH] [--on DATE] [--repeat 3] [--json FILE]

Prints a table of medians in milliseconds; `--json` writes every measurement. Output goes to a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

Stages = dict[str, float]
LIBRARIES = ("pandas", "jinja2", "weasyprint", "pydantic")
TOTAL = "total"


class Watch:
    """Seconds between the names of stages that it is told."""

    def __init__(self) -> None:
        self.seconds: Stages = {}
        self._stage: str | None = None
        self._since = perf_counter()

    def __call__(self, stage: str | None) -> None:
        now = perf_counter()
        if self._stage is not None:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now


def child(arguments: argparse.Namespace) -> dict[str, object]:
    """Build `--child` times in this process; the first measurement holds the imports as well."""
    runs: list[Stages] = []
    for number in range(arguments.child):
        watch = Watch()
        began = perf_counter()
        watch("imports" if number == 0 else "settings")
        from reporter.cli.arguments import clock
        from reporter.errors import HeldError
        from reporter.pipeline import build
        from reporter.request import BuildRequest

        with tempfile.TemporaryDirectory() as folder:
            request = BuildRequest.from_settings(
                Path.cwd(),
                now=clock(None),
                desk=arguments.desk,
                on=arguments.on,
                data=arguments.data,
                output=Path(folder),
            )
            try:
                build(request, watch)
            except HeldError as error:
                # A held edition took as long as a published one; whoever measures should know.
                print(error.message, file=sys.stderr)
            watch(None)
        runs.append({**watch.seconds, TOTAL: perf_counter() - began})
    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"runs": runs, "peak_bytes": peak}


def measure(arguments: argparse.Namespace, times: int) -> tuple[list[Stages], int]:
    """`times` builds in one new process, and the most memory that it had, in bytes."""
    command = [sys.executable, __file__, "--child", str(times), "--desk", arguments.desk, "--data", arguments.data]
    if arguments.on:
        command += ["--on", arguments.on.isoformat()]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"A build failed:\n{run.stderr}")
    answer = json.loads(run.stdout)
    return answer["runs"], answer["peak_bytes"]


def medians(runs: Sequence[Mapping[str, float]]) -> Stages:
    stages = dict.fromkeys(stage for run in runs for stage in run)
    return {stage: median([run.get(stage, 0.0) for run in runs]) for stage in stages}


def machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def table(cold: Stages, warm: Stages) -> str:
    """One line a stage, milliseconds."""
    stages = [stage for stage in dict.fromkeys([*cold, *warm]) if stage != TOTAL]
    lines = [f"{'stage':<14}{'cold ms':>10}{'warm ms':>10}"]
    for stage in [*stages, TOTAL]:
        cells = (f"{times[stage] * 1000:>10.0f}" if stage in times else f"{'':>10}" for times in (cold, warm))
        lines.append(f"{stage:<14}{''.join(cells)}")
    return "\n".join(lines)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--desk", default="us-small-caps")
    parser.add_argument("--data", default="sample")
    parser.add_argument("--on", type=date.fromisoformat)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    arguments = parse()
    if arguments.child:
        print(json.dumps(child(arguments)))
        return
    measured = [measure(arguments, 1) for _ in range(arguments.repeat)]
    cold = [run for runs, _ in measured for run in runs]
    warm = measure(arguments, arguments.repeat + 1)[0][1:]
    peaks = [peak for _, peak in measured]
    print(table(medians(cold), medians(warm)))
    print(f"peak memory {max(peaks) / 2**20:.0f} MB; medians of {arguments.repeat}")
    if arguments.json:
        result = {"machine": machine(), "data": arguments.data, "cold": cold, "warm": warm, "peak_bytes": peaks}
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
