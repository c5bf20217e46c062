"""Names and fixed terms: their digits are those of the subject's own names, and the same in every language."""

from __future__ import annotations

import re

from reporter.verification.numerals import fold
from reporter.verification.page import Run
from reporter.verification.rules.context import Context

_DIGITS = re.compile(r"\d+")


def _digits(text: str) -> set[str]:
    return set(_DIGITS.findall(fold(text)))


def names(context: Context) -> None:
    """The digits in a name are part of that subject's name (the 500 of the S&P 500, the 2000 of the Russell)."""
    every = {digits for names in context.reading.names.values() for name in names for digits in _digits(name)}
    every |= {digits for s in context.subjects.values() for digits in _digits(s.symbol or s.id)}
    for block in context.page.blocks:
        for run in block.runs:
            if run.kind != "name":
                continue
            marked, told = run.attrs.get("data-subject"), context.reading.by_alias.get(fold(run.text).strip().lower())
            if marked in context.subjects and told in context.subjects and told != marked:
                context.refuse("name", f"{run.text!r} is no name of {marked}", block, run.start)
            if not _digits(run.text):
                continue
            if _other_digits(context, fold(run.text)):
                context.refuse("name", f"{run.text!r} is the name of no subject of this edition", block, run.start)
                continue
            allowed = _own(context, run) or every
            if strange := _digits(run.text) - allowed:
                numbers = ", ".join(sorted(strange))
                context.refuse("name", f"{run.text!r} holds {numbers}, which is in no name", block, run.start)


def _other_digits(context: Context, text: str) -> bool:
    """Whether only its digits keep a text from being the name of a subject of the edition."""
    known = {fold(name) for subject in context.subjects for name in context.reading.names.get(subject, ())}
    return text not in known and _DIGITS.sub("", text) in {_DIGITS.sub("", name) for name in known if _digits(name)}


def _own(context: Context, run: Run) -> set[str]:
    subject = context.subjects.get(run.attrs.get("data-subject", ""))
    if subject is None:
        return set()
    known = (*context.reading.names.get(subject.id, ()), subject.symbol or subject.id)
    members = [name for member in subject.members for name in context.reading.names.get(member, ())]
    return {digits for name in (*known, *members) for digits in _digits(name)}
