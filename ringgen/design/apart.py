"""How far two stones, or two heads, are from one another: exactly for stones, to a few hundredths for heads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ringgen.bodies import Faceted, Frame, Placed, Vec
from ringgen.design.placing import Placement
from ringgen.design.skins import STEP, skin

Floats = NDArray[np.float64]
EXACT = 1e-9  # mm: how nearly the nearest points of two stones are found
MOST_STEPS = 200
BITE = 0.06  # mm between one head's metal and what is cut out of the other: more than a cast face is off by
FUSED = 0.3  # mm two prongs reach into each other to be one: those that only graze leave slivers between their seats
WELD = 0.12  # mm what holds no stone, a rail or a base, reaches into other metal to be one with it
CROWD = 200_000  # pairs of points from which a tree finds the nearest sooner than a table
DEEP = 1.0  # mm: what lies deeper than this is told by what lies less deep, and its nearest skin may be left out
FACING = 2.0  # mm round another head: what lies further off only gets further as the two are moved apart
SLANT = 0.71 * STEP  # mm: a skin's nearest point lies at most this far aside of the true one


def axes(frame: Frame) -> Floats:
    """The frame's x, y and z as rows."""
    return np.array([frame.x, frame.y, frame.z])


def placed(points: Floats, frame: Frame) -> Floats:
    """Local points (n, 3) in ring coordinates."""
    found: Floats = points @ axes(frame) + np.array(frame.origin)
    return found


def between(a: Faceted, at_a: Frame, b: Faceted, at_b: Frame) -> float:
    """The least distance between two stones, mm; 0 where they overlap. Of a stone with a cleft, its convex hull's."""
    return hulls_apart(placed(np.array(a.vertices), at_a), placed(np.array(b.vertices), at_b))


def hulls_apart(one: Floats, two: Floats) -> float:
    """The least distance between the convex hulls of two sets of points (n, 3), mm; 0 where they overlap.

    Gilbert, Johnson, Keerthi: the point nearest to the origin of all differences of their points.
    """
    nearest = one.mean(0) - two.mean(0)
    corners = np.empty((0, 3))
    for _ in range(MOST_STEPS):
        further = one[int((one @ nearest).argmin())] - two[int((two @ nearest).argmax())]
        if float(nearest @ nearest - nearest @ further) <= EXACT * float(np.linalg.norm(nearest)):
            break
        nearest, corners = _to_origin(np.vstack([corners, further]))
        if len(corners) == 4 or float(nearest @ nearest) < EXACT**2:
            return 0.0
    return float(np.linalg.norm(nearest))


def _to_origin(corners: Floats) -> tuple[Floats, Floats]:
    """The point of a simplex nearest to the origin, and the corners it lies between."""
    best, kept, least = corners[-1], corners[-1:], math.inf
    for n in range(1, len(corners) + 1):
        for chosen in combinations(range(len(corners)), n):
            some = corners[list(chosen)]
            shares = _shares(some)
            if shares is None or shares.min() < 0.0:
                continue
            point = shares @ some
            if float(point @ point) < least - 1e-15:
                best, kept, least = point, some, float(point @ point)
    return best, kept


def _shares(corners: Floats) -> Floats | None:
    """Of the corners, in the point nearest to the origin on the flat through them; None for a flat without extent."""
    first, sides = corners[0], corners[1:] - corners[0]
    gram = sides @ sides.T
    if len(sides) and abs(float(np.linalg.det(gram))) < 1e-18:
        return None
    rest = np.linalg.solve(gram, -sides @ first) if len(sides) else np.empty(0)
    return np.concatenate([[1.0 - rest.sum()], rest])


@dataclass(frozen=True, eq=False)
class Piece:
    """One body of a head in its stone's frame: points of its skin and the directions outwards there."""

    points: Floats
    normals: Floats
    holds: bool = False
    """Whether it holds a stone, and so has a seat cut into it."""

    @cached_property
    def low(self) -> Floats:
        """The lowest x, y and z."""
        found: Floats = self.points.min(axis=0)
        return found

    @cached_property
    def high(self) -> Floats:
        """The highest x, y and z."""
        found: Floats = self.points.max(axis=0)
        return found

    def at(self, frame: Frame) -> Piece:
        """The piece in the ring."""
        return Piece(placed(self.points, frame), self.normals @ axes(frame), self.holds)


def pieces(bodies: Iterable[Placed], holding: tuple[str, ...] = ()) -> tuple[Piece, ...]:
    """The skins of bodies, one for every place; `holding` are the parts that hold a stone."""
    found = []
    for body in bodies:
        points, normals = skin(body.body)
        if len(points):
            holds = any(part.startswith(body.part) for part in holding)
            found += [Piece(points, normals, holds).at(place) for place in body.places]
    return tuple(found)


def apart(a: Piece, b: Piece, care: float) -> float:
    """The least distance between two bodies, mm; negative: how deep one reaches into the other.

    Distances over `care` are of no interest and come back as `care`.
    """
    if (a.low - care > b.high).any() or (b.low - care > a.high).any():
        return care
    one, two = _near(a, b, care), _near(b, a, care)
    if not len(one.points) or not len(two.points):
        return care
    return min(_least(one, _near(b, one, care + DEEP)), _least(two, _near(a, two, care + DEEP)), care)


def _near(a: Piece, b: Piece, care: float) -> Piece:
    """The part of a skin that lies within `care` of the other's box."""
    near = ((a.points >= b.low - care) & (a.points <= b.high + care)).all(axis=1)
    return Piece(a.points[near], a.normals[near], a.holds)


def _least(a: Piece, b: Piece) -> float:
    """The least distance of one skin's points from the other skin."""
    if not len(b.points):
        return math.inf
    near, straight = _nearest(a.points, b.points)
    over = np.einsum("ij,ij->i", a.points - b.points[near], b.normals[near])
    size = np.sqrt(np.maximum(over**2, straight - SLANT**2))
    return float(np.where((over < 0) & (straight < DEEP**2), -size, size).min())


def _nearest(points: Floats, others: Floats) -> tuple[NDArray[np.intp], Floats]:
    """For every point the nearest of the others, and the square of how far off it is."""
    if len(points) * len(others) > CROWD:
        from scipy.spatial import cKDTree  # takes longer to import than a plain pair of heads to compare

        away, near = cKDTree(others).query(points)
        return np.asarray(near, np.intp), np.asarray(away, np.float64) ** 2
    middle = points.mean(0)  # sums of squares are exact enough near the origin
    p, q = points - middle, others - middle
    square = (p**2).sum(1)[:, None] + (q**2).sum(1)[None] - 2 * p @ q.T
    near = square.argmin(axis=1)
    return near, square[np.arange(len(near)), near]


def _holding(p: Placement) -> tuple[str, ...]:
    """The parts of a head that hold its stone."""
    seen = p.arrangement.witness
    return (*(prong.part for prong in seen.prongs), *(bezel.part for bezel in seen.bezels))


def _whole(p: Placement) -> Piece:
    """All of a head in the ring."""
    return _joined([b.at(p.frame) for b in pieces(p.arrangement.parts.metal + p.arrangement.parts.cutters)])


def _joined(some: Sequence[Piece]) -> Piece:
    if not some:
        return Piece(np.empty((0, 3)), np.empty((0, 3)))
    return Piece(np.vstack([p.points for p in some]), np.vstack([p.normals for p in some]))


def _facing(some: Iterable[Piece], frame: Frame, other: Piece) -> tuple[Piece, ...]:
    """The parts of a head's bodies that may ever come near another head; in the ring."""
    if not len(other.points):
        return ()
    near = (_near(p.at(frame), other, FACING) for p in some)
    return tuple(p for p in near if len(p.points))


def _inverse(frame: Frame) -> Frame:
    """The frame that undoes another."""
    turn = axes(frame).T
    origin = -np.array(frame.origin) @ turn
    return Frame(_vec(origin), _vec(turn[0]), _vec(turn[2]))


def _vec(v: Floats) -> Vec:
    return (float(v[0]), float(v[1]), float(v[2]))


class HeadsApart:
    """Two heads: how much further apart the second has to stand."""

    def __init__(self, inner: Placement, outer: Placement, clear: float) -> None:
        self.clear = clear
        here, there = _whole(inner), _whole(outer)
        back = _inverse(outer.frame)
        one, two = inner.arrangement.parts, outer.arrangement.parts
        self.metal = _facing(pieces(one.metal, _holding(inner)), inner.frame, there)
        self.cutters = _facing(pieces(one.cutters), inner.frame, there)
        metal = _facing(pieces(two.metal, _holding(outer)), outer.frame, here)
        cutters = _facing(pieces(two.cutters), outer.frame, here)
        self.other_metal, self.other_cutters = (tuple(p.at(back) for p in some) for some in (metal, cutters))

    def short(self, frame: Frame) -> float:
        """How many mm are missing with the second head's stone there; 0 or less when it stands well."""
        metal = tuple(p.at(frame) for p in self.other_metal)
        cutters = tuple(p.at(frame) for p in self.other_cutters)
        bites = [(m, c) for ms, cs in ((self.metal, cutters), (metal, self.cutters)) for m in ms for c in cs]
        short = max((BITE - apart(m, c, 2 * BITE) for m, c in bites), default=0.0)
        for a in self.metal:
            for b in metal:
                opening = apart(a, b, self.clear + STEP)
                if -(FUSED if a.holds and b.holds else WELD) < opening < self.clear:
                    short = max(short, self.clear - opening)
        return short
