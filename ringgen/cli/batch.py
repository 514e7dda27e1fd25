"""`ringgen batch`: an order book, or a design in many sizes and metals, built by workers; nothing is lost."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringgen.cli import _options as shared
from ringgen.cli._set import set_option

if TYPE_CHECKING:
    from ringgen.batch.pool import Crew
    from ringgen.batch.run import Done

MOST_JOBS = 256


@click.command("batch")
@click.argument("orders", metavar="ORDERS|SPEC", shell_complete=shared.complete_spec)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="Folder for the rings, a folder each, the journal and the summary.",
)
@click.option("--sizes", metavar="LIST", help='SPEC in these sizes: "US 4..10 by 1/2", "EU 52, EU 54".')
@click.option("--metals", metavar="LIST", help="SPEC in these alloys: 18k-yellow,platinum-950-ru.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, MOST_JOBS), help="Workers; else a CPU each, memory allowing."
)
@click.option("--scheduler", metavar="URL", help="Work on a Dask cluster instead: tcp://host:8786.")
@click.option(
    "--limit",
    metavar="SECONDS",
    type=click.FloatRange(1.0, 86400.0),
    default=600.0,
    show_default=True,
    help="A ring that takes longer is stopped and reported.",
)
@shared.formats_option
@set_option
@shared.rules_option
@click.option("--button", metavar="SHARE", help='What is melted beside the rings: "10 %" (else), or "10 g".')
@click.option("--pictures/--no-pictures", default=True, help="A small picture of each ring (the default).")
@click.option("--mend/--no-mend", default=False, help="Look for what would mend a refused ring: a minute or two each.")
@click.option("--force", is_flag=True, help="Write the model files of rings the checks refuse, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line per ring on standard output, as each is done.")
def command(
    orders: str,
    out: Path,
    sizes: str | None,
    metals: str | None,
    jobs: int | None,
    scheduler: str | None,
    limit: float,
    formats: tuple[str, ...],
    overrides: tuple[str, ...],
    rules: str | None,
    button: str | None,
    pictures: bool,
    mend: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Build every ring of ORDERS (CSV, TOML, JSON, JSON lines; - for standard input), or SPEC in many sizes.

    Columns: name, preset or spec, size, metal, quantity, client, order, and any field: band.width. Run again, it goes
    on where it stopped. Ends with 0 if all are released, 1 if some are refused, 2 if the book or a row is wrong, 3 if
    some could not be built: the highest that applies.
    """
    from ringgen.batch import matrix
    from ringgen.batch.orders import read_book
    from ringgen.catalog.casting import buttons, find_button
    from ringgen.writers import writer

    asked = shared.with_rules(overrides, rules)
    melted = find_button(button) if button else buttons()[0]
    wanted = tuple(dict.fromkeys(writer(f).FORMAT for f in shared.listed(formats)))
    with _crew(jobs, scheduler, limit, out) as crew:
        book = matrix.read_matrix(orders, sizes, metals, asked) if sizes or metals else read_book(orders, asked)
        from ringgen.batch import run, summary

        wishes = run.Wishes(wanted or run.FORMATS, mend, force, pictures)
        with _told(as_json) as tell:
            batch = run.run(book, out, wishes, crew, tell)
            report = summary.document(batch, melted)
            summary.write(batch, report, out)
    if not as_json:
        click.echo(summary.told(report, str(out)), nl=False, err=True)
    return batch.code


def _crew(jobs: int | None, scheduler: str | None, limit: float, out: Path) -> AbstractContextManager[Crew]:
    """Who builds the rings. Where none lies there yet, workers of this machine warm up while the book is read."""
    from ringgen.batch import journal, machine
    from ringgen.batch.worker import Limits

    if scheduler is not None:
        from ringgen.batch.cluster import Cluster

        return nullcontext(Cluster(scheduler, Limits(limit)))
    from ringgen.batch.pool import Pool

    count = machine.workers(jobs)
    pool = Pool(count, Limits(limit, machine.share_mb(count)))
    if not (out / journal.NAME).exists():
        pool.start()
    return closing(pool)


@contextmanager
def _told(as_json: bool) -> Iterator[Callable[[Done, int, int], None]]:
    """Says what is done: a line of JSON each, or on a terminal one line with the rate and the time left."""
    if as_json:
        yield _line
        return
    start, built = time.monotonic(), 0
    with shared.progress() as say:

        def tell(done: Done, count: int, of: int) -> None:
            nonlocal built
            built += not done.kept and done.verdict != "wrong"
            pace = _pace(built, time.monotonic() - start, of - count)
            say(f"{count} of {of} rings{pace}; {done.order.name}: {done.verdict}")

        say("reading what is there")
        yield tell


def _line(done: Done, *_: Any) -> None:
    from ringgen.batch import summary

    click.echo(json.dumps(summary.line(done), ensure_ascii=False))
    sys.stdout.flush()


def _pace(built: int, seconds: float, left: int) -> str:
    """How many a minute, and for how long at that rate; nothing before the first is built."""
    if not built or seconds <= 0:
        return ""
    rest = left * seconds / built
    time_left = f"{rest / 3600:.1f} h" if rest >= 5400 else f"{rest / 60:.0f} min" if rest >= 90 else f"{rest:.0f} s"
    return f", {60 * built / seconds:.1f} a minute" + (f", about {time_left} left" if left else "")
