"""A stone held all round by a wall of metal: the full bezel, on a cup that reaches down to the band."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Faceted, Parts, Placed, Region, Revolved
from ringgen.errors import Problem
from ringgen.plane import Arc, Curve, Line, Point, eased, polyline
from ringgen.settings._arrangement import Arrangement, Carry, Ground, circle_points
from ringgen.settings._standing import Standing, standing
from ringgen.spec.fields import length, ratio
from ringgen.stones import Measures
from ringgen.witness import Bezel, Witness

ALIASES = ("full-bezel", "rub-over", "collet")
PROTECTS = True  # metal all round the girdle: what soft and brittle stones need
CLEARANCE = 0.05  # mm round the girdle; MatrixGold asks 0.1 to 0.2 mm on the diameter
WALL = 0.82  # mm; Gemwares, HMS and i.materialise cast 0.8 walls without a remark, CAD practice is 0.5 to 1.0
WAIST = -0.28  # of the pavilion: where the cup's side stands upright
UNDER_CULET = 0.12  # mm of air under the culet
LEAST_OPENING = 0.3  # mm, radius of the pocket's bottom
STEP = 0.05  # the steps in which a thinner wall or a wider foot is offered
LOW, HIGH = 0.25, 1.2  # mm from the band up to the culet
BEARING = 0.45  # mm of ledge under the girdle that carries the stone
BURY = 0.75  # mm the cup reaches into the band; parts overlap at least 0.15 (Stuller)
FLOOR = 0.35  # mm of cup left over the band under the pocket
EDGE = 0.3  # radius on the lip's outer edge; Morris & Watson ask 0.125 at least, a worn-in lip is rounder


class Params(Standing):
    """The cup."""

    wall: float = length(WALL, ge=0.4, le=2.5, doc="thickness of the wall round the girdle and of the cup under it")
    lip: float = ratio(0.6, ge=0.3, le=1.0, doc="height of the wall over the girdle, as a share of the crown")
    base: float = ratio(0.5, ge=0.3, le=0.95, doc="width of the cup's foot, as a share of its width at the girdle")


@dataclass(frozen=True)
class Cup:
    """Every number of a bezel's cup, in the stone's frame; mm. Its side is an arc, upright at the waist."""

    inner: float
    outer: float
    foot: float
    top: float
    waist: float
    bottom: float
    wall: float

    @property
    def side(self) -> Arc:
        """The outside from the foot up to the waist."""
        d, h = self.outer - self.foot, self.waist - self.bottom
        radius = (d * d + h * h) / (2 * d)
        return Arc((self.outer - radius, self.waist), radius, -math.atan2(h, radius - d), 0.0)

    def inside(self, z: float) -> float:
        """How wide the cup may be open at that height with its wall all round it."""
        if z >= self.waist:
            return self.outer - self.wall
        radius = self.side.radius - self.wall
        under = radius * radius - (z - self.waist) ** 2
        return self.side.centre[0] + math.sqrt(under) if radius > 0 and under > 0 else 0.0

    @property
    def deepest(self) -> float:
        """The lowest height at which the cup's wall still leaves the least opening."""
        radius = self.side.radius - self.wall
        across = max(0.0, LEAST_OPENING - self.side.centre[0])
        return self.waist - math.sqrt(radius * radius - across * across) if radius > across else self.waist


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return standing(p, depth, LOW, HIGH)


def numbers(p: Params, stone: Measures, ground: Ground) -> Cup:
    """The cup's numbers from the stone and the band."""
    inner = stone.width / 2 + CLEARANCE
    outer = inner + p.wall
    top = stone.girdle + p.lip * stone.crown
    return Cup(inner, outer, p.base * outer, top, WAIST * stone.pavilion, ground.top - BURY, p.wall)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The cup, its pocket, and what they are held to."""
    cup = numbers(p, stone, ground)
    metal = Placed(f"{setting} bezel", Revolved(_outline(cup)))
    pocket = Placed(f"{setting} seat", Revolved(_pocket(cup, stone, _floor(cup, ground))))
    carry_z = cup.waist + 0.25 * (cup.bottom - cup.waist)
    carry = Carry(cup.inside(carry_z) + 0.3 * cup.wall, carry_z, 0.6, 0.5, f"{setting} bezel")
    return Arrangement(Parts((metal,), (pocket,)), _witness(cup, stone, setting), cup.bottom, carry)


def _floor(cup: Cup, ground: Ground) -> float:
    """How deep the pocket goes: to a floor over the band, or as deep as the cup's wall lets it."""
    return max(ground.top + FLOOR, cup.deepest + 1e-3)


def _outline(cup: Cup) -> tuple[Curve, ...]:
    edge = min(EDGE, 0.4 * cup.wall)
    rim = eased(polyline((cup.outer, cup.waist), (cup.outer, cup.top), (0.0, cup.top)), edge)
    foot = Line((0.0, cup.bottom), (cup.foot, cup.bottom))
    return (foot, cup.side, *rim, Line((0.0, cup.top), (0.0, cup.bottom)))


def _pocket(cup: Cup, stone: Measures, floor: float) -> tuple[Curve, ...]:
    """Straight wall, bearing at the pavilion's angle, then as open as the cup's wall leaves it."""
    slope = stone.pavilion / (stone.width / 2)  # drop per mm towards the axis
    bearing = min(BEARING, 0.3 * cup.inner)
    ledge = (cup.inner - bearing, -bearing * slope)
    floor = min(floor, -stone.pavilion - UNDER_CULET)
    steps = 12  # the opening follows the cup; short straight pieces of it are invisible and cut soundly
    heights = [floor + (ledge[1] - floor) * i / steps for i in range(steps + 1)]
    sides = [(max(LEAST_OPENING, min(ledge[0], cup.inside(z))), z) for z in heights]
    above = cup.top + 1.0
    points = [(0.0, floor), *_straightened(sides), (cup.inner, 0.0), (cup.inner, above), (0.0, above)]
    if math.dist(points[-4], ledge) > 1e-6 and points[-4][0] < ledge[0] - 1e-6:
        points.insert(-3, ledge)
    return (*polyline(*points), Line(points[-1], points[0]))


def _straightened(points: list[Point]) -> list[Point]:
    """Without the points inside a straight run."""
    kept = points[:1]
    for p, q in pairwise(points[1:]):
        (x0, y0), (x1, y1) = kept[-1], p
        if abs((x1 - x0) * (q[1] - y1) - (q[0] - x1) * (y1 - y0)) > 1e-9:
            kept.append(p)
    return [*kept, points[-1]]


def _witness(cup: Cup, stone: Measures, setting: str) -> Witness:
    name, field = f"{setting} bezel", f"settings.{setting}.wall"
    lip = cup.top - stone.girdle
    bezel = Bezel(setting, name, setting, cup.wall, lip, cup.inner, field, f"settings.{setting}.lip")
    heights = [cup.top - 0.2, 0.5 * cup.top, 0.0, *(cup.waist + (cup.bottom - cup.waist) * i / 4 for i in range(4))]
    regions = tuple(
        Region(name, field, circle_points(cup.inside(z) + cup.wall / 2, z), 0.5 * cup.wall + 0.4) for z in heights
    )
    return Witness(bezels=(bezel,), regions=regions)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """A wall so thick, or a foot so narrow, that no pocket is left for the stone's lower half."""
    if _holds(p, stone, ground):
        return []
    why = f"a wall of {p.wall:g} mm on a foot {p.base:g} as wide leaves no pocket under a stone of {stone.width:g} mm"
    thinner = (round(k * STEP, 2) for k in range(math.floor(p.wall / STEP - 1e-6), round(0.4 / STEP) - 1, -1))
    wall = next((w for w in thinner if _holds(p.model_copy(update={"wall": w}), stone, ground)), None)
    if wall is not None:
        return [Problem(f"settings.{setting}.wall", why, nearest=f"{wall:g}")]
    wider = (round(k * STEP, 2) for k in range(math.ceil(p.base / STEP), round(0.95 / STEP) + 1))
    base = next((b for b in wider if _holds(p.model_copy(update={"base": b}), stone, ground)), None)
    return [Problem(f"settings.{setting}.base", why, nearest=f"{base:g}" if base is not None else None)]


def _holds(p: Params, stone: Measures, ground: Ground) -> bool:
    """Whether the pocket clears the culet and, under the bearing, the cup keeps its wall all the way down."""
    cup = numbers(p, stone, ground)
    return cup.deepest <= -stone.pavilion - UNDER_CULET and cup.inside(_floor(cup, ground)) >= LEAST_OPENING
