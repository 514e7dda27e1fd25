"""Where a mesh passes through itself: edges that pierce faces they do not belong to.

Two triangles that cross do so where an edge of one pierces the other. So every edge is sent along itself as a ray, and
each face it meets on the way is looked at again in double precision. Triangles that only touch, or lie in one plane, do
not cross.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringgen.checks._rays import Engine, Floats, Ints, shared_out
from ringgen.checks.meshfile import MeshFile

PAST = 3e-5
"""mm from an edge's end, or a face it met, at which its ray begins: 32-bit coordinates are good to 1e-6."""

ROUNDS = 64
"""Faces looked at along one edge; only a damaged file has an edge through more."""


@dataclass(frozen=True, eq=False)
class Crossings:
    """Edges and the faces they pierce, where, and how far they stick through.

    `edge` is the edge's place among the different edges of the mesh's table, `owners` the first and last of the faces
    it belongs to. `deep` is how far the nearer end of the edge lies from the plane of the face, mm.
    """

    edge: Ints
    owners: tuple[Ints, Ints]
    face: Ints
    at: Floats
    deep: Floats


def crossings(mesh: MeshFile, deep: float) -> Crossings:
    """Every edge that pierces a face more than `deep` mm inside it, and reaches as far over it on both sides."""
    found = _pierced(mesh, mesh.rays, mesh.edges.order[mesh.edges.first])
    return _confirmed(mesh, found[:, 0], found[:, 1], deep)


def _pierced(mesh: MeshFile, rays: Engine, edge: Ints) -> Ints:
    """Pairs (place in `edge`, face) without a common corner that single precision says pierce each other."""

    def some(part: slice) -> Ints:
        return _along(mesh, rays, edge[part], part.start)

    return np.concatenate(shared_out(some, len(edge)))


def _along(mesh: MeshFile, rays: Engine, edge: Ints, first: int) -> Ints:
    """Those pairs for some of the edges: rays go on behind every face they meet, to the edge's other end."""
    a, b = mesh.edges.start[edge], mesh.edges.end[edge]
    start, way = mesh.vertices[a], mesh.vertices[b] - mesh.vertices[a]
    length = np.sqrt(np.einsum("ij,ij->i", way, way))
    way /= np.maximum(length, 1e-30)[:, None]
    gone, going, pairs = np.full(len(edge), PAST), np.arange(len(edge)), []
    for _ in range(ROUNDS):
        going = going[gone[going] < length[going] - PAST]
        if not len(going):
            break
        left = length[going] - PAST - gone[going]
        reach, face = rays.first(start[going] + way[going] * gone[going, None], way[going], left)
        met = np.flatnonzero((face >= 0) & (reach <= left))
        going, face = going[met], face[met]
        gone[going] += reach[met] + PAST
        corners = mesh.faces[face]
        apart = ((corners != a[going, None]) & (corners != b[going, None])).all(axis=1)
        pairs.append(np.stack([going[apart] + first, face[apart]], axis=1))
    return np.concatenate(pairs) if pairs else np.zeros((0, 2), np.int64)


def _confirmed(mesh: MeshFile, edge: Ints, face: Ints, deep: float) -> Crossings:
    """Those that do, in double precision."""
    table = mesh.edges
    first, last = table.first[edge], table.first[edge] + table.count[edge] - 1
    one = table.order[first]
    p, q = mesh.vertices[table.start[one]], mesh.vertices[table.end[one]]
    corners = mesh.triangles[face]
    normal = mesh.crosses[face]
    twice = np.sqrt(np.einsum("ij,ij->i", normal, normal))
    unit = normal / np.maximum(twice, 1e-30)[:, None]
    over, under = (np.einsum("ij,ij->i", end - corners[:, 0], unit) for end in (p, q))
    share = over / np.where(over == under, 1.0, over - under)
    at = p + (q - p) * share[:, None]
    sides = corners[:, (1, 2, 0)] - corners
    from_side = np.einsum("ijk,ik->ij", np.cross(sides, at[:, None] - corners), unit)
    inside = (from_side > deep * np.sqrt(np.einsum("ijk,ijk->ij", sides, sides))).all(axis=1)
    stick = np.minimum(np.abs(over), np.abs(under))
    true = (over * under < 0) & (stick > deep) & inside & (twice > 0)
    owners = (table.face[one[true]], table.face[table.order[last[true]]])
    return Crossings(edge[true], owners, face[true], at[true], stick[true])
