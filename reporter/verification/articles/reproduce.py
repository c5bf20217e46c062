"""Returns that their own words don't give: which window and convention gives most of them."""

from __future__ import annotations

from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.history import Measure
from reporter.verification.articles.intervals import percent
from reporter.verification.articles.statement import Statement
from reporter.verification.articles.windows import CONVENTIONS, Try, naturalness


def reproduce(extraction: Extraction, unmatched: list[tuple[Statement, Measure]], tries: list[Try]) -> None:
    """Returns that their own words don't give: the window and convention that gives most of them."""
    votes = _votes(unmatched, tries)
    opened = any(s.convention == "open to close" for s in extraction.statements) or any(
        t.convention == "open to close" and len({s.subject for s in found}) > 1 for t, found in votes.items()
    )
    for one, measure in unmatched:
        options = sorted(
            (
                (len({s.subject for s in found}), naturalness(attempt), attempt)
                for attempt, found in votes.items()
                if one in found
            ),
            key=lambda option: option[:2],
            reverse=True,
        )
        default = one.facts.get("default")
        if options and default is not None and _nearly(one, default[0]):
            # A digit off the window of its own words is a wrong digit, whatever other window happens to give it.
            one.judge("contradicts-data", "return", f"{percent(default[0])} over {default[1].label}", default[0])
        elif options and (default is not None or options[0][0] > 1):
            attempt = options[0][2]
            value = measure.window_return(attempt.start, attempt.end, attempt.convention) or 0.0
            shown = f"{percent(value)} is {attempt.label}, {attempt.convention}"
            if default is None:
                one.judge(
                    "right", "return", shown, value, attempt.convention if attempt.convention != "price" else None
                )
            elif options[0][0] > 1 or attempt.name == "article" or attempt.name.startswith("from"):
                one.judge(
                    "mislabelled",
                    "window",
                    f"{shown}; {default[1].name} is {percent(default[0])} ({default[1].label})",
                    value,
                    attempt.convention,
                )
                continue
            else:
                one.judge("contradicts-data", "return", f"{percent(default[0])} over {default[1].label}", default[0])
        elif default is not None and opened and not measure.opens:
            one.judge(
                "not-checkable",
                "no-open",
                f"{percent(default[0])} from close to close; the first day's open is not known",
                default[0],
            )
        elif default is not None:
            one.judge(
                "contradicts-data",
                "return",
                f"{percent(default[0])} over {default[1].label}, printed {one.number.text if one.number else ''}%",
                default[0],
            )


def _nearly(one: Statement, value: float) -> bool:
    """Whether a value is within a step and a half of what is printed."""
    return one.number is not None and abs(value - (one.value or 0.0)) <= 1.5 * one.number.step * one.factor


def _votes(unmatched: list[tuple[Statement, Measure]], tries: list[Try]) -> dict[Try, list[Statement]]:
    """Which statements each window and convention gives."""
    votes: dict[Try, list[Statement]] = {}
    for one, measure in unmatched:
        for window in tries:
            for convention in CONVENTIONS[:3]:
                value = measure.window_return(window.start, window.end, convention)
                if (
                    value is not None
                    and one.holds(value)
                    and one.number
                    and one.number.decimals >= 1
                    and one.approx is None
                ):
                    votes.setdefault(Try(window.start, window.end, convention, window.name), []).append(one)
    return votes
