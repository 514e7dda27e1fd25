"""The widest way from one place in the air to another, and how wide it is where it is narrowest.

A grid finds the way; what is narrowest on it is measured on the triangles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.checks._rays import Floats, Ints
from ringgen.checks._solids import to_triangles
from ringgen.checks._voxels import Bools, Squares
from ringgen.checks.meshfile import MeshFile

MOST = 16
"""Places of a way at which its width is measured: those narrowest on the grid, evenly along it."""

ROUND = 16
"""Directions in which a place nearer to the middle of a way is sought."""

NOISE = 2.0
"""Steps by which the clearances on a grid of one and the same passage may differ, and more."""

FINE = 0.001
"""mm by which a distance must grow for the search to go on."""

Labels = npt.NDArray[np.int32]
Three = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Way:
    """The widest way on a grid: points of the grid in turn (n, 3) and the least squared clearance on it, in steps."""

    path: Ints
    square: int


def labelled(free: Bools) -> Labels:
    """The number of its connected part for every free point, 0 for the others; points are joined by their faces."""
    from scipy import ndimage

    found: Labels = np.asarray(ndimage.label(free)[0], np.int32)
    return found


def widest(clear: Squares, start: Three, out: Bools, enough: int) -> Way | None:
    """The widest way from `start` to any point of `out`, by the squared clearance of every point.

    None where there is one with `enough` all along; a way with no points where there is none at all.
    """
    joined = _joined(clear, start, out)
    if joined(enough):
        return None
    counts = np.bincount(clear.ravel(), minlength=enough + 1)
    levels = np.flatnonzero(counts[1:enough]) + 1
    if not len(levels) or not joined(1):
        return Way(np.zeros((0, 3), np.int64), 0)
    low, high = 0, len(levels)  # joined at levels[low], parted at levels[high], were there one
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if joined(int(levels[middle])) else (low, middle)
    square = int(levels[low])
    core = min(int((square**0.5 + NOISE) ** 2), int(clear[start]))
    return Way(_path(part(clear >= square, start), part(clear >= core, start), out), square)


def _joined(clear: Squares, start: Three, out: Bools) -> Callable[[int], bool]:
    def joined(level: int) -> bool:
        label = labelled(clear >= level)
        return bool(label[start] and (label[out] == label[start]).any())

    return joined


def part(free: Bools, start: Three) -> Bools:
    """What is connected with a point."""
    label = labelled(free)
    found: Bools = (label == label[start]) & free
    return found


def _path(free: Bools, here: Bools, out: Bools) -> Ints:
    """The shortest way through `free` from `here` to `out`, without the points of either."""
    number = np.full(free.shape, -1, np.int64)
    number[free] = np.arange(int(free.sum()))
    pairs = []
    for axis in range(3):
        line = number.swapaxes(0, axis)
        a, b = line[:-1].ravel(), line[1:].ravel()
        joint = (a >= 0) & (b >= 0)
        pairs.append(np.stack([a[joint], b[joint]]))
    one, two = np.concatenate(pairs, axis=1)
    return np.argwhere(free)[shortest(one, two, here[free], out[free])].reshape(-1, 3)


def shortest(one: Ints, two: Ints, here: Bools, there: Bools) -> Ints:
    """The numbers of the points of a shortest way between two sets of points, in turn and without those of either.

    Points are joined where one is `one` and the other `two`; there is a way.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import breadth_first_order

    between = np.flatnonzero(~here & ~there)
    node = np.empty(len(here), np.int64)
    node[between] = np.arange(len(between))
    node[here], node[there] = len(between), len(between) + 1
    a, b = node[one], node[two]
    a, b = a[a != b], b[a != b]
    size = len(between) + 2
    graph = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(size, size)).tocsr()
    _, before = breadth_first_order(graph, size - 2, directed=False)
    way: list[int] = []
    at = int(before[size - 1])
    while at >= 0 and at != size - 2:
        way.append(at)
        at = int(before[at])
    return np.asarray(between[np.array(way[::-1], np.int64)], np.int64)


def narrowest(mesh: MeshFile, path: Floats, clear: Floats, step: float, enough: float) -> tuple[float, Floats]:
    """The least clearance of a way (n, 3), mm, and where: at each place that of the middle of its cross-section.

    `clear` is the grid's own clearance, mm, which is off by less than two steps. No more than `enough` is looked for.
    """
    tight = np.flatnonzero(clear <= clear.min() + NOISE * step)
    tight = tight[np.unique(np.linspace(0, len(tight) - 1, MOST).astype(np.int64))]
    near = mesh.near.line(path[tight], float(clear.min()) + 3 * NOISE * step)
    away = to_triangles(path[tight], near)
    best, where = enough, path[tight[0]]
    for k, off in zip(tight.tolist(), away, strict=True):
        if off.min() < best:
            along = path[min(k + 3, len(path) - 1)] - path[max(k - 3, 0)]
            close = near[off <= off.min() + 2 * NOISE * step]
            reach, place = _middle(close, path[k], along, NOISE * step, best)
            if reach < best:
                best, where = reach, place
    return float(best), where


def _middle(triangles: Floats, start: Floats, along: Floats, within: float, enough: float) -> tuple[float, Floats]:
    """The most clearance there is no further than `within` beside a point, square to a direction, and where.

    No step is longer than what is free about the point it is made from, so none ends in metal. It is `enough` to find
    so much.
    """
    u, v = square_to(along)
    turn = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
    round_it = np.cos(turn)[:, None] * u + np.sin(turn)[:, None] * v
    reach, point = float(to_triangles(start[None], triangles).min()), start
    stride = max(reach / 2, FINE)
    while stride >= FINE and reach < enough:
        tried = point + min(stride, 0.9 * reach) * round_it
        away = to_triangles(tried, triangles).min(axis=1)
        away[np.linalg.norm(tried - start, axis=1) > within] = 0.0
        best = int(away.argmax())
        if away[best] > reach + min(FINE / 4, reach / 10):
            reach, point = float(away[best]), tried[best]
            stride = max(stride, reach / 2)
        else:
            stride /= 2
    return reach, point


def square_to(along: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors square to a direction and to each other; where it is none, to some other."""
    way = along / max(float(np.linalg.norm(along)), 1e-12)
    if not way.any():
        way = np.array([0.0, 0.0, 1.0])
    side = np.cross(way, np.eye(3)[int(np.abs(way).argmin())])
    side /= np.linalg.norm(side)
    return side, np.cross(way, side)
