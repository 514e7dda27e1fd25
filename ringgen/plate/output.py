"""The plate's files: written, read back, and measured as they were read: what is said of them is theirs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ringgen.errors import BuildError
from ringgen.files import Pending, Release, Written, put
from ringgen.plate.asked import Asked
from ringgen.plate.laying import Laid
from ringgen.plate.packing import clearance, outline
from ringgen.plate.stance import Floats
from ringgen.triangles import TriangleMesh, open_edges, welded
from ringgen.units import number_of
from ringgen.writers import Model, package, stl
from ringgen.writers.package import Part

HAIR = 2e-4  # mm: what 32-bit coordinates of a plate, and outlines drawn from them, may be off
OURS = re.compile(r"plate(-[0-9]+)?\.(3mf|stl)")


@dataclass(frozen=True)
class Measured:
    """What a plate's files were found to hold: the nearest two rings, mm (None: a single one), and how high it is."""

    nearest: float | None
    height: float


def write(plates: Sequence[Sequence[Laid]], asked: Asked, release: Release) -> tuple[list[Written], list[Measured]]:
    """Add every plate's 3MF and STL to a release, each read back and measured. BuildError for one that is not right.

    Plates of an earlier run that this one does not replace are taken away.
    """
    files, found, names = [], [], []
    for n, laid in enumerate(plates):
        stem = "plate" if len(plates) == 1 else f"plate-{n + 1}"
        parts = [part for one in laid for part in one.parts]
        three, tri = release.add(_three(stem, parts, asked)), release.add(_stl(stem, parts, asked))
        names += [three.path.name, tri.path.name]
        found.append(_measured(package.placed(three.path), parts, asked, three.path.name))
        _measured(_bodies(tri.path, parts), parts, asked, tri.path.name)
        files += [three, tri]
    for path in sorted(release.folder.iterdir()):
        if OURS.fullmatch(path.name) and path.name not in names:
            release.remove(path.name)
    return files, found


def _three(stem: str, parts: Sequence[Part], asked: Asked) -> Pending:
    from ringgen.writers._model import system

    bed = f"{asked.bed}; {number_of(asked.spacing, 2)} mm apart; {asked.orientation.id}; stones not included"
    words = {"Title": stem, "Designer": "ringgen", "Description": f"build plate of {bed}", "Application": system()}
    return Pending(f"{stem}.3mf", "3mf", lambda path: put(path, package.archive(package.several(parts, words))))


def _stl(stem: str, parts: Sequence[Part], asked: Asked) -> Pending:
    mesh = joined([lies(part) for part in parts])
    digest = hashlib.sha256(mesh.vertices.tobytes() + mesh.faces.tobytes()).hexdigest()
    model = Model(stem, stem, asked.pattern, mesh, None, digest)
    return Pending(f"{stem}.stl", "stl", partial(stl.write, model), lambda path: stl.verify(path, model))


def lies(part: Part) -> TriangleMesh:
    """A part's triangles where it lies on the plate, in 32-bit coordinates and closed as it was."""
    from ringgen.writers._float32 import rounded

    x, y, z = part.mesh.vertices.T
    flat = np.stack([-y, x, z] if part.quarter else [x, y, z], axis=1)
    return rounded(TriangleMesh(flat + np.array(part.at), part.mesh.faces)).mesh


def joined(meshes: Sequence[TriangleMesh]) -> TriangleMesh:
    """Several meshes as one, nothing welded."""
    starts = np.cumsum([0, *(len(m.vertices) for m in meshes)])
    faces = [m.faces + at for m, at in zip(meshes, starts, strict=False)]
    return TriangleMesh(np.concatenate([m.vertices for m in meshes]), np.concatenate(faces))


def _bodies(path: Path, parts: Sequence[Part]) -> list[tuple[str, TriangleMesh]]:
    """The things of an STL, which has no names: what hangs together, given to the part in whose place it lies.

    A ring of several bodies, which only `--force` brings here, stays one thing.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    from ringgen.checks.meshfile import read_mesh

    mesh = welded(read_mesh(path).triangles.astype(np.float32))
    f, n = mesh.faces, len(mesh.vertices)
    links = coo_matrix((np.ones(2 * len(f)), (np.r_[f[:, 0], f[:, 1]], np.r_[f[:, 1], f[:, 2]])), (n, n))
    _, body = connected_components(links, directed=False)
    boxes = [_box(lies(part).vertices) for part in parts]
    found: dict[int, list[int]] = {}
    for k in range(int(body.max()) + 1):
        low, high = _box(mesh.vertices[body == k])
        found.setdefault(_under(low, high, boxes), []).append(k)
    out = []
    for part, own in sorted(found.items()):
        faces = f[np.isin(body[f[:, 0]], own)]
        used, number = np.unique(faces, return_inverse=True)
        out.append((parts[part].name, TriangleMesh(mesh.vertices[used], number.reshape(-1, 3))))
    return out


def _under(low: Floats, high: Floats, boxes: Sequence[tuple[Floats, Floats]]) -> int:
    """The part whose box holds this one; the smallest such, since one may lie within another's hole."""
    holds = [
        (float(np.prod((top - least)[:2])), k)
        for k, (least, top) in enumerate(boxes)
        if (least - HAIR <= low).all() and (high <= top + HAIR).all()
    ]
    return min(holds)[1] if holds else -1


def _measured(things: Sequence[tuple[str, TriangleMesh]], parts: Sequence[Part], asked: Asked, name: str) -> Measured:
    """Each part there, as closed and as large as it was, on the bed, and no nearer to any other than was asked."""
    if [t for t, _ in things] != [part.name for part in parts]:
        raise BuildError(f"{name} as written holds other rings than were laid")
    for (_, mesh), part in zip(things, parts, strict=True):
        if _torn(mesh) > open_edges(part.mesh):
            raise BuildError(f"{name} as written: {part.name} is not closed")
        if abs(mesh.volume - part.mesh.volume) > 1e-4 * abs(part.mesh.volume):
            raise BuildError(f"{name} as written: {part.name} has {mesh.volume:.4g} mm³, not {part.mesh.volume:.4g}")
        low, high = _box(mesh.vertices)
        top = asked.bed.height if asked.bed.height is not None else np.inf
        if (low < -HAIR).any() or (high > np.array([asked.bed.width, asked.bed.depth, top]) + HAIR).any():
            raise BuildError(f"{name} as written: {part.name} is not on the bed")
    nearest = _nearest([mesh for _, mesh in things])
    if nearest is not None and nearest < asked.spacing - HAIR:
        raise BuildError(f"{name} as written: two things on it are {nearest:.3f} mm apart")
    return Measured(nearest, float(max(mesh.vertices[:, 2].max() for _, mesh in things)))


def _torn(mesh: TriangleMesh) -> int:
    """Edges that are not closed, and triangles that are none, to a reader who joins corners that are equal."""
    from ringgen.checks.meshfile import weld

    vertices, faces = weld(mesh.vertices[mesh.faces])
    collapsed = int((faces == np.roll(faces, 1, axis=1)).any(axis=1).sum())
    return open_edges(TriangleMesh(vertices, faces)) + collapsed


def _nearest(meshes: Sequence[TriangleMesh]) -> float | None:
    """The least distance of two rings seen from above, which none in space is less than; None for a single one."""
    seen = []
    for mesh in meshes:
        low = mesh.vertices.min(axis=0)
        seen.append((*_box(mesh.vertices), [p + low[:2] for p in outline(mesh.vertices - low, mesh.faces).polygons]))
    least = np.inf
    for k, (low, high, one) in enumerate(seen):
        for other_low, other_high, two in seen[k + 1 :]:
            boxes = np.maximum(np.maximum(other_low - high, low - other_high), 0.0)[:2]
            if float(np.hypot(*boxes)) < least:
                least = min(least, clearance(one, two))
    return float(least) if len(meshes) > 1 else None


def _box(vertices: Floats) -> tuple[Floats, Floats]:
    return vertices.min(axis=0), vertices.max(axis=0)
