"""The flow of a batch: orders to jobs, answers to released folders, each journalled before it is written.

Killed at any moment, the same call goes on where it stopped: `journal` tells how.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ringgen import files, releasing
from ringgen.batch.job import PICTURE, PIXELS, Built, Job
from ringgen.batch.journal import Entry, Journal, key_of
from ringgen.batch.orders import Book, Order
from ringgen.batch.pool import Crew
from ringgen.errors import InputError, Problem, WriteError
from ringgen.files import Release
from ringgen.report.document import as_json

FORMATS = ("stl", "step", "3mf")
CODES = {"released": 0, "refused": 1, "wrong": 2, "failed": 3}
"""The exit code each verdict asks for; a batch ends with the highest."""


@dataclass(frozen=True)
class Wishes:
    """What every ring of a batch is asked for beside its spec."""

    formats: tuple[str, ...] = FORMATS
    mend: bool = False
    force: bool = False
    pictures: bool = True

    def job(self, order: Order) -> Job:
        """An order's job."""
        assert order.loaded is not None
        asked = (sorted(self.formats), self.mend, self.force, PIXELS if self.pictures else 0)
        key = key_of(order.loaded.sha256, *asked)
        return Job(key, order.loaded, self.formats, self.mend, self.force, self.pictures)


@dataclass(frozen=True)
class Done:
    """What became of an order: its verdict, its report where there is one, else why not.

    `kept` if it lay there from an earlier run; `seconds` are those its building took, whenever that was.
    """

    order: Order
    verdict: str
    report: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    why: str = ""
    seconds: float = 0.0
    kept: bool = False
    picture: Path | None = None


@dataclass(frozen=True)
class Batch:
    """What became of every order, in the order of the book; seconds from start to end."""

    book: Book
    done: tuple[Done, ...]
    seconds: float

    @property
    def code(self) -> int:
        """The exit code: the highest that an order asks for."""
        return max((CODES[d.verdict] for d in self.done), default=0)


Tell = Callable[[Done, int, int], None]
"""Is told of each order that is done, how many are, and of how many."""


def run(book: Book, out: Path, wishes: Wishes, crew: Crew, tell: Tell = lambda *_: None) -> Batch:
    """Build every order that does not lie there yet, and release each into its folder in `out`, which is made.

    Raises WriteError where one cannot be written; what was released by then stays, and the next call goes on.
    """
    start = time.perf_counter()
    found: dict[int, Done] = {}

    def note(index: int, done: Done) -> None:
        found[index] = done
        tell(done, len(found), len(book.orders))

    files.make_folder(out)
    with Journal(out) as journal:
        waiting = _sorted_out(book.orders, out, wishes, journal, note)
        jobs = [wishes.job(book.orders[indices[0]]) for indices in waiting.values()]
        for built in crew.results(jobs) if jobs else ():
            for index in waiting.pop(built.key, ()):  # a second answer for the same ring finds nobody waiting
                note(index, _released(book.orders[index], built, out, wishes, journal))
    done = tuple(found[i] for i in range(len(book.orders)))
    return Batch(book, done, time.perf_counter() - start)


def _sorted_out(
    orders: Sequence[Order], out: Path, wishes: Wishes, journal: Journal, note: Callable[[int, Done], None]
) -> dict[str, list[int]]:
    """Which orders are to be built, by the key of what is asked: equal rings are built once."""
    waiting: dict[str, list[int]] = {}
    for index, order in enumerate(orders):
        if order.loaded is None:
            note(index, Done(order, "wrong", problems=order.problems))
            continue
        key = wishes.job(order).key
        entry = journal.released(order.folder, key)
        if entry is None:
            waiting.setdefault(key, []).append(index)
        else:
            note(index, _kept(order, entry, out))
    return waiting


def _kept(order: Order, entry: Entry, out: Path) -> Done:
    """An order that lies there as it was released."""
    place = out / order.folder
    report = json.loads((place / list(entry.files)[-1]).read_bytes())
    return Done(order, entry.verdict, report, seconds=entry.seconds, kept=True, picture=_picture(place, entry.files))


def _released(order: Order, built: Built, out: Path, wishes: Wishes, journal: Journal) -> Done:
    """Journal and release what a worker built; or what is to be said where there is nothing to release."""
    if built.verdict == "unwritten":
        raise WriteError(built.why)
    if built.verdict == "wrong":
        problems = order.placed(InputError(built.problems, built.source))
        return Done(order, "wrong", problems=problems, seconds=built.seconds)
    if built.verdict == "failed":
        return Done(order, "failed", why=built.why, seconds=built.seconds)
    place, pending = out / order.folder, releasing.pending(built.report, built.files)
    sums = {f.name: hashlib.sha256(f.data).hexdigest() for f in built.files}
    sums[pending[-1].name] = hashlib.sha256(as_json(dict(built.report))).hexdigest()
    before = journal.entry(order.folder)
    journal.add(Entry(order.folder, built.key, built.verdict, sums, round(built.seconds, 3), built.timings))
    with Release(place) as release:
        for name in _stale(place, built, wishes, before):
            if name not in sums:
                release.remove(name)
        for file in pending:
            release.add(file)
        release.commit()
    return Done(order, built.verdict, built.report, seconds=built.seconds, picture=_picture(place, sums))


def _picture(place: Path, names: Iterable[str]) -> Path | None:
    return next((place / n for n in names if n.endswith(f".{PICTURE}")), None)


def _stale(place: Path, built: Built, wishes: Wishes, before: Entry | None) -> list[str]:
    """Names an earlier ring may have left in the folder, which the new report would not vouch for."""
    from ringgen.writers import writer

    slug = built.report["slug"]
    names = [
        *(f"{slug}{writer(f).SUFFIX}" for f in wishes.formats),
        f"{slug}.{PICTURE}",
        *(before.files if before else ()),
    ]
    return [n for n in dict.fromkeys(names) if (place / n).is_file()]
