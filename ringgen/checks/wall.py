"""The thinnest metal anywhere in the file.

At every point of the surface: the largest ball that fits in the metal there, where only the far side may stop it
(`ringgen.checks._wall_rays` has the definition). So a convex edge is never called a thin wall, and a fin, a post, a
groove's floor or an eccentric bore always is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ringgen.checks._features import face_normals, sharp_edges
from ringgen.checks._lips import over_girdles
from ringgen.checks._rays import Floats, Ints
from ringgen.checks._samples import face_samples
from ringgen.checks._wall_near import refined, settled
from ringgen.checks._wall_rays import Readings, face_readings, feather_readings, inner_readings, rim_readings
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, largest, locate, thicken
from ringgen.findings import Finding
from ringgen.witness import Prong, Witness

NAME = "wall"

STEP = 0.3
"""Points on large faces are at most this far apart, mm; the least readings are then searched closer."""

DIGITS = 2
"""Walls are judged to 0.01 mm: a caliper shows no more, and the mesh itself strays from the solid by as much."""

EDGE_STEP = 0.1
OWN = 0.53
"""Of a bead's diameter: what lies so near to its axis is the bead's."""

FOOT = 0.05
"""mm under a bead's foot, where it stands in the band, it is still the bead's."""

INNER, OUTER = 20.0, 35.0
"""An edge that turns inwards by more than 20 degrees, or outwards by more than 35, is read as an edge."""


@dataclass(frozen=True, eq=False)
class Thickness:
    """Thickness in mm at points all over the surface (nan where only a convex edge faces), and the least of them.

    `balls` are the balls that fit between the two sides of a convex edge, which are no walls; nan where no side faces.
    """

    points: Floats
    values: Floats
    balls: Floats
    least: float
    where: tuple[float, float, float]
    across: tuple[float, float, float]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The thinnest metal, judged by the rules' limits, with the part, the hour and the field that would mend it."""
    limits = subject.limits(NAME)
    wanted = largest(limits, 0.0)
    found = measure(mesh, subject.design.witness if subject.design else Witness())
    if not np.isfinite(found.least):
        return [judge(NAME, float("inf"), limits, message="no two sides of this body face each other")]
    middle = (np.array(found.where) + np.array(found.across)) / 2
    place = locate((float(middle[0]), float(middle[1]), float(middle[2])), subject)
    return [judge(NAME, round(found.least, DIGITS), limits, place, thicken(place, found.least, wanted, subject))]


def measure(mesh: MeshFile, witness: Witness | None = None) -> Thickness:
    """Thickness all over the file, exact near the least of it; readings well over the least are one ray's.

    What lies across a bead, or a channel's lip over a stone, has a rule of its own and is left to that.
    """
    asked = witness or Witness()
    facing = face_normals(mesh)
    reflex, convex = sharp_edges(mesh, facing, EDGE_STEP, INNER, OUTER)
    points, normals = face_samples(mesh, STEP)
    rays = mesh.rays
    read = Readings.joined(
        face_readings(rays, facing, points, normals),
        inner_readings(rays, facing, reflex),
        rim_readings(rays, facing, convex),
        feather_readings(rays, facing, convex),
    )
    read = _others(settled(rays, facing, read, convex), asked)
    close = _others(settled(rays, facing, refined(rays, facing, read), convex), asked)
    return _thickness(read, close)


def _others(read: Readings, witness: Witness) -> Readings:
    """The readings without those whose both ends lie on one such bead or lip."""
    values = read.values.copy()
    lip = over_girdles(witness.stones, read.points)
    lip[lip] = over_girdles(witness.stones, read.ends[lip])
    values[lip] = np.nan
    beads = [p for p in witness.prongs if p.kind]
    if beads:
        values[_across_beads(read, beads)] = np.nan
    return Readings(read.points, read.normals, values, read.balls, read.ends, read.far)


def _across_beads(read: Readings, beads: Sequence[Prong]) -> Ints:
    """The numbers of the readings whose both ends lie on one bead.

    Only what is near a bead, and no longer than one is wide, is asked how near: a row has as many beads as readings
    have a use for, and a few more.
    """
    from scipy.spatial import cKDTree

    foot, tip = (np.array([prong.axis[k] for prong in beads]) for k in (0, -1))
    reach = OWN * np.array([prong.diameter for prong in beads])
    high = np.linalg.norm(tip - foot, axis=1)
    way = read.ends - read.points
    long = np.sqrt(np.einsum("ij,ij->i", way, way))
    asked = np.flatnonzero(np.isfinite(read.values) & (long <= np.hypot(2 * reach, high + 2 * FOOT).max()))
    ends = read.points[asked], read.ends[asked]
    around = cKDTree(ends[0]).query_ball_point((foot + tip) / 2, np.hypot(high + reach, reach)) if len(asked) else []
    bead = np.repeat(np.arange(len(around)), [len(near) for near in around])
    near = np.fromiter(chain.from_iterable(around), np.int64, len(bead))
    axis, size = (foot[bead], ((tip - foot) / high[:, None])[bead]), (high[bead], reach[bead])
    on = [_beside(points[near], *axis, size[0]) < size[1] for points in ends]
    return asked[near[on[0] & on[1]]]


def _beside(points: Floats, foot: Floats, along: Floats, length: Floats) -> Floats:
    """How far points lie from beads' axes; inf below their feet, and where their domes have ended."""
    to = points - foot
    up = np.einsum("ij,ij->i", to, along)
    to -= up[:, None] * along
    away: Floats = np.sqrt(np.einsum("ij,ij->i", to, to))
    return np.where((up < -FOOT) | (up > length + FOOT), np.inf, away)


def _thickness(read: Readings, close: Readings) -> Thickness:
    both = read + close
    if not np.isfinite(both.values).any():
        nowhere = (0.0, 0.0, 0.0)
        return Thickness(read.points, read.values, read.balls, float("inf"), nowhere, nowhere)
    k = int(np.nanargmin(both.values))
    p, q = both.points[k], both.ends[k]
    return Thickness(
        read.points,
        read.values,
        read.balls,
        float(both.values[k]),
        (float(p[0]), float(p[1]), float(p[2])),
        (float(q[0]), float(q[1]), float(q[2])),
    )
