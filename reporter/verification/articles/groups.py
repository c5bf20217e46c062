"""Sectors told as members of a group, groups told as leading or lagging, and counts of sectors."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.intervals import percent
from reporter.verification.articles.meaning import SECTORS
from reporter.verification.articles.scan import Name, Scan
from reporter.verification.articles.statement import Statement

GROUPS = {
    "cyclical": frozenset({"xlb", "xli", "xlf", "xle", "xly"}),
    "defensive": frozenset({"xlp", "xlv", "xlu"}),
    "rate_sensitive": frozenset({"xlu", "xlre"}),
    "growth": frozenset({"xlk", "xlc"}),
}
"""The one fixed table of sectors and groups (METRICS: K17)."""


def _lists(marks: Scan) -> list[list[Name]]:
    """Sectors named one after the other."""
    out: list[list[Name]] = []
    for name in marks.names:
        if name.subject not in SECTORS:
            continue
        if out and _linked(marks, out[-1][-1].end, name.start):
            out[-1].append(name)
        else:
            out.append([name])
    return out


def _linked(marks: Scan, start: int, end: int) -> bool:
    """Whether nothing but the joints of a list stands between two names."""
    return end - start <= 24 and not marks.reading.bare("groups.link", marks.text[start:end], "、,，-&")


def _apposed(marks: Scan, joint: str) -> bool:
    """Whether a class behind a list is said of it: "A and B, the other cyclical sectors", "A and B (defensive)"."""
    opening = any(mark in joint for mark in ("(", *marks.reading.listed("groups.opening")))
    return opening and not marks.reading.bare("groups.apposed", joint, ",(")


def _group_near(marks: Scan, group: list[Name]) -> str | None:
    """The class that a list of sectors is said to be: "A, B and C, cyclical sectors", "cyclical sectors (A, B)"."""
    start, end = group[0].start, group[-1].end
    behind, ahead = marks.text[end : end + 42], marks.text[max(0, start - 22) : start]
    for kind in GROUPS:
        for first, last, _ in marks.reading.spans(f"groups.{kind}", behind):
            del last
            if _apposed(marks, behind[:first]):
                return kind
        for _, last, _ in marks.reading.spans(f"groups.{kind}", ahead):
            joint = ahead[last:].strip().lower()
            if joint == "(" or joint in marks.reading.listed("groups.introduced"):
                return kind
    return None


def classification(extraction: Extraction) -> Iterator[Statement]:
    """A sector in a class that is not its own."""
    for place, marks in extraction.scans:
        for group in _lists(marks):
            kind = _group_near(marks, group)
            if kind is None and len(group) >= 2:
                kind = _inferred(marks, group)
            if kind is None:
                continue
            alien = [n.subject for n in group if n.subject not in GROUPS[kind]]
            if alien:
                own = "; ".join(f"{s}: {', '.join(k for k, members in GROUPS.items() if s in members)}" for s in alien)
                one = statement_of(marks, extraction.article.path, "sector_group", subject=alien[0], paragraph=place)
                one.judge(
                    "mislabelled", "classification", f"{', '.join(alien)} told as {kind.replace('_', '-')} ({own})", own
                )
                yield one


def _inferred(marks: Scan, group: list[Name]) -> str | None:
    """Weak sectors read as investors leaving a class: the list before, "reducing defensive positions" behind."""
    weak = marks.reading.finds("rank.lag", marks.text[group[-1].end : group[-1].end + 24])
    tail = marks.text[group[-1].end :]
    match = marks.reading.pattern("groups.defensive").search(tail)
    if not weak or match is None:
        return None
    ahead = tail[max(0, match.start() - 14) : match.start()]
    return "defensive" if marks.reading.finds("groups.reduce", ahead) else None


def group_moves(extraction: Extraction) -> Iterator[Statement]:
    """Cyclicals led, growth lagged: the group's mean against the other groups' in the same paragraph."""
    for place, marks in extraction.scans:
        values = {
            s.subject: s.value
            for s in extraction.statements
            if s.paragraph == place and s.metric == "day_change" and s.subject in SECTORS and s.value is not None
        }
        if len(values) < 4:
            continue
        means = {
            kind: sum(values[s] for s in members & values.keys()) / len(members & values.keys())
            for kind, members in GROUPS.items()
            if members & values.keys()
        }
        for kind in means:
            for _, end, _ in marks.reading.spans(f"groups.{kind}", marks.text):
                near = marks.text[end : end + 10]
                lag = marks.reading.pattern("rank.lag").search(near)
                below = [k for k, v in means.items() if v < means[kind] - 0.0005]
                if lag and below:
                    one = statement_of(
                        marks, extraction.article.path, "sector_group_rotation", subject=kind, paragraph=place
                    )
                    shown = ", ".join(f"{k} {percent(v)}" for k, v in sorted(means.items(), key=lambda p: p[1]))
                    one.judge(
                        "contradicts-itself",
                        "group",
                        f"{kind} is said to lag, but the printed sectors average: {shown}",
                        shown,
                    )
                    yield one
                    break


def breadth(extraction: Extraction) -> Iterator[Statement]:
    """Sectors up and down against how many there are."""
    from reporter.verification.numerals import digits, spelled

    for place, marks in extraction.scans:
        if not marks.has("metrics.breadth_noun"):
            continue
        counts = [
            n
            for n in [*spelled(marks.text, marks.reading), *digits(marks.text, marks.reading)]
            if n.value == int(n.value) and 0 <= n.value <= 11 and n.unit in ("count", None, "times")
        ]
        total = next((n.value for n in counts if _behind(marks, n.end, marks.reading.listed("groups.total"))), 11.0)
        whole = marks.reading.listed("groups.of_all")
        counts = [n for n in counts if not marks.text[max(0, n.start - 4) : n.start].rstrip().endswith(whole)]
        ups = [n.value for n in counts if marks.reading.pattern("metrics.breadth_up").match(_skip(marks, n.end))]
        downs = [n.value for n in counts if marks.reading.pattern("metrics.breadth_down").match(_skip(marks, n.end))]
        if len(ups) == len(downs) == 1 and ups[0] + downs[0] > total:
            one = statement_of(marks, extraction.article.path, "breadth", paragraph=place)
            one.judge(
                "contradicts-itself",
                "breadth",
                f"{ups[0]:g} up and {downs[0]:g} down are more than {total:g}",
                ups[0] + downs[0],
            )
            yield one


def _behind(marks: Scan, at: int, words: tuple[str, ...]) -> bool:
    return marks.text[at : at + 10].startswith(words)


def _skip(marks: Scan, at: int) -> str:
    """What follows a count and the words that say what is counted: three of the eleven sectors | rose."""
    text = marks.text[at : at + 30].lower()
    noun = marks.reading.pattern("groups.counted").match(text.lstrip())
    if noun is not None:
        return text.lstrip()[noun.end() :].lstrip()
    of = marks.reading.pattern("groups.of").match(text.lstrip())
    found = marks.reading.pattern("metrics.breadth_noun").search(text) if of is not None else None
    return text[found.end() :].lstrip() if found is not None else text.lstrip()
