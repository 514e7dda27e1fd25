"""What a faceted stone sends to the camera: rays followed in, round by mirror and refraction, and out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ringgen.report._rays import F, Rays, dot, mirror, unit

# Origins, directions and, for light that a facet has split, the directions of red and blue -> radiance (n, 3).
Light = Callable[[F, F, tuple[F, F] | None], F]

_BOUNCES = 8
_FIRE = (-0.009, 0.014)  # the share by which red and blue bend less and more than green: diamond's, B to G
_WAY = 1.4  # stone widths a ray travels inside before it is seen: how far the gem's colour is given for
_LIFT = 2e-4  # mm off a facet before the next ray starts
_LOST = 0.45  # radiance of what is still inside after the last bounce


@dataclass(frozen=True)
class Gems:
    """All stones of a scene: `rays` their facets, and by facet the stone's index, body colour and size."""

    rays: Rays
    index: F
    rgb: F
    across: F

    @classmethod
    def of(cls, stones: list[tuple[NDArray[np.float64], NDArray[np.int64], list[float]]]) -> Gems:
        """From (vertices, faces, [r, g, b, refractive index]) of each."""
        vertices, faces, rows, at = [], [], [], 0
        for v, f, gem in stones:
            vertices.append(v)
            faces.append(f + at)
            at += len(v)
            rows.append(np.tile(np.array([*gem, float(np.ptp(v, axis=0).max())], np.float32), (len(f), 1)))
        table = np.concatenate(rows)
        return cls(Rays(np.concatenate(vertices), np.concatenate(faces)), table[:, 3], table[:, :3], table[:, 4])


def trace(gems: Gems, origin: NDArray[np.floating], directions: F, light: Light) -> tuple[F, NDArray[np.bool_]]:
    """Radiance (n, 3) along each camera ray, and which of the rays met a stone at all."""
    o = np.broadcast_to(origin.astype(np.float32), directions.shape)
    hit = gems.rays.first(o, directions)
    met = hit.met
    out = np.zeros((len(directions), 3), np.float32)
    if met.any():
        face = hit.face[met]
        point = o[met] + directions[met] * hit.distance[met, None]
        out[met] = _entered(gems, point, directions[met], face, light)
    return out, met


def _entered(gems: Gems, point: F, d: F, face: NDArray[np.int32], light: Light) -> F:
    """The mirror on the outside of the facet, and all that comes back from within."""
    n = gems.rays.normals[face]
    index = gems.index[face]
    cosine = np.clip(-dot(d, n), 1e-4, 1)
    mirrored = _fresnel(cosine, index)
    out = mirrored[:, None] * light(point + n * _LIFT, mirror(d, n), None)
    eta = 1 / index
    inward = eta[:, None] * d + (eta * cosine - np.sqrt(1 - eta**2 * (1 - cosine**2)))[:, None] * n
    out += _inside(gems, point - n * _LIFT, unit(inward), 1 - mirrored, face, light)
    result: F = out.astype(np.float32)
    return result


def _inside(gems: Gems, p: F, d: F, weight: F, face: NDArray[np.int32], light: Light) -> F:
    """Follow rays that are in a stone until they have left it."""
    out = np.zeros((len(p), 3), np.float32)
    live = np.arange(len(p))
    index, tint, across = gems.index[face], gems.rgb[face], gems.across[face]
    w = np.repeat(weight[:, None], 3, 1)
    for _ in range(_BOUNCES):
        hit = gems.rays.first(p, d)
        keep = hit.met & (w.max(1) > 0.02)
        out[live[~keep]] += w[~keep] * _LOST
        live, p, d, w = live[keep], p[keep], d[keep], w[keep]
        index, tint, across = index[keep], tint[keep], across[keep]
        if not len(live):
            return out
        far = hit.distance[keep]
        n = gems.rays.normals[hit.face[keep]]
        w = w * np.power(tint, (far / (_WAY * across))[:, None])
        p = p + d * far[:, None]
        cosine = np.clip(dot(d, n), 1e-4, 1)
        back = _fresnel(cosine, 1 / index)
        goes = w.max(1) * (1 - back) > 0.015
        if goes.any():
            seen = _out(p[goes] + n[goes] * _LIFT, d[goes], n[goes], cosine[goes], index[goes], light)
            out[live[goes]] += w[goes] * (1 - back[goes])[:, None] * seen
        w = w * back[:, None]
        d = unit(d - 2 * dot(d, n)[:, None] * n)
        p = p - n * _LIFT
    out[live] += w * _LOST
    return out


def _out(p: F, d: F, n: F, cosine: F, index: F, light: Light) -> F:
    """What is seen through a facet from inside, the three colours bent each its own way."""
    bent = []
    for fire in (0.0, *_FIRE):
        eta = index * (1 + fire)
        under = 1 - eta**2 * (1 - cosine**2)
        bent.append(unit(eta[:, None] * d + (np.sqrt(np.maximum(under, 0)) - eta * cosine)[:, None] * n))
    return light(p, bent[0], (bent[1], bent[2]))


def _fresnel(cosine: F, eta: F) -> F:
    """The share of unpolarised light mirrored where the index rises by `eta`; 1 beyond the critical angle."""
    sine2 = (1 - cosine**2) / eta**2
    inner = np.sqrt(np.maximum(1 - sine2, 0))
    s = (cosine - eta * inner) / (cosine + eta * inner)
    t = (eta * cosine - inner) / np.maximum(eta * cosine + inner, 1e-9)
    out: F = np.where(sine2 >= 1, 1.0, (s * s + t * t) / 2).astype(np.float32)
    return out
