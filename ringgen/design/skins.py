"""Points all over a body's surface, with the direction outwards at each: what tells whether two heads come too near."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import singledispatch
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ringgen.bodies import Arm, Body, Extruded, Faceted, Groove, Hoop, Lofted, Rail, Revolved, Stacked, Wire
from ringgen.errors import BuildError
from ringgen.plane import Curve, Line, area, at

Floats = NDArray[np.float64]
Skin = tuple[Floats, Floats]
STEP = 0.2  # mm between neighbouring points; under half the thinnest prong


@singledispatch
def skin(body: Body) -> Skin:
    """Points (n, 3) of a body's surface in its own frame, about `STEP` apart, and unit normals outwards (n, 3)."""
    raise BuildError(f"nobody said what the surface of a {type(body).__name__.lower()} is")


@skin.register
def _hoop(body: Hoop) -> Skin:
    """A head never holds a band."""
    return np.empty((0, 3)), np.empty((0, 3))


@skin.register
def _groove(body: Groove) -> Skin:
    """A head never holds a row."""
    return np.empty((0, 3)), np.empty((0, 3))


@skin.register
def _wire(body: Wire) -> Skin:
    spots, along = _along(body.path)
    first, last = (spots[0] - 0.7 * body.radius * along[0], spots[-1] + 0.7 * body.radius * along[-1])
    middles = [_upright(p) for p in (first, *spots, last)]
    ways = [_upright(t) for t in (along[0], *along, along[-1])]
    radii = [0.71 * body.radius, *[body.radius] * len(spots), 0.71 * body.radius]
    points, normals = _tube(middles, ways, radii)
    tip, foot = _upright(spots[-1] + body.radius * along[-1]), _upright(spots[0] - body.radius * along[0])
    return np.vstack([points, tip, foot]), np.vstack([normals, ways[-1], -ways[0]])


@skin.register
def _rail(body: Rail) -> Skin:
    spots, along = _along(body.path)
    middles = [np.array([*p, body.z]) for p in spots]
    return _tube(middles, [np.array([*t, 0.0]) for t in along], [body.radius] * len(spots))


@skin.register
def _revolved(body: Revolved) -> Skin:
    points, normals = [], []
    side = 1.0 if area(body.outline) > 0 else -1.0
    for c in body.outline:
        for (r, z), (tr, tz) in zip(*_along((c,)), strict=True):
            n = max(1, math.ceil(math.tau * r / STEP))
            turn = np.arange(n) * math.tau / n
            cos, sin = np.cos(turn), np.sin(turn)
            points.append(np.stack([r * cos, r * sin, np.full(n, z)], axis=1))
            normals.append(side * np.stack([tz * cos, tz * sin, np.full(n, -tr)], axis=1))
    return np.vstack(points), np.vstack(normals)


@skin.register
def _extruded(body: Extruded) -> Skin:
    return _stacked(Stacked(((body.z0, body.outline), (body.z1, body.outline))))


@skin.register
def _stacked(body: Stacked) -> Skin:
    flat = _rings([outline for _, outline in body.levels])
    sides = _sides([r + np.array([0.0, 0.0, z]) for r, (z, _) in zip(flat, body.levels, strict=True)], closed=False)
    if not (body.hole or body.core):
        return sides
    straight = tuple((z, body.hole) for z in (body.levels[0][0], body.levels[-1][0]))
    points, normals = _stacked(Stacked(body.core or straight))
    return np.vstack([sides[0], points]), np.vstack([sides[1], -normals])


@skin.register
def _lofted(body: Lofted) -> Skin:
    flat, frames = _rings([outline for _, outline in body.sections]), [frame for frame, _ in body.sections]
    rings = [r @ np.array([f.x, f.y, f.z]) + np.array(f.origin) for r, f in zip(flat, frames, strict=True)]
    return _sides(rings, body.closed)


@skin.register
def _arm(body: Arm) -> Skin:
    rings, turn = [], np.arange(24)[:, None] * math.tau / 24
    for centre, along, side, wide, high in body.sections:
        rings.append(np.array(centre) + wide * np.cos(turn) * side + high * np.sin(turn) * np.cross(along, side))
    return _sides(rings, closed=False)


@skin.register
def _faceted(body: Faceted) -> Skin:
    spots, normals = np.array(body.vertices), []
    points = []
    for face in body.faces:
        for i, j in pairwise(face[1:]):
            a, b, c = spots[face[0]], spots[i], spots[j]
            normal = np.cross(b - a, c - a)
            size = float(np.linalg.norm(normal))
            if size < 1e-12:
                continue
            n = max(1, math.ceil(max(np.linalg.norm(b - a), np.linalg.norm(c - a), np.linalg.norm(c - b)) / STEP))
            shares = [(p / n, q / n) for p in range(n + 1) for q in range(n + 1 - p)]
            points.append(np.array([a + p * (b - a) + q * (c - a) for p, q in shares]))
            normals.append(np.tile(normal / size, (len(shares), 1)))
    return np.vstack(points), np.vstack(normals)


def _along(path: Sequence[Curve]) -> tuple[Floats, Floats]:
    """Points along curves, both ends of each among them, and the unit direction of travel there."""
    spots, ways = [], []
    for c in path:
        n = max(1, math.ceil(c.length / STEP))
        for i in range(n + 1):
            spots.append(at(c, i / n))
            ways.append(c.tangent() if isinstance(c, Line) else _turning(c, i / n))
    return np.array(spots), np.array(ways)


def _turning(c: Curve, share: float) -> tuple[float, float]:
    assert not isinstance(c, Line)
    a, s = c.a0 + share * (c.a1 - c.a0), (1.0 if c.a1 > c.a0 else -1.0)
    return (-s * math.sin(a), s * math.cos(a))


def _upright(p: Floats) -> Floats:
    """A point or direction of a wire's plane."""
    return np.array([p[0], 0.0, p[1]])


def _tube(middles: Sequence[Floats], ways: Sequence[Floats], radii: Sequence[float]) -> Skin:
    points, normals = [], []
    for middle, way, radius in zip(middles, ways, radii, strict=True):
        helper = np.eye(3)[int(np.abs(way).argmin())]
        u = np.cross(way, helper)
        u /= np.linalg.norm(u)
        n = max(6, math.ceil(math.tau * radius / STEP))
        turn = np.arange(n)[:, None] * math.tau / n
        out = np.cos(turn) * u + np.sin(turn) * np.cross(way, u)
        points.append(middle + radius * out)
        normals.append(out)
    return np.vstack(points), np.vstack(normals)


def _rings(outlines: Sequence[Sequence[Curve]]) -> list[Floats]:
    """Level points round outlines of as many curves each, matching from one to the next."""
    counts = [max(1, math.ceil(max(c.length for c in same) / STEP)) for same in zip(*outlines, strict=True)]
    return [
        np.array([(*at(c, i / n), 0.0) for c, n in zip(outline, counts, strict=True) for i in range(n)])
        for outline in outlines
    ]


def _sides(rings: Sequence[Floats], closed: bool) -> Skin:
    """The surface between rings of as many points each; the ends of an open row are left out, their rims are not."""
    points, normals = [], []
    follow = [*rings[1:], rings[0]] if closed else rings[1:]
    for low, high in zip(rings, follow, strict=False):
        n = max(1, math.ceil(float(np.linalg.norm(high - low, axis=1).max()) / STEP))
        around = np.roll(low, -1, axis=0) - np.roll(low, 1, axis=0)
        normal = np.cross(around, high - low)
        size = np.linalg.norm(normal, axis=1)
        sound = size > 1e-12
        out = normal[sound] / size[sound, None]
        middle = (low.mean(0) + high.mean(0)) / 2
        if float(np.einsum("ij,ij->i", out, (low + high)[sound] / 2 - middle).mean()) < 0:
            out = -out
        for i in range(n + 1):
            points.append((low + (high - low) * i / n)[sound])
            normals.append(out)
    return np.vstack(points), np.vstack(normals)
