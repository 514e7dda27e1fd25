"""A stone's girdle seen from above: how far inside it a point lies, and stations all round it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.plane import Point
from ringgen.witness import Stone

SIDES = 128
"""Sides of the ellipse that stands for a girdle nobody has drawn."""

CORNER = 15.0
"""Degrees an outline turns by in one point before that is a corner, with a station of its own."""

CHUNK = 2000
"""Points looked at at once: what is worked out for each side of a girdle stays in the processor's own memory."""

MOST_OFF = 0.4
"""Of a range of azimuths: what is left out at either end at most."""


def girdle(stone: Stone) -> Floats:
    """The outline as a polygon (n, 2), counter-clockwise; an ellipse of the stone's size where none is given."""
    if stone.outline:
        return np.array(stone.outline)
    turn = math.tau * np.arange(SIDES) / SIDES
    return np.stack([stone.width / 2 * np.cos(turn), stone.length / 2 * np.sin(turn)], axis=1)


def inside(polygon: Floats, points: Floats) -> Floats:
    """How deep inside a polygon each point (m, 2) lies: its distance from the nearest side, negative outside."""
    parts = [_inside(polygon, points[k : k + CHUNK]) for k in range(0, len(points), CHUNK)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _inside(polygon: Floats, points: Floats) -> Floats:
    following = np.roll(polygon, -1, axis=0)
    way = following - polygon
    square = way[:, 0] * way[:, 0] + way[:, 1] * way[:, 1]
    keep = square >= 1e-18
    (ax, ay), (_, by) = polygon[keep].T[:, :, None], following[keep].T[:, :, None]
    (dx, dy), square = way[keep].T[:, :, None], square[keep, None]
    x, y = points[:, 0] - ax, points[:, 1] - ay
    share = np.minimum(np.maximum((x * dx + y * dy) / square, 0.0), 1.0)
    away = (x - share * dx) ** 2 + (y - share * dy) ** 2
    found = np.sqrt(away.min(axis=0, initial=np.inf))
    crossed = ((ay > points[:, 1]) != (by > points[:, 1])) & (x < y * dx / np.where(dy == 0.0, 1.0, dy))
    signed: Floats = np.where(np.logical_xor.reduce(crossed, axis=0), found, -found)
    return signed


@dataclass(frozen=True, eq=False)
class Stations:
    """Spots on an outline (n, 2), the unit normals out of it, and their azimuths in degrees (0 to 360 from +x)."""

    spots: Floats
    out: Floats
    azimuth: Floats


def stations(polygon: Floats, count: int, covers: tuple[tuple[float, float], ...], ends: float = 0.0) -> Stations:
    """About `count` spots evenly round a polygon, and every corner; only those a wall is said to stand at.

    `covers` are ranges of azimuth in degrees; of a range that does not close, `ends` mm are left out at either end.
    """
    following = np.roll(polygon, -1, axis=0)
    side = following - polygon
    length = np.hypot(side[:, 0], side[:, 1])
    keep = length > 1e-9
    start, side, length = polygon[keep], side[keep], length[keep]
    normal = np.stack([side[:, 1], -side[:, 0]], axis=1) / length[:, None]
    parts = np.maximum(1, np.ceil(length / (length.sum() / count) - 1e-6).astype(np.int64))
    row = np.repeat(np.arange(len(start)), parts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(parts) - parts, parts)
    spots = start[row] + side[row] * ((nth + 0.5) / parts[row])[:, None]
    bend = normal + np.roll(normal, 1, axis=0)
    blunt = np.hypot(bend[:, 0], bend[:, 1])
    sharp = blunt < 2 * math.cos(math.radians(CORNER / 2))
    spots = np.concatenate([spots, start[sharp]])
    out = np.concatenate([normal[row], bend[sharp] / np.maximum(blunt[sharp], 1e-9)[:, None]])
    azimuth = np.degrees(np.arctan2(spots[:, 1], spots[:, 0])) % 360.0
    mine = covered(azimuth, np.hypot(spots[:, 0], spots[:, 1]), covers, ends)
    return Stations(spots[mine], out[mine], azimuth[mine])


def covered(azimuth: Floats, radius: Floats, covers: tuple[tuple[float, float], ...], ends: float) -> Floats:
    """Which spots lie in a range of azimuths, `ends` mm off its ends unless it goes all the way round.

    Of a range so short that little of it would be left, the middle is kept.
    """
    found = np.zeros(len(azimuth), bool)
    for low, high in covers:
        whole = high - low >= 360.0 - 1e-6
        off = np.zeros(len(azimuth)) if whole else np.degrees(ends / np.maximum(radius, 1e-6))
        off = np.minimum(off, MOST_OFF * (high - low))
        past = (azimuth - low) % 360.0
        found |= whole | ((past >= off) & (past <= high - low - off))
    return found


def ring_point(stone: Stone, spot: tuple[float, float] | Floats | Point, height: float) -> tuple[float, float, float]:
    """A point beside a stone, given in (x, y) of its frame, in ring coordinates to a ten-thousandth of a mm."""
    x, y, z = stone.frame.point((float(spot[0]), float(spot[1]), height))
    return (round(x, 4), round(y, 4), round(z, 4))
