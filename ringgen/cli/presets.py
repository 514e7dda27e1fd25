"""`ringgen presets`: the ready specs, and whom each suits."""

from __future__ import annotations

import json

import click

from ringgen.spec import presets


@click.command("presets")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output, and nothing else.")
def command(as_json: bool) -> None:
    """List the ready specs, and whom each suits."""
    rows = [{"name": name, "about": presets.headline(name)} for name in presets.names()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        click.echo(f"{row['name']:<{width}}  {row['about']}")
