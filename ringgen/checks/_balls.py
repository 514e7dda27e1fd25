"""The largest ball in metal about a place, measured on the triangles: how thick a lump is, and how thick a neck.

The distance to a triangle grows at least as fast as that to the plane which touches it from where one stands. So a
place that lies better between those planes lies at least as well between the triangles, and no step ends in air.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._solids import from_triangles
from ringgen.checks._throats import square_to
from ringgen.checks.meshfile import MeshFile

FINE = 0.0005
"""mm by which a ball's radius must grow for the search to go on."""

TURNS = 24
"""Times a ball is moved between new planes at most; three or four are usual."""

CREEPS = 30
"""Steps between the same planes at most."""

NEARER = 10
"""Times the shortest vector between others is bettered."""

ALIKE = 8
"""Planes whose ways differ by less than one in so many are alike."""

SHARES = 0.5 ** np.arange(12)
"""Of the furthest step, those that are tried."""


@dataclass(frozen=True, eq=False)
class Ball:
    """Its radius, mm, and its middle in ring coordinates."""

    radius: float
    middle: Floats


def largest(mesh: MeshFile, start: Floats, reach: float) -> Ball:
    """The ball inside a surface that has grown from a point until it could be moved nowhere to grow further.

    `reach` is about what its radius is at the start, mm, and rather more.
    """
    return _grown(mesh, start, reach, np.eye(3), np.inf, np.inf)


def across(mesh: MeshFile, start: Floats, along: Floats, reach: float, within: float, enough: float) -> Ball:
    """The same for a ball that is moved square to a direction only, and no further than `within` mm.

    It is `enough` to find one of such a radius.
    """
    return _grown(mesh, start, reach, np.stack(square_to(along)), within, enough)


def _grown(mesh: MeshFile, start: Floats, reach: float, axes: Floats, within: float, enough: float) -> Ball:
    """`axes` (2 or 3 unit vectors) span the ways in which it may be moved."""
    ball = Ball(reach, start)
    middle, about, spare = start, start, -1.0
    for _ in range(TURNS):
        if float(np.linalg.norm(middle - about)) > spare / 2:
            about, spare = middle, min(ball.radius / 2, within)
            near = mesh.near.line(about[None], ball.radius + 2 * spare)
        away, ways = apart(middle, near)
        ball = Ball(float(away.min()), middle)
        if ball.radius >= enough:
            break
        if about is middle:
            near = near[away <= ball.radius + 2 * spare]
        stride = min(spare / 2, max(within - float(np.linalg.norm(middle - start)), 0.0))
        close = away <= ball.radius + 2 * stride
        away, ways = _first_of_each(away[close], ways[close] @ axes.T)
        move = _between(away, ways, stride)
        if float((away + ways @ move).min()) < ball.radius + FINE:
            break
        middle = middle + move @ axes
    return ball


def _first_of_each(away: Floats, ways: Floats) -> tuple[Floats, Floats]:
    """Of planes that fall back about the same way the nearest: a finely meshed surface has thousands."""
    order = np.argsort(away)
    bins = np.rint(ways[order] * ALIKE).astype(np.int64) @ (2 * ALIKE + 3) ** np.arange(ways.shape[1])
    kept = order[np.unique(bins, return_index=True)[1]]
    return away[kept], ways[kept]


def _between(away: Floats, ways: Floats, most: float) -> Floats:
    """The move, no longer than `most`, after which the nearest of planes is as far away as may be.

    They are `away` mm away and fall back along `ways`.
    """
    at = np.zeros(ways.shape[1])
    slack = most / 2
    for _ in range(CREEPS):
        room = away + ways @ at
        up = _up(ways[room <= room.min() + slack])
        tried = at + (most * SHARES[:, None, None] * up).reshape(-1, len(at))
        long = np.linalg.norm(tried, axis=1, keepdims=True)
        tried *= np.minimum(1.0, most / np.maximum(long, 1e-12))
        least = (away[:, None] + ways @ tried.T).min(axis=0)
        best = int(least.argmax())
        if least[best] > room.min() + FINE / 4:
            at = tried[best]
        elif slack < FINE:
            break
        else:
            slack /= 4
    return at


def _up(ways: Floats) -> Floats:
    """Unit vectors along which one may get away from planes that fall back along `ways`.

    The shortest vector between the ways leads from all of them. Where they face each other there is hardly one, and it
    is left to the axes of them all: between two parallel planes, or in a round bar, one of these runs along the metal.
    """
    mean = ways.mean(axis=0)
    for _ in range(NEARER):
        side = mean - ways[int((ways @ mean).argmin())]
        share = float(mean @ side) / max(float(side @ side), 1e-12)
        mean = mean - min(1.0, max(0.0, share)) * side
    mean /= max(float(np.linalg.norm(mean)), 1e-12)
    along = np.linalg.eigh(ways.T @ ways)[1].T
    return np.concatenate([mean[None], along, -along])


def apart(point: Floats, triangles: Floats) -> tuple[Floats, Floats]:
    """How far a point is from every triangle (n, 3, 3), mm, and the unit vectors from their nearest points to it."""
    off = from_triangles(point[None], triangles)[0]
    away = np.linalg.norm(off, axis=1)
    return away, off / np.maximum(away, 1e-12)[:, None]
