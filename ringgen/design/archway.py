"""How far along an arch a row of stones has room: clear of the band it leaves and of the head it rises to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ringgen.design.apart import placed
from ringgen.design.arch import EDGE, Arch
from ringgen.design.arches import ArchPath
from ringgen.design.laid import Laid
from ringgen.design.placing import Placement
from ringgen.design.shank import Shank
from ringgen.design.skins import skin
from ringgen.design.surface import Surface

Floats = NDArray[np.float64]
STEPS = 200  # along an arch: each is a twentieth of a millimetre, about
OUT = 0.02  # mm a top lies over the band's outside where a row may begin
OVER, TIMES = 0.5, 0.6  # mm, and of a stone's width: how high over an arch stones and beads reach, at the most
CLEAR = 0.1  # mm from there to the head, whose skin is known at points 0.2 mm apart; a row's own distance comes besides
LEAST = 0.8  # mm: the smallest stones a row is of, about
ACROSS, UP = 7, 5  # spots across an arch and over it that are looked at


def ways_on(
    arches: Sequence[Arch], band: Shank, heads: Sequence[Placement | Laid], stone: float, aside: float
) -> list[ArchPath]:
    """The line of every arch for stones of that width, `aside` mm from its middle: all of one length."""
    whole, spots = [ArchPath(band, arch, aside=aside) for arch in arches], _skin(heads)
    found = [between(path, spots, stone) for path in whole]
    low, high = max(a for a, _ in found), min(b for _, b in found)
    return [replace(path, low=low, high=max(low, high)) for path in whole]


def rise(arches: Sequence[Arch], band: Shank, heads: Sequence[Placement | Laid]) -> bool:
    """Whether there is room on the arches for a stone of any size: not where a head is carried low, as for a halo."""
    return all(p.high > p.low and _length(p) >= LEAST for p in ways_on(arches, band, heads, LEAST, 0.0))


def _length(path: ArchPath) -> float:
    """How long the part of an arch is on which a row may lie, mm."""
    (part,) = path.free((0.0, 0.0), ())
    return part.high - part.low


def between(path: ArchPath, spots: Floats, stone: float) -> tuple[float, float]:
    """How far along an arch a row of stones of that width, mm, may begin and end, by spots of the head; (0 to 1).

    It begins where all of the arch's top is over the band, and ends before the head, where the arch is still as wide
    and high as the stones need.
    """
    low = next((k for k in range(STEPS) if _over(path, k / STEPS)), STEPS)
    high = int(path.arch.held * STEPS)
    while high > low and _near(path, high / STEPS, OVER + TIMES * stone, spots) < CLEAR:
        high -= 1
    return low / STEPS, high / STEPS


def _over(path: ArchPath, s: float) -> bool:
    """Whether the whole top is over the band's outside there."""
    (frame,), surface = path.at([s]), Surface(path.band)
    half = path.arch.size(s)[0] - EDGE
    spots = [frame.point((0.0, half * k, 0.0)) for k in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    return all(np.hypot(x, z) > surface.radius(float(np.degrees(np.arctan2(x, z))), y) + OUT for x, y, z in spots)


def _near(path: ArchPath, s: float, high: float, spots: Floats) -> float:
    """How near the head comes to what may stand over the arch there, mm."""
    (frame,), half = path.at([s]), path.arch.size(s)[0]
    there = [frame.point((0.0, y, z)) for y in np.linspace(-half, half, ACROSS) for z in np.linspace(0.0, high, UP)]
    return float(np.linalg.norm(np.array(there)[:, None] - spots[None], axis=2).min())


def _skin(heads: Sequence[Placement | Laid]) -> Floats:
    """Points all over the metal and the stones of heads and what goes round them (n, 3)."""
    bodies = [p for parts in (head.parts(1) for head in heads) for p in (*parts.metal, *parts.stones)]
    return np.vstack([placed(skin(p.body)[0], f) for p in bodies for f in p.places])
