"""One ring of the matrix, as a client would make it: what is refused is changed as the refusal says and tried again."""

from __future__ import annotations

import functools
import math
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.judge import context

from ringgen.checks.runner import run
from ringgen.checks.subject import Subject
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError, InputError
from ringgen.findings import Finding
from ringgen.kernel.second import Drafts
from ringgen.making import make
from ringgen.mending.bench import Bench
from ringgen.mending.search import way_out
from ringgen.spec.change import joined
from ringgen.spec.load import Loaded, read_text
from ringgen.spec.sources import Text
from ringgen.triangles import open_edges

MOST_CHANGES = 8  # a refusal may uncover another; this many in a row mean that nothing works


@dataclass(frozen=True)
class Outcome:
    """`tag` is released, or what went wrong; `changes` are the PATH=VALUE that were followed, `said` why."""

    tag: str
    changes: tuple[str, ...] = ()
    said: str = ""

    @property
    def good(self) -> bool:
        return self.tag == "released"


class _EndError(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.said)
        self.outcome = outcome


def trial(text: str, draft: bool = False) -> Outcome:
    """Until the ring is released, or a refusal leads nowhere.

    A draft joins the parts as triangles: no exact solid, but every rule can be held to it, and faster.
    """
    trying = _Trying(draft)
    try:
        loaded, design, changes = _accepted(read_text(Text(text, "matrix", ".toml")))
        said, way = trying.made(loaded, design)
        if not said:
            return Outcome("released", changes)
        if not way:
            return Outcome("no-way", changes, said)
        changes = joined(changes, way)
        loaded = loaded.over(way)
        again, _ = trying.made(loaded, resolve(loaded.spec), once=True)
    except _EndError as end:
        return end.outcome
    return Outcome("still-failing" if again else "released", changes, again or said)


@functools.cache
def _drafts() -> Drafts:
    """One for all rings of a process: those that follow one another on the same shank have it meshed once."""
    return Drafts(0.01)


@dataclass(frozen=True)
class _Trying:
    draft: bool

    def made(self, loaded: Loaded, design: Design, once: bool = False) -> tuple[str, tuple[str, ...]]:
        """Nothing, for a ring that is released; else why it is not, and the changes that are said to pass."""
        try:
            mesh = _drafts().draft(design.parts) if self.draft else make(loaded.spec).mesh
        except BuildError as error:
            return str(error), () if once else self._way(loaded, design, ())
        if open_edges(mesh):
            raise _EndError(Outcome("open", (), f"{open_edges(mesh)} open edges"))
        if _through_the_finger(design):
            raise _EndError(Outcome("finger", (), "a stone reaches into the finger"))
        findings = Bench(_check).checked(design, mesh)
        failed = [f for f in findings if f.refuses]
        if not failed:
            return "", ()
        said = "; ".join(f"{f.check} {f.measured} of {f.limit} ({f.part}) {f.message}" for f in failed)
        return said, () if once else self._way(loaded, design, findings)

    def _way(self, loaded: Loaded, design: Design, findings: Any) -> tuple[str, ...]:
        bench: Any = Bench(_check)
        found = way_out(loaded, design, findings, _Drafts(bench) if self.draft else bench)
        return found.changes if found else ()


@dataclass(frozen=True)
class _Drafts:
    """A bench that never makes a ring in earnest."""

    bench: Bench

    def draft(self, loaded: Loaded) -> Any:
        return self.bench.draft(loaded)

    make = draft

    def progress(self, _: str) -> None:
        pass


def _check(path: Path, subject: Subject) -> list[Finding]:
    return run(path, subject)


def trial_within(text: str, seconds: float, draft: bool = False) -> Outcome:
    """`trial` in a process of its own: a kernel that hangs or crashes is then only an outcome."""
    here, there = context().Pipe(duplex=False)
    process = context().Process(target=_send, args=(text, draft, there), daemon=True)
    process.start()
    there.close()
    try:
        found: Outcome = here.recv() if here.poll(seconds) else Outcome("timeout", (), f"no answer in {seconds:g} s")
    except EOFError:
        found = Outcome("exception", (), "the kernel took its process down")
    finally:
        process.kill()
        process.join()
    return found


def _send(text: str, draft: bool, pipe: Any) -> None:
    try:
        pipe.send(trial(text, draft))
    except Exception as error:
        pipe.send(Outcome("exception", (), f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-4)}"))


def _accepted(loaded: Loaded) -> tuple[Loaded, Design, tuple[str, ...]]:
    """The design, after every change a refusal asks for."""
    changes: tuple[str, ...] = ()
    for _ in range(MOST_CHANGES):
        try:
            tried = loaded.over(changes)
            return tried, resolve(tried.spec), changes
        except InputError as error:
            change = error.problems[0].change
            if change is None:
                raise _EndError(Outcome("refused-without-a-way", changes, str(error))) from None
            if change in changes:
                raise _EndError(Outcome("refused-again", changes, str(error))) from None
            changes = joined(changes, (change,))
    raise _EndError(Outcome("refused-in-circles", changes, str(changes)))


def _through_the_finger(design: Design) -> bool:
    """Whether any corner of a stone lies nearer to the finger than the bore: worked out here, from its facets."""
    return any(
        math.hypot(x, z) < design.bore_radius
        for stone in design.parts.stones
        for frame in stone.places
        for x, _, z in (frame.point(v) for v in getattr(stone.body, "vertices", ()))
    )
