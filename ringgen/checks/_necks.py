"""The lump that is thickest beside its neck: found on a grid, lump and neck measured on the triangles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringgen.checks._balls import Ball, across, largest
from ringgen.checks._lumps import CORE, Flood, Lump, Metal
from ringgen.checks._rays import Floats
from ringgen.checks._voxels import OFF
from ringgen.checks.meshfile import MeshFile

STANDS_OUT = 1.5
"""Steps by which a lump is deeper than its neck on the grid: one that is 2 mm and twice as thick is so on a ring's."""

MOST = 8
"""Lumps that are measured; those that may be worst come first."""

TOPS = 3
"""Points of a lump, the thickest on the grid, from which its largest ball is sought."""

SPOTS = 12
"""Places of a way at which its width is measured: those narrowest on the grid, evenly along it."""

ASIDE = 4
"""Points of a way, before and behind, by which its direction is told."""

SURE = 0.5
"""Of the depth that a point has on the grid at the least: a smaller ball has met a slit finer than the grid's step, or
the surface of a body inside another, and is no measure of metal."""

CLOSE = 0.002
"""mm by which a ball must be smaller than another for its place to be the narrower one."""

TIMES = 2
"""Ways out of one lump that are measured; of two that the grid cannot tell apart the wider counts."""


@dataclass(frozen=True, eq=False)
class Fed:
    """A lump, the neck through which it is fed, and the thickest beyond, as the largest balls; its volume, mm³.

    There is none beyond where that is the place of the sprue.
    """

    lump: Ball
    neck: Ball
    beyond: Ball | None
    volume: float

    @property
    def ratio(self) -> float:
        """How many times as thick as its neck the lump is."""
        return self.lump.radius / self.neck.radius


class Necks:
    """Those of one file's metal, fed from the place of its sprue, mm; where that is not known, where it is thickest."""

    def __init__(self, mesh: MeshFile, metal: Metal, sprue: Floats | None = None) -> None:
        self._mesh, self._metal = mesh, metal
        self._flood = Flood(metal, None if sprue is None else metal.nearest(sprue))

    def worst(self, heavy: float, wanted: float) -> Fed | None:
        """Of the lumps over `heavy` mm that with the largest ratio; None where by the grid none is over `wanted`."""
        depth, step = self._metal.depth, self._metal.grid.step
        lumps = [
            lump
            for lump in self._flood.lumps.values()
            if 2 * (depth[lump.top] + OFF) * step > heavy
            and depth[lump.top] - depth[lump.neck] > STANDS_OUT
            and self._may_be(lump) > wanted
        ]
        found: Fed | None = None
        for lump in sorted(lumps, key=self._may_be, reverse=True)[:MOST]:
            least = found.ratio if found else 1.0
            if self._may_be(lump) <= least:
                break
            ball = self._ball(lump.top, lump.turn)
            if not heavy < 2 * ball.radius < 2 * (depth[lump.top] + OFF) * step:  # what outgrows it has left it
                continue
            top, beyond = lump.top, self._beyond(lump)
            if beyond is not None and beyond.radius < ball.radius:  # the grid took the one for the other
                top, ball, beyond = lump.into, beyond, ball
            neck = self._neck(lump, ball.radius / least) if 2 * ball.radius > heavy else None
            if neck is not None:
                found = Fed(ball, neck, beyond, self._flood.volume(top, lump))
        return found

    def _may_be(self, lump: Lump) -> float:
        """The largest ratio that a lump may have by what the grid has of it."""
        depth = self._metal.depth
        return float((depth[lump.top] + OFF) / max(depth[lump.neck] - OFF, OFF / 2))

    def _beyond(self, lump: Lump) -> Ball | None:
        """The thickest of what a lump meets; None where the sprue is in it."""
        return None if lump.into == self._flood.source else self._ball(lump.into, lump.turn)

    def _ball(self, top: int, turn: int) -> Ball:
        """The largest ball in what a thickest point had flooded by one turn."""
        tops = np.array(self._flood.tops(top, turn))
        best: Ball | None = None
        starts, reach = self._metal.points(tops), (self._metal.depth[tops] + OFF) * self._metal.grid.step
        for _ in range(TOPS):
            if not len(starts) or (best is not None and reach[0] <= best.radius):
                break
            ball = largest(self._mesh, starts[0], float(reach[0]))
            best = ball if best is None or ball.radius > best.radius else best
            apart = np.minimum(*(np.linalg.norm(starts - spot, axis=1) for spot in (starts[0], ball.middle)))
            starts, reach = starts[apart > ball.radius / 2], reach[apart > ball.radius / 2]
        assert best is not None  # a flood has a thickest point
        return best

    def _neck(self, lump: Lump, enough: float) -> Ball | None:
        """The neck of a lump; None where one of its ways has a ball of that radius, mm, throughout."""
        best = self._narrowest(self._metal, self._flood, lump, enough)
        left, step = self._metal, self._metal.grid.step
        for _ in range(TIMES - 1):
            if best is None:
                break
            left = left.without(best.middle, best.radius + 2 * step)
            again = self._again(left, lump)
            if again is None:  # no other way
                break
            flood, other_way = again
            if (left.depth[other_way.neck] + OFF) * step <= best.radius:
                break
            other = self._narrowest(left, flood, other_way, enough)
            best = other if other is None or other.radius > best.radius else best
        return best

    def _again(self, left: Metal, lump: Lump) -> tuple[Flood, Lump] | None:
        """The flood of what is left of the metal, and what has become of a lump there; None where it meets nothing."""
        top, source = (_same(self._metal, which, left) for which in (lump.top, self._flood.source))
        flood = Flood(left, source)
        met = flood.lumps.get(top) if top is not None else None
        return (flood, met) if met is not None else None

    def _narrowest(self, metal: Metal, flood: Flood, lump: Lump, enough: float) -> Ball | None:
        """The smallest of the balls along a lump's way; None where all are of the radius that is enough.

        None as well where the way leads through what is not sure to be metal.
        """
        way, step = flood.way(lump), metal.grid.step
        depth = metal.depth[way]
        points = metal.points(np.array([lump.top, *way.tolist(), lump.into]))
        tight = np.flatnonzero(depth <= depth.min() + CORE)
        tight = tight[np.unique(np.linspace(0, len(tight) - 1, SPOTS).astype(np.int64))]
        best: Ball | None = None
        for k in tight[np.argsort(depth[tight], kind="stable")].tolist():
            at = k + 1  # among the points, which begin with the lump's thickest
            along = points[min(at + ASIDE, len(points) - 1)] - points[max(at - ASIDE, 0)]
            reach = float(depth[k] + OFF) * step
            ball = across(self._mesh, points[at], along, reach, CORE * step, enough - CLOSE / 2)
            if ball.radius < SURE * (depth[k] - OFF) * step:
                return None
            if ball.radius < enough - CLOSE / 2:
                best, enough = ball, ball.radius
        return best


def _same(metal: Metal, which: int | None, left: Metal) -> int | None:
    """The number of a point among those that are left of the metal; None where it is not one of them."""
    if which is None:
        return None
    at = int(np.searchsorted(left.at, metal.at[which]))
    return at if at < len(left.at) and left.at[at] == metal.at[which] else None
