"""Figures, dates and names in one language. The only room that knows Babel."""

from reporter.language.language import Language

__all__ = ["Language"]
