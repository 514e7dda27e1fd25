"""A stone held in claws on gallery rails: four or six prongs, high or low."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ringgen.bodies import Faceted, Parts, Placed, Region, Revolved, Vec, Wire, spun
from ringgen.catalog.stones import prong_rule
from ringgen.errors import Problem
from ringgen.plane import Arc, Curve, Line, at, polyline
from ringgen.settings._arrangement import Arrangement, Carry, Ground, circle_points, seat
from ringgen.settings._standing import Standing, standing
from ringgen.spec.fields import count, length, ratio
from ringgen.stones import Measures
from ringgen.witness import Prong, Witness

ALIASES = ("claw", "prongs")
SEAT_CLEARANCE = 0.05  # mm between stone and seat; seats are drawn 0.03 to 0.05 over the stone in trade CAD
LOW, HIGH = 0.3, 1.2  # mm from the band up to the culet
FLOOR = 0.1  # mm the base's floor stands over the band: closed, so that no crevice is left to fill with investment
FINISHED = 0.83  # mm a prong keeps after its seat; JewelMind and other benches ask 0.8
BASE_DEPTH = (
    0.72  # mm the base reaches into the band at least: with its floor, 0.82 mm of metal where it stands over the edge
)
BASE_RAIL = 1.06  # the base rail over the prong's own thickness, so that each foot ends inside it
RAIL = 0.86  # the gallery rail over the prong's thickness: it crosses the prongs, never covers them
PAVILION_CLEARANCE = 0.25  # mm; Ganoksin, "CAD modeling prong settings": 0.20 to 0.30 under a diamond
RAIL_GAP = 0.4  # mm between rails; Stuller, "Best practices for CAD/CAM"
MOST_CLOSE = 0.5  # sine of the angle a prong leans in over the stone at most; taller ones go on straight
BEND = 1.6  # bend radius over the prong's diameter; a wire bent tighter than its own diameter cracks
MOST_UNASKED = 6  # eight prongs are asked for by name: they hide a stone as much as they hold it
BETWEEN = 0.08  # mm between neighbouring feet
FOOT_WITHIN = 0.9  # of the prongs' reach at the girdle: a head opens upwards
MOST_LEAN = 50.0  # degrees from upright; a flatter prong is a shelf, and its bend has no straight to run into
STEP = 0.05  # mm: the steps in which a thinner prong is offered
LEAST_STRAIGHT = 1e-3  # mm; a shorter straight end is left out
LEAST_STAND = 0.25  # of the diameter: the straight rise over the girdle a short crown still needs


class Params(Standing):
    """The head."""

    prongs: int | None = count(None, ge=3, le=8, doc="how many prongs; unset: four, six for stones from 4 mm")
    diameter: float | None = length(
        None, ge=0.5, le=2.5, doc="thickness of each prong; unset: what stones of this size are given"
    )
    rails: int = count(2, ge=1, le=2, doc="gallery rails: the base rail on the band, and one under the girdle")
    seat_share: float = ratio(0.28, ge=0.1, le=0.5, doc="share of the prong's thickness its seat takes")
    tip: float = ratio(1.0, ge=0.4, le=2.5, doc="height of the prong over the girdle, as a share of the crown")


@dataclass(frozen=True)
class Head:
    """Every number of a prong head, in the stone's frame; mm."""

    thick: float
    foot: float
    foot_z: float
    floor: float
    reach: float
    bend: float
    bend_z: float
    lean: float
    close: float
    stand: float
    base_rail: float
    rail: tuple[float, float, float] | None  # radius, height, half thickness


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return standing(p, depth, LOW, HIGH)


def numbers(p: Params, stone: Measures, ground: Ground) -> Head:
    """The head's numbers from the stone and the band."""
    thick = p.diameter if p.diameter is not None else _usual(p, stone)
    r = stone.width / 2
    reach = r + SEAT_CLEARANCE + thick * (0.5 - p.seat_share)
    apart = (thick + BETWEEN) / (2 * math.sin(math.pi / how_many(p, stone)))
    foot = max(0.5 * r, apart)
    bend, bend_z = BEND * thick, stone.girdle / 2
    rise = max(stone.girdle / 2 + p.tip * stone.crown - thick / 2, LEAST_STAND * thick)
    close = math.asin(min(rise / bend, MOST_CLOSE))
    stand = max(0.0, rise - bend * math.sin(close)) / math.cos(close)
    base = BASE_RAIL * thick / 2
    foot_z = ground.top - max(0.0, BASE_DEPTH - base)
    lean = _lean(foot, foot_z, reach, bend, bend_z)
    head = Head(thick, foot, foot_z, ground.top + FLOOR, reach, bend, bend_z, lean, close, stand, base, None)
    rail = _rail(head, stone) if p.rails > 1 else None
    return replace(head, rail=rail)


def _usual(p: Params, stone: Measures) -> float:
    """What a stone of this size is given: enough to be a prong after its seat, within the trade's range."""
    rule = prong_rule(stone.width)
    return min(max(rule.diameter, FINISHED / (1 - p.seat_share)), rule.diameter_max)


def _lean(foot: float, foot_z: float, reach: float, bend: float, bend_z: float) -> float:
    """The angle from upright at which a straight line from the foot runs into the bend without a kink."""
    dx, dz = foot - (reach - bend), foot_z - bend_z  # the foot from the bend's centre
    far = math.hypot(dx, dz)
    return -(math.atan2(dz, dx) + math.acos(min(1.0, bend / far)))


def axis_radius(head: Head, z: float) -> float:
    """How far the prong's axis stands from the stone's at that height."""
    centre = head.reach - head.bend
    start = head.bend_z - head.bend * math.sin(head.lean)
    if z >= start:
        return centre + math.sqrt(max(head.bend**2 - (z - head.bend_z) ** 2, 0.0))
    return centre + head.bend * math.cos(head.lean) - (start - z) * math.tan(head.lean)


def _rail(head: Head, stone: Measures) -> tuple[float, float, float] | None:
    """The gallery rail: near half the pavilion (Ganoksin's rule of thirds), and where there is room, under the bend.

    Rails cross straight prongs cleanly; the base rail's gap and the stone's clearance come first.
    """
    half = RAIL * head.thick / 2
    slope = math.atan2(stone.pavilion, stone.width / 2)
    floor = head.foot_z + head.base_rail + RAIL_GAP + half
    straight = head.bend_z - head.bend * math.sin(head.lean) - half
    z = min(-0.4 * stone.pavilion, max(floor, min(-0.5 * stone.pavilion, straight)))
    while z >= floor:
        radius = axis_radius(head, z)
        clear = (radius - (stone.width / 2 + z / math.tan(slope))) * math.sin(slope) - half
        if clear >= PAVILION_CLEARANCE:
            return radius, z, half
        z -= 0.05
    return None


def _path(head: Head) -> tuple[Curve, ...]:
    """The prong's axis in (radius, z)."""
    bend = Arc((head.reach - head.bend, head.bend_z), head.bend, -head.lean, head.close)
    path: tuple[Curve, ...] = (Line((head.foot, head.foot_z), bend.start), bend)
    if head.stand < LEAST_STRAIGHT:
        return path
    tx, tz = bend.tangent(at_end=True)
    return (*path, Line(bend.end, (bend.end[0] + head.stand * tx, bend.end[1] + head.stand * tz)))


def _torus(radius: float, z: float, half: float) -> Revolved:
    return Revolved((Arc((radius, z), half, 0.0, math.tau),))


def _base(head: Head) -> Revolved:
    """The base rail, its inside closed by a floor that lies on the band."""
    half, z = head.base_rail, head.foot_z
    if head.floor - z > 0.95 * half:  # a thin rail the floor would cover: a drum with a rounded foot in its place
        foot, side = Arc((head.foot, z), half, -math.pi / 2, 0.0), (head.foot + half, head.floor)
        return Revolved(
            (
                Line((0.0, z - half), foot.start),
                foot,
                *polyline(foot.end, side, (0.0, head.floor), (0.0, z - half)),
            )
        )
    inner = math.pi - math.asin((head.floor - z) / half)
    rail = Arc((head.foot, z), half, -math.pi / 2, inner)
    return Revolved(
        (
            Line((0.0, z - half), rail.start),
            rail,
            Line(rail.end, (0.0, head.floor)),
            Line((0.0, head.floor), (0.0, z - half)),
        )
    )


def how_many(p: Params, stone: Measures) -> int:
    """The prongs asked for, else what the trade gives a stone of this size; never more than six unasked."""
    return p.prongs if p.prongs is not None else min(prong_rule(stone.width).count, MOST_UNASKED)


def angles(p: Params, stone: Measures) -> tuple[float, ...]:
    """Where the prongs stand, degrees round the stone from +x: four on the diagonals, six with two along the band."""
    n = how_many(p, stone)
    first = 45.0 if n == 4 else (-90.0 if n == 3 else 0.0)
    return tuple(first + 360 / n * k for k in range(n))


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The head's parts and what they are held to."""
    head = numbers(p, stone, ground)
    path = _path(head)
    metal = [
        Placed(f"{setting} prong", Wire(path, head.thick / 2), tuple(spun(a) for a in angles(p, stone))),
        Placed(f"{setting} base rail", _base(head), (spun(90.0),)),  # its seam where it stands free of the band
    ]
    if head.rail:
        metal.append(Placed(f"{setting} gallery rail", _torus(*head.rail)))
    cutters = (seat(stone, solid, SEAT_CLEARANCE, f"{setting} seat"),)
    carry_radius, carry_z, carry_half = head.rail or (head.foot, head.foot_z, head.base_rail)
    carry = Carry(carry_radius, carry_z, 1.5 * carry_half, 0.88 * carry_half, f"{setting} rail")
    lowest = head.foot_z - head.base_rail
    witness = _witness(p, stone, head, path, setting)
    return Arrangement(Parts(tuple(metal), cutters), witness, lowest, carry, _notes(p, head))


def _notes(p: Params, head: Head) -> tuple[str, ...]:
    if p.rails > 1 and head.rail is None:
        return ("no room for a gallery rail between base rail and stone; the head has its base rail only",)
    return ()


def _witness(p: Params, stone: Measures, head: Head, path: tuple[Curve, ...], setting: str) -> Witness:
    line, bend, *straight = path
    steps = 6
    flat = [line.start, *(at(bend, i / steps) for i in range(steps + 1)), *(c.end for c in straight)]
    tx, tz = path[-1].tangent(at_end=True)
    flat.append((flat[-1][0] + tx * head.thick / 2, flat[-1][1] + tz * head.thick / 2))
    prongs, regions = [], []
    for number, degrees in enumerate(angles(p, stone), 1):
        frame = spun(degrees)
        axis: tuple[Vec, ...] = tuple(frame.point((x, 0.0, z)) for x, z in flat)
        name, field = f"{setting} prong {number}", f"settings.{setting}.diameter"
        prongs.append(Prong(setting, name, setting, axis, head.thick, p.seat_share, field))
        regions.append(Region(name, field, axis, 0.6 * head.thick))
    field = f"settings.{setting}.diameter"
    regions.append(Region(f"{setting} base rail", field, circle_points(head.foot, head.foot_z), 1.05 * head.base_rail))
    if head.rail:
        regions.append(Region(f"{setting} gallery rail", field, circle_points(*head.rail[:2]), 1.05 * head.rail[2]))
    return Witness(prongs=tuple(prongs), regions=tuple(regions))


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """Prongs so thick, or so many, that there is no room for them under the stone."""
    if _stands(p, stone, ground):
        return []
    head, n = numbers(p, stone, ground), how_many(p, stone)
    why = f"{n} prongs of {head.thick:g} mm have no room under a stone of {stone.width:g} mm"
    thinner = [p.model_copy(update={"diameter": d}) for d in _steps_down(head.thick)]
    works = next((q for q in thinner if _stands(q, stone, ground)), None)
    if works is not None:
        return [Problem(f"settings.{setting}.diameter", why, nearest=f"{works.diameter:g}")]
    fewer = [p.model_copy(update={"prongs": k}) for k in range(n - 1, 2, -1)]
    fits = next((q for q in fewer if _stands(q, stone, ground)), None)
    return [Problem(f"settings.{setting}.prongs", why, nearest=f"{fits.prongs}" if fits else "a bezel")]


def _steps_down(thick: float) -> list[float]:
    """Rounder diameters below that one, down to the field's least, mm."""
    first = math.floor(thick / STEP - 1e-6)
    return [round(k * STEP, 2) for k in range(first, round(0.5 / STEP) - 1, -1)]


def _stands(p: Params, stone: Measures, ground: Ground) -> bool:
    """Whether the feet stand within the girdle, and each prong rises from its foot into its bend."""
    head = numbers(p, stone, ground)
    inside = head.foot <= min(FOOT_WITHIN * head.reach, stone.width / 2)
    clear = math.hypot(head.foot - (head.reach - head.bend), head.foot_z - head.bend_z) > 1.02 * head.bend
    return inside and clear and 0.0 <= head.lean <= math.radians(MOST_LEAN)
