"""Loaded once by the process that others are forked from: the modules of a page, and all its templates compiled."""

from __future__ import annotations

import reporter.preview.stage  # noqa: F401
from reporter.language import Language
from reporter.project import packaged
from reporter.rendering.filling import environment_of
from reporter.rendering.phrasebook import Phrasebook
from reporter.rendering.review.phrases import nothing


def _compile() -> None:
    env = environment_of((packaged("templates"),))
    for name in env.list_templates(extensions=["j2"]):
        if ":" not in name:
            env.get_template(name)
    environment_of.cache_clear()
    for folder in packaged("locales").glob("*/phrases"):
        Phrasebook(nothing(), Language.load(folder.parent.name, [packaged("locales")]), [folder])


_compile()
