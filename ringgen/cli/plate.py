"""`ringgen plate`: rings of one or many specs on a build plate, for the printer."""

from __future__ import annotations

from pathlib import Path

import click

from ringgen.cli import _options as shared


@click.command("plate")
@click.argument("sources", metavar="SPEC|FILE...", nargs=-1, required=True, shell_complete=shared.complete_spec_or_file)
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the plate; else `plate`.")
@click.option("--bed", metavar="WxD", help="The bed's width and depth, perhaps its height: 96x54 (the default), mm.")
@click.option("--copies", type=int, default=1, show_default=True, help="How many of each; one named twice is two.")
@click.option("--spacing", metavar="MM", default="1", show_default=True, help="Least distance between two rings.")
@click.option(
    "--orient",
    metavar="NAME",
    default="tilted",
    show_default=True,
    help="How rings stand: tilted (upright, leaning back), upright on the shank's base, or flat on the side.",
)
@click.option("--tilt", metavar="DEG", help="How far tilted rings lean back from upright; else 37.5.")
@click.option("--plates", type=int, default=1, show_default=True, help="Over how many plates they may be spread.")
@click.option(
    "--sprue",
    metavar="MM",
    help="Fuse a rod to the heaviest plain place of each shank's lower third: its diameter, or auto to fit it.",
)
@click.option("--sprue-length", metavar="MM", help="How long it is; else 8.")
@click.option("--tags", is_flag=True, help="Print a small tag with its name in front of each ring.")
@click.option("--pattern", metavar="ID", default="wax", show_default=True, help="What is printed, to be weighed.")
@click.option("--metal", metavar="NAME", help="The alloy of files that do not say theirs.")
@click.option("--button", metavar="SHARE", help='What is melted beside rings and sprues: "10 %" (else), or "10 g".')
@shared.rules_option
@shared.json_option
@click.option("--force", is_flag=True, help="Lay rings the checks refuse, too.")
def command(
    sources: tuple[str, ...],
    out: Path | None,
    bed: str | None,
    copies: int,
    spacing: str,
    orient: str,
    tilt: str | None,
    plates: int,
    sprue: str | None,
    sprue_length: str | None,
    tags: bool,
    pattern: str,
    metal: str | None,
    button: str | None,
    rules: str | None,
    as_json: bool,
    force: bool,
) -> int:
    """Lay rings on a build plate: each SPEC built and checked, each FILE (STL, 3MF or STEP) checked.

    Writes plate.3mf, with each ring a named object, plate.stl and plate.report.json. Ends with 0 if all rings are
    laid, and with 1 if the checks keep one off; the others are laid.
    """
    from ringgen.plate import asked

    wanted = asked.read(
        bed=bed,
        copies=copies,
        spacing=spacing,
        orient=orient,
        tilt=tilt,
        plates=plates,
        sprue=sprue,
        sprue_length=sprue_length,
        tags=tags,
        pattern=pattern,
        metal=metal,
        button=button,
        rules=rules,
        force=force,
    )
    from ringgen.plate import flow

    with shared.progress() as say:
        report = flow.plate(sources, wanted, out, say)
    from ringgen.plate.report import encoded, told

    if as_json:
        click.echo(encoded(report), nl=False)
    else:
        click.echo(told(report, str(out if out is not None else flow.FOLDER)), nl=False, err=True)
    return 0 if report["verdict"] == "released" else 1
