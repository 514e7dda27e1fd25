"""Plane sections of a mesh, and what is measured in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.bodies import Frame
from ringgen.checks._rays import Floats, Ints

SHORTEST = 1e-9


@dataclass(frozen=True, eq=False)
class Slice:
    """Where a plane cuts a mesh: segments from `start` to `end` (n, 2) in the plane, mm, the metal on their left."""

    start: Floats
    end: Floats

    @property
    def points(self) -> Floats:
        """Both ends of every segment."""
        return np.concatenate([self.start, self.end])

    def __len__(self) -> int:
        return len(self.start)


def local(points: Floats, frame: Frame) -> Floats:
    """Points (..., 3) in a frame's own coordinates."""
    axes = np.array([frame.x, frame.y, frame.z]).T
    found: Floats = (points.reshape(-1, 3) - np.array(frame.origin)) @ axes  # one product: many small ones are slow
    return found.reshape(points.shape)


def straddling(x: Floats, y: Floats, first: float, step: float) -> npt.NDArray[np.bool_]:
    """Which triangles, their corners (n, 3) seen along an axis, a half-plane at `first` + k `step` degrees may cut.

    `step` divides 360.
    """
    turn = np.degrees(np.arctan2(y, x))
    low, high = turn.min(axis=1), turn.max(axis=1)
    between = np.ceil((low - first) / step - 1e-9) <= np.floor((high - first) / step + 1e-9)
    found: npt.NDArray[np.bool_] = between | (high - low > 180.0)
    return found


class Slicer:
    """Triangles ready to be cut by many parallel planes, all along the unit vectors u and v."""

    def __init__(self, triangles: Floats, u: Floats, v: Floats) -> None:
        self._triangles, self._axes = triangles, np.stack([u, v], axis=1)
        self._normal = _cross(u, v)
        self._heights = (triangles.reshape(-1, 3) @ self._normal).reshape(-1, 3)
        self._low, self._high = self._heights.min(axis=1), self._heights.max(axis=1)

    def at(self, origin: Floats) -> Slice:
        """The section by the plane through `origin`, in coordinates from it along u and v."""
        return self.along(origin[None])[0]

    def along(self, origins: Floats) -> list[Slice]:
        """The sections by the planes through each of the origins (n, 3), in coordinates from it along u and v.

        A corner in a plane counts as above it, so every cut triangle gives exactly one segment.
        """
        levels = (origins @ self._normal)[:, None]
        plane, cut = np.nonzero((self._low < levels) & (self._high >= levels))
        corners, height = self._triangles[cut], self._heights[cut] - levels[plane]
        above = height >= 0.0
        lone_above = above.sum(axis=1) == 1
        single = np.where(lone_above[:, None], above, ~above).argmax(axis=1)
        row = np.arange(len(cut))

        def crossing(step: int) -> Floats:
            other = (single + step) % 3
            a, b = height[row, single], height[row, other]
            share = (a / (a - b))[:, None]
            spot = corners[row, single] * (1 - share) + corners[row, other] * share - origins[plane]
            seen: Floats = spot @ self._axes
            return seen

        first, second = crossing(1), crossing(2)
        start, end = np.where(lone_above[:, None], first, second), np.where(lone_above[:, None], second, first)
        long = np.flatnonzero(np.abs(end - start).max(axis=1, initial=0.0) > SHORTEST)
        bounds = np.searchsorted(plane[long], np.arange(1, len(origins)))
        return [Slice(start[n], end[n]) for n in np.split(long, bounds)]


def _cross(u: Floats, v: Floats) -> Floats:
    return np.array([u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]])


def clearance(cut: Slice, points: Floats) -> Floats:
    """How deep in the metal of a section each point (n, 2) lies, mm; negative outside. Needs at least one segment."""
    px, py = cut.start.T
    dx, dy = (cut.end - cut.start).T
    length2 = dx * dx + dy * dy
    tx, ty = points[:, :1] - px, points[:, 1:] - py
    share = np.clip((tx * dx + ty * dy) / length2, 0.0, 1.0)
    square = (tx - share * dx) ** 2 + (ty - share * dy) ** 2
    nearest = square.min(axis=1)
    # Where two segments meet in the nearest point, the one the point stands off more squarely tells the side.
    off = (dx * ty - dy * tx) / np.sqrt(length2)
    tied = square <= (nearest + 1e-12 + 1e-7 * nearest)[:, None]
    side = np.where(tied, np.abs(off), -1.0).argmax(axis=1)
    sign = np.where(off[np.arange(len(points)), side] < 0, -1.0, 1.0)
    found: Floats = sign * np.sqrt(nearest)
    return found


def apart(cut: Slice, point: Floats) -> tuple[Floats, Floats]:
    """Vectors from the nearest spot of every segment to one point, and their lengths."""
    d = cut.end - cut.start
    to = point - cut.start
    share = np.clip((to * d).sum(axis=1) / (d * d).sum(axis=1), 0.0, 1.0)
    away = to - share[:, None] * d
    return away, np.hypot(away[:, 0], away[:, 1])


def crossings(cut: Slice, start: Floats, way: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Where a ray of a plane, from a point along a unit vector, meets a section; nearest first.

    The distance, and whether the ray enters metal there.
    """
    if not len(cut):
        return np.zeros(0), np.zeros(0, bool)
    a = way[0] * (cut.start[:, 1] - start[1]) - way[1] * (cut.start[:, 0] - start[0])
    b = way[0] * (cut.end[:, 1] - start[1]) - way[1] * (cut.end[:, 0] - start[0])
    hit = np.flatnonzero((a >= 0) != (b >= 0))
    share = (a[hit] / (a[hit] - b[hit]))[:, None]
    spot = cut.start[hit] * (1 - share) + cut.end[hit] * share
    distance = (spot - start) @ way
    ahead = np.flatnonzero(distance > 0)
    order = ahead[np.argsort(distance[ahead])]
    return distance[order], (b < a)[hit][order]


def within(cut: Slice, reach: float) -> Slice:
    """The segments that come within `reach` of the plane's origin, by their bounding boxes."""
    low, high = np.minimum(cut.start, cut.end), np.maximum(cut.start, cut.end)
    near = ((low <= reach) & (high >= -reach)).all(axis=1)
    return Slice(cut.start[near], cut.end[near])


CELLS = (0.3, 1.2)
"""mm: cubes in which triangles no larger are kept; of still larger ones a ring has few, and all are looked at."""


class Near:
    """Triangles found by where they lie."""

    def __init__(self, triangles: Floats) -> None:
        self._triangles = triangles
        self._low = np.minimum(np.minimum(triangles[:, 0], triangles[:, 1]), triangles[:, 2])
        self._high = np.maximum(np.maximum(triangles[:, 0], triangles[:, 1]), triangles[:, 2])
        size = self._high - self._low
        kind = np.searchsorted(CELLS, np.maximum(np.maximum(size[:, 0], size[:, 1]), size[:, 2]))
        self._large = np.flatnonzero(kind == len(CELLS))
        self._kept = [_Cells(np.flatnonzero(kind == k), self._low, cell) for k, cell in enumerate(CELLS)]

    def line(self, line: Floats, reach: float) -> Floats:
        """Those whose bounding boxes come within `reach` of a polyline's bounding box."""
        found: Floats = self._triangles[self.which(line, reach)]
        return found

    def which(self, line: Floats, reach: float) -> Ints:
        """The numbers of those, ascending."""
        low, high = line.min(axis=0) - reach, line.max(axis=0) + reach
        near = np.concatenate([self._large, *(cells.about(low, high) for cells in self._kept)])
        over = (self._high.take(near, axis=0) >= low) & (self._low.take(near, axis=0) <= high)
        close: Ints = near[over[:, 0] & over[:, 1] & over[:, 2]]
        return np.sort(close)


class _Cells:
    """Boxes no larger than a cell, by the cell in which their low corner lies."""

    def __init__(self, boxes: Ints, low: Floats, cell: float) -> None:
        self._cell = cell
        at = np.floor(low[boxes] / cell).astype(np.int64)
        self._first = at.min(axis=0) if len(at) else np.zeros(3, np.int64)
        at -= self._first
        self._size = at.max(axis=0) + 1 if len(at) else np.zeros(3, np.int64)
        key = (at[:, 0] * self._size[1] + at[:, 1]) * self._size[2] + at[:, 2]
        order = np.argsort(key, kind="stable")
        self._boxes, self._keys = boxes[order], key[order]

    def about(self, low: Floats, high: Floats) -> Ints:
        """All that begin in the cells of a box, or just before."""
        first = np.clip(np.floor(low / self._cell).astype(np.int64) - 1 - self._first, 0, self._size)
        last = np.clip(np.floor(high / self._cell).astype(np.int64) - self._first, -1, self._size - 1)
        rows = np.arange(first[0], last[0] + 1)[:, None] * self._size[1] + np.arange(first[1], last[1] + 1)
        columns = rows.ravel() * self._size[2]
        begins = np.searchsorted(self._keys, columns + first[2])
        counts = np.maximum(np.searchsorted(self._keys, columns + last[2] + 1) - begins, 0)
        skipped = np.repeat(begins - np.cumsum(counts) + counts, counts)
        found: Ints = self._boxes[skipped + np.arange(len(skipped))]
        return found
