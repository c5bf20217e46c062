"""Revisions in words: above the text, in feeds, and for machines."""

from __future__ import annotations

from reporter.model.revision import Change, Revision
from reporter.model.site import Card
from reporter.rendering.site.views import ChangeRow, Notice, RevisionRow
from reporter.siting.tongue import Tongue


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
                changes=tuple(_change(tongue, each) for each in one.changes),
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
        for row in (_change(tongue, one) for one in revision.changes)
    ]
    return " ".join([words, *changes])


def _reason(tongue: Tongue, revision: Revision) -> str:
    """An editor's own words, or those of the cause. No language stands in for another."""
    return revision.reasons.get(tongue.tag) or tongue.t(f"site.cause.{revision.cause}")


def _change(tongue: Tongue, change: Change) -> ChangeRow:
    name = tongue.subject(change.subject, change.subject)
    if change.comparator is not None:
        name = tongue.t("table.versus", a=name, b=tongue.subject(change.comparator, change.comparator))
    key = f"metric.{change.metric}"
    metric = tongue.t(key) if tongue.language.has_label(key) else change.metric
    old, new = change.shown.get(tongue.tag, ("", ""))
    none = tongue.t("table.none")
    return ChangeRow(tongue.t("site.revision.about", name=name, metric=metric), old or none, new or none)
