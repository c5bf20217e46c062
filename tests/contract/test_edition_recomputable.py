"""Every metric that may be printed can be computed a second time by code that shares nothing with the first."""

from __future__ import annotations

from reporter.metrics import definitions
from reporter.verification.recompute import DEFINITIONS, SOURCED


def test_every_metric_has_an_independent_definition() -> None:
    declared = {metric.id for metric in definitions()}
    missing = declared - DEFINITIONS.keys() - SOURCED
    assert not missing, f"define again in reporter/verification/recompute: {sorted(missing)}"
