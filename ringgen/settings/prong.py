"""A stone held in prongs on gallery rails: a basket, high or low, for every outline."""

from __future__ import annotations

from ringgen.bodies import Faceted, Parts
from ringgen.errors import Problem
from ringgen.settings import _metal as metal
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._footing import basket_footing
from ringgen.settings._heads import HeadParams, Plan, plan
from ringgen.settings._heads import lift as head_lift
from ringgen.settings._room import refusals, with_room
from ringgen.spec.fields import choice, count
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("claw", "prongs", "basket")


class Params(HeadParams):
    """The head."""

    rails: int = count(2, ge=1, le=2, doc="gallery rails: the base rail on the band, and one under the girdle")
    gallery: str = choice(
        "straight", ("straight", "scalloped"), doc="the rail under the girdle: level, or dipping between the prongs"
    )


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return with_room(p, stone, depth, head_lift(p, stone, depth), _plan)


def _plan(p: HeadParams, stone: Measures, ground: Ground) -> Plan | None:
    return plan(p, stone, ground, basket_footing)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The head's parts and what they are held to."""
    found = _plan(p, stone, ground)
    assert found is not None, "refused before"
    parts, witness = metal.prongs(p, stone, found, setting)
    foot = found.footing
    held = metal.gallery(stone, solid, found, foot.z + foot.half) if p.rails > 1 else None
    bodies = metal.base(found, ground, setting)
    regions = [metal.rail_region(setting, "base rail", found.path, foot.z, foot.half)]
    notes: tuple[str, ...] = ()
    if held is not None:
        part, below = f"{setting} gallery rail", foot.z + foot.half + metal.RAIL_GAP
        bodies += metal.rail(held, part) if p.gallery == "straight" else metal.scalloped(held, found, part, below)
        regions.append(metal.rail_region(setting, "gallery rail", held.path, held.z, held.half))
    elif p.rails > 1:
        notes = ("no room for a gallery rail between base rail and stone; the head has its base rail only",)
    made = Parts(parts.metal + bodies, parts.cutters), witness + Witness(regions=tuple(regions))
    return metal.whole(stone, solid, found, setting, made, foot.z - foot.half, held, notes)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """Prongs the cut has no place for, or so thick or so many that there is no room for them under the stone."""
    return refusals(p, stone, ground, setting, _plan)
