"""What is looked at more closely: readings beside a rim, and the surroundings of the least readings."""

from __future__ import annotations

from itertools import chain

import numpy as np
import numpy.typing as npt

from ringgen.checks._features import Sharp
from ringgen.checks._rays import Engine, Floats, Ints
from ringgen.checks._wall_rays import EDGE, NUDGE, PARALLEL, Readings, ball_readings, dot, face_readings

BREAK = np.cos(np.radians(50.0))
"""A surface that turns outwards by this much close by has come to a rim."""

STRAIGHT = np.cos(np.radians(15.0))
"""A side that turns by less than this is straight."""

SPAN = 0.75
"""Of a ball: how far sides run straight beside a rim. Facets blur what a rounding turns by 15 degrees: within half a
ball one as wide as the ball turns by 29, and was straight or was not as its facets lay."""

CLOSE, LEAST_REACH = 0.45, 0.1
"""Close by: within this share of the reading, at least 0.1 mm. A tip rounded as far as it will go is a rim still."""

CHUNK = 3000
"""Doubtful readings are looked up this many at a time, the least first."""

NOTABLE = 0.9
"""A doubtful reading counts when it is this much less than every sure one: facets of a round tip blur balls by 7 %."""


def settled(rays: Engine, facing: Floats, read: Readings, convex: Sharp) -> Readings:
    """The readings between converging sides that could be the least of all, made sure.

    Where the sides break off at a rim close by, the reading becomes the ball between them; where the metal grows
    thicker again beyond, it is the chord; elsewhere the sides are a convex edge and give none.
    """
    values, ends = read.values.copy(), read.ends.copy()
    least = float(np.min(values, where=np.isfinite(values), initial=np.inf))
    doubt = np.flatnonzero(~np.isfinite(values) & (read.balls < NOTABLE * least))
    doubt = doubt[np.argsort(read.balls[doubt])]
    for begin in range(0, len(doubt), CHUNK):
        asked = doubt[begin : begin + CHUNK]
        if read.balls[asked[0]] >= NOTABLE * least:
            break
        rim = _thinned(read, asked)
        rim = rim[_straight(rays, facing, read, rim)]
        rim = rim[_breaks_off(read, convex, facing[read.far[rim]], rim)] if len(rim) else rim
        ball = ball_readings(rays, facing, read.at(rim))
        values[rim], ends[rim] = ball.values, ball.ends
        valley = asked[_bottoms_out(rays, facing, read, asked)]
        chord = np.linalg.norm(read.ends[valley] - read.points[valley], axis=1)
        values[valley] = np.fmin(values[valley], chord)
        least = float(np.min(values, where=np.isfinite(values), initial=np.inf))
    return Readings(read.points, read.normals, values, read.balls, ends, read.far)


def _thinned(read: Readings, asked: Ints) -> Ints:
    """The first of the asked readings in every tenth of a millimetre that look the same way."""
    cell = np.floor(read.points[asked] / 0.1).astype(np.int64) * 8 + np.rint(read.normals[asked] * 2).astype(np.int64)
    first = np.unique(cell @ np.array([73856093, 19349663, 83492791]), return_index=True)[1]
    return np.asarray(asked[np.sort(first)], np.int64)


def _taper(near: Floats, far: Floats) -> Floats:
    """The direction along the near side in which the two sides close."""
    along = far - near * dot(far, near)[:, None]
    unit: Floats = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    return unit


def _straight(rays: Engine, facing: Floats, read: Readings, asked: Ints) -> npt.NDArray[np.bool_]:
    """Whether both sides run straight for most of the ball, away from the rim: the sides of a round wire do not."""
    points, normals, far = read.points[asked], read.normals[asked], facing[read.far[asked]]
    ball = read.balls[asked][:, None]
    over = points - _taper(normals, far) * (SPAN * ball) + normals * (0.25 * ball)
    drop, face = rays.first(over, -normals)
    on = (face >= 0) & (dot(facing[face], normals) > STRAIGHT) & (drop < ball[:, 0])
    inside = over - normals * (np.where(on, drop, 0.0) + NUDGE)[:, None]
    hit = rays.first(inside, -normals)[1]
    found: npt.NDArray[np.bool_] = on & (hit >= 0) & (dot(facing[hit], far) > STRAIGHT)
    return found


BEYOND = (0.5, 1.0, 1.5)
"""How far on, in thicknesses, metal is looked for that is as thick again."""


def _bottoms_out(rays: Engine, facing: Floats, read: Readings, asked: Ints) -> npt.NDArray[np.bool_]:
    """Whether the metal is as thick again a little further on: the lowest point of a pit lies between."""
    points, normals, far = read.points[asked], read.normals[asked], facing[read.far[asked]]
    chord = np.linalg.norm(read.ends[asked] - points, axis=1)
    mild = dot(normals, far) < -EDGE
    found = np.zeros(len(asked), bool)
    for share in BEYOND:
        over = points + _taper(normals, far) * (share * chord)[:, None] + normals * (0.25 * chord)[:, None]
        drop, face = rays.first(over, -normals)
        on = mild & (face >= 0) & (dot(facing[face], normals) > PARALLEL) & (drop < 0.5 * chord)
        beyond, hit = rays.first(over - normals * (np.where(on, drop, 0.0) + NUDGE)[:, None], -normals)
        found |= on & (hit >= 0) & (dot(facing[hit], normals) < -EDGE) & (beyond >= 0.98 * chord)
    return found


def _breaks_off(read: Readings, convex: Sharp, far: Floats, asked: Ints) -> npt.NDArray[np.bool_]:
    """Whether the surface comes to a rim near each of the asked points, on the side where the metal tapers.

    A rim turns away from the near side and from the far side by more than 50 degrees: a blunt end; or it is a feather
    edge, sharper than 45 degrees.
    """
    from scipy.spatial import cKDTree

    points = np.concatenate([read.points, convex.points, convex.points])
    normals = np.concatenate([read.normals, convex.one, convex.two])
    sharp = dot(convex.one, convex.two) < -EDGE
    feather = np.concatenate([np.zeros(len(read.points), bool), sharp, sharp])
    reach = np.maximum(CLOSE * read.balls[asked], LEAST_REACH)
    around = _within(points, read.points[asked], float(reach.max(initial=0.0)))
    points, normals, feather = points[around], normals[around], feather[around]
    near = cKDTree(points).query_ball_point(read.points[asked], reach)
    row = np.repeat(np.arange(len(asked)), [len(n) for n in near])
    other = np.fromiter(chain.from_iterable(near), np.int64, len(row))
    mine, my_far = read.normals[asked[row]], far[row]
    apart, theirs = points[other] - read.points[asked[row]], normals[other]
    taper = _taper(mine, my_far)
    falls = (dot(apart, mine) <= 1e-6) & (dot(apart, theirs) >= -1e-6)
    ahead = dot(apart, taper) >= 0.5 * np.linalg.norm(apart, axis=1)
    turn = dot(theirs, mine)
    blunt = (turn < BREAK) & (dot(theirs, my_far) < BREAK) & (dot(theirs, taper) > 0.5)
    rim = blunt | (feather[other] & (turn < BREAK))
    found = np.zeros(len(asked), bool)
    found[row[falls & ahead & rim]] = True
    return found


def _within(points: Floats, asked: Floats, reach: float) -> npt.NDArray[np.bool_]:
    """The points in the box round the asked ones: a tree of the whole ring costs more than all it would answer."""
    if not len(asked):
        return np.zeros(len(points), bool)
    low, high = asked.min(axis=0) - reach, asked.max(axis=0) + reach
    found: npt.NDArray[np.bool_] = ((points >= low) & (points <= high)).all(axis=1)
    return found


SEEDS = 48
ROUNDS = 4
SHRINK = 0.4
RADIUS = 0.15


def refined(rays: Engine, facing: Floats, read: Readings) -> Readings:
    """The surroundings of the least readings, searched ever closer around the best found so far."""
    seeds = _least(read)
    points, normals, values = read.points[seeds], read.normals[seeds], read.values[seeds]
    slanted = (read.far[seeds] >= 0) & (-dot(normals, facing[read.far[seeds]]) < PARALLEL)
    found: list[Readings] = [read.at(seeds[:0])]
    radius = RADIUS
    for _ in range(ROUNDS if len(seeds) else 0):
        at, facings, landed = patch(rays, facing, points, normals, np.full(len(points), radius))
        around = face_readings(rays, facing, at, facings)
        around.values[~landed] = around.balls[~landed] = np.nan
        found.append(around)
        table = np.where(np.tile(slanted, len(_DISC)), chords(around), around.values).reshape(len(_DISC), -1)
        table = np.where(np.isfinite(table), table, np.inf)
        best = table.argmin(axis=0) * len(points) + np.arange(len(points))
        better = table.min(axis=0) < values
        points = np.where(better[:, None], around.points[best], points)
        normals = np.where(better[:, None], around.normals[best], normals)
        values = np.where(better, table.min(axis=0), values)
        radius *= SHRINK
    out = found[0]
    for more in found[1:]:
        out = out + more
    return out


def chords(read: Readings) -> Floats:
    """How far off the far side is, whether it counts or not yet."""
    chords: Floats = np.where(np.isfinite(read.balls), np.linalg.norm(read.ends - read.points, axis=1), np.nan)
    return chords


def _least(read: Readings) -> Ints:
    """The least readings, one for every half millimetre cell, among those within 30 % of the least of all."""
    order = np.argsort(read.values)
    order = order[np.isfinite(read.values[order])]
    if not len(order):
        return order
    order = order[read.values[order] <= 1.3 * read.values[order[0]]][:20000]
    cell = np.floor(read.points[order] / 0.5).astype(np.int64)
    key = (cell[:, 0] * 73856093) ^ (cell[:, 1] * 19349663) ^ (cell[:, 2] * 83492791)
    first = np.sort(np.unique(key, return_index=True)[1])
    return np.asarray(order[first[:SEEDS]], np.int64)


_DISC = np.array(
    [
        (r * np.cos(2 * np.pi * (k + 0.5 * (n % 8 == 0)) / n), r * np.sin(2 * np.pi * (k + 0.5 * (n % 8 == 0)) / n))
        for r, n in ((0.35, 6), (0.7, 8), (1.0, 12))
        for k in range(n)
    ]
)


def tangents(normals: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors square to each normal and to each other."""
    lean = np.where(np.abs(normals[:, :1]) < 0.9, [[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]])
    x = np.cross(lean, normals)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x, np.cross(normals, x)


def patch(
    rays: Engine, facing: Floats, points: Floats, normals: Floats, radius: Floats
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Surface points around each given one, (len(_DISC) * n) of them, found by dropping rays on the tangent disc."""
    x, y = tangents(normals)
    lift = 0.5 * radius
    over = np.concatenate([points + normals * lift[:, None] + (x * a + y * b) * radius[:, None] for a, b in _DISC])
    down = np.tile(-normals, (len(_DISC), 1))
    drop, face = rays.first(over, down)
    landed = facing[face]
    on = (face >= 0) & (drop < 3 * np.tile(lift, len(_DISC)) + NUDGE) & (-dot(landed, down) > 0.5)
    return over + down * np.where(on, drop, 0.0)[:, None], np.where(on[:, None], landed, -down), on
