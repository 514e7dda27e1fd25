"""What a gem's inside and its figure do to its colour: orient, adularescence, play of colour, bands, pyrite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ringgen.report._rays import F, dot, unit


@dataclass(frozen=True)
class Spot:
    """Places on a stone (n, 3): `at` in stone widths from its middle, `n` the normals, `view` the camera rays, `rgb`
    the body's own colour; and `lamp`, the way to the brightest lamp."""

    at: F
    n: F
    view: F
    rgb: F
    lamp: F

    @property
    def facing(self) -> F:
        """1 where the surface looks at the camera, 0 at the rim."""
        out: F = np.clip(-dot(self.view, self.n), 0, 1)[:, None]
        return out


_FLECKS = 0.07  # stone widths between places where a fleck of pyrite may be

Array = NDArray[Any]
Coloured = tuple[Array, Array]  # the body's colour, and what it sends out beside what it scatters


def figure(name: str, spot: Spot) -> tuple[F, F]:
    """The colour of a body with that phenomenon ("" for none) at each spot, and its own glow."""
    if not name:
        return spot.rgb, np.zeros_like(spot.rgb)
    colour, glow = FIGURES[name](spot)
    return colour.astype(np.float32), glow.astype(np.float32)


def _film(phase: Array) -> Array:
    """The colours of thin layers, once round for each whole number of `phase` (n, 1)."""
    out: Array = 0.5 + 0.5 * np.cos(2 * np.pi * (phase + np.array([0.0, 0.36, 0.68], np.float32)))
    return out


def _orient(spot: Spot) -> Coloured:
    """A pearl's breath of rose and green, and the darker rim its depth gives it."""
    rim = 1 - spot.facing
    breath = _film(0.05 + 0.95 * rim)
    return spot.rgb * (0.93 + 0.09 * breath) * (1 - 0.22 * rim * rim), 0.05 * spot.facing**2 * breath


def _adularescence(spot: Spot) -> Coloured:
    """A moonstone's blue sheen, that floats over the middle of the dome as it is turned."""
    middle = unit(spot.lamp - spot.view + np.array([0.0, 0.0, 1.2], np.float32))
    glow = np.clip(dot(spot.n, middle), 0, 1)[:, None] ** 9
    return spot.rgb * (1 - 0.3 * glow), 0.8 * glow * np.array([0.22, 0.50, 1.0], np.float32)


def _play(spot: Spot) -> Coloured:
    """An opal's patches, each of one pure colour that comes and goes with the angle."""
    axis, turn, edge = _patches(spot.at, 420, 0.5)
    angle = dot(axis, spot.view)[:, None]
    strength = np.clip(1 - np.abs(angle) * 1.7, 0, 1) ** 0.7 * edge
    return spot.rgb * (1 - 0.8 * strength), 1.1 * strength * _film(turn[:, None] + 0.9 * angle) ** 1.5


def _labradorescence(spot: Spot) -> Coloured:
    """Broad flashes of blue going to green and gold on a dark ground."""
    axis, turn, edge = _patches(spot.at * np.array([1.0, 0.35, 1.0], np.float32), 16, 0.6)
    angle = dot(unit(axis + np.array([0, 0, 2.0], np.float32)), unit(spot.lamp - spot.view))[:, None]
    strength = np.clip(angle, 0, 1) ** 5 * edge
    blue, gold = np.array([0.05, 0.25, 0.75], np.float32), np.array([0.55, 0.50, 0.10], np.float32)
    t = np.clip(1.6 * turn[:, None] - 0.7, 0, 1)
    return spot.rgb * (1 - 0.6 * strength), 0.8 * strength * (blue + t * (gold - blue))


def _banding(spot: Spot) -> Coloured:
    """Rings round a few centres, light and dark of one colour: malachite's, an agate's."""
    centres = np.random.default_rng(5).uniform(-0.9, 0.9, (3, 3)).astype(np.float32)
    wave = spot.at + 0.03 * np.sin(9 * spot.at[:, [1, 2, 0]])
    far = np.sqrt(((wave[:, None] - centres) ** 2).sum(2)).min(1)[:, None]
    band = np.sin(44 * far) + 0.6 * np.sin(97 * far + 1) + 0.4 * np.sin(23 * far + 2)
    light = np.clip(0.5 + 0.45 * band, 0, 1)
    return spot.rgb * (0.45 + 1.5 * light * np.array([1.6, 1.0, 1.15], np.float32)), np.zeros_like(spot.rgb)


def _pyrite(spot: Spot) -> Coloured:
    """Lapis: flecks of pyrite, and a little calcite cloud."""
    wave = spot.at + 0.006 * np.sin(60 * spot.at[:, [1, 2, 0]])
    cell = np.floor(wave / _FLECKS).astype(np.int64)
    chance = _drawn(cell, 4)
    seed = (cell + 0.3 + 0.4 * chance[:, :3]) * _FLECKS
    size = _FLECKS * np.clip(chance[:, 3] - 0.55, 0, 1) * 0.6
    gold = np.clip((size - np.sqrt(((wave - seed) ** 2).sum(1))) / 0.003, 0, 1)[:, None]
    cloud = np.clip(np.sin(7 * wave[:, :1] + 2 * np.sin(11 * wave[:, 1:2])) * np.sin(9 * wave[:, 1:2] + 1) - 0.35, 0, 1)
    body = spot.rgb + 0.07 * cloud * np.array([0.5, 0.6, 0.8], np.float32)
    return body + gold * (np.array([0.75, 0.55, 0.22], np.float32) - body), np.zeros_like(body)


def _drawn(cell: NDArray[np.int64], count: int) -> Array:
    """`count` numbers 0 to 1 for each cell, always the same ones."""
    key = (cell * np.array([73856093, 19349663, 83492791])).sum(1).astype(np.uint64)
    out = np.empty((len(cell), count), np.float32)
    for k in range(count):
        key = (key ^ (key >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(1)
        out[:, k] = (key >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)
    return out


def _patches(at: Array, count: int, soft: float) -> tuple[F, Array, Array]:
    """Which of `count` patches each place lies in: its axis, its number 0 to 1, and how far inside it (n, 1)."""
    from scipy.spatial import cKDTree

    chance = np.random.default_rng(11)
    seeds = chance.uniform(-0.6, 0.6, (count, 3)).astype(np.float32)
    axes = unit(chance.normal(size=(count, 3)))
    turns = chance.uniform(0, 1, count).astype(np.float32)
    far, near = (np.asarray(a) for a in cKDTree(seeds).query(at, k=2))
    inside = (far[:, 1] ** 2 - far[:, 0] ** 2) / (soft * count ** (-2 / 3))
    return axes[near[:, 0]], turns[near[:, 0]], np.clip(inside, 0, 1)[:, None].astype(np.float32)


FIGURES: dict[str, Callable[[Spot], Coloured]] = {
    "orient": _orient,
    "adularescence": _adularescence,
    "play-of-colour": _play,
    "labradorescence": _labradorescence,
    "banding": _banding,
    "pyrite": _pyrite,
}
