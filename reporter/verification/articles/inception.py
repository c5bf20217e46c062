"""Histories older than the series that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.verification.articles.calendar import statement_of
from reporter.verification.articles.extract import Extraction
from reporter.verification.articles.statement import Statement

# First year with data of a series that articles speak of; what is older than both of a pair cannot have been compared.
INCEPTION = {
    "rut": 1978,
    "ixic": 1971,
    "ndx": 1985,
    "spx": 1926,
    "dji": 1896,
    "vix": 1990,
    "sp600": 1994,
    "iwm": 2000,
    "iwc": 2005,
    "spy": 1993,
    "qqq": 1999,
    "rsp": 2003,
    "ijr": 2000,
    "mdy": 1995,
    "iwf": 2000,
    "iwd": 2000,
    "iwo": 2000,
    "iwn": 2000,
    "kre": 2006,
    "hyg": 2007,
    "lqd": 2002,
    "ief": 2002,
    "tlt": 2002,
    "xlc": 2018,
    "xlre": 2015,
    "xlb": 1998,
    "xle": 1998,
    "xlf": 1998,
    "xli": 1998,
    "xlk": 1998,
    "xlp": 1998,
    "xlu": 1998,
    "xlv": 1998,
    "xly": 1998,
    "meta": 2012,
    "nvda": 1999,
    "tsla": 2010,
    "googl": 2004,
    "amzn": 1997,
    "tnx": 1962,
}
_YEAR = re.compile(r"(?:19|20)\d\d")


def histories(extraction: Extraction) -> Iterator[Statement]:
    """A comparison over a history that one of the two series does not have."""
    for place, marks in extraction.scans:
        since = marks.reading.spans("windows.since", marks.text)
        subjects = [n.subject for n in marks.names if n.subject in INCEPTION]
        for match in _YEAR.finditer(marks.text):
            ahead = [end for _, end, _ in since if 0 <= match.start() - end <= 2]
            if not ahead or not subjects:
                continue
            year, youngest = int(match.group()), max(subjects, key=lambda s: INCEPTION[s])
            if year < INCEPTION[youngest] - 1:
                one = next((s for s in extraction.statements if s.facts["scan"] is marks), None)
                made = one or statement_of(
                    marks, extraction.article.path, "base_rate", subject=youngest, paragraph=place
                )
                made.judge(
                    "contradicts-itself",
                    "history",
                    f"since {year}: {youngest} has no history before {INCEPTION[youngest]}",
                    float(INCEPTION[youngest]),
                )
                if one is None:
                    yield made
                break


STATING = (histories,)
