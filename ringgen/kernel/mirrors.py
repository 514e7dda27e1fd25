"""Planes through the ring's middle that what stands there is the same on both sides of: found in the parts as data.

A halo's head is one quarter four times, two of them the other way round. Only what the bodies are drawn with and where
they stand is asked; a body that is not seen to be its neighbour's mirror image costs time, never a wrong ring.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ringgen.bodies import (
    Arm,
    Body,
    Extruded,
    Faceted,
    Frame,
    Groove,
    Hoop,
    Lofted,
    Placed,
    Rail,
    Revolved,
    Stacked,
    Vec,
    Wire,
    cross,
)
from ringgen.kernel.runs import SAME, Item, balls, same
from ringgen.plane import Arc, Curve, Line

ACROSS: Vec = (0.0, 1.0, 0.0)
"""The finger's direction: what is square to the plane that halves the band's width."""

Spot = tuple[Vec, float]
Floats = npt.NDArray[np.float64]
_POWERS = np.array([p for p in itertools.product(range(4), repeat=4) if 1 <= sum(p) <= 3])


def along(degrees: float) -> Vec:
    """What is square to the half plane through the finger axis at that angle from the top, towards larger angles."""
    return (math.cos(math.radians(degrees)), 0.0, -math.sin(math.radians(degrees)))


def mirrored(round_bodies: Iterable[Placed], items: Iterable[Item], normal: Vec) -> bool:
    """Whether all of it is its own mirror image in the plane through the ring's middle square to `normal`."""
    placed: list[tuple[Body, Frame, bool | None]] = [(p.body, f, None) for p in round_bodies for f in p.places]
    placed += [(i.body, i.frame, i.cutter) for i in items]
    numbers: dict[object, int] = {}
    here, there = list[Floats](), list[Floats]()
    for body, frame, cutter in placed:
        drawn = _drawn(body)
        number = numbers.setdefault((type(body), cutter, len(drawn)), len(numbers))
        spots = np.array([(*frame.point(p), r) for p, r in drawn])
        image = spots.copy()
        image[:, :3] -= 2.0 * np.outer(spots[:, :3] @ np.array(normal), normal)
        here.append(_told(number, spots))
        there.append(_told(number, image))
    return not here or same(np.array(here), np.array(there))


def beyond(item: Item, normal: Vec) -> bool:
    """Whether a body lies altogether on the other side of the plane, where `normal` does not point."""
    spots = [(item.frame.point(p), r) for p, r in balls(item.body)]
    return max(p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2] + r for p, r in spots) < 0.0


def _told(number: int, spots: Floats) -> Floats:
    """The number, and means of the coordinates' products, up to three at a time: the same in whatever order."""
    return np.array([number, *(spots[:, None, :] ** _POWERS).prod(axis=2).mean(axis=0)])


def _drawn(body: Body) -> list[Spot]:
    """Points that say how a body is shaped, in its own frame, each with what size there is to it."""
    if isinstance(body, Hoop) and len(body.sections) == 1:
        return [((0.0, y, 0.0), r) for y, r in _corners(body.sections[0][1])]
    if isinstance(body, Hoop):
        return _led([(angle, _corners(chain)) for angle, chain in body.sections])
    if isinstance(body, Groove):
        half = _corners(body.half, closed=False)
        whole = [(s * y, body.radius + h) for y, h in half for s in (1, -1)]
        return _led([(0.0, whole), (body.degrees, whole)])
    if isinstance(body, Revolved):
        return [((0.0, 0.0, z), r) for r, z in _corners(body.outline)]
    if isinstance(body, Wire):
        return [((x, 0.0, z), body.radius) for x, z in _corners(body.path, closed=False)]
    if isinstance(body, Rail):
        return [((x, y, body.z), body.radius) for x, y in _corners(body.path)]
    if isinstance(body, Arm):
        return [spot for section in body.sections for spot in _ellipse(*section)]
    return [(p, 0.0) for p in _points(body)]


def _led(sections: Iterable[tuple[float, list[tuple[float, float]]]]) -> list[Spot]:
    """Corners (along the finger, radius) at their angles about it."""
    turns = [(math.sin(math.radians(a)), math.cos(math.radians(a)), corners) for a, corners in sections]
    return [((r * sin, y, r * cos), 0.0) for sin, cos, corners in turns for y, r in corners]


def _ellipse(centre: Vec, tangent: Vec, side: Vec, wide: float, high: float) -> list[Spot]:
    x, y, z = centre
    ends = [(v, s * h) for v, h in ((side, wide), (cross(tangent, side), high)) for s in (1, -1)]
    return [((x + by * v[0], y + by * v[1], z + by * v[2]), 0.0) for v, by in ends]


def _points(body: Body) -> list[Vec]:
    if isinstance(body, Faceted):
        return list(body.vertices)
    if isinstance(body, Extruded):
        return [(x, y, z) for x, y in _corners(body.outline) for z in (body.z0, body.z1)]
    if isinstance(body, Lofted):
        return [f.point((x, y, 0.0)) for f, chain in body.sections for x, y in _corners(chain)]
    assert isinstance(body, Stacked)
    straight = [(z, body.hole) for z, _ in body.levels if body.hole]
    return [(x, y, z) for z, chain in (*body.levels, *straight, *body.core) for x, y in _corners(chain)]


def _corners(chain: Sequence[Curve], closed: bool = True) -> list[tuple[float, float]]:
    """Where curves meet and arcs' middles, however they are divided; of a circle four points a quarter apart."""
    whole = _undivided(chain, closed)
    if len(whole) == 1 and isinstance(whole[0], Arc) and closed:
        return [whole[0].at(k * math.pi / 2) for k in range(4)]
    ends = [p for c in whole for p in (c.start, c.end)]
    return ends + [c.mid for c in whole if isinstance(c, Arc)]


def _undivided(chain: Sequence[Curve], closed: bool) -> list[Curve]:
    """The chain with what lies on one line or one circle joined: where it is divided says nothing of its shape."""
    out = list[Curve]()
    for c in chain:
        joined = _joined(out[-1], c) if out else None
        if joined is None:
            out.append(c)
        else:
            out[-1] = joined
    if closed and len(out) > 1:
        joined = _joined(out[-1], out[0])
        if joined is not None:
            return [*out[1:-1], joined]
    return out


def _joined(a: Curve, b: Curve) -> Curve | None:
    """Two that follow one another as one curve, where they are one."""
    if isinstance(a, Line) and isinstance(b, Line):
        return Line(a.start, b.end) if math.dist(a.tangent(), b.tangent()) < SAME else None
    if not (isinstance(a, Arc) and isinstance(b, Arc)) or math.dist(a.centre, b.centre) > SAME:
        return None
    alike = abs(a.radius - b.radius) < SAME and (a.a1 > a.a0) == (b.a1 > b.a0)
    return replace(a, a1=a.a1 + b.a1 - b.a0) if alike else None
