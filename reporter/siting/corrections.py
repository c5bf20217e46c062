"""Revisions in words: above the text, in feeds, and for machines."""

from __future__ import annotations

from reporter.model.revision import Change, Revision
from reporter.model.site import Card
from reporter.rendering.site.views import ChangeRow, Notice, RevisionRow
from reporter.siting.tongue import Tongue

FIRST = 8
"""Changes that stand open above the text; the rest is folded."""


def notice(tongue: Tongue, card: Card, before: int | None = None) -> Notice | None:
    """What has been changed, newest first. `before` is the revision that replaced what is shown, on an old page."""
    if not card.revisions:
        return None
    shown = [one for one in card.revisions if before is None or one.number >= before]
    here = tongue.edition(card)
    kind = "former" if before is not None else card.revisions[-1].kind
    return Notice(
        kind=kind,
        title=tongue.t(f"site.notice.{kind}"),
        revisions=tuple(
            RevisionRow(
                label=tongue.t(f"site.revision.{one.kind}"),
                iso=one.at.isoformat(timespec="seconds"),
                date=tongue.plain_date(one.at.date()),
                reason=_reason(tongue, one),
                changes=_changes(tongue, one)[:FIRST], more=_changes(tongue, one)[FIRST:],
                url="" if one.number == before else f"{here}revisions/{one.number}/",
            )
            for one in reversed(shown)
        ),
        current=here if before is not None else "",
    )


def told(tongue: Tongue, revision: Revision) -> str:
    """A revision in a sentence or two, for feeds and machines."""
    words = tongue.t(
        "site.revision.told",
        kind=tongue.t(f"site.revision.{revision.kind}"),
        date=tongue.plain_date(revision.at.date()),
        reason=_reason(tongue, revision),
    )
    changes = [
        tongue.t("site.revision.change", about=row.about, old=row.old, new=row.new)
        for row in _changes(tongue, revision)
    ]
    return " ".join([words, *changes])


def _reason(tongue: Tongue, revision: Revision) -> str:
    """An editor's own words, or those of the cause. No language stands in for another."""
    return revision.reasons.get(tongue.tag) or tongue.t(f"site.cause.{revision.cause}")


def _changes(tongue: Tongue, revision: Revision) -> tuple[ChangeRow, ...]:
    """The numbers that readers of this language saw change; what its page never printed is no news to them."""
    seen = (one for one in revision.changes if any(one.shown.get(tongue.tag, ())))
    return tuple(dict.fromkeys(_change(tongue, one) for one in seen))


def _change(tongue: Tongue, change: Change) -> ChangeRow:
    name = tongue.subject(change.subject, change.subject)
    if change.comparator is not None:
        name = tongue.t("table.versus", a=name, b=tongue.subject(change.comparator, change.comparator))
    key = f"metric.{change.metric}"
    metric = tongue.t(key) if tongue.language.has_label(key) else change.metric
    old, new = change.shown.get(tongue.tag, ("", ""))
    none = tongue.t("table.none")
    about = tongue.t("site.revision.about", name=name, metric=metric)
    window = change.figure.rpartition(".")[2]
    if window != "1d" and tongue.language.has_label(f"window.{window}"):
        about = tongue.t("site.revision.windowed", about=about, window=tongue.t(f"window.{window}"))
    return ChangeRow(about, old or none, new or none)
