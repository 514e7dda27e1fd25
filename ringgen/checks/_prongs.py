"""Sections of a prong square to its axis, from its foot to where its dome begins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._settings import stone_of
from ringgen.checks._slices import Near, Slice, Slicer, apart, clearance
from ringgen.checks._slices import within as _within
from ringgen.checks.meshfile import MeshFile
from ringgen.witness import Prong, Stone, Witness

COARSE, FINE = 0.1, 0.02
"""Sections are this far apart, mm: along the prong, and near the seat."""

REACH, SURE = 1.2, 0.7
"""Only metal within 1.2 diameters of the axis is looked at: from within half a diameter, 0.7 is seen for sure."""

GRID = 3
GOOD_ENOUGH = 4e-4


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
    flat = [cut for _, cuts in found for cut in cuts]
    depth = _depths(flat, prong.diameter) if enough is None else _thinnest(flat, prong.diameter, enough)
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


def _cuts(
    near: Floats, prong: Prong, a: Floats, b: Floats, last: float, stone: Stone | None
) -> tuple[Floats, list[Slice]]:
    """Points along one straight piece, and the metal near the axis in the section through each."""
    tangent = (b - a) / np.linalg.norm(b - a)
    points = a + np.array(_steps(a, tangent, last, prong, stone))[:, None] * tangent
    slicer = Slicer(near, *_across(tangent))
    return points, [_within(cut, REACH * prong.diameter) for cut in slicer.along(points)]


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


def _depths(cuts: list[Slice], diameter: float) -> Floats:
    """The radius of the largest circle in every section: exact where it is least; nan where no surface is near."""
    spots, cell = _disc(diameter / 2)
    seeds, depth = np.zeros((len(cuts), 2)), np.full(len(cuts), np.nan)
    for n, cut in enumerate(cuts):
        found = clearance(cut, spots) if len(cut) else np.full(1, np.inf)
        sure = np.abs(found) <= SURE * diameter
        if sure.any():
            best = int(np.where(sure, found, -np.inf).argmax())
            seeds[n], depth[n] = spots[best], found[best]
    least, last = np.inf, np.zeros(2)
    for n in np.argsort(depth):
        there = float(clearance(cuts[n], last[None])[0]) if depth[n] < least else -np.inf
        if there > depth[n]:  # neighbours have their largest circle in nearly the same place
            seeds[n], depth[n] = last, there
        if depth[n] < least:
            last, depth[n] = _deepest(cuts[n], seeds[n], depth[n], cell, diameter / 2, least)
            least = min(least, depth[n])
    return depth


def _thinnest(cuts: list[Slice], diameter: float, enough: float) -> Floats:
    """The same where it is less than `enough` and than in all sections before; elsewhere a circle that fits, no less.

    The circle about the axis comes first, and those about it that are largest last.
    """
    spots, cell = _disc(diameter / 2)
    depth, last, axis = np.full(len(cuts), np.nan), np.zeros((1, 2)), np.zeros((1, 2))
    about = {n: float(clearance(cut, axis)[0]) for n, cut in enumerate(cuts) if len(cut)}
    for n in sorted(about, key=lambda k: about[k]):
        fits = max(about[n], float(clearance(cuts[n], last)[0])) if about[n] < enough else about[n]
        depth[n] = min(fits, SURE * diameter)
        if fits >= enough:
            continue
        found = clearance(cuts[n], spots)
        sure = np.abs(found) <= SURE * diameter
        if not sure.any():
            depth[n] = np.nan
            continue
        best = int(np.where(sure, found, -np.inf).argmax())
        spot, depth[n] = _deepest(cuts[n], spots[best], float(found[best]), cell, diameter / 2, enough)
        last, enough = spot[None], min(enough, float(depth[n]))
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
    u = np.cross(helper, tangent)
    u /= np.linalg.norm(u)
    return u, np.cross(tangent, u)


def _disc(radius: float) -> tuple[Floats, float]:
    """A grid over a disc, and its spacing."""
    steps = np.linspace(-radius, radius, 2 * GRID + 1)
    x, y = (a.ravel() for a in np.meshgrid(steps, steps))
    cell = radius / GRID
    inside = np.hypot(x, y) <= radius + cell
    return np.stack([x[inside], y[inside]], axis=1), cell


def _deepest(cut: Slice, spot: Floats, depth: float, step: float, reach: float, enough: float) -> tuple[Floats, float]:
    """Middle and radius of the largest circle, climbing from the best spot so far: off all that is nearest at once.

    The climb ends early at `enough`: how much more there is does not matter then.
    """
    while step > GOOD_ENOUGH and depth < enough:
        way = _away(cut, spot, step, 1.0 if depth > 0 else -1.0)
        further = spot + step * way if way is not None else spot
        found = float(clearance(cut, further[None])[0])
        if found > depth + 0.002 * step and math.hypot(*further) <= reach:
            spot, depth = further, found
        else:
            step /= 2
    return spot, depth


def _away(cut: Slice, spot: Floats, slack: float, sign: float) -> Floats | None:
    """The direction that leads off every surface hardly further than the nearest; None where they lie all around.

    `sign` is -1 for a spot outside the metal, which is to get in.
    """
    away, distance = apart(cut, spot)
    near = distance <= distance.min() + slack
    turn = np.sort(np.arctan2(sign * away[near, 1], sign * away[near, 0]))
    gap = np.append(turn[1:], turn[0] + math.tau) - turn
    widest = int(gap.argmax())
    if gap[widest] <= math.pi:
        return None
    middle = float(turn[widest] + gap[widest] / 2) + math.pi
    return np.array([math.cos(middle), math.sin(middle)])


def _solid_or_nothing(mesh: MeshFile, point: Floats) -> float:
    """With no surface near: inf deep in metal, 0 where there is no metal at all."""
    _, face = mesh.rays.first(point[None], np.array([[0.267, 0.535, 0.802]]))
    if face[0] < 0:
        return 0.0
    return np.inf if float(mesh.outward[face[0]] @ np.array([0.267, 0.535, 0.802])) > 0 else 0.0
