"""The narrowest opening between facing metal: narrower ones fill with investment, or with metal.

Rays leave every face outwards. An opening counts where the metal met faces back, within 12 degrees of parallel, and
where it is narrowest: openings that close to nothing in a corner (two wires that grow together, the bottom of a V
groove) are a corner, not a gap. Outer edges that come close to other metal are looked at too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.checks._features import Sharp, face_normals, sharp_edges
from ringgen.checks._rays import Engine, Floats, Ints
from ringgen.checks._samples import face_samples
from ringgen.checks._wall_near import chords, patch, refined, tangents
from ringgen.checks._wall_rays import Readings, dot, face_readings, inner_readings
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, locate
from ringgen.findings import Finding

NAME = "gap"

STEP = 0.2
EDGE_STEP = 0.1
BEND = 35.0
"""Outer edges that turn by more than this, degrees, are looked at as edges."""

CLOSED = 0.003
"""An opening narrower than this, mm, is two surfaces grown together: a hundredth of any limit."""

WIDER = 5.0
"""How far round a reading it must be the narrowest, in openings: a corner closes on that way, a slot does not."""

SLACK = 0.95
SEEDS = 400
STEPS = 40

MOST = 3.0
"""Openings between edges that are wider than this, mm, are not looked at."""


@dataclass(frozen=True)
class Opening:
    """The narrowest opening in mm and its two ends; inf where no metal faces other metal."""

    width: float
    here: tuple[float, float, float]
    there: tuple[float, float, float]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The narrowest opening, judged by the rules' limits."""
    found = measure(mesh)
    limits = subject.limits(NAME)
    if not np.isfinite(found.width):
        return [judge(NAME, float("inf"), limits, message="no metal faces other metal")]
    x, y, z = ((a + b) / 2 for a, b in zip(found.here, found.there, strict=True))
    return [judge(NAME, round(found.width, 4), limits, locate((x, y, z), subject))]


def measure(mesh: MeshFile) -> Opening:
    """The narrowest opening of a file. Everything is measured as the wall is, in the air instead of the metal."""
    into_air = -face_normals(mesh)
    _, convex = sharp_edges(mesh, -into_air, EDGE_STEP, 180.0, BEND)
    points, normals = face_samples(mesh, STEP)
    read = face_readings(mesh.rays, into_air, points, -normals)
    edges = inner_readings(mesh.rays, into_air, Sharp(convex.points, -convex.one, -convex.two, convex.along))
    best = _narrowest(_not_in_corners(mesh.rays, into_air, edges), Opening(np.inf, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)))
    order = np.argsort(read.values)
    order = order[np.isfinite(read.values[order])]
    while len(order) and read.values[order[0]] < best.width:
        seeds = _spread(read, order)
        settled = _settled(mesh.rays, into_air, read.at(seeds))
        best = _narrowest(settled, best)
        best = _narrowest(refined(mesh.rays, into_air, settled), best)
        order = order[_apart(read, order, seeds)]
    return best


def _narrowest(read: Readings, best: Opening) -> Opening:
    if not np.isfinite(read.values).any():
        return best
    k = int(np.nanargmin(read.values))
    if read.values[k] >= best.width:
        return best
    p, q = read.points[k], read.ends[k]
    return Opening(
        float(read.values[k]), (float(p[0]), float(p[1]), float(p[2])), (float(q[0]), float(q[1]), float(q[2]))
    )


def _not_in_corners(rays: Engine, into_air: Floats, read: Readings) -> Readings:
    """The readings from edges without those beside a corner in which the two surfaces meet.

    From the middle of the opening rays go out square to it. One that soon meets a surface which leans across the
    opening has met a flank closing in; the blunt bottom of a slot stands square to that.
    """
    values = np.where(read.values > CLOSED, read.values, np.nan)
    asked = np.flatnonzero(np.isfinite(values) & (values < MOST))
    across = read.ends[asked] - read.points[asked]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    middle = (read.points[asked] + read.ends[asked]) / 2
    x, y = tangents(across)
    corner = np.zeros(len(asked), bool)
    for turn in np.arange(12) * np.pi / 6:
        reach, face = rays.first(middle, x * np.cos(turn) + y * np.sin(turn))
        corner |= (reach < 2 * WIDER * values[asked]) & (face >= 0) & (np.abs(dot(into_air[face], across)) > 0.4)
    values[asked[corner]] = np.nan
    return Readings(read.points, read.normals, values, read.balls, read.ends, read.far)


def _spread(read: Readings, order: Ints) -> Ints:
    """The narrowest readings, one for every half millimetre cell."""
    head = order[:5000]
    cell = np.floor(read.points[head] / 0.5).astype(np.int64)
    first = np.sort(np.unique(cell @ np.array([73856093, 19349663, 83492791]), return_index=True)[1])
    return np.asarray(head[first[:SEEDS]], np.int64)


def _apart(read: Readings, order: Ints, seeds: Ints) -> npt.NDArray[np.bool_]:
    """Which readings are not of a cell that has been looked at."""
    offsets = np.array([73856093, 19349663, 83492791])
    cells = np.floor(read.points / 0.5).astype(np.int64) @ offsets
    return ~np.isin(cells[order], cells[seeds])


def _settled(rays: Engine, into_air: Floats, read: Readings) -> Readings:
    """Every seed walked to where its opening is narrowest; nan where that is a corner, or between slanting sides."""
    points, normals, widths, ends = read.points, read.normals, read.values.copy(), read.ends.copy()
    facing = np.ones(len(widths), bool)
    moving = np.arange(len(widths))
    for _ in range(STEPS):
        moving = moving[widths[moving] > CLOSED]
        if not len(moving):
            break
        at, looks, landed = patch(rays, into_air, points[moving], normals[moving], WIDER * widths[moving])
        around = face_readings(rays, into_air, at, looks)
        reach = chords(around)
        table = np.where(landed & np.isfinite(reach), reach, np.inf).reshape(-1, len(moving))
        best = table.argmin(axis=0)
        row = best * len(moving) + np.arange(len(moving))
        lower = table[best, np.arange(len(moving))] < SLACK * widths[moving]
        moving, row = moving[lower], row[lower]
        points[moving], normals[moving] = around.points[row], around.normals[row]
        widths[moving], ends[moving] = reach[row], around.ends[row]
        facing[moving] = np.isfinite(around.values[row])
    values = np.where(facing & (widths > CLOSED), widths, np.nan)
    return Readings(points, normals, values, read.balls, ends, read.far)
