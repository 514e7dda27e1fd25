"""The metal of a channel, or of bars, that reaches over stones: where it lies, how far and how thick it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.checks._rays import Floats
from ringgen.checks._slices import local
from ringgen.checks._stones import in_ring
from ringgen.checks.meshfile import MeshFile
from ringgen.witness import Stone

HELD = "channel"

BARS = "bars"
"""A channel's walls stand across the row from its stones, bars before and behind them."""

ROOT = 0.1
"""mm beyond the girdle where a lip has become the wall it stands on: seats are cut 0.03 to 0.05 wider than a stone."""

ALONG = 0.5
"""mm beside a stone, along what holds it, where the lip over it is still its own: half of a wide gap."""

STEP = 0.01
"""How closely a lip is read across, mm."""

HIGH = 3.0
"""mm over the table from which a lip is looked for."""

HALVES = 8
"""How often the place where a lip ends is halved: to 0.00004 mm."""

ASIDE = 0.03
"""mm beside a stone's middle where its lips are read: in the very middle a mesh may have an edge."""

START = 1e-3
"""mm under the surface where a ray through the lip begins."""


def over_girdles(stones: Iterable[Stone], points: Floats) -> npt.NDArray[np.bool_]:
    """Which points (n, 3) of the ring lie over a channel's girdles, or just beside them: a lip's, if they are metal."""
    found = np.zeros(len(points), bool)
    for stone in stones:
        if stone.held in (HELD, BARS):
            spots = local(points, stone.frame)
            wide, long = stone.width / 2 + ALONG, stone.length / 2 + ROOT
            if stone.held == BARS:
                wide, long = stone.width / 2 + ROOT, stone.length / 2 + ALONG
            found |= (spots[:, 2] > 0.0) & (np.abs(spots[:, 0]) < wide) & (np.abs(spots[:, 1]) < long)
    return found


def half(stone: Stone) -> float:
    """Half of the stone from what holds it on one side to what holds it on the other, mm."""
    return (stone.width if stone.held == BARS else stone.length) / 2


@dataclass(frozen=True)
class Lip:
    """A wall's or bar's metal over one stone: how far it reaches in over the girdle, how thick it is at least, mm."""

    stone: Stone
    side: float
    reach: float
    thick: float


def lips(mesh: MeshFile, stone: Stone) -> tuple[Lip, Lip]:
    """Both walls' or bars' metal over a stone, read through its middle from above; 0 where there is none."""
    one, other = (_lip(mesh, stone, side) for side in (1.0, -1.0))
    return one, other


def _lip(mesh: MeshFile, stone: Stone, side: float) -> Lip:
    """Columns of metal from the girdle inwards, until there is none."""
    into = np.arange(0.0, half(stone), STEP)
    thick = _columns(mesh, stone, side, into)
    count = int((thick <= 0.0).argmax()) if (thick <= 0.0).any() else len(thick)
    if not count:
        return Lip(stone, side, 0.0, 0.0)
    reach, beyond = float(into[count - 1]), float(into[count - 1]) + STEP
    for _ in range(HALVES):
        middle = (reach + beyond) / 2
        found = _columns(mesh, stone, side, np.array([middle]))[0] > 0.0
        reach, beyond = (middle, beyond) if found else (reach, middle)
    # the last column may run along the lip's own end
    return Lip(stone, side, reach, float(thick[: max(count - 1, 1)].min()))


def _columns(mesh: MeshFile, stone: Stone, side: float, into: Floats) -> Floats:
    """How thick the metal over the girdle is so far in from it, mm, seen from above; 0 where there is none."""
    high, beside = np.full_like(into, stone.depth + HIGH), np.full_like(into, ASIDE)
    across = side * (half(stone) - into)
    spots = [across, beside, high] if stone.held == BARS else [beside, across, high]
    start = in_ring(stone, np.stack(spots, axis=1))
    down = np.tile(-np.array(stone.frame.z), (len(into), 1))
    far, face = mesh.rays.first(start, down)
    top = start + np.where(face >= 0, far, 0.0)[:, None] * down
    metal = (face >= 0) & (local(top, stone.frame)[:, 2] > stone.girdle)
    through, _ = mesh.rays.first(top + START * down, down)
    found: Floats = np.where(metal, through + START, 0.0)
    return found
