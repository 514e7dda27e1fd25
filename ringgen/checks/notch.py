"""The sharpest inward edge: investment in it is a knife's edge that breaks off, and a crack begins there.

An edge is sharp where the whole turn is between two facets; of a rounded corner every facet turns a little.
"""

from __future__ import annotations

import numpy as np

from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, largest, locate
from ringgen.findings import Finding

NAME = "notch"

SHORT = 0.01
"""mm: an edge shorter than this is where others meet, not a notch."""

INWARD = 150.0
"""Degrees of air: what opens further is no corner but the facets of a round one."""


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The angle by which the sharpest inward edge opens, and how much there is that opens less than the rules ask."""
    limits = subject.limits(NAME)
    if not limits:
        return []
    edge, opens, length = inward(mesh)
    if not len(edge):
        return [judge(NAME, float("inf"), limits, message="no inward edge is sharp", unit="deg")]
    k = int(opens.argmin())
    middle = (mesh.vertices[mesh.edges.start[edge[k]]] + mesh.vertices[mesh.edges.end[edge[k]]]) / 2
    x, y, z = (round(float(c), 4) for c in middle)
    wanted = largest(limits, 0.0)
    sharp = opens < wanted
    said = "the sharpest inward edge"
    if sharp.any():
        said = f"{int(sharp.sum())} inward edges, {length[sharp].sum():.1f} mm in all, open by less than {wanted:g} "
        said += "degrees: investment breaks off in them; round them, or widen them"
    return [judge(NAME, round(float(opens[k]), 1), limits, locate((x, y, z), subject), message=said)]


def inward(mesh: MeshFile) -> tuple[Ints, Floats, Floats]:
    """The sharp inward edges (directed edge numbers), by how many degrees of air each opens, and its length, mm."""
    table, n = mesh.edges, len(mesh.faces)
    a, b = table.pairs[:, 0], table.pairs[:, 1]
    left, right = table.face.take(a), table.face.take(b)
    turn = np.einsum("ij,ij->i", mesh.outward.take(left, axis=0), mesh.outward.take(right, axis=0))
    bent = np.flatnonzero(turn < np.cos(np.radians(180.0 - INWARD)))
    bent = bent[mesh.sound[left[bent]] & mesh.sound[right[bent]]]
    a, b, one, turn = a[bent], b[bent], mesh.outward[left[bent]], turn[bent]
    p, q = mesh.vertices[table.start[a]], mesh.vertices[table.end[a]]
    length = np.linalg.norm(q - p, axis=1)
    opposite = mesh.vertices[mesh.faces[table.face[b], (b // n + 2) % 3]]
    into_air = np.einsum("ij,ij->i", opposite - p, one) > 0
    chosen = into_air & (length > SHORT)
    opens = 180.0 - np.degrees(np.arccos(np.clip(turn[chosen], -1.0, 1.0)))
    return a[chosen], opens, length[chosen]
