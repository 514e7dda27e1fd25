"""Light followed with rays before VTK draws: the floor's shadow, metal that sees itself, what stones look at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ringgen.report import _sky
from ringgen.report._rays import F, Rays, dot, mirror, unit

_LIFT = 2e-3  # mm off a surface before a ray starts
_TABLE = 1024


def spread(n: int, m: int) -> NDArray[np.float64]:
    """`n` points of the unit square for each of `m` places: even, and turned a little from place to place."""
    g = 1.32471795724474602596  # the plastic number: the plane's golden ratio
    k = np.arange(n)[None, :, None] * np.array([1 / g, 1 / g**2])
    turn = np.arange(m)[:, None, None] * np.array([0.7548776662, 0.5698402909]) * 7.1
    out: NDArray[np.float64] = (k + turn + 0.5) % 1.0
    return out


def shadow(occluder: Rays, floor: float, middle: NDArray[np.float64], reach: float, cells: int) -> NDArray[np.float32]:
    """How much of the tent's light is kept from each of `cells` x `cells` places of a square of half side `reach`."""
    line = (np.arange(cells) + 0.5) / cells * 2 - 1
    x, y = np.meshgrid(line * reach + middle[0], line * reach + middle[1])
    at = np.stack([x.ravel(), y.ravel(), np.full(x.size, floor - 0.02)], 1)
    n = 48
    u = spread(n, len(at))
    up, turn = np.sqrt(1 - u[..., 0]), 2 * np.pi * u[..., 1]
    out = np.sqrt(u[..., 0])
    d = np.stack([out * np.cos(turn), out * np.sin(turn), up], -1).reshape(-1, 3)
    dark = occluder.blocked(np.repeat(at, n, 0).astype(np.float32), d.astype(np.float32))
    share = dark.reshape(cells, cells, n).mean(2)
    return _soft(share.astype(np.float32))


def _soft(image: F) -> F:
    """A small blur: the rays are few and the light is large."""
    kernel = np.array([1, 4, 6, 4, 1], np.float32) / 16
    for axis in (0, 1):
        pad = np.pad(image, [(2, 2) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        image = sum(w * np.take(pad, np.arange(k, k + image.shape[axis]), axis) for k, w in enumerate(kernel))  # type: ignore[assignment]
    return image


def sight(metal: Rays, points: F, normals: F, camera: NDArray[np.float64], rough: float, rgb: F) -> F:
    """The metal's colour at each point, darkened and deepened where what it mirrors is metal again."""
    d = unit(points - camera)
    n = np.where(dot(normals, d)[:, None] > 0, -normals, normals)
    seen = mirror(d, n)
    lobe = max(0.12, rough)
    share = np.zeros(len(points), np.float32)
    rays = 6
    u = spread(rays, 1)[0]
    for k in range(rays):
        r, a = lobe * np.sqrt(u[k, 0]), 2 * np.pi * u[k, 1]
        side = unit(np.cross(seen, np.where(np.abs(seen[:, :1]) < 0.7, [[1.0, 0, 0]], [[0, 1.0, 0]])))
        ray = unit(seen + r * (np.cos(a) * side + np.sin(a) * np.cross(seen, side)))
        share += metal.blocked((points + n * _LIFT).astype(np.float32), ray)
    share = share[:, None] / rays
    out: F = (rgb * (1 - share + share * 0.62 * rgb)).astype(np.float32)
    return out


def table(light: Callable[[F], F]) -> F:
    """A light by direction as a square picture of the octahedron, so that a look-up needs no trigonometry."""
    line = (np.arange(_TABLE) + 0.5) / _TABLE * 2 - 1
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
    cell = np.clip(((xy + 1) * (_TABLE / 2)).astype(np.int32), 0, _TABLE - 1)
    out: F = made[cell[:, 1] * _TABLE + cell[:, 0]]
    return out


class StoneLight:
    """What a ray that leaves a stone finds: metal in the way, or the tent."""

    def __init__(self, metal: Rays, rgb: F) -> None:
        self._metal = metal
        self._rgb = rgb
        self._stone = table(_sky.stone_light)
        self._mirrored = table(_sky.metal_light)

    def seen_from(self, frame: NDArray[np.float64]) -> Callable[[F, F, tuple[F, F] | None], F]:
        """The light with the studio's `frame` (rows right, up, towards the camera) turned so."""
        turn = frame.T.astype(np.float32)

        def light(origins: F, directions: F, split: tuple[F, F] | None) -> F:
            out = look_up(self._stone, directions @ turn)
            for channel, bent in zip((0, 2), split or (), strict=False):
                out[:, channel] = look_up(self._stone, bent @ turn)[:, channel]
            hit = self._metal.first(origins, directions)
            met = hit.any
            if met.any():
                n = self._metal.normals[hit.face[met]]
                out[met] = 0.85 * self._rgb * look_up(self._mirrored, mirror(directions[met], n) @ turn)
            return out

        return light
