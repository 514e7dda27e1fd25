"""Plane sections of a mesh, and what is measured in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.bodies import Frame
from ringgen.checks._rays import Floats, Ints

SHORTEST = 1e-9

CHUNK = 100_000
"""Points and segments, pair by pair, worked on at once."""


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


@dataclass(frozen=True, eq=False)
class Slices:
    """Sections by several planes: all their segments together, `bounds[n]` to `bounds[n + 1]` those of the n-th."""

    start: Floats
    end: Floats
    bounds: Ints

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[Slice]:
        return (self[n] for n in range(len(self)))

    def __getitem__(self, n: int) -> Slice:
        return Slice(self.start[self.bounds[n] : self.bounds[n + 1]], self.end[self.bounds[n] : self.bounds[n + 1]])

    @classmethod
    def joined(cls, parts: Sequence[Slices]) -> Slices:
        """All the sections of several, in their order."""
        if len(parts) == 1:
            return parts[0]
        counts = np.concatenate([np.diff(part.bounds) for part in parts])
        bounds = np.append(0, np.cumsum(counts))
        return cls(np.concatenate([p.start for p in parts]), np.concatenate([p.end for p in parts]), bounds)

    def depths(self, points: Floats) -> Floats:
        """How deep each point (m, 2) of the plane lies in the metal of every section (n, m), mm.

        Negative outside; nan where nothing is cut.
        """
        found = np.full((len(self), len(points)), np.nan)
        some = np.flatnonzero(np.diff(self.bounds))
        x, y = points.T[:, :, None]
        step, first = max(1, CHUNK // max(1, len(points))), 0
        while first < len(some):
            begin = self.bounds[some[first]]
            last = max(first + 1, int(np.searchsorted(self.bounds[some + 1], begin + step, "right")))
            mine = some[first:last]
            found[mine] = self._depths(x, y, self.bounds[mine], slice(begin, self.bounds[mine[-1] + 1]))
            first = last
        return found

    def _depths(self, x: Floats, y: Floats, begins: Ints, segments: slice) -> Floats:
        """The same of some sections, none of them empty: their segments, and where those of each begin."""
        (px, py), (dx, dy) = self.start[segments].T, (self.end[segments] - self.start[segments]).T
        length2 = dx * dx + dy * dy
        tx, ty = x - px, y - py
        share = np.minimum(np.maximum((tx * dx + ty * dy) / length2, 0.0), 1.0)
        square = (tx - share * dx) ** 2 + (ty - share * dy) ** 2
        nearest = np.minimum.reduceat(square, begins - segments.start, axis=1)
        counts = np.diff(np.append(begins, segments.stop))
        tied = square <= np.repeat(nearest + 1e-12 + 1e-7 * nearest, counts, axis=1)
        point, k = np.nonzero(tied)
        off = (dx[k] * ty[point, k] - dy[k] * tx[point, k]) / np.sqrt(length2[k])
        section = np.repeat(np.arange(len(begins)), counts)[k]
        found: Floats = _signs(point * len(begins) + section, off).reshape(nearest.shape) * np.sqrt(nearest)
        return found.T


class Slicer:
    """Triangles ready to be cut by many parallel planes, all along the unit vectors u and v."""

    def __init__(self, triangles: Floats, u: Floats, v: Floats) -> None:
        self._axes = np.stack([u, v, cross(u, v)])
        seen = self._axes @ triangles.reshape(-1, 3).T
        self._seen = seen
        corners = seen.reshape(3, -1, 3)
        self._low = np.minimum(np.minimum(corners[:, :, 0], corners[:, :, 1]), corners[:, :, 2])
        self._high = np.maximum(np.maximum(corners[:, :, 0], corners[:, :, 1]), corners[:, :, 2])

    def at(self, origin: Floats) -> Slice:
        """The section by the plane through `origin`, in coordinates from it along u and v."""
        return self.along(origin[None])[0]

    def along(self, origins: Floats, reach: float = np.inf) -> Slices:
        """The sections by the planes through each of the origins (n, 3), in coordinates from it along u and v.

        Of segments further from it than `reach`, by their bounding boxes, there are none. A corner in a plane counts as
        above it, so every cut triangle gives exactly one segment.
        """
        at = self._axes @ origins.T
        close = np.flatnonzero(self._beside(at, reach))
        plane, cut = np.nonzero((self._low[2, close] < at[2, :, None]) & (self._high[2, close] >= at[2, :, None]))
        first = 3 * close[cut]
        x, y, height = self._seen
        level = at[2].take(plane)
        above = np.stack([height.take(first + k) >= level for k in range(3)])
        lone_above = (above[0] ^ above[1] ^ above[2]) & ~(above[0] & above[1])
        lone = above == lone_above
        single = np.where(lone[1], 1, 0) + np.where(lone[2], 2, 0)
        here = first + single
        a, x0, y0, from_x, from_y = height.take(here) - level, x.take(here), y.take(here), *at[:2].take(plane, axis=1)

        def crossing(step: int) -> tuple[Floats, Floats]:
            there = first + (single + step) % 3
            share = a / (a - (height.take(there) - level))
            rest = 1 - share
            return x0 * rest + x.take(there) * share - from_x, y0 * rest + y.take(there) * share - from_y

        (x1, y1), (x2, y2) = crossing(1), crossing(2)
        long = np.maximum(np.abs(x2 - x1), np.abs(y2 - y1)) > SHORTEST
        if np.isfinite(reach):
            long &= (np.minimum(x1, x2) <= reach) & (np.maximum(x1, x2) >= -reach)
            long &= (np.minimum(y1, y2) <= reach) & (np.maximum(y1, y2) >= -reach)
        kept = np.flatnonzero(long)
        one, two = np.stack([x1, y1], axis=1)[kept], np.stack([x2, y2], axis=1)[kept]
        up = lone_above[kept, None]
        bounds = np.searchsorted(plane[kept], np.arange(len(origins) + 1))
        return Slices(np.where(up, one, two), np.where(up, two, one), bounds)

    def _beside(self, at: Floats, reach: float) -> npt.NDArray[np.bool_]:
        """Which triangles come within `reach` of any origin, seen along the planes' normal."""
        if not np.isfinite(reach) or not at.size:
            return np.ones(self._low.shape[1], bool)
        low, high = (
            self._low[:2] <= at[:2].max(axis=1)[:, None] + reach,
            self._high[:2] >= at[:2].min(axis=1)[:, None] - reach,
        )
        found: npt.NDArray[np.bool_] = low[0] & low[1] & high[0] & high[1]
        return found


def cross(u: Floats, v: Floats) -> Floats:
    """The cross product of two vectors: numpy's own, made for many, takes ten times as long."""
    return np.array([u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]])


def clearance(cut: Slice, points: Floats) -> Floats:
    """How deep in the metal of a section each point (n, 2) lies, mm; negative outside. Needs at least one segment."""
    found: Floats = Slices(cut.start, cut.end, np.array([0, len(cut)])).depths(points)[0]
    return found


def _signs(row: Ints, off: Floats) -> Floats:
    """1 or -1 for each row, of which there is at least one: the side of the segment the point stands off most squarely.

    Where two segments meet in the nearest point, that one tells the side.
    """
    begins = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
    square_on = np.abs(off)
    most = np.maximum.reduceat(square_on, begins)
    best = np.flatnonzero(square_on == np.repeat(most, np.diff(np.append(begins, len(row)))))
    first = best[np.searchsorted(row[best], row[begins])]
    return np.where(off[first] < 0, -1.0, 1.0)


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
