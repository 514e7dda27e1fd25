"""Whether a setter's tool reaches the prongs of two heads that stand side by side."""

from __future__ import annotations

import math

import numpy as np

from ringgen.bodies import Frame
from ringgen.design.apart import Floats, axes, pieces, placed
from ringgen.design.placing import Placement

SLANTS = (45.0, 60.0, 75.0)  # degrees over the girdle at which a setter holds a pusher among neighbours
BEFORE = 0.3  # mm before the tool's face: what it is laid on
SPARE = 0.15  # mm of the tool's width: cast metal, and points on it, are not exactly where they are drawn


class ToolWay:
    """Two heads: whether a tool `wide` mm across has a free way to each one's prongs beside the other."""

    def __init__(self, inner: Placement, outer: Placement, wide: float) -> None:
        self.half = (wide + SPARE) / 2 if wide > 0 else 0.0
        self.here = inner.frame
        self.tips, self.other_tips = _tips(inner), _tips(outer)
        self.points, self.other_points = _points(inner), _points(outer)

    def free(self, frame: Frame) -> bool:
        """Whether it has with the second head's stone there."""
        one, two = placed(self.points, self.here), placed(self.other_points, frame)
        return self._reached(self.tips, self.here, two) and self._reached(self.other_tips, frame, one)

    def _reached(self, tips: list[Floats], frame: Frame, others: Floats) -> bool:
        turn, start = axes(frame), np.array(frame.origin)
        return all(any(self._way(start + t[0] @ turn, w @ turn, others) for w in t[1:]) for t in tips)

    def _way(self, at: Floats, way: Floats, others: Floats) -> bool:
        """Whether nothing stands within the tool's width of a line."""
        apart = others - at
        along = apart @ way
        aside = (apart**2).sum(axis=1) - along**2
        return not bool(((along > BEFORE) & (aside < self.half**2)).any())


def _tips(p: Placement) -> list[Floats]:
    """For every prong, in the stone's frame: where the tool is laid, and its ways there."""
    found = []
    for prong in p.arrangement.witness.prongs:
        x, y, _ = prong.axis[-1]
        size = math.hypot(x, y)
        out = np.array([x / size, y / size, 0.0])
        up = np.array([0.0, 0.0, 1.0])
        at = np.array([x, y, p.stone.girdle + prong.tip - prong.diameter / 4]) + out * prong.diameter / 2
        ways = [math.cos(math.radians(s)) * out + math.sin(math.radians(s)) * up for s in SLANTS]
        found.append(np.array([at, *ways]))
    return found


def _points(p: Placement) -> Floats:
    """Points all over a head and its stone, in the stone's frame."""
    metal = [piece.points for piece in pieces(p.arrangement.parts.metal)]
    found: Floats = np.vstack([*metal, np.array(p.solid.vertices)])
    return found
