"""How thick the metal is, by rays: the readings the wall check is made of.

A reading at a point is the diameter of the largest ball in the metal that touches the surface there and is stopped by
the far side: a surface facing more than 105 degrees away. Four kinds of point are read, each by the chord that ends
at a true contact of such a ball:

- *faces*: one ray along the inward normal; where the sides converge and break off at a rim close by, the ball
  itself, searched with more rays.
- *inner edges* (a groove's bottom, a pocket's corner): the shortest chord of the fan between the two normals.
- *feather edges* (outer, sharper than 45 degrees): one ray from each flank, close beside the edge.
- *rims* (outer sharp edges): the chord along the blunt side, what a caliper closed on the rim would read.

Sides that converge by more than 12 degrees are the flanks of a convex edge, not a wall, unless they break off at a rim
there or the metal grows thicker again beyond: an oval wire is as thick as its short axis, not as the ball in its tip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.checks._features import Sharp
from ringgen.checks._rays import Engine, Floats, Ints, shared_out

NUDGE = 1e-4
"""Rays start this far under the surface, mm: well above what 32-bit coordinates blur."""

FAR_SIDE = np.cos(np.radians(75.0))
"""A far side faces at least 105 degrees away: its normal reversed is within 75 degrees of the near one."""

PARALLEL = np.cos(np.radians(12.0))
"""Faces within 12 degrees of parallel are read by the chord itself (the ball is at most 1.1 % smaller)."""

EDGE = np.cos(np.radians(45.0))
"""Sides that converge by more than this read as a convex edge away from a rim."""


@dataclass(frozen=True, eq=False)
class Readings:
    """Points on the surface, outward normals, thickness in mm (nan where only a convex edge faces), and the far end.

    `balls` is never larger than the ball that fits between the two sides if they run on: where it is less than the
    thickness, the thickness still rests on whether a rim is close by. `far` is the face met, -1 for none.
    """

    points: Floats
    normals: Floats
    values: Floats
    balls: Floats
    ends: Floats
    far: Ints

    @classmethod
    def joined(cls, *parts: Readings) -> Readings:
        """Several sets of readings as one."""
        return cls(
            np.concatenate([p.points for p in parts]),
            np.concatenate([p.normals for p in parts]),
            np.concatenate([p.values for p in parts]),
            np.concatenate([p.balls for p in parts]),
            np.concatenate([p.ends for p in parts]),
            np.concatenate([p.far for p in parts]),
        )

    def __add__(self, other: Readings) -> Readings:
        return Readings.joined(self, other)

    def at(self, chosen: Ints | npt.NDArray[np.bool_]) -> Readings:
        """Some of the readings."""
        return Readings(
            self.points[chosen],
            self.normals[chosen],
            self.values[chosen],
            self.balls[chosen],
            self.ends[chosen],
            self.far[chosen],
        )


def dot(a: Floats, b: Floats) -> Floats:
    """Row by row dot product."""
    out: Floats = np.einsum("ij,ij->i", a, b)
    return out


def face_readings(rays: Engine, facing: Floats, points: Floats, normals: Floats) -> Readings:
    """One ray along the inward normal of every point; `facing` are the normals of the mesh's faces."""

    def some(rows: slice) -> Readings:
        return _face_readings(rays, facing, points[rows], normals[rows])

    return Readings.joined(*shared_out(some, len(points)))


def _face_readings(rays: Engine, facing: Floats, points: Floats, normals: Floats) -> Readings:
    chord, face = rays.first(points - normals * NUDGE, -normals)
    hit = face >= 0
    chord = np.where(hit, chord + NUDGE, 0.0)
    parallel = np.where(hit, -dot(normals, facing[face]), -1.0)
    # between two planes that converge by a: 1 - tan(a / 2)^2 = 2 cos a / (1 + cos a)
    shrink = np.where(parallel < PARALLEL, 2.0 * parallel / (1.0 + np.maximum(parallel, 0.0)), 1.0)
    balls = np.where(parallel > FAR_SIDE, chord * shrink, np.nan)
    values = np.where(parallel > PARALLEL, chord, np.nan)
    return Readings(points, normals, values, balls, points - normals * chord[:, None], face)


SHARES = (0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 1.0)


def ball_readings(rays: Engine, facing: Floats, read: Readings) -> Readings:
    """The ball between converging sides, by rays from each point towards where it would touch the far side.

    A ray at an angle f from the inward normal with chord t meets the ball of diameter t / cos f.
    """
    inward, far = -read.normals, facing[read.far]
    half = np.arccos(np.clip(dot(inward, far), -1, 1)) / 2
    across = far - inward * dot(inward, far)[:, None]
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    values, ends = np.linalg.norm(read.ends - read.points, axis=1), read.ends
    start = read.points + inward * NUDGE
    for share in SHARES:
        lean = half * share
        away = inward * np.cos(lean)[:, None] + across * np.sin(lean)[:, None]
        chord, face = rays.first(start, away)
        met = facing[face]
        touches = (face >= 0) & (dot(inward, met) > FAR_SIDE) & (dot(away, met) > EDGE)
        ball = np.where(touches, (chord + NUDGE) / np.cos(lean), np.inf)
        closer = ball < values
        values = np.where(closer, ball, values)
        ends = np.where(closer[:, None], read.points + away * chord[:, None], ends)
    return Readings(read.points, read.normals, values, values, ends, read.far)


FAN = 11

CLOSER = 1.5
"""Fans that may hold the least chord, by their first rays, are searched finer."""


def inner_readings(rays: Engine, facing: Floats, edges: Sharp) -> Readings:
    """The shortest chord from each point of an inner edge, over the fan from one inward normal to the other."""
    n = len(edges.points)
    best, share, square = np.full(n, np.inf), np.full(n, 0.5), np.zeros(n)
    start = edges.points + _fan(edges, share) * NUDGE
    every = np.arange(n)
    width = 1.0 / (FAN - 1)
    for k in range(FAN):
        _try(rays, facing, edges, start, every, np.full(n, k * width), best, share, square)
    closer = np.flatnonzero(best < CLOSER * np.min(best, where=square > 0.15, initial=np.inf))
    for _ in range(5):
        width /= 2
        for way in (-width, width):
            trial = np.clip(share[closer] + way, 0, 1)
            _try(rays, facing, edges, start, closer, trial, best, share, square)
    at_end = (share < 1e-6) | (share > 1 - 1e-6)
    counts = np.isfinite(best) & (square > np.where(at_end, PARALLEL, 0.15))
    counts[counts] = ~_runs_out(rays, facing, edges, share, best, counts & (square < PARALLEL))[counts]
    values = np.where(counts, best, np.nan)
    away = _fan(edges, share)
    ends = edges.points + away * np.where(np.isfinite(best), best, 0.0)[:, None]
    return Readings(edges.points, -away, values, values, ends, np.full(len(best), -1))


def _runs_out(
    rays: Engine, facing: Floats, edges: Sharp, share: Floats, chord: Floats, asked: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Where an inner edge runs out through a slanting surface: the chord shrinks along the edge, and is no wall."""
    k = np.flatnonzero(asked)
    away, middle = _fan(edges, share)[k], _fan(edges, np.full(len(share), 0.5))[k]
    out = np.zeros(len(chord), bool)
    for way in (-0.25, 0.25):
        beside, face = rays.first(edges.points[k] + edges.along[k] * (way * chord[k])[:, None] + middle * NUDGE, away)
        metal = (face >= 0) & (dot(away, facing[face]) > 0)
        out[k] |= ~metal | (beside + NUDGE < 0.97 * chord[k])
    return out


def _fan(edges: Sharp, share: Floats) -> Floats:
    """Inward directions between the two faces' inward normals, by angle."""
    angle = np.arccos(np.clip(dot(edges.one, edges.two), -1, 1))
    sine = np.maximum(np.sin(angle), 1e-9)
    mixed = (
        edges.one * (np.sin((1 - share) * angle) / sine)[:, None] + edges.two * (np.sin(share * angle) / sine)[:, None]
    )
    unit: Floats = -mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-12)
    return unit


def _try(
    rays: Engine,
    facing: Floats,
    edges: Sharp,
    start: Floats,
    which: Ints,
    trial: Floats,
    best: Floats,
    share: Floats,
    square: Floats,
) -> None:
    """One more ray of some fans: where its chord is shorter than the best so far it takes its place."""
    away = _fan(edges.at(which), trial)
    least = best[which]
    chord, face = rays.first(start[which], away, least)
    closer = chord + NUDGE < least
    kept = which[closer]
    best[kept], share[kept] = chord[closer] + NUDGE, trial[closer]
    met = facing[face[closer]]
    square[kept] = np.where(face[closer] >= 0, dot(away[closer], met), 0.0)


def rim_readings(rays: Engine, facing: Floats, edges: Sharp) -> Readings:
    """From a rim along the blunt side to the other rim: what a caliper laid on that side reads.

    Both faces of the edge are tried as the blunt side. The chord counts when it leaves the other face within 40
    degrees of square-on, meets the far face as squarely, and that far face looks 105 degrees or more away.
    """
    return _rim(rays, facing, edges.points, edges.one, edges.two, edges.along) + _rim(
        rays, facing, edges.points, edges.two, edges.one, -edges.along
    )


BESIDE = 0.08
"""How far from a feather edge its flanks are read, mm."""


def feather_readings(rays: Engine, facing: Floats, edges: Sharp) -> Readings:
    """Face readings close beside outer edges sharper than 45 degrees: such a fin is thin however small its rim."""
    sharp = edges.at(np.flatnonzero(dot(edges.one, edges.two) < -EDGE))
    points = np.concatenate([sharp.points, sharp.points])
    near, other = np.concatenate([sharp.one, sharp.two]), np.concatenate([sharp.two, sharp.one])
    down = np.cross(near, np.concatenate([sharp.along, sharp.along]))
    down *= np.sign(-dot(down, other))[:, None]
    over = points + (down + near * 0.5) * BESIDE
    drop, face = rays.first(over, -near)
    on = (face >= 0) & (dot(facing[face], near) > PARALLEL)
    return face_readings(rays, facing, (over - near * drop[:, None])[on], facing[face[on]])


SQUARE = np.cos(np.radians(40.0))
LEAN = np.radians(0.5)


def _rim(rays: Engine, facing: Floats, points: Floats, near: Floats, side: Floats, along: Floats) -> Readings:
    down = np.cross(side, along)
    down *= np.sign(-dot(down, near))[:, None]
    away = down * np.cos(LEAN) - side * np.sin(LEAN)
    square_on = -dot(away, near)
    start = points - (near + side) * (5 * NUDGE)
    chord, face = rays.first(start, away)
    far = facing[face]
    counts = (face >= 0) & (square_on > SQUARE) & (dot(away, far) > SQUARE) & (-dot(near, far) > FAR_SIDE)
    values = np.where(counts, chord + 5 * NUDGE * (1 + square_on), np.nan)
    ends = points + away * np.where(counts, values, 0.0)[:, None]
    return Readings(points, near, values, values, ends, face)
