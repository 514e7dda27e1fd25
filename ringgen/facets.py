"""Facets: a convex stone as a prism with one plane cut after another, the way a lapidary does it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Faceted, Vec

_ON = 1e-9  # mm: a point this near a plane lies on it
_WELD = 1e-7  # mm: a point this near the plane of a mirror lies in it


@dataclass(frozen=True)
class Plane:
    """The half space normal · p <= offset; the normal points out of the stone."""

    normal: Vec
    offset: float


def facet(azimuth: float, slope: float, through: tuple[float, float]) -> Plane:
    """A facet facing `azimuth` degrees round the stone, `slope` degrees from level (negative below the girdle).

    `through` is a point (distance from the axis, height) of it on that azimuth.
    """
    a, s = math.radians(azimuth), math.radians(abs(slope))
    out, up = math.sin(s), math.copysign(math.cos(s), slope)
    normal = (out * math.cos(a), out * math.sin(a), up)
    return Plane(normal, out * through[0] + up * through[1])


def level(height: float, up: bool = True) -> Plane:
    """The table, or with up=False a flat underside."""
    return Plane((0.0, 0.0, 1.0), height) if up else Plane((0.0, 0.0, -1.0), -height)


def prism(outline: Iterable[tuple[float, float]], bottom: float, top: float) -> Faceted:
    """The rough: a convex outline (counter-clockwise) from `bottom` to `top`."""
    ring = list(outline)
    n = len(ring)
    vertices = tuple((x, y, bottom) for x, y in ring) + tuple((x, y, top) for x, y in ring)
    sides = tuple((i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n))
    return Faceted(vertices, (tuple(reversed(range(n))), tuple(range(n, 2 * n)), *sides))


def cut(stone: Faceted, planes: Iterable[Plane]) -> Faceted:
    """The stone after every plane has taken its part; planes that miss it change nothing."""
    for plane in planes:
        stone = _cut(stone, plane)
    return _tidied(stone)


def grown(stone: Faceted, by: float) -> Faceted:
    """A convex stone with every facet `by` mm further out."""
    planes = []
    for face in stone.faces:
        normal = _normal(stone, face)
        if normal is not None:
            x, y, z = stone.vertices[face[0]]
            planes.append(Plane(normal, normal[0] * x + normal[1] * y + normal[2] * z + by))
    far = 3 * max(max(abs(c) for c in v) for v in stone.vertices) + by
    return cut(prism([(far, -far), (far, far), (-far, far), (-far, -far)], -far, far), planes)


def _normal(stone: Faceted, face: tuple[int, ...]) -> Vec | None:
    """The unit normal of a facet (Newell); None for a sliver that has none."""
    n = [0.0, 0.0, 0.0]
    for i, j in zip(face, face[1:] + face[:1], strict=True):
        a, b = stone.vertices[i], stone.vertices[j]
        n[0] += (a[1] - b[1]) * (a[2] + b[2])
        n[1] += (a[2] - b[2]) * (a[0] + b[0])
        n[2] += (a[0] - b[0]) * (a[1] + b[1])
    size = math.hypot(*n)
    return (n[0] / size, n[1] / size, n[2] / size) if size > _ON else None


def mirrored_halves(right: Faceted) -> Faceted:
    """A stone from its right half, which has a flat side on x = 0: welded there to its mirror image, that side gone."""
    twin: dict[int, int] = {}
    vertices = [(0.0, y, z) if abs(x) < _WELD else (x, y, z) for x, y, z in right.vertices]
    for i in range(len(right.vertices)):
        x, y, z = vertices[i]
        twin[i] = i if x == 0.0 else len(vertices)
        if x != 0.0:
            vertices.append((-x, y, z))
    kept = [f for f in right.faces if any(vertices[i][0] != 0.0 for i in f)]
    mirrored = [tuple(twin[i] for i in reversed(f)) for f in kept]
    return _tidied(Faceted(tuple(vertices), (*kept, *mirrored)))


def volume(stone: Faceted) -> float:
    """Volume in mm³, exactly."""
    total = 0.0
    for face in stone.faces:
        a = stone.vertices[face[0]]
        for i, j in pairwise(face[1:]):
            total += _determinant(a, stone.vertices[i], stone.vertices[j])
    return total / 6


def _determinant(a: Vec, b: Vec, c: Vec) -> float:
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])


def _cut(stone: Faceted, plane: Plane) -> Faceted:
    over = [
        plane.normal[0] * x + plane.normal[1] * y + plane.normal[2] * z - plane.offset for x, y, z in stone.vertices
    ]
    off = {i for i, height in enumerate(over) if height > _ON}
    if all(off.isdisjoint(face) for face in stone.faces):  # vertices of facets cut away do not count
        return stone
    near = off | {i for i, height in enumerate(over) if height >= -_ON}
    vertices = list(stone.vertices)
    crossing: dict[tuple[int, int], int] = {}
    rim: dict[int, int] = {}
    faces: list[tuple[int, ...]] = []
    for face in stone.faces:
        if near.isdisjoint(face):  # most are: well below the plane
            faces.append(face)
            continue
        kept: list[int] = []
        for i, j in zip(face, face[1:] + face[:1], strict=True):
            if over[i] <= _ON:
                kept.append(i)
            if (over[i] > _ON and over[j] < -_ON) or (over[i] < -_ON and over[j] > _ON):
                kept.append(_crossing(vertices, over, i, j, crossing))
        if len(kept) < 3:
            continue
        faces.append(tuple(kept))
        on = [k >= len(over) or abs(over[k]) <= _ON for k in kept]
        for p, q, a, b in zip(kept, kept[1:] + kept[:1], on, on[1:] + on[:1], strict=True):
            if a and b:
                rim[q] = p  # the new facet runs along the rim the other way round
    if len(rim) >= 3:
        faces.append(_loop(rim))
    return Faceted(tuple(vertices), tuple(faces))


def _crossing(vertices: list[Vec], over: list[float], i: int, j: int, known: dict[tuple[int, int], int]) -> int:
    key = (min(i, j), max(i, j))
    if key not in known:
        a, b = vertices[key[0]], vertices[key[1]]
        t = over[key[0]] / (over[key[0]] - over[key[1]])
        vertices.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])))
        known[key] = len(vertices) - 1
    return known[key]


def _loop(following: dict[int, int]) -> tuple[int, ...]:
    start = next(iter(following))
    loop, at = [start], following[start]
    while at != start and len(loop) <= len(following):
        loop.append(at)
        at = following[at]
    return tuple(loop)


def _tidied(stone: Faceted) -> Faceted:
    """Without the vertices no face uses any more."""
    used = sorted({i for f in stone.faces for i in f})
    number = {old: new for new, old in enumerate(used)}
    return Faceted(tuple(stone.vertices[i] for i in used), tuple(tuple(number[i] for i in f) for f in stone.faces))
