"""Metrics are declared once, unknown names are named, and every declaration says what it means."""

from __future__ import annotations

import pytest

from reporter.errors import ConfigError
from reporter.metrics import definition, definitions
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import families, family
from reporter.model import Subject


def test_every_metric_has_a_formula_and_a_definition() -> None:
    declared = definitions()
    assert len(declared) > 40
    for one in declared:
        assert one.formula.strip(), one.id
        assert one.definition.endswith("."), one.id
        assert 0 <= one.decimals <= 6, one.id
        assert "  " not in one.definition and "\n" not in one.definition, one.id


def test_a_metric_is_declared_only_once() -> None:
    definitions()
    with pytest.raises(ValueError, match="day_change"):
        metric("day_change", "fraction", 4, "x", "y.")


def test_an_unknown_metric_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="day_change"):
        definition("day_chnge")


def test_a_family_is_registered_only_once() -> None:
    assert "returns" in families()
    with pytest.raises(ValueError, match="returns"):
        family("returns")(lambda bench: iter(()))


def test_levels_take_the_unit_and_decimals_of_their_subject() -> None:
    level = definition("close_level")
    cases = {"index": ("points", 2), "etf": ("USD", 2), "yield": ("fraction", 4), "volatility_index": ("points", 2)}
    for kind, (unit, decimals) in cases.items():
        subject = Subject(id="s", symbol="S", kind=kind, currency="USD")  # type: ignore[arg-type]
        assert (level.unit_for(subject), level.decimals_for(subject)) == (unit, decimals)
    with pytest.raises(ValueError, match="close_level"):
        level.unit_for(None)
