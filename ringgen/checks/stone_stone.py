"""How far stones stay apart, solid from solid: two that touch chip each other."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._solids import Body, between, body
from ringgen.checks._stones import in_ring
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest
from ringgen.findings import Finding
from ringgen.witness import Stone

NAME = "stone-stone"

Placed = tuple[Stone, tuple[Body, ...], Floats, float]


def check(_mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a ring with more than one stone: its closest two."""
    if subject.design is None:
        return []
    placed = [one for stone in subject.design.witness.stones if (one := _placed(stone)) is not None]
    if len(placed) < 2:
        return []
    limits = subject.limits(NAME)
    far = largest(limits, 0.0) + 1.0
    near = [(p, q) for p, q in combinations(placed, 2) if np.linalg.norm(p[2] - q[2]) - p[3] - q[3] < far]
    if not near:
        return [judge(NAME, float("inf"), limits, message=f"no two stones within {far:g} mm of each other")]
    apart, p, q = min(((_apart(p, q), p, q) for p, q in near), key=lambda found: found[0])
    place = Place.at(f"{p[0].id} and {q[0].id}", (p[2] + q[2]) / 2)
    said = "the two overlap" if apart < 0 else "the closest two stones"
    return [judge(NAME, round(apart, 4), limits, place, None, said)]


def _placed(stone: Stone) -> Placed | None:
    """A stone's convex pieces in the ring, its middle, and how far it reaches from there."""
    solid = body(stone)
    if solid is None:
        return None
    corners = in_ring(stone, solid.corners)
    middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
    pieces = tuple(piece.moved(lambda p: in_ring(stone, p)) for piece in solid.pieces)
    return stone, pieces, middle, float(np.linalg.norm(corners - middle, axis=1).max())


def _apart(p: Placed, q: Placed) -> float:
    return min(between(a, b) for a in p[1] for b in q[1])
