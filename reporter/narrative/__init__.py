"""Claims → Passages → Briefing: what is said, in which order, and nothing twice. Still no language."""

from reporter.narrative.composing import Edition, compose

__all__ = ["Edition", "compose"]
