"""One ring as a job: all that a worker needs to build it anywhere, and all that comes back. No disk is shared.

`build` is what every worker runs, a process of this machine or of a cluster.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringgen.checks import runner
from ringgen.errors import BuildError, InputError, Problem, RinggenError, WriteError
from ringgen.findings import Finding
from ringgen.spec.load import Loaded

if TYPE_CHECKING:
    from ringgen.checks.meshfile import MeshFile
    from ringgen.checks.subject import Subject
    from ringgen.pipeline import Held

PICTURE = "png"
PIXELS = 240  # of a picture's width and height: a thumb's breadth on a screen


@dataclass(frozen=True)
class Job:
    """A ring to be built, by the key of what was asked.

    `rules` are a shop's own, name and text, for a machine that does not have their file.
    """

    key: str
    loaded: Loaded
    formats: tuple[str, ...]
    mend: bool = False
    force: bool = False
    picture: bool = True
    rules: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Built:
    """What came of a job.

    `verdict` is `released`, `refused` (by the checks), `wrong` (the spec cannot be a ring: `problems`), `failed` (it
    could not be built: `why`) or `unwritten` (a worker's disk is full: `why`).
    """

    key: str
    verdict: str
    report: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[Held, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str = ""
    why: str = ""
    seconds: float = 0.0
    timings: Mapping[str, float] = field(default_factory=dict)


class Here:
    """The checks in this very process, which has warmed up long ago; draws what is checked where the first ring lay.

    That is the ring, or a second try of it; the drafts of a way out lie elsewhere.
    """

    def __init__(self, picture: bool = False) -> None:
        self._wanted = picture
        self._home: Path | None = None
        self.picture = b""

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to let go of."""

    def check(self, path: Path, subject: Subject) -> list[Finding]:
        """Every check's findings; whoever runs this process sees to its time."""
        from ringgen.checks.meshfile import read_mesh

        self._home = self._home or path.parent
        try:
            mesh = read_mesh(path).shrunk(subject.scale)
            if self._wanted and path.parent == self._home:
                self.picture = _drawn(mesh, subject)
            return runner.run_checks(mesh, subject)
        except Exception as error:
            return runner.none_ran(f"the file could not be read back: {error}")


def build(job: Job, scratch: Path | None = None) -> Built:
    """Build and check one ring in this process; nothing stays on its disk. Never raises what a ring can cause."""
    from ringgen import pipeline
    from ringgen.pipeline import Held

    start = time.perf_counter()
    gate = Here(job.picture)
    try:
        outcome = pipeline.check(
            _own(job, scratch),
            formats=job.formats,
            mend=job.mend,
            force=job.force,
            gate=lambda: gate,
            scratch=scratch,
        )
    except RinggenError as error:
        return _without(job, error, time.perf_counter() - start)
    picture = [Held(f"{outcome.report['slug']}.png", PICTURE, gate.picture)] if gate.picture else []
    timings = dict(outcome.report["timings_s"])
    return Built(
        job.key,
        "released" if outcome.released else "refused",
        {**outcome.report, "timings_s": {}},  # they differ from run to run; the journal has them
        (*outcome.files, *picture),
        seconds=time.perf_counter() - start,
        timings=timings,
    )


def _without(job: Job, error: RinggenError, seconds: float) -> Built:
    if isinstance(error, InputError):
        return Built(job.key, "wrong", problems=error.problems, source=error.source, seconds=seconds)
    verdict = "unwritten" if isinstance(error, WriteError) else "failed"
    why = str(error) if isinstance(error, (BuildError, WriteError)) else f"{type(error).__name__}: {error}"
    return Built(job.key, verdict, why=why, seconds=seconds)


def _own(job: Job, scratch: Path | None) -> Loaded:
    """The spec with a shop's rules as a file of this machine."""
    if job.rules is None or scratch is None:
        return job.loaded
    from ringgen import files

    name, text = job.rules
    path = scratch / files.plain(name)
    files.save(path, text)
    making = job.loaded.spec.making.model_copy(update={"rules": str(path)})
    return replace(job.loaded, spec=job.loaded.spec.model_copy(update={"making": making}))


def _drawn(mesh: MeshFile, subject: Subject) -> bytes:
    """A small picture of the ring; none where it cannot be drawn, which is no reason not to build it."""
    from ringgen.batch.picture import drawn

    if subject.design is None:
        return b""
    try:
        return drawn(mesh, subject.design, PIXELS)
    except Exception:
        return b""
