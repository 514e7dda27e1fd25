"""Lumps of metal on a grid: where it is thicker than all round, and how thick it is on the way to thicker metal.

Metal is flooded from its thickest points downwards. Where two floods meet, that of the less thick is a lump, and where
they meet is its neck: on no way from it to anything thicker is metal thicker throughout than there. Where a sprue is
known, its place counts as thicker than all: molten metal comes from there for as long as any is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ringgen.checks._rays import Floats, Ints
from ringgen.checks._throats import shortest
from ringgen.checks._voxels import Bools, Grid, squares

REACH = 10
"""Steps to which all depths are worked out at once, in 8-bit squares; for deeper points it is doubled, and again."""

MOST = 600_000
"""Points in metal that are flooded, 2000 mm³ of a ring's grid; of a larger part every second one in each direction."""

CORE = 2.0
"""Steps by which depths along one and the same neck may differ, and more."""


@dataclass(frozen=True)
class Lump:
    """By their numbers among the points of metal: a lump's thickest, its neck, and the thickest of what it meets there.

    `turn` counts those that met before.
    """

    top: int
    neck: int
    into: int
    turn: int


@dataclass(frozen=True, eq=False)
class Metal:
    """The points of a grid that lie in metal, by their places in it as if it were one row, and their depth.

    The depth is squared and in steps, and that to the nearest point in air: by up to `OFF` steps too much.
    """

    grid: Grid
    at: Ints
    square: Ints

    @staticmethod
    def of(grid: Grid) -> Metal:
        """All metal of a grid with air all round; where that is too much, on a grid of twice its step, and so on."""
        while int(grid.metal.sum()) > MOST:
            metal = np.pad(grid.metal[::2, ::2, ::2], ((0, 1),) * 3)
            grid = Grid(grid.low, 2 * grid.step, grid.axes, metal, grid.closed)
        at = np.flatnonzero(grid.metal)
        return Metal(grid, at, depths(grid.metal).ravel()[at])

    def without(self, point: Floats, radius: float) -> Metal:
        """The same but for all points within `radius` mm of a place; the depths of the others stay as they are."""
        kept = np.linalg.norm(self.points(np.arange(len(self.at))) - point, axis=1) > radius
        return Metal(self.grid, self.at[kept], self.square[kept])

    def nearest(self, point: Floats) -> int:
        """The number of the one nearest to a place in ring coordinates."""
        return int(np.linalg.norm(self.points(np.arange(len(self.at))) - point, axis=1).argmin())

    def points(self, which: Ints) -> Floats:
        """The places of some of them (n, 3), in ring coordinates, mm."""
        return self.grid.points(np.stack(np.unravel_index(self.at[which], self.grid.metal.shape), axis=1))

    @cached_property
    def depth(self) -> Floats:
        """How deep they lie, steps."""
        found: Floats = np.sqrt(self.square)
        return found

    @cached_property
    def beside(self) -> tuple[tuple[Ints, Ints], ...]:
        """Along every axis: the numbers of those that have a neighbour there, and of their neighbours."""
        shape = self.grid.metal.shape
        number = np.full(self.grid.metal.size, -1, np.int64)
        number[self.at] = np.arange(len(self.at))
        found = []
        for stride in (shape[1] * shape[2], shape[2], 1):
            other = number[self.at + stride]
            here = np.flatnonzero(other >= 0)
            found.append((here, other[here]))
        return tuple(found)

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """All neighbours, each pair once."""
        return np.concatenate([one for one, _ in self.beside]), np.concatenate([two for _, two in self.beside])


def depths(metal: Bools) -> Ints:
    """Of every point the squared distance, in steps, to the nearest in air; there is air all round."""
    reach = REACH
    found = squares(~metal, reach).astype(np.int64)
    while True:
        deep = np.argwhere(found == (reach + 1) ** 2)
        if not len(deep):
            return found
        reach *= 2
        low, high = np.maximum(deep.min(axis=0) - reach - 1, 0), deep.max(axis=0) + reach + 2
        box = tuple(slice(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True))
        found[tuple(deep.T)] = squares(~metal[box], reach)[tuple((deep - low).T)]


class Flood:
    """The lumps of metal, by the numbers of their thickest points; `source` is that of the point that feeds all."""

    def __init__(self, metal: Metal, source: int | None = None) -> None:
        self._metal, self.source = metal, source
        # of two points as deep one counts as the deeper, so that no ground is level
        self._rank = metal.square * len(metal.at) + np.arange(len(metal.at))
        if source is not None:
            self._rank[source] += int(metal.square.max()) * len(metal.at)
        self._up = self._uphill()
        self.lumps = {lump.top: lump for lump in self._met()}
        self._met_by: dict[int, list[Lump]] = {}
        for lump in self.lumps.values():
            self._met_by.setdefault(lump.into, []).append(lump)

    def _uphill(self) -> Ints:
        """Of every point that to which one comes by always going to the deepest neighbour."""
        best = self._rank.copy()
        for one, two in self._metal.beside:
            best[one] = np.maximum(best[one], self._rank[two])
            best[two] = np.maximum(best[two], self._rank[one])
        up = best % max(len(best), 1)
        while True:
            further = up[up]
            if (further == up).all():
                return up
            up = further

    def _borders(self, tops: Ints) -> tuple[Ints, Ints, Ints]:
        """Of every two floods that touch their numbers, and the rank of the deepest place where they do; that first."""
        number = np.zeros(len(self._up), np.int64)
        number[tops] = np.arange(len(tops))
        one, two = self._metal.pairs
        a, b = number[self._up[one]], number[self._up[two]]
        border = np.flatnonzero(a != b)
        level = np.minimum(self._rank[one[border]], self._rank[two[border]])
        pair = np.minimum(a, b)[border] * len(tops) + np.maximum(a, b)[border]
        order = np.argsort(pair)
        pair, level = pair[order], level[order]
        first = np.flatnonzero(np.diff(pair, prepend=-1))
        level = np.maximum.reduceat(level, first) if len(first) else level
        order = np.argsort(-level)
        pair = pair[first][order]
        return pair // max(len(tops), 1), pair % max(len(tops), 1), level[order]

    def _met(self) -> list[Lump]:
        """The lumps in the order in which they meet something thicker, the thickest neck first."""
        tops = np.flatnonzero(self._up == np.arange(len(self._up)))
        height = self._rank[tops].tolist()
        owner = list(range(len(tops)))
        found: list[Lump] = []
        for a, b, level in zip(*(some.tolist() for some in self._borders(tops)), strict=True):
            low, high = sorted((_owner(owner, a), _owner(owner, b)), key=lambda n: height[n])
            if low != high:
                owner[low] = high
                found.append(Lump(int(tops[low]), level % len(self._up), int(tops[high]), len(found)))
        return found

    def tops(self, top: int, turn: int) -> list[int]:
        """The thickest point of a flood and of all that it had met by one turn, the thickest first."""
        found, asked = [], [top]
        while asked:
            found.append(asked.pop())
            asked += [lump.top for lump in self._met_by.get(found[-1], ()) if lump.turn < turn]
        return sorted(found, key=lambda one: -int(self._rank[one]))

    def _within(self, top: int, turn: int) -> Bools:
        """Which points belonged to it then."""
        mine = np.zeros(len(self._up), bool)
        mine[self.tops(top, turn)] = True
        found: Bools = mine[self._up]
        return found

    def way(self, lump: Lump) -> Ints:
        """The numbers of the points from what is thick of a lump to what is thick of that which it meets, in turn."""
        metal, one, two = self._metal, *self._metal.pairs
        depth = metal.depth
        free = depth >= depth[lump.neck]
        thick = depth >= min(depth[lump.neck] + CORE, depth[lump.top])
        if self.source is not None:
            thick[self.source] = True
        here, there = (self._within(top, lump.turn) & thick for top in (lump.top, lump.into))
        kept = free[one] & free[two]
        way = shortest(one[kept], two[kept], here, there)
        return way if len(way) else np.array([lump.neck])

    def volume(self, top: int, lump: Lump) -> float:
        """What there is of a lump on the one side of its neck, or on the other, mm³.

        That is what a ball halfway between neck and lump in thickness can sweep there: long necks are no part of it.
        """
        metal = self._metal
        shape, least = metal.grid.metal.shape, (metal.depth[lump.neck] + metal.depth[top]) / 2
        core = self._within(top, lump.turn) & (metal.depth >= least)
        at = np.stack(np.unravel_index(metal.at[core], shape), axis=1)
        reach = int(np.ceil(least))
        low, high = np.maximum(at.min(axis=0) - reach, 0), np.minimum(at.max(axis=0) + reach + 1, shape)
        marked = np.zeros(high - low, bool)
        marked[tuple((at - low).T)] = True
        inside = metal.grid.metal[tuple(slice(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True))]
        return float((inside & (squares(marked, reach) <= least**2)).sum()) * metal.grid.step**3


def _owner(owner: list[int], one: int) -> int:
    while owner[one] != one:
        owner[one] = owner[owner[one]]
        one = owner[one]
    return one
