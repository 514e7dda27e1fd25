"""Sections of a prong square to its axis, from its foot to where its dome begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ringgen.checks._circles import Walls, deepest
from ringgen.checks._rays import Floats
from ringgen.checks._settings import stone_of
from ringgen.checks._slices import Near, Slicer, Slices, clearance, cross
from ringgen.checks.meshfile import MeshFile
from ringgen.witness import Prong, Stone, Witness

COARSE, FINE = 0.1, 0.02
"""Sections are this far apart, mm: along the prong, and near the seat."""

REACH, SURE = 1.2, 0.7
"""Only metal within 1.2 diameters of the axis is looked at: from within half a diameter, 0.7 is seen for sure."""

GRID = 3


@dataclass(frozen=True, eq=False)
class Sections:
    """A prong's sections from foot to dome, mm.

    Points on its axis (n, 3), their heights over the girdle plane (n; nan where no stone is known), and the diameter
    of the largest circle that fits in each (n).
    """

    points: Floats
    heights: Floats
    thickness: Floats

    @property
    def narrowest(self) -> int:
        """The number of the thinnest section."""
        return int(self.thickness.argmin())


@lru_cache(maxsize=1)
def every_prong(mesh: MeshFile, witness: Witness) -> tuple[tuple[Prong, Sections], ...]:
    """Every prong of a ring with its sections. Kept for the checks that follow on the same file.

    Of beads only the thinnest section of each setting is asked for: those that cannot be it are not looked at closely.
    """
    metal, read, least = mesh.near, [], dict[str, float]()
    for prong in witness.prongs:
        enough = least.get(prong.setting, np.inf) / 2 if prong.kind else None
        found = sections(mesh, metal, prong, stone_of(witness, prong.setting, prong.stone), enough)
        read.append((prong, found))
        least[prong.setting] = min(least.get(prong.setting, np.inf), float(found.thickness.min()))
    return tuple(read)


def sections(mesh: MeshFile, metal: Near, prong: Prong, stone: Stone | None, enough: float | None = None) -> Sections:
    """Every section of one prong; with `enough` (a radius, mm) exact only where one is thinner, else at the least.

    A circle in the metal around the axis is what is left to carry load and to let metal flow: in a round wire with a
    seat in it, what a caliper reads across the cut. Rails and shank only make it larger.
    """
    near = metal.line(np.array(prong.axis), REACH * prong.diameter)
    found = [_cuts(near, prong, a, b, last, stone) for a, b, last in _straight(prong)]
    points = np.concatenate([p for p, _ in found])
    cuts = Slices.joined([some for _, some in found])
    depth = _depths(cuts, prong.diameter) if enough is None else _thinnest(cuts, prong.diameter, enough)
    for n in np.flatnonzero(np.isnan(depth)):
        depth[n] = _solid_or_nothing(mesh, points[n])
    return Sections(points, heights(points, stone), 2 * np.clip(depth, 0.0, prong.diameter * SURE))


def _straight(prong: Prong) -> list[tuple[Floats, Floats, float]]:
    """The straight pieces of the axis: from, to, and how much of it lies under the dome, mm."""
    line = [np.array(p, float) for p in prong.axis]
    left = sum(float(np.linalg.norm(b - a)) for a, b in pairwise(line)) - prong.diameter / 2
    pieces = []
    for a, b in pairwise(line):
        length = float(np.linalg.norm(b - a))
        if length > 1e-9 and left > 0:
            pieces.append((a, b, min(length, left)))
        left -= length
    return pieces


def _cuts(near: Floats, prong: Prong, a: Floats, b: Floats, last: float, stone: Stone | None) -> tuple[Floats, Slices]:
    """Points along one straight piece, and the metal near the axis in the section through each."""
    tangent = (b - a) / np.linalg.norm(b - a)
    points = a + np.array(_steps(a, tangent, last, prong, stone))[:, None] * tangent
    return points, Slicer(near, *_across(tangent)).along(points, REACH * prong.diameter)


def _steps(a: Floats, tangent: Floats, last: float, prong: Prong, stone: Stone | None) -> list[float]:
    found, at = [], 0.0
    while at < last:
        found.append(at)
        at += FINE if _near_seat(a + at * tangent, prong, stone) else COARSE
    return found


def _near_seat(point: Floats, prong: Prong, stone: Stone | None) -> bool:
    if stone is None:
        return True
    height = float(heights(point[None], stone)[0])
    return -prong.diameter / 2 <= height <= stone.girdle + prong.diameter


def _depths(cuts: Slices, diameter: float) -> Floats:
    """The radius of the largest circle in every section: exact where it is least; nan where no surface is near."""
    spots, cell = _disc(diameter / 2)
    found = cuts.depths(spots)
    fits = np.where(np.abs(found) <= SURE * diameter, found, -np.inf)
    depth: Floats = fits.max(axis=1)
    depth[np.isneginf(depth)] = np.nan
    seeds = spots[fits.argmax(axis=1)]
    least, last = np.inf, np.zeros(2)
    for n in np.argsort(depth):
        if not depth[n] < least:
            break
        walls = Walls(cuts[n])
        there = walls.seen(*last).depth
        if there > depth[n]:  # neighbours have their largest circle in nearly the same place
            seeds[n], depth[n] = last, there
        if depth[n] < least:
            last, depth[n] = deepest(walls, seeds[n], cell, diameter / 2, least)
            least = min(least, depth[n])
    return depth


def _thinnest(cuts: Slices, diameter: float, enough: float) -> Floats:
    """The same where it is less than `enough` and than in all sections before; elsewhere a circle that fits, no less.

    The circle about the axis comes first, and those about it that are largest last.
    """
    spots, cell = _disc(diameter / 2)
    about, last = cuts.depths(np.zeros((1, 2)))[:, 0], np.zeros(2)
    depth = np.minimum(about, SURE * diameter)
    for n in np.argsort(about, kind="stable"):
        if not about[n] < enough:
            break
        walls = Walls(cuts[n])
        fits = max(about[n], walls.seen(*last).depth)
        depth[n] = min(fits, SURE * diameter)
        if fits >= enough:
            continue
        found = clearance(cuts[n], spots)
        sure = np.abs(found) <= SURE * diameter
        if not sure.any():
            depth[n] = np.nan
            continue
        best = int(np.where(sure, found, -np.inf).argmax())
        last, depth[n] = deepest(walls, spots[best], cell, diameter / 2, enough)
        enough = min(enough, float(depth[n]))
    return depth


def heights(points: Floats, stone: Stone | None) -> Floats:
    """How high points lie over a stone's girdle plane; nan for no stone."""
    if stone is None:
        return np.full(len(points), np.nan)
    found: Floats = (points - np.array(stone.frame.origin)) @ np.array(stone.frame.z)
    return found


def _across(tangent: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors square to an axis, so that (u, v, axis) is right-handed."""
    helper = np.eye(3)[int(np.abs(tangent).argmin())]
    u = cross(helper, tangent)
    u /= np.linalg.norm(u)
    return u, cross(tangent, u)


def _disc(radius: float) -> tuple[Floats, float]:
    """A grid over a disc, and its spacing."""
    steps = np.linspace(-radius, radius, 2 * GRID + 1)
    x, y = (a.ravel() for a in np.meshgrid(steps, steps))
    cell = radius / GRID
    inside = np.hypot(x, y) <= radius + cell
    return np.stack([x[inside], y[inside]], axis=1), cell


def _solid_or_nothing(mesh: MeshFile, point: Floats) -> float:
    """With no surface near: inf deep in metal, 0 where there is no metal at all."""
    _, face = mesh.rays.first(point[None], np.array([[0.267, 0.535, 0.802]]))
    if face[0] < 0:
        return 0.0
    return np.inf if float(mesh.outward[face[0]] @ np.array([0.267, 0.535, 0.802])) > 0 else 0.0
