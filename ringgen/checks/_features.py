"""Sharp edges of a mesh, inner (reflex) and outer (convex), and points along them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile


@dataclass(frozen=True, eq=False)
class Sharp:
    """Points on sharp edges (n, 3), the outward normals of the two faces there, and the edge's direction."""

    points: Floats
    one: Floats
    two: Floats
    along: Floats

    def at(self, chosen: Ints) -> Sharp:
        """Some of the points."""
        return Sharp(self.points[chosen], self.one[chosen], self.two[chosen], self.along[chosen])


def face_normals(mesh: MeshFile) -> Floats:
    """Outward normals, with every sliver given that of the neighbour most like its own uncertain one.

    A row of slivers takes a few passes; a sliver no sound face is near keeps (0, 0, 0).
    """
    bad = np.flatnonzero(~mesh.sound)
    if not len(bad):
        return mesh.outward
    normals = mesh.outward.copy()
    neighbour = _neighbours(mesh, bad)
    guess = mesh.crosses[bad] * (-1.0 if mesh.volume < 0 else 1.0)
    for _ in range(6):
        around = np.where((neighbour >= 0)[:, :, None], normals[neighbour], 0.0)
        known = np.einsum("ijk,ijk->ij", around, around) > 0.5
        like = np.where(known, np.einsum("ijk,ik->ij", around, guess), -np.inf)
        best = like.argmax(axis=1)
        row = np.arange(len(bad))
        take = known[row, best] & (np.einsum("ij,ij->i", normals[bad], normals[bad]) < 0.5)
        normals[bad[take]] = around[row, best][take]
    return normals


def _neighbours(mesh: MeshFile, faces: Ints) -> Ints:
    """The face across each side of the given faces (n, 3); -1 for none."""
    table, n = mesh.edges, len(mesh.faces)
    across = np.full(3 * n, -1, np.int64)
    pairs = table.pairs
    across[pairs[:, 0]], across[pairs[:, 1]] = table.face[pairs[:, 1]], table.face[pairs[:, 0]]
    return across.reshape(3, n).T[faces]


def sharp_edges(mesh: MeshFile, normals: Floats, step: float, inner: float, outer: float) -> tuple[Sharp, Sharp]:
    """Points every `step` mm along edges that turn by more than `inner` degrees inwards, or `outer` outwards."""
    table, n = mesh.edges, len(mesh.faces)
    pairs = table.pairs
    a, b = pairs[:, 0], pairs[:, 1]
    left, right = table.face.take(a), table.face.take(b)
    turn = np.einsum("ij,ij->i", normals.take(left, axis=0), normals.take(right, axis=0))
    bent = np.flatnonzero(turn < np.cos(np.radians(min(inner, outer))))
    bent = bent[mesh.sound[left[bent]] & mesh.sound[right[bent]]]
    a, b, one, two, turn = a[bent], b[bent], normals[left[bent]], normals[right[bent]], turn[bent]
    opposite = mesh.faces[table.face[b], (b // n + 2) % 3]
    height = np.einsum("ij,ij->i", mesh.vertices[opposite] - mesh.vertices[table.start[a]], one)
    reflex = (height > 0) & (turn < np.cos(np.radians(inner)))
    convex = (height < 0) & (turn < np.cos(np.radians(outer)))
    return (
        _along(mesh, a[reflex], one[reflex], two[reflex], step),
        _along(mesh, a[convex], one[convex], two[convex], step),
    )


def _along(mesh: MeshFile, edge: Ints, one: Floats, two: Floats, step: float) -> Sharp:
    """Points along the edges: both ends (a little inside) and evenly between."""
    p, q = mesh.vertices[mesh.edges.start[edge]], mesh.vertices[mesh.edges.end[edge]]
    length = np.linalg.norm(q - p, axis=1)
    parts = np.maximum(1, np.ceil(length / step).astype(np.int64))
    row = np.repeat(np.arange(len(edge)), parts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = ((nth + 0.5) / parts[row])[:, None]
    direction = (q - p) / np.maximum(length, 1e-12)[:, None]
    return Sharp(p[row] * (1 - share) + q[row] * share, one[row], two[row], direction[row])
