"""`ringgen schema`: the JSON Schema of a spec, for completion in an editor."""

from __future__ import annotations

import json

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of a spec, for completion in an editor."""
    from ringgen.spec.schema import schema

    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
