"""How large the part is, for houses that say how large a part they take: its box's sides, and their sum."""

from __future__ import annotations

from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge
from ringgen.findings import Finding

NAME = "size-of-part"
SIDES = ("shortest", "middle", "longest")
SUM = "sum"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The side, or the sum of the three, that is nearest to what the house takes or past it.

    Silent where the rules say nothing. A part may be turned in its box: only the sides' order counts.
    """
    sides = sorted(float(s) for s in mesh.vertices.max(axis=0) - mesh.vertices.min(axis=0))
    measured = [*zip(SIDES, sides, strict=True), (SUM, sum(sides))]
    said = f"{sides[0]:.1f} x {sides[1]:.1f} x {sides[2]:.1f} mm"
    found = []
    for kind, size in measured:
        limits = tuple(limit for limit in subject.limits(NAME, kind) if kind in limit.kinds)
        if limits:
            found.append(judge(NAME, round(size, 2), limits, message=f"the {kind} of its sides; {said}", kind=kind))
    return found
