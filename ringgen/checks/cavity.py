"""Trapped voids: closed hollows inside the metal, with no way out for resin, wax or investment.

A hollow is a closed shell that lies inside another and faces the other way. A body with a drain hole has none: its
inside and its outside are one shell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._solids import winding
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.shells import bodies
from ringgen.checks.subject import Place, Subject, judge, locate
from ringgen.findings import Finding

NAME = "cavity"

CHUNK = 200_000
"""Triangles whose solid angles are worked out at once."""

MOST = 200
"""A file of more shells than this is held to the check that counts those."""


@dataclass(frozen=True, eq=False)
class Shell:
    """One closed shell: its triangles, the volume it holds (mm³, negative where it faces inwards), and its box."""

    triangles: Floats
    volume: float
    low: Floats
    high: Floats


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """How many voids there are; the place is in the largest."""
    limits = subject.limits(NAME)
    if not limits:
        return []
    found = voids(closed_shells(mesh))
    place: Place | None = None
    said = ""
    if found:
        largest = max(found, key=lambda shell: abs(shell.volume))
        x, y, z = _within(largest)
        place = locate((float(x), float(y), float(z)), subject)
        said = f"{len(found)} closed hollow{'s' if len(found) > 1 else ''} in the metal, the largest of "
        said += f"{abs(largest.volume):.2f} mm³: what is inside cannot come out; open it or fill it"
    return [judge(NAME, float(len(found)), limits, place, message=said, unit="voids")]


def closed_shells(mesh: MeshFile) -> list[Shell]:
    """The shells whose every edge has two faces that run along it in opposite directions."""
    label = bodies(mesh)
    count = int(label.max()) + 1
    if count == 1 or count > MOST:
        return []
    closed = np.ones(count, bool)
    table = mesh.edges
    pair = table.pairs
    closed[label[table.face[table.order[np.repeat(table.count != 2, table.count)]]]] = False
    closed[label[table.face[pair[table.start[pair[:, 0]] == table.start[pair[:, 1]], 0]]]] = False
    return [_shell(mesh.triangles[label == k]) for k in np.flatnonzero(closed)]


def _shell(triangles: Floats) -> Shell:
    points = triangles.reshape(-1, 3)
    a, b, c = (triangles[:, k] - points[0] for k in range(3))
    volume = float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)
    return Shell(triangles, volume, points.min(axis=0), points.max(axis=0))


def voids(shells: list[Shell]) -> list[Shell]:
    """Those inside which there is no metal, and all round which there is: each shell is a turn one way or the other."""
    found = []
    for shell in shells:
        around = [other for other in shells if other is not shell and _holds(other, shell)]
        turns = sum(np.sign(other.volume) for other in around)
        if turns and turns + np.sign(shell.volume) == 0:
            found.append(shell)
    return found


def _holds(outer: Shell, inner: Shell) -> bool:
    """Whether one closed shell lies inside another: its box does, and its first corner."""
    if not ((outer.low <= inner.low) & (outer.high >= inner.high)).all():
        return False
    return _inside(outer, inner.triangles[0, 0])


def _inside(shell: Shell, spot: Floats) -> bool:
    parts = range(0, len(shell.triangles), CHUNK)
    round_it = sum(float(winding(spot[None], shell.triangles[k : k + CHUNK])[0]) for k in parts)
    return abs(round_it) > 0.5


def _within(void: Shell) -> Floats:
    """Its middle, or a corner of its own where that lies outside it, as of a hollow hoop."""
    middle: Floats = (void.low + void.high) / 2
    return middle if _inside(void, middle) else void.triangles[0, 0]
