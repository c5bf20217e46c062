"""`reporter metrics list`."""

from __future__ import annotations

import json

from click.testing import CliRunner

from reporter.cli import main
from reporter.metrics import definitions


def test_every_metric_is_listed_with_its_formula_and_definition() -> None:
    told = CliRunner().invoke(main, ["metrics", "list"]).stdout
    for metric in definitions():
        assert f"{metric.id} ({metric.unit}) = {metric.formula}" in told
        assert metric.definition in told


def test_json_has_the_same() -> None:
    rows = json.loads(CliRunner().invoke(main, ["metrics", "list", "--json"]).stdout)
    assert [row["id"] for row in rows] == [metric.id for metric in definitions()]
    assert all(row.keys() == {"id", "unit", "decimals", "formula", "definition"} for row in rows)
