"""How far from the top a head's metal reaches close over the band, between the strands that carry it."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ringgen.bodies import Placed
from ringgen.design.apart import Floats, pieces
from ringgen.design.shank import Shank

OVER = 0.35  # mm over the band: what stands higher leaves an opening under it that can be polished
METAL = 0.2  # mm of band left round a foot: no edge of an opening grazes it, and its skin is known to half as much
WALL = 0.75  # mm of band left round what is cut out of it: casters ask 0.6 mm of a wall
STEPS = 8  # looked at across the opening
SIDES = 80.0  # degrees from the top: further round it is not the head's foot


def footing(band: Shank, metal: Iterable[Placed], cutters: Iterable[Placed]) -> float:
    """mm along the band's outside, from the top to the end of the metal that is needed there; 0 for none."""
    over = _Over(band)
    return max(over.reach(metal, METAL), over.reach(cutters, WALL))


class _Over:
    """Whether points lie between the strands and close over the band, or in it."""

    def __init__(self, band: Shank) -> None:
        self.band = band
        self.known: dict[int, tuple[float, float]] = {}

    def reach(self, bodies: Iterable[Placed], margin: float) -> float:
        """How far the bodies reach there, and `margin` mm more; mm along the outside, 0 where they do not."""
        points = [p.points for p in pieces(bodies)]
        far = max((self._far(p) for p in points), default=0.0)
        return far + margin if far > 0 else 0.0

    def _far(self, points: Floats) -> float:
        away = np.abs(np.degrees(np.arctan2(points[:, 0], points[:, 2])))
        points, away = points[away < SIDES], away[away < SIDES]
        out = np.hypot(points[:, 0], points[:, 2])
        limits = np.array([self._at(round(a)) for a in away]).reshape(-1, 2)
        near = (np.abs(points[:, 1]) <= limits[:, 0]) & (out <= limits[:, 1])
        outer = self.band.bore_radius + self.band.top_thickness
        return math.radians(float(away[near].max(initial=0.0))) * outer

    def _at(self, degrees: int) -> tuple[float, float]:
        """Half the opening between the strands, and how far from the finger's axis what matters reaches."""
        if degrees not in self.known:
            rails = self.band.rails_at(degrees)
            half = min(abs(y) - half for y, half in rails) if len(rails) > 1 else 0.0
            drawn = self.band.section_at(degrees)
            high = max(drawn.height_at(half * k / STEPS) for k in range(STEPS + 1))
            self.known[degrees] = (half, self.band.bore_radius + high + OVER)
        return self.known[degrees]
