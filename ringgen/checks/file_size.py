"""How large the file is, for houses that say how large a file they take."""

from __future__ import annotations

from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge
from ringgen.findings import Finding

NAME = "file-size"
MB = 1e6  # bytes


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The file's size in MB; silent where the rules have no limit, or there is no file to weigh."""
    limits = subject.limits(NAME)
    if not limits or not mesh.path.is_file():
        return []
    return [judge(NAME, round(mesh.path.stat().st_size / MB, 2), limits, unit="MB")]
