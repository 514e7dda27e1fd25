"""Bodies whose thinnest metal is known from the numbers they are made of.

`BODIES[name]()` gives a `Known`: the triangles, and the thinnest metal in mm (None: no two sides face each other
thinly, only convex edges do). `thinner` of a facetted round body is its facets' own distance, worked out beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from manifold3d import CrossSection, Manifold

from ringgen.checks.meshfile import MeshFile


@dataclass(frozen=True)
class Known:
    triangles: np.ndarray
    truth: float | None


def as_file(triangles: np.ndarray) -> MeshFile:
    """The triangles as a binary STL would hold them: 32-bit coordinates."""
    return MeshFile(Path("body.stl"), "stl", np.ascontiguousarray(triangles.astype(np.float32), np.float64))


def tri(solid: Manifold) -> np.ndarray:
    mesh = solid.to_mesh()
    return np.asarray(mesh.vert_properties)[:, :3].astype(float)[np.asarray(mesh.tri_verts)]


def box(x: float, y: float, z: float) -> Manifold:
    return Manifold.cube((x, y, z), True)


def rod(r: float, length: float, n: int = 64) -> Manifold:
    return Manifold.cylinder(length, r, r, n, True)


def turned(points: list[tuple[float, float]], n: int = 128) -> Manifold:
    """(radius, height) points turned about z."""
    area = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(points, points[1:] + points[:1], strict=True))
    return Manifold.revolve(CrossSection([points if area > 0 else points[::-1]]), n)


def prism(points: list[tuple[float, float]], length: float) -> Manifold:
    area = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(points, points[1:] + points[:1], strict=True))
    return CrossSection([points if area > 0 else points[::-1]]).extrude(length)


def arc(
    p: tuple[float, float], m: tuple[float, float], q: tuple[float, float], n: int = 24
) -> list[tuple[float, float]]:
    """Points on the circle from p through m to q, both ends included."""
    (ax, ay), (bx, by), (cx, cy) = p, m, q
    d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    ux = ((ax**2 + ay**2) * (by - cy) + (bx**2 + by**2) * (cy - ay) + (cx**2 + cy**2) * (ay - by)) / d
    uy = ((ax**2 + ay**2) * (cx - bx) + (bx**2 + by**2) * (ax - cx) + (cx**2 + cy**2) * (bx - ax)) / d
    r = math.hypot(ax - ux, ay - uy)
    a, b, c = (math.atan2(y - uy, x - ux) for x, y in (p, m, q))
    turn = 2 * math.pi
    sweep = (c - a) % turn if (b - a) % turn < (c - a) % turn else (c - a) % turn - turn
    return [(ux + r * math.cos(a + sweep * k / n), uy + r * math.sin(a + sweep * k / n)) for k in range(n + 1)]


def split(triangles: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Some edges' neighbours cut at a random point very near a corner: closed, same surface, full of slivers."""
    rng = np.random.default_rng(seed)
    v, f = np.unique(triangles.reshape(-1, 3), axis=0, return_inverse=True)
    f = f.reshape(-1, 3)
    owner: dict[tuple[int, int], int] = {}
    for n, face in enumerate(f):
        for k in range(3):
            owner[(int(face[k]), int(face[(k + 1) % 3]))] = n
    points, faces, used = list(v), [tuple(int(i) for i in face) for face in f], set()
    for (a, b), one in list(owner.items()):
        two = owner.get((b, a))
        if a > b or two is None or one in used or two in used or rng.random() > share:
            continue
        used |= {one, two}
        t = rng.choice([0.002, 0.02, 0.5, 0.98])
        new = len(points)
        points.append(v[a] * (1 - t) + v[b] * t)
        for n, (p, q) in ((one, (a, b)), (two, (b, a))):
            c = next(i for i in faces[n] if i not in (p, q))
            faces[n] = (p, new, c)
            faces.append((new, q, c))
    return np.array(points)[np.array(faces)]


def spun(triangles: np.ndarray, seed: int) -> np.ndarray:
    """Turned at random."""
    q = np.random.default_rng(seed).normal(size=4)
    w, x, y, z = q / np.linalg.norm(q)
    turn = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    return triangles @ turn.T


RI = 8.675
"""Bore radius of the bands, mm: about US 7."""


def tube(wall: float) -> Manifold:
    return turned([(3 - wall, 0), (3, 0), (3, 8), (3 - wall, 8)], 128)


def hollow_box(wall: float) -> Manifold:
    return box(10, 8, 6) - box(10 - 2 * wall, 8 - 2 * wall, 6 - 2 * wall)


def sphere_shell(wall: float) -> Manifold:
    return Manifold.sphere(5, 160) - Manifold.sphere(5 - wall, 160)


def blind_groove(floor: float) -> Manifold:
    return box(20, 10, 1.5) - box(6, 2, 3).translate((0, 0, -0.75 + floor + 1.5))


def v_groove(floor: float) -> Manifold:
    depth = 1.5 - floor
    cut = prism([(-depth - 0.1, 0.1), (0, -depth), (depth + 0.1, 0.1)], 6).rotate((90, 0, 0)).translate((0, 3, 0.75))
    return box(20, 10, 1.5) - cut


def round_groove(floor: float) -> Manifold:
    return box(20, 10, 1.2) - rod(0.9, 6, 96).rotate((90, 0, 0)).translate((0, 0, -0.6 + floor + 0.9))


def drill_pit(floor: float) -> Manifold:
    """A drilled hole with a 118 degree bottom, over a floor."""
    tip = 0.8 / math.tan(math.radians(59))
    bit = turned([(0, 0), (0.8, tip), (0.8, 5), (0, 5)], 48)
    return box(8, 8, 3) - bit.translate((0.3, 0.2, -1.5 + floor))


def square_post(side: float) -> Manifold:
    return box(6, 6, 4) + box(side, side, 6).translate((0.7, 0.4, 3))


def round_post(d: float) -> Manifold:
    return box(6, 6, 4) + rod(d / 2, 6, 32).translate((0, 0, 3))


def domed_prong(d: float) -> Manifold:
    r = d / 2
    cap = [(r * math.cos(a), 4 + r * math.sin(a)) for a in np.linspace(0, math.pi / 2, 8)[1:-1]]
    return box(6, 6, 4) + turned([(0, 0), (r, 0), (r, 4), *cap, (0, 4 + r)], 32).translate((0, 0, 0.5))


def fin(t: float) -> Manifold:
    return box(8, 6, 3) + box(6, t, 3).translate((0, 0.3, 2.5))


def leaning_fin(t: float) -> Manifold:
    return box(8, 8, 3) + box(6, t, 4).rotate((25, 0, 0)).translate((0, 0, 2.5))


def eccentric(least: float) -> Manifold:
    return rod(RI + 1.4, 4, 256) - rod(RI, 6, 256).translate((1.4 - least, 0, 0))


def knife_edge(apex: float, half: float = 1.5) -> Manifold:
    top = RI + 1.0 + half / math.tan(math.radians(apex / 2))
    return turned([(RI, -half), (RI + 1.0, -half), (top, 0), (RI + 1.0, half), (RI, half)])


def comfort(edge: float) -> Manifold:
    """Flat outside, comfort inside: thinnest at the edge, where the bore leans away by 20 degrees."""
    h, out = 2.0, RI + 0.35 + edge
    return turned([*arc((RI + 0.35, -h), (RI, 0), (RI + 0.35, h)), (out, h), (out, -h)], 192)


def domed_comfort(side: float) -> Manifold:
    """Domed outside, comfort inside: the flat side is what a caliper closes on; faces converge by 67 degrees there."""
    h, a = 2.0, RI + 0.7
    return turned(
        [*arc((a, -h), (RI, 0), (a, h)), *arc((a + side, h), (a + side + 0.5, 0), (a + side, -h))],
        192,
    )


def lean_sides(side: float, lean: float) -> Manifold:
    """A bar whose two faces converge by `lean` degrees and break off at a flat side."""
    half, t = math.tan(math.radians(lean / 2)), side / 2
    back = t + 2 * half
    return prism([(0, -t), (2, -back), (5, -back), (5, back), (2, back), (0, t)], 10)


def rounded_wedge(apex: float, radius: float) -> Manifold:
    """A wedge whose tip is rounded as far as it goes: the ball in the tip touches both flanks."""
    h = 3 * math.tan(math.radians(apex / 2))
    blade = CrossSection([[(0, 0), (3, -h), (3, h)]]).offset(-radius, circular_segments=64)
    return blade.offset(radius, circular_segments=64).extrude(8) + box(2, 6, 8).translate((3.7, 0, 4))


def wedge(least: float) -> Manifold:
    v = [(-4, -3, 0), (4, -3, 0), (4, 3, 0), (-4, 3, 0), (-4, -3, least), (4, -3, 2), (4, 3, 2), (-4, 3, least)]
    return Manifold.hull_points(v)


def nearly_touching(apart: float) -> Manifold:
    return Manifold.compose([box(3, 3, 3), box(3, 3, 3).translate((3 + apart, 0, 0))])


def notched_prong(neck: float) -> Manifold:
    """A square prong of 1.2 with a notch for the girdle that leaves `neck`."""
    notch = prism([(0.6 - (1.2 - neck), 0), (1.5, 0.7), (1.5, -0.9)], 4).rotate((90, 0, 0)).translate((0, 2, 3))
    return box(6, 6, 2) + box(1.2, 1.2, 6).translate((0, 0, 2)) - notch


def round_notched(neck: float) -> Manifold:
    """A round prong of 1.2 with a flat-sided seat that leaves `neck` behind it (at the middle of its back facet)."""
    prong = rod(0.6 / math.cos(math.pi / 48), 6, 48).rotate((0, 0, 180 / 48)).translate((0, 0, 2))
    return box(6, 6, 2) + prong - box(2, 4, 0.8).translate((-0.6 + neck + 1, 0, 3))


def bridges(t: float) -> Manifold:
    body = box(8, 2.2, 1.8)
    r = (1.75 - t) / 2
    for k in (-1, 0, 1):
        body = body - rod(r, 3, 64).translate((k * 1.75, 0, 0))
    return body


def z_web(t: float) -> Manifold:
    """Two pockets from opposite sides whose floors pass each other, t apart."""
    deep = 1 + t / 2
    cut = box(4, 3, 2)
    return (
        box(12, 6, 2)
        - cut.translate((-2.2 - t * 0, 0, 2 - deep + 0.0 + 1e-6 + t))
        - cut.translate((2.2, 0, -(2 - deep) - 1e-6 - t))
    )


def diagonal_web(dx: float, dz: float) -> Manifold:
    """Two pockets from opposite sides, corner to corner: dx apart across and dz apart in height."""
    cut = box(4, 3, 4)
    return box(12, 6, 2) - cut.translate((-2 - dx / 2, 0, 2 + dz / 2)) - cut.translate((2 + dx / 2, 0, -2 - dz / 2))


def rounded_block(r: float) -> Manifold:
    return CrossSection.square((5 - 2 * r, 5 - 2 * r), True).offset(r, circular_segments=32).extrude(4)


def chamfered_block() -> Manifold:
    return Manifold.hull_points([(x, y, z) for a in (2.2, 2.5) for x, y, z in _octants(a, 4.7 - a)])


def _octants(a: float, b: float) -> list[tuple[float, float, float]]:
    out = []
    for sx in (-1, 1):
        for sy in (-1, 1):
            for sz in (-1, 1):
                out += [(sx * a, sy * b, sz * 2.2), (sx * 2.2, sy * a, sz * b), (sx * b, sy * 2.2, sz * a)]
    return out


def wire(d: float, n: int = 32) -> Manifold:
    return rod(d / 2 / math.cos(math.pi / n), 8, n)


def torus(d: float, n: int = 48) -> Manifold:
    r = d / 2 / math.cos(math.pi / n)
    ring = [
        (4 + r * math.cos(2 * math.pi * (k + 0.5) / n), r * math.sin(2 * math.pi * (k + 0.5) / n)) for k in range(n)
    ]
    return turned(ring, 128)


def oval_post(minor: float, major: float) -> Manifold:
    return box(6, 6, 4) + rod(0.5, 6, 64).scale((major, minor, 1)).translate((0, 0, 3))


def through_hole(edge: float) -> Manifold:
    """A hole drilled close to the side of a plate."""
    return box(10, 6, 2) - rod(1, 5, 128).translate((0, 3 - 1 - edge, 0))


def plate(t: float) -> Manifold:
    return box(10, 8, t)


def bezel(t: float) -> Manifold:
    """A standing wall on a thick floor."""
    return rod(4, 2, 128) + turned([(4 - t, 0), (4, 0), (4, 4), (4 - t, 4)])


Make = Callable[[], Known]


def known(solid: Callable[..., Manifold], *numbers: float, truth: float | None = -1.0) -> Make:
    """The body made with these numbers; its thinnest metal is the first of them unless said."""
    return lambda: Known(tri(solid(*numbers)), numbers[0] if truth == -1.0 else truth)


def worse(make: Make, seed: int) -> Make:
    """The same body turned at random and full of slivers."""

    def made() -> Known:
        body = make()
        return Known(spun(split(split(body.triangles, 0.5, seed), 0.5, seed + 1), seed), body.truth)

    return made


PLAIN: dict[str, Make] = {
    "tube": known(tube, 0.5),
    "thin tube": known(tube, 0.25),
    "hollow box": known(hollow_box, 0.8),
    "sphere shell": known(sphere_shell, 0.7),
    "blind groove": known(blind_groove, 0.3),
    "V groove": known(v_groove, 0.3),
    "round groove": known(round_groove, 0.45),
    "drill pit": known(drill_pit, 0.35),
    "square post": known(square_post, 0.7),
    "round post": known(round_post, 0.7),
    "domed prong": known(domed_prong, 0.7),
    "fin": known(fin, 0.35),
    "leaning fin": known(leaning_fin, 0.5),
    "eccentric band": known(eccentric, 0.6),
    "very eccentric band": known(eccentric, 0.15),
    "knife edge 118": known(knife_edge, 118, 2.0, truth=None),
    "knife edge 80": known(knife_edge, 80, truth=None),
    "comfort edge": known(comfort, 0.7),
    "domed comfort": known(domed_comfort, 0.6),
    "sides leaning 20": known(lean_sides, 0.5, 20),
    "sides leaning 45": known(lean_sides, 0.5, 45),
    "sides leaning 67": known(lean_sides, 0.6, 67),
    "wedge": known(wedge, 0.4),
    "nearly touching": known(nearly_touching, 0.05, truth=3.0),
    "notched prong": known(notched_prong, 0.55),
    "round notched prong": known(round_notched, 0.5),
    "bridges between holes": known(bridges, 0.25),
    "diagonal web": known(diagonal_web, 0.4, 0.4, truth=math.hypot(0.4, 0.4)),
    "steep diagonal web": known(diagonal_web, 0.25, 0.45, truth=math.hypot(0.25, 0.45)),
    "flat diagonal web": known(diagonal_web, 0.6, 0.2, truth=math.hypot(0.6, 0.2)),
    "cube": known(box, 5, 5, 5),
    "rounded block": known(rounded_block, 0.2, truth=4.0),
    "wire": known(wire, 1.0),
    "coarse wire": known(wire, 1.0, 16),
    "torus": known(torus, 0.9),
    "oval post": known(oval_post, 0.9, 1.2),
    "hole near an edge": known(through_hole, 0.3),
    "plate": known(plate, 0.6),
    "bezel wall": known(bezel, 0.45),
}

BODIES: dict[str, Make] = PLAIN | {f"{name}, slivers": worse(make, n) for n, (name, make) in enumerate(PLAIN.items())}


def report(measure: Callable[[MeshFile], Any]) -> None:
    """Print every body's reading beside the truth (for work on the check itself)."""
    for name, make in BODIES.items():
        body = make()
        least = measure(as_file(body.triangles)).least
        off = abs(least - body.truth) > max(0.02, 0.02 * body.truth) if body.truth else least < 0.85
        print(f"{name:34s} {body.truth or 0:.3f} {least:.4f} {len(body.triangles):6d} {'<-- WRONG' if off else ''}")
