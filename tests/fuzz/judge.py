"""What every accepted spec must come to, and the tag of the first thing that is otherwise."""

from __future__ import annotations

import hashlib
import multiprocessing
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ringgen.design.model import Design
from ringgen.design.resolve import resolve
from ringgen.errors import BuildError, InputError
from ringgen.spec.load import read_text
from ringgen.spec.sources import Text
from ringgen.triangles import TriangleMesh

CORPUS = Path(__file__).parent / "corpus"
AGREE = 0.005  # of the volume: what two kernels may differ by
DEVIATION = 0.01  # mm; a released ring's chord error

TAGS = ("RESOLVE", "BUILD", "INVALID", "OPEN", "BODIES", "VOLUME", "EXCEPTION", "TIMEOUT")


@dataclass(frozen=True)
class Verdict:
    """`refused` (then `said` is why), `sound`, or one of the tags with what was found."""

    tag: str
    said: str = ""

    @property
    def failed(self) -> bool:
        return self.tag in TAGS


def judge(text: str, second: bool = False) -> Verdict:
    """Build a spec and look at all of it; `second` asks the other kernel too."""
    try:
        return _judge(text, second)
    except Exception as error:
        where = traceback.format_exc(limit=-4)
        return Verdict("EXCEPTION", f"{type(error).__name__}: {error}\n{where}")


def _judge(text: str, second: bool) -> Verdict:
    try:
        design = resolve(read_text(Text(text, "fuzz", ".toml")).spec)
    except InputError as error:
        nameless = [p for p in error.problems if not p.field]
        return Verdict("RESOLVE", f"names no field: {error}") if nameless else Verdict("refused", str(error))
    return _built(design, second)


def _built(design: Design, second: bool) -> Verdict:
    from OCP.BRepCheck import BRepCheck_Analyzer

    from ringgen.kernel.solid import build

    try:
        solid = build(design.parts, DEVIATION)
    except BuildError as error:
        return Verdict("BUILD", str(error))
    if not BRepCheck_Analyzer(solid.shape, True).IsValid() or solid.volume <= 0:
        return Verdict("INVALID", f"volume {solid.volume:g}")
    mesh = solid.mesh  # what would be written
    loose = unpaired(mesh)
    if loose:
        return Verdict("OPEN", f"{loose} edges without exactly one triangle on either side")
    if shells(mesh) != 1:
        return Verdict("BODIES", f"{shells(mesh)} shells in the mesh")
    if abs(mesh.volume - solid.volume) > DEVIATION * surface(mesh):  # all a chord error can take, and no more
        return Verdict("VOLUME", f"solid {solid.volume:.4f}, mesh {mesh.volume:.4f} mm³")
    return _seconded(design, solid.volume) if second else Verdict("sound")


def _seconded(design: Design, volume: float) -> Verdict:
    from ringgen.kernel.second import opinion

    other = opinion(design.parts)
    if other.bodies != 1:
        return Verdict("BODIES", f"the second kernel finds {other.bodies}")
    if abs(other.volume / volume - 1) > AGREE:
        return Verdict("VOLUME", f"solid {volume:.4f}, second kernel {other.volume:.4f} mm³")
    return Verdict("sound")


def unpaired(mesh: TriangleMesh) -> int:
    """Directed edges whose opposite is missing or that are used twice; 0 for a closed, consistently turned surface."""
    f = mesh.faces
    n = len(mesh.vertices)
    edges = np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]])
    there, times = np.unique(edges[:, 0] * n + edges[:, 1], return_counts=True)
    back = np.unique(edges[:, 1] * n + edges[:, 0])
    return int((times > 1).sum() + len(np.setxor1d(there, back)))


def surface(mesh: TriangleMesh) -> float:
    """Area of all triangles, mm²."""
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def shells(mesh: TriangleMesh) -> int:
    """Connected pieces of the surface: labels spread along the edges until none changes."""
    label = np.arange(len(mesh.vertices))
    f = mesh.faces
    while True:
        least = label[f].min(axis=1)
        new = label.copy()
        for corner in range(3):
            np.minimum.at(new, f[:, corner], least)
        new = new[new]
        if (new == label).all():
            return len(np.unique(label[f]))
        label = new


def kept(text: str, tag: str) -> Path:
    """The file a failing spec is stored in, to be replayed by every later run."""
    path = CORPUS / f"{tag.lower()}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def judge_within(text: str, seconds: float, second: bool = False) -> Verdict:
    """`judge`, given up after `seconds`: TIMEOUT, or EXCEPTION where the kernel took its process down."""
    return next(iter(judged([(text, second)], seconds)))[1]


def judged(asked: Sequence[tuple[str, bool]], seconds: float) -> Iterator[tuple[str, Verdict]]:
    """Each text's verdict, from a process of its own: a kernel that hangs or crashes is then only a verdict."""
    waiting = list(asked)
    while waiting:
        done = 0
        for text, verdict in _from_a_process(waiting, seconds):
            yield text, verdict
            done += 1
        waiting = waiting[done:]


def _from_a_process(asked: list[tuple[str, bool]], seconds: float) -> Iterator[tuple[str, Verdict]]:
    """Verdicts until all are there, or until one brought the process to an end."""
    processes = context()
    here, there = processes.Pipe(duplex=False)
    process = processes.Process(target=_serve, args=(asked, there), daemon=True)
    process.start()
    there.close()
    try:
        for text, _ in asked:
            try:
                verdict = here.recv() if here.poll(seconds) else None
            except EOFError:
                yield text, Verdict("EXCEPTION", "the kernel took its process down")
                return
            if verdict is None:
                yield text, Verdict("TIMEOUT", f"no answer within {seconds:g} s")
                return
            yield text, verdict
    finally:
        process.kill()
        process.join()


def context() -> Any:
    """Processes that begin with the kernel already loaded, where the system can fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["ringgen.kernel.second", "ringgen.kernel.solid", "ringgen.design.resolve"])
    return found


def _serve(asked: list[tuple[str, bool]], pipe: Any) -> None:
    for text, second in asked:
        pipe.send(judge(text, second))
