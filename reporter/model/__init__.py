"""The nouns that every room knows. `model.market` is imported by name where prices are needed (it loads pandas)."""

from reporter.model.base import Noun
from reporter.model.briefing import SCHEMA, Briefing, Exhibit, Passage, Section
from reporter.model.claim import Claim
from reporter.model.desk import Chain, Desk, Pair
from reporter.model.figure import Figure, Figures, Gap, History, Input
from reporter.model.period import Period, PeriodKind
from reporter.model.source import Source
from reporter.model.subject import Subject
from reporter.model.window import Window

__all__ = [
    "SCHEMA",
    "Briefing",
    "Chain",
    "Claim",
    "Desk",
    "Exhibit",
    "Figure",
    "Figures",
    "Gap",
    "History",
    "Input",
    "Noun",
    "Pair",
    "Passage",
    "Period",
    "PeriodKind",
    "Section",
    "Source",
    "Subject",
    "Window",
]
