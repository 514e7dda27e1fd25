"""The flow, joined: spec, design, parts, solid, mesh, files, findings, report, release.

The API, the commands and whatever comes to call ringgen all come through here. Nothing of the CAD kernel is imported
until a ring is built.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringgen.bodies import Faceted
from ringgen.catalog.gems import find_gem
from ringgen.checks.process import Gate
from ringgen.checks.subject import Subject
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError, InputError
from ringgen.files import Pending, Release, Written
from ringgen.findings import Finding
from ringgen.making import Clock, Made, Progress, make
from ringgen.mending.bench import CHECKED, Bench
from ringgen.mending.search import Mended, way_out
from ringgen.report.document import as_json, document
from ringgen.report.stages import told
from ringgen.spec.load import Loaded
from ringgen.writers import Model, StoneModel, pending, writer

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ringgen.report.pictures import Scene
    from ringgen.triangles import TriangleMesh

DEFAULT_FORMATS = ("stl", "step", "3mf")
PICTURE_DEVIATION = 0.004  # mm; finer than any print, so that highlights run smoothly
NO_SOLID = 11  # what the reader of STEP files ends with when there is nothing in one


@dataclass(frozen=True)
class Outcome:
    """What a build came to: the report, and whether the ring was released."""

    report: dict[str, Any]
    released: bool


def build(
    loaded: Loaded,
    *,
    out: Path | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    force: bool = False,
    mend: bool = True,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Build a spec, check the file as written, and release it into a folder: all files and the report, or none.

    The folder is the ring's slug here, unless `out` names one. A ring the checks refuse leaves only its report there,
    unless `force`; with `mend` the report says which changes make a ring that passes, found by trying. Raises
    InputError, BuildError or WriteError; then nothing was written.
    """
    wanted = tuple(dict.fromkeys(writer(f).FORMAT for f in formats))
    with located(loaded):  # what can be refused without geometry is refused before anything heavy is imported
        decided = resolve(loaded.spec) if loaded.spec.weight is None else None
    with Gate.start() as gate:
        with located(loaded):
            made = _made(loaded, decided, gate, mend, progress)
        folder = out if out is not None else Path(made.design.slug)
        with Release(folder) as release:
            return _release(loaded, made, release, gate, _Wishes(wanted, force, mend, progress))


def check(loaded: Loaded, *, mend: bool = True, progress: Progress = lambda _: None) -> Outcome:
    """Build and check a spec as `build` does, and keep no file."""
    with tempfile.TemporaryDirectory(prefix="ringgen-") as folder:
        return build(loaded, out=Path(folder), formats=(CHECKED,), mend=mend, progress=progress)


def step_triangles(path: Path, deviation_mm: float = 0.01) -> npt.NDArray[np.float32]:
    """The corners (n, 3, 3) of a STEP file's metal, meshed; mm. InputError for a file that holds none.

    The reading happens in a process of its own: a malformed file can take the kernel down with it.
    """
    if not path.is_file():
        raise InputError.one("", f"there is no file {path}")
    import numpy as np

    with tempfile.TemporaryDirectory(prefix="ringgen-") as folder:
        target = Path(folder) / "metal"
        command = [sys.executable, "-m", "ringgen.kernel.reading", str(path.absolute()), str(target), str(deviation_mm)]
        paths = os.pathsep.join(str(Path(p).absolute()) for p in sys.path if p)
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": paths}, timeout=600)
        if done.returncode or not target.is_file():
            what = "holds no solid" if done.returncode == NO_SOLID else "is no STEP file the CAD kernel can read"
            raise InputError.one("", f"it {what}", "a STEP file with a solid in it", source=str(path))
        return np.fromfile(target, dtype="<f4").reshape(-1, 3, 3)


def scene(made: Made) -> Scene:
    """What a picture of the ring is made of."""
    from ringgen.report.pictures import Scene, StoneSurface, Surface, head

    stones = []
    for stone, mesh in zip(made.design.witness.stones, _stone_meshes(made.design), strict=True):
        gem = find_gem(stone.gem)
        look = (gem.rgb, gem.refractive_index, gem.transparency, gem.lustre, gem.phenomenon)
        stones.append(StoneSurface(mesh.vertices, mesh.faces, *look))
    from ringgen.kernel.mesh import shaded

    metal = shaded(made.solid.shape, PICTURE_DEVIATION)
    surface = Surface(metal.mesh.vertices, metal.mesh.faces, metal.normals)
    focus = head(surface, stones, made.design.bore_radius)
    return Scene(surface, made.design.metal.rgb, stones=tuple(stones), focus=focus)


@contextmanager
def located(loaded: Loaded) -> Iterator[None]:
    """Gives what a step refuses the line of the spec it stands on."""
    try:
        yield
    except InputError as error:
        raise loaded.located(error) from None


@dataclass(frozen=True)
class _Wishes:
    """What a build was asked for beside its spec."""

    formats: Sequence[str]
    force: bool
    mend: bool
    progress: Progress


def _made(loaded: Loaded, decided: Design | None, gate: Gate, mend: bool, progress: Progress) -> Made:
    """The ring; where the kernel refuses it, its error says with which changes it was made."""
    try:
        return make(loaded.spec, progress, decided)
    except BuildError as error:
        if not mend:
            raise
        found = way_out(loaded, resolve(loaded.spec), (), Bench(gate.check, (), progress))
        if found is None:
            raise
        raise BuildError(f"{error}; it was built with --set {' --set '.join(found.changes)}", found.changes) from None


def _mended(loaded: Loaded, made: Made, findings: Sequence[Finding], gate: Gate, progress: Progress) -> Mended | None:
    bench = Bench(gate.check, made.design.solved, progress)
    return way_out(loaded, made.design, findings, bench)


def _release(loaded: Loaded, made: Made, release: Release, gate: Gate, wishes: _Wishes) -> Outcome:
    """Write, check what was written, and commit what may be."""
    clock, model, wanted, progress = Clock(), _model(loaded, made), wishes.formats, wishes.progress
    with clock("write"):
        checked = release.add(pending(model, CHECKED))
    progress("checking the file as written")
    subject = Subject.of(made.design)
    with ThreadPoolExecutor(1) as beside:
        answer: Future[list[Finding]] = beside.submit(gate.check, checked.path, subject)
        with clock("write"):
            others = [release.add(pending(model, f)) for f in wanted if f != CHECKED]
        with clock("check"):
            findings = answer.result()
    released = not any(f.refuses for f in findings)
    with clock("mend"):
        mended = None if released or not wishes.mend else _mended(loaded, made, findings, gate, progress)
    kept = _kept(release, model, [checked, *others], wanted, released or wishes.force)
    timings = {**made.timings, **clock.seconds}
    report = document(
        made.design,
        made.solid.volume,
        findings,
        kept,
        loaded.sha256,
        released,
        timings,
        made.solid.rungs,
        mended.changes if mended else (),
        made.cast.volume if made.cast else None,
    )
    seal = Pending.of(f"{made.design.slug}.report.json", "json", as_json(report))
    release.add(seal)
    release.commit()
    return Outcome(report, released)


def _kept(
    release: Release, model: Model, written: Sequence[Written], wanted: Sequence[str], keep: bool
) -> tuple[Written, ...]:
    """The files that are to be released; the others leave no stale namesake that the report does not vouch for."""
    kept = []
    for w in written:
        if keep and w.format in wanted:
            kept.append(w)
        elif w.format in wanted:
            release.remove(w.path.name)
        else:
            release.withhold(w.path.name)
    return tuple(kept)


def _model(loaded: Loaded, made: Made) -> Model:
    design = made.design
    stones = tuple(
        StoneModel(s.id, find_gem(s.gem).name, find_gem(s.gem).rgb, mesh, s)
        for s, mesh in zip(design.witness.stones, _stone_meshes(design), strict=True)
    )
    return Model(
        name=design.name,
        slug=design.slug,
        metal=design.metal,
        mesh=made.mesh,
        solid=made.written.shape,
        spec_sha256=loaded.sha256,
        stones=stones,
        stone_solids=made.written.stones,
        metadata=_metadata(design),
    )


def _metadata(design: Design) -> dict[str, str]:
    found = {"Ring size": str(design.size), "Metal": design.metal.name}
    return found if design.stages is None else {**found, "Stage": told(design.stages)}


def _stone_meshes(design: Design) -> Iterator[TriangleMesh]:
    from ringgen.triangles import of_faceted

    for placed in design.parts.stones:
        assert isinstance(placed.body, Faceted)  # what a cut gives
        for place in placed.places:
            yield of_faceted(placed.body, place)
