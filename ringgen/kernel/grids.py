"""A field in the plane, whatever its borders, as a grid of unit cells and a strip of triangles that leads to them.

Plane geometry alone, in steps: what a step is of a surface, and where its borders' points lie, is the caller's.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import manifold3d
import numpy as np
import numpy.typing as npt

MARGIN = 0.35  # steps between a border and the grid at the least: nearer, triangles between them would be slivers
SAMPLED = 0.25  # steps between the points at which a border is followed; less than a cell with its margins is wide
WIDE = 0.7  # steps from an outermost border to the grid's first line, where it runs along it
LEAST = 0.5  # steps: how narrow cells are worth having
APART = 1e-9  # steps: points nearer to one another, or to a line, are at one
LONG = 4.0  # steps: longer sides are looked at once more; those of a strip beside cells are two or three
LOW = 0.02  # steps: a triangle no higher lies on a border with all three corners
TURNS = 8  # times a triangle that has to be turned may be, on the average
FLAT = -1e-9  # square steps: what rounding makes of triangles in a straight border

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Cells = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Filled:
    """Points (n, 2), the borders' own first and in their order, and triangles (m, 3), all counter-clockwise.

    `cell` is how wide and high the grid's cells are, in steps.
    """

    points: Floats
    triangles: Ints
    cell: tuple[float, float]


def fill(borders: Sequence[Floats]) -> Filled | None:
    """A field of which the first border (n, 2) runs counter-clockwise round it, all others clockwise round holes.

    None where no triangles come of it that all turn one way: borders that cross, or run back along themselves.
    """
    across, along = (_lines(borders[0][:, axis]) for axis in (0, 1))
    cells = _clear(borders, across, along)
    nodes = _numbered(cells, sum(map(len, borders)))
    grid = np.argwhere(nodes >= 0)
    points = np.concatenate([*borders, np.column_stack([across[grid[:, 0]], along[grid[:, 1]]])])
    ends = list(itertools.accumulate(map(len, borders), initial=0))
    rings = [np.arange(low, high) for low, high in itertools.pairwise(ends)]
    rings += [np.array([nodes[at] for at in ring], dtype=np.int64) for ring in _rings(cells)]
    strip = np.concatenate(rings)[np.asarray(manifold3d.triangulate([points[r] for r in rings], APART, False))]
    # where two cells touch by a corner, a triangle between the two that the corner is there is none
    whole = strip[(strip != np.roll(strip, 1, axis=1)).all(axis=1)]
    led = whole
    for turn in (_raised, _shortened, _raised):  # what lies flat between long fans can be raised once those are gone
        led = turn(led, points)
    triangles = np.concatenate([led, _halves(cells, nodes)]).astype(np.int64)
    cell = (_first_step(across), _first_step(along))
    return Filled(points, triangles, cell) if _turns_one_way(points, triangles, borders) else None


def turned(
    triangles: Ints,
    points: Floats,
    bad: Callable[[Ints], Cells],
    fair: Callable[[int, int, int, int], bool] = lambda *_: True,
    turns: int = TURNS,
) -> Ints:
    """Triangles of which none is `bad`, where that can be helped: its longest side is turned, to lead across.

    A side from a to b between c and d is turned to lead from d to c, if that is `fair`; `turns` times for each that
    is bad at first.
    """
    waiting = np.flatnonzero(bad(triangles)).tolist()
    if not waiting:
        return triangles
    out = [tuple(t) for t in triangles.tolist()]
    beyond = {(t[k], t[(k + 1) % 3]): n for n, t in enumerate(out) for k in range(3)}
    for _ in range(turns * len(waiting)):  # each turned may leave its neighbour bad
        if not waiting:
            break
        n = waiting.pop(0)
        sides = _sides(out[n])
        k = max(range(3), key=lambda k: float(np.linalg.norm(points[sides[k][1]] - points[sides[k][0]])))
        (a, b), c = sides[k], out[n][(k + 2) % 3]
        other = beyond.get((b, a))
        if other is None:
            continue
        d = next(corner for corner in out[other] if corner not in (a, b))
        if (c, d) in beyond or (d, c) in beyond or not fair(a, b, c, d):
            continue
        out[n], out[other] = (a, d, c), (d, b, c)
        del beyond[b, a], beyond[a, b]
        beyond |= {side: m for m in (n, other) for side in _sides(out[m])}
        # a neighbour whose side could not be turned perhaps can be now
        near = [n, other, *(beyond[v, u] for m in (n, other) for u, v in _sides(out[m]) if (v, u) in beyond)]
        near = [m for m in dict.fromkeys(near) if m not in waiting or m in (n, other)]
        waiting = [m for m in waiting if m != other]
        left = bad(np.array([out[m] for m in near]))
        waiting += [m for m, still in zip(near, left, strict=True) if still]
    return np.array(out, dtype=np.int64).reshape(-1, 3)


def _sides(triangle: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(triangle[k], triangle[(k + 1) % 3]) for k in range(3)]


def _raised(triangles: Ints, points: Floats) -> Ints:
    """The triangles, those turned that lie flat on a border that is straight, or nearly."""

    def fair(a: int, b: int, c: int, d: int) -> bool:
        before, after = (_heights(points, np.array(t)).min() for t in (((a, b, c), (b, a, d)), ((a, d, c), (d, b, c))))
        return bool(after > before)

    return turned(triangles, points, lambda some: _heights(points, some) < LOW, fair, len(triangles))


def _shortened(triangles: Ints, points: Floats) -> Ints:
    """The triangles, long sides turned where that is shorter: between two straight borders they come as long fans."""

    def long(some: Ints) -> Cells:
        corners = points[some]
        found: Cells = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1) > LONG
        return found

    def fair(a: int, b: int, c: int, d: int) -> bool:
        shorter = np.linalg.norm(points[d] - points[c]) < np.linalg.norm(points[b] - points[a])
        return bool(shorter) and bool((_heights(points, np.array([(a, d, c), (d, b, c)])) > LOW).all())

    return turned(triangles, points, long, fair, len(triangles))


def _heights(points: Floats, triangles: Ints) -> Floats:
    """How high triangles are over their longest side."""
    corners = points[triangles]
    long = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    a, b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    found: Floats = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / np.where(long > 0, long, 1.0)
    return found


def _lines(border: Floats) -> Floats:
    """Where the grid's lines lie across one direction: as far from both ends, and no further apart than a step."""
    low, high = float(border.min()), float(border.max())
    left = high - low - 2 * WIDE
    parts = math.ceil(left)
    if left < LEAST:
        return np.array([(low + high) / 2])
    return np.linspace(low + WIDE, high - WIDE, parts + 1)


def _first_step(lines: Floats) -> float:
    return float(lines[1] - lines[0]) if len(lines) > 1 else 0.0


def _clear(borders: Sequence[Floats], across: Floats, along: Floats) -> Cells:
    """Which cells between the lines lie within the field, and no border within a margin of them."""
    shape = len(across) - 1, len(along) - 1
    clear = np.zeros(shape, dtype=np.bool_)
    if not clear.size:
        return clear
    followed = np.concatenate([_followed(b) for b in borders])
    near = np.zeros(shape, dtype=np.bool_)
    for sides in itertools.product((-MARGIN, 0.0, MARGIN), repeat=2):
        i, j = (np.searchsorted(line, p) - 1 for line, p in zip((across, along), (followed + sides).T, strict=True))
        there = (i >= 0) & (i < shape[0]) & (j >= 0) & (j < shape[1])
        near[i[there], j[there]] = True
    middles = np.stack(np.meshgrid(*((line[1:] + line[:-1]) / 2 for line in (across, along)), indexing="ij"), axis=-1)
    clear[~near] = _within(borders, middles[~near])
    return clear


def _followed(border: Floats) -> Floats:
    """Points along a closed border, near to one another."""
    to = np.roll(border, -1, axis=0)
    parts = max(1, math.ceil(float(np.abs(to - border).max()) / SAMPLED))
    shares = np.linspace(0.0, 1.0, parts, endpoint=False)[:, None, None]
    points: Floats = (border + shares * (to - border)).reshape(-1, 2)
    return points


def _within(borders: Sequence[Floats], points: Floats) -> Cells:
    """Which points (n, 2) lie within: a ray from each crosses the borders an odd number of times."""
    a = np.concatenate(borders)
    b = np.concatenate([np.roll(border, -1, axis=0) for border in borders])
    x, y = points[:, None, 0], points[:, None, 1]
    passes = (a[:, 1] > y) != (b[:, 1] > y)
    rise = np.where(a[:, 1] == b[:, 1], 1.0, b[:, 1] - a[:, 1])
    beyond = x < a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / rise
    odd: Cells = (np.count_nonzero(passes & beyond, axis=1) % 2).astype(np.bool_)
    return odd


def _numbered(cells: Cells, first: int) -> Ints:
    """A number for every corner of a cell, from `first` on; -1 where no cell has one."""
    corners = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1), dtype=np.bool_)
    for i, j in itertools.product((0, 1), repeat=2):
        corners[i : i + cells.shape[0], j : j + cells.shape[1]] |= cells
    numbers = np.full(corners.shape, -1, dtype=np.int64)
    numbers[corners] = first + np.arange(np.count_nonzero(corners))
    return numbers


def _halves(cells: Cells, nodes: Ints) -> Ints:
    """Two triangles for every cell."""
    i, j = np.nonzero(cells)
    a, b, c, d = nodes[i, j], nodes[i + 1, j], nodes[i + 1, j + 1], nodes[i, j + 1]
    return np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d])])


def _rings(cells: Cells) -> Iterator[list[tuple[int, int]]]:
    """The cells' borders, as corners, the cells on their right: holes of the strip round about them."""
    padded = np.pad(cells, 1)
    onward: dict[tuple[int, int], list[tuple[int, int]]] = {}
    # a side belongs to a border where one of the two cells along it is there and the other is not
    for i, j in np.argwhere(padded[1:-1, 1:-1]).tolist():
        for (di, dj), start, end in (
            ((0, -1), (i + 1, j), (i, j)),
            ((-1, 0), (i, j), (i, j + 1)),
            ((0, 1), (i, j + 1), (i + 1, j + 1)),
            ((1, 0), (i + 1, j + 1), (i + 1, j)),
        ):
            if not padded[i + 1 + di, j + 1 + dj]:
                onward.setdefault(start, []).append(end)
    while onward:
        start = next(iter(onward))
        ring, at = [start], _taken(onward, start, (0, 0))
        while at != start:
            before, here = ring[-1], at
            ring.append(here)
            at = _taken(onward, here, (here[0] - before[0], here[1] - before[1]))
        yield ring


def _taken(
    onward: dict[tuple[int, int], list[tuple[int, int]]], at: tuple[int, int], came: tuple[int, int]
) -> tuple[int, int]:
    """The next corner; where two cells touch by theirs, the one round the cell it came along: a turn to the right."""
    ways = onward[at]
    right = (at[0] + came[1], at[1] - came[0])
    way = ways.pop(ways.index(right) if right in ways else 0)
    if not ways:
        del onward[at]
    return way


def _turns_one_way(points: Floats, triangles: Ints, borders: Sequence[Floats]) -> bool:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    doubles = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    whole = sum(float(_cross(border).sum()) for border in borders)
    return bool(len(triangles)) and bool(doubles.min() > FLAT) and abs(doubles.sum() - whole) < 1e-9 * max(1.0, whole)


def _cross(border: Floats) -> Floats:
    to = np.roll(border, -1, axis=0)
    cross: Floats = border[:, 0] * to[:, 1] - border[:, 1] * to[:, 0]
    return cross
