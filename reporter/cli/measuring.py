"""`reporter metrics`: what can be measured."""

from __future__ import annotations

import json

import click


@click.group()
def metrics() -> None:
    """What can be measured, and how each number is defined."""


@metrics.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_metrics(as_json: bool) -> None:
    """Every metric with its unit, formula and definition."""
    from reporter.metrics import definitions

    found = definitions()
    if as_json:
        rows = [
            {"id": m.id, "unit": m.unit, "decimals": m.decimals, "formula": m.formula, "definition": m.definition}
            for m in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for metric in found:
        click.echo(f"{click.style(metric.id, bold=True)} ({metric.unit}) = {metric.formula}")
        click.echo(f"    {metric.definition}")
