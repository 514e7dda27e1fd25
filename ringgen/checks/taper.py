"""Whether the finger hole is as wide at one edge as at the other. A comfort fit widens to both, and is no taper."""

from __future__ import annotations

import numpy as np

from ringgen.checks._bore_wall import wall
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, locate
from ringgen.findings import Finding

NAME = "taper"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """How much larger the radius is near one edge than near the other, where there is wall at both."""
    limits = subject.limits(NAME)
    found = wall(mesh, subject) if limits else None
    if found is None:
        return []
    both = np.isfinite(found.radii[0]) & np.isfinite(found.radii[-1])
    if not both.any():
        return []
    apart = found.radii[-1] - found.radii[0]
    middle = float(np.median(apart[both]))
    wide = -1 if middle > 0 else 0
    x, y, z = found.points[wide, int(np.where(both, found.radii[wide], -np.inf).argmax())]
    place = locate((round(float(x), 4), round(float(y), 4), round(float(z), 4)), subject)
    said = "how much larger the radius of the finger hole is near this edge than near the other"
    return [judge(NAME, round(abs(middle), 4), limits, place, message=said)]
