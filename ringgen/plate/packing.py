"""Where each thing goes on the plate: as near to the front left corner as its outline seen from above allows.

Outlines are drawn on a grid of small cells, those of things that are laid already widened by the spacing, and an
outline goes where no cell of it is taken. What rounding to cells takes is added to the spacing, so that no two things
are ever nearer than asked. The same things come to the same places, whatever the machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ringgen.plate.stance import Floats, Ints

CELL = 0.1  # mm: a tenth of the usual spacing
MOST_CELLS = 1_000_000  # of one plate; a larger bed has larger cells
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Outline:
    """A thing seen from above: closed polygons in mm, its least x and y at nought, and its size over all three."""

    polygons: tuple[Floats, ...]
    size: tuple[float, float, float]

    @property
    def area(self) -> float:
        """What it covers, mm²: holes are taken off, since they are wound the other way."""
        return sum(_area(p) for p in self.polygons)


@dataclass(frozen=True)
class Spot:
    """Where one of the things went: which plate (from 0), which of its turns, its least corner in mm."""

    plate: int
    turn: int
    x: float
    y: float


def outline(vertices: Floats, faces: Ints) -> Outline:
    """The outline of a closed body; of one that does not close, the hull of its corners."""
    from manifold3d import CrossSection

    from ringgen.plate.sprue import solid

    body = solid(vertices, faces)
    seen: Any = body.project() if body is not None else CrossSection.hull_points(vertices[:, :2])
    size = vertices.max(axis=0) - vertices.min(axis=0)
    polygons = tuple(np.asarray(p, np.float64) for p in seen.to_polygons())
    return Outline(polygons, (float(size[0]), float(size[1]), float(size[2])))


def pack(
    things: Sequence[tuple[Outline, ...]], width: float, depth: float, spacing: float, plates: int
) -> list[Spot | None]:
    """A spot for each of the things, each given in the turns it may be laid in; None for one no plate has room for.

    The largest go first, those of one size in their order. A plate is begun when those before it have no room.
    """
    cell = max(CELL, math.sqrt(width * depth / MOST_CELLS))
    order = sorted(range(len(things)), key=lambda k: -round(things[k][0].area, 3))
    made = [_Plate(width, depth, spacing, cell) for _ in range(min(plates, len(things)))]
    spots: list[Spot | None] = [None] * len(things)
    full: set[tuple[int, tuple[int, ...]]] = set()
    for k in order:
        kind = tuple(id(o) for o in things[k])
        for number, plate in enumerate(made):
            if (number, kind) in full:
                continue
            found = plate.lay(things[k])
            if found is not None:
                spots[k] = Spot(number, *found)
                break
            full.add((number, kind))
    return spots


class _Plate:
    """One plate as it fills."""

    def __init__(self, width: float, depth: float, spacing: float, cell: float) -> None:
        self._size, self._cell = (width, depth), cell
        self._apart = spacing + 2 * cell * (math.sqrt(0.5) + 1 / SIDE)
        self._masks: dict[int, tuple[Outline, Mask, Mask]] = {}  # with the outline, so that its id stays its own
        self._taken: dict[int, Mask] = {}
        self._clashes: dict[tuple[int, int], tuple[Mask, tuple[int, int]]] = {}
        self._laid: list[tuple[int, int, int]] = []

    def lay(self, turns: Sequence[Outline]) -> tuple[int, float, float] | None:
        """The turn that ends lowest, then furthest left, and where; None where there is no room."""
        best: tuple[float, float, int, int, int] | None = None
        for n, thing in enumerate(turns):
            taken = self._open(thing)
            free = np.argwhere(~taken.T)  # by y, then by x
            if len(free):
                y, x = (int(v) for v in free[0])
                key = (y * self._cell + thing.size[1], x * self._cell + thing.size[0], n, x, y)
                best = key if best is None or key[:3] < best[:3] else best
        if best is None:
            return None
        _, _, n, x, y = best
        self._laid.append((id(turns[n]), x, y))
        for known in self._taken:
            self._take(known, *self._laid[-1])
        return n, x * self._cell, y * self._cell

    def _open(self, thing: Outline) -> Mask:
        """Where this outline may not go: a cell for every place of its least corner that is on the plate."""
        key = id(thing)
        if key not in self._taken:
            mask, wide = drawn(thing, self._cell, self._apart)
            self._masks[key] = (thing, mask, wide)
            room = [
                math.floor((s - t) / self._cell + 1e-9) + 1 for s, t in zip(self._size, thing.size[:2], strict=True)
            ]
            self._taken[key] = np.zeros((max(room[0], 0), max(room[1], 0)), bool)
            for laid in self._laid:
                self._take(key, *laid)
        return self._taken[key]

    def _take(self, key: int, laid: int, x: int, y: int) -> None:
        """Close to an outline all places too near to one that is laid now."""
        clash, (dx, dy) = self._clash(laid, key)
        taken = self._taken[key]
        x, y = x - dx, y - dy
        at = tuple(slice(max(p, 0), max(p + n, 0)) for p, n in zip((x, y), clash.shape, strict=True))
        part = taken[at]
        part |= clash[max(-x, 0) :, max(-y, 0) :][: part.shape[0], : part.shape[1]]

    def _clash(self, laid: int, key: int) -> tuple[Mask, tuple[int, int]]:
        """The places, beside a laid outline, where another would be too near; and where the first of them lies."""
        if (laid, key) not in self._clashes:
            from scipy.signal import fftconvolve

            wide, mask = self._masks[laid][2], self._masks[key][1]
            margin = (self._masks[laid][2].shape[0] - self._masks[laid][1].shape[0]) // 2
            hits = fftconvolve(wide.astype(float), mask[::-1, ::-1].astype(float)) > 0.5
            self._clashes[laid, key] = (hits, (mask.shape[0] - 1 + margin, mask.shape[1] - 1 + margin))
        return self._clashes[laid, key]


SIDE = 8  # steps along an outline's side to each cell


def drawn(thing: Outline, cell: float, apart: float) -> tuple[Mask, Mask]:
    """The cells an outline touches, and those within a distance of it, as a larger grid round the first."""
    from scipy.ndimage import distance_transform_edt

    shape = tuple(math.floor(s / cell + 1e-9) + 1 for s in thing.size[:2])
    mask = _inside(thing.polygons, shape, cell)
    for polygon in thing.polygons:
        following = np.roll(polygon, -1, axis=0)
        for a, b in zip(polygon, following, strict=True):
            steps = max(1, math.ceil(SIDE * float(np.abs(b - a).max()) / cell))
            points = a + (b - a) * np.linspace(0.0, 1.0, steps + 1)[:, None]
            x, y = np.clip(np.floor(points / cell).astype(int), 0, np.array(shape) - 1).T
            mask[x, y] = True
    margin = math.ceil(apart / cell) + 1
    room = np.pad(mask, margin)
    wide: Mask = distance_transform_edt(~room) * cell < apart
    return mask, wide


def _inside(polygons: Sequence[Floats], shape: tuple[int, ...], cell: float) -> Mask:
    """The cells whose middle lies within, row by row: as many sides to its left as to be inside."""
    crossed = np.zeros((shape[0] + 1, shape[1]), np.int64)
    middles = (np.arange(shape[1]) + 0.5) * cell
    for polygon in polygons:
        for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            rows = np.flatnonzero((middles >= min(y0, y1)) & (middles < max(y0, y1)))
            if len(rows):
                x = x0 + (middles[rows] - y0) * (x1 - x0) / (y1 - y0)
                first = np.clip(np.ceil(x / cell - 0.5).astype(int), 0, shape[0])
                np.add.at(crossed, (first, rows), 1 if y1 > y0 else -1)
    inside: Mask = np.cumsum(crossed, axis=0)[:-1] != 0
    return inside


def clearance(one: Sequence[Floats], two: Sequence[Floats]) -> float:
    """How far apart two outlines are, mm: corners of each to the sides of the other. Nought where they cross."""
    from manifold3d import CrossSection, FillRule

    crossing = CrossSection(list(one), FillRule.Positive) ^ CrossSection(list(two), FillRule.Positive)
    if crossing.area() > 1e-9:
        return 0.0
    return min(_from_sides(np.concatenate(list(a)), b) for a, b in ((one, two), (two, one)))


def _from_sides(points: Floats, polygons: Sequence[Floats]) -> float:
    least = math.inf
    for polygon in polygons:
        start, along = polygon, np.roll(polygon, -1, axis=0) - polygon
        square = np.maximum(np.einsum("ij,ij->i", along, along), 1e-18)
        for some in np.array_split(points, max(1, len(points) * len(polygon) // 500_000)):
            out = some[:, None] - start
            share = np.clip(np.einsum("nij,ij->ni", out, along) / square, 0.0, 1.0)
            apart = out - along * share[..., None]
            least = min(least, float(np.sqrt(np.einsum("nij,nij->ni", apart, apart).min())))
    return least


def _area(polygon: Floats) -> float:
    x, y = polygon.T
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))
