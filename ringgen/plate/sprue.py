"""A sprue: a rod fused to the heaviest plain place of the shank's lower third, through which the metal comes.

Where it stood is filed away once the ring is cast, which nobody can do on stones, a head or a signet's face: it is
never put on these, however heavy. Whether it feeds them from where it stands is judged of the ring with its rod.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ringgen.bodies import Vec
from ringgen.catalog import casting
from ringgen.catalog.rules import Limit
from ringgen.checks import porosity
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import clock
from ringgen.errors import InputError
from ringgen.findings import Finding
from ringgen.plate.asked import SprueAsked
from ringgen.plate.stance import Floats, Framed
from ringgen.units import number_of

REACH_DEG = 60  # to either side of the base: beyond are the shoulders, and what they carry
STEP_DEG = 5
HEAVIEST = 0.9  # of the heaviest section: one as good as it, nearer to the base, is taken instead
LEVEL = 0.15  # mm: what stands up further under the rod, or lies lower along its middle, is a stone's seat or a bead
FACETS = 48
TALL = 100.0  # mm: further out than any ring reaches
GRAIN = 1e-3  # mm by which a cut goes past a row of corners that may lie on it


@dataclass(frozen=True)
class Sprue:
    """A rod as it was fused: diameter, length from the surface (mm), the hour it stands at, the volume it adds.

    `share` is its section as a share of the section it feeds; `findings` are of the porosity check, which knows where
    metal comes from.
    """

    diameter: float
    length: float
    clock: str
    volume: float
    share: float
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Place:
    degrees: float  # from the base, towards +X
    area: float  # mm² of the shank's section there
    width: float  # mm along the finger
    inner: float  # mm from the finger's axis
    outer: float


def with_sprue(ring: Framed, asked: SprueAsked, name: str, limits: tuple[Limit, ...] = ()) -> tuple[Framed, Sprue]:
    """The ring and its rod as one closed body. InputError for one that has no plain place, or does not close.

    `limits` are those of the porosity check that hold for the ring as it is fed by the rod.
    """
    if not ring.found:
        raise InputError.one("--sprue", f"{name} has no finger hole, and no shank to put a sprue on")
    body = solid(ring.vertices, ring.faces)
    if body is None:
        raise InputError.one("--sprue", f"the surface of {name} does not close: nothing can be fused to it")
    places = list(_sections(body))
    place, diameter = _chosen(ring, places, asked, name)
    angle, middle = math.radians(place.degrees), 0.5 * (place.inner + place.outer)
    outward = np.array([math.sin(angle), 0.0, -math.cos(angle)])
    rod = _rod(outward, middle, place.outer + asked.length, diameter)
    fused = body + rod
    pieces = [p for p in fused.decompose() if p.volume() > GRAIN]
    if len(pieces) != 1:
        raise InputError.one("--sprue", f"{name} and its sprue come to {len(pieces)} bodies, not one")
    mesh = pieces[0].to_mesh()
    vertices = np.asarray(mesh.vert_properties, np.float64)[:, :3]
    faces = np.asarray(mesh.tri_verts, np.int64)
    share = math.pi * diameter**2 / 4 / place.area
    foot = _vec(outward * place.outer)
    feeds = porosity.Sprue(foot, _vec(outward), diameter / 2, asked.length)
    told = Sprue(
        diameter,
        asked.length,
        clock(foot),
        float(pieces[0].volume() - body.volume()),
        share,
        tuple(_notes(diameter, share, place)),
        tuple(porosity.fed_from(feeds, MeshFile(Path(name), "stl", vertices[faces]), limits)),
    )
    return Framed(vertices, faces, ring.bore_radius), told


def _vec(point: Floats) -> Vec:
    x, y, z = point.tolist()
    return x, y, z


def solid(vertices: Floats, faces: npt.NDArray[np.int64]) -> Any:
    """The triangles as `manifold3d.Manifold`; None where they do not close."""
    from manifold3d import Error, Manifold, Mesh

    body = Manifold(Mesh(vertices.astype(np.float32), faces.astype(np.uint32)))
    return body if body.status() == Error.NoError and not body.is_empty() else None


def _sections(body: Any) -> Iterator[_Place]:
    """The shank's sections round the base, from it outwards."""
    from manifold3d import CrossSection

    half = CrossSection.square((TALL, 2 * TALL)).translate((0.0, -TALL))
    for degrees in sorted(range(-REACH_DEG, REACH_DEG + 1, STEP_DEG), key=lambda d: (abs(d), d)):
        # The place turned to +X, then the plane of the finger's axis (Y) and of +X laid down as the cutting plane.
        section = body.rotate((0.0, degrees - 90.0, 0.0)).slice(GRAIN) ^ half
        if section.is_empty():
            continue
        inner, low, outer, high = section.bounds()
        yield _Place(float(degrees), section.area(), high - low, inner, outer)


def _chosen(ring: Framed, places: list[_Place], asked: SprueAsked, name: str) -> tuple[_Place, float]:
    """The plain place nearest to the base of those that are about as heavy as any, and the rod's diameter there."""
    from ringgen.checks._rays import engine

    rays = engine(ring.vertices, ring.faces)
    sized = [(p, asked.diameter if asked.diameter is not None else _own(p)) for p in places]
    plain = [(p, d) for p, d in sized if _plain(rays, p, d)]
    if not plain:
        hours = "between 4 and 8 o'clock"
        raise InputError.one(
            "--sprue",
            f"{name} has no plain place for a sprue {hours}: stones, or openings, are everywhere",
            "a thinner sprue, or none: sprue this one by hand",
        )
    heaviest = max(p.area for p, _ in plain)
    return next((p, d) for p, d in plain if p.area >= HEAVIEST * heaviest)


def _own(place: _Place) -> float:
    """As thick as a rod of the section's own area (or the share of it the trade asks for), no wider than the band."""
    own = math.sqrt(4 * casting.sprue().share * place.area / math.pi)
    return math.floor(min(own, place.width) * 10) / 10


def _plain(rays: Any, place: _Place, diameter: float) -> bool:
    """Whether the rod's end is in metal all over, and the surface under it is the band's own."""
    angle = math.radians(place.degrees)
    out, side = np.array([math.sin(angle), 0.0, -math.cos(angle)]), np.array([math.cos(angle), 0.0, math.sin(angle)])
    reach = np.linspace(-0.5, 0.5, 9) * min(diameter, place.width) * 0.98
    spots = [(x, y) for x in reach for y in reach if math.hypot(x, y) <= 0.5 * min(diameter, place.width)]
    start = np.array([out * TALL + side * x + np.array([0.0, y, 0.0]) for x, y in spots])
    far, face = rays.first(start, np.tile(-out, (len(spots), 1)))
    if (face < 0).any():
        return False
    height = TALL - far
    # On a round band the surface falls away beside the middle by itself: that much is level.
    round_off = np.array([place.outer - math.sqrt(place.outer**2 - x * x) for x, _ in spots])
    level = height + round_off - place.outer
    along = np.array([abs(y) < 1e-9 for _, y in spots])
    in_metal = height.min() > 0.5 * (place.inner + place.outer)
    return bool(in_metal and level.max() < LEVEL and level[along].min() > -LEVEL - _dip(level[along]))


def _dip(along: Floats) -> float:
    """How much the whole middle line lies under the section's highest point: a groove along the band is plain."""
    return float(max(0.0, -np.median(along)))


def _rod(outward: Floats, start: float, end: float, diameter: float) -> Any:
    from manifold3d import Manifold

    rod = Manifold.cylinder(end - start, diameter / 2, circular_segments=FACETS).translate((0.0, 0.0, start))
    # +Z to -Z first (the base), then round the finger's axis to the place's angle.
    degrees = math.degrees(math.atan2(outward[0], -outward[2]))
    return rod.rotate((180.0, 0.0, 0.0)).rotate((0.0, -degrees, 0.0))


def _notes(diameter: float, share: float, place: _Place) -> Iterator[str]:
    rule = casting.sprue()
    if not rule.share_low <= share <= rule.share_high:
        low, high = (math.sqrt(4 * s * place.area / math.pi) for s in (rule.share_low, rule.share_high))
        yield (
            f"a sprue of {number_of(diameter, 2)} mm has {100 * share:.0f} % of the section it feeds; "
            f"{rule.source}: {number_of(low, 1)} to {number_of(high, 1)} mm"
        )
    if diameter > place.width + GRAIN:
        yield f"a sprue of {number_of(diameter, 2)} mm is wider than the band there, {number_of(place.width, 2)} mm"
