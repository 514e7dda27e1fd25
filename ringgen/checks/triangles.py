"""How many triangles the file has, for houses that say how many they take."""

from __future__ import annotations

from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge
from ringgen.findings import Finding

NAME = "triangles"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """Count them; silent where the rules have no limit."""
    limits = subject.limits(NAME)
    return [judge(NAME, float(len(mesh.triangles)), limits, unit=NAME)] if limits else []
