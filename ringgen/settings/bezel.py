"""A stone held all round by a wall of metal: the full bezel, on a cup that reaches down to the band."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted, Parts, Placed, Region, Revolved
from ringgen.errors import Problem
from ringgen.plane import Curve, Line, Point, eased, polyline
from ringgen.settings._arrangement import Arrangement, Carry, Ground, circle_points
from ringgen.spec.fields import SettingParams, choice, length, ratio
from ringgen.stones import Measures
from ringgen.witness import Bezel, Witness

ALIASES = ("full-bezel", "rub-over", "collet")
CLEARANCE = 0.05  # mm round the girdle; MatrixGold asks 0.1 to 0.2 mm on the diameter
LIFTS = {"low": 0.25, "high": 1.2}  # mm from the band up to the culet
BEARING = 0.45  # mm of ledge under the girdle that carries the stone
BURY = 0.55  # mm the cup reaches into the band; parts overlap at least 0.15 (Stuller)
FLOOR = 0.35  # mm of cup left over the band under the pocket
EDGE = 0.12  # radius on the lip's outer edge; Morris & Watson: edges of 0.125 cast clean


class Params(SettingParams):
    """The cup."""

    wall: float | None = length(
        None, ge=0.4, le=2.5, doc="thickness of the wall round the girdle; unset: 0.7 mm, more for stones over 5 mm"
    )
    lip: float = ratio(0.6, ge=0.3, le=1.0, doc="height of the wall over the girdle, as a share of the crown")
    set: str = choice(
        "low", ("low", "high"), doc="how far the stone stands over the band: culet 0.25 or 1.2 mm above it"
    )
    lift: float | None = length(None, ge=0.1, le=8.0, doc="culet to band, in place of `set`")
    base: float = ratio(0.55, ge=0.3, le=1.0, doc="width of the cup's foot, as a share of its width at the girdle")


def lift(p: Params, stone: Measures) -> float:
    """Culet over band."""
    return p.lift if p.lift is not None else LIFTS[p.set]


def _wall(p: Params, stone: Measures) -> float:
    return p.wall if p.wall is not None else max(0.7, 0.35 + 0.07 * stone.width)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The cup, its pocket, and what they are held to."""
    wall, inner = _wall(p, stone), stone.width / 2 + CLEARANCE
    outer, top = inner + wall, stone.girdle + p.lip * stone.crown
    foot = p.base * outer
    waist = -0.28 * stone.pavilion  # where the cup begins to narrow
    bottom = ground.top - BURY
    cup = Placed(f"{setting} bezel", Revolved(_cup(outer, foot, top, waist, bottom)))
    pocket = Placed(f"{setting} seat", Revolved(_pocket(stone, inner, wall, outer, foot, top, waist, ground.top)))
    witness = _witness(p, stone, setting, wall, inner, top, waist, ground)
    return Arrangement(Parts((cup,), (pocket,)), witness, bottom, _carry(outer, foot, waist, bottom, setting))


def _carry(outer: float, foot: float, waist: float, bottom: float, setting: str) -> Carry:
    height = waist + 0.2 * (bottom - waist)
    radius = outer - 0.2 * (outer - foot)
    return Carry(radius - 0.45, height, 0.55, 0.42, f"{setting} bezel")


def _cup(outer: float, foot: float, top: float, waist: float, bottom: float) -> tuple[Curve, ...]:
    side = polyline((foot, bottom), (outer, waist), (outer, top), (0.0, top))
    rounded = eased(side, EDGE, corners=(1,))
    return (Line((0.0, bottom), (foot, bottom)), *rounded, Line((0.0, top), (0.0, bottom)))


def _pocket(
    stone: Measures, inner: float, wall: float, outer: float, foot: float, top: float, waist: float, ground: float
) -> tuple[Curve, ...]:
    """Straight wall, bearing at the pavilion's angle, then open below it as far as the cup's own wall allows."""
    slope = stone.pavilion / (stone.width / 2)  # drop per mm towards the axis
    ledge = (inner - BEARING, -BEARING * slope)
    floor = ground + FLOOR
    taper = (outer - foot) / (waist - (ground - BURY))
    thick = wall * math.sqrt(1 + taper * taper)

    def inside(z: float) -> float:
        """The widest the opening may be at that height."""
        return min(ledge[0], outer - max(0.0, waist - z) * taper - thick)

    tip = (0.0, -stone.pavilion - 0.12)
    points: list[Point] = [(inner, top + 1.0), (0.0, top + 1.0)]
    bottom = max(0.35, min(inside(floor), 0.9 * ledge[0]))
    low = min(floor, tip[1])
    points += [(0.0, low), (bottom, low), (max(inside(ledge[1]), bottom), ledge[1] - 0.0)]
    if ledge[0] - points[-1][0] > 1e-6:
        points.append(ledge)
    points.append((inner, 0.0))
    return (*polyline(*points), Line(points[-1], points[0]))


def _witness(
    p: Params, stone: Measures, setting: str, wall: float, inner: float, top: float, waist: float, ground: Ground
) -> Witness:
    name = f"{setting} bezel"
    field = f"settings.{setting}.wall"
    bezel = Bezel(setting, name, setting, wall, top - stone.girdle, inner, field, f"settings.{setting}.lip")
    middle = inner + wall / 2
    heights = [top - 0.3, 0.0, waist, 0.5 * (waist + ground.top), ground.top + 0.4]
    regions = tuple(
        Region(name, field, circle_points(middle if z >= waist else 0.8 * middle, z), 0.75 * wall + 0.25)
        for z in heights
    )
    return Witness(bezels=(bezel,), regions=regions)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """Nothing a number inside its range can get wrong that the checks do not measure."""
    return []
