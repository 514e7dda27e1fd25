"""How far a stone stays from the finger: the lowest spot of its solid to the bore as measured on the file.

The finger goes on before and behind the band, so a stone that overhangs the band is held to it there as well.
"""

from __future__ import annotations

import numpy as np

from ringgen.bodies import Vec
from ringgen.checks._settings import by_setting, raised
from ringgen.checks._solids import body
from ringgen.checks._stones import in_ring, lifted
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest
from ringgen.findings import Finding
from ringgen.witness import Stone

NAME = "culet"

Lowest = tuple[float, Vec, Stone]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: its deepest stone."""
    if subject.design is None or not subject.design.witness.stones:
        return []
    bore = _bore_radius(mesh)
    groups = by_setting((stone.setting, nearest(stone)) for stone in subject.design.witness.stones)
    return [_deepest(stones, bore, subject) for stones in groups.values()]


def _bore_radius(mesh: MeshFile) -> float:
    """The finger's radius: the metal nearest to the finger axis."""
    return float(np.hypot(mesh.vertices[:, 0], mesh.vertices[:, 2]).min())


def nearest(stone: Stone) -> Lowest:
    """How near a stone comes to the finger's axis, mm, and where: anywhere on its facets' edges.

    Seen along the finger the stone's outline is made of edges, so no facet comes nearer; 0 if the axis runs through it.
    """
    solid = body(stone)
    if solid is None:
        point = stone.frame.point((*stone.culet, -stone.pavilion))
        return float(np.hypot(point[0], point[2])), point, stone
    corners = in_ring(stone, solid.triangles)
    a, b = corners.reshape(-1, 3), corners[:, (1, 2, 0)].reshape(-1, 3)
    along, start = (b - a)[:, (0, 2)], a[:, (0, 2)]
    square = np.maximum((along * along).sum(axis=1), 1e-18)
    share = np.clip(-(start * along).sum(axis=1) / square, 0.0, 1.0)
    spot = a + share[:, None] * (b - a)
    away = np.hypot(spot[:, 0], spot[:, 2])
    k = int(away.argmin())
    x, y, z = (float(c) for c in spot[k])
    turn = start[:, 0] * (start + along)[:, 1] - start[:, 1] * (start + along)[:, 0]
    sides = turn.reshape(-1, 3)
    covered = bool(((sides > 0).all(axis=1) | (sides < 0).all(axis=1)).any())
    return (0.0 if covered else float(away[k])), (x, y, z), stone


def _deepest(stones: list[Lowest], bore: float, subject: Subject) -> Finding:
    radius, spot, stone = min(stones, key=lambda one: one[0])
    left = radius - bore - subject.stock.bore
    limits = subject.limits(NAME)
    missing = max(largest(limits, 0.0) - left, 0.0)
    field = f"settings.{stone.setting}.lift"
    place = Place.at(stone.id, spot, field if stone.lift is not None else None)
    lift = lifted(stone, missing, spot)
    fix = raised(field, lift) if lift is not None else None
    said = "the stone stands in the finger" if left < 0 else ""
    return judge(NAME, round(left, 4), limits, place, fix, said)
