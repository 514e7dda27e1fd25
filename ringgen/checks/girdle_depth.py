"""How far a row's girdles lie over or under the metal beside them: how far that is from what was designed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ringgen.checks._girdle import ring_point
from ringgen.checks._rays import Floats
from ringgen.checks._rows import ASIDE, lines, sent
from ringgen.checks._settings import by_setting
from ringgen.checks._stones import in_ring
from ringgen.checks.edge import beside
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.plane import Point
from ringgen.witness import RowLine, Stone

NAME = "girdle-depth"

ALONG = ASIDE + 0.06 * np.arange(-2, 3)
"""mm along the row where the band beside a stone is read: beads stand beside its middle, or between two."""

BESIDE = 0.03
"""mm beside a bead where the band is not read: its foot may be rounded by the mesh."""

HIGH = 3.0
"""mm over the table from which it is looked for."""

Beads = tuple[Floats, Floats, Floats]

Depth = tuple[float, float, tuple[float, float], Stone]
"""How far off, how high the girdle lies over the band's outside there, mm; where across and how high; and the stone."""


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a row: the stone furthest from its height."""
    found = by_setting(
        (line.setting, d)
        for line, stones in lines(subject)
        if line.outside
        for beads in [_axes(subject, line.setting)]
        for stone in stones
        if (d := _depth(mesh, line, stone, beads)) is not None
    )
    return [_judged(max(some, key=lambda one: one[0]), subject) for some in found.values()]


def _axes(subject: Subject, setting: str) -> Beads:
    """Where a row's beads stand, and any other row's: the foot of each, its direction, and its radius."""
    assert subject.design is not None
    prongs = [p for p in subject.design.witness.prongs if p.kind or p.setting == setting]
    foot, tip = (np.array([p.axis[k] for p in prongs]).reshape(-1, 3) for k in (0, -1))
    size = np.linalg.norm(tip - foot, axis=1, keepdims=True)
    return foot, (tip - foot) / np.maximum(size, 1e-12), np.array([p.diameter / 2 for p in prongs])


def _on_beads(spots: Floats, beads: Beads) -> np.ndarray:
    """Which points of the ring lie on a bead or just beside it."""
    foot, way, radius = beads
    off = spots[:, None] - foot[None]
    along = (off * way).sum(axis=2, keepdims=True)
    aside = np.linalg.norm(off - along * way, axis=2)
    here = along[:, :, 0] > -radius  # a bead across the finger points away from here
    found: np.ndarray = (here & (aside < radius + BESIDE)).any(axis=1)
    return found


def _depth(mesh: MeshFile, line: RowLine, stone: Stone, beads: Beads) -> Depth | None:
    """The band between a seat and its side, where no bead stands on it and it is nearest to the design."""
    found: list[Depth] = []
    for side in line.sides:
        edge = beside(mesh, line, stone, side)
        if edge is None or not line.outside[0][0] < edge[1] < line.outside[-1][0]:  # beyond its own metal
            continue
        across = edge[1]
        high = stone.girdle + stone.crown + HIGH
        start = np.stack([ALONG, np.full_like(ALONG, across), np.full_like(ALONG, high)], axis=1)
        far, face = sent(mesh, stone, start, np.tile([0.0, 0.0, -1.0], (len(ALONG), 1)))
        drawn = height(line.outside, across)
        heights = np.where(face >= 0, high - far, 0.0)
        spots = in_ring(stone, np.stack([ALONG, start[:, 1], heights], axis=1))
        for z in heights[(face >= 0) & ~_on_beads(spots, beads)].tolist():
            found.append((abs(z - drawn), -z, (across, z), stone))
    return min(found, key=lambda one: one[0]) if found else None


def height(outside: Sequence[Point], across: float) -> float:
    """How high the band's outside is over a girdle plane at a place across, as designed; mm."""
    for (y0, h0), (y1, h1) in pairwise(outside):
        if y0 <= across <= y1:
            return h0 + (h1 - h0) * (across - y0) / max(y1 - y0, 1e-12)
    return outside[0][1] if across < outside[0][0] else outside[-1][1]


def _judged(found: Depth, subject: Subject) -> Finding:
    off, over, (across, z), stone = found
    place = Place.at(stone.id, ring_point(stone, (0.0, across), z), f"settings.{stone.setting}.type")
    lies = f"{abs(over):.2f} mm {'over' if over >= 0 else 'under'} the metal beside it"
    return judge(NAME, round(off, 4), subject.limits(NAME), place, None, f"off its height; the girdle lies {lies}")
