"""A stone held in prongs that cross one another in pairs below it, like a trellis."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.bodies import Faceted, Parts
from ringgen.errors import Problem
from ringgen.plane import Point
from ringgen.settings import _metal as metal
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._footing import Footing, basket_footing, half_width
from ringgen.settings._heads import HeadParams, Plan, Spot, anchors, plan
from ringgen.settings._heads import lift as head_lift
from ringgen.settings._room import refusals, with_room
from ringgen.spec.fields import flag, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("lattice", "interlaced")
Feet = list[tuple[Spot, float]]
LOW, HIGH = 1.3, 2.2  # mm from the band up to the culet: the crossing wants height
CROSSINGS = (0.42, 0.38, 0.34, 0.3, 0.26, 0.22, 0.18, 0.14)  # of the way up: where prongs cross
FEET = 0.36  # of the stone's half width: how far in from the girdle the base stands at least
WOVEN = 0.2  # of the prong's thickness: one foot of a pair so far out, the other in: one passes in front


class Params(HeadParams):
    """The head."""

    cross: float | None = ratio(
        None, ge=0.1, le=0.5, doc="where the prongs cross, of the way up to the girdle; unset: as high as there is room"
    )
    gallery: bool = flag(False, doc="a gallery rail under the girdle as well")


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return with_room(p, stone, depth, head_lift(p, stone, depth, LOW, HIGH), _plan)


def _footing(p: HeadParams, stone: Measures, ground: Ground, thick: float) -> Footing:
    foot = basket_footing(p, stone, ground, thick)
    return replace(foot, least=min(foot.inwards, FEET * half_width(stone)))


def _plan(p: HeadParams, stone: Measures, ground: Ground) -> Plan | None:
    assert isinstance(p, Params)
    if len(anchors(p, stone) or ()) % 2:  # refused by name; tried all the same where fewer prongs are looked for
        return None
    for cross in CROSSINGS if p.cross is None else (p.cross,):

        def weave(feet: Feet, thick: float, reach: float, at: float = cross) -> Feet:
            return _woven(feet, thick, reach, at)

        found = plan(p, stone, ground, _footing, weave)
        if found is not None:
            return found
    return None


def _woven(feet: Feet, thick: float, reach: float, cross: float) -> Feet:
    """Neighbours in pairs, each foot beyond the middle between the two, so that they cross that share of the way up."""
    order = sorted(range(len(feet)), key=lambda i: _azimuth(feet[i][0].at))
    first = _paired_from([feet[i][0].at for i in order])
    order = order[first:] + order[:first]
    out = list(feet)
    for i, j in zip(order[::2], order[1::2], strict=True):
        a, b = _foot(*feet[i]), _foot(*feet[j])
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        apart = math.dist(a, b)
        along = ((b[0] - a[0]) / apart, (b[1] - a[1]) / apart)
        for k, side in ((i, 1.0), (j, -1.0)):
            spot, _ = feet[k]
            girdle = (spot.at[0] + reach * spot.way[0], spot.at[1] + reach * spot.way[1])
            aside = abs((girdle[0] - middle[0]) * along[0] + (girdle[1] - middle[1]) * along[1])
            over, out_by = side * aside * cross / (1 - cross), side * WOVEN * thick
            foot = (
                middle[0] + over * along[0] + out_by * along[1],
                middle[1] + over * along[1] - out_by * along[0],
            )
            out[k] = _aimed(spot, girdle, foot, reach)
    return out


def _foot(spot: Spot, deep: float) -> Point:
    return (spot.at[0] - deep * spot.way[0], spot.at[1] - deep * spot.way[1])


def _aimed(spot: Spot, girdle: Point, foot: Point, reach: float) -> tuple[Spot, float]:
    """The prong's plane turned so that it runs from that foot to its place at the girdle."""
    run = math.dist(girdle, foot)
    way = ((girdle[0] - foot[0]) / run, (girdle[1] - foot[1]) / run)
    at = (girdle[0] - reach * way[0], girdle[1] - reach * way[1])
    return replace(spot, at=at, way=way), run - reach


def _paired_from(spots: list[Point]) -> int:
    """Whether pairs begin with the first or the second: those that face along the finger cross, if any do."""

    def faces(k: int) -> float:
        (x0, y0), (x1, y1) = spots[k], spots[(k + 1) % len(spots)]
        return abs(y0 + y1) - abs(x0 + x1)

    return 0 if faces(0) >= faces(1) - 1e-6 else 1


def _azimuth(p: Point) -> float:
    return round(math.atan2(p[1], p[0]) % math.tau, 6)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The head's parts and what they are held to."""
    found = _plan(p, stone, ground)
    assert found is not None, "refused before"
    parts, witness = metal.prongs(p, stone, found, setting)
    foot = found.footing
    bodies = metal.base(found, ground, setting)
    regions = [metal.rail_region(setting, "base rail", found.path, foot.z, foot.half)]
    held = metal.gallery(stone, solid, found, foot.z + foot.half) if p.gallery else None
    if held is not None:
        bodies += metal.rail(held, f"{setting} gallery rail")
        regions.append(metal.rail_region(setting, "gallery rail", held.path, held.z, held.half))
    made = Parts(parts.metal + bodies, parts.cutters), witness + Witness(regions=tuple(regions))
    return metal.whole(stone, solid, found, setting, made, foot.z - foot.half, held)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """Prongs that cannot cross in pairs, and all that no prong head has room for."""
    at, found = f"settings.{setting}", anchors(p, stone)
    if found is not None and any(a.kind == "point" for a in found):
        why = "the V-prongs a pointed stone needs stand straight and cannot cross"
        return [Problem(f"{at}.type", why, nearest="prong")]
    if p.style == "double":
        return [Problem(f"{at}.style", "prongs in pairs cannot cross one another", nearest="claw")]
    if p.style == "tab":
        return [Problem(f"{at}.style", "flat tabs cannot cross one another", nearest="round")]
    if found is not None and len(found) % 2:
        even = sorted({len(h) for h in stone.holds if len(h) % 2 == 0}, key=lambda n: (abs(n - len(found)), n))
        why = f"{len(found)} prongs cannot cross in pairs"
        return [Problem(f"{at}.prongs", why, ", ".join(map(str, sorted(even))), f"{even[0]}" if even else None)]
    if p.cross is not None and _plan(p, stone, ground) is None:
        works = next((c for c in CROSSINGS if _plan(p.model_copy(update={"cross": c}), stone, ground)), None)
        if works is not None:
            return [Problem(f"{at}.cross", "prongs that cross there have no room", nearest=f"{works:g}")]
    problems = refusals(p, stone, ground, setting, _plan)
    if problems and problems[0].nearest == "bezel" and plan(p, stone, ground, basket_footing) is not None:
        why = f"{problems[0].message} where they cross"
        return [Problem(f"{at}.type", why, nearest="prong")]
    return problems
