"""What a file is measured against, and how a measurement becomes a finding that names the place and the cure."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from ringgen.bodies import Region, Vec
from ringgen.catalog.rules import Limit, Rules
from ringgen.design.model import Design, Stock
from ringgen.findings import Finding, Status

OVER_BAND = 0.3
"""mm over the band's outside from which metal is no longer the band's: more than any profile's own relief."""

STEP = 0.05
"""Fixes are rounded up to this many mm, the finest step a bench works to."""


NO_STOCK = Stock()


@dataclass(frozen=True)
class Subject:
    """Whose limits apply, for which metal group; `design` is None for a file ringgen never made.

    `only` names the checks that are to run, where not all are.
    """

    design: Design | None
    rules: Rules
    metal_group: str = ""
    only: frozenset[str] | None = None
    stock: Stock = NO_STOCK
    """What polishing will take off the file's metal; limits on finished metal are held to what then remains."""
    scale: float = 1.0
    """How many times as large as `design` the file is: a wax, which shrinks."""
    asked: Design | None = None
    """The finished ring's design, where `design` is its cast."""

    @classmethod
    def of(cls, design: Design) -> Subject:
        """A design of ringgen's: its own file, or its wax."""
        if design.stages is None:
            return cls(design, design.rules, design.metal.group)
        stages = design.stages
        return cls(stages.cast, design.rules, design.metal.group, stock=stages.stock, scale=stages.scale, asked=design)

    def limits(self, check: str, kind: str = "") -> tuple[Limit, ...]:
        """The limits of this check for this metal, and for a kind of stone where the rules tell it apart."""
        return self.rules.limits(check, self.metal_group, kind)


@dataclass(frozen=True)
class Place:
    """Where on the ring a point lies: the part's name, the hour on the hoop, and the field that would mend it."""

    part: str | None = None
    clock: str | None = None
    point: Vec | None = None
    field: str | None = None

    @classmethod
    def at(cls, part: str, point: Iterable[float], field: str | None = None) -> Place:
        """A part's point in ring coordinates, to a ten-thousandth, and its hour."""
        x, y, z = (round(float(c), 4) for c in point)
        return cls(part, clock((x, y, z)), (x, y, z), field)


def judge(
    check: str,
    measured: float,
    limits: tuple[Limit, ...],
    place: Place | None = None,
    fix: str | None = None,
    message: str = "",
    unit: str = "mm",
    kind: str = "",
) -> Finding:
    """A measurement against every limit of its check: the worst one it breaks, else a pass against the tightest."""
    where = place or Place()
    broken = [limit for limit in limits if limit.broken_by(measured)]
    failing = [limit for limit in broken if limit.severity == "fail"]
    status: Status = "fail" if failing else "warn" if broken else "pass"
    limit = _tightest(failing or broken or list(limits))
    return Finding(
        check=check,
        status=status,
        measured=measured if math.isfinite(measured) else None,
        limit=limit.value if limit else None,
        unit=limit.unit if limit else unit,
        part=where.part,
        clock=where.clock,
        point_mm=where.point,
        fix=fix if status != "pass" else None,
        source=limit.source if limit else None,
        message=message,
        kind=kind,
    )


def judged_again(found: Finding, limits: tuple[Limit, ...]) -> Finding:
    """What was measured held to other limits; the place stays, and no fix is offered."""
    place = Place(found.part, found.clock, found.point_mm)
    measured = found.measured if found.measured is not None else math.inf
    return judge(found.check, measured, limits, place, None, found.message, found.unit, found.kind)


def _tightest(limits: list[Limit]) -> Limit | None:
    """The limit hardest to keep; a fail outranks a warning only through the choice made before."""
    if not limits:
        return None
    return max(limits, key=lambda limit: limit.value if limit.direction == "min" else -limit.value)


def largest(limits: tuple[Limit, ...], otherwise: float) -> float:
    """The largest of the values asked for, mm."""
    return max((limit.value for limit in limits), default=otherwise)


def clock(point: Vec) -> str:
    """The hour at which a point of the hoop lies, to the minute: 12:00 is +Z, 6:00 the base.

    Seen along -Y the eye is at +Y and looks towards -Y. With +Z up, the right hand side is then the direction
    `view x up` = (-Y) x (+Z) = -X. So 3:00 is -X and 9:00 is +X.
    """
    minutes = round(math.degrees(math.atan2(-point[0], point[2])) % 360.0 * 2.0) % 720
    return f"{minutes // 60 or 12}:{minutes % 60:02d}"


def locate(point: Vec, subject: Subject) -> Place:
    """The part and the hour of a point in ring coordinates. A file ringgen never made has only the point.

    What lies in no part's region is the shank's, unless it stands over the band: there the nearest part has it.
    """
    if subject.design is None:
        return Place(point=point)
    band, regions = subject.design.band, subject.design.witness.regions
    outer = subject.design.bore_radius + max(band.thickness, band.top_thickness)
    region = _region_at(point, regions, math.hypot(point[0], point[2]) > outer + OVER_BAND)
    part, field = (region.part, region.field) if region else ("shank", "band.thickness")
    return Place(part, clock(point), point, field)


def _region_at(point: Vec, regions: tuple[Region, ...], nearest: bool) -> Region | None:
    """The region the point lies deepest in, compared with that region's own radius.

    Outside all of them it is none, or the nearest.
    """
    away = [(_from_polyline(point, r.points), r) for r in regions if r.radius > 0 and r.points]
    inside = [entry for entry in away if entry[0] <= entry[1].radius]
    if inside:
        return min(inside, key=lambda entry: entry[0] / entry[1].radius)[1]
    return min(away, key=lambda entry: entry[0] - entry[1].radius)[1] if nearest and away else None


def _from_polyline(point: Vec, line: tuple[Vec, ...]) -> float:
    if len(line) == 1:
        return math.dist(point, line[0])
    return min(_from_segment(point, a, b) for a, b in itertools.pairwise(line))


def _from_segment(point: Vec, a: Vec, b: Vec) -> float:
    ab = tuple(q - p for p, q in zip(a, b, strict=True))
    along = sum(d * (p - q) for d, p, q in zip(ab, point, a, strict=True))
    share = min(1.0, max(0.0, along / (sum(d * d for d in ab) or 1.0)))
    near = tuple(p + share * d for p, d in zip(a, ab, strict=True))
    return math.dist(point, near)


def thicken(place: Place, measured: float, wanted: float, subject: Subject) -> str | None:
    """`field=value` that brings metal of `measured` mm to `wanted`: the field's value now plus what is missing.

    The value is rounded up to 0.05 mm. None where the field, or what it says now, is not known.
    """
    if place.field is None or subject.design is None or measured >= wanted:
        return None
    now = current(place.field, subject.asked or subject.design)
    if now is None:
        return None
    return f"{place.field}={math.ceil((now + wanted - measured) / STEP - 1e-9) * STEP:.2f}"


def current(field: str, design: Design) -> float | None:
    """The value a field of the spec has in this design, mm; None when the design does not carry it."""
    band = design.band
    known: dict[str, float] = {
        "band.thickness": min(band.thickness, band.top_thickness),
        "band.top.thickness": band.top_thickness,
        "band.width": min(band.width, band.top_width),
        "band.top.width": band.top_width,
    }
    known |= {f"band.{name}": value for name, value in band.params.items()}
    known |= {region.field: region.value for region in design.witness.regions if region.value is not None}
    known |= {prong.field: prong.asked for prong in design.witness.prongs}
    for bezel in design.witness.bezels:
        known |= {bezel.field_wall: bezel.wall, bezel.field_lip: bezel.lip}
    return known.get(field)
