"""Triangles that pass through others: where a surface crosses itself, inside and outside are no longer told apart."""

from __future__ import annotations

import numpy as np

from ringgen.checks._crossings import crossings
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, locate
from ringgen.findings import Finding

NAME = "self-intersection"

DEEP = 0.001
"""mm: what sticks through by less is two surfaces that touch; HMS welds corners so near to each other."""


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """How many triangles cross others, and where the first of them in the file does."""
    limits = subject.limits(NAME)
    if not limits:
        return []
    found = crossings(mesh, DEEP)
    crossing = np.unique(np.concatenate([found.face, *found.owners]))
    place: Place | None = None
    said = ""
    if len(crossing):
        k = int(np.minimum(found.face, np.minimum(*found.owners)).argmin())
        place = locate((float(found.at[k, 0]), float(found.at[k, 1]), float(found.at[k, 2])), subject)
        said = f"{len(crossing)} triangles cross others; the furthest sticks through by {found.deep.max():.3f} mm"
        said += ": join the bodies into one before writing them"
    return [judge(NAME, float(len(crossing)), limits, place, message=said, unit="triangles")]
