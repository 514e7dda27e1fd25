"""`ringgen build`: a spec to checked files and their report."""

from __future__ import annotations

from pathlib import Path

import click

from ringgen.cli import _options as shared
from ringgen.cli._set import set_option


@click.command("build")
@shared.spec_argument
@shared.out_option
@shared.formats_option
@set_option
@shared.rules_option
@shared.json_option
@shared.mend_option
@shared.heat_option
@click.option(
    "--fix",
    is_flag=True,
    help="Where the ring is refused, make the least change that passes, of what neither SPEC nor --set sets.",
)
@click.option("--force", is_flag=True, help="Write the model files even if the checks refuse the ring.")
def command(
    spec: str,
    out: Path | None,
    formats: tuple[str, ...],
    overrides: tuple[str, ...],
    rules: str | None,
    as_json: bool,
    mend: bool,
    heatmap: bool,
    fix: bool,
    force: bool,
) -> int:
    """Build SPEC (a file, - for standard input, or a preset), measure the files as written, and release them.

    Ends with 0 if they are released, and with 1 if the checks refuse the ring.
    """
    from ringgen.spec.load import load

    loaded = load(spec, shared.with_rules(overrides, rules))
    from ringgen import pipeline

    with shared.progress() as say:
        outcome = pipeline.build(
            loaded,
            out=out,
            formats=(*(shared.listed(formats) or pipeline.DEFAULT_FORMATS), *(pipeline.HEAT_MAPS if heatmap else ())),
            force=force,
            mend=mend,
            fix=fix,
            progress=say,
        )
    if fix and not outcome.released:
        click.echo(
            "--fix found nothing: it changes no field that the spec or --set sets, nor how a stone is held", err=True
        )
    shared.show(outcome.report, as_json, out if out is not None else Path(outcome.report["slug"]))
    return 0 if outcome.released else 1
