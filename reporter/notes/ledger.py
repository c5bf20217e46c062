"""Where notes meet an edition: its figures, the sources that get a number, and what is held back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from reporter.errors import Problem
from reporter.model import Claim, Figure, Figures, Gap, Input, Source, Window
from reporter.model.claim import Fact, Polarity
from reporter.model.figure import Unit
from reporter.model.note_kinds import CLAIM_KEYS
from reporter.notes.amounts import Amount
from reporter.notes.fields import dated
from reporter.notes.prose import Named
from reporter.notes.records import Note, NoteSource
from reporter.notes.shapes import Valued
from reporter.notes.typed_numbers import NumberIndex, Typed

Builder = Callable[["Ledger"], Iterable[Claim]]
BUILDERS: list[Builder] = []
WORD_BUILDERS: list[Builder] = []
Slot = Figure | Sequence[Figure] | None

AS_PUBLISHED = "as published"


def builder(function: Builder) -> Builder:
    """Registers a function that makes claims of one family of notes; they run in the order of registration."""
    BUILDERS.append(function)
    return function


def word_builder(function: Builder) -> Builder:
    """Registers a function whose claims carry words: they run last, since words may refer to every number."""
    WORD_BUILDERS.append(function)
    return function


class Ledger:
    """The fresh notes of one edition and all that is made of them. Source numbers are final only once settled."""

    def __init__(
        self, notes: Sequence[Note], figures: Figures, session: date, names: Callable[[str], Named] | None = None
    ) -> None:
        self.notes, self.market, self.session, self.names = tuple(notes), figures, session, names
        self.made: dict[str, Figure] = {}
        self.gaps: list[Gap] = []
        self.held: list[Problem] = []
        self.sources: list[NoteSource] = []
        self.parts: dict[str, str] = {}
        """`ID` and `ID.part` → figure id, for words that refer to them."""
        self._owned: dict[str, list[str]] = {}
        self._index, self._indexed = NumberIndex(()), 0
        self._symbol_of = {f.subject: f.symbol for f in figures if f.symbol and f.comparator is None}
        self._symbols = {symbol.lower(): subject for subject, symbol in self._symbol_of.items()}
        self._subjects = {f.subject for f in figures}
        self.window = Window(name="note", start=session, end=session, sessions=1)

    # -- what there is --------------------------------------------------------------------------------

    def of(self, *kinds: str) -> list[Note]:
        """Fresh notes of some kinds, in the order of the files."""
        return [note for note in self.notes if note.kind in kinds]

    def subject(self, name: str) -> str:
        """A subject's id, also from its symbol; another name stays as it is, in lower case."""
        return self._symbols.get(name.lower(), name.lower())

    def about(self, note: Note) -> str:
        return self.subject(note.fields.subject)

    def peer(self, note: Note) -> str | None:
        return self.subject(note.fields.comparator) if note.fields.comparator else None

    def on_desk(self, subject: str) -> bool:
        return subject in self._subjects

    def close(self, subject: str) -> Figure | None:
        return self.market.get(f"{subject}.close_level.1d")

    def horizon(self, note: Note) -> date | None:
        return dated(note.fields.horizon, note.source.fields.date)

    # -- figures --------------------------------------------------------------------------------------

    def sourced(self, note: Note, field: str = "value") -> Figure:
        """A number as published: one field of a note, in canonical units."""
        return self.given(note, field, note.amount(field))

    def ends(self, note: Note) -> tuple[Figure | None, Figure | None]:
        """A note's value or lower end, and its upper end where it has a range."""
        there = note.fields.measured()
        main = "value" if "value" in there else "low" if "low" in there else None
        return (self.sourced(note, main) if main else None), (self.sourced(note, "high") if "high" in there else None)

    def optional(self, note: Note, field: str) -> Figure | None:
        """A number of a note, or None where it does not give it."""
        return self.sourced(note, field) if field in note.fields.measured() else None

    def given(self, note: Note, field: str, amount: Amount, *, metric: str | None = None) -> Figure:
        """A published number that no field of the note holds as it is (a hold: no basis points)."""
        dates = {"as_of": note.as_of, "published": note.source.fields.date}
        horizon = self.horizon(note)
        dates |= {"horizon": horizon} if horizon else {}
        for name in ("start", "end"):
            if isinstance(day := getattr(note.fields, name, None), date):
                dates[name] = day
        return self._file(
            note, "" if field == "value" else field, metric or note.fields.metric, amount,
            formula=AS_PUBLISHED, inputs=(Input(field=f"note:{note.id}", value=amount.value),),
            sources=(self.cite(note.source),), as_of=note.as_of, dates=dates,
            params={"approximate": 1} if note.fields.approximate else {},
        )

    def derived(
        self, note: Note, part: str, metric: str, value: float, unit: Unit, decimals: int, formula: str,
        inputs: Sequence[Figure], *, params: Mapping[str, float | int | str] | None = None,
        dates: Mapping[str, date] | None = None,
    ) -> Figure:
        """A number that follows from others."""
        sources = sorted({source for figure in inputs for source in figure.sources})
        return self._file(
            note, part, metric, Amount(value, unit, decimals), formula=formula,
            inputs=tuple(Input(figure=figure.id, value=figure.value) for figure in inputs),
            sources=tuple(sources), as_of=self.session, dates=dates or {}, params=params or {},
        )

    def _file(
        self, note: Note, part: str, metric: str, amount: Amount, *, formula: str, inputs: tuple[Input, ...],
        sources: tuple[int, ...], as_of: date, dates: Mapping[str, date], params: Mapping[str, float | int | str],
    ) -> Figure:
        subject, peer = self.about(note), self.peer(note)
        named = subject if peer is None else f"{subject}-{peer}"
        reference = f"{note.id}.{part}" if part else note.id
        identity = f"{named}.{metric}.{reference}".lower()
        self.made.setdefault(identity, Figure(
            id=identity, metric=metric, subject=subject, symbol=self._symbol_of.get(subject), comparator=peer,
            window=self.window, value=amount.value + 0.0, unit=amount.unit, decimals=amount.decimals, formula=formula,
            inputs=inputs, sources=sources, as_of=as_of, dates=dates, params=params,
        ))
        if self.parts.setdefault(reference, identity) == identity:
            self._owned.setdefault(note.id, []).append(identity)
        if not part or not isinstance(note.fields, Valued) or note.fields.value is None:
            # the lower end, or the only count, also answers to the note's bare id
            self.parts.setdefault(note.id, identity)
        return self.made[identity]

    def set_aside(self, figure: Figure) -> Figure:
        """The same figure, marked as one that nothing else than its own claim may show."""
        self.made[figure.id] = self.made[figure.id].model_copy(update={"params": {**figure.params, "set_aside": 1}})
        return self.made[figure.id]

    def figure(self, identity: str) -> Figure:
        return self.made.get(identity) or self.market[identity]

    # -- sources, claims, and what is not said --------------------------------------------------------

    def cite(self, source: NoteSource) -> int:
        """The provisional number of a source, from 1."""
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source) + 1

    def claim(
        self, kind: str, name: str, notes: Sequence[Note], *, slots: Mapping[str, Slot] | None = None,
        roles: Mapping[str, str | tuple[str, ...]] | None = None, facts: Mapping[str, Fact] | None = None,
        salience: float, sections: tuple[str, ...], polarity: Polarity = "neutral", rule: str = "",
    ) -> Claim:
        """A claim whose keys all belong to its kind. Sources are those of its notes and figures."""
        filled: dict[str, str | tuple[str, ...]] = {}
        for key, value in (slots or {}).items():
            if isinstance(value, Figure):
                filled[key] = value.id
            elif value:
                filled[key] = tuple(figure.id for figure in value)
        given = {**(roles or {}), **(facts or {}), **filled}
        unknown = [key for key in given if key not in CLAIM_KEYS[kind] and not key.startswith(("text_", "quote_"))]
        if unknown:
            raise ValueError(f"claim {kind}: unknown keys {unknown}")
        identities = list(dict.fromkeys(i for v in filled.values() for i in ((v,) if isinstance(v, str) else v)))
        sources = {self.cite(note.source) for note in notes}
        sources |= {source for i in identities for source in self.figure(i).sources}
        return Claim(
            id=f"{kind}.{name}", kind=kind, roles=roles or {}, figures=tuple(identities), slots=filled,
            facts=facts or {}, polarity=polarity, salience=salience, sections=sections,
            sources=tuple(sorted(sources)), rule=rule,
        )

    def hold(self, note: Note, field: str | None, message: str, rule: str = "note-contradiction") -> None:
        """Something that a note says and the edition does not repeat."""
        self.held.append(note.problem(field, message, rule, "warning"))

    def gap(self, what: str, subject: str, why: str, where: str = "analysis", detail: str | None = None) -> None:
        gap = Gap(what=what, subject=subject, why=why, where=where, detail=detail)
        if gap not in self.gaps:
            self.gaps.append(gap)

    # -- what words may refer to (prose.Book) ---------------------------------------------------------

    def find(self, typed: Typed, own: str | None) -> tuple[str, float] | None:
        """The figure whose printed value was typed: the note's own first, published ones before computed ones."""
        for identity in self._owned.get(own or "", ()):
            if typed.means(self.made[identity].value, self.made[identity].unit):
                return identity, self.made[identity].value
        if self._indexed != len(self.made):
            published = sorted(self.made.values(), key=lambda f: f.formula != AS_PUBLISHED)
            self._index = NumberIndex((f.id, f.value, f.unit) for f in published)
            self._indexed = len(self.made)
        return self._index.find(typed) if typed.telling else None

    def note(self, reference: str) -> str | None:
        return self.parts.get(reference.lower())

    def has(self, figure_id: str) -> bool:
        return figure_id in self.made or figure_id in self.market

    # -- the end --------------------------------------------------------------------------------------

    def settle(self, claims: Sequence[Claim], first: int) -> tuple[list[Figure], list[Claim], list[Source]]:
        """Figures that claims reach, and sources numbered from `first` in the order in which claims name them."""
        reached: dict[str, Figure] = {}
        waiting = [i for claim in claims for i in claim.figures]
        while waiting:
            figure = self.made.get(waiting.pop(0))
            if figure is not None and figure.id not in reached:
                reached[figure.id] = figure
                waiting.extend(i.figure for i in figure.inputs if i.figure)
        used = dict.fromkeys(s for claim in claims for s in claim.sources if s > 0)
        used |= dict.fromkeys(s for figure in reached.values() for s in figure.sources if s > 0)
        final = {0: 0} | {old: first + position for position, old in enumerate(used)}
        figures = [f.model_copy(update={"sources": _mapped(f.sources, final)}) for f in reached.values()]
        renumbered = [c.model_copy(update={"sources": _mapped(c.sources, final)}) for c in claims]
        return figures, renumbered, [_source(self.sources[old - 1], final[old]) for old in used]


def _mapped(sources: Iterable[int], final: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(final[source] for source in sources))


def _source(source: NoteSource, number: int) -> Source:
    fields = source.fields
    return Source(
        id=number, kind="provider" if source.provider else "note", publisher=fields.publisher, title=fields.title,
        key=fields.id, author=fields.author, url=fields.url, date=fields.date, retrieved_at=source.retrieved_at,
        sha256=source.sha256, language=fields.language, sample=source.sample,
    )
