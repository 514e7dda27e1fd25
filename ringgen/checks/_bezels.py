"""Sections of a bezel: level ones round the girdle, and upright ones through the stone's axis."""

from __future__ import annotations

import math

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._slices import Slicer, crossings, local, straddling
from ringgen.checks.meshfile import MeshFile
from ringgen.witness import Bezel, Stone

AROUND = 120
"""Directions looked in round the stone: every 3 degrees."""

FIRST = 0.7
"""Degrees: off the axes, where a mesh has its seams."""

SLACK = 0.6
"""Metal up to this many walls beyond the designed bezel is still looked at."""


def around() -> Floats:
    """The directions, radians."""
    return np.radians(FIRST + np.arange(AROUND) * 360.0 / AROUND)


def near(mesh: MeshFile, bezel: Bezel, stone: Stone) -> Floats:
    """The triangles about a bezel at and over the girdle, in the stone's frame."""
    triangles = local(mesh.triangles, stone.frame)
    radius = bezel.inner_radius + (1 + SLACK) * bezel.wall
    flat = np.hypot(triangles[..., 0], triangles[..., 1]).min(axis=1)
    level = triangles[..., 2].max(axis=1)
    found: Floats = triangles[(flat < radius) & (level > -1.0)]
    return found


def walls(level: Slicer, bezel: Bezel, height: float) -> Floats:
    """The thickness of the metal outside the stone at a height, mm, in every direction; 0 where there is none.

    `level` cuts along the stone frame's x and y.
    """
    found = np.zeros(AROUND)
    ray, distance, enters = crossings(level.at(np.array([0.0, 0.0, height])), around())
    for direction in range(AROUND):
        mine = ray == direction
        found[direction] = _first_wall(distance[mine], enters[mine], bezel)
    return found


def _first_wall(distance: Floats, enters: Floats, bezel: Bezel) -> float:
    """The first stretch of metal that begins about where the stone ends."""
    last = bezel.inner_radius + (1 + SLACK) * bezel.wall
    for begin, end, into in zip(distance[:-1], distance[1:], enters[:-1], strict=True):
        if into and end > bezel.inner_radius and begin < last:
            return float(end - begin)
    return 0.0


def tops(triangles: Floats, bezel: Bezel) -> Floats:
    """How high metal stands over the girdle plane beside the stone, mm, in every direction; -inf where none does."""
    low, high = bezel.inner_radius - 0.25 * bezel.wall, bezel.inner_radius + (1 + SLACK) * bezel.wall
    up = np.array([0.0, 0.0, 1.0])
    triangles = triangles[straddling(triangles[..., 0], triangles[..., 1], FIRST, 360.0 / AROUND)]
    found = np.full(AROUND, -np.inf)
    for n, angle in enumerate(around()):
        cut = Slicer(triangles, np.array([math.cos(angle), math.sin(angle), 0.0]), up).at(np.zeros(3))
        spots = cut.points
        mine = (spots[:, 0] > low) & (spots[:, 0] < high)
        found[n] = spots[mine, 1].max(initial=-np.inf)
    return found
