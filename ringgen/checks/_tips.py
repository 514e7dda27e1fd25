"""The metal of each prong's upper end, as it stands over its stone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ringgen.checks._girdle import girdle, inside
from ringgen.checks._rays import Floats
from ringgen.checks._samples import spots
from ringgen.checks._settings import stone_of
from ringgen.checks._slices import local
from ringgen.checks.meshfile import MeshFile
from ringgen.witness import Prong, Stone, Witness

ASIDE = 0.65
"""Metal within this many diameters of a prong's axis, seen from above, is that prong's."""

STEP = 0.1
"""Points on a tip's larger faces are this far apart, mm."""

UPPER = 0.3
"""Of a prong's axis, what lies further than this many diameters under the girdle is no part of its tip."""


@dataclass(frozen=True, eq=False)
class Tip:
    """A prong's metal over the girdle of its stone, in the stone's frame: points (n, 3), and where the axis ends."""

    prong: Prong
    stone: Stone
    points: Floats
    end: Floats

    @property
    def height(self) -> float:
        """How high it stands over the girdle's upper edge, mm; 0 where none does."""
        return float(self.points[:, 2].max(initial=self.stone.girdle)) - self.stone.girdle

    def reach(self) -> float:
        """How far it reaches in over the girdle, seen from above, mm; -inf where no metal stands over the girdle."""
        return float(inside(girdle(self.stone), self.points[:, :2]).max(initial=-np.inf))


@lru_cache(maxsize=1)
def every_tip(mesh: MeshFile, witness: Witness) -> tuple[Tip, ...]:
    """The tip of every prong whose stone is known. Kept for the checks that follow on the same file."""
    pairs = ((prong, stone_of(witness, prong.setting, prong.stone)) for prong in witness.prongs)
    return tuple(_tip(mesh, prong, stone) for prong, stone in pairs if stone is not None)


def _tip(mesh: MeshFile, prong: Prong, stone: Stone) -> Tip:
    ring = np.array(prong.axis)
    axis = _upper(local(ring, stone.frame), -UPPER * prong.diameter)
    near = mesh.near.which(ring[-len(axis) :], ASIDE * prong.diameter)
    corners = local(mesh.triangles.take(near, axis=0), stone.frame)
    over = np.flatnonzero((corners[:, :, 2] > stone.girdle).any(axis=1))
    points = local(spots(mesh, near[over], STEP), stone.frame)
    points = np.concatenate([points[points[:, 2] > stone.girdle], _through(corners[over], stone)])
    aside = np.min([_aside(points[:, :2], a[:2], b[:2]) for a, b in pairwise(axis)], axis=0)
    return Tip(prong, stone, points[aside < ASIDE * prong.diameter], axis[-1])


def _upper(axis: Floats, level: float) -> Floats:
    """The end of a polyline that lies over a height, and the corner before it."""
    under = np.flatnonzero(axis[:, 2] < level)
    first = int(under[-1]) if len(under) else 0
    return axis[min(first, len(axis) - 2) :]


def _through(corners: Floats, stone: Stone) -> Floats:
    """Where triangles' sides pass through the girdle's upper edge."""
    a, b = corners.reshape(-1, 3), corners[:, (1, 2, 0)].reshape(-1, 3)
    rises = (a[:, 2] <= stone.girdle) & (b[:, 2] > stone.girdle)
    p, q = a[rises], b[rises]
    share = ((stone.girdle - p[:, 2]) / (q[:, 2] - p[:, 2]))[:, None]
    found: Floats = p + share * (q - p)
    return found


def _aside(points: Floats, a: Floats, b: Floats) -> Floats:
    """Distance of points of the plane from a piece of a line."""
    along = b - a
    square = max(float(along @ along), 1e-18)
    share = np.clip((points - a) @ along / square, 0.0, 1.0)
    apart = points - a - share[:, None] * along
    found: Floats = np.hypot(apart[:, 0], apart[:, 1])
    return found
