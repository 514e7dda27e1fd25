"""Checks beside the meshing of the solid they check, in warm processes: in a build theirs has warmed up meanwhile."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import Figure, Seconds

BESIDE = "meshing that solid"


@dataclass(frozen=True)
class Ring:
    """A ring made, its mesh as read from the file in `path`, and what it is held to."""

    made: Any
    path: Path
    read: Any
    subject: Any

    def mesh(self) -> float:
        """Seconds the kernel takes to mesh its solid."""
        from ringgen.kernel.mesh import tessellate

        start = time.perf_counter()
        tessellate(self.made.solid.shape, self.made.design.rules.mesh_deviation_mm)
        return time.perf_counter() - start


def ring(source: str, folder: Path) -> Ring:
    """A spec's ring, built once, its STL in that folder."""
    from ringgen import build, load, make
    from ringgen.checks.meshfile import read_mesh
    from ringgen.checks.subject import Subject

    loaded = load(source)
    report = build(loaded, out=folder, formats=("stl",), force=True, mend=False).report
    path = folder / report["files"][0]["path"]
    made = make(loaded.spec)
    return Ring(made, path, read_mesh(path), Subject.of(made.design))


def wall(ring: Ring, prepared: bool) -> Seconds:
    """The thinnest metal, from the triangles; `prepared`: with what all checks share at hand."""
    from ringgen.checks import runner
    from ringgen.checks.meshfile import MeshFile

    def measured() -> float:
        fresh = MeshFile(ring.read.path, ring.read.format, ring.read.triangles)  # nothing remembered from before
        fresh.faces  # noqa: B018  (welding is reading: every check shares it)
        if prepared:
            fresh.rays, fresh.sound, fresh.edges  # noqa: B018
        start = time.perf_counter()
        runner.run_one(runner.PACKAGE, "wall", fresh, ring.subject)
        return time.perf_counter() - start

    measured()
    return measured


def gate(ring: Ring) -> Seconds:
    """Every check there is, from the file on the disk to the findings, by the process a build asks."""
    from ringgen.checks.process import Gate

    started = Gate.start()

    def measured() -> float:
        start = time.perf_counter()
        started.check(ring.path, ring.subject)
        return time.perf_counter() - start

    measured()
    return measured


def figures(spec: str, rings: Mapping[str, str], folder: Path) -> list[Figure]:
    """The wall check of a solitaire, and the whole gate of rings of rows (specs by what to call them)."""
    small = ring(spec, folder / "wall")
    found = [
        Figure("wall check of the solitaire's mesh, from its triangles", BESIDE, 1 / 3, wall(small, False), small.mesh),
        Figure("the same, with the ray tree all checks share", BESIDE, 1 / 3, wall(small, True), small.mesh),
    ]
    for number, (word, source) in enumerate(rings.items()):
        large = ring(source, folder / f"gate-{number}")
        name = f"every check of {word}, {len(large.read.triangles):,} faces: file to findings"
        found.append(Figure(name, BESIDE, 1.0, gate(large), large.mesh))
    return found
