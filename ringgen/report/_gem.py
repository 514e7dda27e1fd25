"""What a faceted stone sends to the camera: rays followed in, round by mirror and refraction, and out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ringgen.report._rays import F, I, Rays, dot, mirror, unit
from ringgen.report._smooth import stone_normals

# Origins, directions and, for light that a facet has split, the directions of red and blue -> radiance (n, 3), and how
# far off what was met is (inf for the tent).
Light = Callable[[F, F, tuple[F, F] | None], tuple[F, F]]

_BOUNCES = 8
_FIRE = (-0.009, 0.014)  # the share by which red and blue bend less and more than green: diamond's, B to G
_WAY = 1.4  # stone widths a ray travels inside before it is seen: how far the gem's colour is given for
_DOMED = 0.5  # of that for a dome, through which light goes once where facets send it to and fro
_LIFT = 2e-4  # mm off a facet before the next ray starts
_GRAZE = 0.01  # sine: how steeply at least a ray leaves a facet that stands for a curve
_DENT = 1e-3  # mm a vertex may stand over a facet of a convex stone
_LOST = 0.45  # radiance of what is still inside after the last bounce


@dataclass(frozen=True)
class Gems:
    """All transparent stones of a scene: `rays` their facets, and by facet the stone's index, body colour and size.

    `corners` are the normals at a facet's corners where one of them lies in a curve, else None. Light that leaves
    `lone` gems, a single convex one, cannot meet a gem again.
    """

    rays: Rays
    index: F
    rgb: F
    across: F
    corners: F | None
    lone: bool

    @classmethod
    def of(cls, stones: list[tuple[NDArray[np.float64], NDArray[np.int64], list[float]]]) -> Gems:
        """From (vertices, faces, [r, g, b, refractive index]) of each."""
        vertices, faces, rows, corners, at = [], [], [], [], 0
        curved = False
        for v, f, gem in stones:
            vertices.append(v)
            faces.append(f + at)
            at += len(v)
            normals, curves = stone_normals(v, f)
            corners.append(normals.astype(np.float32))
            curved |= bool(curves.any())
            across = float(np.ptp(v, axis=0).max()) * (_DOMED if curves.any() else 1)
            rows.append(np.tile(np.array([*gem, across], np.float32), (len(f), 1)))
        table = np.concatenate(rows)
        return cls(
            Rays(np.concatenate(vertices), np.concatenate(faces)),
            table[:, 3],
            table[:, :3],
            table[:, 4],
            np.concatenate(corners) if curved else None,
            len(stones) == 1 and _convex(*stones[0][:2]),
        )

    def normals(self, face: I, points: F) -> F:
        """The normals there: a facet's own, or the curve's that it stands for."""
        if self.corners is None:
            return self.rays.normals[face]
        return unit(np.einsum("ij,ijk->ik", self.rays.weights(face, points), self.corners[face]))

    def kept(self, d: F, face: I, side: float) -> F:
        """Directions on the right side (1 out, -1 in) of the facet they leave, whatever its curve says."""
        if self.corners is None:
            return d
        n = self.rays.normals[face]
        short = np.maximum(_GRAZE - side * dot(d, n), 0)
        return unit(d + (side * short)[:, None] * n)


def _convex(vertices: NDArray[np.float64], faces: NDArray[np.int64]) -> bool:
    """Whether no vertex stands out over any facet."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    n = np.cross(b - a, c - a)
    n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-20)
    return bool((n @ vertices.T - np.einsum("ij,ij->i", n, a)[:, None]).max() < _DENT)


def trace(gems: Gems, origin: NDArray[np.floating], directions: F, light: Light) -> tuple[F, F]:
    """Radiance (n, 3) along each camera ray, and how far off the stone that it met is (inf for none)."""
    o = np.broadcast_to(origin.astype(np.float32), directions.shape)
    hit = gems.rays.first(o, directions)
    met = hit.met
    out = np.zeros((len(directions), 3), np.float32)
    if met.any():
        face = hit.face[met]
        point = o[met] + directions[met] * hit.distance[met, None]
        around = light if gems.lone else _again(gems, light)
        out[met] = _entered(gems, point, directions[met], face, around)
    return out, hit.distance


def _again(gems: Gems, light: Light) -> Light:
    """The light with the stones themselves in it: a heart's cleft, a neighbour."""

    def seen(origins: F, directions: F, split: tuple[F, F] | None) -> tuple[F, F]:
        out, far = light(origins, directions, split)
        hit = gems.rays.first(origins, directions)
        inside = np.nonzero(hit.met & (hit.distance < far) & (dot(directions, gems.rays.normals[hit.face]) < 0))[0]
        if len(inside):
            d = directions[inside]
            point = origins[inside] + d * hit.distance[inside, None]
            out[inside] = _entered(gems, point, d, hit.face[inside], light)
        return out, np.minimum(far, hit.distance)

    return seen


def _entered(gems: Gems, point: F, d: F, face: I, light: Light) -> F:
    """The mirror on the outside of the facet, and all that comes back from within."""
    n, own = gems.normals(face, point), gems.rays.normals[face]
    index = gems.index[face]
    cosine = np.clip(-dot(d, n), 1e-4, 1)
    mirrored = fresnel(cosine, index)
    out = mirrored[:, None] * light(point + own * _LIFT, gems.kept(mirror(d, n), face, 1), None)[0]
    eta = 1 / index
    inward = unit(eta[:, None] * d + (eta * cosine - np.sqrt(1 - eta**2 * (1 - cosine**2)))[:, None] * n)
    out += _inside(gems, point - own * _LIFT, gems.kept(inward, face, -1), 1 - mirrored, face, light)
    result: F = out.astype(np.float32)
    return result


def _inside(gems: Gems, p: F, d: F, weight: F, face: I, light: Light) -> F:
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
        face = hit.face[keep]
        w = w * np.power(tint, (far / (_WAY * across))[:, None])
        p = p + d * far[:, None]
        n, own = gems.normals(face, p), gems.rays.normals[face]
        cosine = np.clip(dot(d, n), 1e-4, 1)
        back = fresnel(cosine, 1 / index)
        goes = w.max(1) * (1 - back) > 0.015
        if goes.any():
            bent = [gems.kept(b, face[goes], 1) for b in _bent(d[goes], n[goes], cosine[goes], index[goes])]
            seen = light(p[goes] + own[goes] * _LIFT, bent[0], (bent[1], bent[2]))[0]
            out[live[goes]] += w[goes] * (1 - back[goes])[:, None] * seen
        w = w * back[:, None]
        d = gems.kept(unit(mirror(d, n)), face, -1)
        p = p - own * _LIFT
    out[live] += w * _LOST
    return out


def _bent(d: F, n: F, cosine: F, index: F) -> list[F]:
    """The ways green, red and blue go on outside of a facet."""
    out = []
    for fire in (0.0, *_FIRE):
        eta = index * (1 + fire)
        under = 1 - eta**2 * (1 - cosine**2)
        out.append(unit(eta[:, None] * d + (np.sqrt(np.maximum(under, 0)) - eta * cosine)[:, None] * n))
    return out


def fresnel(cosine: F, eta: F) -> F:
    """The share of unpolarised light mirrored where the index rises by `eta`; 1 beyond the critical angle."""
    sine2 = (1 - cosine**2) / eta**2
    inner = np.sqrt(np.maximum(1 - sine2, 0))
    s = (cosine - eta * inner) / (cosine + eta * inner)
    t = (eta * cosine - inner) / np.maximum(eta * cosine + inner, 1e-9)
    out: F = np.where(sine2 >= 1, 1.0, (s * s + t * t) / 2).astype(np.float32)
    return out
