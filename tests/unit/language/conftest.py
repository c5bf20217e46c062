"""The packaged locales, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from reporter.language import Language
from reporter.project import packaged

TAGS = sorted(path.parent.name for path in packaged("locales").glob("*/locale.toml"))


@cache
def loaded(tag: str) -> Language:
    return Language.load(tag, [packaged("locales")])


@pytest.fixture(params=TAGS)
def language(request: pytest.FixtureRequest) -> Language:
    return loaded(request.param)


@pytest.fixture
def session() -> date:
    return date(2026, 1, 23)


@pytest.fixture(scope="session")
def load() -> Callable[[str], Language]:
    return loaded
