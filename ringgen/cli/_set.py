"""`--set`, as several commands take it, completed in the shell from the very spec being changed."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_set(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Every field of the spec named on the line, each with its range; after the =, the words it may be."""
    from ringgen.errors import RinggenError
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


set_option = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="PATH=VALUE",
    shell_complete=complete_set,
    help="Change one field: band.width=2.4, settings.centre.prongs=4; no value takes it away. May be repeated.",
)
