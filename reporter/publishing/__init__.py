"""Pages → files: HTML, PDF, Markdown, JSON and prices, written as one folder that is either old or new, never half."""

from reporter.publishing.publish import FORMATS, publish

__all__ = ["FORMATS", "publish"]
