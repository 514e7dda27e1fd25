"""A stone's solid: how far a point lies from its surface, and how far one stone lies from another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from ringgen.bodies import Faceted
from ringgen.checks._rays import Floats
from ringgen.witness import Stone

FLAT = 1e-4
"""A convex stone's corners lie no further than this over any of its facets, mm."""

TOUCH = 1e-6
"""Bodies less than this apart, mm, touch or overlap."""

NO_FACE = 1e-9
"""mm²: a triangle of no more than half of that is a line, or a point; its normal is not to be trusted."""

CHUNK = 400_000
"""Pairs of points and triangles worked on at once."""


@dataclass(frozen=True, eq=False)
class Body:
    """A closed polyhedron as triangles (n, 3, 3), outwards; mm, in one frame of coordinates."""

    corners: Floats
    triangles: Floats

    @cached_property
    def planes(self) -> tuple[Floats, Floats]:
        """Unit normals (n, 3) and offsets (n) of its different facets."""
        a, b, c = self.triangles[:, 0], self.triangles[:, 1], self.triangles[:, 2]
        normal = np.cross(b - a, c - a)
        size = np.linalg.norm(normal, axis=1)
        sound = size > NO_FACE
        normal = normal[sound] / size[sound][:, None]
        offset = np.einsum("ij,ij->i", normal, a[sound])
        _, first = np.unique(np.round(np.column_stack([normal, offset]), 5), axis=0, return_index=True)
        return normal[first], offset[first]

    @cached_property
    def convex(self) -> bool:
        """Whether no corner lies over any facet."""
        normal, offset = self.planes
        return bool((self.corners @ normal.T - offset).max() < FLAT)

    @cached_property
    def halves(self) -> tuple[Body, Body] | None:
        """What lies at x >= 0 and at x <= 0, where each is convex on its own side, as the lobes of a heart are."""
        found = []
        for side in (1.0, -1.0):
            reach = side * self.triangles[:, :, 0]
            mine = self.triangles[reach.max(axis=1) > FLAT]
            lobe = Body(self.corners[side * self.corners[:, 0] > -FLAT], mine)
            found.append(lobe)
        return (found[0], found[1]) if all(lobe.convex for lobe in found) else None

    @property
    def pieces(self) -> tuple[Body, ...]:
        """It as convex pieces that may be told from other bodies by their corners alone; itself where it has none."""
        return (self,) if self.convex or self.halves is None else self.halves

    def moved(self, to: Callable[[Floats], Floats]) -> Body:
        """It in other coordinates."""
        return Body(to(self.corners), to(self.triangles))

    def off(self, points: Floats, near: float) -> Floats:
        """The distance of points from the surface, mm, negative inside; further than `near` it is a lower bound.

        Over an edge of a convex stone it is a little less than the true one: that from the nearest facet's plane.
        """
        if not len(points):
            return np.zeros(0)
        if self.convex:
            return self._from_planes(points)
        if self.halves is not None:
            right, left = self.halves
            return np.where(points[:, 0] >= 0, right._from_planes(points), left._from_planes(points))
        low, high = self.corners.min(axis=0) - near, self.corners.max(axis=0) + near
        found = np.full(len(points), near)
        close = np.flatnonzero(((points > low) & (points < high)).all(axis=1))
        found[close] = self._from_triangles(points[close])
        return found

    def _from_planes(self, points: Floats) -> Floats:
        normal, offset = self.planes
        over = normal @ points.T
        over -= offset[:, None]
        found: Floats = over.max(axis=0, initial=-np.inf)
        return found

    def _from_triangles(self, points: Floats) -> Floats:
        step = max(1, CHUNK // len(self.triangles))
        parts = [self._some(points[k : k + step]) for k in range(0, len(points), step)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _some(self, points: Floats) -> Floats:
        away = to_triangles(points, self.triangles).min(axis=1)
        found: Floats = np.where(winding(points, self.triangles) > 0.5, -away, away)
        return found


def body(stone: Stone) -> Body | None:
    """A stone's solid in its own frame; None where the design does not carry it."""
    return of_faceted(stone.solid) if stone.solid is not None else None


@lru_cache(maxsize=64)
def of_faceted(solid: Faceted) -> Body:
    """A polyhedron's triangles: every facet as a fan from its first corner. Kept, as a row's stones are all alike."""
    corners = np.array(solid.vertices)
    fans: list[tuple[int, int, int]] = [
        (face[0], face[k], face[k + 1]) for face in solid.faces for k in range(1, len(face) - 1)
    ]
    return Body(corners, corners[np.array(fans)])


def to_triangles(points: Floats, triangles: Floats) -> Floats:
    """Distance of every point (m, 3) from every triangle (n, 3, 3)."""
    found: Floats = np.sqrt(_square(from_triangles(points, triangles)))
    return found


def from_triangles(points: Floats, triangles: Floats) -> Floats:
    """The vectors (m, n, 3) from the nearest point of every triangle (n, 3, 3) to every point (m, 3)."""
    a, b, c = (triangles[:, k] for k in range(3))
    p = points[:, None]
    normal = np.cross(b - a, c - a)
    size = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = normal / np.maximum(size, 1e-30)
    over = np.tile(size[:, 0] > NO_FACE, (len(points), 1))  # what is but a line is near by its sides alone
    found, nearest = np.zeros((*over.shape, 3)), np.full(over.shape, np.inf)
    for u, v in ((a, b), (b, c), (c, a)):
        side, to = v - u, p - u
        share = np.clip(_dot(to, side) / np.maximum(_square(side), 1e-30), 0.0, 1.0)
        off = to - share[:, :, None] * side
        square = _square(off)
        nearer = square < nearest
        found[nearer], nearest[nearer] = off[nearer], square[nearer]
        over &= _dot(to, np.cross(normal, side)) >= 0
    level = _dot(p - a, normal)
    inside = over & (level * level < nearest)
    found[inside] = (level[:, :, None] * normal)[inside]
    return found


def _dot(many: Floats, one: Floats) -> Floats:
    """Of vectors (m, n, 3) with those of every row of (n, 3)."""
    found: Floats = np.einsum("mni,ni->mn", many, one)
    return found


def _square(vectors: Floats) -> Floats:
    found: Floats = np.einsum("...i,...i->...", vectors, vectors)
    return found


def winding(points: Floats, triangles: Floats) -> Floats:
    """How often a closed surface goes round each point, by its triangles' solid angles: 1 inside, 0 outside."""
    a, b, c = (triangles[None, :, k] - points[:, None] for k in range(3))
    la, lb, lc = (np.linalg.norm(v, axis=2) for v in (a, b, c))
    top = (a * np.cross(b, c)).sum(axis=2)
    below = la * lb * lc + (a * b).sum(axis=2) * lc + (b * c).sum(axis=2) * la + (c * a).sum(axis=2) * lb
    found: Floats = np.arctan2(top, below).sum(axis=1) / (2 * np.pi)
    return found


def between(one: Body, two: Body) -> float:
    """The distance of two convex bodies, mm; negative where they overlap: how deep, along the facet that parts them."""
    apart = _hulls_apart(one.corners, two.corners)
    return apart if apart > TOUCH else min(max(_parted(one, two), _parted(two, one)), 0.0)


def _parted(one: Body, two: Body) -> float:
    """How far the other stands over the facet it stands over furthest."""
    normal, offset = one.planes
    return float(((two.corners @ normal.T).min(axis=0) - offset).max())


def _hulls_apart(p: Floats, q: Floats) -> float:
    """The distance of two convex hulls: the shortest difference of weighted means of their corners."""
    from scipy.optimize import nnls

    heavy = 1e4 * max(float(np.abs(p).max()), float(np.abs(q).max()), 1.0)
    zero_p, zero_q = np.zeros((1, len(p))), np.zeros((1, len(q)))
    one_p, one_q = np.full((1, len(p)), heavy), np.full((1, len(q)), heavy)
    rows = np.vstack([np.hstack([p.T, -q.T]), np.hstack([one_p, zero_q]), np.hstack([zero_p, one_q])])
    weights, _ = nnls(rows, np.array([0.0, 0.0, 0.0, heavy, heavy]))
    a, b = weights[: len(p)], weights[len(p) :]
    return float(np.linalg.norm(a @ p / a.sum() - b @ q / b.sum()))
