"""Light followed with rays before VTK draws: the floor's shadow, metal that sees itself, what stones look at."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ringgen.report import _sky
from ringgen.report._camera import Camera
from ringgen.report._rays import F, Rays, dot, mirror, unit

_LIFT = 2e-3  # mm off a surface before a ray starts
_TABLE = 640
_CONE = 9  # rays that feel out what a point of the metal mirrors


def spread(n: int, m: int) -> NDArray[np.float64]:
    """`n` points of the unit square for each of `m` places: even, and turned a little from place to place."""
    g = 1.32471795724474602596  # the plastic number: the plane's golden ratio
    k = np.arange(n)[None, :, None] * np.array([1 / g, 1 / g**2])
    turn = np.arange(m)[:, None, None] * np.array([0.7548776662, 0.5698402909]) * 7.1
    out: NDArray[np.float64] = (k + turn + 0.5) % 1.0
    return out


def shadow(occluder: Rays, floor: float, middle: NDArray[np.float64], reach: float, cells: int) -> NDArray[np.float64]:
    """How much of the tent's light is kept from each of `cells` x `cells` places of a square of half side `reach`."""
    line = (np.arange(cells) + 0.5) / cells * 2 - 1
    x, y = np.meshgrid(line * reach + middle[0], line * reach + middle[1])
    at = np.stack([x.ravel(), y.ravel(), np.full(x.size, floor - 0.02)], 1)
    n = 56
    u = spread(n, len(at))
    up, turn = np.sqrt(1 - u[..., 0]), 2 * np.pi * u[..., 1]
    out = np.sqrt(u[..., 0])
    d = np.stack([out * np.cos(turn), out * np.sin(turn), up], -1).reshape(-1, 3)
    dark = occluder.blocked(np.repeat(at, n, 0).astype(np.float32), d.astype(np.float32))
    share = dark.reshape(cells, cells, n).mean(2)
    rim = np.clip((1 - np.hypot(*np.meshgrid(line, line))) / 0.5, 0, 1)
    return _soft(np.clip(share - 0.012, 0, 1) * rim * rim * (3 - 2 * rim))


def _soft(image: NDArray[np.float64]) -> NDArray[np.float64]:
    """A small blur: the rays are few and the light is large."""
    kernel = np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16
    for _ in range(2):
        image = np.apply_along_axis(np.convolve, 0, image, kernel, "same")
        image = np.apply_along_axis(np.convolve, 1, image, kernel, "same")
    return image


def sight(metal: Rays, points: F, normals: F, camera: Camera, rough: float, rgb: F) -> F:
    """The metal's colour at each point, darkened and deepened where what it mirrors is metal again."""
    d = unit(points - camera.at)
    seen = (dot(normals, d) < 0.15) & (np.abs(camera.project(points)) < 1.1).all(1)
    share = np.zeros((len(points), 1), np.float32)
    share[seen, 0] = _met(metal, points[seen], mirror(d[seen], normals[seen]), normals[seen], max(0.16, rough))
    out: F = (rgb * (1 - share + share * 0.62 * rgb)).astype(np.float32)
    return out


def _met(metal: Rays, points: F, axis: F, normals: F, lobe: float) -> F:
    """The share of rays in a narrow cone round `axis` that meet metal."""
    start = points + normals * np.float32(_LIFT)
    side = unit(np.cross(axis, np.where(np.abs(axis[:, :1]) < 0.7, [[1.0, 0, 0]], [[0, 1.0, 0]])))
    over = np.cross(axis, side)
    met = np.zeros(len(points), np.float32)
    for u, v in spread(_CONE, 1)[0]:
        r, a = lobe * np.sqrt(u), 2 * np.pi * v
        met += metal.blocked(start, (axis + r * (np.cos(a) * side + np.sin(a) * over)).astype(np.float32))
    return met / np.float32(_CONE)


def table(light: Callable[[F], F], cells: int = _TABLE) -> F:
    """A light by direction as a square picture of the octahedron, so that a look-up needs no trigonometry."""
    line = (np.arange(cells) + 0.5) / cells * 2 - 1
    x, y = np.meshgrid(line, line)
    z = 1 - np.abs(x) - np.abs(y)
    fold = np.maximum(-z, 0)
    d = np.stack([x - np.sign(x) * fold, y - np.sign(y) * fold, z], -1).reshape(-1, 3)
    return light(unit(d))


def look_up(made: F, d: F) -> F:
    """The radiance of `table` in directions `d`."""
    p = d / np.abs(d).sum(1, keepdims=True)
    fold = p[:, 2:] < 0
    xy = np.where(fold, (1 - np.abs(p[:, 1::-1])) * np.where(p[:, :2] < 0, -1, 1), p[:, :2])
    cells = math.isqrt(len(made))
    cell = np.clip(((xy + 1) * (cells / 2)).astype(np.int32), 0, cells - 1)
    out: F = made[cell[:, 1] * cells + cell[:, 0]]
    return out


class StoneLight:
    """What a ray that leaves a stone finds: metal in the way, or the tent."""

    def __init__(self, metal: Rays, rgb: F) -> None:
        self._metal = metal
        self._rgb = rgb
        self._stone = table(_sky.stone_light)
        self._mirrored = table(_sky.metal_light)

    def seen_from(self, frame: NDArray[np.float64]) -> Callable[[F, F, tuple[F, F] | None], tuple[F, F]]:
        """The light with the studio's `frame` (rows right, up, towards the camera) turned so."""
        turn = frame.T.astype(np.float32)

        def light(origins: F, directions: F, split: tuple[F, F] | None) -> tuple[F, F]:
            out = look_up(self._stone, directions @ turn)
            for channel, bent in zip((0, 2), split or (), strict=False):
                out[:, channel] = look_up(self._stone, bent @ turn)[:, channel]
            hit = self._metal.first(origins, directions)
            met = hit.met
            if met.any():
                n = self._metal.normals[hit.face[met]]
                out[met] = 0.85 * self._rgb * look_up(self._mirrored, mirror(directions[met], n) @ turn)
            return out, hit.distance

        return light
