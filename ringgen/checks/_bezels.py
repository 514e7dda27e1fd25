"""A bezel's wall and lip, read at stations all round the stone it holds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ringgen.checks._girdle import Stations, stations
from ringgen.checks._rays import Floats
from ringgen.checks._slices import Slicer, crossings, local
from ringgen.checks.meshfile import MeshFile
from ringgen.witness import Bezel, Stone

AROUND = 120
"""Stations round the stone: one every 3 degrees of a round one. Corners have their own besides."""

FIRST = 0.7
"""Degrees: off the axes, where a mesh has its seams."""

SLACK = 0.6
"""Metal up to this many walls beyond the designed bezel is still looked at."""

TIP = 3.0
"""Of a wall: how far its outside lies from its inside at the sharpest of corners, a kite's."""

WITHIN = 0.25
"""And up to this many within it: a lip may lean in over the stone."""

BACK = 0.3
"""Of the stone's lesser width: how far in from the wall's inside each reading begins."""

ASIDE = 0.0013
"""Rays pass this far beside their stations, mm: never right through a corner of the mesh, which two sides share."""

ENDS = 1.0
"""Of a wall that does not go all the way round, its rounded ends are left out: this many walls at either end."""

ACROSS = 16
"""Rays across the wall from above, at every station."""

CLEAR = 1.0
"""Rays start this far over the designed lip, mm: under whatever else of the ring stands higher."""


def round_the(bezel: Bezel) -> Stations:
    """Where a bezel is read."""
    return stations(_inner(bezel), AROUND, bezel.covers, ENDS * bezel.wall)


def _inner(bezel: Bezel) -> Floats:
    """The inside of the wall, as a polygon."""
    if bezel.inner:
        given: Floats = np.array(bezel.inner)
        return given
    turn = np.radians(FIRST + (np.arange(AROUND) - 0.5) * 360.0 / AROUND)
    reach = bezel.inner_radius / np.cos(np.pi / AROUND)
    circle: Floats = reach * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return circle


def level(mesh: MeshFile, bezel: Bezel, stone: Stone) -> Slicer:
    """The metal about a bezel, ready to be cut level with the girdle, in the stone's frame."""
    inner = _inner(bezel)
    reach = TIP * bezel.wall
    low, high = inner.min(axis=0) - reach, inner.max(axis=0) + reach
    spots = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (-1.0, bezel.lip + 1.0)])
    ring = np.array([stone.frame.point((float(x), float(y), float(z))) for x, y, z in spots])
    triangles = local(mesh.near.line(ring, 0.0), stone.frame)
    return Slicer(triangles, np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]))


def walls(metal: Slicer, bezel: Bezel, places: Stations, height: float) -> Floats:
    """The thickness of the metal outside the stone at a height, mm, at every station; 0 where there is none."""
    cut = metal.at(np.array([0.0, 0.0, height]))
    back = BACK * float(np.ptp(_inner(bezel), axis=0).min())
    found = np.zeros(len(places.spots))
    for n, (spot, out) in enumerate(zip(places.spots, places.out, strict=True)):
        distance, enters = crossings(cut, spot - back * out + ASIDE * np.array([-out[1], out[0]]), out)
        if len(enters) and not enters[0]:  # it began in metal
            distance, enters = np.append(0.0, distance), np.append(True, enters)
        found[n] = _first_wall(distance - back, enters, bezel.wall)
    return found


def _first_wall(distance: Floats, enters: npt.NDArray[np.bool_], wall: float) -> float:
    """The first stretch of metal that begins about where the stone ends."""
    for begin, end, into in zip(distance[:-1], distance[1:], enters[:-1], strict=True):
        if into and end > 0 and begin < (1 + SLACK) * wall:
            return float(end - begin)
    return 0.0


def tops(mesh: MeshFile, bezel: Bezel, stone: Stone, places: Stations) -> Floats:
    """How high metal stands over the girdle plane beside the stone, mm, at every station; -inf where none does.

    Seen from above, by rays down the stone's axis.
    """
    across = np.linspace(-WITHIN * bezel.wall, 0.9 * bezel.wall, ACROSS)
    start = stone.girdle + bezel.lip + CLEAR
    flat = places.spots[:, None] + across[:, None] * places.out[:, None]
    axes = np.array([stone.frame.x, stone.frame.y, stone.frame.z])
    above = np.column_stack([flat.reshape(-1, 2), np.full(flat[..., 0].size, start)])
    origins = np.array(stone.frame.origin) + above @ axes
    down = np.broadcast_to(-axes[2], origins.shape)
    reach, face = mesh.rays.first(origins, down)
    buried = (face >= 0) & (mesh.outward[face] @ -axes[2] > 0)  # it leaves metal there: it began inside
    height = np.where(face < 0, -np.inf, start - np.where(buried, 0.0, reach))
    found: Floats = height.reshape(-1, ACROSS).max(axis=1)
    return found
