"""Whether the holes under a row's stones are as wide as designed, and open from the stone to the finger."""

from __future__ import annotations

import math

import numpy as np

from ringgen.checks._girdle import ring_point
from ringgen.checks._rays import Floats
from ringgen.checks._rows import lines, sent
from ringgen.checks._settings import by_setting
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.witness import Stone

NAME = "azure"

AROUND = 16
"""Directions in which a hole is measured."""

INSIDE = 0.15
"""mm outwards from the finger where a hole is measured."""

Opening = tuple[float, float, Stone]
"""The share of the designed width that is open, that width, mm, and whose hole it is."""


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a row with holes: the one furthest from what was designed."""
    if subject.design is None:
        return []
    bore = subject.design.bore_radius
    found = by_setting(
        (line.setting, _opening(mesh, stone, hole, bore))
        for line, stones in lines(subject)
        for stone, hole in zip(stones, line.holes, strict=False)
        if hole > 0.0
    )
    return [_judged(min(some, key=lambda one: one[0]), len(some), bore, subject) for some in found.values()]


def _deep(stone: Stone, bore: float) -> float:
    """How far under the girdle a hole is measured, mm."""
    x, _, z = stone.frame.origin
    return math.hypot(x, z) - bore - INSIDE


def _opening(mesh: MeshFile, stone: Stone, hole: float, bore: float) -> Opening:
    deep = _deep(stone, bore)
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    way = np.stack([np.cos(turn), np.sin(turn), np.zeros(AROUND)], axis=1)
    axis = np.array([[0.0, 0.0, -deep]])
    reach, _ = sent(mesh, stone, np.repeat(axis, AROUND, axis=0), way)
    across: Floats = reach + np.roll(reach, AROUND // 2)
    along, _ = sent(mesh, stone, np.repeat(axis, 2, axis=0), np.array([[0.0, 0.0, -1.0], [0.0, 0.0, 1.0]]))
    open_both = along[0] > bore and along[1] > deep - stone.pavilion  # to beyond the finger's axis, and to the culet
    return (float(across.min()) / (2 * hole) if open_both else 0.0), 2 * hole, stone


def _judged(found: Opening, count: int, bore: float, subject: Subject) -> Finding:
    share, wide, stone = found
    point = ring_point(stone, (0.0, 0.0), -_deep(stone, bore))
    place = Place.at(stone.id, point)
    said = f"the narrowest of {count} holes, drawn {wide:.2f} mm wide" if share > 0 else "a hole is closed"
    return judge(NAME, round(min(share, 9.99), 3), subject.limits(NAME), place, None, said, "share")
