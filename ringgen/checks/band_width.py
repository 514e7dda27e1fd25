"""The least width of the shank along the finger, as a caliper reads it."""

from __future__ import annotations

from ringgen.checks._shank import hoop, place
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, largest, thicken
from ringgen.findings import Finding

NAME = "band-width"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The least of all sections through the finger axis where nothing else sits on the shank."""
    read = hoop(mesh, subject)
    if read is None:
        return []
    k = int(read.width.argmin())
    least = round(float(read.width[k]) - 2 * subject.stock.edges, 4)
    limits = subject.limits(NAME)
    where = place(read, k, subject.design, "width")
    said = "" if least > 0 else "the shank is open here"
    return [judge(NAME, least, limits, where, thicken(where, least, largest(limits, 0.0), subject), said)]
