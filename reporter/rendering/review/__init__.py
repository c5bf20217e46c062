"""Templates and phrases read without rendering them: what an editor can know to be wrong before any data exist."""

from reporter.rendering.review.phrases import phrase_problems
from reporter.rendering.review.templates import template_problems

__all__ = ["phrase_problems", "template_problems"]
