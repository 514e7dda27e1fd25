"""What kind of stone a check looks at, and where it lies in the ring."""

from __future__ import annotations

import math

import numpy as np

from ringgen.bodies import Vec
from ringgen.checks._rays import Floats
from ringgen.witness import Stone

TABLE = 0.3
"""A table narrower than this share of the width is the crest of a dome: such a stone is held lower down."""

SECTORS = 72
"""Directions round a stone that are told apart: 5 degrees each."""

HALF = SECTORS // 2
"""Held nowhere over more than half a turn, a stone can slip out sideways."""

LEAST_RATE = 0.3
"""A stone that leans further than this cosine from upright is not freed from the finger by lifting it."""


def domed(stone: Stone) -> bool:
    """Whether a stone has no table: a cabochon, a rose cut, a pearl."""
    return stone.table < TABLE * stone.width


def lifted(stone: Stone, by: float, spot: Vec) -> float | None:
    """The lift that moves a spot of a stone `by` mm away from the finger's axis (negative: towards it)."""
    away = math.hypot(spot[0], spot[2])
    if stone.lift is None or away == 0.0:
        return None
    rate = (stone.frame.z[0] * spot[0] + stone.frame.z[2] * spot[2]) / away  # a tilted stone rises aslant
    return stone.lift + by / rate if rate > LEAST_RATE else None


def in_ring(stone: Stone, points: Floats) -> Floats:
    """Points (n, 3) of a stone's frame in ring coordinates."""
    axes = np.array([stone.frame.x, stone.frame.y, stone.frame.z])
    found: Floats = np.array(stone.frame.origin) + points @ axes
    return found


def from_all_sides(spots: Floats, values: Floats) -> float:
    """The least limit that values (n) at spots (n, 2) round the origin keep on all sides; inf where they cannot.

    On all sides: of the spots that keep it, no two neighbours are more than half a turn apart.
    """
    turn = np.arctan2(spots[:, 1], spots[:, 0])
    sector = np.floor(turn / (2 * np.pi) * SECTORS).astype(np.int64) % SECTORS
    least = np.full(SECTORS, np.inf)
    np.minimum.at(least, sector, values)
    order = np.argsort(least)
    for n in range(2, SECTORS + 1):
        within = np.sort(order[:n])
        gaps = np.diff(np.append(within, within[0] + SECTORS))
        if gaps.max() <= HALF + 1:  # narrow prongs right opposite each other may be a sector off half a turn
            return float(least[order[n - 1]])
    return float("inf")
