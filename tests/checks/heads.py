"""Rings made of plain bodies, for the checks of settings: no kernel, nothing of ringgen's own parts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from manifold3d import CrossSection, Manifold

from ringgen.bodies import Faceted, Frame, Parts, Region
from ringgen.catalog.metals import find_metal
from ringgen.catalog.rules import load_rules
from ringgen.catalog.sizes import parse_size
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject
from ringgen.design.model import Band, Design
from ringgen.witness import Bezel, Prong, Stone, Witness

BORE = 8.5
TOP = 10.3  # outside of a band 1.8 mm thick
GIRDLE_Z = 13.5
STONE = Stone(
    id="stone-1",
    setting="centre",
    cut="round",
    gem="diamond",
    length=6.0,
    width=6.0,
    depth=3.7,
    table=3.4,
    crown=1.0,
    girdle=0.2,
    pavilion=2.5,
    carat=0.8,
    placeholder=False,
    frame=Frame(origin=(0.0, 0.0, GIRDLE_Z)),
)


def tri(solid: Manifold) -> np.ndarray:
    mesh = solid.to_mesh()
    return np.asarray(mesh.vert_properties)[:, :3].astype(float)[np.asarray(mesh.tri_verts)]


def mesh(solid: Manifold) -> MeshFile:
    return MeshFile(Path("body.stl"), "stl", tri(solid))


def turned(points: list[tuple[float, float]], n: int = 192) -> Manifold:
    """(radius, height) points turned about z."""
    area = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(points, points[1:] + points[:1], strict=True))
    return Manifold.revolve(CrossSection([points if area > 0 else points[::-1]]), n)


def band(width: float = 2.2, thickness: float = 1.8) -> Manifold:
    h = width / 2
    ring = turned([(BORE, -h), (BORE + thickness, -h), (BORE + thickness, h), (BORE, h)])
    return ring.rotate((90, 0, 0))


def subject(witness: Witness, top: tuple[float, float] = (2.2, 1.8)) -> Subject:
    """A design of that witness; limits are those of cast-standard, metal 18k yellow."""
    rules = load_rules("cast-standard")
    size = replace(parse_size("17 mm"), inner_diameter_mm=2 * BORE)
    params: Mapping[str, float] = {}
    design = Design(
        name="test",
        slug="test",
        size=size,
        bore_radius=BORE,
        fit_mm=0.0,
        band=Band("flat", 2.2, 1.8, *top, params),
        metal=find_metal("18k yellow"),
        rules=rules,
        parts=Parts(),
        witness=witness,
    )
    return Subject(design, rules, "gold")


def nothing_designed() -> Subject:
    return Subject(None, load_rules("cast-standard"))


PRONG = 1.0
PRONG_AXIS = 3.25  # its axis runs 0.25 mm outside a girdle of 3.0: a seat of 0.3 is cut 0.25 mm into it
FOOT, TIP = TOP - 0.3, GIRDLE_Z + 1.0


def prong_head(
    count: int = 4, seat: float = 3.05, thick: float = PRONG, weak: float | None = None, tips: bool = True
) -> Manifold:
    """Upright round prongs on a plate, with a level groove of radius `seat` cut at the girdle.

    `weak` is the seat's radius at the first prong; without `tips` every prong ends at the girdle's upper edge.
    """
    rod = Manifold.cylinder(TIP - FOOT, thick / 2 / math.cos(math.pi / 96), n_fn(thick), 96)
    head = band()
    plate = Manifold.cylinder(0.8, 4.0, 4.0, 96).translate((0, 0, TOP - 0.5))
    head += plate - Manifold.cylinder(40, BORE + 0.2, BORE + 0.2, 192, True).rotate((90, 0, 0))
    for k in range(count):
        cut = seat if k or weak is None else weak
        groove = Manifold.cylinder(0.4, cut, cut, 512).translate((0, 0, GIRDLE_Z - 0.1))
        over = Manifold.cylinder(2.0, 2.8, 2.8, 256).translate((0, 0, GIRDLE_Z + 0.3))
        turn = (0, 0, 360 / count * k)
        prong = rod.rotate(turn).translate((*at(count, k), FOOT)) - groove - over
        if not tips:
            prong -= Manifold.cylinder(5, 9, 9, 64).translate((0, 0, GIRDLE_Z + 0.2))
        head += prong
    return head


def n_fn(thick: float) -> float:
    return thick / 2 / math.cos(math.pi / 96)


def at(count: int, k: int) -> tuple[float, float]:
    a = 2 * math.pi * k / count
    return (PRONG_AXIS * math.cos(a), PRONG_AXIS * math.sin(a))


def prong_witness(count: int = 4, thick: float = PRONG) -> Witness:
    prongs = tuple(
        Prong(
            setting="centre",
            part=f"centre prong {k + 1}",
            stone="centre",
            axis=((*at(count, k), FOOT), (*at(count, k), TIP)),
            diameter=thick,
            seat_share=0.3,
            field="settings.centre.diameter",
        )
        for k in range(count)
    )
    regions = tuple(Region(p.part, p.field, p.axis, 0.6 * thick) for p in prongs)
    plate = Region("centre plate", "settings.centre.diameter", ((-4.0, 0.0, TOP), (4.0, 0.0, TOP)), 0.8)
    return Witness((STONE,), prongs, (), (*regions, plate))


BEZEL = Bezel("centre", "centre bezel", "centre", 0.7, 0.6, 3.05, "settings.centre.wall", "settings.centre.lip")


def cup(wall: float = 0.7, lip: float = 0.6, shift: float = 0.0) -> Manifold:
    """A tube round the stone from the band to `lip` mm over its girdle, its hole moved sideways by `shift`."""
    top = GIRDLE_Z + 0.2 + lip
    body = Manifold.cylinder(top - TOP + 0.5, 3.05 + wall, 3.05 + wall, 384).translate((0, 0, TOP - 0.5))
    hole = Manifold.cylinder(10, 3.05, 3.05, 384).translate((shift, 0, GIRDLE_Z - 2.0))
    return band() + (body - hole)


def bezel_witness(bezel: Bezel = BEZEL) -> Witness:
    return Witness((STONE,), (), (bezel,), ())


def gem(
    radius: float = 3.0, table: float = 1.7, crown: float = 1.0, girdle: float = 0.2, pavilion: float = 2.5
) -> Faceted:
    """A plain round stone of 64 sides: one row of facets over its girdle and one under it."""
    n = 64
    turn = [2 * math.pi * k / n for k in range(n)]

    def ring(r: float, z: float) -> list[tuple[float, float, float]]:
        return [(r * math.cos(a), r * math.sin(a), z) for a in turn]

    corners = [*ring(radius, 0.0), *ring(radius, girdle), *ring(table, girdle + crown), (0.0, 0.0, -pavilion)]
    faces: list[tuple[int, ...]] = [tuple(range(2 * n, 3 * n))]
    for k in range(n):
        j = (k + 1) % n
        faces += [(3 * n, j, k), (k, j, n + j, n + k), (n + k, n + j, 2 * n + j, 2 * n + k)]
    return Faceted(tuple(corners), tuple(faces))


def filled(solid: Faceted, height: float = 0.0) -> Manifold:
    """A convex stone as a body, its girdle at a height."""
    return Manifold.hull_points([(x, y, z + height) for x, y, z in solid.vertices])


SET = replace(STONE, solid=gem())


def claws(clearance: float = 0.05, turns: tuple[float, ...] = (0, 90, 180, 270), top: float = TIP) -> Manifold:
    """Upright prongs of 1 mm round a stone, which is cut out of them so much larger all round its girdle."""
    head = band()
    plate = Manifold.cylinder(0.8, 4.0, 4.0, 96).translate((0, 0, TOP - 0.5))
    head += plate - Manifold.cylinder(40, BORE + 0.2, BORE + 0.2, 192, True).rotate((90, 0, 0))
    for turn in turns:
        rod = Manifold.cylinder(top - FOOT, 0.5, 0.5, 96).translate((PRONG_AXIS, 0, FOOT))
        head += rod.rotate((0, 0, turn))
    grown = gem(3.0 + clearance, 1.7 + clearance, 1.0 + clearance, 0.2, 2.5 + clearance)
    return head - filled(grown, GIRDLE_Z)
