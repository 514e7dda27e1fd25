"""The thickness of the metal all over a mesh as it is written, by the readings of the wall check itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ringgen.triangles import TriangleMesh
from ringgen.writers._model import Model
from ringgen.writers._scale import Floats, Scale

if TYPE_CHECKING:
    from ringgen.checks.wall import Thickness

FINE = 0.3  # mm: sides of triangles are at most as long as the wall check's points are apart
MOST = 600_000  # triangles that dividing may come to; a body too large for that is divided less finely
TOGETHER = 0.02  # mm: readings so much further than the nearest are read beside it, and the least counts
OF_THEM = 4
BESIDE = 0.2  # mm: a corner that is an edge's takes the reading of a wall that ends so near to it
FAR = 0.45  # mm: no reading is further from a place it speaks for: one and a half of the check's step


@dataclass(frozen=True, eq=False)
class Heat:
    """A closed mesh with a thickness at each of its corners, mm (nan: an edge), and the scale it is coloured by.

    It is the written surface with its larger triangles divided, so that colours have corners to stand on. `least` is
    what the wall check measured, `where` and `across` are the two ends of it.
    """

    mesh: TriangleMesh = field(repr=False)
    values: Floats = field(repr=False)
    scale: Scale
    least: float
    where: tuple[float, float, float]
    across: tuple[float, float, float]
    legend: str

    @property
    def bytes_rgb(self) -> npt.NDArray[np.uint8]:
        """Screen colours of the corners, 0 to 255."""
        return np.asarray(np.rint(255 * self.scale.colours(self.values)), np.uint8)


_last: list[tuple[Model, Heat]] = []  # one ring is written in several formats, and each is verified


def heat(model: Model) -> Heat:
    """The heat map of a ring: measured on the triangles as a file of 32-bit numbers holds them."""
    if not (_last and _last[0][0] is model):
        _last[:] = [(model, _heat(model))]
    return _last[0][1]


def _heat(model: Model) -> Heat:
    from ringgen.catalog.rules import load_rules
    from ringgen.checks import wall
    from ringgen.checks.meshfile import MeshFile
    from ringgen.checks.subject import Subject
    from ringgen.witness import Witness
    from ringgen.writers._float32 import rounded

    subject = model.subject or Subject(None, load_rules(), model.metal.group)
    written = rounded(model.mesh).mesh
    mesh = MeshFile(Path(f"{model.slug}.stl"), "stl", written.vertices[written.faces]).shrunk(subject.scale)
    found = _as_written(wall.measure(mesh, subject.design.witness if subject.design else Witness()), subject.scale)
    fine = divided(written)
    scale = Scale.of(subject.limits(wall.NAME))
    # Sides that converge are no wall to the check, which never refuses them: shown is only what is sound, and more than
    # the thinnest wall.
    thick = max(scale.sound, found.least if np.isfinite(found.least) else 0.0)
    edges = np.where(found.balls >= thick, found.balls, np.nan)
    values = _spread(found.points, np.where(np.isfinite(found.values), found.values, edges), fine.vertices)
    least = f"thinnest {found.least:.2f} mm" if np.isfinite(found.least) else "no two sides face each other"
    if np.isfinite(found.least):
        _mark(values, fine.vertices, (found.where, found.across), found.least)
    told = f"wall thickness: {scale.told()}; {least}; by {subject.rules.id}"
    return Heat(fine, values, scale, found.least, found.where, found.across, told)


def _as_written(found: Thickness, scale: float) -> Thickness:
    """The readings of what a wax shrinks to, at the places of the wax."""
    where, across = ((x * scale, y * scale, z * scale) for x, y, z in (found.where, found.across))
    return replace(found, points=found.points * scale, where=where, across=across)


def divided(mesh: TriangleMesh) -> TriangleMesh:
    """The same surface of triangles with sides of about `FINE` mm at most, closed if it was; 32-bit coordinates."""
    from manifold3d import Error, Manifold, Mesh

    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    area = float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)
    longest = max(FINE, float(np.sqrt(2 * area / MOST)))
    body = Manifold(Mesh(mesh.vertices.astype(np.float32), mesh.faces.astype(np.uint32)))
    if body.status() == Error.NoError and not body.is_empty():
        fine = body.refine_to_length(longest).to_mesh()
        vertices, faces = np.asarray(fine.vert_properties)[:, :3], np.asarray(fine.tri_verts)
    else:
        from trimesh.remesh import subdivide_to_size

        vertices, faces = subdivide_to_size(mesh.vertices, mesh.faces, longest, max_iter=12)
    return TriangleMesh(vertices.astype(np.float32).astype(np.float64), faces.astype(np.int64))


def _spread(points: Floats, values: Floats, corners: Floats) -> Floats:
    """The reading nearest to each corner; of several as near, the least. nan where that is an edge's."""
    from scipy.spatial import cKDTree

    away, near = cKDTree(points).query(corners, k=min(OF_THEM, len(points)))
    away, near = (np.asarray(a).reshape(len(corners), -1) for a in (away, near))
    told = np.where((away <= away[:, :1] + TOGETHER) & (away <= FAR), values[near], np.nan)
    least = told[:, 0]
    for column in told.T[1:]:
        least = np.fmin(least, column)
    known, bare = np.isfinite(values), np.isnan(least)
    if known.any() and bare.any():
        beside, wall = (np.asarray(a).reshape(-1) for a in cKDTree(points[known]).query(corners[bare]))
        reach = beside <= BESIDE
        least[np.flatnonzero(bare)[reach]] = values[known][wall[reach]]
    return least


def _mark(values: Floats, corners: Floats, ends: tuple[tuple[float, float, float], ...], least: float) -> None:
    """The least reading, which was searched closer than the others lie, at the corners nearest to its two ends."""
    for end in ends:
        values[int(np.einsum("ij,ij->i", corners - np.array(end), corners - np.array(end)).argmin())] = least
