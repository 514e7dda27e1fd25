"""Hollows that are open, but through so little that resin, wax or investment stays in them.

A hollow is air in which a ball as wide as the rules ask of a way out would find room and no way out. Its widest way
out is measured, where that is narrowest: the largest ball that would pass. Hollows that are closed are `cavity`'s.

A grid finds them. A ball half a millimetre wider than the way asked for, and more where the file is large, finds room
in the smallest hollow that is sure to be seen; what comes out is measured on the triangles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ringgen.checks import cavity
from ringgen.checks._rays import Floats
from ringgen.checks._solids import winding
from ringgen.checks._throats import Labels, Three, Way, labelled, narrowest, widest
from ringgen.checks._voxels import OFF, STEP, Bools, Grid, Squares, grid, over, squares
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, largest, locate
from ringgen.errors import BuildError
from ringgen.findings import Finding

NAME = "escape"

FINE = 0.05
"""mm between the points of the grid over a hollow and its surroundings."""

ROUND_IT = 2.0
"""mm round a hollow in which its way out is sought first: more than its walls are thick."""

DEEP = 20
"""Steps: no hollow's middle is looked for further from its walls."""

MOST = 20
"""Hollows measured in one file, the largest first."""

TIMES = 4
"""Ways out of one hollow that are measured; of two that the grid cannot tell apart the wider counts."""


@dataclass(frozen=True, eq=False)
class Hollow:
    """What cannot empty: the width of its widest way out and its volume (mm, mm³), and where that way is narrowest.

    `under`: nothing so wide as `width` comes out, and no more is known.
    """

    width: float
    place: Floats
    volume: float
    under: bool = False


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The narrowest of all hollows' ways out."""
    limits = subject.limits(NAME)
    if not limits:
        return []
    air = grid(mesh)
    if not air.closed:
        raise BuildError("the file has holes, and where it is open a hollow cannot be told from the outside")
    found = sorted(hollows(mesh, air, largest(limits, 0.0)), key=lambda hollow: hollow.width)
    coarse = f"; the file is large: hollows under {_smallest(air, limits[0].value):.1f} mm are not seen"
    note = coarse if air.step > STEP else ""
    if not found:
        return [judge(NAME, float("inf"), limits, message=f"no hollow has a narrow way out{note}")]
    worst = found[0]
    x, y, z = (round(float(c), 4) for c in worst.place)
    many = f"{len(found)} hollows have narrow ways out, this one" if len(found) > 1 else "a hollow"
    said = f"{many} of {worst.volume:.1f} mm³, its widest way out "
    said += "narrower than this" if worst.under else "this wide"
    said += f": resin, wax and investment stay in what they cannot leave{note}"
    return [judge(NAME, round(worst.width, 3), limits, locate((x, y, z), subject), message=said)]


def _smallest(air: Grid, wanted: float) -> float:
    return wanted + 4 * OFF * air.step


def hollows(mesh: MeshFile, air: Grid, wanted: float) -> list[Hollow]:
    """Those whose widest way out may be narrower than `wanted`, mm."""
    box = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    enough = _enough(wanted, air.step)
    label = labelled(_clear(air, air.beyond(*box), enough) >= enough)
    size = np.bincount(label.ravel())
    size[[0, label[0, 0, 0]]] = 0  # metal and what is narrow; the outside
    if not size.any():
        return []
    parts = [np.argwhere(label == part) for part in np.argsort(-size, kind="stable")[:MOST] if size[part]]
    places = [air.points(part) for part in parts]
    depth = squares(air.metal, DEEP)
    found: list[Hollow] = []
    seen: list[tuple[Grid, Bools]] = []
    closed = _Closed(mesh)
    for part, place in zip(parts, places, strict=True):
        start = place[int(depth[tuple(part.T)].argmax())]
        if any(about.marked(held, start) for about, held in seen) or closed.holds(start):
            continue
        about = over(mesh.triangles, *_round(place, places, wanted, box), FINE)
        hollow = _measured(mesh, (air, about), label, start, wanted)
        if hollow is not None:
            found.append(hollow[0])
            seen.append((about, hollow[1]))
    return found


def _round(place: Floats, places: list[Floats], wanted: float, box: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The corners of a box about a hollow, its walls and all hollows beside it; no larger than the file's own."""
    low, high = place.min(axis=0), place.max(axis=0)
    for _ in places:
        for other in places:
            if (other.min(axis=0) < high + ROUND_IT).all() and (other.max(axis=0) > low - ROUND_IT).all():
                low, high = np.minimum(low, other.min(axis=0)), np.maximum(high, other.max(axis=0))
    spare = ROUND_IT + wanted
    return np.maximum(low - spare, box[0]), np.minimum(high + spare, box[1])


def _clear(air: Grid, out: Bools, enough: int) -> Squares:
    """The squared clearance of every point, in steps, as far as it matters; outside there is room."""
    clear = squares(air.metal, int(np.ceil(enough**0.5)))
    clear[out] = enough
    return clear


def _enough(wanted: float, step: float) -> int:
    """The squared clearance on a grid, in steps, of which a way is sure to be `wanted` wide."""
    return int(np.ceil((wanted / 2 / step + OFF) ** 2))


class _Closed:
    """The file's closed hollows, asked for only where something was found."""

    def __init__(self, mesh: MeshFile) -> None:
        self._mesh = mesh
        self._voids: list[Floats] | None = None

    def holds(self, point: Floats) -> bool:
        if self._voids is None:
            self._voids = [shell.triangles for shell in cavity.voids(cavity.closed_shells(self._mesh))]
        return any(abs(float(winding(point[None], void)[0])) > 0.5 for void in self._voids)


def _measured(
    mesh: MeshFile, grids: tuple[Grid, Grid], label: Labels, start: Floats, wanted: float
) -> tuple[Hollow, Bools] | None:
    """A hollow's widest way out, sought on a fine grid about it and on the whole file's; and all it holds, finely."""
    air, about = grids
    outside = label == label[0, 0, 0]
    box = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    out = _carried(air, outside, about) | about.beyond(*box)
    ways = [*_ways(mesh, about, out, start, wanted)]
    if ways[0][0] is not None:
        ways += _ways(mesh, air, outside, start, wanted)
    first = ways[0][0]
    if first is None or any(way is None for way, _, _ in ways):
        return None
    _, width, place = max(ways, key=lambda one: one[1])
    under = width == 0.0
    others = _carried(air, label > 0, about) & ~first.within
    volume = float(_filled(about, first.within, out | others).sum()) * about.step**3
    return Hollow(2 * OFF * about.step if under else 2 * width, place, volume, under), first.within


def _carried(air: Grid, out: Bools, fine: Grid) -> Bools:
    """Which points of a finer grid lie in what is marked on another."""
    at = [
        np.clip(np.rint((fine.low[a] + np.arange(n) * fine.step - air.low[a]) / air.step), 0, None).astype(np.int64)
        for a, n in zip(fine.axes, fine.metal.shape, strict=True)
    ]
    order = [fine.axes.index(a) for a in air.axes]
    index = np.ix_(*(np.minimum(at[k], out.shape[n] - 1) for n, k in enumerate(order)))
    found: Bools = out[index].transpose(np.argsort(order)) & ~fine.metal
    return found


def _ways(
    mesh: MeshFile, air: Grid, out: Bools, start: Floats, wanted: float
) -> Iterator[tuple[Way | None, float, Floats]]:
    """The widest ways out on one grid, each with half its width, mm, and where that is: the widest comes first.

    Further ones are sought while they might be wider than what was measured.
    """
    enough = _enough(wanted, air.step)
    clear = _clear(air, out, enough)
    i, j, k = (int(c) for c in air.nearest(start[None])[0])
    at: Three = (i, j, k)
    best = 0.0
    for _ in range(TIMES):
        way = widest(clear, at, out, enough)
        if way is None:
            yield None, wanted, start
            return
        if not len(way.path):
            if not best:
                yield way, 0.0, start
            return
        if (way.square**0.5 + OFF) * air.step <= best:
            return
        path = air.points(way.path)
        room = np.sqrt(clear[tuple(way.path.T)].astype(float)) * air.step
        width, place = narrowest(mesh, path, room, air.step)
        yield way, width, place
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
        less = _grown(there) & free & ~more
        if (more == here).all():
            return here
        here, there = more, less


def _grown(marked: Bools) -> Bools:
    found = marked.copy()
    for axis in range(3):
        line, more = marked.swapaxes(0, axis), found.swapaxes(0, axis)
        more[1:] |= line[:-1]
        more[:-1] |= line[1:]
    return found
