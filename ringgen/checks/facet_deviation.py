"""How far the written triangles stray from the surface that was designed, where that has a formula.

That is the bore's cylinder, and every band whose section is the same all round: its surface is that section turned, and
how far a point lies from it shows in the section's plane. Of any other file it is the bore, if that is a cylinder.
Rounded edges are judged by rows of the kind "edges" where the rules have any, and told
of where they have none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ringgen.bodies import Hoop
from ringgen.catalog.rules import Limit
from ringgen.checks._bore_wall import Axis, axis_of, wall_faces
from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, locate
from ringgen.design.model import Design
from ringgen.findings import Finding
from ringgen.plane import Arc, Curve, Line

NAME = "facet-deviation"

ON = 5e-4
"""A corner no further than this from a surface, mm, is on it: the kernel's curves are as near."""

ALIKE = 0.85
"""Cosine of how far a facet leans from the surface it stands for at most (32 degrees); what leans further is a cut."""

EDGE = 0.5
"""An arc of less radius, mm, is a rounded edge, not a side of the band."""

EVEN = 2e-3
"""Corners as far from a bore's axis as one another, mm, are on one cylinder: an axis that is found is as true."""

CYLINDER = 0.02
"""Sine of how far a facet of a straight bore may lean along it."""


@dataclass(frozen=True, eq=False)
class Strays:
    """How far each facet compared strays from its surface, mm, and the points (n, 3) where."""

    off: Floats
    at: Floats

    @classmethod
    def joined(cls, some: Iterable[Strays]) -> Strays:
        """All of them."""
        parts = list(some)
        none = Strays(np.zeros(0), np.zeros((0, 3)))
        return cls(
            np.concatenate([none.off, *(s.off for s in parts)]), np.concatenate([none.at, *(s.at for s in parts)])
        )


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The facet that strays furthest, where it does; and that of the rounded edges, where the rules ask it."""
    limits = tuple(row for row in subject.limits(NAME) if not row.kinds)
    edge_limits = tuple(row for row in subject.limits(NAME, "edges") if "edges" in row.kinds)
    if not limits and not edge_limits:
        return []
    if subject.design is None:
        return _judged(_from_bore(mesh), limits, subject, "facets of the bore compared with its cylinder")
    corners = _turned(mesh.vertices)
    found = [(curve, _from_curve(mesh, corners, curve)) for curve in curves(subject.design)]
    broad = Strays.joined(strays for curve, strays in found if not _an_edge(curve))
    edges = Strays.joined(strays for curve, strays in found if _an_edge(curve))
    said = "facets compared with the designed surface"
    if len(edges.off) and not edge_limits:
        said += f"; on rounded edges they stray by up to {edges.off.max():.3f} mm, which these rules do not limit"
    asked = _judged(edges, edge_limits, subject, "facets of rounded edges compared with the designed surface", "edges")
    return _judged(broad, limits, subject, said) + asked


def _judged(strays: Strays, limits: tuple[Limit, ...], subject: Subject, said: str, kind: str = "") -> list[Finding]:
    if not limits or not len(strays.off):
        return []
    k = int(strays.off.argmax())
    x, y, z = (round(float(c), 4) for c in strays.at[k])
    place, message = locate((x, y, z), subject), f"{len(strays.off)} {said}"
    return [judge(NAME, round(float(strays.off[k]), 4), limits, place, message=message, kind=kind)]


def _an_edge(curve: Curve) -> bool:
    return isinstance(curve, Arc) and curve.radius < EDGE


def middles(triangles: Floats) -> Floats:
    """Where a facet strays furthest: the middle of each side, and of the whole; (n, 4, 3)."""
    sides = (triangles + triangles[:, (1, 2, 0)]) / 2
    return np.concatenate([sides, triangles.mean(axis=1, keepdims=True)], axis=1)


def curves(design: Design) -> tuple[Curve, ...]:
    """What is turned about the finger: curves in (along the finger, radius)."""
    half = max(design.band.width, design.band.top_width, design.band.widest)
    bore: Curve = Line((-half, design.bore_radius), (half, design.bore_radius))
    hoops = [part.body for part in design.parts.metal if isinstance(part.body, Hoop)]
    outlines = [hoop.sections[0][1] for hoop in hoops if len(hoop.sections) == 1]
    drawn = [c for outline in outlines for c in outline if not _on_bore(c, design.bore_radius)]
    return (bore, *drawn)


def _on_bore(curve: Curve, radius: float) -> bool:
    return isinstance(curve, Line) and max(abs(curve.start[1] - radius), abs(curve.end[1] - radius)) < ON


def _turned(points: Floats) -> Floats:
    """Points (..., 3) as (along the finger, distance from its axis)."""
    return np.stack([points[..., 1], np.hypot(points[..., 0], points[..., 2])], axis=-1)


def _from_curve(mesh: MeshFile, corners: Floats, curve: Curve) -> Strays:
    """The facets whose three corners lie on what one curve turns into."""
    near = _on(curve, corners)
    facets = np.flatnonzero(mesh.sound & near[mesh.faces[:, 0]])
    for k in (1, 2):
        facets = facets[near[mesh.faces[facets, k]]]
    spots = middles(mesh.triangles[facets])
    mine = _facing(mesh.outward[facets], spots[:, 3], _normal(curve, _turned(spots[:, 3])))
    return _furthest(distance(curve, _turned(spots[mine])), spots[mine])


def _on(curve: Curve, points: Floats) -> npt.NDArray[np.bool_]:
    """Which points (n, 2) lie on a curve; only those on its circle, or in its box, are asked closely."""
    if isinstance(curve, Arc):
        to = points - np.array(curve.centre)
        close: npt.NDArray[np.bool_] = np.abs(np.hypot(to[:, 0], to[:, 1]) - curve.radius) < ON
    else:
        ends = np.array([curve.start, curve.end])
        low, high = ends.min(axis=0) - ON, ends.max(axis=0) + ON
        close = (points[:, 0] > low[0]) & (points[:, 0] < high[0]) & (points[:, 1] > low[1]) & (points[:, 1] < high[1])
    close[close] = distance(curve, points[close]) < ON
    return close


def _furthest(off: Floats, spots: Floats) -> Strays:
    """Of each facet, the spot that is off most."""
    row, worst = np.arange(len(off)), off.argmax(axis=1)
    return Strays(off[row, worst], spots[row, worst])


def _facing(outward: Floats, middle: Floats, normal: Floats) -> Ints:
    """Which facets look along the surface's normal, either way, within a lean."""
    away = np.hypot(middle[:, 0], middle[:, 2])
    radial = (outward[:, 0] * middle[:, 0] + outward[:, 2] * middle[:, 2]) / np.maximum(away, 1e-12)
    return np.flatnonzero(np.abs(outward[:, 1] * normal[:, 0] + radial * normal[:, 1]) > ALIKE)


def distance(curve: Curve, points: Floats) -> Floats:
    """Distance of points (..., 2) from a curve, mm."""
    if isinstance(curve, Arc):
        to = points - np.array(curve.centre)
        low, sweep = min(curve.a0, curve.a1), abs(curve.a1 - curve.a0)
        turn = (np.arctan2(to[..., 1], to[..., 0]) - low) % math.tau
        ends = [np.hypot(*np.moveaxis(points - np.array(end), -1, 0)) for end in (curve.start, curve.end)]
        on_it: Floats = np.abs(np.hypot(to[..., 0], to[..., 1]) - curve.radius)
        return np.where(turn <= sweep, on_it, np.minimum(*ends))
    start, along = np.array(curve.start), np.array(curve.end) - np.array(curve.start)
    share = np.clip((points - start) @ along / max(float(along @ along), 1e-18), 0.0, 1.0)
    away: Floats = np.linalg.norm(points - start - share[..., None] * along, axis=-1)
    return away


def _normal(curve: Curve, points: Floats) -> Floats:
    """The unit normal of a curve nearest to points (n, 2)."""
    if isinstance(curve, Arc):
        to = points - np.array(curve.centre)
        away: Floats = to / np.maximum(np.linalg.norm(to, axis=1, keepdims=True), 1e-12)
        return away
    x, y = curve.tangent()
    return np.tile([-y, x], (len(points), 1))


def _from_bore(mesh: MeshFile) -> Strays:
    """The same of a bore nobody describes: how far its facets stray from the cylinder through their own corners."""
    axis = axis_of(mesh, None)
    if axis is None:
        return Strays.joined([])
    facets = wall_faces(mesh, axis)
    facets = facets[np.abs(mesh.outward[facets] @ axis.along) < CYLINDER]
    triangles = mesh.triangles[facets]
    centre = _centred(triangles.reshape(-1, 3), axis)
    corners, spots = _away(triangles, axis, centre), middles(triangles)
    even = np.ptp(corners, axis=1) < EVEN
    inwards = corners.mean(axis=1, keepdims=True) - _away(spots, axis, centre)
    return _furthest(np.maximum(inwards[even], 0.0), spots[even])


def _centred(corners: Floats, axis: Axis) -> Floats:
    """The middle of the circle through the corners seen along the axis: facets touch a circle elsewhere."""
    flat = np.stack([(corners - axis.centre) @ axis.u, (corners - axis.centre) @ axis.v], axis=1)
    system = np.column_stack([2 * flat, np.ones(len(flat))])
    x, y, _ = np.linalg.lstsq(system, (flat * flat).sum(axis=1), rcond=None)[0]
    found: Floats = axis.centre + axis.u * x + axis.v * y
    return found


def _away(points: Floats, axis: Axis, centre: Floats) -> Floats:
    to = points - centre
    found: Floats = np.hypot(to @ axis.u, to @ axis.v)
    return found
