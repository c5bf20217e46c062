"""Statements in words, judged: directions, comparisons, averages, extremes, runs, ranks, how many sectors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reporter.verification.numerals import chinese_value
from reporter.verification.prose.clauses import Clause
from reporter.verification.prose.known import Known
from reporter.verification.reading import Reading

_LENGTH = re.compile(r"(?<!\d)(\d{1,3})$")
_NUMBER = re.compile(r"[^\d,.\[]{0,4}\d")
"""A level right behind a word: the number is what is told."""
EVEN = 5e-5
"""Differences that round to nothing are none."""


class Wrong(NamedTuple):
    """Something that does not hold: where in the clause, which words, and what is so instead."""

    at: int
    words: str
    told: str


def judge(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """What of a clause the edition's figures or prices contradict."""
    for rule in RULES:
        found = next(rule(clause, known, reading), None)
        if found is not None:
            yield found
            return


def _percent(value: float) -> str:
    return f"{value * 100:+.2f}%"


def _denied(clause: Clause, reading: Reading, at: int) -> bool:
    """Whether words right before a place deny what follows."""
    return reading.finds("stated.negated", clause.text[max(0, at - 18) : at])


def _subject(clause: Clause, at: int) -> str | None:
    """The subject named last before a place, else the one that the words before were about."""
    named = [who for _, end, who in clause.names if end <= at]
    return named[-1] if named else clause.before


def _told_of(clause: Clause, known: Known, reading: Reading, at: int) -> list[str]:
    """The subjects that a verb right behind their names is said of: small caps and the Nasdaq both …"""
    chain: list[str] = []
    low = at
    for start, end, who in reversed(clause.names):
        if end > at:
            continue
        between = clause.text[end:low] if chain else _without(clause.text[end:at], reading)
        if (chain and reading.bare("groups.link", between, ",、&")) or (not chain and between.strip(" ,'")):
            break
        chain.append(who)
        low = start
    return [meant for who in chain if (meant := known.meant(who)) is not None]


def _without(text: str, reading: Reading) -> str:
    keys = ("stated.between", "windows.day", "windows.ytd", "stated.ytd", "dates.weekdays", "dates.weekdays_alt")
    return reading.pattern(*keys).sub("", text)


def directions(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """The Russell 2000 fell; 道指收涨; stocks closed higher."""
    if clause.window is None or clause.vague:
        return
    for sign, key in ((1, "stated.rose"), (-1, "stated.fell")):
        for start, end, words in reading.spans(key, clause.text):
            if not _closes(clause.text[end:], reading) or reading.finds("stated.unpriced", _plain(clause, 0, start)):
                continue
            subjects = _told_of(clause, known, reading, start)
            moves = {s: move for s in subjects if (move := known.change(s, clause.window)) is not None}
            wrong = {s: move for s, move in moves.items() if move * sign <= 0}
            if wrong:
                yield Wrong(start, words, ", ".join(f"{s} {_moved(known, s, m)}" for s, m in wrong.items()))
            market = reading.finds("stated.market", clause.text[max(0, start - 14) : start])
            if market and not subjects and not clause.names:
                every = {s: move for s in known.broad if (move := known.change(s, clause.window)) is not None}
                if every and all(move * sign <= 0 for move in every.values()):
                    yield Wrong(start, words, ", ".join(f"{s} {_moved(known, s, m)}" for s, m in every.items()))


def _moved(known: Known, subject: str, move: float) -> str:
    return f"{move:+.1f} bp" if known.subjects[subject].kind == "yield" else _percent(move)


def _closes(rest: str, reading: Reading) -> bool:
    """Whether a Chinese verb ends its clause, as it does where it states and is no noun: 上涨了, not 上涨行情."""
    rest = rest.lstrip()
    if not rest or rest[0].isascii() or rest[0] in "，。；：、！":
        return True
    return reading.pattern("stated.closing").match(rest) is not None


def _plain(clause: Clause, low: int, high: int) -> str:
    """Some of a clause without its names, whose words say nothing (volatility index, energy)."""
    text = clause.text
    for start, end, _ in clause.names:
        text = text[:start] + " " * (end - start) + text[end:]
    return text[low:high]


def leads(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """One ahead of another: 跑赢标普500, trailed the S&P 500."""
    if clause.window is None or reading.finds("stated.unpriced", _plain(clause, 0, len(clause.text))):
        return
    for sign, key in ((1, "stated.beat"), (-1, "stated.trail")):
        for start, end, words in reading.spans(key, clause.text):
            behind = [who for s, _, who in clause.names if end <= s <= end + 14]
            if reading.finds("stated.of", _beside(clause, end)):
                continue
            first = _subject(clause, start)
            one, two = known.meant(first or ""), known.meant(behind[0]) if behind else None
            if one is None or two is None or one == two:
                continue
            windows = ("1d", "ytd", "period") if clause.vague else (clause.window,)
            found = [lead for w in windows if (lead := known.lead(one, two, w)) is not None]
            side = -sign if _denied(clause, reading, start) else sign
            if found and all(lead * side < EVEN for lead in found):
                yield Wrong(start, words, f"{one} against {two}: {found[0] * 100:+.2f} percentage points")


def _beside(clause: Clause, end: int) -> str:
    """What stands right behind a verb and right behind the name that follows it: in Chinese they make nouns of it."""
    name = next((n for n in clause.names if n[0] >= end), None)
    return clause.text[end : end + 1] + (clause.text[name[1] : name[1] + 1] if name is not None else "")


def averages(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """Above or below a moving average."""
    if clause.window is None:
        return
    for match in reading.pattern("metrics.average_suffix").finditer(clause.text):
        length = _LENGTH.search(clause.text[: match.start()])
        if length is None:
            continue
        ahead, low = clause.text[max(0, length.start() - 22) : length.start()], max(0, length.start() - 22)
        behind = clause.text[match.end() : match.end() + 5]
        for sign, key in ((1, "metrics.above"), (-1, "metrics.below")):
            lead, tail = reading.spans(key, ahead), reading.pattern(key).search(behind)
            if not lead and tail is None:
                continue
            between = ahead[lead[-1][1] :].strip() if lead else ""
            if between and reading.pattern("stated.before_average").fullmatch(between) is None:
                continue
            start = low + lead[-1][0] if lead else length.start()
            subject = known.meant(_subject(clause, start) or "")
            distance = known.above_average(subject, int(length[1])) if subject is not None else None
            side = -sign if _denied(clause, reading, start) else sign
            if distance is not None and distance * side <= 0:
                words = clause.text[start : match.end() + (tail.end() if tail and not lead else 0)]
                yield Wrong(start, words, f"{subject} stands {_percent(distance)} from it")


def extremes(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """A record, a high or a low of a year, said to be set on the day."""
    for span, sign, keys in (
        ("all", 1, ("superlative.sets", "stated.record")), ("all", -1, ("stated.record_low",)),
        ("52w", 1, ("stated.high_52w",)), ("52w", -1, ("stated.low_52w",)),
        ("ytd", 1, ("stated.high_ytd",)), ("ytd", -1, ("stated.low_ytd",)),
    ):  # fmt: skip
        for match in reading.pattern(*keys).finditer(clause.text):
            ahead, behind = clause.text[max(0, match.start() - 34) : match.start()], clause.text[match.end() :][:24]
            after = next((who for s, _, who in clause.names if 0 <= s - match.end() <= 9), None)
            subject = known.meant(after or _subject(clause, match.start()) or "")
            if clause.window in (None, "period") or subject is None or _NUMBER.match(behind):
                continue
            if reading.finds("superlative.not_set", f"{ahead} | {behind}"):
                continue
            distance = known.below_extreme(subject, span, sign)
            if distance is not None and distance * sign < -EVEN:
                told = f"{subject} closed {abs(distance) * 100:.2f}% {'below' if sign > 0 else 'above'} it"
                yield Wrong(match.start(), match.group(), told)


def _runs(reading: Reading) -> re.Pattern[str]:
    """Words that count the sessions of a run: for the fourth day, 连续第四日, 四连跌."""
    words = reading.words
    nth = "|".join(sorted(map(re.escape, reading.ordinals), key=len, reverse=True)) or "(?!)"
    han = "".join(w for w in reading.numerals if not w.isascii())
    mark = "|".join(map(re.escape, words.get("stated.run_mark", ()))) or "(?!)"
    days = "|".join(map(re.escape, sorted(words.get("stated.run_days", ()), key=len, reverse=True))) or "(?!)"
    latin = rf"\b(?P<nth>{nth})\s(?:(?:{mark})\s)?(?:{days})\b"
    after = "|".join(map(re.escape, words.get("stated.run_after", ()))) or "(?!)"
    first = "|".join(map(re.escape, words.get("stated.run_nth", ()))) or "(?!)"
    value = f"[{han}\\d]+" if han else "(?!)"
    counted = rf"(?:{mark})(?:{first})?(?P<n>{value})(?:{days})|(?P<m>{value})(?:{after})"
    return re.compile(f"{latin}|{counted}", re.IGNORECASE)


def runs(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """Sessions in a row."""
    for match in _runs(reading).finditer(clause.text):
        groups = match.groupdict()
        raw = groups.get("n") or groups.get("m")
        count = reading.ordinals.get((groups.get("nth") or "").lower()) if raw is None else chinese_value(raw, reading)
        if clause.window is None or count is None or count < 2 or reading.finds("superlative.ended", clause.text):
            continue
        beat, trail = (reading.finds(f"stated.{key}", clause.text) for key in ("beat", "trail"))
        up, down = (reading.finds(f"direction.{key}", clause.text) for key in ("up", "down"))
        subject = known.meant(_subject(clause, match.start()) or "")
        named = [m for _, _, who in clause.names if (m := known.meant(who)) is not None]
        if (beat or trail) and beat != trail and (len(named) == 2 or (len(named) == 1 and clause.before)):
            pair = named if len(named) == 2 else [known.meant(clause.before or "") or "", named[0]]
            real = known.run_against(pair[0], pair[1], 1 if beat else -1)
        elif subject is None or up == down:
            continue
        else:
            real = known.run(subject, 1 if up else -1)
        if real is not None and real != count:
            yield Wrong(match.start(), match.group(), f"it is {real} in a row")


def ranks(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """A sector that led or came last."""
    if clause.window is None or clause.vague:
        return
    moves = known.sector_moves(clause.window)
    for sign, key in ((-1, "stated.bottom"), (1, "stated.top")):
        for start, end, words in reading.spans(key, clause.text):
            told = [who for _, e, who in clause.names if e <= start] or ([clause.before] if clause.before else [])
            turned = reading.finds("stated.of", clause.text[end : end + 1])
            if turned or reading.finds("stated.rank_behind", clause.text[start : end + 3]):
                told = [who for s, _, who in clause.names if s >= end]
            mine = {who: moves[who] for who in told if who in moves}
            others = {who: move for who, move in moves.items() if who not in told}
            if not mine or len(mine) != len(told) or len(moves) < 5:
                continue
            least = min(move * sign for move in mine.values())
            ahead = next((who for who, move in others.items() if move * sign - least > EVEN), None)
            if ahead is not None:
                shown = ", ".join(f"{who} {_percent(move)}" for who, move in mine.items())
                yield Wrong(start, words, f"{shown}, but {ahead} {_percent(others[ahead])}")
            return


HOW_MANY: dict[str, Callable[[int, int], bool]] = {
    "all": lambda count, of: count == of,
    "most": lambda count, of: 2 * count > of,
    "none": lambda count, _: count == 0,
}


def breadth(clause: Clause, known: Known, reading: Reading) -> Iterator[Wrong]:
    """All sectors, most of them, none of them."""
    if clause.window is None or clause.vague:
        return
    moves = list(known.sector_moves(clause.window).values())
    for key, holds in HOW_MANY.items():
        for start, _, words in reading.spans(f"stated.{key}_sectors", clause.text):
            near = clause.text[start:]
            up, down = (reading.finds(f"metrics.breadth_{side}", near) for side in ("up", "down"))
            if up == down or len(moves) < 5:
                continue
            count = sum(move > 0 if up else move < 0 for move in moves)
            if not holds(count, len(moves)):
                yield Wrong(start, words, f"{count} of {len(moves)} sectors {'rose' if up else 'fell'}")


RULES = (runs, extremes, averages, breadth, ranks, leads, directions)
