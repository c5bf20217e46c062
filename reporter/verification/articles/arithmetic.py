"""Arithmetic between printed numbers, as intervals of their rounding: upsides, distances, spreads, changes, paths."""

from __future__ import annotations

from itertools import combinations

from reporter.verification.articles.dates import Span
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.intervals import (
    RETURNS,
    Interval,
    among,
    judge_size,
    percent,
    spread_of,
)
from reporter.verification.articles.meaning import SECTORS
from reporter.verification.articles.statement import Statement

MOST = 30
"""Returns around a difference that it may be made of."""
SMALL, LARGE = ("rut", "iwm", "ijr"), ("spx", "spy")


def _sides(subject: str | None) -> tuple[str, ...]:
    return {"small_caps": SMALL, "large_caps": LARGE}.get(subject or "", (subject,) if subject else ())


def _compatible(a: Statement, b: Statement) -> bool:
    """Two returns over one window, as far as the article tells."""
    if a.window is None or b.window is None:
        return a.paragraph == b.paragraph
    return _one_window(a.window, b.window)


def _one_window(a: Span, b: Span) -> bool:
    """Whether two names may stand for one stretch: a week and its dates, this year and from its first day."""
    if a.label == b.label:
        return True
    dated, named = (a, b) if a.days is not None else (b, a)
    return (
        dated.days is not None
        and named.days is None
        and dated.days > 0
        and named.name not in ("ytd", "1d")
        and named.low <= dated.days + 1
        and dated.days <= named.high
    )


def spreads(extraction: Extraction) -> None:
    """A difference in percentage points against the two returns that the article prints."""
    returns = [s for s in among(extraction, RETURNS) if not s.facts.get("conflict")]
    for one in among(extraction, ["relative_return"]):
        if one.value is None:
            continue
        near = [s for s in returns if 0 <= one.paragraph - s.paragraph <= 1 and s.at != one.at]
        if len(near) > MOST:  # in a paragraph without end, the closest: work grows with length alone
            closest = sorted(near, key=lambda s: (s.paragraph != one.paragraph, abs(s.at - one.at)))[:MOST]
            near = [s for s in near if s in closest]
        if _best_worst(one, near):
            continue
        left, right = _sides(one.subject), _sides(one.comparator)
        pairs = [
            (a, b) for a in near for b in near if a.subject != b.subject and _compatible(a, b) and _fits_window(one, a)
        ]
        named = [(a, b) for a, b in pairs if a.subject in left and b.subject in right]
        if not named and one.comparator is not None and one.window is not None:
            alike = [s for s in returns if _dated_alike(one, s)]
            first = next((s for s in alike if s.subject in left), None)
            second = next((s for s in alike if s.subject in right), None)
            named = [(first, second)] if first is not None and second is not None else []
        loose = [(a, b) for a, b in combinations(near, 2) if _compatible(a, b) and a.subject != b.subject]
        _judge_spread(one, named, loose)


def _dated_alike(one: Statement, other: Statement) -> bool:
    return one.window is not None and other.window is not None and one.window.label == other.window.label


def _fits_window(one: Statement, other: Statement) -> bool:
    return one.window is None or other.window is None or _one_window(one.window, other.window)


def _difference(a: Statement, b: Statement) -> Interval:
    return a.signed_low - b.signed_high, a.signed_high - b.signed_low


def _judge_spread(
    one: Statement, named: list[tuple[Statement, Statement]], loose: list[tuple[Statement, Statement]]
) -> None:
    size = abs(one.value or 0.0)

    def fits(pair: tuple[Statement, Statement]) -> bool:
        low, high = _difference(*pair)
        low, high = (low, high) if low + high >= 0 else (-high, -low)
        return low <= one.high and high >= one.low

    for pair in [*named, *loose]:
        if fits(pair):
            middle = (pair[0].value or 0) - (pair[1].value or 0)
            if pair in named and _turned(one, _difference(*pair)):
                said = "ahead" if (one.value or 0) > 0 else "behind"
                shown = f"{percent(pair[0].value or 0)} against {percent(pair[1].value or 0)} is told as {said}"
                one.judge("contradicts-itself", "spread", shown, middle)
                return
            one.judge(
                "right", "spread", f"{percent(pair[0].value or 0)} less {percent(pair[1].value or 0)}", abs(middle)
            )
            return
    close = [p for p in named if p[0].paragraph == one.paragraph] or (named if len(named) == 1 else [])
    both = [p for p in loose if all((s.paragraph, s.sentence) == (one.paragraph, one.sentence) for s in p)]
    chosen = close or (both if len(both) == 1 and one.facts.get("printed") == "pp" else [])
    if chosen:
        a, b = chosen[-1]
        middle = (a.value or 0) - (b.value or 0)
        one.judge(
            "contradicts-itself",
            "spread",
            f"{percent(a.value or 0)} less {percent(b.value or 0)} is {abs(middle) * 100:.2f} points, "
            f"not {size * 100:g}",
            abs(middle),
        )


def _turned(one: Statement, difference: Interval) -> bool:
    """Whether the words put the one that is behind ahead."""
    marks = one.facts["scan"]
    if not one.facts.get("relation") or one.number is None or marks.reading.finds("metrics.passive", marks.text):
        return False
    sign = 1 if (one.value or 0.0) > 0 else -1
    return difference[1] * sign < 0 and difference[0] * sign < 0


def _best_worst(one: Statement, near: list[Statement]) -> bool:
    """The distance of the best from the worst, where the sentence says so."""
    marks = one.facts["scan"]
    if not marks.has("metrics.best_worst"):
        return False
    same = [s for s in near if s.paragraph == one.paragraph and s.subject in SECTORS]
    if len(same) < 2:
        return True
    best, worst = max(same, key=lambda s: s.value or 0), min(same, key=lambda s: s.value or 0)
    low, high = _difference(best, worst)
    width = ((best.value or 0) - (worst.value or 0)) * 100
    shown = f"{percent(best.value or 0)} less {percent(worst.value or 0)} is {width:.2f} points"
    if low <= one.high and high >= one.low:
        one.judge("right", "spread", shown, (best.value or 0) - (worst.value or 0))
    else:
        one.judge(
            "contradicts-itself",
            "spread",
            f"{shown}, not {abs(one.value or 0) * 100:g}",
            (best.value or 0) - (worst.value or 0),
        )
    return True


def means(extraction: Extraction) -> None:
    """The average of the changes that its sentence lists."""
    for one in among(extraction, ["mean_return"]):
        listed = [
            s
            for s in among(extraction, RETURNS)
            if s.facts["scan"] is one.facts["scan"] and s.at < one.at and not s.facts.get("conflict")
        ]
        values = [s.value or 0.0 for s in listed]
        if len(values) < 3 or len({s.subject for s in listed}) < len(listed):
            continue
        middle = abs(sum(values) / len(values))
        slack = max(s.number.step for s in listed if s.number) * 0.005
        shown = f"the mean of the {len(values)} changes is {percent(middle)}"
        if middle - slack <= one.high and middle + slack >= one.low:
            one.judge("right", "mean", shown, middle)
        else:
            one.judge("contradicts-itself", "mean", f"{shown}, not {percent(abs(one.value or 0))}", middle)


def multiples(extraction: Extraction) -> None:
    """A discount between two multiples, and a ratio between two printed numbers of a kind."""
    for one in among(extraction, ["pe_discount"]):
        pair = [
            s for s in among(extraction, ["pe_forward"]) if (s.paragraph, s.sentence) == (one.paragraph, one.sentence)
        ]
        if len(pair) == 2:
            small, large = sorted(pair, key=lambda s: s.value or 0)
            low, high = 1 - small.high / large.low, 1 - small.low / large.high
            judge_size(
                one,
                "discount",
                (low, high),
                1 - (small.value or 0) / (large.value or 1),
                f"1 - {small.value:g} / {large.value:g}",
            )
    for one in among(extraction, ["ratio"]):
        for metric in ("daily_vol", "day_change", "period_return", "ytd_return", "trailing_return", "avg_volume"):
            pair = [
                s for s in among(extraction, [metric]) if (s.paragraph, s.sentence) == (one.paragraph, one.sentence)
            ]
            if len(pair) == 2 and all(s.low > 0 for s in pair):
                small, large = sorted(pair, key=lambda s: abs(s.value or 0))
                judge_size(
                    one,
                    "ratio",
                    (large.low / small.high, large.high / small.low),
                    abs(large.value or 0) / abs(small.value or 1),
                    f"{large.number and large.number.text} / {small.number and small.number.text}",
                )


def rate_paths(extraction: Extraction) -> None:
    """Start less cuts is the end, where one paragraph prints all three."""
    cuts = among(extraction, ["rate_path"])
    levels = among(extraction, ["policy_rate_level"])
    for paragraph in sorted({s.paragraph for s in cuts}):
        moves = [s for s in cuts if s.paragraph == paragraph]
        here = [s for s in levels if s.paragraph == paragraph]
        sentences = {s.sentence for s in moves}
        if len(sentences) > 1:
            for sentence in sorted(sentences):
                _path([s for s in moves if s.sentence == sentence], [s for s in here if s.sentence == sentence])
        else:
            _path(moves, here)


def _path(moves: list[Statement], here: list[Statement]) -> None:
    """One path: the levels that words call the end, the one that they start from, the cuts between."""
    ends = [s for s in here if _marked(s, "metrics.rate_end")]
    starts = [s for s in here if s not in ends and _marked(s, "metrics.hold", "metrics.from", "metrics.rate_now")]
    if not ends or not starts:
        return
    sign = (
        1.0
        if all(s.facts["scan"].has("metrics.hike") and not s.facts["scan"].has("metrics.cut") for s in moves)
        else -1.0
    )
    bps = spread_of(v for s in moves for v in (s.low, s.high))
    reached = spread_of(
        s + sign * b / 10_000 for s in spread_of(v for x in starts for v in (x.low, x.high)) for b in bps
    )
    stated = spread_of(v for s in ends for v in (s.low, s.high))
    if reached[0] > stated[1] or reached[1] < stated[0]:
        ends[-1].judge(
            "contradicts-itself",
            "rate-path",
            f"the cuts lead to {percent(reached[0])} to {percent(reached[1])}, not {percent(ends[-1].value or 0)}",
            sum(reached) / 2,
        )
    else:
        ends[-1].judge("right", "rate-path", "start, cuts and end agree", sum(reached) / 2)


def _marked(one: Statement, *keys: str) -> bool:
    marks = one.facts["scan"]
    assert one.number is not None
    ahead = marks.text[max(0, one.number.start - 40) : one.number.start]
    return any(marks.reading.finds(key, ahead) for key in keys)


ALL = (spreads, means, multiples, rate_paths)
