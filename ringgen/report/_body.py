"""Stones that light does not go straight through: glossy coloured bodies, and soft ones lit from within."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ringgen.report import _sky
from ringgen.report._bake import look_up, spread, table
from ringgen.report._figure import Spot, figure
from ringgen.report._gem import fresnel
from ringgen.report._mesh import refined, welded
from ringgen.report._rays import F, I, Rays, dot, joined, mirror, unit
from ringgen.report._smooth import stone_normals

# How far a polish scatters what it mirrors (sine of the lobe), and the least share of light it mirrors: a pearl's many
# layers send back more than one surface of its index.
LUSTRES = {"vitreous": (0.02, 0.0), "resinous": (0.10, 0.0), "waxy": (0.22, 0.0), "pearly": (0.30, 0.13)}
_FINE = 0.3  # mm: the longest edge of a body as drawn, for the shade baked into its corners
_SHADE = 96  # rays that feel out how much of the tent a point sees
_LIFT = 4e-3  # mm off the surface before a ray starts
_THROUGH = 0.45  # the share of a translucent stone's light that has come through it from behind
_WITHIN = 1.35  # how much brighter a translucent stone is for the light that goes about in it
_LEVEL = np.float32(1.05)  # of the light that bodies scatter, against what they mirror
_CELLS = 192  # of a blurred light's table, each way
_LOBE = 32  # directions that a blurred light is the mean of


@dataclass(frozen=True)
class Look:
    """What a gem does to light; see `pictures.StoneSurface`."""

    rgb: tuple[float, float, float]
    refractive_index: float
    transparency: str
    lustre: str
    phenomenon: str


class Bodies:
    """The opaque and translucent stones of a scene, their shade felt out once for all views."""

    def __init__(self, stones: list[tuple[NDArray[Any], NDArray[Any], Look]], metal: Rays, rgb: F) -> None:
        self._metal, self._rgb = metal, rgb
        self._looks = [look for _, _, look in stones]
        points, normals, faces, owner, at = [], [], [], [], 0
        for k, (v, f, _) in enumerate(stones):
            mesh = (v[f], stone_normals(v, f)[0])
            p, n, t = welded(refined(mesh, _FINE, v.mean(0), bend=True))
            points.append(p)
            normals.append(n)
            faces.append(t + at)
            owner.append(np.full(len(t), k))
            at += len(p)
        self._normals = np.concatenate(normals)
        self._owner = np.concatenate(owner)
        self._middle = [(v.min(0) + v.max(0)).astype(np.float32) / 2 for v, _, _ in stones]
        self._across = [float(np.ptp(v, axis=0).max()) for v, _, _ in stones]
        self.rays = Rays(np.concatenate(points), np.concatenate(faces))
        self._hidden = self._felt()
        sharp = table(_sky.gloss_light)
        self._gloss = {k: _scattered(sharp, LUSTRES[k][0]) for k in {look.lustre for look in self._looks}}
        self._shine = _scattered(table(_sky.metal_light), 0.1)
        self._light = _LEVEL * _harmonics(sharp)
        self._mean = self._light[0]

    def _felt(self) -> F:
        """The share of each point's light that metal or another such stone keeps from it."""
        near = joined(self._metal, self.rays)
        n = self._normals
        side = unit(np.cross(n, np.where(np.abs(n[:, :1]) < 0.7, [[1.0, 0, 0]], [[0, 1.0, 0]])))
        over = np.cross(n, side)
        start = (self.rays.vertices + n * _LIFT).astype(np.float32)
        hidden = np.zeros(len(n), np.float32)
        for u, v in spread(_SHADE, 1)[0]:
            r, a = np.sqrt(u), 2 * np.pi * v
            d = r * (np.cos(a) * side + np.sin(a) * over) + np.sqrt(1 - u) * n
            hidden += near.blocked(start, d.astype(np.float32))
        return hidden[:, None] / np.float32(_SHADE)

    def seen(self, origin: NDArray[np.floating], directions: F, lamps: NDArray[np.float64]) -> tuple[F, F]:
        """Radiance (n, 3) along camera rays and how far off the stone met is (inf for none)."""
        origins = np.broadcast_to(origin.astype(np.float32), directions.shape)
        hit = self.rays.first(origins, directions)
        out = np.zeros((len(directions), 3), np.float32)
        turn = lamps.T.astype(np.float32)
        owner = np.where(hit.met, self._owner[hit.face], -1)
        for k, look in enumerate(self._looks):
            own = owner == k
            if own.any():
                point = origins[own] + directions[own] * hit.distance[own, None]
                out[own] = self._stone(k, look, point, directions[own], hit.face[own], turn)
        return out, hit.distance

    def _stone(self, k: int, look: Look, point: F, d: F, face: I, turn: F) -> F:
        """One stone's gloss over its body."""
        n, hidden = self._at(face, point)
        n = unit(n + np.maximum(0.02 + dot(d, n), 0)[:, None] * -d)  # a curve's normal may look away at the rim
        least = LUSTRES[look.lustre][1]
        index = np.full(len(d), look.refractive_index, np.float32)
        cosine = np.clip(-dot(d, n), 1e-4, 1)
        mirrored = (least + (1 - least) * fresnel(cosine, index))[:, None]
        gloss = self._mirrored(look.lustre, point + self.rays.normals[face] * _LIFT, mirror(d, n), turn)
        rgb = np.broadcast_to(np.array(look.rgb, np.float32), d.shape)
        spot = Spot((point - self._middle[k]) / self._across[k], n, d, rgb, unit(turn @ _sky.KEY))
        colour, glow = figure(look.phenomenon, spot)
        lit = self._lit(n, hidden, turn)
        if look.transparency == "translucent":
            soft = 0.5 * lit + 0.5 * self._mean * (1 - 0.6 * hidden)
            through = self._through(k, look, point, d, n, face, turn)
            body = _WITHIN * ((1 - _THROUGH) * colour * soft + _THROUGH * through)
        else:
            body = colour * lit
        out: F = (mirrored * gloss + (1 - mirrored) * (body + glow * self._mean * (1 - hidden))).astype(np.float32)
        return out

    def _at(self, face: I, point: F) -> tuple[F, F]:
        """The normals there, and how much light is kept from there."""
        w = self.rays.weights(face, point)
        corner = self.rays.faces[face]
        n = unit(np.einsum("ij,ijk->ik", w, self._normals[corner]))
        return n, np.einsum("ij,ijk->ik", w, self._hidden[corner])

    def _lit(self, n: F, hidden: F, turn: F) -> F:
        """The light that falls on a surface, what metal throws back included."""
        out: F = _basis(n @ turn) @ self._light * (1 - hidden) + hidden * 0.7 * self._rgb * self._mean
        return out

    def _through(self, k: int, look: Look, point: F, d: F, n: F, face: I, turn: F) -> F:
        """What comes from the far side, coloured by its way through the stone."""
        eta = np.float32(1 / look.refractive_index)
        cosine = np.clip(-dot(d, n), 1e-4, 1)
        inward = unit(eta * d + (eta * cosine - np.sqrt(1 - eta**2 * (1 - cosine**2)))[:, None] * n)
        start = point - self.rays.normals[face] * _LIFT
        hit = self.rays.first(start, inward)
        far = np.where(hit.met, hit.distance, 0)[:, None]
        beyond, hidden = self._at(hit.face, start + inward * far)
        tint = np.power(np.array(look.rgb, np.float32), 0.4 + 1.2 * far / self._across[k])
        out: F = tint * self._lit(beyond, hidden, turn)
        return out

    def _mirrored(self, lustre: str, origins: F, directions: F, turn: F) -> F:
        """What the polish shows: the lamps, or metal in the way."""
        out = look_up(self._gloss[lustre], directions @ turn)
        hit = self._metal.first(origins, directions)
        met = hit.met
        if met.any():
            n = self._metal.normals[hit.face[met]]
            out[met] = self._rgb * look_up(self._shine, mirror(directions[met], n) @ turn)
        return out


def _scattered(sharp: F, lobe: float) -> F:
    """A light's table as a polish that scatters by `lobe` sees it."""
    if lobe < 0.05:
        return sharp

    def mean(d: F) -> F:
        side = unit(np.cross(d, np.where(np.abs(d[:, :1]) < 0.7, [[1.0, 0, 0]], [[0, 1.0, 0]])))
        over = np.cross(d, side)
        total = np.zeros_like(d)
        for u, v in spread(_LOBE, 1)[0]:
            r, a = lobe * np.sqrt(u), 2 * np.pi * v
            total += look_up(sharp, (d + r * (np.cos(a) * side + np.sin(a) * over)).astype(np.float32))
        return total / np.float32(_LOBE)

    return table(mean, _CELLS)


def _basis(n: F) -> F:
    """The first nine spherical harmonics, each by what a cosine leaves of it (Ramamoorthi and Hanrahan 2001)."""
    x, y, z = n.T
    one = np.ones_like(x)
    first = [one, 2 * x, 2 * y, 2 * z]
    second = [15 / 4 * x * y, 15 / 4 * y * z, 15 / 4 * x * z, 5 / 16 * (3 * z * z - 1), 15 / 16 * (x * x - y * y)]
    out: F = np.stack([*first, *second], 1).astype(np.float32)
    return out


def _harmonics(sharp: F) -> F:
    """A light's table as factors (9, 3) of `_basis`: what falls on a white surface, 1 where all round it is 1."""
    n = 20000
    k = np.arange(n) + 0.5
    z, a = 1 - 2 * k / n, np.pi * (1 + 5**0.5) * k
    r = np.sqrt(1 - z * z)
    d = np.stack([r * np.cos(a), r * np.sin(a), z], 1).astype(np.float32)
    plain = _basis(d) / np.array([1, 2, 2, 2, 15 / 4, 15 / 4, 15 / 4, 5 / 16, 15 / 16], np.float32)
    out: F = (plain.T @ look_up(sharp, d) / n).astype(np.float32)
    return out
