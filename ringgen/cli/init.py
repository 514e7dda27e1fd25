"""`ringgen init`: a preset as a commented spec, ready to edit."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from ringgen import files
from ringgen.errors import InputError
from ringgen.spec import presets


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(n, help=presets.headline(n)) for n in presets.names() if n.startswith(incomplete)]


@click.command("init")
@click.argument("preset", shell_complete=_complete)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def command(preset: str, file: Path | None, force: bool) -> None:
    """Write PRESET as a commented spec to edit, to FILE (- for standard output) or under the preset's own name."""
    presets.text(preset)  # an unknown name is refused before anything else is asked
    from ringgen.spec.template import commented

    target = file or Path(f"{preset.rpartition('/')[2]}.toml")
    if str(target) == "-":
        click.echo(commented(preset), nl=False)
        return
    _refuse(target, force)
    files.save(target, commented(preset).encode())
    click.echo(f"wrote {target}; now edit it, then: ringgen build {target}", err=True)


def _refuse(target: Path, force: bool) -> None:
    if target.suffix.casefold() != ".toml":
        raise InputError.one("FILE", f"{target.name} is no name for a spec", "a name ending in .toml", f"{target}.toml")
    if target.exists() and not force:
        raise InputError.one("FILE", f"{target} is already there", "a new name, or --force to replace it")
