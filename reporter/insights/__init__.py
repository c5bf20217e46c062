"""Figures → Claims: detectors, grades, salience, themes."""

from reporter.insights.engine import find
from reporter.insights.themes import Theme, choose_theme

__all__ = ["Theme", "choose_theme", "find"]
