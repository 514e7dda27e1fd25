"""Arguments several commands share: a spec and its overrides, completed in the shell from what the spec holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import CompletionItem

from ringgen.errors import RinggenError
from ringgen.spec import presets

Command = Callable[..., Any]


def spec_argument(command: Command) -> Command:
    """`spec`: a path, `-` for standard input, or a preset's name."""
    return click.argument("spec", shell_complete=_specs)(command)


def set_option(command: Command) -> Command:
    """`overrides`: the `PATH=VALUE` of every `--set`, in order."""
    return click.option(
        "--set",
        "overrides",
        multiple=True,
        metavar="PATH=VALUE",
        shell_complete=_paths,
        help="Change one field: band.width=2.4, settings.centre.prongs=4; no value takes it away. May be repeated.",
    )(command)


def json_option(command: Command) -> Command:
    """`as_json`: whether standard output is for a program."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output, and nothing else.")(
        command
    )


def _specs(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Presets by name, and files."""
    found = [CompletionItem(n, help=presets.headline(n)) for n in presets.names() if n.startswith(incomplete)]
    return [*found, CompletionItem(incomplete, type="file")]


def _paths(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Every field of the spec already named on the line, each with its range; after the =, the words it may be."""
    from ringgen.spec.load import load
    from ringgen.spec.problems import span

    # click leaves arguments unassigned while an option still waits for its value, as --set does here.
    source = ctx.params.get("spec") or next(iter(ctx.args), None)
    if not source or source == "-":
        return []
    try:
        spec = load(source).spec
    except RinggenError:
        return []
    path, equals, start = incomplete.partition("=")
    if equals:
        words = next((doc.choices for at, doc in spec.documented() if at == path), ())
        return [CompletionItem(f"{path}={w}") for w in words if w.startswith(start)]
    rows = ((at, doc) for at, doc in spec.documented() if at.startswith(path))
    return [CompletionItem(f"{at}=", help=f"{doc.doc} ({span(doc)})") for at, doc in rows]
