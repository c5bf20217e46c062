"""Kinds of notes about the policy rate: paths, levels, the central bank's own projection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from reporter.notes.fields import Horizon, Number, SubjectId
from reporter.notes.shapes import SHARES, Mistake, Valued


class RatePath(Valued):
    kind: Literal["rate_path"]
    title: ClassVar = "what a house or the market expects of the policy rate"
    units: ClassVar = ("bp",)
    lasts: ClassVar = 60
    subject: SubjectId = Field("fed_funds", description="the policy rate", examples=["fed_funds"])
    measure: Literal["cuts", "hikes", "hold"] = Field("cuts", description="cuts, hikes or hold", examples=["cuts"])
    horizon: Horizon = Field(description="by when", examples=[2026])
    owner: Literal["house", "market"] = Field("house", description="house or market")
    start_low: Number | None = Field(None, description="range it starts from, lower end in percent")
    start_high: Number | None = Field(None, description="range it starts from, upper end in percent")
    end_level: Number | None = Field(None, description="the end level that the source prints, in percent")

    def lacks_number(self) -> bool:
        return self.measure == "hold"

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.measure == "hold" and self.numbers():
            yield Mistake("measure", "a hold has no basis points; delete them, or write measure: cuts", "note-value")
        for name in self.numbers():
            if getattr(self, name) <= 0:
                yield Mistake(name, f"{name} {getattr(self, name):g} is not above zero; measure says cuts or hikes",
                              "note-value")
        if self.end_level is not None and self.start_low is not None and self.start_high is not None:
            yield from self._end(self.start_low, self.start_high, self.end_level)

    def _end(self, start_low: float, start_high: float, end: float) -> Iterator[Mistake]:
        sign = 0 if self.measure == "hold" else -1 if self.measure == "cuts" else 1
        moves = [sign * getattr(self, name) / 100 for name in self.numbers()] or [0.0]
        low, high = start_low + min(moves), start_high + max(moves)
        if not low - 0.005 <= end <= high + 0.005:
            message = (f"{start_low:.2f}% to {start_high:.2f}% with this path ends at {low:.2f}% to {high:.2f}%, "
                       f"not at the stated {end:.2f}%; correct one of them")
            yield Mistake("end_level", message, "note-contradiction")


class PolicyRateLevel(Valued):
    kind: Literal["policy_rate_level"]
    title: ClassVar = "the target range in force, or a level that somebody assumes"
    units: ClassVar = SHARES
    lasts: ClassVar = 70
    subject: SubjectId = Field("fed_funds", description="the policy rate", examples=["fed_funds"])
    measure: Literal["range", "terminal"] = Field("range", description="range or terminal", examples=["range"])
    owner: Literal["central_bank", "house", "market"] = Field("central_bank", description="whose level it is")

    @property
    def metric(self) -> str:
        """What somebody expects is no level in force."""
        in_force = self.measure == "range" and self.owner == "central_bank"
        return self.kind if in_force else "policy_rate_expected"


class DotPlot(Valued):
    kind: Literal["dot_plot"]
    title: ClassVar = "the central bank's own projection for the end of a year"
    units: ClassVar = ("count", "bp", "percent", "fraction")
    lasts: ClassVar = 110
    subject: SubjectId = Field("fed_funds", description="the policy rate", examples=["fed_funds"])
    measure: Literal["median", "cuts"] = Field(description="median (rate) or cuts (count, bp)", examples=["cuts"])
    year: int = Field(ge=2000, le=2100, description="the year that the dots speak of", examples=[2026])

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        fits = SHARES if self.measure == "median" else ("count", "bp")
        if self.unit is not None and self.unit not in fits:
            yield Mistake("unit", f"unit {self.unit} does not fit measure {self.measure}; it takes {' or '.join(fits)}",
                          "note-unit")
