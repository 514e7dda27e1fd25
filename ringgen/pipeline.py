"""The flow, joined: spec, design, parts, solid, mesh, files, findings, report, release.

The API, the commands and whatever comes to call ringgen all come through here. Nothing of the CAD kernel is imported
until a ring is built.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ringgen import modelling
from ringgen.ahead import Ahead
from ringgen.beforehand import Beforehand
from ringgen.catalog.gems import find_gem
from ringgen.catalog.metals import find_metal
from ringgen.checks.houses import House, unasked
from ringgen.checks.houses import houses as houses_of
from ringgen.checks.process import Gate
from ringgen.checks.subject import Subject
from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError, InputError
from ringgen.filenames import slug
from ringgen.files import Pending, Release, Written, commit
from ringgen.findings import Finding
from ringgen.making import Clock, Early, Made, Progress, make
from ringgen.mending.bench import CHECKED, Bench
from ringgen.mending.search import Kept, Mended, allowed, way_out
from ringgen.report.document import as_json, document
from ringgen.spec.change import Changes, Field, fixed, joined
from ringgen.spec.load import Loaded
from ringgen.writers import Model, legends, of_solids, pending, shows, writer

if TYPE_CHECKING:
    from ringgen.checks.meshfile import MeshFile
    from ringgen.report.pictures import Scene

DEFAULT_FORMATS = ("stl", "step", "3mf")
HEAT_MAPS = ("heat.ply", "heat.glb")
PICTURE_DEVIATION = 0.004  # mm; finer than any print, so that highlights run smoothly


@dataclass(frozen=True)
class Outcome:
    """What a build came to: the report, and whether the ring was released."""

    report: dict[str, Any]
    released: bool
    files: tuple[Held, ...] = ()
    """What a check kept in memory of the files it was asked for; `ringgen.release` writes them."""


@dataclass(frozen=True)
class Held:
    """A file kept in memory: its plain name, its format, and the bytes as they were measured."""

    name: str
    format: str
    data: bytes = field(repr=False)


class Checker(Protocol):
    """What holds a written file to the rules; left, it lets go of whatever it does that with."""

    def check(self, path: Path, subject: Subject) -> list[Finding]:
        """Every check's findings."""

    def __enter__(self) -> Checker:
        """Itself."""

    def __exit__(self, kind: Any, error: Any, at: Any, /) -> None:
        """Let go."""


@dataclass(frozen=True)
class Shown:
    """Heat maps as written: in which folder, and what their colours mean."""

    folder: Path
    files: tuple[Written, ...]
    legends: tuple[str, ...]


def build(
    loaded: Loaded,
    *,
    out: Path | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    force: bool = False,
    mend: bool = True,
    fix: bool = False,
    houses: bool = False,
    progress: Progress = lambda _: None,
    gate: Callable[[], Checker] | None = None,
) -> Outcome:
    """Build a spec, check the file as written, and release it into a folder: all files and the report, or none.

    The folder is the ring's slug here, unless `out` names one. A ring the checks refuse leaves only its report there,
    unless `force`; with `mend` the report says which changes make a ring that passes, found by trying. With `fix` they
    are made, where they touch no field the spec or its overrides set and no stone is held in another way, and the
    report says what was changed. With `houses` it says which casters would take the ring. `gate` starts what checks,
    for whoever has something else in place of processes. Raises InputError, BuildError or WriteError; then nothing was
    written.
    """
    wanted = tuple(dict.fromkeys(writer(f).FORMAT for f in formats))
    wishes = _Wishes(wanted, force, mend or fix, _stays(loaded) if fix else None, houses, progress)
    changes = allowed(loaded, _stays(loaded)) if fix else ()
    with located(loaded):  # what can be refused without geometry is refused before anything heavy is imported
        decided = resolve(loaded.over(changes).spec) if loaded.spec.weight is None else None
    with (gate or Gate.start)() as checker:
        while True:
            now = loaded.over(changes)
            folder = out if out is not None else Path(slug(now.spec.name))
            try:
                with _Begun.on(now, folder, checker, wishes, gate is None) as begun:
                    with located(now):
                        made = _made(now, decided, checker, wishes, begun)
                    return _release(now, made, checker, wishes, begun, fixed(loaded, changes))
            except _MendableError as found:  # it was made and passed; should it not now, that is told as ever
                changes, decided, wishes = joined(changes, found.changes), None, replace(wishes, kept=None)


def check(
    loaded: Loaded,
    *,
    formats: Sequence[str] = (),
    force: bool = False,
    mend: bool = True,
    houses: bool = False,
    progress: Progress = lambda _: None,
    gate: Callable[[], Checker] | None = None,
    scratch: Path | None = None,
) -> Outcome:
    """Build and check a spec as `build` does, and write nothing; with `houses` the report says who would take the ring.

    The verdict is that of the spec's own rules. The files of `formats` are in the answer, as far as a build would have
    released them: `ringgen.release` writes them. They lie in a folder of their own meanwhile, in `scratch` if that is
    named.
    """
    with tempfile.TemporaryDirectory(prefix="ringgen-", dir=scratch) as folder:
        found = build(
            loaded,
            out=Path(folder),
            formats=tuple(formats) or (CHECKED,),
            force=force,
            mend=mend,
            houses=houses,
            progress=progress,
            gate=gate,
        )
        files = found.report["files"] if formats else []
        return replace(found, files=tuple(Held(f["path"], f["format"], _bytes(folder, f["path"])) for f in files))


def _bytes(folder: str, name: str) -> bytes:
    return (Path(folder) / name).read_bytes()


def heat_maps(mesh: MeshFile, subject: Subject, out: Path | None, formats: Sequence[str] = HEAT_MAPS) -> Shown:
    """Write the heat maps of a file's walls into a folder named after it, unless `out` names one; what was written."""
    from ringgen.filenames import slug
    from ringgen.triangles import TriangleMesh

    name = mesh.path.stem
    found = Model(
        name=name,
        slug=slug(name),
        metal=find_metal("wax"),  # no alloy is known, and a heat map names none
        mesh=TriangleMesh(mesh.vertices, mesh.faces),
        solid=None,
        spec_sha256="",
        subject=subject,
    )
    folder = out if out is not None else Path(found.slug)
    files = commit(folder, [pending(found, f) for f in formats])
    return Shown(folder, files, legends(found, formats))


def scene(made: Made) -> Scene:
    """What a picture of the ring is made of."""
    from ringgen.report.pictures import Scene, StoneSurface, Surface, head

    stones = []
    for stone, mesh in zip(made.design.witness.stones, modelling.stone_meshes(made.design), strict=True):
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
    kept: Kept | None  # what is not to be changed, where changes are to be made
    houses: bool
    progress: Progress


def _stays(loaded: Loaded) -> Kept:
    """What a fix leaves alone: what whoever asked for the ring set, and how a stone is held."""
    return lambda field: loaded.pinned(field) or field.endswith(".type")


@dataclass(frozen=True)
class _Begun:
    """A release, and what is begun of it before its solid is believed."""

    release: Release
    ahead: Ahead
    beforehand: Beforehand

    @classmethod
    @contextmanager
    def on(cls, loaded: Loaded, folder: Path, checker: Checker, wishes: _Wishes, apart: bool) -> Iterator[_Begun]:
        """Of one spec into one folder; with other processes to write files only if they may work `apart`."""
        formats = [f for f in wishes.formats if apart and of_solids(f)]
        with (
            Release(folder) as release,
            Ahead(release, partial(modelling.checked, loaded), checker.check) as ahead,
            Beforehand(release, partial(modelling.of_solids, loaded, formats)) as beforehand,
        ):
            yield cls(release, ahead, beforehand)

    @property
    def early(self) -> Early:
        """Who is to be told."""
        return Early(self.beforehand.begin, self.ahead.begin)


class _MendableError(Exception):
    """Refused, and the way out that was found is to be taken."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes


def _made(loaded: Loaded, decided: Design | None, checker: Checker, wishes: _Wishes, begun: _Begun) -> Made:
    """The ring; where the kernel refuses it, its error says with which changes it was made."""
    try:
        return make(loaded.spec, wishes.progress, decided, begun.early)
    except BuildError as error:
        if not wishes.mend:
            raise
        begun.ahead.settle()
        found = _way_out(loaded, resolve(loaded.spec), (), Bench(checker.check, (), wishes.progress), wishes)
        if found is None:
            raise
        raise BuildError(f"{error}; it was built with --set {' --set '.join(found.changes)}", found.changes) from None


def _way_out(
    loaded: Loaded, design: Design, findings: Sequence[Finding], bench: Bench, wishes: _Wishes
) -> Mended | None:
    """The way out to be named; one that is to be taken, as it touches nothing that is kept, is raised."""
    if wishes.kept is not None:
        found = way_out(loaded, design, findings, bench, wishes.kept)
        if found is not None:
            raise _MendableError(found.changes)
    return way_out(loaded, design, findings, bench)


def _release(
    loaded: Loaded, made: Made, checker: Checker, wishes: _Wishes, begun: _Begun, changed: Sequence[Field]
) -> Outcome:
    """Write, check what was written, and commit what may be."""
    subject = Subject.of(made.design)
    model = replace(
        modelling.model(loaded, made.design, made.mesh, made.written.shape, made.written.stones), subject=subject
    )
    clock, wanted, progress, release = Clock(), wishes.formats, wishes.progress, begun.release
    early = begun.ahead.seconds
    with clock("write"):
        measured = begun.ahead.begin(made.design, made.mesh)
    checked = measured.written
    progress("checking the file as written")
    with clock("write"):
        asked = [pending(model, f) for f in wanted if f != CHECKED]
        others = [release.add(begun.beforehand.taken(model.solid, p)) for p in asked]
    with clock("check"):
        findings = measured.findings.result()
        taken = _houses(checker, checked.path, subject, findings) if wishes.houses else None
    released = not any(f.refuses for f in findings)
    with clock("mend"):
        bench = Bench(checker.check, made.design.solved, progress)
        look = wishes.mend and not released
        mended = _way_out(loaded, made.design, findings, bench, wishes) if look else None
    kept = _kept(release, model, [checked, *others], wanted, released or wishes.force)
    timings = {**made.timings, **clock.seconds}
    timings["build"] -= early
    timings["write"] += early
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
        changed,
        taken,
        made.cast.volume if made.cast else None,
    )
    report["notes"] += legends(model, [f.format for f in kept])
    seal = Pending.of(f"{made.design.slug}.report.json", "json", as_json(report))
    release.add(seal)
    release.commit()
    return Outcome(report, released)


def _houses(checker: Checker, path: Path, subject: Subject, findings: Sequence[Finding]) -> tuple[House, ...]:
    """Who would take the ring, once what its own rules leave out is measured too."""
    more = unasked(subject.rules)
    beside = replace(subject, rules=more, only=frozenset(row.check for row in more.rows))
    return houses_of([*findings, *checker.check(path, beside)], subject.metal_group)


def _kept(
    release: Release, model: Model, written: Sequence[Written], wanted: Sequence[str], keep: bool
) -> tuple[Written, ...]:
    """The files to be released, and what only shows the ring; no stale namesake is left that the report knows not."""
    kept = []
    for w in written:
        if w.format in wanted and (keep or shows(w.format)):
            kept.append(w)
        elif w.format in wanted:
            release.remove(w.path.name)
        else:
            release.withhold(w.path.name)
    return tuple(kept)
