"""Whether every cutter has cut: no point of the ring's surface lies within what was to be taken away.

A boolean can miss a cut altogether and say nothing. A seat's bite into one bead is 0.01 mm³, too little to show in a
ring's volume; but then metal stands where a formula says there is none. Asked of turned and extruded cutters, which
is nearly all there are; the volume answers for the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.bodies import Body, Extruded, Frame, Groove, Hoop, Parts, Revolved
from ringgen.kernel.runs import FULL, layout
from ringgen.plane import Curve, points, reflected, shifted
from ringgen.triangles import TriangleMesh

Floats = npt.NDArray[np.float64]

STEP, BROAD = 0.1, 0.15  # mm: points on the mesh's sides, and within its faces, are at most so far apart
DRAWN = 0.001  # mm: how closely an outline's arcs are followed
AXIS = 1e-9  # mm: an outline's side along its axis is no surface


@dataclass(frozen=True)
class Bite:
    """The deepest point of the surface within a cutter: how deep, mm, in which part, and where."""

    depth: float
    part: str = ""
    point: tuple[float, float, float] = (0.0, 0.0, 0.0)


def deepest(parts: Parts, mesh: TriangleMesh) -> Bite:
    """How far metal stands within a cutter where it does so furthest; 0 where none does."""
    surface = _Surface.of(mesh)
    worst = Bite(0.0)
    for part, body, frame, window in _cutters(parts):
        near = surface.between(*window)
        seen = _seen(near, body, frame)
        inside = _depth(seen, _outline(body), _within(near, body, frame))
        k = int(inside.argmax()) if len(inside) else 0
        if len(inside) and inside[k] > worst.depth:
            x, y, z = (float(c) for c in near[k])
            worst = Bite(float(inside[k]), part, (x, y, z))
    return worst


@dataclass(frozen=True)
class _Surface:
    """Points of a mesh, by their angle about the finger axis, twice round."""

    angles: Floats
    spots: Floats

    @classmethod
    def of(cls, mesh: TriangleMesh) -> _Surface:
        spots = np.concatenate([mesh.vertices, _on_sides(mesh), _on_faces(mesh)])
        angles = np.degrees(np.arctan2(spots[:, 0], spots[:, 2])) % FULL
        order = np.argsort(angles)
        return cls(angles[order], spots[order])

    def between(self, low: float, high: float) -> Floats:
        """The points between two angles, degrees."""
        if high - low >= FULL:
            return self.spots
        first = low % FULL
        last = first + high - low
        i, j = np.searchsorted(self.angles, [first, min(last, FULL)])
        if last <= FULL:
            return self.spots[i:j]
        return np.concatenate([self.spots[i:], self.spots[: np.searchsorted(self.angles, last - FULL)]])


def _on_sides(mesh: TriangleMesh) -> Floats:
    """Points along the triangles' longer sides."""
    ends = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]])
    ends = ends[ends[:, 0] < ends[:, 1]]  # each side once: its other triangle has it the other way
    a, b = mesh.vertices[ends[:, 0]], mesh.vertices[ends[:, 1]]
    counts = np.ceil(np.linalg.norm(b - a, axis=1) / STEP).astype(np.int64) - 1
    which = np.repeat(np.arange(len(ends)), np.maximum(counts, 0))
    number = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, np.maximum(counts, 0)) + 1
    share = (number / (counts[which] + 1))[:, None]
    found: Floats = a[which] + share * (b - a)[which]
    return found


def _on_faces(mesh: TriangleMesh) -> Floats:
    """Points within the broader triangles."""
    corners = mesh.vertices[mesh.faces]
    sides = np.linalg.norm(corners[:, [1, 2, 0]] - corners, axis=2)
    double = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    broad = corners[double > 2 * STEP * sides.max(axis=1)]
    counts = np.ceil(np.linalg.norm(broad[:, [1, 2, 0]] - broad, axis=2).max(axis=1) / BROAD).astype(np.int64)
    found = [np.zeros((0, 3))]
    for n in np.unique(counts).tolist():
        i, j = np.meshgrid(np.arange(1, n), np.arange(1, n))
        keep = i + j < n
        share = np.stack([i[keep], j[keep], n - i[keep] - j[keep]], axis=1) / n
        found.append(np.einsum("sk,tkd->tsd", share, broad[counts == n]).reshape(-1, 3))
    return np.concatenate(found)


def _cutters(parts: Parts) -> Iterator[tuple[str, Body, Frame, tuple[float, float]]]:
    """Every cutter whose inside a formula tells, in every place, and between which angles it lies."""
    sorted_parts = layout(parts)
    for item in sorted_parts.items:
        if item.cutter and isinstance(item.body, Revolved | Extruded | Groove):
            yield item.part, item.body, item.frame, (item.low, item.high)
    for placed in sorted_parts.round_cutters:
        for frame in placed.places:
            yield placed.part, placed.body, frame, (0.0, FULL)


def _outline(body: Body) -> Floats:
    """The outline's corners (n, 2), closed."""
    if isinstance(body, Hoop):
        chain: tuple[Curve, ...] = body.sections[0][1]
    elif isinstance(body, Groove):
        half = shifted(body.half, 0.0, body.radius)
        chain = (*half, *(reflected(c) for c in reversed(half)))
    else:
        assert isinstance(body, Revolved | Extruded)
        chain = body.outline
    return np.array(points(chain, DRAWN))


def _seen(spots: Floats, body: Body, frame: Frame) -> Floats:
    """The points in the coordinates the body's outline is drawn in (n, 2)."""
    to = spots - np.array(frame.origin)
    x, y, z = (to @ np.array(axis) for axis in (frame.x, frame.y, frame.z))
    if isinstance(body, Revolved):
        return np.stack([np.hypot(x, y), z], axis=1)
    if isinstance(body, Extruded):
        return np.stack([x, y], axis=1)
    return np.stack([y, np.hypot(x, z)], axis=1)


def _within(spots: Floats, body: Body, frame: Frame) -> Floats:
    """How far each point lies within what bounds the body beside its outline, mm."""
    to = spots - np.array(frame.origin)
    if isinstance(body, Extruded):
        z = to @ np.array(frame.z)
        return np.array(np.minimum(z - body.z0, body.z1 - z))
    if isinstance(body, Groove):  # from one end to the other; what is round beyond its ends is left to the volume
        x, z = to @ np.array(frame.x), to @ np.array(frame.z)
        angle = np.degrees(np.arctan2(x, z)) % FULL
        beyond: Floats = np.array(np.where(angle <= body.degrees, np.inf, -np.inf))
        if body.rounded:
            return beyond
        nearest = np.radians(np.minimum(np.minimum(angle, np.abs(body.degrees - angle)), 90.0))
        ends: Floats = np.minimum(beyond, np.hypot(x, z) * np.sin(nearest))
        return ends
    return np.full(len(spots), np.inf)


def _depth(seen: Floats, outline: Floats, within: Floats) -> Floats:
    """How deep points lie inside a closed outline, mm: to its nearest side that is no axis; 0 outside."""
    depth = np.zeros(len(seen))
    low, high = outline.min(axis=0), outline.max(axis=0)
    boxed = np.flatnonzero(((seen >= low) & (seen <= high)).all(axis=1) & (within > 0.0))
    p, a, b = seen[boxed], outline, np.roll(outline, -1, axis=0)
    crossed = np.zeros(len(p), dtype=bool)
    away = np.full(len(p), math.inf)
    for (x0, y0), (x1, y1) in zip(a.tolist(), b.tolist(), strict=True):
        if y0 != y1:
            crossed ^= ((y0 > p[:, 1]) != (y1 > p[:, 1])) & (p[:, 0] < x0 + (x1 - x0) * (p[:, 1] - y0) / (y1 - y0))
        length = math.hypot(x1 - x0, y1 - y0)
        if length < AXIS or (abs(x0) < AXIS and abs(x1) < AXIS):
            continue
        along = np.clip(((p[:, 0] - x0) * (x1 - x0) + (p[:, 1] - y0) * (y1 - y0)) / length**2, 0.0, 1.0)
        away = np.minimum(away, np.hypot(p[:, 0] - x0 - along * (x1 - x0), p[:, 1] - y0 - along * (y1 - y0)))
    depth[boxed] = np.where(crossed, np.minimum(away, within[boxed]), 0.0)
    return depth
