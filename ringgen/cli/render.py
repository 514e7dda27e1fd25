"""`ringgen render`: pictures of a ring."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from ringgen.cli import _options as shared
from ringgen.cli._set import set_option


def _complete_view(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from ringgen.report.pictures import views

    return [CompletionItem(n, help=v.source) for n, v in views().items() if n.startswith(incomplete)]


@click.command("render")
@shared.spec_argument
@shared.out_option
@click.option(
    "--view",
    "names",
    metavar="NAME",
    multiple=True,
    shell_complete=_complete_view,
    help="A view, such as three-quarter or close-up; every view where none is named.",
)
@set_option
def command(spec: str, out: Path | None, names: tuple[str, ...], overrides: tuple[str, ...]) -> None:
    """Draw SPEC (a file, - for standard input, or a preset) as PNG pictures; no display is needed.

    The ring is built but not checked: a picture says nothing about whether it can be cast.
    """
    from ringgen.report import pictures
    from ringgen.spec.load import load

    wanted = [v.name for v in pictures.chosen(names)] or list(pictures.views())
    loaded = load(spec, overrides)
    from ringgen import files, making, pipeline

    with shared.progress() as say:
        with pipeline.located(loaded):
            made = making.make(loaded.spec, say)
        say(f"drawing {', '.join(wanted)}")
        drawn = pictures.render(pipeline.scene(made), wanted)
    folder = out if out is not None else Path(made.design.slug)
    pending = [files.Pending.of(f"{made.design.slug}-{name}.png", "png", png) for name, png in drawn.items()]
    for written in files.commit(folder, pending):
        click.echo(f"wrote {folder / written.path.name}", err=True)
