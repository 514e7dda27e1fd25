"""How much metal is left between the seats of a row's outermost stones and the side of the band."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ringgen.checks._girdle import ring_point
from ringgen.checks._rows import ASIDE, entering, lines, sent
from ringgen.checks._settings import by_setting
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest, thicken
from ringgen.findings import Finding
from ringgen.witness import RowLine, Stone

NAME = "edge"

DOWN = 0.05 + 0.1 * np.arange(6)
"""mm under the band's outside at which a seat's wall is looked for: it is widest at the top."""

START = 1e-3
"""mm within the metal where a ray through it begins."""

Edge = tuple[float, float, float, Stone]
"""How much metal, mm; where its middle lies across, and how high, in the stone's frame; and the stone."""

Found = tuple[Edge, str]
"""That, and the field of the spec that makes it more."""


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a row: where the least metal is."""
    found = by_setting(
        (line.setting, (e, line.field)) for line, stones in lines(subject) for e in _edges(mesh, line, stones)
    )
    return [_judged(min(some, key=lambda one: one[0][0]), subject) for some in found.values()]


def _edges(mesh: MeshFile, line: RowLine, stones: list[Stone]) -> Iterator[Edge]:
    for stone in stones:
        for side in line.sides:
            found = beside(mesh, line, stone, side)
            if found is not None:
                yield found


def beside(mesh: MeshFile, line: RowLine, stone: Stone, side: float) -> Edge | None:
    """The metal beside one stone, from the seat's wall to the band's side; None for one whose seat is over the band."""
    heights = min(-line.rise, DOWN[0] + stone.girdle / 2) - DOWN
    start = np.stack([np.full_like(heights, ASIDE), np.zeros_like(heights), heights], axis=1)
    way = np.tile([0.0, side, 0.0], (len(heights), 1))
    wall, face = sent(mesh, stone, start, way)
    into = entering(mesh, stone, way, face)
    if not into.any():
        return None
    begin = start[into] + (wall[into] + START)[:, None] * way[into]
    through, _ = sent(mesh, stone, begin, way[into])
    outer = wall[into] + START + through
    k = int((wall[into]).argmax())
    least, edge = float(wall[into][k]), float(outer[np.isfinite(outer)].max(initial=-math.inf))
    return edge - least, side * (least + edge) / 2, float(heights[into][k]), stone


def _judged(found: Found, subject: Subject) -> Finding:
    (left, across, height, stone), field = found
    left -= subject.stock.edges
    place = Place.at(stone.id, ring_point(stone, (0.0, across), height), field)
    limits = subject.limits(NAME)
    missing = largest(limits, 0.0) - left
    fix = thicken(place, left, left + 2 * missing, subject) if missing > 0 else None  # one on either side
    return judge(NAME, round(left, 3), limits, place, fix, "from the outermost seat to the band's side")
