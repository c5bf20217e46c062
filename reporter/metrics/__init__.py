"""Market → Figures: one small module a family; what each metric means is declared beside its computation."""

from reporter.metrics.engine import definition, definitions, measure

__all__ = ["definition", "definitions", "measure"]
