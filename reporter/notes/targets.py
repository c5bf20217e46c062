"""Price targets become upsides against the close; technical levels become distances (K25, K59, K60)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporter.model import Claim, Figure
from reporter.model.claim import Polarity
from reporter.notes.amounts import shown
from reporter.notes.attribution import alone, together
from reporter.notes.ledger import Ledger, builder, word_builder
from reporter.notes.number_kinds import PriceTarget, TechnicalLevel
from reporter.notes.records import Note
from reporter.notes.texts import worded

UPSIDE = "target / close - 1"
TOLERANCE = 0.005
"""A stated upside in whole percent is right within half a percent."""


@dataclass(frozen=True)
class Target:
    """One target: its level (the lower end of a range), its upper end and its stretch, each with its upside.

    What a note does not have repeats the level, so that the tuples of a claim stay parallel.
    """

    note: Note
    level: Figure
    high: Figure
    stretch_low: Figure
    stretch_high: Figure


@builder
def price_targets(ledger: Ledger) -> Iterator[Claim]:
    """One claim a subject: all targets, lowest first, with what each would be worth from the close."""
    by_subject: dict[str, list[Note]] = {}
    for note in ledger.of("price_target"):
        by_subject.setdefault(ledger.about(note), []).append(note)
    for subject, notes in by_subject.items():
        close = ledger.close(subject)
        if close is None:
            _without_close(ledger, subject, notes)
            continue
        targets = sorted((_target(ledger, note) for note in notes if _fits(ledger, note, close)),
                         key=lambda t: (t.level.value, t.note.id))
        if targets:
            yield _claim(ledger, subject, close, targets)


def _without_close(ledger: Ledger, subject: str, notes: Sequence[Note]) -> None:
    """A subject of another desk is left out; one of this desk without a close leaves a gap."""
    for note in notes:
        message = f"is about {subject}, which has no close in this edition; left out"
        ledger.hold(note, "subject", message, "note-subject")
    if ledger.on_desk(subject):
        ledger.gap("implied_upside", subject, "no_close")


def _fits(ledger: Ledger, note: Note, close: Figure) -> bool:
    """A target in dollars on an index in points is no target of that index."""
    unit = note.amount(note.fields.numbers()[0]).unit
    if unit != close.unit:
        ledger.hold(note, "unit", f"is in {unit}, but {close.subject} closes in {close.unit}; left out", "note-unit")
    return unit == close.unit


def _target(ledger: Ledger, note: Note) -> Target:
    fields = note.fields
    assert isinstance(fields, PriceTarget)
    level = ledger.sourced(note, "value" if fields.value is not None else "low")
    high = ledger.sourced(note, "high") if fields.high is not None else level
    stretched = fields.stretch_low is not None
    target = Target(note, level, high, ledger.sourced(note, "stretch_low") if stretched else level,
                    ledger.sourced(note, "stretch_high") if stretched else level)
    close = ledger.close(ledger.about(note))
    assert close is not None
    if fields.stated_upside is not None and fields.base_level is None:
        computed, stated = level.value / close.value - 1, fields.stated_upside / 100
        if abs(computed - stated) > TOLERANCE:
            ledger.hold(note, "stated_upside", (
                f"{fields.stated_upside:g}% is stated, but {shown(level)} is {computed * 100:.2f}% above the close of "
                f"{shown(close)} on {ledger.session}; the computed one is published (give base_level and base_date if "
                "the source measured from another level)"))
    return target


def upside(ledger: Ledger, note: Note, part: str, level: Figure, close: Figure) -> Figure:
    """`target / close - 1` as a figure; the horizon goes with it."""
    horizon = ledger.horizon(note)
    name = f"{part}.upside".lstrip(".")
    return ledger.derived(note, name, "implied_upside", level.value / close.value - 1, "fraction", 4, UPSIDE,
                          (level, close), dates={"horizon": horizon} if horizon else None)


def _upsides(ledger: Ledger, close: Figure, pairs: Sequence[tuple[Note, str, Figure]]) -> tuple[Figure, ...]:
    return tuple(upside(ledger, note, part, level, close) for note, part, level in pairs)


def _claim(ledger: Ledger, subject: str, close: Figure, targets: Sequence[Target]) -> Claim:
    notes = [t.note for t in targets]
    ups = _upsides(ledger, close, [(t.note, "", t.level) for t in targets])
    ups_high = _upsides(ledger, close, [(t.note, "" if t.high == t.level else "high", t.high) for t in targets])
    ups_low = _upsides(ledger, close, [(t.note, "" if t.stretch_low == t.level else "stretch_low", t.stretch_low)
                                       for t in targets])
    ups_far = _upsides(ledger, close, [(t.note, "" if t.stretch_high == t.level else "stretch_high", t.stretch_high)
                                       for t in targets])
    lowest, highest = min((t.level for t in targets), key=_level), max((t.high for t in targets), key=_level)
    spread = None
    if len(targets) > 1 and highest.value > lowest.value:
        spread = ledger.derived(targets[0].note, "spread", "price_target_spread", highest.value - lowest.value,
                                close.unit, max(lowest.decimals, highest.decimals, 0), "highest - lowest",
                                (highest, lowest))
    horizons = tuple(_iso(ledger, note) for note in notes)
    rising, falling = all(f.printed > 0 for f in ups), all(f.printed < 0 for f in ups_high)
    polarity: Polarity = "positive" if rising else "negative" if falling else "neutral"
    return ledger.claim(
        "note_price_targets", subject, notes, roles={"subject": subject},
        slots={
            "close": close, "levels": [t.level for t in targets], "upsides": ups,
            "levels_high": [t.high for t in targets], "upsides_high": ups_high,
            "stretch_lows": [t.stretch_low for t in targets], "stretch_low_upsides": ups_low,
            "stretch_highs": [t.stretch_high for t in targets], "stretch_high_upsides": ups_far,
            "lowest": lowest, "highest": highest, "spread": spread,
        },
        facts={
            **together(notes), "horizons": horizons, "horizon": horizons[0] if len(set(horizons)) == 1 else "",
            "stances": tuple(note.fields.stance or _stance(up) for note, up in zip(notes, ups, strict=True)),
            "ranged": tuple("yes" if t.high != t.level else "no" for t in targets),
            "stretched": tuple("yes" if t.stretch_low != t.level else "no" for t in targets),
            "direction": "up" if rising else "down" if falling else "mixed", "count": len(targets),
        },
        salience=0.72, sections=("analysis",), polarity=polarity, rule=UPSIDE,
    )


def _level(figure: Figure) -> float:
    return figure.value


def _iso(ledger: Ledger, note: Note) -> str:
    horizon = ledger.horizon(note)
    return horizon.isoformat() if horizon else ""


def _stance(up: Figure) -> str:
    return "bull" if up.printed > 0 else "bear" if up.printed < 0 else "neutral"


@word_builder
def technical_levels(ledger: Ledger) -> Iterator[Claim]:
    """Each level or pattern that an analyst names, with the close's distance to it."""
    for note in ledger.of("pattern_and_technical_level"):
        fields = note.fields
        assert isinstance(fields, TechnicalLevel)
        subject = ledger.about(note)
        close = ledger.close(subject)
        if close is None or (fields.numbers() and not _fits(ledger, note, close)):
            if close is None:
                _without_close(ledger, subject, [note])
            continue
        level = high = distance = None
        if fields.numbers():
            level, high = ledger.ends(note)
            assert level is not None
            distance = ledger.derived(note, "distance", "level_distance", level.value / close.value - 1, "fraction", 4,
                                      "level / close - 1", (level, close))
        yield from worded(ledger, note, "note_technical", roles={"subject": subject},
                          slots={"close": close if level is not None else None, "level": level, "level_high": high,
                                 "distance": distance},
                          facts={**alone(note), "part": fields.part, "pattern": fields.pattern or "",
                                 "above": level is not None and level.value > close.value,
                                 "stance": fields.stance or "neutral"},
                          salience=0.5, sections=("analysis", "risks-opportunities"))
