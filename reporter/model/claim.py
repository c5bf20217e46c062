"""Claims: true things worth saying, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reporter.model.base import Noun

Polarity = Literal["positive", "negative", "neutral"]
Size = Literal["flat", "mild", "clear", "sharp", "extreme"]
Fact = bool | int | float | str | tuple[str, ...]


class Claim(Noun):
    """One thing true and worth saying. Phrases read `slots` (name → figure id or ids), `roles` and `facts`.

    `facts` are the outcomes of rules over the figures (`"broad"`, `True`), never text for a reader.
    `salience` is 0..1. `sections` says where the claim belongs. `sources` cites notes; market data is source 0.
    """

    id: str
    kind: str
    roles: Mapping[str, str | tuple[str, ...]] = {}
    figures: tuple[str, ...] = ()
    slots: Mapping[str, str | tuple[str, ...]] = {}
    facts: Mapping[str, Fact] = {}
    polarity: Polarity = "neutral"
    grade: Size = "clear"
    salience: float = 0.5
    sections: tuple[str, ...] = ()
    sources: tuple[int, ...] = (0,)
    rule: str = ""
    """The rule that made it, for `reporter explain`: an expression over figure ids."""
