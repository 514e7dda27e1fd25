"""What the checks of rows share: a row's lines, their stones, and rays sent from a stone's own frame."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ringgen.checks._rays import Floats, Ints
from ringgen.checks._stones import in_ring
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject
from ringgen.witness import RowLine, Stone

ASIDE = 0.03
"""mm beside a stone's middle where a mesh is read: in the very middle it may have an edge."""


def lines(subject: Subject) -> Iterator[tuple[RowLine, list[Stone]]]:
    """Every line of every row with its stones, in their order."""
    if subject.design is None:
        return
    known = {s.id: s for s in subject.design.witness.stones}
    for line in subject.design.witness.lines:
        yield line, [known[name] for name in line.stones if name in known]


def sent(mesh: MeshFile, stone: Stone, start: Floats, way: Floats) -> tuple[Floats, Ints]:
    """How far rays from points of a stone's frame go in directions of it, and the face they meet; -1 for none."""
    axes = np.array([stone.frame.x, stone.frame.y, stone.frame.z])
    return mesh.rays.first(in_ring(stone, start), way @ axes)


def entering(mesh: MeshFile, stone: Stone, way: Floats, face: Ints) -> np.ndarray:
    """Whether rays in those directions go into metal where they meet a face."""
    axes = np.array([stone.frame.x, stone.frame.y, stone.frame.z])
    found: np.ndarray = (face >= 0) & ((mesh.outward[face] * (way @ axes)).sum(axis=1) < 0.0)
    return found
