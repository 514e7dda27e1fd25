"""Runs every check there is on one file. A check that fails to run says so in a finding and stops no other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ringgen import plugins
from ringgen.errors import BuildError
from ringgen.findings import Finding

if TYPE_CHECKING:
    from ringgen.checks.meshfile import MeshFile
    from ringgen.checks.subject import Subject

PACKAGE = "ringgen.checks"


def names(package: str = PACKAGE) -> tuple[str, ...]:
    """Every check, sorted; nothing is imported for it."""
    return plugins.names(package)


def run(path: str | Path, subject: Subject) -> list[Finding]:
    """Read a mesh file and hold it to every check, a wax once it has shrunk; InputError where it cannot be read."""
    from ringgen.checks.meshfile import read_mesh

    return run_checks(read_mesh(path).shrunk(subject.scale), subject)


def run_checks(mesh: MeshFile, subject: Subject, package: str = PACKAGE) -> list[Finding]:
    """The findings of every check, or of those asked for, in the order of the checks' names."""
    found: list[Finding] = []
    for name in names(package):
        if subject.only is None or name in subject.only:
            found += run_one(package, name, mesh, subject)
    return found


def run_one(package: str, name: str, mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One check's findings; whatever goes wrong in it is a finding of its own."""
    try:
        found = plugins.load(package, name).check(mesh, subject)
        if not isinstance(found, list) or not all(isinstance(f, Finding) for f in found):
            raise BuildError("it gave no list of findings")
    except Exception as error:
        return [could_not_run(name, f"{type(error).__name__}: {error}")]
    return found


def could_not_run(name: str, why: str) -> Finding:
    """The finding of a check that did not run; it refuses the ring like a failed one."""
    first = why.strip().splitlines()[0] if why.strip() else "no reason given"
    return Finding(name, "could-not-run", None, None, message=first[:300])


def none_ran(why: str, package: str = PACKAGE) -> list[Finding]:
    """A finding for every check, all with the one reason that kept them all from running."""
    return [could_not_run(name, why) for name in names(package)]


def refused(findings: Iterable[Finding]) -> bool:
    """Whether any finding keeps the ring from being released."""
    return any(finding.refuses for finding in findings)
