"""Rankings against their values, and comparisons."""

from __future__ import annotations

import itertools
import re

from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.intervals import RETURNS, percent
from reporter.verification.articles.meaning import SECTORS
from reporter.verification.articles.scan import Scan, contrasts
from reporter.verification.articles.statement import Statement

_VALUES = re.compile(r"\(?[+-]?\d[\d.,]*%?\)?")
RANKED = RETURNS | {"daily_vol"}


def rankings(extraction: Extraction) -> None:
    """Words of rank (led, followed by, worst) against the numbers of their sentence."""
    for marks, made in _sentences(extraction):
        values = [s for s in made if s.metric in RETURNS and s.subject is not None and s.value is not None]
        if len(values) < 2:
            continue
        for key, sign in (("rank.leads", 1), ("rank.trails", -1)):
            for start, end, word in marks.reading.spans(key, marks.text):
                if key == "rank.leads" and _is_trailing(marks, start, end):
                    continue
                _rank(marks, values, sign, start, end, word)


def conclusions(extraction: Extraction) -> None:
    """A rank told without numbers, behind the sentence whose numbers it ranks: ...; the Russell 2000 led the gains."""
    made = {id(marks): found for marks, found in _sentences(extraction)}
    for (place, marks), (behind, told) in itertools.pairwise(extraction.scans):
        subjects = {n.subject for n in told.names} - {"mag7"}
        if place != behind or told.numbers or len(subjects) != 1:
            continue
        values = [s for s in made.get(id(marks), []) if s.metric in RETURNS and s.subject and s.value is not None]
        mine = [s for s in values if s.subject in subjects]
        if len(values) < 2 or len(mine) != 1 or len({s.window.label if s.window else "" for s in values}) > 1:
            continue
        for key, sign in (("rank.trails", -1), ("rank.leads", 1)):
            word = told.reading.pattern(key).search(told.text)
            ahead = next((s for s in values if s is not mine[0] and _beyond(s, mine[0], sign)), None)
            if (
                word is not None
                and ahead is not None
                and (told.names[0].start < word.start() or len(told.names) > 1 or _explicit(told, word.end()))
            ):
                _deny(mine[0], ahead, word.group())
            if word is not None:
                break


def _deny(mine: Statement, ahead: Statement, word: str) -> None:
    """Another of the same list lies beyond the one that words put at its end."""
    mine.judge(
        "contradicts-itself",
        "ranking",
        f"{word!r} is said of {mine.subject} ({percent(mine.value or 0)}), "
        f"{ahead.subject} has {percent(ahead.value or 0)}",
        ahead.value,
    )


def _explicit(marks: Scan, at: int) -> bool:
    """Whether a rank names who has it: the smallest fall was that of."""
    return marks.reading.pattern("rank.is").match(marks.text[at : at + 8].lstrip()) is not None


def clauses(extraction: Extraction) -> None:
    """A sector that words put first or last, against the sectors of the clauses that a semicolon joins to its own."""
    made = {id(marks): found for marks, found in _sentences(extraction)}
    groups: list[list[Scan]] = []
    last = -1
    for place, marks in extraction.scans:
        joined = groups and groups[-1][-1].text.rstrip().endswith(";") and place == last
        if joined:
            groups[-1].append(marks)
        else:
            groups.append([marks])
        last = place
    for group in (g for g in groups if len(g) > 1):
        values = [
            s for m in group for s in made.get(id(m), []) if s.metric in RETURNS and s.subject in SECTORS and s.value
        ]
        for marks in group:
            mine = [s for s in values if s.facts["scan"] is marks]
            if len(mine) != 1:
                continue
            for key, sign in (("rank.trails", -1), ("rank.leads", 1)):
                word = marks.reading.pattern(key).search(marks.text)
                others = [s for s in values if s is not mine[0] and s.window == mine[0].window]
                ahead = next((s for s in others if _beyond(s, mine[0], sign)), None)
                if word is not None and ahead is not None:
                    _deny(mine[0], ahead, word.group())
                if word is not None:
                    break


def _is_trailing(marks: Scan, start: int, end: int) -> bool:
    return any(s <= start and end <= e for s, e, _ in marks.reading.spans("rank.trails", marks.text))


def _sentences(extraction: Extraction) -> list[tuple[Scan, list[Statement]]]:
    made: dict[int, list[Statement]] = {}
    for one in extraction.statements:
        made.setdefault(id(one.facts["scan"]), []).append(one)
    return [(marks, made.get(id(marks), [])) for _, marks in extraction.scans if id(marks) in made]


def _segment(marks: Scan, at: int) -> tuple[int, int]:
    turned = [start for start, _, _ in marks.reading.spans("clause.turned", marks.text)]
    cuts = sorted(
        [i for i, c in enumerate(marks.text) if c == ";"]
        + [s for s, _ in contrasts(marks.text, marks.reading)]
        + turned
    )
    return max((c for c in cuts if c <= at), default=0), min((c for c in cuts if c > at), default=len(marks.text))


def _place(one: Statement) -> int:
    return one.number.start if one.number else 0


def _rank(marks: Scan, values: list[Statement], sign: int, start: int, end: int, word: str) -> None:
    low, high = _segment(marks, start)
    then = [m for m in marks.reading.pattern("rank.then").finditer(marks.text) if m.start() >= low]
    if then and then[0].start() > start:
        chain = [s for s in values if _place(s) >= low]
        leader = _leader(marks, chain, start, end)
        rest = [s for s in chain if s is not leader and _place(s) > then[0].start()]
        if leader is not None and rest:
            _ordered([leader, *rest], sign, word)
        return
    inside = [s for s in values if low <= _place(s) < high]
    others = [s for s in values if s not in inside and s.window == (inside[0].window if inside else None)]
    by = _by(marks, end) or word.lower().endswith(tuple(f" {w}" for w in marks.reading.listed("rank.by")))
    leaders = [s for s in inside if (_place(s) > start if by else True)]
    explicit = _explicit(marks, end)
    single = _leader(marks, inside, start, end) if not others or explicit else None
    if single is not None:
        leaders, others = (
            [single],
            [s for s in (values if explicit else inside) if s is not single and s.window == single.window],
        )
    if single is not None:
        partners = _joined(marks, inside, single)
        others = [s for s in others if s not in partners]
    for other in others:
        worst = min(leaders, key=lambda s: sign * (s.value or 0), default=None)
        if worst is not None and other.subject not in {s.subject for s in leaders} and _beyond(other, worst, sign):
            worst.judge(
                "contradicts-itself",
                "ranking",
                f"{word!r} is said of {worst.subject} ({percent(worst.value or 0)}), "
                f"{other.subject} has {percent(other.value or 0)}",
                other.value,
            )
            return
    for leader in leaders:
        if others:
            leader.judge("right", "ranking", "ranked as the printed values are", leader.value)


def _by(marks: Scan, at: int) -> bool:
    """Whether a rank is followed by who has it: led by."""
    return marks.reading.pattern("rank.by").match(marks.text[at : at + 4].lstrip()) is not None


def _joined(marks: Scan, values: list[Statement], leader: Statement) -> list[Statement]:
    """Who shares a rank with a leader: financials (+4.3%) and health care (+3.5%) led."""
    out: list[Statement] = [leader]
    names = [n for n in marks.names if n.end <= _place(leader)]
    for a, b in reversed(list(itertools.pairwise(names))):
        joint = _VALUES.sub("", marks.text[a.end : b.start]).strip(" ,、").lower()
        if joint not in marks.reading.words.get("change.list", ("",)):
            break
        out += [s for s in values if s.subject == a.subject]
    return out


def _leader(marks: Scan, values: list[Statement], start: int, end: int) -> Statement | None:
    """Who a rank word is said of: the subject named last before it, else the first behind it."""
    text = marks.text[max(0, start - 40) : start]
    clause, _ = marks.clause(start)
    before = [n for n in marks.names if clause <= n.start and n.end <= start] or [
        n for n in marks.names if n.end <= start
    ]
    if _by(marks, end) or text.rstrip().endswith(marks.reading.listed("rank.by_ahead")) or _explicit(marks, end):
        before = []
    told = list(dict.fromkeys(n.subject for n in marks.names if n.end <= start))
    if len(told) > 1 and marks.reading.finds("anaphora.former", marks.text[clause:start]):
        before = [n for n in marks.names if n.subject == told[-2] and n.end <= start]
    named = before[-1].subject if before else next((n.subject for n in marks.names if n.start >= end), None)
    return next((s for s in values if s.subject == named), None)


def _beyond(a: Statement, b: Statement, sign: int) -> bool:
    """True where a is certainly ahead of b in the direction of the rank."""
    return a.signed_low > b.signed_high if sign > 0 else a.signed_high < b.signed_low


def _ordered(chain: list[Statement], sign: int, word: str) -> None:
    for place, (a, b) in enumerate(itertools.pairwise(chain)):
        ahead = next((later for later in chain[place + 1 :] if _beyond(later, a, sign)), None)
        if ahead is not None:
            order = ", ".join(
                f"{s.subject} {percent(s.value or 0)}" for s in sorted(chain, key=lambda s: -sign * (s.value or 0))
            )
            a.judge(
                "contradicts-itself",
                "ranking",
                f"{word!r} puts {a.subject} ({percent(a.value or 0)}) before "
                f"{ahead.subject} ({percent(ahead.value or 0)}); by value: {order}",
                ahead.value,
            )
            return
        del b
    chain[0].judge("right", "ranking", "ranked as the printed values are", chain[0].value)


def _sized(marks: Scan, joint: str, a: Statement, b: Statement) -> bool:
    """A fall smaller than B's, a gain larger than B's: sizes compared, whatever their sign. True where words say so."""
    for key, sign in (("metrics.larger_move", 1), ("metrics.smaller_move", -1)):
        found = marks.reading.spans(key, joint)
        if not found or len(joint) - found[-1][1] > 5:
            continue
        same = (a.value or 0.0) * (b.value or 0.0) > 0
        if same and (b.low > a.high if sign > 0 else b.high < a.low):
            said = f"{percent(a.value or 0)} is said to be {found[-1][2]!r} {percent(b.value or 0)}"
            a.judge("contradicts-itself", "comparison", said, b.value)
        return True
    return False


def comparisons(extraction: Extraction) -> None:
    """A above B, A beat B: the two numbers of the sentence in that order."""
    for marks, made in _sentences(extraction):
        for a, b in itertools.pairwise(made):
            if a.metric != b.metric or a.metric not in RANKED or a.subject == b.subject or not a.number or not b.number:
                continue
            name = next((n for n in reversed(marks.names) if a.number.unit_end <= n.start < b.number.start), None)
            owned = any(n.subject == b.subject and 0 < n.start - b.number.unit_end < 10 for n in marks.names)
            if not owned and (name is None or name.subject != b.subject):
                continue
            joint = marks.text[a.number.unit_end : b.number.start if owned or name is None else name.start]
            for article in marks.reading.listed("clause.article"):
                joint = joint.removesuffix(f" {article} ")
            if _sized(marks, joint, a, b):
                continue
            for key, sign in (("metrics.beat", 1), ("metrics.trail", -1), ("metrics.above", 1), ("metrics.below", -1)):
                found = marks.reading.spans(key, joint)
                if found and len(joint) - found[-1][1] <= 5:
                    wrong = (
                        _beyond(b, a, sign)
                        if a.metric != "daily_vol"
                        else (a.high < b.low if sign > 0 else a.low > b.high)
                    )
                    if wrong:
                        a.judge(
                            "contradicts-itself",
                            "comparison",
                            f"{percent(a.value or 0)} is said to be {found[-1][2]!r} {percent(b.value or 0)}",
                            b.value,
                        )
                    break


ALL = (rankings, conclusions, clauses, comparisons)
