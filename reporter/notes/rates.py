"""What is expected of the policy rate: cuts in basis points become the range that they would lead to (K49-K51)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reporter.model import Claim, Figure
from reporter.notes.amounts import Amount, spoken
from reporter.notes.attribution import alone, together, voice
from reporter.notes.ledger import Ledger, builder
from reporter.notes.rate_kinds import DotPlot, PolicyRateLevel, RatePath
from reporter.notes.records import Note

FUTURES = "fed_funds_futures"
NEAR = 12.5
"""Basis points within which a house's reading of futures is ours: half a move."""
STEP = 25.0
"""Basis points of one move; the central bank has moved in other steps, but counts its own projections in these."""
END_LOW, END_HIGH = "range_low - cuts_high / 10000", "range_high - cuts / 10000"


@dataclass(frozen=True)
class Path:
    """One house's path: cuts (negative for hikes) from `cuts` to `high`, equal where it names one number."""

    note: Note
    fields: RatePath
    cuts: Figure
    high: Figure
    ends: tuple[Figure, Figure] | None

    @property
    def kind(self) -> str:
        return "hold" if self.high.value == 0 else "cuts" if self.high.value > 0 else "hikes"


@dataclass(frozen=True)
class Misfit:
    """An end of the policy rate that the cuts of the same voice do not lead to."""

    path: Path
    level: Note
    stated: Figure


def misfits(ledger: Ledger) -> Iterator[Misfit]:
    """Ends beside the range that the same voice's cuts lead to; an approximate one may lie half a move beside it."""
    for level in ledger.of("policy_rate_level"):
        fields = level.fields
        if not isinstance(fields, PolicyRateLevel) or fields.measure != "terminal" or fields.owner == "central_bank":
            continue
        stated, upper = ledger.ends(level)
        present = target_range(ledger, ledger.about(level))
        if stated is None or upper is not None or present is None:
            continue
        slack = NEAR / 1e4 if fields.approximate else 5e-5
        said = (voice(level), ledger.about(level), ledger.horizon(level))
        for note in ledger.of("rate_path"):
            if (voice(note), ledger.about(note), ledger.horizon(note)) == said:
                path = path_of(ledger, note, present)
                if path.ends and not path.ends[0].value - slack <= stated.value <= path.ends[1].value + slack:
                    yield Misfit(path, level, stated)


def set_aside(ledger: Ledger) -> set[str]:
    """Notes that do not fit one another: neither is used, since nobody knows which is meant."""
    return {note.id for found in misfits(ledger) for note in (found.path.note, found.level)}


@builder
def set_asides(ledger: Ledger) -> Iterator[Claim]:
    """What was set aside is told, with both numbers."""
    for found in misfits(ledger):
        path, level = found.path, found.level
        assert path.ends is not None and isinstance(level.fields, PolicyRateLevel)
        yield ledger.claim(
            "note_misfit", level.id, [path.note, level], roles={"subject": ledger.about(level)},
            slots={"level": found.stated, "cuts": path.cuts, "cuts_high": path.high,
                   "end_low": ledger.set_aside(path.ends[0]), "end_high": ledger.set_aside(path.ends[1])},
            facts={**together([path.note, level]), "ranged": path.cuts.id != path.high.id, "path": path.kind,
                   "owner": level.fields.owner},
            salience=0.55, sections=("analysis",), rule="end outside range_low - cuts_high .. range_high - cuts",
        )


@builder
def policy_levels(ledger: Ledger) -> Iterator[Claim]:
    """The range in force, and levels that somebody assumes."""
    aside = set_aside(ledger)
    for note in ledger.of("policy_rate_level"):
        fields = note.fields
        assert isinstance(fields, PolicyRateLevel)
        if note.id in aside:
            continue
        level, high = ledger.ends(note)
        yield ledger.claim(
            "note_policy", note.id, [note], roles={"subject": ledger.about(note)},
            slots={"level": level, "level_high": high},
            facts={**alone(note), "owner": fields.owner, "measure": fields.measure},
            salience=0.3 if fields.owner == "central_bank" else 0.25, sections=("analysis",),
        )


def target_range(ledger: Ledger, subject: str) -> tuple[Figure, Figure] | None:
    """The range in force as the latest note of the central bank has it, lower and upper end; else the edition's own."""
    ranges = [
        note for note in ledger.of("policy_rate_level")
        if isinstance(note.fields, PolicyRateLevel) and note.fields.measure == "range" and note.fields.low is not None
        and note.fields.owner == "central_bank" and ledger.about(note) == subject
    ]
    if not ranges:
        return _range_in_force(ledger, subject)
    latest = max(ranges, key=lambda note: note.as_of)
    return ledger.sourced(latest, "low"), ledger.sourced(latest, "high")


def _range_in_force(ledger: Ledger, subject: str) -> tuple[Figure, Figure] | None:
    """The range that the edition itself knows of the session, where no note gives it."""
    low, high = (ledger.market.get(f"{subject}.policy_rate_{end}.1d") for end in ("low", "high"))
    return (low, high) if low is not None and high is not None else None


@builder
def rate_paths(ledger: Ledger) -> Iterator[Claim]:
    """One claim a policy rate and horizon: every house's path, the fewest cuts first, and where each would end."""
    groups: dict[tuple[str, str], list[Note]] = {}
    aside = set_aside(ledger)
    for note in ledger.of("rate_path"):
        if note.id in aside:
            continue
        end = ledger.horizon(note)
        groups.setdefault((ledger.about(note), end.isoformat() if end else ""), []).append(note)
    for (subject, horizon), notes in groups.items():
        end = date.fromisoformat(horizon) if horizon else None
        present = target_range(ledger, subject)
        if present is None:
            ledger.gap("rate_path_end", subject, "no_policy_range")
        paths = sorted((path_of(ledger, note, present) for note in notes if _holds(ledger, note, end)),
                       key=lambda p: (p.cuts.value, p.high.value))
        if paths:
            yield _claim(ledger, subject, horizon, present, paths)


def _holds(ledger: Ledger, note: Note, end: date | None) -> bool:
    """Whether what is said of futures is what the edition's own futures say; where it is not, theirs are told alone."""
    own = ledger.market.get(f"{ledger.about(note)}.policy_path_change.1d")
    fields = note.fields
    if (own is None or end is None or own.dates["month"].year != end.year or fields.institution != FUTURES
            or not isinstance(fields, RatePath)):
        return True
    cuts = [-_signed(ledger, note, name).value for name in fields.numbers()] or [0.0]
    if min(cuts) - NEAR <= own.value <= max(cuts) + NEAR:
        return True
    ledger.hold(note, fields.numbers()[0] if fields.numbers() else "measure", (
        f"is said of futures, but futures on {own.as_of} imply a change of {own.printed:g} bp; ours is published"))
    return False


def path_of(ledger: Ledger, note: Note, present: tuple[Figure, Figure] | None) -> Path:
    """A note's path, and where it ends from the range in force."""
    fields = note.fields
    assert isinstance(fields, RatePath)
    if fields.measure == "hold":
        cuts = high = ledger.given(note, "value", Amount(0.0, "bp", 0))
    elif fields.low is not None:
        ends = [_signed(ledger, note, "low"), _signed(ledger, note, "high")]
        cuts, high = sorted(ends, key=lambda figure: figure.value)
    else:
        cuts = high = _signed(ledger, note, "value")
    return Path(note, fields, cuts, high, _ends(ledger, note, fields, cuts, high, present) if present else None)


def _signed(ledger: Ledger, note: Note, field: str) -> Figure:
    """Basis points of cuts: hikes are negative cuts, so that paths can be compared."""
    assert isinstance(note.fields, RatePath)
    sign = 1 if note.fields.measure == "cuts" else -1
    typed = note.amount(field)
    return ledger.given(note, field, Amount(sign * typed.value, typed.unit, typed.decimals))


def _ends(
    ledger: Ledger, note: Note, fields: RatePath, cuts: Figure, high: Figure, present: tuple[Figure, Figure]
) -> tuple[Figure, Figure]:
    low_end, high_end = present
    decimals = max(low_end.decimals, high_end.decimals, 4)
    low = ledger.derived(note, "end_low", "rate_path_end", low_end.value - high.value / 1e4, "fraction", decimals,
                         END_LOW, (low_end, high))
    top = ledger.derived(note, "end_high", "rate_path_end", high_end.value - cuts.value / 1e4, "fraction", decimals,
                         END_HIGH, (high_end, cuts))
    stated = fields.end_level
    if stated is not None and not low.value - 5e-5 <= stated / 100 <= top.value + 5e-5:
        ledger.hold(note, "end_level", (
            f"{stated:.2f}% is stated as the end level, but this path ends at "
            f"{spoken(low.value, 'fraction', 4)} to {spoken(top.value, 'fraction', 4)}; the computed one is published"))
    return low, top


def _claim(
    ledger: Ledger, subject: str, horizon: str, present: tuple[Figure, Figure] | None, paths: Sequence[Path]
) -> Claim:
    notes = [p.note for p in paths]
    ends = [p.ends for p in paths if p.ends is not None]
    fewest, most = paths[0].cuts, max((p.high for p in paths), key=lambda f: f.value)
    spread = steps = None
    if len(paths) > 1 and most.value > fewest.value:
        spread = ledger.derived(notes[0], "spread", "rate_path_spread", most.value - fewest.value, "bp", 0,
                                "most cuts - fewest cuts", (most, fewest))
        if (spread.value / STEP).is_integer():
            steps = ledger.derived(notes[0], "steps", "rate_path_steps", spread.value / STEP, "count", 0,
                                   "spread / 25", (spread,), params={"step": STEP})
    kinds = tuple(p.kind for p in paths)
    return ledger.claim(
        "note_rate_paths", f"{subject}.{horizon}", notes, roles={"subject": subject},
        slots={
            "cuts": [p.cuts for p in paths], "cuts_high": [p.high for p in paths],
            "end_lows": [low for low, _ in ends], "end_highs": [high for _, high in ends],
            "range_low": present[0] if present else None, "range_high": present[1] if present else None,
            "spread": spread, "steps": steps,
        },
        facts={
            **together(notes), "kinds": kinds, "owners": tuple(p.fields.owner for p in paths), "horizon": horizon,
            "horizons": tuple(horizon for _ in paths), "hold": "hold" in kinds, "agree": spread is None,
            "ranged": tuple("yes" if p.cuts.id != p.high.id else "no" for p in paths),
            "anchored": present is not None, "count": len(paths),
        },
        salience=0.7 if spread is not None else 0.5, sections=("analysis", "risks-opportunities"),
        rule=f"{END_LOW}; {END_HIGH}",
    )


@builder
def dot_plots(ledger: Ledger) -> Iterator[Claim]:
    """The central bank's projection as cuts, beside what the market expects by the end of the same year."""
    for note in ledger.of("dot_plot"):
        fields = note.fields
        assert isinstance(fields, DotPlot)
        subject = ledger.about(note)
        stated, _ = ledger.ends(note)
        if stated is None:
            continue
        cuts, cuts_bp, median = _dots(ledger, note, fields, subject, stated)
        market = _market(ledger, subject, fields.year)
        gap = None
        if market is not None and cuts_bp is not None:
            gap = ledger.derived(note, "gap", "dot_plot_gap", market.value - cuts_bp.value, "bp", 0,
                                 "market cuts - projected cuts", (market, cuts_bp))
        yield ledger.claim(
            "note_dot_plot", note.id, [note], roles={"subject": subject},
            slots={"cuts": cuts, "cuts_bp": cuts_bp, "median": median, "market_cuts": market, "gap": gap},
            facts={**alone(note), "year": str(fields.year), "measure": fields.measure,
                   "wider": gap is not None and gap.printed > 0},
            salience=0.55, sections=("risks-opportunities", "analysis"), rule="count = (mid - median) / 25 bp",
        )


def _dots(
    ledger: Ledger, note: Note, fields: DotPlot, subject: str, stated: Figure
) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Number of cuts, the same in basis points, and the median rate; what does not follow is None."""
    if fields.measure == "cuts":
        if stated.unit == "bp":
            return None, stated, None
        return stated, ledger.derived(note, "bp", "dot_plot_cuts", stated.value * STEP, "bp", 0, "cuts * 25", (stated,),
                                      params={"step": STEP}), None
    present = target_range(ledger, subject)
    if present is None:
        return None, None, stated
    low, high = present
    points = ((low.value + high.value) / 2 - stated.value) * 1e4
    basis = ledger.derived(note, "bp", "dot_plot_cuts", points, "bp", 1 if abs(points - round(points)) > 0.05 else 0,
                           "((range_low + range_high) / 2 - median) * 10000", (low, high, stated))
    count = None
    if abs(points / STEP - round(points / STEP)) < 0.05:
        count = ledger.derived(note, "cuts", "dot_plot_cuts", round(points / STEP), "count", 0, "bp / 25", (basis,),
                               params={"step": STEP})
    return count, basis, stated


def _market(ledger: Ledger, subject: str, year: int) -> Figure | None:
    """What the market expects by the end of a year: the fewest cuts of its range."""
    for note in ledger.of("rate_path"):
        horizon = ledger.horizon(note)
        fields = note.fields
        if (isinstance(fields, RatePath) and fields.owner == "market" and fields.measure == "cuts"
                and ledger.about(note) == subject and horizon is not None and horizon.year == year):
            return ledger.ends(note)[0]
    return None
