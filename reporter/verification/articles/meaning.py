"""What kind of quantity a number is: by its unit, and by the cue that stands nearest to it."""

from __future__ import annotations

import re

from reporter.verification.articles.scan import Scan
from reporter.verification.numerals import Number

INDICES = frozenset({"rut", "spx", "ixic", "dji", "vix", "sp600", "ndx"})
SECTORS = frozenset({"xlb", "xlc", "xle", "xlf", "xli", "xlk", "xlp", "xlre", "xlu", "xlv", "xly"})
_AVERAGE = re.compile(r"(\d{1,3})\s?$")
_LEVEL_CUES = {
    "metrics.range52": "range_52w",
    "metrics.high52": "extreme_52w_high",
    "metrics.low52": "extreme_52w_low",
    "metrics.resistance": "technical_level",
    "metrics.target": "price_target",
    "metrics.record": "record_high",
    "metrics.close": "close_level",
}


def average_before(scan: Scan, at: int) -> tuple[int, int] | None:
    """The moving average named last before a position in the sentence: (its end, its length in days)."""
    best = None
    for start, end, _ in scan.reading.spans("metrics.average_suffix", scan.text[:at]):
        length = _AVERAGE.search(scan.text[max(0, start - 4) : start])
        if length:
            best = (end, int(length[1]))
    return best


def level_metric(scan: Scan, number: Number) -> str | None:
    """What a price or index level is: a close, an average, an end of a range, a target."""
    start, _ = scan.clause(number.start)
    found = _cued(scan, number.start, start)
    if found is None and number.start - start < 3:
        found = _cued(scan, number.start, max(0, start - 40))
    if found is not None:
        return found
    behind = scan.after(number.unit_end, 24)
    for key, metric in _LEVEL_CUES.items():
        spans = scan.reading.spans(key, behind)
        if spans and spans[0][0] <= 8 and metric != "close_level":
            return metric
    average = average_before(scan, min(len(scan.text), number.unit_end + 30))
    if average is not None and average[0] > number.unit_end and scan.clause(number.start) == scan.clause(average[0]):
        return f"sma{average[1]}"
    return None


def _cued(scan: Scan, at: int, since: int) -> str | None:
    """The level that the cue nearest before a position names; any cue outweighs that of a mere close."""
    ahead = scan.text[since:at]
    cues = [(end + since, metric) for key, metric in _LEVEL_CUES.items() if (end := scan.last(key, ahead)) >= 0]
    average = average_before(scan, at)
    if average is not None and average[0] >= since:
        cues.append((average[0], f"sma{average[1]}"))
    special = [cue for cue in cues if cue[1] != "close_level"]
    return max(special or cues)[1] if cues else None


def _listed(scan: Scan, number: Number) -> int:
    """How many percentages a sentence tells before this one."""
    return sum(n.unit == "percent" for n in scan.numbers if n.start < number.start)


def _told_otherwise(scan: Scan, number: Number, ahead: str, behind: str) -> str | None:
    """What words make of a percentage that is no plain change: over a year, a mean, what is needed, off a low."""
    reading = scan.reading
    if reading.finds("metrics.yoy", ahead) or reading.finds("metrics.yoy", behind[:34]):
        return "sourced"
    if nearest(scan, "metrics.average", ahead, 6) and _listed(scan, number) >= 3:
        return "mean_return"
    if number.decimals == 0 and (reading.finds("metrics.never", ahead) or reading.finds("metrics.defined", ahead)):
        return "sourced"
    if reading.finds("metrics.needed", ahead) or nearest(scan, "metrics.off_low", ahead, 14):
        return "sourced"
    return None


def percent_metric(scan: Scan, number: Number) -> str:
    """What a percentage is; `return` where nothing else claims it."""
    reading, ahead, behind = scan.reading, scan.before(number.start), scan.after(number.unit_end, 44)
    beside = next(
        (n for n in scan.numbers if 0 <= number.start - n.unit_end <= 1 and n.unit in ("points", "USD", None)), None
    )
    if beside is not None:
        level = level_metric(scan, beside) or ""
        if level.startswith(("extreme", "sma", "record")):
            return {"extreme_52w_high": "high_distance", "extreme_52w_low": "low_distance"}.get(
                level, "sma_distance" if level.startswith("sma") else "record_distance"
            )
    whole = scan.text[: number.start]
    if number.decimals == 0 and reading.finds("metrics.never", ahead):
        return "sourced"
    told = _told_otherwise(scan, number, ahead, behind)
    if told is not None:
        return told
    if _volatility(scan, number, ahead, behind):
        return "daily_vol"
    if reading.finds("metrics.upside", ahead) or reading.spans("metrics.upside", behind[:28]):
        return "implied_upside"
    if _over_close(scan, number, whole, behind):
        return "implied_upside"
    for key, metric in (("metrics.high52", "high_distance"), ("metrics.low52", "low_distance")):
        side = reading.pattern("metrics.below", "metrics.above").match(behind.lstrip())
        found = reading.spans(key, behind)
        if side and found and found[0][0] < 24:
            return metric
    if _near_average(scan, number, ahead, behind):
        return "sma_distance"
    if (
        nearest(scan, "metrics.discount", ahead, 16)
        or reading.spans("metrics.discount", behind[:14])
        or (reading.finds("metrics.multiple", ahead))
    ):
        return "pe_discount"
    if reading.finds("metrics.yield", ahead):
        return "yield_level"
    start = reading.spans("metrics.from", ahead[-10:]) and reading.finds("metrics.policy", scan.text)
    if start and any(n.unit == "bp" for n in scan.numbers):
        return "policy_rate_level"
    paths = any(n.unit == "bp" for n in scan.numbers) and reading.finds("metrics.rate_end", ahead)
    if (reading.finds("metrics.policy", ahead) or paths) and not _moved(scan, number, ahead):
        return "policy_rate_level"
    if reading.finds("metrics.earnings", ahead) or reading.finds("metrics.earnings", behind[:16]):
        return "sourced"
    for key, metric in (
        ("metrics.high52", "high_distance"),
        ("metrics.low52", "low_distance"),
        ("metrics.record", "record_distance"),
    ):
        side = reading.pattern("metrics.below", "metrics.above", "direction.down").search(ahead + behind[:10])
        below = side is not None or ahead.rstrip().endswith(reading.listed("metrics.side_end"))
        if (
            reading.finds(key, behind)
            or (reading.finds(key, ahead) and (len(ahead) < 24 or reading.finds("metrics.threshold", whole)))
        ) and below:
            return metric
    return "return"


def _over_close(scan: Scan, number: Number, whole: str, behind: str) -> bool:
    """A distance to the close in a sentence that has told a target: 6,200 by year-end, 8.6% above the last close."""
    side = scan.reading.pattern("metrics.above", "metrics.below").match(behind.lstrip())
    ahead = scan.reading.pattern("metrics.target_strong", "metrics.expects").search(whole)
    return side is not None and ahead is not None and scan.reading.finds("metrics.close_noun", behind)


def _volatility(scan: Scan, number: Number, ahead: str, behind: str) -> bool:
    at = scan.last("metrics.volatility", ahead)
    if at < 0:
        # A bracket or a comparison carries the word over: "(daily volatility 0.96%, against 0.62% for ...)".
        wide = scan.text[max(0, number.start - 110) : number.start]
        at = scan.last("metrics.volatility", wide)
        moved = max(scan.last("direction.up", wide), scan.last("direction.down", wide))
        if at < 0 or (moved > at and not scan.reading.spans("metrics.above", wide[at:])):
            found = scan.reading.spans("metrics.volatility", behind[:24])
            return bool(found) and found[0][0] <= 8
        return True
    tail = ahead[at:]
    strong = scan.reading.spans("metrics.return_noun", tail)
    return not any(not scan.reading.finds("metrics.volatility", word) for _, _, word in strong)


def _near_average(scan: Scan, number: Number, ahead: str, behind: str) -> bool:
    about = scan.reading.pattern("metrics.average_suffix", "metrics.threshold")
    side = scan.reading.pattern("metrics.above", "metrics.below")
    previous = scan.text[: number.start - len(ahead)][-40:]
    lead = ahead.strip()
    if (
        about.search(previous)
        and not scan.reading.name_spans(lead)
        and scan.reading.pattern("metrics.close_side").match(lead)
    ):
        return True
    if about.search(ahead) and (
        side.search(ahead + behind[:8]) or ahead.rstrip().endswith(scan.reading.listed("metrics.side_end"))
    ):
        return True
    found = about.search(behind)
    return found is not None and side.match(behind.lstrip()) is not None


def nearest(scan: Scan, key: str, text: str, room: int) -> bool:
    """Whether a word ends within some characters of a text's end."""
    at = scan.last(key, text)
    return at >= 0 and len(text) - at <= room


def _moved(scan: Scan, number: Number, ahead: str) -> bool:
    """True where a subject of the market rises or falls by this percentage."""
    return any(n.end <= number.start and number.start - n.end < 14 for n in scan.names) and (
        scan.reading.finds("direction.up", ahead[-12:]) or scan.reading.finds("direction.down", ahead[-12:])
    )


def direction_of(scan: Scan, number: Number) -> tuple[int, bool]:
    """(direction the words give a change, whether it is a verb directly in front). 0 where none is near."""
    ahead = scan.before(number.start)
    cut = max((n.unit_end for n in scan.numbers if n.unit_end <= number.start), default=0)
    if scan.sentence.head is not None:
        cut = max(cut, scan.sentence.head[1])  # the head of a column names a change, not its direction
    ahead = ahead[max(0, cut - (number.start - len(ahead))) :] if cut > number.start - len(ahead) else ahead
    for start, end, _ in scan.reading.spans("direction.neutral", ahead):
        ahead = ahead[:start] + " " * (end - start) + ahead[end:]
    up, down = _last_word(scan, "direction.up", ahead), _last_word(scan, "direction.down", ahead)
    behind = scan.after(number.unit_end, 16).lstrip()
    noun = scan.reading.pattern("direction.after").match(behind)
    if noun:
        down_noun = scan.reading.finds("direction.down", noun.group())
        up_noun = scan.reading.finds("direction.up", noun.group())
        if down_noun != up_noun:
            return (-1 if down_noun else 1), False
    if up == down == (-1, -1):
        return 0, False
    sign, place = (1, up) if (up[1], up[1] - up[0]) > (down[1], down[1] - down[0]) else (-1, down)
    return sign, len(ahead) - place[1] <= 4


def _last_word(scan: Scan, key: str, text: str) -> tuple[int, int]:
    found = scan.reading.spans(key, text)
    return (found[-1][0], found[-1][1]) if found else (-1, -1)
