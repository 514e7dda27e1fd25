"""What full and half bezels share: their parameters, the cup that fits a stone, and its arrangement."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ringgen.bodies import Parts, Placed
from ringgen.errors import Problem
from ringgen.outline import reach, scaled
from ringgen.plane import Curve, points
from ringgen.settings._arrangement import Arrangement, Carry, Ground
from ringgen.settings._bezel_bodies import ABOVE, OUTLINE, cup_body, drill, pocket_body, reliefs, wall_regions
from ringgen.settings._cup import (
    DOMED,
    DRILL,
    HIGH,
    LOW,
    UNDER_CULET,
    UNDER_FLOOR,
    WAIST,
    Cup,
    Pit,
    Shares,
    bottom_of,
    clears,
    drilled,
    half_width,
    inner,
    outer,
    pearl,
    pit,
    pocket,
    share_at,
    spare,
)
from ringgen.settings._standing import Standing, standing
from ringgen.spec.fields import angle, length, ratio
from ringgen.stones import Measures
from ringgen.witness import Bezel, Witness

WALL = 0.85  # mm; Gemwares, HMS and i.materialise cast 0.8 walls without a remark, CAD practice is 0.5 to 1.0
LEAST_WALL = 0.4
BASE, MOST_BASE = 0.5, 0.95
LIP = 0.6  # of the crown; JCK (Revere): 50 to 75 %
DOME_LIP = 0.33  # of a cabochon's dome; Cogswell: a quarter to a third, never less than a quarter
FLOORED = UNDER_FLOOR + UNDER_CULET  # mm from the finger to a culet over a closed floor
LEAST_CULET = 0.5  # mm from a culet to the finger; Stuller
BESIDE_HOLE = 0.82  # mm of band beside a hole to the finger; casters ask 0.8
STEP = 0.05  # the steps in which a thinner wall or a wider foot is offered


class BezelParams(Standing):
    """What every bezel has."""

    wall: float = length(
        WALL, ge=LEAST_WALL, le=2.5, doc="thickness of the wall round the girdle and of the cup under it"
    )
    lip: float | None = ratio(
        None,
        ge=0.2,
        le=1.0,
        doc="height of the wall over the girdle, as a share of the crown; unset: 0.6, on a cabochon 0.33",
    )
    base: float | None = ratio(
        None,
        ge=0.3,
        le=MOST_BASE,
        doc="width of the cup's foot, as a share of its width at the girdle; unset: 0.5, or as wide as the stone needs",
    )
    taper: float | None = angle(
        None,
        ge=0.0,
        le=40.0,
        doc="lean of the outside from upright, one straight line from foot to lip; unset: a curved cup",
    )


@dataclass(frozen=True)
class Fitted:
    """A cup with the outlines it follows and the pocket's end."""

    cup: Cup
    inside: tuple[Curve, ...]
    outside: tuple[Curve, ...]
    end: Pit


def bezel_lift(p: BezelParams, depth: float) -> float:
    """Culet over band; sunk, as deep as a floor of metal under the culet allows."""
    found = standing(p, depth, LOW, HIGH)
    return found if p.lift is not None else max(found, FLOORED - depth)


def lip_share(p: BezelParams, stone: Measures) -> float:
    """How much of the crown the wall covers."""
    if p.lip is not None:
        return p.lip
    return DOME_LIP if stone.table < DOMED * stone.width else LIP


def fitting(p: BezelParams, stone: Measures, ground: Ground, held: Shares) -> Fitted | None:
    """The cup whose pocket holds the stone, its foot no wider than it needs to be; None where there is none."""
    inside, outside = inner(stone), outer(stone, p.wall)
    if inside is None or outside is None:
        return None
    for base in _bases(p):
        found = _fitted(p, base, stone, ground, (inside, outside))
        if clears(found.cup, held, found.end):
            return found
    return None


def _bases(p: BezelParams) -> Iterator[float]:
    if p.base is not None or p.taper is not None:
        yield p.base or BASE
        return
    yield from _steps(BASE, MOST_BASE)


def _steps(low: float, high: float) -> Iterator[float]:
    yield from (round(k * STEP, 2) for k in range(math.ceil(low / STEP - 1e-6), math.floor(high / STEP + 1e-6) + 1))


def _fitted(
    p: BezelParams, base: float, stone: Measures, ground: Ground, walls: tuple[tuple[Curve, ...], tuple[Curve, ...]]
) -> Fitted:
    half = half_width(stone)
    out, top = half + p.wall + spare(stone), stone.girdle + lip_share(p, stone) * stone.crown
    lean = math.radians(p.taper) if p.taper is not None else None
    end = pit(stone, ground, -math.inf)
    foot = base if lean is None else max(0.0, 1 + (ground.top - 0.5) * math.tan(lean) / out)
    bottom = bottom_of(foot, walls[1], stone.culet, ground, end.floor)
    cup = Cup(half, out, base * out, top, max(WAIST * stone.pavilion, bottom / 2), bottom, p.wall, lean)
    return Fitted(cup, *walls, pit(stone, ground, cup.deepest))


def built(p: BezelParams, f: Fitted, stone: Measures, held: Shares, ground: Ground, setting: str) -> Arrangement:
    """The cup, its pocket, and what they are held to."""
    cup, name = f.cup, f"{setting} bezel"
    above = cup.top + ABOVE
    levels = pocket(cup, held, f.end)
    cutters = [Placed(f"{setting} seat", pocket_body(f.inside, cup.inner, levels, above, stone))]
    cutters += reliefs(f.inside, cup.inner, levels, above, stone, f"{setting} relief")
    if f.end.through:
        wide = drilled(cup, held, f.end)
        cutters.append(Placed(f"{setting} drill", drill(f.inside, cup.inner, f.end, wide, stone)))
    parts = Parts((Placed(name, cup_body(cup, f.outside, stone)),), tuple(cutters))
    return Arrangement(parts, witness(f, stone, setting), cup.bottom, carry(f, stone, name))


def carry(f: Fitted, stone: Measures, part: str) -> Carry:
    """Where shoulders may reach the cup: inside its wall, on its nearer side."""
    cup = f.cup
    z = cup.waist + 0.25 * (cup.bottom - cup.waist)
    ring = scaled(f.outside, cup.outside(z) / cup.outer, stone.culet)
    radius = min(reach(ring, 0.0), reach(ring, math.pi)) - 0.7 * cup.wall
    return Carry(radius, z, 0.6, 0.5, part)


def witness(
    f: Fitted, stone: Measures, setting: str, covers: tuple[tuple[float, float], ...] = ((0.0, 360.0),)
) -> Witness:
    """What the checks hold a bezel to."""
    cup, name, field = f.cup, f"{setting} bezel", f"settings.{setting}.wall"
    lip = cup.top - stone.girdle
    bezel = Bezel(
        setting,
        name,
        setting,
        cup.wall,
        lip,
        cup.inner,
        field,
        f"settings.{setting}.lip",
        tuple(points(f.inside, OUTLINE)),
        covers,
    )
    heights = [cup.top - 0.2, 0.5 * cup.top, 0.0, *(cup.waist + (cup.bottom - cup.waist) * i / 4 for i in range(4))]
    return Witness(bezels=(bezel,), regions=wall_regions(cup, f.outside, stone, name, field, heights))


def problems(p: BezelParams, stone: Measures, ground: Ground, held: Shares, setting: str) -> list[Problem]:
    """What keeps the stone from having a pocket, and the nearest value that gives it one."""
    if pearl(stone):
        why = "a pearl is never pressed into a wall: its skin is too soft for it"
        return [Problem(f"settings.{setting}.type", why, nearest="prong")]
    deep = _too_deep(stone, ground, held, setting)
    if deep or fitting(p, stone, ground, held) is not None:
        return deep
    shape = ""
    if p.taper is not None:
        shape = f" that leans {p.taper:g}°"
    elif p.base is not None:
        shape = f" on a foot {p.base:g} as wide"
    why = f"a wall of {p.wall:g} mm{shape} leaves no pocket under a stone of {stone.width:g} mm"
    for field, value in _offers(p):
        if fitting(p.model_copy(update={field: value}), stone, ground, held) is not None:
            return [Problem(f"settings.{setting}.{field}", why, nearest=f"{value:g}")]
    return [Problem(f"settings.{setting}.type", why, nearest="prong")]


def _too_deep(stone: Measures, ground: Ground, held: Shares, setting: str) -> list[Problem]:
    """A stone so deep in the band that what is under it goes on to the finger, in a band too narrow for such a hole."""
    end = pit(stone, ground, -math.inf)
    if not end.through:
        return []
    share = max(DRILL / half_width(stone), share_at(held, end.floor))
    hole = share * max(stone.length, stone.width) / 2 + BESIDE_HOLE
    nearest = math.ceil((FLOORED - ground.depth) / STEP - 1e-6) * STEP
    if hole <= ground.half_width and -stone.pavilion - end.finger >= LEAST_CULET:
        return []
    why = f"a band {ground.depth:g} mm thick leaves no floor under a culet so deep, and no room for a hole"
    return [Problem(f"settings.{setting}.lift", why, f"{nearest:.2f} mm or more", f"{nearest:g}")]


def _offers(p: BezelParams) -> Iterator[tuple[str, float]]:
    """Other values of one field, the nearest first."""
    yield from (("wall", w) for w in reversed(list(_steps(LEAST_WALL, p.wall - 1e-6))))
    if p.base is not None and p.taper is None:
        yield from (("base", b) for b in _steps(p.base, MOST_BASE))
    if p.taper is not None:
        yield from (("taper", float(t)) for t in range(math.ceil(p.taper) - 1, -1, -1))
