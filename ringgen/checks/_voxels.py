"""A grid of points over a mesh: which of them lie in metal, and how far each is from the nearest that does not.

Which lies in metal is told by counting, along straight lines through the grid, how often the surface is entered and
left. Of two triangles that share an edge exactly one has a line that runs through it, so a closed mesh gives no leaks.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile

STEP = 0.15
"""mm between the points of a ring's grid: a quarter of the thinnest wall most casters take."""

MOST = 6_000_000
"""Points of one grid; a part too large for it has them further apart."""

CHUNK = 2_000_000
"""Crossings worked out at once."""

OFF = 0.87
"""Steps, half a cell's diagonal, by which the nearest point in metal may be further than the metal is."""

SPARE = 1e-6
"""Steps by which where a line crosses an edge may be off, as worked out, and far more."""

Bools = npt.NDArray[np.bool_]
Squares = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Grid:
    """Points `step` mm apart, the first at `low`; `metal[i, j, k]` says which lie in metal.

    The array's axes are the ring's `axes`. `closed` is whether every line leaves the metal as often as it enters.
    """

    low: Floats
    step: float
    axes: tuple[int, int, int]
    metal: Bools
    closed: bool

    def points(self, at: Ints) -> Floats:
        """The places of some of its points (n, 3), in ring coordinates, mm."""
        found = np.empty((len(at), 3))
        found[:, self.axes] = self.low[list(self.axes)] + at * self.step
        return found

    def window(self, low: Floats, high: Floats) -> tuple[Grid, tuple[slice, slice, slice]]:
        """The part of it about a box, and which of its points that has."""
        first, last = self.nearest(np.array([low, high]))
        i, j, k = (slice(int(a), int(b) + 1) for a, b in zip(first, last, strict=True))
        return Grid(self.points(first[None])[0], self.step, self.axes, self.metal[i, j, k], self.closed), (i, j, k)

    def beyond(self, low: Floats, high: Floats) -> Bools:
        """Which of its points lie outside a box."""
        found = np.zeros(self.metal.shape, bool)
        for k, axis in enumerate(self.axes):
            place = self.low[axis] + np.arange(found.shape[k]) * self.step
            found.swapaxes(0, k)[(place < low[axis]) | (place > high[axis])] = True
        return found

    def at(self, point: Floats) -> tuple[int, int, int]:
        """The point of the grid nearest to one place."""
        i, j, k = self.nearest(point[None])[0].tolist()
        return i, j, k

    def marked(self, marks: Bools, point: Floats) -> bool:
        """Whether the point of the grid nearest to a place is marked; not where that lies outside the grid."""
        at = np.rint((point[list(self.axes)] - self.low[list(self.axes)]) / self.step).astype(np.int64)
        inside = bool((at >= 0).all() and (at < marks.shape).all())
        return inside and bool(marks[tuple(at)])

    def nearest(self, points: Floats) -> Ints:
        """The points of the grid nearest to places (n, 3), no further out than its own edge."""
        at = np.rint((points[:, self.axes] - self.low[list(self.axes)]) / self.step).astype(np.int64)
        found: Ints = np.clip(at, 0, np.array(self.metal.shape) - 1)
        return found


@lru_cache(maxsize=1)
def grid(mesh: MeshFile) -> Grid:
    """That of a whole file, with a layer of air all round."""
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    return over(mesh.triangles, low, high, STEP)


def over(triangles: Floats, low: Floats, high: Floats, step: float, most: int = MOST) -> Grid:
    """The grid from one corner to another and a layer beyond, its points `step` apart, or as many as there may be."""
    size = high - low
    while np.prod(np.ceil(size / step) + 3) > most:
        step *= 1.1
    count = np.ceil(size / step).astype(np.int64) + 3
    first = (low + high) / 2 - (count - 1) * step / 2
    lines = int(size.argmax())  # along the longest side there are the fewest of them
    axes = ((lines + 1) % 3, (lines + 2) % 3, lines)
    shape = (int(count[axes[0]]), int(count[axes[1]]), int(count[axes[2]]))
    turns = np.zeros(shape[0] * shape[1] * (shape[2] + 1), np.int8)
    for k in range(0, len(triangles), CHUNK):
        _cross(triangles[k : k + CHUNK], first, step, axes, shape, turns)
    wound = turns.reshape(shape[0], shape[1], shape[2] + 1).cumsum(axis=2, dtype=np.int8)
    return Grid(first, step, axes, wound[:, :, :-1] != 0, not wound[:, :, -1].any())


def _cross(
    triangles: Floats,
    first: Floats,
    step: float,
    axes: tuple[int, int, int],
    shape: tuple[int, int, int],
    turns: npt.NDArray[np.int8],
) -> None:
    """Add to `turns` where each line along the last axis enters (+1) or leaves (-1) through triangles.

    A triangle is cut into rows along the second axis, each a stretch between two of its edges; both its ends are worked
    out from the edge's own lower end, so that its neighbour comes to the same number. A stretch has its beginning and
    not its end.
    """
    begin, end = _reach(triangles[:, :, axes[1]], first[axes[1]], step, shape[1])
    left, right = _reach(triangles[:, :, axes[0]], first[axes[0]], step, shape[0], SPARE)
    kept = np.flatnonzero((begin < end) & (left < right))
    corners = (triangles[kept][:, :, axes] - first[list(axes)]) / step
    begin, end = begin[kept], end[kept]
    for part in _parts(end - begin):
        which, row = _spread(begin[part], end[part])
        _rows(corners[part][which], row, shape, turns)


def _reach(along: Floats, first: float, step: float, count: int, spare: float = 0.0) -> tuple[Ints, Ints]:
    """Which points of an axis triangles lie over, by their corners' places on it: the first, and one past the last."""
    a, b, c = ((along[:, k] - first) / step for k in range(3))
    low, high = np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)
    begin, end = (np.clip(np.ceil(edge), 0, count).astype(np.int64) for edge in (low - spare, high + spare))
    return begin, end


def _rows(corners: Floats, row: Ints, shape: tuple[int, int, int], turns: npt.NDArray[np.int8]) -> None:
    """The same for triangles of which each crosses its own row."""
    index = np.arange(len(row))
    below = corners[:, :, 1] <= row[:, None]
    lone_below = below.sum(axis=1) == 1
    single = np.where(lone_below[:, None], below, ~below).argmax(axis=1)
    ends = []
    for step in (1, 2):
        other = (single + step) % 3
        a = corners[index, np.where(lone_below, single, other)]
        b = corners[index, np.where(lone_below, other, single)]
        share = (row - a[:, 1]) / (b[:, 1] - a[:, 1])
        ends.append((a[:, 0] + share * (b[:, 0] - a[:, 0]), a[:, 2] + share * (b[:, 2] - a[:, 2])))
    (x1, z1), (x2, z2) = ends
    # Seen against the lines, a face wound the usual way has the edge that goes up the rows on its right.
    upward = np.where(lone_below, x1, x2)
    other_way = np.where(lone_below, x2, x1)
    turn = np.where(upward > other_way, -1, 1).astype(np.int8)
    begin = np.clip(np.ceil(np.minimum(x1, x2)), 0, shape[0]).astype(np.int64)
    end = np.clip(np.ceil(np.maximum(x1, x2)), 0, shape[0]).astype(np.int64)
    slope = (z2 - z1) / np.where(x2 == x1, 1.0, x2 - x1)
    for part in _parts(end - begin):
        which, column = _spread(begin[part], end[part])
        z = z1[part][which] + slope[part][which] * (column - x1[part][which])
        height = np.clip(np.ceil(z), 0, shape[2]).astype(np.int64)
        np.add.at(turns, (column * shape[1] + row[part][which]) * (shape[2] + 1) + height, turn[part][which])


def _parts(counts: Ints) -> list[slice]:
    """Stretches of a list of things that come to no more than `CHUNK` in all, unless one alone does."""
    if not len(counts) or counts.sum() <= CHUNK:
        return [slice(0, len(counts))]
    group = counts.cumsum() // CHUNK
    edges = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), len(counts)]
    return [slice(a, b) for a, b in itertools.pairwise(edges)]


def _spread(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """For every whole number from `begin` up to `end` of each stretch: whose it is, and the number."""
    counts = end - begin
    which = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return which, np.arange(len(which)) - first[which] + begin[which]


def squares(marked: Bools, reach: int) -> Squares:
    """Of every point the squared distance, in steps, to the nearest marked one; (reach + 1)² where that is further."""
    cap = (reach + 1) ** 2
    kind = np.uint8 if cap + reach * reach < 256 else np.uint16
    found = np.where(marked, kind(0), kind(cap))
    for axis in range(3):
        found = _along(found, axis, reach, kind)
    return found


def _along(field: Squares, axis: int, reach: int, kind: type[np.uint8] | type[np.uint16]) -> Squares:
    """The least over points before and behind, each with the square of how far it is off."""
    line = field.swapaxes(0, axis)
    found = field.copy()
    best = found.swapaxes(0, axis)
    for k in range(1, min(reach, len(line) - 1) + 1):
        more = line + kind(k * k)
        np.minimum(best[k:], more[:-k], out=best[k:])
        np.minimum(best[:-k], more[k:], out=best[:-k])
    return found
