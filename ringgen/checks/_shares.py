"""The checks of one file shared out between two processes, where that is worth a fork."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from ringgen.checks import _forked, runner
from ringgen.checks._features import face_normals
from ringgen.checks.meshfile import MeshFile, read_mesh
from ringgen.checks.subject import Subject
from ringgen.findings import Finding

TOGETHER: tuple[tuple[str, ...], ...] = (
    ("prong", "seat-share"),
    ("wall",),
    ("gap",),
    ("grip", "tip-height", "snag", "tool-room"),
    ("stone-metal",),
    ("bore", "facet-deviation", "roundness", "taper"),
    ("self-intersection",),
    ("escape", "porosity", "shells", "cavity"),
    ("band-thickness", "band-width"),
    ("bezel-lip", "bezel-wall"),
    ("stone-stone",),
)
"""What one process does, as the one check asks for what the other has measured; what takes longest comes first.

A check that is not named here is one by itself, and comes last.
"""

WORTH = 4000
"""Triangles from which the checks take longer than a fork and its answers."""


def run(path: str | Path, subject: Subject) -> list[Finding]:
    """As `runner.run`: the findings of every check, or of those asked for, in the order of the checks' names."""
    return run_checks(read_mesh(path).shrunk(subject.scale), subject)


def run_checks(mesh: MeshFile, subject: Subject, package: str = runner.PACKAGE, worth: int = WORTH) -> list[Finding]:
    """As `runner.run_checks`; what the second process loses is could-not-run, and nothing else is."""
    names = [n for n in runner.names(package) if subject.only is None or n in subject.only]
    shares = split(names)
    if len(shares) < 2 or len(mesh.triangles) < worth or not _forked.available():
        return runner.run_checks(mesh, subject, package)
    _prepare(mesh)

    def findings(n: int) -> dict[str, list[Finding]]:
        return {name: runner.run_one(package, name, mesh, subject) for name in shares[n]}

    parts, why = _forked.in_two(findings, len(shares))
    found = {name: some for part in parts.values() for name, some in part.items()}
    lost = why or "the second process gave no answer"
    return [f for name in names for f in found.get(name, [runner.could_not_run(name, lost)])]


def split(names: Sequence[str]) -> list[tuple[str, ...]]:
    """The checks of those names, one entry for what one process does."""
    known: Iterable[tuple[str, ...]] = (tuple(n for n in some if n in names) for some in TOGETHER)
    alone = ((n,) for n in names if not any(n in some for some in TOGETHER))
    return [share for share in (*known, *alone) if share]


def _prepare(mesh: MeshFile) -> None:
    """What checks of both processes ask of a mesh; one that cannot be had is told of by the check that needs it.

    The tree of rays above all: the threads that build it do not live on in a forked process.
    """
    for part in (lambda: mesh.edges.pairs, lambda: mesh.near, lambda: face_normals(mesh), lambda: _aimed(mesh)):
        with contextlib.suppress(Exception):
            part()


def _aimed(mesh: MeshFile) -> None:
    """The tree is built when the first ray is sent."""
    mesh.rays.first(np.zeros((1, 3)), np.eye(3)[:1])
