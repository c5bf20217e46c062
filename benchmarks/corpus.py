"""Every session of a span through insights, narrative and phrases, in every language: does the prose hold?

    python benchmarks/corpus.py --data csv:PATH --from 2018-01-01 --to 2025-12-31 [--desk D] [--locale L]...
        [--workers 1] [--minutes M] [--verify-every N] [--state FILE.jsonl] [--report FILE.md] [--json FILE.json]

Looks for crashes, empty sections, faults that a proof-reader would see, passages whose languages tell other figures,
and, on every Nth session, whatever `reporter verify` finds on the page. Counts themes, moves, sentence patterns,
their repetition from one edition to the next, lengths, and paragraphs that hold a figure and a reading. With
`--minutes` it stops in time: blocks of consecutive sessions are taken from all over the span, so that what was done
is a fair sample of it. With `--state` finished blocks are kept in a file, and a run that names it again goes on where
the last one stopped; the file belongs to one state of the code. Ends with 1 where something is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from corpus_report import as_text, tally

from reporter.data.calendar import open_calendar
from reporter.data.clean import gap, holes
from reporter.data.loading import Session, assemble
from reporter.data.provider import PROVIDERS, Request, parse_spec
from reporter.desk_files import load_desk
from reporter.gathering import moment, without_contracts
from reporter.insights import choose_theme, find
from reporter.language import Language
from reporter.metrics import measure, since_previous
from reporter.model import Briefing
from reporter.model.market import Market
from reporter.narrative import compose
from reporter.pipeline import words
from reporter.rendering.page import render
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.proofreading import figures_of, proofread, shape_of
from reporter.request import BuildRequest
from reporter.verification import verify

BLOCK = 21
"""Consecutive sessions that one task takes; an edition is compared with the one before it."""


@dataclass(frozen=True)
class Job:
    """What every task needs; nothing in it is heavy."""

    desk: str
    data: str
    last: date
    locales: tuple[str, ...]
    verify_every: int

    def request(self) -> BuildRequest:
        now = datetime.combine(self.last + timedelta(days=3), datetime.min.time(), UTC)
        return BuildRequest.from_settings(
            Path(tempfile.gettempdir()), now=now, desk=self.desk, data=self.data, on=self.last, locales=self.locales
        )


@dataclass
class Said:
    """One paragraph in one language."""

    section: str
    move: str
    heading: str | None
    length: int
    figures: int
    reading: bool
    shapes: list[str]


@dataclass
class Outcome:
    """One session: its story, what was said, what is wrong."""

    session: date
    theme: str = ""
    day: tuple[float, float] = (0.0, 0.0)
    titles: dict[str, str] = field(default_factory=dict)
    said: dict[str, list[Said]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    verified: bool = False


class Desk:
    """Prices read once in a process, and the markets of its sessions."""

    def __init__(self, job: Job) -> None:
        self.job, self.request = job, job.request()
        name, location = parse_spec(self.request.data)
        self.file = load_desk(job.desk, self.request.project)
        desk = self._on(job.last)
        self.calendar = open_calendar(desk.calendar, self.request.now.date())
        own = {subject.symbol: subject for subject in desk.subjects if subject.symbol}
        last = self.calendar.on_or_before(job.last)
        self.prices = PROVIDERS[name]().fetch(
            Request(
                symbols=tuple(own),
                kinds={symbol: subject.kind for symbol, subject in own.items()},
                calendar=self.calendar,
                session=last,
                completed=last,
                now=self.request.now,
                location=location,
                store_path=None,
                zones={
                    symbol: self.calendar.zone for symbol, subject in own.items() if subject.calendar == desk.calendar
                },
            )
        )
        roots = self.request.project.folders("locales")
        self.languages = [Language.load(tag, roots) for tag in job.locales]
        self.whole = assemble(desk, self.prices, self.calendar, Session(last, last), last, None)

    def _on(self, day: date) -> Any:
        return self.file.desk(
            self.job.desk, day, locales=self.job.locales, usual_locales=self.job.locales, publish_prices="none"
        )

    def sessions(self, first: date, last: date) -> list[date]:
        return [day.date() for day in self.calendar.between(first, last)]

    def _market(self, desk: Any, day: date) -> Market:
        """The market as it stood on an earlier day, cut from the one of the last: nothing is read or cleaned again."""
        end = pd.Timestamp(day)
        bars = {name: cut for name, frame in self.whole.bars.items() if len(cut := frame.loc[:end])}
        subjects = {subject.id: subject for subject in desk.subjects}
        later = [gap(self.whole.subjects[name], "starts_later") for name in self.whole.bars if name not in bars]
        missing = [each for name, cut in bars.items() for each in holes(subjects[name], cut, self.calendar, day)]
        return replace(
            self.whole,
            session=day,
            subjects=subjects,
            bars=bars,
            sessions=self.whole.sessions[self.whole.sessions <= end],
            gaps=(*(g for g in self.whole.gaps if g.why == "no_prices" and g.subject in subjects), *later, *missing),
        )

    def briefing(self, day: date, before: Briefing | None) -> tuple[Briefing, Market]:
        """What the pipeline makes of a session, notes apart."""
        desk, market = without_contracts(desk := self._on(day), self._market(desk, day))
        figures = measure(market, desk)
        if before is not None:
            figures = since_previous(market, desk, before, figures)
        claims = find(figures, desk)
        theme = choose_theme(claims, figures)
        edition = replace(moment(self.request, desk, market, theme.name, ()), before=before)
        return compose(claims, figures, desk, market, edition), market


_desk: list[Desk] = []
"""This process's own, filled by `start`."""


def start(job: Job) -> None:
    warnings.simplefilter("ignore")
    _desk.append(Desk(job))


def block(days: Sequence[date], before: date | None, until: float | None) -> list[Outcome]:
    """Consecutive sessions, as far as time allows; the one before the first is made too, since the first may speak
    of it."""
    desk, earlier, outcomes = _desk[0], None, []
    for day in ([before] if before else []) + list(days):
        if until is not None and time.time() > until:
            break
        outcome = Outcome(day)
        try:
            earlier, _ = desk.briefing(day, earlier)
            if day != before:
                told(desk, earlier, outcome)
        except Exception:
            earlier = None
            outcome.faults.append("crash: " + traceback.format_exc(limit=-3))
        if day != before:
            outcomes.append(outcome)
    return outcomes


def told(desk: Desk, briefing: Briefing, outcome: Outcome) -> None:
    """Everything that the edition says, language by language, and what is wrong with it."""
    outcome.theme = briefing.theme
    changes = {f.id: f.value for f in briefing.figures if f.metric == "day_change"}
    lead = [subject.id for subject in briefing.subjects[:2]]
    outcome.day = (changes.get(f"{lead[0]}.day_change.1d", 0.0), changes.get(f"{lead[1]}.day_change.1d", 0.0))
    outcome.faults += [f"empty section: {s.id}" for s in briefing.sections if not s.passages]
    printed: dict[tuple[str, str], dict[str, Any]] = {}
    for language in desk.languages:
        book = words(briefing, language, desk.request)
        outcome.said[language.tag] = []
        for where, text, sentences, said in _texts(book, briefing):
            found = proofread(text, str(language.settings["typography"]), sentences=sentences)
            outcome.faults += [f"{language.tag} {'/'.join(where)}: {fault}" for fault in found]
            printed.setdefault(where, {})[language.tag] = figures_of(text)
            if said is not None:
                outcome.said[language.tag].append(said)
            elif where[1] == "title":
                outcome.titles[language.tag] = book.language.typography(text)
    for where, each in printed.items():
        one = each[desk.languages[0].tag]
        for tag, other in each.items():
            if set(one) != set(other):
                outcome.faults.append(f"parity {'/'.join(where)}: {tag} {sorted(set(one) ^ set(other))}")
    if desk.job.verify_every and briefing.session.toordinal() % desk.job.verify_every == 0:
        outcome.verified = True
        outcome.faults += _verified(desk, briefing)


def _texts(book: Phrasebook, briefing: Briefing) -> Iterator[tuple[tuple[str, str], str, bool, Said | None]]:
    """Title, headings and paragraphs in reading order."""
    yield ("title", "title"), str(book.title()), False, None
    for section in briefing.sections:
        for passage in section.passages:
            heading = book.heading(passage)
            if heading is not None:
                yield (section.id, f"heading {passage.id}"), str(heading), False, None
            text = str(book.passage(passage))
            shapes = shape_of(text)
            yield (
                (section.id, passage.id),
                text,
                True,
                Said(
                    section.id,
                    passage.move,
                    str(heading) if heading is not None else None,
                    _length(text, book),
                    sum(figures_of(text).values()),
                    _reads(shapes),
                    shapes,
                ),
            )


def _length(html: str, book: Phrasebook) -> int:
    """Characters of Chinese, words of anything else."""
    plain = "".join(piece for piece in _untagged(html))
    return len(plain.replace(" ", "")) if book.language.settings["typography"] == "chinese" else len(plain.split())


def _untagged(html: str) -> Iterator[str]:
    inside = False
    for char in html:
        inside = char == "<" or (inside and char != ">")
        if not inside and char != ">":
            yield char


def _reads(shapes: Sequence[str]) -> bool:
    """Whether some clause says something in words alone: what the numbers come to."""
    for shape in shapes:
        clause = shape.replace("，", "\n").replace("；", "\n").replace("：", "\n").replace(";", "\n").replace(",", "\n")
        for part in clause.split("\n"):
            size = len(part) if any("\u4e00" <= c <= "\u9fff" for c in part) else len(part.split()) * 2
            if "#" not in part and size >= 8:
                return True
    return False


def _verified(desk: Desk, briefing: Briefing) -> list[str]:
    """What `reporter verify` finds on the pages, prices apart."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "briefing.json").write_text(briefing.model_dump_json(by_alias=True), encoding="utf-8")
        templates = desk.request.project.folders("templates")[::-1]
        found = []
        for language in desk.languages:
            path = Path(folder) / f"{language.tag}.html"
            path.write_text(render(briefing, words(briefing, language, desk.request), templates).html, encoding="utf-8")
            found += [
                f"verify {language.tag}: {f.rule}: {f.message} in {f.sentence[:120]!r}" for f in verify(path).findings
            ]
        return found


def spread(blocks: Sequence[Any]) -> list[Any]:
    """The blocks in an order whose every beginning is spread over the whole: 0, 1/2, 1/4, 3/4, 1/8 …"""
    size = max(len(blocks) - 1, 1).bit_length()
    return [blocks[i] for n in range(1 << size) if (i := int(f"{n:0{size}b}"[::-1], 2)) < len(blocks)]


def run(
    job: Job, first: date, workers: int, minutes: float | None, state: Path | None = None
) -> tuple[list[Outcome], int]:
    """Outcomes in order of session, and how many sessions the span has. Blocks that begin too late are empty."""
    began = time.time()
    until = began + minutes * 60 if minutes is not None else None
    start(job)
    days = _desk[0].sessions(first, job.last)
    outcomes = _known(state)
    done = {outcome.session for outcome in outcomes}
    blocks = [(days[i : i + BLOCK], days[i - 1] if i else None) for i in range(0, len(days), BLOCK)]
    blocks = [each for each in (spread(blocks) if minutes is not None else blocks) if not done.issuperset(each[0])]
    for found in _made(job, blocks, workers, until):
        fresh = [outcome for outcome in found if outcome.session not in done]
        outcomes += fresh
        if state is not None:
            with state.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(asdict(o), ensure_ascii=False, default=str) + "\n" for o in fresh)
        line = f"\r{len(outcomes)} of {len(days)} sessions"
        print(f"{line}, {time.time() - began:.0f} s", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return sorted(outcomes, key=lambda outcome: outcome.session), len(days)


def _made(job: Job, blocks: Sequence[Any], workers: int, until: float | None) -> Iterator[list[Outcome]]:
    """The outcomes of each block, in this process or in several."""
    if workers < 2:
        yield from (block(days, before, until) for days, before in blocks)
        return
    with ProcessPoolExecutor(workers, initializer=start, initargs=(job,)) as pool:
        waiting = {pool.submit(block, days, before, until) for days, before in blocks}
        yield from (each.result() for each in as_completed(waiting))


def _known(state: Path | None) -> list[Outcome]:
    """What an earlier run kept."""
    if state is None or not state.is_file():
        return []
    made = []
    for line in state.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        said = {tag: [Said(**each) for each in told] for tag, told in data["said"].items()}
        day = date.fromisoformat(data["session"])
        made.append(Outcome(**{**data, "session": day, "day": tuple(data["day"]), "said": said}))
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="csv:PATH")
    parser.add_argument("--desk", default="us-small-caps")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    parser.add_argument("--locale", action="append", dest="locales")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--verify-every", type=int, default=0, metavar="N", help="verify pages of one in N days")
    parser.add_argument("--state", type=Path, help="keep finished blocks here, and go on from them")
    parser.add_argument("--report", type=Path)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    job = Job(
        arguments.desk,
        arguments.data,
        arguments.last,
        tuple(arguments.locales or ("zh_CN", "en")),
        arguments.verify_every,
    )
    outcomes, planned = run(job, arguments.first, arguments.workers, arguments.minutes, arguments.state)
    result = tally(outcomes, planned)
    text = as_text(result, f"{arguments.first} to {arguments.last}, desk {arguments.desk}")
    print(text)
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")
    if arguments.json:
        arguments.json.write_text(json.dumps(result, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
