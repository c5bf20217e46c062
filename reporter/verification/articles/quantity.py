"""What a number is, by its unit and the words around it: the metric that a statement is about."""

from __future__ import annotations

from reporter.verification.articles import meaning
from reporter.verification.articles.meaning import INDICES, SECTORS
from reporter.verification.articles.scan import Scan
from reporter.verification.numerals import Number


def metric_of(
    marks: Scan, number: Number, subject: str | None, comparator: str | None
) -> tuple[str | None, str | None]:
    """(metric, printed unit) of a number, or (None, None)."""
    unit, reading = number.unit, marks.reading
    if unit == "bp":
        cuts = reading.finds("metrics.policy", marks.after(number.unit_end))
        return ("yield_change" if subject in ("tnx", "irx") and not cuts else "rate_path"), unit
    if unit == "pp":
        return "relative_return", unit
    if unit == "fold":
        return "ratio", "times"
    if unit == "times":
        return ("pe_forward" if reading.finds("metrics.multiple", marks.text) else "ratio"), unit
    if unit == "shares":
        return "avg_volume", unit
    if unit == "sessions":
        return ("streak", unit) if reading.finds("metrics.streak", marks.text) else (None, None)
    if unit == "percent":
        if comparator is not None:
            return "relative_return", unit
        return meaning.percent_metric(marks, number), unit
    if unit == "points" and (comparator is not None or _gap_in_points(marks, number)):
        return "relative_return", "pp"
    ahead = marks.before(number.start)
    if unit is None and 0 < number.value < 200 and meaning.nearest(marks, "metrics.multiple", ahead, 12):
        return "pe_forward", "times"
    if unit in ("points", "USD", None):
        return _level(marks, number, subject)
    return None, None


def _gap_in_points(marks: Scan, number: Number) -> bool:
    """Points of a gap or lead are percentage points unless they are as large as a level."""
    near = (
        marks.text[number.unit_end : number.unit_end + 12] + " " + marks.text[max(0, number.start - 24) : number.start]
    )
    return number.value < 50 and number.decimals > 0 and marks.reading.finds("metrics.spread", near)


def _plausible(subject: str | None, number: Number) -> bool:
    """A level of an index is in the hundreds or more; a volatility index closes above five."""
    return number.unit is not None or subject not in INDICES or number.value >= (5 if subject == "vix" else 100)


def _level(marks: Scan, number: Number, subject: str | None) -> tuple[str | None, str | None]:
    """A level, a change in points, or nothing."""
    unit, reading = number.unit, marks.reading
    ahead = marks.before(number.start)
    if reading.pattern("metrics.round_mark").match(marks.text[number.unit_end : number.unit_end + 20].lstrip(" -")):
        return None, None
    if not number.decimals and (marks.ends_with("metrics.above", ahead) or marks.ends_with("metrics.below", ahead)):
        return None, None  # a mark that is passed, not a level that is told
    if reading.finds("metrics.per_share", ahead[-24:]):
        return None, None
    if number.step >= 1e6 or (unit == "USD" and number.value >= 1e7):
        return "fund_size", unit
    direction, verb = meaning.direction_of(marks, number)
    into = reading.spans("metrics.to", ahead[-8:]) or reading.spans("metrics.from", ahead[-6:])
    arrives = bool(into) and len(ahead[-8:].rstrip()) - into[-1][1] <= 2 if into else False
    touched = meaning.nearest(marks, "metrics.intraday", ahead, 8)
    if (
        unit in ("points", "USD")
        and not touched
        and verb
        and not arrives
        and direction
        and subject is not None
        and meaning.level_metric(marks, number) not in ("price_target", "technical_level")
    ):
        return "period_point_change", unit
    metric = meaning.level_metric(marks, number)
    if not _plausible(subject, number):
        return None, None
    if metric is not None and (
        unit is not None or subject in INDICES or number.decimals >= 1 or metric in ("range_52w", "price_target")
    ):
        return (metric, unit) if unit is not None or number.value >= 5 else (None, None)
    if subject is None:
        return None, None
    beside = max((n.end for n in marks.names if n.end <= number.start), default=-9)
    if subject == "vix" and unit is None and number.decimals and not marks.text[beside : number.start].strip(" :("):
        return "close_level", unit
    if unit in ("points", "USD") or (
        subject in INDICES and (number.value >= 1000 or arrives) and number.decimals in (0, 1, 2)
    ):
        return ("close_level", unit) if subject not in SECTORS or unit == "USD" else (None, None)
    return None, None
