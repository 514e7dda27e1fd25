"""Whether the finger hole is round: the largest less the smallest radius of its wall in one section."""

from __future__ import annotations

import numpy as np

from ringgen.checks._bore_wall import LEVELS, wall
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, locate
from ringgen.findings import Finding

NAME = "roundness"

MIDDLE = LEVELS.index(0.0)


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The section that is least round. Of a rounded inside only the middle: beside it the width decides the radius."""
    limits = subject.limits(NAME)
    found = wall(mesh, subject) if limits else None
    if found is None:
        return []
    spread = np.array([np.nanmax(r, initial=0.0) for r in found.radii]) - found.least
    if found.rounded:
        spread[np.arange(len(spread)) != MIDDLE] = np.nan
    if not np.isfinite(spread).any():
        return []
    worst = int(np.nanargmax(spread))
    x, y, z = found.points[worst, int(np.nanargmax(found.radii[worst]))]
    said = "how much larger the radius of the finger hole is here than where it is smallest"
    place = locate((round(float(x), 4), round(float(y), 4), round(float(z), 4)), subject)
    return [judge(NAME, round(float(spread[worst]), 4), limits, place, message=said)]
