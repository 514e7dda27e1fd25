"""The inside of the hoop as a finger feels it: its radius all round at several places along it.

The wall is every face that looks at the bore's axis from about the bore's distance; holes drilled through it, rounded
edges and what stands beside it are not of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ringgen.checks import bore
from ringgen.checks._rays import Floats, Ints
from ringgen.checks._slices import Slicer
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject

FACING = 0.97
"""Cosine of how far a face of the wall leans away from the axis at most (14 degrees)."""

BEYOND = 1.05
"""Of the bore's radius: faces further out are not its wall, nor are holes."""

SECTORS = 24
"""Directions in which the radius is read: in each, mesh edges reach the true surface at least once (15 degrees)."""

LEVELS = (-0.8, -0.4, 0.0, 0.4, 0.8)
"""Where the wall is cut along the finger: shares of half its width where that is least."""

LEAN = 0.02
"""An inside whose two halves lean apart by more than this (sine) is rounded: a comfort fit."""


@dataclass(frozen=True, eq=False)
class Wall:
    """Radii (levels, sectors) in mm, nan where there is no wall, and the point at which each was read.

    `least` is the smallest radius of each level, nan without wall. `rounded` is whether the inside is wider at both
    edges, as a comfort fit has it.
    """

    radii: Floats
    points: Floats
    least: Floats
    rounded: bool


@dataclass(frozen=True, eq=False)
class Axis:
    """The bore's axis: a point on it, its direction, two directions square to it, and the bore's radius."""

    centre: Floats
    along: Floats
    u: Floats
    v: Floats
    radius: float


def wall(mesh: MeshFile, subject: Subject) -> Wall | None:
    """The wall as read; None for a file with no finger hole, or none to speak of."""
    return _wall(mesh, subject.design.bore_radius if subject.design is not None else None)


def axis_of(mesh: MeshFile, designed: float | None) -> Axis | None:
    """The finger's axis, Y for a ring with a designed radius, else as found; None for a file without a finger hole."""
    if designed is not None:
        x, y, z = np.eye(3)
        return Axis(np.zeros(3), y, z, x, designed)
    found = bore.measure(mesh)
    if found is None:
        return None
    along = np.array(found.axis)
    u = np.cross(along, np.eye(3)[int(np.abs(along).argmin())])
    u /= np.linalg.norm(u)
    return Axis(np.array(found.centre), along, u, np.cross(along, u), found.radius)


def wall_faces(mesh: MeshFile, axis: Axis) -> Ints:
    """The numbers of the faces of the bore's wall."""
    out = (mesh.triangles[:, 0] + mesh.triangles[:, 1] + mesh.triangles[:, 2]) / 3 - axis.centre
    out -= np.outer(out @ axis.along, axis.along)
    away = np.sqrt(np.einsum("ij,ij->i", out, out))
    facing = -np.einsum("ij,ij->i", mesh.outward, out) / np.maximum(away, 1e-12)
    return np.flatnonzero((away < BEYOND * axis.radius) & (facing > FACING))


@lru_cache(maxsize=1)
def _wall(mesh: MeshFile, designed: float | None) -> Wall | None:
    """Kept for the second check that asks it of the same file."""
    axis = axis_of(mesh, designed)
    faces = wall_faces(mesh, axis) if axis is not None else np.zeros(0, np.int64)
    if axis is None or not len(faces):
        return None
    seen = mesh.triangles[faces] - axis.centre
    low, high = _narrowest(seen, axis)
    if high <= low:
        return None
    middle, half = (low + high) / 2, (high - low) / 2
    slicer = Slicer(seen, axis.u, axis.v)
    rows = [_row(slicer, axis, middle + share * half) for share in LEVELS]
    radii, points, least = (np.array(column) for column in zip(*rows, strict=True))
    height = seen.mean(axis=1) @ axis.along - middle
    weight = np.sqrt(np.einsum("ij,ij->i", mesh.crosses[faces], mesh.crosses[faces]))
    lean = np.average(mesh.outward[faces] @ axis.along * np.sign(height), weights=weight)
    return Wall(radii, points, least, bool(abs(lean) > LEAN))


def _sector(points: Floats, axis: Axis) -> Ints:
    turn = np.arctan2(points @ axis.v, points @ axis.u)
    return np.floor(turn * (SECTORS / (2 * np.pi))).astype(np.int64) % SECTORS


def _narrowest(seen: Floats, axis: Axis) -> tuple[float, float]:
    """From where to where along the axis there is wall in every direction in which there is any."""
    corners = seen.reshape(-1, 3)
    sector, height = _sector(corners, axis), corners @ axis.along
    low, high = np.full(SECTORS, np.inf), np.full(SECTORS, -np.inf)
    np.minimum.at(low, sector, height)
    np.maximum.at(high, sector, height)
    there = high > low
    return float(low[there].max(initial=-np.inf)), float(high[there].min(initial=np.inf))


def _row(slicer: Slicer, axis: Axis, height: float) -> tuple[Floats, Floats, float]:
    """The radius in every direction at one height: the largest there, since chords only cut inwards. And the smallest.

    That may be a corner of the section's hull, where the wall bends too much within one direction: chords of a round
    wall lie inside its hull.
    """
    origin = axis.along * height
    points = slicer.at(origin).points
    spots = origin + points @ np.stack([axis.u, axis.v])
    radius = np.hypot(points[:, 0], points[:, 1])
    radii, where = np.full(SECTORS, np.nan), np.zeros((SECTORS, 3))
    sector = _sector(spots, axis)
    for k in range(SECTORS):
        mine = np.flatnonzero(sector == k)
        if len(mine):
            most = mine[radius[mine].argmax()]
            radii[k], where[k] = radius[most], spots[most] + axis.centre
    least = min((float(r) for r in (*radii, *_corners(points)) if np.isfinite(r)), default=np.nan)
    return radii, where, least


def _corners(points: Floats) -> Floats:
    """The radii of the corners of a section's hull."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        hull = points[ConvexHull(points).vertices] if len(points) >= SECTORS else points[:0]
    except QhullError:  # all on one line: a strip of wall, and no hole
        return np.zeros(0)
    return np.hypot(hull[:, 0], hull[:, 1])
