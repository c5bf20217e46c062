"""What a corpus run comes to: counts over editions, and the report that a person reads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from html import unescape
from itertools import pairwise
from statistics import median
from typing import Any

COMMON = 10
REPEATED = 40
EXAMPLES = 3


def tally(outcomes: Sequence[Any], planned: int) -> dict[str, Any]:
    """Counts of a run, as plain values."""
    faults: defaultdict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        for fault in outcome.faults:
            faults[_kind(fault)].append(f"{outcome.session} {fault}")
    largest = sorted(sorted(outcomes, key=lambda o: -abs(o.day[1]))[:20], key=lambda o: o.session)
    tags = sorted({tag for outcome in outcomes for tag in outcome.said})
    return {
        "sessions": len(outcomes),
        "planned": planned,
        "verified": sum(o.verified for o in outcomes),
        "faults": {
            kind: {"count": len(found), "examples": found[:EXAMPLES]}
            for kind, found in sorted(faults.items(), key=lambda item: -len(item[1]))
        },
        "themes": dict(Counter(o.theme for o in outcomes).most_common()),
        "largest": [
            (
                str(o.session),
                *(f"{x:+.2%}" for x in o.day),
                o.theme,
                _plain(o.titles.get(tags[0], "")).replace("|", "/"),
            )
            for o in largest
        ]
        if tags
        else [],
        "languages": {tag: language(outcomes, tag) for tag in tags},
    }


def _kind(fault: str) -> str:
    """Faults alike but for numbers and examples."""
    if fault.startswith("crash"):
        return "crash: " + fault.strip().splitlines()[-1][:160]
    head, _, tail = fault.partition(": …")
    return re.sub(r"\d[\d.,-]*", "#", head if tail else fault)[:140]


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def language(outcomes: Sequence[Any], tag: str) -> dict[str, Any]:
    """Patterns, repetition, lengths and readings in one language."""
    shapes: Counter[str] = Counter()
    moves: Counter[str] = Counter()
    again: Counter[tuple[str, str]] = Counter()
    headings: Counter[str] = Counter()
    shared = total = thrice = opening = 0
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    paragraphs = argued = 0
    before: set[str] = set()
    last_day = None
    for outcome in outcomes:
        said = outcome.said.get(tag, [])
        own = [shape for each in said for shape in each.shapes]
        shapes.update(own)
        moves.update(each.move for each in said)
        headings.update(re.sub(r"\d[\d.,]*", "#", _plain(each.heading)) for each in said if each.heading)
        lengths[outcome.theme].append(sum(each.length for each in said))
        paragraphs += len(said)
        argued += sum(each.figures > 0 and each.reading for each in said)
        if last_day is not None and (outcome.session - last_day).days <= 5:
            shared += sum(shape in before for shape in own)
            again.update((each.move, shape) for each in said for shape in each.shapes if shape in before)
            total += len(own)
        thrice += sum(count > 2 for count in Counter(own).values())
        opening += sum(a.shapes[:1] == b.shapes[:1] for a, b in pairwise(said) if a.shapes)
        before, last_day = set(own), outcome.session
    return {
        "sentences": sum(shapes.values()),
        "patterns": len(shapes),
        "once": sum(n == 1 for n in shapes.values()),
        "shared_with_the_edition_before": round(shared / total, 4) if total else None,
        "patterns_more_than_twice_in_an_edition": thrice,
        "neighbours_that_open_alike": opening,
        "paragraphs": paragraphs,
        "with_figure_and_reading": round(argued / paragraphs, 4) if paragraphs else None,
        "median_length": {theme: median(each) for theme, each in sorted(lengths.items())},
        "shortest": min((n for each in lengths.values() for n in each), default=0),
        "longest": max((n for each in lengths.values() for n in each), default=0),
        "common": [(n, shape) for shape, n in shapes.most_common(COMMON)],
        "repeated": [(n, f"{move}: {shape}") for (move, shape), n in again.most_common(REPEATED)],
        "repeated_by_move": dict(_by_move(again).most_common()),
        "headings": len(headings),
        "common_headings": [(n, text) for text, n in headings.most_common(COMMON)],
        "moves": dict(moves.most_common()),
    }


def _by_move(again: Counter[tuple[str, str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for (move, _), count in again.items():
        total[move] += count
    return total


def as_text(result: Mapping[str, Any], about: str) -> str:
    """The report in Markdown."""
    lines = [
        f"# The corpus: {about}",
        "",
        f"{result['sessions']} of {result['planned']} sessions; pages of {result['verified']} verified.",
        "",
        "## What is wrong",
        "",
    ]
    lines += [
        f"* {found['count']} × {kind}\n" + "\n".join(f"    * {_line(each)}" for each in found["examples"])
        for kind, found in result["faults"].items()
    ] or ["Nothing."]
    lines += ["", "## Themes", ""] + [f"* {theme}: {count}" for theme, count in result["themes"].items()]
    lines += ["", "## The twenty largest days", ""]
    lines += ["| session | a | b | theme | title |", "| --- | ---: | ---: | --- | --- |"]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in result["largest"]]
    for tag, counted in result["languages"].items():
        lines += ["", f"## {tag}", ""]
        lines += [
            f"* {name.replace('_', ' ')}: {value}"
            for name, value in counted.items()
            if not isinstance(value, list | dict)
        ]
        lines += ["* median length by theme: " + ", ".join(f"{k} {v:.0f}" for k, v in counted["median_length"].items())]
        lines += ["* paragraphs by move: " + ", ".join(f"{k} {v}" for k, v in counted["moves"].items())]
        by_move = ", ".join(f"{k} {v}" for k, v in counted["repeated_by_move"].items())
        lines += [f"* repeated sentences by move: {by_move}"]
        lines += ["", "Most often said as on the day before:", ""] + [f"1. {n} × {s}" for n, s in counted["repeated"]]
        lines += ["", "The commonest sentences:", ""] + [f"1. {n} × {shape}" for n, shape in counted["common"]]
        lines += ["", "The commonest headings:", ""] + [f"1. {n} × {text}" for n, text in counted["common_headings"]]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ⏎ ".join(part.strip() for part in text.strip().splitlines())[:600]
