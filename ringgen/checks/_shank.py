"""Sections of the shank through the finger axis, away from everything that sits on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ringgen.bodies import Region, Vec
from ringgen.checks._rays import Floats
from ringgen.checks._slices import Slicer, straddling
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, clock
from ringgen.design.model import Design

FIRST, EVERY = 0.5, 5
"""Degrees of the first section, off the axes where a mesh has its seams, and between sections."""

APART = 1e-4
"""Strands of metal this far apart along the finger, mm, are measured one by one."""

ROUND = 0.03
"""A file nobody describes has a bore about Y if its inside is this nearly the same all round (share of the radius)."""


@dataclass(frozen=True, eq=False)
class Hoop:
    """The shank's sections: angles from the top (degrees, seen along -Y), and what a caliper reads there, mm.

    `width` is along the finger, of the widest strand where there are several; `thickness` is from the inside to the
    outside. Both are 0 where there is no metal.
    """

    angles: Floats
    width: Floats
    thickness: Floats
    inside: Floats


def hoop(mesh: MeshFile, subject: Subject) -> Hoop | None:
    """The free sections; None where other parts cover the whole hoop, or a file's bore does not lie along Y."""
    if subject.design is not None:
        return _read(mesh, _free(_covered(subject.design.witness.regions)))
    whole = _read(mesh, tuple(_angles()))
    if whole is None or not whole.inside.all() or np.ptp(whole.inside) > ROUND * whole.inside.mean():
        return None
    return whole


def _angles() -> list[float]:
    return [FIRST + a for a in range(0, 360, EVERY)]


@lru_cache(maxsize=1)
def _read(mesh: MeshFile, angles: tuple[float, ...]) -> Hoop | None:
    """Kept for the second check that asks for the same sections of the same file."""
    seen = mesh.triangles
    cut = seen[straddling(seen[..., 2], -seen[..., 0], FIRST, EVERY)]
    rows = [_caliper(cut, a) for a in angles]
    if not rows:
        return None
    width, thickness, inside = np.array(rows).T
    return Hoop(np.array(angles), width, thickness, inside)


def _caliper(triangles: Floats, angle: float) -> tuple[float, float, float]:
    """Width, thickness and inner radius of one section."""
    a = math.radians(angle)
    out = np.array([-math.sin(a), 0.0, math.cos(a)])
    cut = Slicer(triangles, np.array([0.0, 1.0, 0.0]), out).at(np.zeros(3))
    ahead = (cut.start[:, 1] > 0) & (cut.end[:, 1] > 0)
    start, end = cut.start[ahead], cut.end[ahead]
    if not len(start):
        return 0.0, 0.0, 0.0
    heights = np.concatenate([start[:, 1], end[:, 1]])
    return _widest_strand(start[:, 0], end[:, 0]), float(np.ptp(heights)), float(heights.min())


def _widest_strand(one: Floats, other: Floats) -> float:
    """The longest stretch along the finger that segments from `one` to `other` cover without a gap, mm."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.argsort(low)
    low, high = low[order], np.maximum.accumulate(high[order])
    starts = np.flatnonzero(np.r_[True, low[1:] > high[:-1] + APART])
    ends = np.r_[starts[1:] - 1, len(low) - 1]
    return float((high[ends] - low[starts]).max())


def _covered(regions: tuple[Region, ...]) -> list[tuple[float, float]]:
    """Where other parts sit: middle and half width of each stretch of the hoop, degrees."""
    found = []
    for region in regions:
        if region.part.startswith("shank"):
            continue
        for a, b in zip(region.points, region.points[1:] or region.points, strict=False):
            for p in (a, tuple((u + v) / 2 for u, v in zip(a, b, strict=True))):
                far = math.hypot(p[0], p[2])
                half = 90.0 if region.radius >= far else math.degrees(math.asin(region.radius / far))
                found.append((math.degrees(math.atan2(-p[0], p[2])), half))
    return found


def _free(covered: list[tuple[float, float]]) -> tuple[float, ...]:
    """The angles at which nothing sits on the hoop."""
    angles, (middle, half) = np.array(_angles()), np.array(covered).reshape(-1, 2).T
    off = np.abs((angles[:, None] - middle + 180.0) % 360.0 - 180.0)
    return tuple(angles[~(off <= half).any(axis=1)].tolist())


def place(hoop: Hoop, k: int, design: Design | None, measure: str) -> Place:
    """Where a section is, and the field that mends it: `band.…`, or `band.top.…` where the top is the lesser."""
    a, r = math.radians(float(hoop.angles[k])), float(hoop.inside[k])
    point: Vec = (round(-r * math.sin(a), 4), 0.0, round(r * math.cos(a), 4))
    where = clock((-math.sin(a), 0.0, math.cos(a)))
    if design is None:
        return Place(clock=where, point=point)
    band = design.band
    base, top = (band.width, band.top_width) if measure == "width" else (band.thickness, band.top_thickness)
    return Place("shank", where, point, f"band.top.{measure}" if top < base else f"band.{measure}")
