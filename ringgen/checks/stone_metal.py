"""How metal and stone lie to each other: a stone neither sinks into metal beyond its seat nor floats off it.

Both ways round: points of the written mesh against the stone's facets, and points of the stone against the mesh, so
that a stone without a seat is found in solid metal too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._samples import spots
from ringgen.checks._settings import by_setting
from ringgen.checks._slices import local
from ringgen.checks._solids import Body, body
from ringgen.checks._stones import domed, from_all_sides, in_ring
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.witness import Stone

NAME = "stone-metal"

REACH = 0.5
"""Metal further than this from a stone, mm, is no business of its."""

STEP = 0.12
"""Points on larger faces of the mesh are this far apart, mm."""

BELOW, ABOVE = 0.6, 0.6
"""Of the pavilion's and the crown's height: metal that holds a stone does so no further from the girdle."""

SKIN = 1e-3
"""Points on the stone are taken this far inside it, mm: a facet that touches its seat lies in no metal."""


@dataclass(frozen=True)
class Fit:
    """One stone in its metal: how far it sinks in (negative: clear by as much), where, and how near metal holds it."""

    stone: Stone
    clear: float
    deepest: tuple[float, float, float]
    held: float


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: the stone that sinks in deepest, else the one that is held least closely."""
    if subject.design is None:
        return []
    fits = []
    for stone in subject.design.witness.stones:
        solid = body(stone)
        if solid is not None:
            fits.append((stone.setting, measure(mesh, stone, solid)))
    return [_worst(group, subject) for group in by_setting(fits).values()]


def measure(mesh: MeshFile, stone: Stone, solid: Body) -> Fit:
    """How one stone lies in the metal."""
    ring = in_ring(stone, solid.corners)
    near = mesh.near.which(ring, REACH)
    points = local(spots(mesh, near, STEP), stone.frame)
    low, high = solid.corners.min(axis=0) - REACH, solid.corners.max(axis=0) + REACH
    points = points[((points > low) & (points < high)).all(axis=1)]
    off = solid.off(points, REACH)
    clear, deepest = np.inf, np.array([0.0, 0.0, -stone.pavilion])
    if len(off):
        k = int(off.argmin())
        clear, deepest = float(off[k]), points[k]
    sunk, spot = _buried(mesh, stone, solid)
    if -sunk < clear:
        clear, deepest = -sunk, spot
    inmost = stone.frame.point((float(deepest[0]), float(deepest[1]), float(deepest[2])))
    return Fit(stone, clear, inmost, _held(stone, points, off))


def _buried(mesh: MeshFile, stone: Stone, solid: Body) -> tuple[float, Floats]:
    """How deep the stone's own facets lie in metal, mm: from the middle of a facet in it to the metal's surface inside.

    A facet lies in metal where both ways along its normal the first surface met is left, not entered.
    """
    a, b, c = (solid.triangles[:, k] for k in range(3))
    normal = np.cross(b - a, c - a)
    size = np.linalg.norm(normal, axis=1)
    keep = size > 1e-6
    normal = normal[keep] / size[keep][:, None]
    spot = (a + b + c)[keep] / 3 - SKIN * normal
    axes = np.array([stone.frame.x, stone.frame.y, stone.frame.z])
    origins, out = in_ring(stone, spot), normal @ axes
    depth = np.full(len(spot), np.inf)
    for way in (out, -out):
        reach, face = mesh.rays.first(origins, way)
        leaves = (face >= 0) & (np.einsum("ij,ij->i", mesh.outward[face], way) > 0)
        depth = np.where(leaves, np.minimum(depth, reach), 0.0)
    if not len(depth):
        return 0.0, np.zeros(3)
    k = int(depth.argmax())
    return float(depth[k]), spot[k]


def _held(stone: Stone, points: Floats, off: Floats) -> float:
    """How near metal comes from all sides, mm: within it, no half of the stone's girdle is without metal; inf for none.

    A pearl or a drop on a peg is held along its axis: all of it counts there, not only what is near the girdle.
    """
    low, high = -BELOW * stone.pavilion, stone.girdle + ABOVE * stone.crown
    if domed(stone) and stone.pavilion > 0:
        low = -stone.pavilion
    mine = (points[:, 2] >= low) & (points[:, 2] <= high)
    spots, apart = points[mine, :2] - np.array(stone.culet), np.maximum(off[mine], 0.0)
    return from_all_sides(spots, apart)


def _worst(fits: list[Fit], subject: Subject) -> Finding:
    """The finding on the stone that sinks in, else on the one that floats."""
    limits = subject.limits(NAME)
    sinks = tuple(limit for limit in limits if limit.direction == "min")
    deepest = min(fits, key=lambda fit: fit.clear)
    place = Place.at(deepest.stone.id, deepest.deepest)
    sunk = judge(
        NAME,
        round(deepest.clear + subject.stock.seats, 4),
        sinks,
        place,
        None,
        f"metal stands {-deepest.clear:.2f} mm in the stone",
    )
    if sunk.status != "pass":
        return sunk
    loosest = max(fits, key=lambda fit: fit.held)
    place = Place.at(loosest.stone.id, loosest.stone.frame.origin)
    floats = tuple(limit for limit in limits if limit.direction == "max")
    if np.isfinite(loosest.held):
        said = f"metal comes within {loosest.held:.2f} mm of the stone from all sides"
    else:
        said = f"no metal within {REACH:g} mm of the girdle over half of it or more: nothing holds the stone there"
    return judge(NAME, round(loosest.held, 4), floats, place, None, said)
