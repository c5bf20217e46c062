"""Levels against each other: targets, averages, ranges, and moves from one level to another."""

from __future__ import annotations

from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.intervals import (
    RETURNS,
    among,
    meets,
    nearest,
    percent,
    ratio_less_one,
    spread_of,
)
from reporter.verification.articles.meaning import average_before
from reporter.verification.articles.scan import Scan
from reporter.verification.articles.statement import Statement


def upsides(extraction: Extraction) -> None:
    """A target's upside against the level that the article gives (K60)."""
    targets = among(extraction, ["price_target"])
    for one in among(extraction, ["implied_upside"]):
        near = [t for t in targets if (t.paragraph, t.sentence) == (one.paragraph, one.sentence)]
        target = min(near, key=lambda t: abs(t.at - one.at)) if near else None
        if target is None:
            continue
        subject = target.subject or one.subject
        candidates = cued_closes(extraction, subject)
        base = nearest(candidates, one, lambda _: True)
        if base is None:
            continue
        target.facts["upside"] = one
        fitting = next((b for b in candidates if _upside_fits(target, b, one)), None)
        base = fitting or base
        middle = abs(target.value or 0) / abs(base.value or 1) - 1.0
        shown = (
            f"{target.number.text if target.number else target.value} over "
            f"{base.number.text if base.number else base.value}"
            f" (line {base.line}) is {percent(middle)}"
        )
        if fitting is not None:
            one.judge("right", "upside", shown, middle)
        else:
            one.judge("contradicts-itself", "upside", f"{shown}, not {percent(abs(one.value or 0))}", middle)


def _upside_fits(target: Statement, base: Statement, one: Statement) -> bool:
    low, high = sorted(abs(v) for v in ratio_less_one(target, base))
    return low <= one.high and high >= one.low


def cued_closes(extraction: Extraction, subject: str | None) -> list[Statement]:
    """Closes of a subject that words call so."""
    return [s for s in closes_of(extraction) if s.subject == subject and s.facts.get("cued")]


def closes_of(extraction: Extraction) -> list[Statement]:
    return [s for s in among(extraction, ["close_level"]) if not s.facts.get("range") and not s.facts.get("base")]


def distances(extraction: Extraction) -> None:
    """Distance of a level from its moving average, and the side that words claim."""
    averages = [s for s in extraction.statements if s.metric.startswith("sma") and s.metric[3:].isdigit()]
    for one in among(extraction, ["sma_distance"]):
        marks = one.facts["scan"]
        told = average_before(marks, one.number.start) if one.number else None
        mine = [
            a
            for a in averages
            if a.subject == one.subject
            and a.paragraph == one.paragraph
            and (told is None or a.metric == f"sma{told[1]}")
        ]
        average = nearest(mine, one, lambda _: True)
        closes = [c for c in closes_of(extraction) if c.subject == one.subject]
        closes.sort(key=lambda c: (c.paragraph, c.sentence) != (one.paragraph, one.sentence))
        if average is None or not closes:
            continue
        fitting = next((c for c in closes if _distance_fits(c, average, one)), None)
        close = fitting or nearest(closes, one, lambda _: True)
        if close is None or (fitting is None and _elsewhen(one, marks)):
            continue
        middle = (close.value or 0) / (average.value or 1) - 1.0
        shown = (
            f"{close.number and close.number.text} over {average.number and average.number.text} is {percent(middle)}"
        )
        side = _side_said(one, average)
        if fitting is not None and side * middle < 0 and fitting.sentence == one.sentence == average.sentence:
            said = "above" if side > 0 else "below"
            one.judge("contradicts-itself", "sma-distance", f"{shown}, and is told as {said}", middle)
        elif fitting is not None:
            one.judge("right", "sma-distance", shown, middle)
        else:
            one.judge("contradicts-itself", "sma-distance", f"{shown}, not {percent(one.value or 0)}", middle)


def _elsewhen(one: Statement, marks: Scan) -> bool:
    """Whether the sentence dates its distance to a time of its own, whose close the article need not print."""
    low, high = marks.clause(one.number.start) if one.number else (0, len(marks.text))
    days = [d for d in (*marks.told, *marks.referred) if low <= d.start < high]
    return bool(days) or any(s.name not in ("1d", "ytd") for at, _, s in marks.spans if low <= at < high)


def _side_said(one: Statement, average: Statement) -> int:
    """Which side of its average a level is said to be on: 1 above, -1 below, 0 where the average may be the subject."""
    marks = one.facts["scan"]
    if one.number is None or average.number is None or not one.direction:
        return 0
    told = average_before(marks, average.number.start)
    if told is None or told[0] > one.number.start:
        return 0
    lead = marks.text[max(0, told[0] - 18) : told[0]]
    return one.direction if marks.reading.finds("windows.compared_with", lead) else 0


def _distance_fits(close: Statement, average: Statement, one: Statement) -> bool:
    """Close over average or average over close, in size: both are told as a distance."""
    for pair in ((close, average), (average, close)):
        low, high = sorted(abs(v) for v in ratio_less_one(*pair))
        if low <= one.high and high >= one.low:
            return True
    return False


def from_highs(extraction: Extraction) -> None:
    """Distance of a close from the 52-week high or low of its paragraph."""
    for metric, level in (
        ("high_distance", "extreme_52w_high"),
        ("low_distance", "extreme_52w_low"),
        ("record_distance", "record_high"),
    ):
        for one in among(extraction, [metric]):
            marks = [s for s in among(extraction, [level]) if (s.subject, s.paragraph) == (one.subject, one.paragraph)]
            mark = nearest(marks, one, lambda _: True)
            closes = [c for c in closes_of(extraction) if c.subject == one.subject]
            if mark is None or not closes:
                continue
            fitting = next((c for c in closes if _distance_fits(c, mark, one)), None)
            close = fitting or nearest(closes, one, lambda _: True)
            if close is None or (fitting is None and close.sentence != one.sentence and not close.facts.get("cued")):
                continue
            middle = abs(abs(close.value or 0) / abs(mark.value or 1) - 1.0)
            shown = f"{close.value:,.2f} is {percent(middle)} from {mark.value:,.2f}"
            if fitting is not None:
                one.judge("right", "distance", shown, middle)
            else:
                one.judge("contradicts-itself", "distance", f"{shown}, not {percent(abs(one.value or 0))}", middle)


def bounces(extraction: Extraction) -> None:
    """A distance of the close from the day's low or high, whose level stands in the same sentence."""
    for one in among(extraction, ["sourced"]):
        marks = one.facts["scan"]
        if one.number is None or not marks.reading.finds("metrics.off_low", marks.text[: one.number.start][-24:]):
            continue
        levels = [s for s in extraction.statements if s.facts["scan"] is marks and s.facts.get("intraday")]
        levels = [s for s in levels if s.metric == "close_level"]
        closes = [c for c in cued_closes(extraction, one.subject) if not c.facts.get("intraday")]
        if len(levels) != 1 or not closes:
            continue
        fitting = next((c for c in closes if _distance_fits(c, levels[0], one)), None)
        middle = abs(closes[0].value or 0) / abs(levels[0].value or 1) - 1.0
        shown = f"{closes[0].value:,.2f} is {percent(middle)} from {levels[0].value:,.2f}"
        if fitting is not None:
            one.judge("right", "distance", shown, middle)
        elif len({c.value for c in closes}) == 1:
            one.judge("contradicts-itself", "distance", f"{shown}, not {percent(abs(one.value or 0))}", middle)


def yearly_ranges(extraction: Extraction) -> None:
    """Low below high; the close within; high and low as told elsewhere."""
    ends: dict[tuple[int, int, str | None], list[Statement]] = {}
    for one in among(extraction, ["range_52w"]):
        ends.setdefault((one.paragraph, one.sentence, one.subject), []).append(one)
    for (paragraph, _, subject), pair in ends.items():
        if len(pair) != 2:
            continue
        low, high = pair
        if low.low > high.high:
            high.judge(
                "contradicts-itself", "range", f"the range runs from {low.value} down to {high.value}", low.value
            )
            continue
        for close in [c for c in closes_of(extraction) if c.facts.get("cued")]:
            if (
                close.subject == subject
                and abs(close.paragraph - paragraph) <= 1
                and (close.low > high.high or close.high < low.low)
            ):
                close.judge(
                    "contradicts-itself",
                    "range",
                    f"{close.value} lies outside the 52-week range {low.value} to {high.value}",
                    high.value,
                )
    for high in among(extraction, ["extreme_52w_high"]):
        for close in [c for c in closes_of(extraction) if c.facts.get("cued")]:
            if close.subject == high.subject and close.paragraph == high.paragraph and close.low > high.high:
                high.judge(
                    "contradicts-itself",
                    "range",
                    f"the close {close.value} is above the 52-week high {high.value}",
                    close.value,
                )


def point_changes(extraction: Extraction) -> None:
    """Points, percent and levels of one move: base = level - points, percent = points / base; from a to b."""
    for points in among(extraction, ["period_point_change"]):
        same = [
            s
            for s in extraction.statements
            if s.paragraph == points.paragraph and s.sentence == points.sentence and s.subject == points.subject
        ]
        share = next((s for s in same if s.metric in RETURNS), None)
        level = next((s for s in same if s.metric == "close_level"), None)
        own = [s for s in closes_of(extraction) if s.subject == points.subject]
        level = level or nearest(own, points, lambda _: True)
        if share is None or level is None or points.value is None:
            continue
        same_day = level.sentence == points.sentence and level.paragraph == points.paragraph
        ends = [
            p / (lv - p) for p in (points.signed_low, points.signed_high) for lv in (level.low, level.high) if lv > p
        ]
        if not ends:
            continue
        middle = points.value / (abs(level.value or 0) - points.value)
        shown = f"{points.value:g} of {abs(level.value or 0) - points.value:,.2f} is {percent(middle)}"
        if meets(spread_of(ends), share):
            share.judge("right", "points-and-percent", shown, middle)
            points.judge("right", "points-and-percent", shown, middle)
        elif same_day:
            share.judge("contradicts-itself", "points-and-percent", f"{shown}, not {percent(share.value or 0)}", middle)
    _from_to(extraction)


def _from_to(extraction: Extraction) -> None:
    """A percentage beside "from A to B"."""
    for a, b in zip(extraction.statements, extraction.statements[1:], strict=False):
        if not (
            a.metric == b.metric == "close_level"
            and a.sentence == b.sentence
            and a.paragraph == b.paragraph
            and a.subject == b.subject
            and a.number
            and b.number
        ):
            continue
        marks = b.facts["scan"]
        if not marks.reading.spans(
            "metrics.from", marks.text[max(0, a.number.start - 7) : a.number.start]
        ) or not marks.reading.spans("metrics.to", marks.text[a.number.unit_end : b.number.start]):
            continue
        implied = ratio_less_one(b, a)
        middle = abs(b.value or 0) / abs(a.value or 1) - 1.0
        for one in extraction.statements:
            if (
                one.metric in RETURNS
                and (one.paragraph, one.sentence) == (a.paragraph, a.sentence)
                and one.subject == a.subject
            ):
                shown = f"from {a.number.text} to {b.number.text} is {percent(middle)}"
                if meets(implied, one):
                    one.judge("right", "from-to", shown, middle)
                else:
                    one.judge("contradicts-itself", "from-to", f"{shown}, not {percent(one.value or 0)}", middle)
        a.facts["base"] = True


ALL = (upsides, distances, from_highs, bounces, yearly_ranges, point_changes)
