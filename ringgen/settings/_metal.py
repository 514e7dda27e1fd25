"""A head's prongs and rails as metal, and what the checks are told of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ringgen.bodies import Extruded, Faceted, Frame, Parts, Placed, Region, Vec, Wire, spun, unit
from ringgen.plane import Point, arc_through
from ringgen.settings import _chevron as chevron
from ringgen.settings import _claws as claws
from ringgen.settings import _rails as rails
from ringgen.settings._arrangement import Arrangement, Carry, Ground, seat
from ringgen.settings._footing import FLOOR, SEAT_CLEARANCE
from ringgen.settings._heads import HeadParams, Plan, Stand, carried, top_of
from ringgen.stones import Measures
from ringgen.witness import Prong, Witness

RAIL = 0.86  # the gallery rail over the prong's thickness: it crosses the prongs, never covers them
RAIL_GAP = 0.4  # mm between rails; Stuller, "Best practices for CAD/CAM"
PAVILION_CLEARANCE = 0.25  # mm; Ganoksin, "CAD modeling prong settings": 0.20 to 0.30 under a diamond
MISSED = 0.36  # of the prong's thickness: how far from a prong's axis a rail may pass and still hold it
OUTWARDS = (0.0, 0.12, 0.24, 0.34)  # of the prong's thickness: how far outside its axis a rail is tried
DIP, LEAST_DIP = 0.16, 0.1  # how deep a scalloped rail dips, of the way between its prongs; at the least, mm
DOWN = 0.05  # mm: steps in which a place for the rail is looked for
FAR = math.inf  # mm: no neighbour


@dataclass(frozen=True)
class Gallery:
    """A gallery rail: its path, its height and half its thickness, mm."""

    path: rails.Path
    z: float
    half: float


def prongs(p: HeadParams, stone: Measures, plan: Plan, setting: str) -> tuple[Parts, Witness]:
    """Every prong, the room round the stone's points, and what the checks measure them by."""
    metal: list[Placed] = []
    cutters: list[Placed] = []
    seen: list[Prong] = []
    regions: list[Region] = []
    field = f"settings.{setting}.diameter"
    for number, stand in enumerate(plan.stands, 1):
        name = f"{setting} prong {number}"
        beside = min((math.dist(stand.spot, s.spot) for s in plan.stands if s.style == "v" and s != stand), default=FAR)
        bodies, line, thick, top = _prong(p, stone, stand, f"{setting} prong", beside)
        metal += bodies
        if stand.anchor.kind == "point":
            cutters.append(chevron.relief(f"{setting} point", stand.frame, stone.girdle))
        axis = claws.upright(line, stand.frame)
        seen.append(Prong(setting, name, setting, axis, thick, p.seat_share, field, top))
        regions.append(Region(name, field, axis, 0.6 * plan.thick))
    return Parts(_joined(metal), tuple(cutters)), Witness(prongs=tuple(seen), regions=tuple(regions))


def _joined(metal: list[Placed]) -> tuple[Placed, ...]:
    """Equal bodies as one in many places: built once."""
    found: dict[tuple[str, object], Placed] = {}
    for one in metal:
        key = (one.part, one.body)
        known = found.get(key)
        found[key] = Placed(one.part, one.body, (*known.places, *one.places)) if known else one
    return tuple(found.values())


def _prong(
    p: HeadParams, stone: Measures, stand: Stand, part: str, beside: float
) -> tuple[tuple[Placed, ...], list[Point], float, float]:
    """Its bodies, its axis in its plane, the thickness the checks hold it to, and its top; mm.

    The next V stands `beside` mm off.
    """
    r = stand.rise
    if stand.style == "v":
        plan = chevron.chevron(stone, stand.anchor, r.thick, p.seat_share, SEAT_CLEARANCE, beside)
        least = stone.girdle + chevron.least_stand(r.thick, stone.crown)
        top = max(top_of(p, stone, r.thick / 2) + r.thick / 2, least)  # over a steep crown, no lip of thin metal
        bodies = chevron.v_prong(part, r, stand.frame, plan, stone.girdle, top)
        return bodies, chevron.v_axis(r, plan, stone.girdle, top), r.thick, top
    line = claws.axis(r)
    if stand.style == "tab":
        return claws.tab(part, r, stand.frame), line, r.thick, line[-1][1]
    if stand.style == "claw":
        _, end, _ = claws.claw_end(r)
        return claws.claw(part, r, stand.frame), line, r.thick, end[1] + claws.tip_half(r)
    return claws.round_prong(part, r, stand.frame), line, r.thick, line[-1][1]


def base(plan: Plan, ground: Ground, setting: str) -> tuple[Placed, ...]:
    """The base rail with its floor, and what fills the wedge where the band falls away under it."""
    foot = plan.footing
    bodies = rails.base(plan.path, foot.z, foot.half, ground.top + FLOOR)
    filled = rails.skirt(plan.path, foot.z, foot.half, ground)
    turn = (spun(90.0),) if rails.ring_radius(plan.path) is not None else (spun(0.0),)  # its seam off the band
    out = [Placed(f"{setting} base rail", b, turn) for b in bodies]
    if filled is not None:
        out.append(Placed(f"{setting} base", filled))
    return tuple(out)


def gallery(stone: Measures, solid: Faceted, plan: Plan, above: float) -> Gallery | None:
    """The gallery rail: near half the pavilion (Ganoksin's rule of thirds), and where there is room, under the bend.

    Rails cross straight prongs cleanly; the gap to what lies below (its top is `above`) and the stone's clearance come
    first.
    """
    half = RAIL * plan.thick / 2
    line = rails.pavilion_line(stone, solid)
    floor = above + RAIL_GAP + half
    bends = min(s.rise.bends_from for s in plan.stands) - half
    z = min(-0.4 * stone.pavilion, max(floor, min(-0.5 * stone.pavilion, bends)))
    heights = [z - DOWN * i for i in range(int((z - floor) / DOWN) + 1)] if z >= floor else []
    for out in OUTWARDS:
        for z in heights:
            path = path_at(stone, plan, z, half, out * plan.thick)
            if path is not None and rails.clear(path, z, stone, line) - half >= PAVILION_CLEARANCE:
                return Gallery(path, z, half)
    return None


def rail(held: Gallery, part: str) -> tuple[Placed, ...]:
    """A level gallery rail."""
    return (Placed(part, rails.wire(held.path, held.z, held.half)),)


def scalloped(held: Gallery, plan: Plan, part: str, below: float) -> tuple[Placed, ...]:
    """A gallery rail that dips between the prongs, each dip one bend from prong to prong, no lower than `below`."""
    order = sorted(plan.stands, key=lambda s: math.atan2(s.spot[1], s.spot[0]))
    ends = [_joint(s, held) for s in order]
    out: list[Placed] = []
    for a, b in zip(ends, [*ends[1:], ends[0]], strict=True):
        low = _between(held, a, b)
        dip = min(DIP * math.dist(a, b), held.z - held.half - below)
        out.append(Placed(part, *_bow((*a, held.z), (*low, held.z - max(dip, LEAST_DIP)), (*b, held.z), held.half)))
    return tuple(out)


def _joint(stand: Stand, held: Gallery) -> Point:
    """Where a rail meets a prong, seen from above: on the prong's axis, so that the rail's end lies inside it."""
    x, y, _ = stand.frame.point((stand.rise.at(held.z), 0.0, held.z))
    return (x, y)


def _between(held: Gallery, a: Point, b: Point) -> Point:
    """The rail's own place half way between two prongs."""
    out, apart = (b[1] - a[1], a[0] - b[0]), math.dist(a, b)
    start, way = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), (out[0] / apart, out[1] / apart)
    ahead = rails.met(held.path, start, (-way[0], -way[1]))
    return start if ahead is None else (start[0] - ahead * way[0], start[1] - ahead * way[1])


def _bow(a: Vec, low: Vec, b: Vec, half: float) -> tuple[Wire, tuple[Frame, ...]]:
    """A wire along the arc through three points, in the plane they span."""
    middle: Vec = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2)
    x = unit((b[0] - a[0], b[1] - a[1], b[2] - a[2]))
    d = (low[0] - middle[0], low[1] - middle[1], low[2] - middle[2])
    along = d[0] * x[0] + d[1] * x[1] + d[2] * x[2]
    z = unit((d[0] - along * x[0], d[1] - along * x[1], d[2] - along * x[2]))
    span, deep = math.dist(a, b) / 2, math.sqrt(max(0.0, d[0] ** 2 + d[1] ** 2 + d[2] ** 2 - along**2))
    path = (arc_through((-span, 0.0), (along, deep), (span, 0.0)),)
    return Wire(path, half), (Frame(middle, x, z),)


def path_at(stone: Measures, plan: Plan, z: float, half: float, out: float = 0.0) -> rails.Path | None:
    """The path `out` mm outside of every prong's axis at a height; None where none meets them all."""
    spots = [(s.spot, s.inwards, -s.rise.at(z) - out) for s in plan.stands]
    found = rails.through(stone.outline, half, spots)
    return found[0] if found is not None and found[1] + out <= MISSED * plan.thick else None


def rail_region(setting: str, part: str, path: rails.Path, z: float, half: float) -> Region:
    """Where a rail lies."""
    return Region(f"{setting} {part}", f"settings.{setting}.diameter", rails.polygon_of(path, z), 1.05 * half)


def whole(
    stone: Measures,
    solid: Faceted,
    plan: Plan,
    setting: str,
    made: tuple[Parts, Witness],
    lowest: float,
    held: Gallery | None,
    notes: tuple[str, ...] = (),
) -> Arrangement:
    """The arrangement of prongs and rails: with the seat, and where shoulders may meet the head."""
    parts, witness = made
    foot = plan.footing
    path, z, half = (held.path, held.z, held.half) if held else (plan.path, foot.z, foot.half)
    carry = Carry(carried(path), z, 1.5 * half, 0.88 * half, f"{setting} rail")
    cutters = (seat(stone, solid, SEAT_CLEARANCE, f"{setting} seat"), *parts.cutters)
    skirts = (m.body.z0 for m in parts.metal if isinstance(m.body, Extruded))  # they reach down beside the band
    lowest = min((lowest, *skirts))
    return Arrangement(Parts(parts.metal, cutters), witness, lowest, carry, notes)
