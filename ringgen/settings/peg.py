"""A stone held in prongs that spring from one tapered peg on the band, six for a round as a rule."""

from __future__ import annotations

from ringgen.bodies import Body, Faceted, Parts, Placed, Revolved, Stacked
from ringgen.errors import Problem
from ringgen.outline import scaled
from ringgen.plane import Line, Point, polyline
from ringgen.settings import _metal as metal
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._footing import Footing, basket_footing, half_width
from ringgen.settings._heads import HeadParams, Plan, carried, plan
from ringgen.settings._heads import lift as head_lift
from ringgen.settings._rails import ring_radius
from ringgen.settings._room import refusals, with_room
from ringgen.spec.fields import flag, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("peg-head", "pegged")
LOW, HIGH = 1.2, 2.0  # mm from the band up to the culet: room for the peg under it
FEET = 0.78  # of the stone's half width: how far in from the girdle the feet stand at most
NEAR = 0.66  # of the prong's thickness: how near feet may stand; they grow out of one cup
UP = 1.0  # of the prong's thickness: how high over the band
CUP = 0.3  # of the prong's thickness: how far outside its feet's middles the cup reaches
LIP = 0.64  # of the prong's thickness: the cup's upright rim
LEAST_PEG = 0.8  # mm: half the peg's width at its slimmest
ROOT = 0.8  # mm the peg reaches into the band
KEEL = 0.2  # of the peg's height: where the hull over it begins
UNDER_KEEL = 0.85  # mm of hull under a stone that dives into it
V_RISE, V_OVER = (
    0.75,
    0.6,
)  # of the prong's thickness, and mm: from the feet up to a girdle held in Vs, whose arms open there
SPREAD = 1.18  # the peg's width where it meets the band, over its slimmest
FLARE = ((0.0, SPREAD), (0.12, 1.06), (0.3, 1.0), (0.5, 1.0))  # height of the peg, and width over its slimmest


class Params(HeadParams):
    """The head."""

    gallery: bool = flag(False, doc="a gallery rail under the girdle as well")
    peg: float = ratio(0.6, ge=0.4, le=1.0, doc="the peg's width at its slimmest, as a share of its cup's")


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return with_room(p, stone, depth, head_lift(p, stone, depth, LOW, HIGH), _roomy)


def _footing(p: HeadParams, stone: Measures, ground: Ground, thick: float) -> Footing:
    """Feet over the band, as near together as they go."""
    foot = basket_footing(p, stone, ground, thick)
    return Footing(ground.top + UP * thick, 0.5 * foot.half, max(foot.inwards, FEET * half_width(stone)))


def _plan(p: HeadParams, stone: Measures, ground: Ground) -> Plan | None:
    return plan(p, stone, ground, _footing, feet=NEAR)


def _roomy(p: HeadParams, stone: Measures, ground: Ground) -> Plan | None:
    """The prongs, where the arms of Vs open clear of the cup as well."""
    found = _plan(p, stone, ground)
    if found is None or all(s.style != "v" for s in found.stands):
        return found
    return found if -found.footing.z >= V_RISE * found.thick + V_OVER else None


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The head's parts and what they are held to."""
    found = _plan(p, stone, ground)
    assert found is not None, "refused before"
    parts, witness = metal.prongs(p, stone, found, setting)
    foot = found.footing
    bottom = ground.top - min(ROOT, 0.8 * ground.depth)
    bodies = tuple(Placed(f"{setting} peg", b) for b in _peg(p, stone, found, ground, bottom))
    regions = [metal.rail_region(setting, "peg", found.path, foot.z, 2 * foot.half)]
    held = metal.gallery(stone, solid, found, foot.z + foot.half) if p.gallery else None
    if held is not None:
        bodies += metal.rail(held, f"{setting} gallery rail")
        regions.append(metal.rail_region(setting, "gallery rail", held.path, held.z, held.half))
    made = Parts(parts.metal + bodies, parts.cutters), witness + Witness(regions=tuple(regions))
    return metal.whole(stone, solid, found, setting, made, bottom, held)


def _peg(p: Params, stone: Measures, found: Plan, ground: Ground, bottom: float) -> tuple[Body, ...]:
    """From the band in to a waist and out to a cup that holds every foot.

    Round a stone that is not, the cup follows its outline like a hull, and the peg under it stays round.
    """
    foot, thick = found.footing, found.thick
    reach = carried(found.path)
    cup = reach + CUP * thick
    slim = min(cup, max(p.peg * cup, LEAST_PEG))
    rim, top = foot.z - LIP * thick, foot.z + 0.12 * thick
    peg = [(slim * size, ground.top + up * (rim - ground.top)) for up, size in FLARE]
    if ring_radius(found.path) is not None:
        return (_turned([(slim * SPREAD, bottom), *peg, (cup, rim), (cup, top)]),)
    keel, low = ground.top + KEEL * (rim - ground.top), 0.9 * slim
    if -stone.pavilion < rim:  # the stone dives into the hull: as wide as its cup down to the band, no thin shell
        keel, low = max(-stone.pavilion - UNDER_KEEL, bottom), cup
    levels = ((keel, low / reach), (rim, cup / reach), (top, cup / reach))
    return (
        _turned([(slim * SPREAD, bottom), *peg, (slim, foot.z - 0.05 * thick)]),
        Stacked(tuple((z, scaled(found.path, by)) for z, by in levels)),
    )


def _turned(side: list[Point]) -> Revolved:
    points = [(0.0, side[0][1]), *side, (0.0, side[-1][1])]
    return Revolved((*polyline(*points), Line(points[-1], points[0])))


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """Prongs the cut has no place for, or so thick or so many that there is no room for them under the stone."""
    return refusals(p, stone, ground, setting, _plan)
