"""A stone between two upright bars that run across the band and grip its girdle at either side."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted, Parts, Placed, Region, Stacked, spun
from ringgen.corners import eased
from ringgen.errors import Problem
from ringgen.outline import offset
from ringgen.plane import Curve, polyline, shifted
from ringgen.settings._arrangement import Arrangement, Carry, Ground, seat
from ringgen.settings._cup import height_at, shares
from ringgen.settings._ends import GRIP, Ends, chord, ends, pointed
from ringgen.settings._notch import CLEARANCE, Room, clean_half
from ringgen.settings._standing import Standing, standing
from ringgen.spec.fields import length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("bars", "bar-ends", "end-bars")
PROTECTS = False
LOW, HIGH = 0.3, 1.0  # mm from the band up to the culet
BURY = 0.75  # mm a bar reaches into the band
OVER_FINGER = 0.45  # mm a foot ends over the finger at least
BESIDE = 0.25  # mm a foot keeps from the band's side: its edge lies on the band, not beside it
LEAST_FOOT = 0.5  # mm, half the width of a foot
SUNK = 0.1  # mm a stone set sunk stands over the band: a seat cut into it would leave slivers at its sides
UNDER_NOTCH = 0.75  # mm of metal under the stone's notch before a bar draws in towards the band
DRAWN = 0.9  # mm a bar may draw in for every mm of its height: steeper than 45 degrees, it casts without a hollow
EDGE = 0.25  # mm, radius of a bar's edges; Morris & Watson ask 0.125 at least
RIM = (30.0, 60.0, 90.0)  # degrees round the upper edge where it is drawn


class Params(Standing):
    """The bars."""

    thickness: float = length(1.3, ge=1.0, le=3.0, doc="thickness of each bar along the hoop")
    reach: float = ratio(0.6, ge=0.35, le=0.85, doc="length of each bar across the band, as a share of the stone's")
    grip: float = length(GRIP, ge=0.2, le=0.6, doc="how far each bar reaches over the girdle")


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    found = standing(p, depth, LOW, HIGH)
    return found if p.lift is not None else max(found, SUNK)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The two bars, the stone's seat in both, and what they are held to."""
    e = ends(stone, ground, p.grip)
    part, field = f"{setting} bar", f"settings.{setting}.thickness"
    bars, regions, lowest = [], [], math.inf
    for side, face in ((1, e.right), (-1, e.left)):
        notch = height_at(shares(solid, stone), face / (face + p.grip)) - CLEARANCE
        place = spun(e.turn + (0.0 if side > 0 else 180.0))
        foot = _foot(p, face, e, ground, side)
        begin = max(ground.top, foot + 0.3)
        spread = max(min(notch - UNDER_NOTCH, -0.2), begin)
        low, high = chord(stone, e, side)
        middle, most = (low + high) / 2, _half_foot(p, e, ground) + DRAWN * (spread - begin)
        half = clean_half(stone, solid, e, side, Room(middle, most, most), min(p.reach * e.across, most))
        middle *= side
        body = Stacked(_levels(p, face, (middle, half), (foot, begin, spread, e.top), _half_foot(p, e, ground)))
        bars.append(Placed(part, body, (place,)))
        lowest = min(lowest, foot)
        along = face + p.thickness / 2
        ys = (middle - half, middle, middle + half)
        line = tuple(place.point((along, y, z)) for z in (0.5 * e.top, 0.0, 0.5 * foot) for y in ys)
        regions.append(Region(part, field, line, 0.6 * p.thickness, p.thickness))
    cutter = seat(stone, solid, CLEARANCE, f"{setting} seat")
    carry = Carry(min(e.right, e.left) + 0.5 * p.thickness, 0.4 * ground.top, 0.6, 0.5, part)
    return Arrangement(Parts(tuple(bars), (cutter,)), Witness(regions=tuple(regions)), lowest, carry)


def _foot(p: Params, face: float, e: Ends, ground: Ground, side: int) -> float:
    """How deep a bar reaches: into the band along its whole foot, never down to the finger."""
    a = math.radians(e.turn)
    half = _half_foot(p, e, ground)
    under = []
    for x in (face, face + p.thickness):
        for y in (-half, 0.0, half):
            at = (side * (x * math.cos(a) - y * math.sin(a)), side * (x * math.sin(a) + y * math.cos(a)))
            under.append(ground.under(*at))
    heights = [h for h in under if h is not None]
    lowest, highest = min(heights, default=ground.top), max(heights, default=ground.top)
    return max(lowest - BURY, highest - ground.depth + OVER_FINGER)


def _half_foot(p: Params, e: Ends, ground: Ground) -> float:
    return max(LEAST_FOOT, min(p.reach * e.across, ground.half_width - BESIDE))


def _levels(
    p: Params, face: float, span: tuple[float, float], heights: tuple[float, float, float, float], narrow: float
) -> tuple[tuple[float, tuple[Curve, ...]], ...]:
    """A bar from its foot, no wider than the band, to its full length under the notch and its rounded top."""
    middle, full = span
    foot, begin, spread, top = heights

    def block(half: float, at: float) -> tuple[Curve, ...]:
        a, b = face, face + p.thickness
        return shifted(
            eased(polyline((a, 0.0), (a, -half), (b, -half), (b, half), (a, half), (a, 0.0)), EDGE, (1, 2)), 0.0, at
        )

    levels = [(foot, block(min(narrow, full), 0.0))]
    if begin < spread - 0.2:
        levels.append((begin, levels[0][1]))
    levels += [(max(spread, foot + 0.6), block(full, middle)), (top - EDGE, block(full, middle))]
    edge = 0.8 * EDGE
    for degrees in RIM:
        t = math.radians(degrees)
        ring = offset(block(full, middle), -edge * (1 - math.cos(t)))
        assert ring is not None  # the corners are rounder than that
        levels.append((top - EDGE * (1 - math.sin(t)), ring))
    return tuple(levels)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """A stone with its points at the bars, or so long that the band has fallen away under them."""
    e = ends(stone, ground, p.grip)
    problems = pointed(stone, e, p.grip, setting)
    far = max(e.right, e.left) + p.thickness
    if not problems and far > 0.75 * ground.radius:
        why = f"bars {far:g} mm from the middle stand beside the band, not on it"
        problems = [Problem(f"settings.{setting}.type", why, nearest="bezel")]
    return problems
