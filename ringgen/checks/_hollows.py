"""Hollows with narrow ways out: found on a grid over the whole file, measured on a finer one and on the triangles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ringgen.checks import cavity
from ringgen.checks._rays import Floats
from ringgen.checks._solids import winding
from ringgen.checks._throats import Labels, Way, labelled, narrowest, part, widest
from ringgen.checks._voxels import OFF, Bools, Grid, Squares, over, squares
from ringgen.checks.meshfile import MeshFile

FINE = 0.05
"""mm between the points of the grid over a hollow and its surroundings."""

FINEST = 3_000_000
"""Points of that grid; about a large hollow they are further apart."""

ROUND_IT = (3.0, 9.0)
"""mm round a hollow in which its way out is sought, first and where there is none: walls are thinner than the first."""

MOST = 12
"""Hollows with narrow ways out after which no more are looked for; the largest come first."""

TIMES = 4
"""Ways out of one hollow that are measured; of two that the grid cannot tell apart the wider counts."""


@dataclass(frozen=True, eq=False)
class Hollow:
    """What cannot empty: the width of its widest way out, mm, where that is narrowest, and what it holds, mm³.

    `under`: its way out is narrower than `width`, and no more is known.
    """

    width: float
    place: Floats
    volume: float
    under: bool = False


class Hollows:
    """Those of a file whose widest way out may be narrower than `wanted`, mm."""

    def __init__(self, mesh: MeshFile, air: Grid, wanted: float) -> None:
        self._mesh, self._air, self._wanted = mesh, air, wanted
        self._box = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
        enough = _enough(wanted, air.step)
        self._label: Labels = labelled(_clear(air, air.beyond(*self._box), enough) >= enough)
        self._outside = int(self._label[0, 0, 0])
        self._places = self._parts()
        self._corners = np.array([(place.min(axis=0), place.max(axis=0)) for place in self._places])

    def found(self) -> list[Hollow]:
        """They, the largest first."""
        found: list[Hollow] = []
        seen: list[tuple[Grid, Bools]] = []
        for k, place in enumerate(self._places):
            start = place[int(np.linalg.norm(place - place.mean(axis=0), axis=1).argmin())]
            if any(grid.marked(held, start) for grid, held in seen) or self._wide(k, start) or self._closed(start):
                continue
            hollow = self._measured(k, start)
            if hollow is not None:
                found.append(hollow[0])
                seen.append(hollow[1])
            if len(found) == MOST:
                break
        return found

    def _parts(self) -> list[Floats]:
        """The points of all air in which the ball has room, part by part, but for the outside."""
        from scipy import ndimage

        found = []
        for k, where in enumerate(ndimage.find_objects(self._label), 1):
            if k != self._outside:
                at = np.argwhere(self._label[where] == k) + [stretch.start for stretch in where]
                found.append(self._air.points(at))
        return sorted(found, key=len, reverse=True)

    def _wide(self, k: int, start: Floats) -> bool:
        """Whether a way out on the coarse grid is wide enough where it is measured: those of most rings' are."""
        low, high = self._corners[k]
        spare = self._wanted + 3 * self._air.step
        about, which = self._air.window(low - spare, high + spare)
        ways = _ways(self._mesh, about, self._label[which] == self._outside, start, self._wanted)
        return any(2 * width >= self._wanted for _, width, _ in ways)

    @cached_property
    def _voids(self) -> list[Floats]:
        return [shell.triangles for shell in cavity.voids(cavity.closed_shells(self._mesh))]

    def _closed(self, point: Floats) -> bool:
        return any(abs(float(winding(point[None], void)[0])) > 0.5 for void in self._voids)

    def _measured(self, k: int, start: Floats) -> tuple[Hollow, tuple[Grid, Bools]] | None:
        """A hollow's widest way out, and the fine grid about it with all that is within; None where it is wide."""
        outside = self._label == self._outside
        for spare in ROUND_IT:
            about = over(self._mesh.triangles, *self._about(k, spare), FINE, FINEST)
            out = _carried(self._air, outside, about) | about.beyond(*self._box)
            ways = [*_ways(self._mesh, about, out, start, self._wanted)]
            first = ways[0][0]
            if first is None or len(first.path):
                break
        if first is not None and self._wider(outside, start, max(width for _, width, _ in ways)):
            ways += _ways(self._mesh, self._air, outside, start, self._wanted)
        _, width, place = max(ways, key=lambda one: one[1])
        if first is None or 2 * width >= self._wanted:
            return None
        inner = part(_clear(about, out, _enough(self._wanted, about.step)) > first.square, about.at(start))
        others = _carried(self._air, self._label > 0, about) & ~inner
        volume = float(_filled(about, inner, out | others).sum()) * about.step**3
        under = width == 0.0
        return Hollow(2 * OFF * about.step if under else 2 * width, place, volume, under), (about, inner)

    def _about(self, k: int, spare: float) -> tuple[Floats, Floats]:
        """The corners of a box about a hollow, what is round it and the hollows there; no larger than the file's."""
        low, high = self._corners[k]
        while True:
            near = (self._corners[:, 0] < high + spare) & (self._corners[:, 1] > low - spare)
            beside = self._corners[near.all(axis=1)]
            lower, higher = beside[:, 0].min(axis=0), beside[:, 1].max(axis=0)
            if (lower == low).all() and (higher == high).all():
                break
            low, high = lower, higher
        spare += self._wanted
        return np.maximum(low - spare, self._box[0]), np.minimum(high + spare, self._box[1])

    def _wider(self, outside: Bools, start: Floats, width: float) -> bool:
        """Whether the whole file's grid has a way out that is sure to be wider than one measured."""
        if 2 * width >= self._wanted:
            return False
        clear = _clear(self._air, outside, _enough(self._wanted, self._air.step))
        label = labelled(clear >= _enough(2 * width + FINE, self._air.step))
        return bool(label[self._air.at(start)] == label[0, 0, 0])


def _enough(wanted: float, step: float) -> int:
    """The squared clearance on a grid, in steps, of which a way is sure to be `wanted` wide."""
    return int(np.ceil((wanted / 2 / step + OFF) ** 2))


def _clear(air: Grid, out: Bools, enough: int) -> Squares:
    """The squared clearance of every point, in steps, as far as it matters; outside there is room."""
    clear = squares(air.metal, int(np.ceil(enough**0.5)))
    clear[out] = enough
    return clear


def _carried(air: Grid, marks: Bools, fine: Grid) -> Bools:
    """Which points of a finer grid lie in air that is marked on another."""
    index = []
    for axis, count in zip(air.axes, marks.shape, strict=True):
        k = fine.axes.index(axis)
        place = fine.low[axis] + np.arange(fine.metal.shape[k]) * fine.step
        index.append(np.clip(np.rint((place - air.low[axis]) / air.step), 0, count - 1).astype(np.int64))
    order = [air.axes.index(axis) for axis in fine.axes]
    found: Bools = marks[np.ix_(*index)].transpose(order) & ~fine.metal
    return found


def _ways(
    mesh: MeshFile, air: Grid, out: Bools, start: Floats, wanted: float
) -> Iterator[tuple[Way | None, float, Floats]]:
    """The widest ways out on one grid, each with half its width, mm, and where that is: the widest comes first.

    Further ones are sought while they might be wider than what was measured. No way at all where one is sure to be as
    wide as `wanted`; a way of no width where there is none.
    """
    enough = _enough(wanted, air.step)
    clear = _clear(air, out, enough)
    at = air.at(start)
    best = 0.0
    for _ in range(TIMES):
        way = widest(clear, at, out, enough)
        if way is None or not len(way.path):
            if way is None or not best:
                yield way, 0.0 if way else wanted / 2, start
            return
        if (way.square**0.5 + OFF) * air.step <= best:
            return
        room = np.sqrt(clear[tuple(way.path.T)].astype(float)) * air.step
        width, place = narrowest(mesh, air.points(way.path), room, air.step, wanted / 2)
        yield way, width, place
        if width >= wanted / 2:
            return
        best = max(best, width)
        _stop(clear, air, place, width)


def _stop(clear: Squares, air: Grid, place: Floats, width: float) -> None:
    """Close a way with a plug."""
    middle = (place[list(air.axes)] - air.low[list(air.axes)]) / air.step
    x, y, z = np.ogrid[tuple(slice(n) for n in air.metal.shape)]
    apart = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 + (z - middle[2]) ** 2
    clear[apart <= (width / air.step + 2) ** 2] = 0


def _filled(air: Grid, within: Bools, out: Bools) -> Bools:
    """All air nearer to what is within than to what is outside, going round corners."""
    free = ~air.metal
    here, there = within.copy(), out.copy()
    while True:
        more = _grown(here) & free & ~there
        there = _grown(there) & free & ~more
        if (more == here).all():
            return here
        here = more


def _grown(marked: Bools) -> Bools:
    found = marked.copy()
    for axis in range(3):
        line, more = marked.swapaxes(0, axis), found.swapaxes(0, axis)
        more[1:] |= line[:-1]
        more[:-1] |= line[1:]
    return found
