"""How far the lowest point of a stone stays from the finger: its culet to the bore as measured on the file."""

from __future__ import annotations

import math

import numpy as np

from ringgen.checks._settings import by_setting, raised
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, clock, judge, largest
from ringgen.design.model import Design
from ringgen.findings import Finding
from ringgen.witness import Stone

NAME = "culet"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: its deepest stone."""
    if subject.design is None or not subject.design.witness.stones:
        return []
    bore = _bore_radius(mesh)
    groups = by_setting((stone.setting, stone) for stone in subject.design.witness.stones)
    return [_deepest(stones, bore, subject, subject.design) for stones in groups.values()]


def _bore_radius(mesh: MeshFile) -> float:
    """The finger's radius: the metal nearest to the finger axis."""
    return float(np.hypot(mesh.vertices[:, 0], mesh.vertices[:, 2]).min())


def _deepest(stones: list[Stone], bore: float, subject: Subject, design: Design) -> Finding:
    stone = min(stones, key=_culet_radius)
    radius = _culet_radius(stone)
    left = radius - bore
    x, y, z = (round(c, 4) for c in _culet(stone))
    limits = subject.limits(NAME)
    missing = max(largest(limits, 0.0) - left, 0.0)
    lift = radius - design.bore_radius - design.band.top_thickness
    field = f"settings.{stone.setting}.lift"
    place = Place(stone.id, clock((x, y, z)), (x, y, z), field)
    return judge(NAME, round(left, 4), limits, place, raised(field, max(lift, 0.0) + missing))


def _culet(stone: Stone) -> tuple[float, float, float]:
    return stone.frame.point((0.0, 0.0, -stone.pavilion))


def _culet_radius(stone: Stone) -> float:
    x, _, z = _culet(stone)
    return math.hypot(x, z)
