"""Sources are numbered in the order in which a reader meets them; market data is always source 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reporter.model import Claim, Figure, Section, Source


def order_of_appearance(sections: Sequence[Section], claims: Mapping[str, Claim]) -> dict[int, int]:
    """Old source number → new one, by first use in the text."""
    order = {0: 0}
    for section in sections:
        for passage in section.passages:
            for claim_id in passage.claims:
                for number in claims[claim_id].sources:
                    order.setdefault(number, len(order))
    return order


def _new(numbers: Sequence[int], order: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(order[n] for n in numbers if n in order))


def renumber_claims(claims: Sequence[Claim], order: Mapping[int, int]) -> tuple[Claim, ...]:
    return tuple(c.model_copy(update={"sources": _new(c.sources, order)}) for c in claims)


def renumber_figures(figures: Sequence[Figure], order: Mapping[int, int]) -> tuple[Figure, ...]:
    return tuple(
        f if f.sources == (0,) else f.model_copy(update={"sources": _new(f.sources, order) or (0,)}) for f in figures
    )


def renumber_sources(sources: Sequence[Source], order: Mapping[int, int]) -> tuple[Source, ...]:
    """The cited sources in their new order; what nobody cites is left out."""
    kept = [s.model_copy(update={"id": order[s.id]}) for s in sources if s.id in order]
    return tuple(sorted(kept, key=lambda s: s.id))
