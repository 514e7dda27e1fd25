"""The largest circle in the metal of a section."""

from __future__ import annotations

import math

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._slices import Slice

GOOD_ENOUGH = 4e-4
"""mm: a circle's middle is looked for no closer."""


class Walls:
    """A section's segments, ready to be asked for one spot after another."""

    def __init__(self, cut: Slice) -> None:
        self._px, self._py = np.ascontiguousarray(cut.start.T)
        self._dx, self._dy = np.ascontiguousarray((cut.end - cut.start).T)
        self._square = self._dx * self._dx + self._dy * self._dy

    def seen(self, x: float, y: float) -> Seen:
        """What lies around a spot."""
        tx, ty = x - self._px, y - self._py
        share = np.minimum(np.maximum((tx * self._dx + ty * self._dy) / self._square, 0.0), 1.0)
        away_x, away_y = tx - share * self._dx, ty - share * self._dy
        square = away_x * away_x + away_y * away_y
        nearest = float(square.min())
        tied = (square <= nearest + 1e-12 + 1e-7 * nearest).nonzero()[0]  # as `clearance` tells the side
        off = (self._dx[tied] * ty[tied] - self._dy[tied] * tx[tied]) / np.sqrt(self._square[tied])
        inside = off[np.abs(off).argmax()] >= 0
        return Seen(x, y, math.sqrt(nearest) if inside else -math.sqrt(nearest), away_x, away_y, np.sqrt(square))


class Seen:
    """A spot of a section: how deep in the metal it lies, and the ways from the nearest spot of every segment to it."""

    def __init__(self, x: float, y: float, depth: float, away_x: Floats, away_y: Floats, distance: Floats) -> None:
        self.x, self.y, self.depth = x, y, depth
        self._away_x, self._away_y, self._distance = away_x, away_y, distance

    def way(self, slack: float) -> tuple[float, float] | None:
        """The direction deeper into metal, off every surface hardly further than the nearest; None where none is."""
        near = (self._distance <= abs(self.depth) + slack).nonzero()[0]
        sign = 1.0 if self.depth > 0 else -1.0  # a spot outside the metal is to get in
        turn = np.arctan2(sign * self._away_y[near], sign * self._away_x[near])
        turn.sort()
        gap = np.empty_like(turn)
        np.subtract(turn[1:], turn[:-1], out=gap[:-1])
        gap[-1] = turn[0] + math.tau - turn[-1]
        widest = int(gap.argmax())
        if gap[widest] <= math.pi:
            return None
        middle = float(turn[widest] + gap[widest] / 2) + math.pi
        return math.cos(middle), math.sin(middle)


def deepest(walls: Walls, spot: Floats, step: float, reach: float, enough: float) -> tuple[Floats, float]:
    """Middle and radius of the largest circle, climbing from the best spot so far: off all that is nearest at once.

    The climb ends early at `enough`: how much more there is does not matter then.
    """
    here = walls.seen(float(spot[0]), float(spot[1]))
    while step > GOOD_ENOUGH and here.depth < enough:
        way = here.way(step)
        if way is not None:
            there = walls.seen(here.x + step * way[0], here.y + step * way[1])
            if there.depth > here.depth + 0.002 * step and math.hypot(there.x, there.y) <= reach:
                here = there
                continue
        step /= 2
    return np.array([here.x, here.y]), here.depth
