"""The finger hole: the largest cylinder that passes through it, measured on the file.

For a ring of ringgen's the cylinder lies on the ring's own axis (Y through the origin) and is held to the size asked
for. For any other file the axis and the hole are found first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ringgen.checks._rays import Floats, Ints
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding

NAME = "bore"

SMALLEST, LARGEST = 5.0, 20.0
"""Radii a finger hole is looked for in, mm: from a doll's ring to well past the largest chart."""

CLIMB = 500
"""Steps after which a middle is looked for no longer: a hole takes some fifty; where nothing closes there is no end."""

SIGHTS = 2048
"""Directions a hole is looked round in."""


@dataclass(frozen=True)
class Bore:
    """The largest cylinder through the hole: radius in mm, a point on its axis, the axis, and the metal it touches."""

    radius: float
    centre: tuple[float, float, float]
    axis: tuple[float, float, float]
    touches: tuple[float, float, float]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """`measured` is the hole's diameter, `limit` the one asked for; the rules say how far apart they may be.

    A file ringgen never made has no size to be held to: the hole is reported, or a warning that none was found.
    """
    if subject.design is None:
        return [_found(measure(mesh))]
    bore = on_axis(mesh)
    finished = bore.radius + subject.stock.bore  # polishing opens it
    wanted = 2.0 * (subject.design.bore_radius + subject.stock.bore)
    off = abs(2.0 * finished - wanted)
    place = Place.at("shank", bore.touches)
    judged = judge(NAME, round(off, 4), subject.limits(NAME), place)
    allowed = judged.limit if judged.limit is not None else 0.0
    return [
        Finding(
            NAME,
            judged.status,
            round(2.0 * finished, 4),
            round(wanted, 4),
            part=place.part,
            clock=place.clock,
            point_mm=place.point,
            source=judged.source,
            message=f"{off:.3f} mm off the {wanted:.3f} mm asked for, {allowed:g} mm allowed{_staged(bore, subject)}",
        )
    ]


def _staged(bore: Bore, subject: Subject) -> str:
    """What the file itself has, where it is not the finished ring."""
    if subject.asked is None:
        return ""
    read = 2.0 * bore.radius * subject.scale
    return f"; {read:.3f} mm in the file, {2.0 * bore.radius:.3f} mm cast, {2.0 * subject.stock.bore:g} mm polished off"


def _found(bore: Bore | None) -> Finding:
    if bore is None:
        return Finding(NAME, "warn", None, None, message="no finger hole found")
    return Finding(
        NAME, "pass", round(2.0 * bore.radius, 4), None, point_mm=bore.touches, message="no size to hold it to"
    )


def on_axis(mesh: MeshFile) -> Bore:
    """The largest cylinder on the ring's own axis; its radius is 0 where metal covers the axis."""
    section = _Section.along(mesh, np.array([0.0, 1.0, 0.0]))
    return section.bore(np.zeros(2))


@lru_cache(maxsize=1)
def measure(mesh: MeshFile) -> Bore | None:
    """The finger hole of any file: the widest along a coordinate or principal axis, squared up; None without one.

    Kept for the other checks that ask it of the same file.
    """
    sections = [_Section.along(mesh, axis) for axis in _axes(mesh)]
    rough = [_widest(section, coarse=True) for section in sections]
    fits = [(bore.radius, -n) for n, bore in enumerate(rough) if bore and SMALLEST * 0.9 <= bore.radius <= LARGEST]
    best = _widest(sections[-max(fits)[1]]) if fits else None
    return _squared_up(mesh, best) if best and best.radius >= SMALLEST else None


def _axes(mesh: MeshFile) -> list[Floats]:
    points = mesh.triangles.mean(axis=1)
    areas = np.sqrt(np.einsum("ij,ij->i", mesh.crosses, mesh.crosses))
    from_middle = points - np.average(points, axis=0, weights=areas)
    _, principal = np.linalg.eigh((from_middle * areas[:, None]).T @ from_middle)
    axes = [np.eye(3)[k] for k in (1, 2, 0)]
    for axis in principal.T:
        if max(abs(float(axis @ known)) for known in axes) < 0.99999:
            axes.append(axis)
    return axes


def _squared_up(mesh: MeshFile, bore: Bore) -> Bore:
    """The same hole along the axis its own wall asks for: the direction square to the normals of the faces round it."""
    for _ in range(3):
        axis = np.array(bore.axis)
        out = mesh.triangles.mean(axis=1) - np.array(bore.centre)
        out -= np.outer(out @ axis, axis)
        away = np.linalg.norm(out, axis=1)
        facing = -np.einsum("ij,ij->i", mesh.outward, out) / np.maximum(away, 1e-12)
        wall = (away < 1.05 * bore.radius) & (facing > 0.97)
        if wall.sum() < 12:
            break
        weight = np.sqrt(np.einsum("ij,ij->i", mesh.crosses[wall], mesh.crosses[wall]))
        _, directions = np.linalg.eigh((mesh.outward[wall] * weight[:, None]).T @ mesh.outward[wall])
        better = _widest(_Section.along(mesh, directions[:, 0] * np.sign(directions[:, 0] @ axis)))
        if better is None or better.radius <= bore.radius + 1e-6:
            break
        bore = better
    return bore


@dataclass(frozen=True, eq=False)
class _Section:
    """The mesh seen along an axis: its edges as segments in the plane square to it."""

    x: Floats
    y: Floats
    axis: Floats
    starts: Floats
    ends: Floats
    vertices: Floats
    edge: tuple[Ints, Ints]
    corners: Floats

    @classmethod
    def along(cls, mesh: MeshFile, axis: Floats) -> _Section:
        lean = np.eye(3)[int(np.argmin(np.abs(axis)))]
        x = np.cross(lean, axis)
        x /= np.linalg.norm(x)
        y = np.cross(axis, x)
        table = mesh.edges
        one = table.order[table.first]
        start, end = table.start[one], table.end[one]
        seen = mesh.vertices @ np.stack([x, y], axis=1)
        return cls(x, y, axis, seen[start], seen[end], mesh.vertices, (start, end), seen[mesh.faces])

    def near(self, centre: Floats) -> tuple[Floats, Floats]:
        """Distance of every edge from a point of the plane, and how far along the edge its nearest point lies."""
        along = self.ends - self.starts
        square = np.maximum(np.einsum("ij,ij->i", along, along), 1e-18)
        share = np.clip(np.einsum("ij,ij->i", centre - self.starts, along) / square, 0.0, 1.0)
        apart = self.starts + along * share[:, None] - centre
        return np.sqrt(np.einsum("ij,ij->i", apart, apart)), share

    def bore(self, centre: Floats) -> Bore:
        """The largest cylinder on the axis through this point of the plane."""
        distance, share = self.near(centre)
        k = int(distance.argmin())
        p, q = self.vertices[self.edge[0][k]], self.vertices[self.edge[1][k]]
        touch = p + (q - p) * share[k]
        middle = self.x * centre[0] + self.y * centre[1] + self.axis * float(touch @ self.axis)
        return Bore(
            0.0 if self.covered(centre) else float(distance[k]), _triple(middle), _triple(self.axis), _triple(touch)
        )

    def covered(self, centre: Floats) -> bool:
        """Whether metal lies over this point, seen along the axis: some face holds it."""
        x, y = self.corners[..., 0] - centre[0], self.corners[..., 1] - centre[1]
        turns = [x[:, k] * y[:, m] - y[:, k] * x[:, m] for k, m in ((0, 1), (1, 2), (2, 0))]
        left, right = (turns[0] > 0, turns[1] > 0, turns[2] > 0), (turns[0] < 0, turns[1] < 0, turns[2] < 0)
        one_way = np.logical_and.reduce(left) | np.logical_and.reduce(right)
        return bool(one_way.any())

    def visible(self, centre: Floats) -> _Section:
        """Only the edges seen first from a point, looking round in steps of a few thousandths of a turn."""
        share = self.near(centre)[1]
        points = np.concatenate([self.starts, self.ends, self.starts + (self.ends - self.starts) * share[:, None]])
        out = points - centre
        sight = np.floor(np.arctan2(out[:, 1], out[:, 0]) * (SIGHTS / (2 * np.pi))).astype(np.int64) % SIGHTS
        away = np.einsum("ij,ij->i", out, out)
        nearest = np.full(SIGHTS, np.inf)
        np.minimum.at(nearest, sight, away)
        keep = np.unique(np.flatnonzero(away <= nearest[sight]) % len(self.starts))
        edge = (self.edge[0][keep], self.edge[1][keep])
        starts, ends = self.starts[keep], self.ends[keep]
        return _Section(self.x, self.y, self.axis, starts, ends, self.vertices, edge, self.corners)

    def climbed(self, centre: Floats, step: float, least: float) -> Floats:
        """The middle of the widest circle clear of the edges, walked to from a point in ever shorter steps."""
        radius = float(self.near(centre)[0].min())
        turns = np.arange(8) * np.pi / 4
        ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
        for _ in range(CLIMB):
            if step <= least or radius > 2 * LARGEST:
                break
            tries = [centre + way * step for way in ways]
            reached = [float(self.near(c)[0].min()) for c in tries]
            k = int(np.argmax(reached))
            if reached[k] > radius + 1e-9:
                centre, radius = tries[k], reached[k]
            else:
                step /= 2
        return centre


def _widest(section: _Section, coarse: bool = False) -> Bore | None:
    """The widest cylinder along this axis, its middle found by walking uphill; None if metal is in the way."""
    points = np.concatenate([section.starts, section.ends])
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    radius = float(section.near(centre)[0].min())
    span = float(np.ptp(points, axis=0).max())
    if radius < 0.1 * span:
        centre = points.mean(axis=0)
        radius = float(section.near(centre)[0].min())
    if section.covered(centre) or radius < 0.05 * span:
        return None
    centre = section.visible(centre).climbed(centre, radius / 2, 0.02 * radius)
    if not coarse:
        centre = section.visible(centre).climbed(centre, 0.02 * radius, 1e-4)
    return section.bore(centre)


def _triple(v: Floats | Ints) -> tuple[float, float, float]:
    return float(v[0]), float(v[1]), float(v[2])
