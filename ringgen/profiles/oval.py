"""Oval wire: rounded all round, inside too."""

from __future__ import annotations

import math

from ringgen.plane import Arc, Curve
from ringgen.spec.fields import ProfileParams

END_SHARE = 0.6  # end radius over half the thickness at least: a narrower end feels like an edge on the finger


class Params(ProfileParams):
    """Nothing but its width and thickness."""


def whole(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """The draughtsman's oval: four arcs that meet smoothly, on the axes of the ellipse of that width and thickness."""
    if abs(width - thickness) < 1e-6:
        width = thickness + 1e-6
    a, b = max(width, thickness) / 2, min(width, thickness) / 2
    # end arcs of radius r (the ellipse's own, or rounder), side arcs of radius s, tangent on the line of their centres
    r = max(b * b / a, END_SHARE * b)
    s = (a * a + b * b - 2 * a * r) / (2 * (b - r))
    turn = math.atan2(s - b, a - r)  # angle at which end arc and side arc meet, from the long axis
    ends = [((a - r, 0.0), r, -turn, turn), ((r - a, 0.0), r, math.pi - turn, math.pi + turn)]
    sides = [((0.0, b - s), s, turn, math.pi - turn), ((0.0, s - b), s, math.pi + turn, math.tau - turn)]
    chain = [ends[0], sides[0], ends[1], sides[1]]
    quarter = 0.0 if width >= thickness else math.pi / 2
    return tuple(_turned(c, quarter, thickness / 2) for c in chain)


def _turned(arc: tuple[tuple[float, float], float, float, float], by: float, up: float) -> Arc:
    (x, y), radius, a0, a1 = arc
    cos, sin = math.cos(by), math.sin(by)
    return Arc((x * cos - y * sin, x * sin + y * cos + up), radius, a0 + by, a1 + by)
