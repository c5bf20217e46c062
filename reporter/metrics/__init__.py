"""Market → Figures: one small module a family; what each metric means is declared beside its computation."""

from reporter.metrics.engine import definition, definitions, measure
from reporter.metrics.follow_up import since_previous

__all__ = ["definition", "definitions", "measure", "since_previous"]
