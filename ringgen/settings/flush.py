"""A stone set into the band itself, its table level with the metal: flush, gypsy or burnish setting."""

from __future__ import annotations

from ringgen.bodies import Faceted, Parts, Placed, Region, Vec
from ringgen.errors import Problem
from ringgen.outline import offset
from ringgen.plane import Curve, Point, points
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._bezel_bodies import ABOVE, pocket_body
from ringgen.settings._cup import Shares, bearing, half_width, inner, pearl, shares
from ringgen.settings._offers import MOST_THICKNESS, STEP, up
from ringgen.spec.fields import SettingParams, length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("gypsy", "burnish", "hammer")
PROTECTS = True  # the band stands all round the girdle
HELD = "flush"  # its rim is hammered and burnished over the girdle: softer stones crack
UNDER_CULET = 0.52  # mm from the culet to the finger; Stuller asks 0.5, Rowe 0.2 over the stone's depth
BESIDE = 0.85  # mm of metal beside the stone; casters ask 0.8
OVER_GIRDLE = 0.15  # mm of metal over the girdle's upper edge, to be burnished over it
PILOT, MOST_PILOT = 0.5, 0.75  # of the stone's width
UNDER_STONE = 0.7  # mm of metal under the stone beside the hole; casters ask 0.6
LEAST_PILOT = 0.35  # mm, radius of the hole: what a caster keeps open
SINK, MOST_SINK = 0.1, 1.5  # mm
NOUGHT = 1e-6  # mm: less than that is no lack
MOST_WIDTH, MOST_DEPTH = 12.0, 3.2  # mm: a wider band, or one for a stone as deep as 0.8 ct, is a lump: wants a head
FALL = 0.25  # mm a crowned band falls away beside a stone for every mm it is made thicker


class Params(SettingParams):
    """How the stone lies in the band."""

    sink: float | None = length(
        None,
        ge=0.0,
        le=MOST_SINK,
        doc="how far the table lies under the band's outside; unset: 0.1, more where the band falls away beside it",
    )
    pilot: float | None = ratio(
        None,
        ge=0.3,
        le=MOST_PILOT,
        doc="width of the hole that goes on to the finger, as a share of the stone's; unset: 0.5, or as wide as leaves "
        "enough metal under the stone",
    )


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band: all of the stone lies in it."""
    return -(stone.depth + (SINK if p.sink is None else p.sink))


def deeper(p: Params, stone: Measures, ground: Ground) -> float:
    """How much deeper than `lift` says a stone lies in a band that falls away beside it, unless asked how deep; mm."""
    inside = inner(stone)
    if p.sink is not None or inside is None:
        return 0.0
    lack = _lack(stone, inside, ground)
    return min(up(SINK + lack), MOST_SINK) - SINK if lack > NOUGHT else 0.0


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The pocket: straight walls, a bearing at the stone's own slope, and a pilot hole to the finger."""
    inside, half = inner(stone), half_width(stone)
    assert inside is not None  # refused otherwise
    held = shares(solid, stone)
    finger = ground.top - ground.depth
    ledge = max(_pilot(p, half, held, finger), min(MOST_PILOT, LEAST_PILOT / half))
    levels = ((finger - ABOVE, ledge), *bearing(half, held, ledge))
    top = max(ground.top, stone.girdle + stone.crown) + ABOVE
    part = f"{setting} seat"
    pocket = Placed(part, pocket_body(inside, half, levels, top, stone))
    ring = points(inside, 0.05)
    spots: tuple[Vec, ...] = tuple((x, y, 0.0) for x, y in (*ring, ring[0]))
    seen = Witness(regions=(Region(part, "band.top.thickness", spots, BESIDE),))
    notes = (f"{setting}: the well is cast open; its rim is burnished over the girdle",)
    return Arrangement(Parts(cutters=(pocket,)), seen, finger, notes=notes)


def _pilot(p: Params, half: float, held: Shares, finger: float) -> float:
    """How wide the hole is, as a share of the stone: unasked, so wide that the metal round it is thick enough."""
    if p.pilot is not None:
        return p.pilot
    tried = [k * STEP for k in range(round(PILOT / STEP), round(MOST_PILOT / STEP) + 1)]
    return next((t for t in tried if bearing(half, held, t)[0][0] - finger >= UNDER_STONE), MOST_PILOT)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """A band too thin for the stone's depth, too narrow for its width, or falling away beside it."""
    inside = inner(stone)
    if pearl(stone):
        why = "a pearl is never hammered in: its skin is too soft for it"
        return [Problem(f"settings.{setting}.type", why, nearest="prong")]
    if inside is None:
        return [Problem(f"settings.{setting}.type", "the stone's outline cannot be followed", nearest="prong")]
    width = 2 * max(abs(_across(q, ground)) for q in points(inside, 0.01)) + 2 * BESIDE
    if width > MOST_WIDTH or stone.depth > MOST_DEPTH:
        why = f"a band broad and thick enough for a stone of {stone.width:g} mm, {stone.depth:.2f} mm deep, is no ring"
        return [Problem(f"settings.{setting}.type", why, "a smaller stone", "bezel")]
    if width > 2 * ground.half_width + 1e-9:
        why = f"a stone of {stone.width:g} mm leaves less than {BESIDE:g} mm of band beside it"
        return [Problem("band.top.width", why, f"{width:.2f} mm or more", f"{up(width):g}")]
    return _proud(stone, inside, ground, setting)


def _proud(stone: Measures, inside: tuple[Curve, ...], ground: Ground, setting: str) -> list[Problem]:
    """Where the band's outside, which falls away to its sides, lies too low at the girdle; and its thickness.

    A thicker band falls away further: what is offered for both reckons with that.
    """
    lack = _lack(stone, inside, ground)
    sunk = ground.top + stone.pavilion - stone.depth
    thin = max(stone.depth + sunk + max(lack, 0.0) + UNDER_CULET - ground.depth, 0.0)
    if lack < NOUGHT and thin < NOUGHT:
        return []
    sink = up(sunk + max(lack + FALL * thin, 0.0))
    crown = max((h for _, h in ground.crown), default=0.0)
    thick = up(stone.depth + sink + UNDER_CULET + crown)
    if sink > MOST_SINK or thick > MOST_THICKNESS:
        why = f"a stone {stone.depth:.2f} mm deep does not lie in a band so crowned"
        return [Problem(f"settings.{setting}.type", why, "a shallower stone or a flatter band", "bezel")]
    found = []
    if lack > NOUGHT:
        why = "the band falls away beside the stone: too little metal stands over its girdle to be burnished down"
        found.append(Problem(f"settings.{setting}.sink", why, f"{sunk + lack:.2f} mm or more", f"{sink:g}"))
    if thin > NOUGHT:
        why = f"a stone {stone.depth:.2f} mm deep has no room over the finger in a band of {ground.depth:g} mm"
        found.append(Problem("band.top.thickness", why, f"{thick:g} mm or more", f"{thick:g}"))
    return found


def _lack(stone: Measures, inside: tuple[Curve, ...], ground: Ground) -> float:
    """How much lower the girdle must lie for metal to stand over it all round, mm."""
    rim = offset(inside, OVER_GIRDLE) or inside
    under = [h for x, y in points(rim, 0.02) if (h := ground.under(x, y)) is not None]
    return stone.girdle + OVER_GIRDLE - min(under, default=ground.top)


def _across(q: Point, ground: Ground) -> float:
    """How far along the finger a point of the stone's frame lies from the band's middle."""
    return ground.frame.point((*q, 0.0))[1] if ground.frame else q[1]
