"""Kinds of notes that are numbers: targets, rates, multiples, growth, counts, flows, levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from reporter.notes.amounts import NoteUnit
from reporter.notes.fields import Count, Day, Direction, Horizon, NameId, Number, Period, Positive, SubjectId
from reporter.notes.shapes import GAPS, LEVELS, MONEY, MULTIPLES, SHARES, Mistake, NoteFields, Valued

CLOSE = 0.02
"""Rule of METRICS: price over earnings agrees with the stated multiple within two percent."""


class PriceTarget(Valued):
    kind: Literal["price_target"]
    title: ClassVar = "a level that somebody expects, and by when"
    units: ClassVar = LEVELS
    lasts: ClassVar = 200
    measure: Literal["level"] = "level"
    horizon: Horizon | None = Field(None, description="by when: a date, a year (its end), a month, 12m",
                                    examples=[2026])
    stretch_low: Positive | None = Field(None, description="a further level that is called possible (lower end)")
    stretch_high: Positive | None = Field(None, description="its upper end")
    stated_upside: Number | None = Field(None, description="the upside that the source prints, in percent")
    base_level: Positive | None = Field(None, description="the level that the printed upside starts from")
    base_date: Day | None = Field(None, description="the day of that level")

    def numbers(self) -> tuple[str, ...]:
        more = (name for name in ("stretch_low", "stretch_high") if getattr(self, name) is not None)
        return (*super().numbers(), *more)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        for name in self.numbers():
            if getattr(self, name) <= 0:
                yield Mistake(name, f"{name} {getattr(self, name):g} is not above zero; a level must be", "note-value")
        if (self.stretch_low is None) != (self.stretch_high is None):
            yield Mistake("kind", "stretch_low and stretch_high belong together; give both", "note-value")
        elif self.stretch_low is not None and self.stretch_high is not None and self.stretch_low > self.stretch_high:
            yield Mistake("stretch_low", "stretch_low lies above stretch_high", "note-value")
        level = self.value if self.value is not None else self.low
        if self.stated_upside is not None and self.base_level and level:
            computed = (level / self.base_level - 1) * 100
            if abs(computed - self.stated_upside) > 0.5:
                message = (f"{level:,.10g} is {computed:.2f}% above {self.base_level:,.10g}, not the stated "
                           f"{self.stated_upside:g}%; correct stated_upside or base_level")
                yield Mistake("stated_upside", message, "note-contradiction")


class _Multiple(Valued):
    units: ClassVar = MULTIPLES
    lasts: ClassVar = 45
    price: Positive | None = Field(None, description="the price that the multiple was taken at")
    eps: Positive | None = Field(None, description="the earnings per share that it was taken over")

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.price and self.eps and self.value and abs(self.price / self.eps / self.value - 1) > CLOSE:
            message = (f"price {self.price:g} over eps {self.eps:g} is {self.price / self.eps:.2f}, not the stated "
                       f"{self.value:g}; correct one of the three")
            yield Mistake("value", message, "note-contradiction")


class PeTrailing(_Multiple):
    kind: Literal["pe_trailing"]
    title: ClassVar = "price over the earnings of the past year"


class PeForward(_Multiple):
    kind: Literal["pe_forward"]
    title: ClassVar = "price over the earnings expected for the next twelve months"


class PeDiscount(Valued):
    kind: Literal["pe_discount"]
    title: ClassVar = "how much cheaper one subject is than another on the same multiple"
    units: ClassVar = SHARES
    lasts: ClassVar = 45
    measure: Literal["forward", "trailing"] = Field("forward", description="forward or trailing", examples=["forward"])
    comparator: SubjectId = Field(description="the dearer one", examples=["spx"])


class FundSize(Valued):
    kind: Literal["fund_size"]
    title: ClassVar = "assets of a fund, or market value of a company"
    units: ClassVar = MONEY
    lasts: ClassVar = 45


class EpsForecast(Valued):
    kind: Literal["eps_forecast"]
    title: ClassVar = "expected growth or level of earnings per share"
    units: ClassVar = (*SHARES, *MONEY)
    lasts: ClassVar = 100
    measure: Literal["growth", "level"] = Field("growth", description="growth or level", examples=["growth"])
    period: Period = Field(description="2026, 2026-Q1 or next_12_months", examples=["2026"])

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        fits = SHARES if self.measure == "growth" else MONEY
        if self.unit is not None and self.unit not in fits:
            yield Mistake("unit", f"unit {self.unit} does not fit measure {self.measure}; it takes {' or '.join(fits)}",
                          "note-unit")


class EpsGrowthGap(Valued):
    kind: Literal["eps_growth_gap"]
    title: ClassVar = "whose earnings grow faster, by how much, since when"
    units: ClassVar = GAPS
    optional: ClassVar = True
    lasts: ClassVar = 100
    comparator: SubjectId = Field(description="compared with", examples=["spx"])
    direction: Direction = Field("up", description="up: the subject grows faster", examples=["up"])
    crossover: bool = Field(False, description="true where it is the first time since `since`")
    years: Count | None = Field(None, description="where the first time in that many years")
    period: Period | None = Field(None, description="2026, 2026-Q1 or next_12_months")

    def counted(self) -> dict[str, NoteUnit]:
        return {"years": "count"}


class EarningsRevision(Valued):
    kind: Literal["earnings_revision"]
    title: ClassVar = "revisions of earnings estimates: their balance or pace"
    units: ClassVar = (*SHARES, *MULTIPLES)
    optional: ClassVar = True
    lasts: ClassVar = 60
    measure: Literal["net_upward_share", "three_month_change", "ratio", "pace"] = Field(
        description="net_upward_share, three_month_change, ratio or pace", examples=["pace"])
    direction: Direction = Field(description="up: estimates are raised, or raised faster", examples=["up"])
    compared: tuple[SubjectId, ...] = Field((), max_length=4, strict=False, description="outpaced by it")
    above_history: bool = Field(False, description="true where the source says above its own history")


class GuidanceCounts(NoteFields):
    kind: Literal["guidance_counts"]
    title: ClassVar = "how many companies guided down and up"
    lasts: ClassVar = 75
    period: Period = Field(description="the quarter", examples=["2025-Q4"])
    negative: Count | None = Field(None, description="guided below expectations", examples=[50])
    positive: Count | None = Field(None, description="guided above", examples=[57])
    total: Count | None = Field(None, description="guided at all", examples=[107])
    average: Number | None = Field(None, description="usual share of negative ones, in percent")

    def counted(self) -> dict[str, NoteUnit]:
        return {"negative": "count", "positive": "count", "total": "count", "average": "percent"}

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        negative, positive, total = self.negative, self.positive, self.total
        if total is None and (negative is None or positive is None):
            yield Mistake("kind", "guidance_counts needs total, or negative and positive", "note-value")
        if total == 0:
            yield Mistake("total", "total is 0; no share can be taken of nothing", "note-value")
        if negative is not None and total is not None and negative > total:
            yield Mistake("negative", f"negative {negative} is more than the total {total}", "note-contradiction")
        elif negative is not None and positive is not None and total is not None and negative + positive > total:
            message = f"{negative} negative and {positive} positive are {negative + positive}, more than {total}"
            yield Mistake("total", message, "note-contradiction")


class Share(Valued):
    units: ClassVar = SHARES
    lasts: ClassVar = 100
    measure: NameId = Field(description="share of what: an id of names.toml", examples=["index_weight"])
    top: Count | None = Field(None, description="of the largest how many")

    def counted(self) -> dict[str, NoteUnit]:
        return {"top": "count"}


class Exposure(Share):
    kind: Literal["exposure"]
    title: ClassVar = "a share of revenue or of an index: foreign sales, a sector's weight"
    optional: ClassVar = True
    direction: Direction | None = Field(None, description="without a number: up, more than the comparator has")

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if not self.numbers() and (self.direction in (None, "flat") or self.comparator is None):
            yield Mistake("kind", "exposure needs value, or direction up or down and the comparator", "note-value")


class ConcentrationShare(Share):
    kind: Literal["concentration_share"]
    title: ClassVar = "weight of the largest members of an index or fund"


class Flows(Valued):
    kind: Literal["flows"]
    title: ClassVar = "money that went into or out of a group of funds"
    units: ClassVar = MONEY
    optional: ClassVar = True
    lasts: ClassVar = 30
    direction: Literal["in", "out"] = Field(description="in or out", examples=["in"])
    start: Day | None = Field(None, description="first day of the span")
    end: Day | None = Field(None, description="last day of the span")
    record_since: int | None = Field(None, ge=1900, le=2100, description="largest since this year")

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.start and self.end and self.start > self.end:
            yield Mistake("start", f"start {self.start} lies after end {self.end}", "note-date")
        for name in self.numbers():
            if getattr(self, name) < 0:
                yield Mistake(name, f"{name} is negative; write the amount and direction: out", "note-value")


class Participants(Valued):
    kind: Literal["participants"]
    title: ClassVar = "who trades or how they are positioned"
    units: ClassVar = (*SHARES, *MULTIPLES, "percentage_points", "pp")
    optional: ClassVar = True
    lasts: ClassVar = 45
    group: NameId = Field(description="retail, institutions …: an id of names.toml", examples=["institutions"])
    measure: Literal["share_of_volume", "share_of_flow", "positioning"] = Field(
        description="share_of_volume, share_of_flow or positioning", examples=["positioning"])
    direction: Direction | None = Field(None, description="up: more than before")


class TechnicalLevel(Valued):
    kind: Literal["pattern_and_technical_level"]
    title: ClassVar = "a level or pattern that an analyst reads from the chart"
    units: ClassVar = LEVELS
    optional: ClassVar = True
    lasts: ClassVar = 60
    part: Literal["target", "resistance", "support", "pattern"] = Field(
        description="target, resistance, support or pattern", examples=["resistance"])
    pattern: NameId | None = Field(None, description="name of the pattern: an id of names.toml")

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.part == "pattern" and self.pattern is None:
            yield Mistake("part", "a pattern needs its name in `pattern`", "note-value")
        if self.part != "pattern" and not self.numbers():
            yield Mistake("part", f"a {self.part} needs its level in `value`", "note-value")


class MarketClaim(Valued):
    kind: Literal["market_claim"]
    title: ClassVar = "a number about prices that others print: checked against ours, never published as stated"
    units: ClassVar = (*SHARES, *GAPS, *LEVELS, *MULTIPLES, "bp", "count", "sessions", "days", "shares")
    lasts: ClassVar = 7
    figure: str = Field(pattern=r"^[a-z0-9_.-]{3,120}$", description="the figure that it is about",
                        examples=["rut.ytd_return.ytd"])
