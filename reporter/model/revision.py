"""What has been changed in an edition since it came out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from reporter.model.base import Noun

RevisionKind = Literal["corrected", "refiled", "updated", "withdrawn"]
FILE = "revisions.json"
FOLDER = "revisions"


class Change(Noun):
    """One published number that is another now; `shown` holds old and new by language, as the pages printed them."""

    figure: str
    metric: str
    subject: str
    comparator: str | None = None
    old: float | None = None
    new: float | None = None
    shown: Mapping[str, tuple[str, str]] = {}


class Revision(Noun):
    """A later version of an edition. What stood there before lies in `revisions/<number>/`.

    corrected: a number that was published is another one now; updated: there is more than before, and nothing that
    was published has changed; refiled: the same numbers, told or set anew; withdrawn: the edition no longer stands.
    """

    number: int
    kind: RevisionKind
    at: datetime
    cause: str = "unstated"
    """Why, as an id that each locale words; `reasons` are an editor's own words by language."""
    reasons: Mapping[str, str] = {}
    changes: tuple[Change, ...] = ()
