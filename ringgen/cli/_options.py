"""What several commands share: options, their completion, the progress line, and how a report is shown."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

SPECS = (".toml", ".json")
ALL = "all"  # in place of one caster's rules
MODELS = (".stl", ".3mf", ".step", ".stp")


def complete_spec(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Presets, and the spec files and folders that begin so."""
    from ringgen.spec import presets

    ready = [CompletionItem(n, help=presets.headline(n)) for n in presets.names() if n.startswith(incomplete)]
    return ready + _paths(incomplete, SPECS)


def complete_spec_or_file(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """As `complete_spec`, and model files."""
    return complete_spec(context, parameter, incomplete) + _paths(incomplete, MODELS, folders=False)


def complete_rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Every set of rules."""
    from ringgen.catalog.rules import load_rules, rule_ids

    return [CompletionItem(i, help=load_rules(i).name) for i in rule_ids() if i.startswith(incomplete)]


def complete_formats(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The last format of a list separated by commas."""
    from ringgen.writers import formats

    done, comma, begun = incomplete.rpartition(",")
    named = done.split(",")
    return [CompletionItem(f"{done}{comma}{f}") for f in formats() if f.startswith(begun) and f not in named]


def _paths(incomplete: str, suffixes: tuple[str, ...], folders: bool = True) -> list[CompletionItem]:
    folder, _, begun = incomplete.rpartition(os.sep)
    try:
        found = sorted(os.scandir(f"{folder}{os.sep}" if incomplete.count(os.sep) else "."), key=lambda e: e.name)
    except OSError:
        return []
    base = f"{folder}{os.sep}" if os.sep in incomplete else ""
    names = [e.name + (os.sep if e.is_dir() else "") for e in found if not e.name.startswith(".") or begun]
    wanted = [n for n in names if (folders and n.endswith(os.sep)) or n.casefold().endswith(suffixes)]
    return [CompletionItem(base + n) for n in wanted if n.startswith(begun)]


spec_argument = click.argument("spec", shell_complete=complete_spec)
out_option = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for what is written; a new one named after the ring.",
)
rules_option = click.option(
    "--rules",
    metavar="ID",
    shell_complete=complete_rules,
    help="Whose limits it is held to: a name (see `ringgen catalog rules`), or a .toml file of your own.",
)
formats_option = click.option(
    "--format",
    "formats",
    metavar="LIST",
    multiple=True,
    shell_complete=complete_formats,
    help="Formats to write, such as stl,step,3mf (the default); see `ringgen catalog formats`.",
)
mend_option = click.option(
    "--mend/--no-mend",
    default=True,
    show_default=True,
    help="Where the ring is refused, look for the least change that passes: a few seconds to a minute or two.",
)
heat_option = click.option(
    "--heatmap",
    is_flag=True,
    help="Write the thickness of the walls as colours, too (heat.ply and heat.glb): red what the rules refuse.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the report, and nothing else, on standard output."
)


def listed(formats: tuple[str, ...]) -> tuple[str, ...]:
    """The formats of `--format`: `stl,step` and repeated options come to the same."""
    return tuple(f.strip() for text in formats for f in text.split(",") if f.strip())


def with_rules(overrides: tuple[str, ...], rules: str | None) -> tuple[str, ...]:
    """The overrides with the rules asked for among them."""
    return (*overrides, f"making.rules={rules}") if rules else overrides


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Says what is being done, on one line of a terminal that is wiped at the end; silent where there is none."""
    if not _is_terminal(sys.stderr):
        yield lambda _: None
        return

    def say(text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        shown = "".join(c for c in text if c.isprintable())[: max(width - 1, 0)]
        click.echo(f"\r\033[K{shown}…", nl=False, err=True)

    try:
        yield say
    finally:
        click.echo("\r\033[K", nl=False, err=True)


def show(report: dict[str, Any], as_json: bool, folder: Path | None = None) -> None:
    """The report: the document itself on standard output for scripts, else as people read it on standard error."""
    from ringgen.report.document import as_json as encoded
    from ringgen.report.terminal import render

    if as_json:
        click.echo(encoded(report), nl=False)
        return
    coloured = _is_terminal(sys.stderr) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = min(shutil.get_terminal_size().columns, 100)
    click.echo(render(report, width, coloured, str(folder) if folder else ""), nl=False, err=True, color=coloured)


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()
