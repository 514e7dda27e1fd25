"""Smooth stones as rings of small flat faces: the outline, larger or smaller at every height."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ringgen.bodies import Faceted, Vec
from ringgen.cuts._rim import Rim
from ringgen.plane import Point
from ringgen.stones import Measures

COARSE = 0.0015  # of the width: how far a smooth stone's sides lie inside its outline; it has many, and is only shown
Level = tuple[float, float, Point]  # height, share of the outline, and the point it shrinks to


def ringed(m: Measures, levels: Sequence[Level]) -> Faceted:
    """The outline's polygon at each level, from the lowest up, flat at both ends. Every face between two is flat."""
    polygon = Rim(m.outline).polygon((), m.width, COARSE)
    n = len(polygon)
    vertices: list[Vec] = []
    for z, share, (cx, cy) in levels:
        vertices += [(cx + share * (x - cx), cy + share * (y - cy), z) for x, y in polygon]
    faces = [tuple(reversed(range(n))), tuple(range(len(vertices) - n, len(vertices)))]
    for k in range(len(levels) - 1):
        low, high = k * n, (k + 1) * n
        faces += [(low + i, low + (i + 1) % n, high + (i + 1) % n, high + i) for i in range(n)]
    return Faceted(tuple(vertices), tuple(faces))


def dome(height: float, top: float, rings: int, fullness: float = 2.0) -> list[tuple[float, float]]:
    """(height, share) from the foot of a dome, left out, to its flat top of that share.

    At `fullness` 2 a part of an ellipsoid; less is more of a cone.
    """
    last = math.acos(top)
    turns = [last * k / rings for k in range(1, rings + 1)]
    rise = [math.sin(t) ** (2 / fullness) for t in turns]
    return [(height * u / rise[-1], math.cos(t)) for u, t in zip(rise, turns, strict=True)]
