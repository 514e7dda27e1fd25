"""One ring of the matrix, as a client would make it: what is refused is changed as the refusal says and tried again."""

from __future__ import annotations

import math
import re
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fuzz.judge import context

from ringgen import pipeline
from ringgen.checks.runner import run
from ringgen.checks.subject import Subject
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError, InputError, Problem
from ringgen.findings import Finding
from ringgen.spec.load import read_text
from ringgen.spec.models import Spec
from ringgen.spec.sources import Text
from ringgen.triangles import TriangleMesh, open_edges
from ringgen.writers import Model, pending

MOST_CHANGES = 8  # a refusal may uncover another; this many in a row mean that nothing works
MOST_BUILDS = 4
UNSOUND = ("open", "finger", "exception", "timeout")
_VALUE = re.compile(r"[^,;(]+")


@dataclass(frozen=True)
class Outcome:
    """`tag` is released, or what went wrong; `changes` are the PATH=VALUE that were followed, `said` why."""

    tag: str
    changes: tuple[str, ...] = ()
    said: str = ""

    @property
    def good(self) -> bool:
        return self.tag == "released"

    @property
    def unsound(self) -> bool:
        """Something wrong was made, or nothing was said: never a mere refusal."""
        return self.tag in UNSOUND


def trial(text: str, draft: bool = False) -> Outcome:
    """Until the ring is released, or a refusal leads nowhere.

    A draft joins the parts as triangles: no exact solid, but every rule can be held to it, and faster.
    """
    changes: tuple[str, ...] = ()
    for _ in range(MOST_BUILDS):
        try:
            spec, design, changes = _accepted(text, changes)
        except _DeadEndError as end:
            return end.outcome
        try:
            mesh = _drafted(design) if draft else pipeline.make(spec).mesh
        except BuildError as error:
            return Outcome("not-built", changes, str(error))
        if open_edges(mesh):
            return Outcome("open", changes, f"{open_edges(mesh)} open edges")
        if _through_the_finger(design):
            return Outcome("finger", changes, "a stone reaches into the finger")
        failed = [f for f in _findings(design, mesh) if f.refuses]
        if not failed:
            return Outcome("released", changes)
        fixes = [f.fix for f in failed if f.fix]
        said = "; ".join(f"{f.check} {f.measured} of {f.limit} ({f.part}) fix {f.fix} {f.message}" for f in failed)
        if not fixes or fixes[0] in changes:
            return Outcome("no-fix", changes, said)
        changes = (*_without(changes, fixes[0]), fixes[0])
    return Outcome("still-failing", changes, said)


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


class _DeadEndError(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.said)
        self.outcome = outcome


def _accepted(text: str, changes: tuple[str, ...]) -> tuple[Spec, Design, tuple[str, ...]]:
    """The design, after every change a refusal asks for."""
    for _ in range(MOST_CHANGES):
        try:
            spec = read_text(Text(text, "matrix", ".toml"), overrides=changes).spec
            return spec, resolve(spec), changes
        except InputError as error:
            change = _change(error.problems[0])
            if change is None:
                raise _DeadEndError(Outcome("refused-without-a-way", changes, str(error))) from None
            if change in changes:
                raise _DeadEndError(Outcome("refused-again", changes, str(error))) from None
            changes = (*_without(changes, change), change)
    raise _DeadEndError(Outcome("refused-in-circles", changes, str(changes)))


def _change(problem: Problem) -> str | None:
    """PATH=VALUE of what a refusal offers: its field and the first of the nearest values."""
    if not problem.field or not problem.nearest:
        return None
    found = _VALUE.match(problem.nearest)
    return f"{problem.field}={found[0].strip()}" if found else None


def _without(changes: tuple[str, ...], new: str) -> tuple[str, ...]:
    return tuple(c for c in changes if c.partition("=")[0] != new.partition("=")[0])


def _drafted(design: Design) -> TriangleMesh:
    from ringgen.kernel.second import draft

    return draft(design.parts)


def _findings(design: Design, mesh: TriangleMesh) -> list[Finding]:
    model = Model(name="m", slug="m", metal=design.metal, mesh=mesh, solid=None, spec_sha256="")
    with tempfile.TemporaryDirectory(prefix="ringgen-matrix-") as folder:
        path = Path(folder) / "ring.stl"
        pending(model, "stl").write(path)
        return run(path, Subject(design, design.rules, design.metal.group))


def _through_the_finger(design: Design) -> bool:
    """Whether any corner of a stone lies nearer to the finger than the bore: worked out here, from its facets."""
    return any(
        math.hypot(x, z) < design.bore_radius
        for stone in design.parts.stones
        for frame in stone.places
        for x, _, z in (frame.point(v) for v in getattr(stone.body, "vertices", ()))
    )
