"""What the feet of a prong head stand on: how high, how far in under the stone, and the rail round them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ringgen.settings._arrangement import Ground, round_outline
from ringgen.settings._standing import Standing
from ringgen.stones import Measures

SEAT_CLEARANCE = 0.05  # mm between stone and seat; seats are drawn 0.03 to 0.05 over the stone in trade CAD
FLOOR = 0.1  # mm the base's floor stands over the band: closed, so that no crevice is left to fill with investment
BASE_DEPTH = (
    0.72  # mm the base reaches into the band at least: with its floor, 0.82 mm of metal where it stands over the edge
)
BASE_RAIL = 1.06  # the base rail over the prong's own thickness, so that each foot ends inside it
FLOOR_UP = 0.66  # of the base rail's half thickness: how far up it a floor may lie
FOOT = 0.5  # of the stone's half width: where the feet stand, counted in from the girdle
UNASKED_POCKET = 0.83  # mm: the same where no height is asked for by number; the wall rule warns under 0.8


@dataclass(frozen=True)
class Footing:
    """Where the feet stand: height, half thickness of the rail round them, how far in from the girdle at most; mm."""

    z: float
    half: float
    inwards: float
    least: float = 0.0
    """How far in from the girdle they stand at least."""


def half_width(stone: Measures) -> float:
    """Half the stone's shorter side, mm."""
    return min(stone.width, stone.length) / 2


def basket_footing(p: Standing, stone: Measures, ground: Ground, thick: float) -> Footing:
    """Feet in the base rail on the band, half way in under the stone; in a sunk stone's, beside its pavilion."""
    half = BASE_RAIL * thick / 2
    z = ground.top - max(0.0, BASE_DEPTH - half)
    if not round_outline(stone):
        z = ground.top + FLOOR - FLOOR_UP * half
    z = min(z, _beside_pocket(stone, ground) + half)
    share = max(0.0, 1.0 + ground.top / stone.pavilion)  # the stone's size where it dives into the band
    room = (1.0 - share) * half_width(stone) - 0.2 * thick if share > 0.0 else math.inf
    return Footing(z, half, max(0.0, min((1 - FOOT) * half_width(stone), room)))


def _beside_pocket(stone: Measures, ground: Ground) -> float:
    """The height a base's underside lies at, at most: where it overhangs the band's side, a sunk stone's pavilion dives
    towards it. Infinite for a stone that stands on the band."""
    deep, half = ground.top + stone.pavilion, half_width(stone)
    if deep <= 0.0 or ground.half_width >= half:
        return math.inf
    pavilion = stone.pavilion * (ground.half_width / half - 1.0)  # its height over the band's side
    return pavilion - (UNASKED_POCKET + SEAT_CLEARANCE) * math.hypot(1.0, stone.pavilion / half)
