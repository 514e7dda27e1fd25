"""A stone gripped between two ends of the band that rise to its girdle: tension-look, as it is cast.

A true tension ring is forged and sprung; cast, a bridge under the stone holds the ring together, with air between.
"""

from __future__ import annotations

import math

from ringgen.bodies import Extruded, Faceted, Frame, Lofted, Parts, Placed, Region, Vec, spun
from ringgen.corners import eased
from ringgen.errors import Problem
from ringgen.outline import polygon, rounded
from ringgen.plane import Arc, Curve, Line
from ringgen.settings._arrangement import Arrangement, Ground, seat
from ringgen.settings._cup import height_at, shares
from ringgen.settings._ends import GRIP, Ends, ends, pointed
from ringgen.settings._notch import CLEARANCE, Room, clean_half
from ringgen.settings._standing import Standing
from ringgen.spec.fields import length
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("tension-look", "tension-style")
PROTECTS = False
HELD = "tension"  # its ends press on the girdle: only the hardest stones stand that
AIR = 0.35  # mm between culet and bridge; casters ask 0.3
UNDER_NOTCH = 0.7  # mm of an end under its notch; casters ask 0.6
NOTCH = 1.5  # mm a notch goes down for every mm it grips at most: the steepest of pavilions
WIDENS = 0.3  # mm an end's underside rises to stand out over the band's sides
RAISED = 0.6  # mm a stone set high stands over one set low
SPRING = 52.0  # degrees round the hoop from the face at which an end grows out of the band
SECTIONS = 7
HIDDEN = 0.2  # mm an end lies under the band's outside where it begins
BURY = 0.75  # mm it reaches into the band
UNDER_EDGE = 0.25  # mm it reaches at least under where the band's outside ends at its sides: else a slit is left there
OVER_FINGER = 0.45  # mm an end's underside stays over the finger at least
ROOT = (0.8, 0.65, 0.5, 0.35, 0.2)  # of the band's half width: how wide an end begins, the widest that lies in the band
LEAST_ROOT = 0.3  # mm, height of an end where it begins
SAME = 0.25  # of the band's half width: where that differs by less from the top's, its outside is like it
FALLS = 0.4  # mm an outside not known falls for every mm across at most
LEAST_ROOT_HALF = 0.36  # mm: narrower it would come out of the band as a ridge no caster keeps
IN_BAND = 0.1  # mm of the band round the edges of an end's underside
DRAWN = (
    0.9  # mm an end widens over its underside for every mm it rises: steeper than 45 degrees, it casts without a slit
)
MOST_SOLE, MOST_FLANK = 0.85, 0.5  # of an end's half width and height
BESIDE = 1.4  # mm of an end beside the stone at most: on a table far wider than the stone an end is no wall across it
ACROSS = 0.34  # of the stone's width across: how wide an end is at the stone, where the band is narrower
SWELL = 0.15  # mm an end stands out over the band's sides at least: flush with them it would be all seam
MOST_ACROSS = 1.6  # of the band's half width: how far an end spreads over it
EDGE = 0.3  # mm, radius of an end's edges
ROUNDED = 0.4  # mm, radius in the corners of the gap
BRIDGE, LEAST_BRIDGE = 1.3, 1.0  # mm
OVER_BRIDGE = 0.6  # mm of band over a bridge nobody asked a thickness for: an end is rooted in that
SHELF = 0.1  # mm an end lies over the bridge's top: the gap trims all of it
OVER_BAND = 0.12  # mm the gap ends over a band that is all bridge
LEAST_BURY = 0.35  # mm an end reaches into the band at least
PAST = 3.0  # degrees an end goes on over the gap, which trims it


class Params(Standing):
    """The ends and the bridge."""

    grip: float = length(GRIP, ge=0.2, le=0.6, doc="how far each end reaches over the girdle")
    bridge: float | None = length(
        None,
        ge=LEAST_BRIDGE,
        le=3.0,
        doc="thickness of the bridge under the stone; unset: 1.3, less in a band under 1.9 thick",
    )
    thickness: float = length(1.6, ge=1.0, le=3.0, doc="thickness of each end beside the stone, along the hoop")


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band: clear of the bridge, whatever that leaves of the band."""
    if p.lift is not None:
        return p.lift
    low = _least_lift(p, stone, depth)
    return low + RAISED if p.set == "high" else low


def _least_lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band: clear of the bridge, and the notches as high over it as an end is thick under them."""
    notch = min(stone.pavilion, NOTCH * p.grip) + CLEARANCE
    return min(_bridge(p, depth), depth) - depth + max(AIR, SHELF + WIDENS + UNDER_NOTCH - (stone.pavilion - notch))


def _bridge(p: Params, depth: float) -> float:
    """How thick the bridge is in a band that thick."""
    if p.bridge is not None:
        return p.bridge
    return min(max(min(BRIDGE, depth - OVER_BRIDGE), LEAST_BRIDGE), depth)


def _buried(p: Params, ground: Ground) -> float:
    """How far an end reaches into the band: not below the bridge's top, or so far that what is left there is sturdy."""
    fall = max((-h for _, h in ground.crown), default=0.0)
    found = min(max(BURY, fall + UNDER_EDGE), ground.depth - _bridge(p, ground.depth) - SHELF)
    return found if found >= LEAST_BURY else max(ground.depth - OVER_FINGER, 0.3)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The two ends, the gap between them over the bridge, and the stone's seat in both."""
    e = ends(stone, ground, p.grip)
    place, part = spun(e.turn), f"{setting} end"
    metal, regions = [], []
    for side, face in ((1, e.right), (-1, e.left)):
        most = _most_across(p, height_at(shares(solid, stone), face / (face + p.grip)) - CLEARANCE, ground)
        whole = min(ground.half_width + SWELL, e.across + BESIDE)
        wide = min(max(whole, ACROSS * 2 * e.across), most)
        wide = clean_half(stone, solid, e, side, Room(0.0, most, MOST_ACROSS * ground.half_width), wide)
        body, line = _end(p, (face, side), wide, e, ground)
        metal.append(Placed(part, body, (place,)))
        spots = tuple(place.point(q) for q in line)
        regions.append(Region(part, f"settings.{setting}.thickness", spots, 0.8 * p.thickness))
    bridge_thick = _bridge(p, ground.depth)
    bridge = tuple(place.point((x, 0.0, ground.top - ground.depth + bridge_thick / 2)) for x in (-e.left, 0.0, e.right))
    regions.append(Region(f"{setting} bridge", f"settings.{setting}.bridge", bridge, 0.6 * bridge_thick))
    (a, b, c) = place.y
    over = Frame(x=place.x, z=(-a, -b, -c))
    gap = Placed(f"{setting} gap", _gap(p, e, ground), (over,))
    parts = Parts(tuple(metal), (gap, seat(stone, solid, CLEARANCE, f"{setting} seat")))
    notes = (f"{setting}: cast in one with its bridge; the setter opens the notches, nothing is sprung",)
    return Arrangement(parts, Witness(regions=tuple(regions)), ground.top - _buried(p, ground), notes=notes)


def _end(p: Params, at: tuple[float, int], wide: float, e: Ends, ground: Ground) -> tuple[Lofted, tuple[Vec, ...]]:
    """One end: upright sections round the hoop, from inside the band up to the stone, and on over the gap."""
    face, side = at
    centre = ground.top - ground.radius
    high = e.top - centre
    arrives = math.degrees(math.asin(min(0.9, (face + p.thickness) / high)))
    springs = arrives + SPRING
    stops = math.degrees(math.asin(min(0.9, face / high))) - PAST
    root_half, root = _root(p, side * springs, ground)
    sections, line = [], []
    angles = [springs + (arrives - springs) * i / (SECTIONS - 2) for i in range(SECTIONS - 1)] + [stops]
    for degrees in angles:
        s = min(1.0, (springs - degrees) / (springs - arrives))
        rise, spread = s * s * (2 - s), s * s * (3 - 2 * s)
        level = high / math.cos(math.radians(min(degrees, arrives)))  # the top runs level past the arrival
        top, half = root + (level - root) * rise, root_half + (wide - root_half) * spread
        low = _low(p, side * degrees, ground)
        top = max(top, low + LEAST_ROOT)  # where a signet's face rises faster than the end does, it lies in the band
        sole = min(_sole(p, ground), ground.along(side * degrees)[0] - IN_BAND)
        sections.append((_upright(side * degrees, centre), _block(low, top, half, sole)))
        line.append(_upright(side * degrees, centre).point((0.0, (low + top) / 2, 0.0)))
    ordered = sections if side > 0 else sections[::-1]
    return Lofted(tuple(ordered)), tuple(line[1:])


def _most_across(p: Params, notch: float, ground: Ground) -> float:
    """Half the width of an end at most, mm, whose notch runs out of it `notch` mm high.

    Its underside rises beside its sole, and stays clear of the notch.
    """
    low = ground.radius - _buried(p, ground)
    rises = notch - UNDER_NOTCH - (low + ground.top - ground.radius)
    return min(MOST_ACROSS * ground.half_width, _sole(p, ground) + DRAWN * max(rises, 0.0))


def _root(p: Params, degrees: float, ground: Ground) -> tuple[float, float]:
    """Half the width and the outer radius at which an end begins, hidden in the band; narrow in a steep one."""
    half, root, low = 0.0, ground.radius, _low(p, degrees, ground)
    half_width, radius = ground.along(degrees)
    same = abs(half_width - ground.half_width) < SAME * half_width  # else the band's outside is not the top's
    for share in ROOT:
        half = max(share * half_width, LEAST_ROOT_HALF)
        fall = max((-h for y, h in ground.crown if abs(y) <= half), default=0.0) if same else FALLS * half
        root = min(radius, ground.radius) - fall - HIDDEN
        if root > low + LEAST_ROOT:
            break
    return half, max(root, low + LEAST_ROOT)


def _low(p: Params, degrees: float, ground: Ground) -> float:
    """How far from the finger's axis an end's underside lies there: as deep in the band as at the top, or deeper."""
    return min(ground.along(degrees)[1], ground.radius) - _buried(p, ground)


def _sole(p: Params, ground: Ground) -> float:
    """Half the width of an end's underside, mm: as far as the band lies round it."""
    least = IN_BAND - _buried(p, ground)
    within = min((abs(y) for y, h in ground.crown if h < least), default=ground.half_width)
    return max(min(within, ground.half_width - IN_BAND), LEAST_ROOT_HALF)


def _upright(degrees: float, centre: float) -> Frame:
    """The plane through the finger's axis at that angle from the top: x along the finger, y outwards."""
    a = math.radians(degrees)
    return Frame((0.0, 0.0, centre), (0.0, 1.0, 0.0), (math.cos(a), 0.0, -math.sin(a)))


def _block(low: float, top: float, half: float, sole: float) -> tuple[Curve, ...]:
    """A section: (along the finger, from the finger's axis outwards), its edges rounded.

    Beyond its sole, `sole` mm from the middle, the underside rises: nothing of an end lies level beside the band.
    """
    sole = min(sole, MOST_SOLE * half)
    flank = low + min((half - sole) / DRAWN, MOST_FLANK * (top - low))
    edge = min(EDGE, 0.3 * (top - low), 0.4 * half)
    right = ((sole, low), (half, flank), (half, top))
    return rounded(polygon((-sole, low), *right, (-half, top), (-half, flank)), edge)


def _gap(p: Params, e: Ends, ground: Ground) -> Extruded:
    """The air between the ends, down to the bridge; (along the hoop, upwards), extruded along the finger."""
    centre = ground.top - ground.radius
    radius = _floor(p, ground)
    right, left, high = e.right, -e.left, e.top + 1.0
    a1, a0 = math.acos(right / radius), math.acos(left / radius)
    floor = Arc((0.0, centre), radius, a0, a1)
    chain = (
        Line((left, high), floor.start),
        floor,
        Line(floor.end, (right, high)),
        Line((right, high), (left, high)),
    )
    far = MOST_ACROSS * ground.half_width + 2.0
    return Extruded(eased(chain, _rounding(p, ground), (0, 1)), -far, far)


def _rounding(p: Params, ground: Ground) -> float:
    """The radius in the corners of the gap: no higher than an end's underside at the band's side."""
    low = ground.radius - _buried(p, ground)
    over = low + (ground.half_width - _sole(p, ground)) / DRAWN - _floor(p, ground)
    return min(ROUNDED, over) if over > 0 else ROUNDED


def _floor(p: Params, ground: Ground) -> float:
    """How far from the finger's axis the gap ends: on the bridge, or clear of a band that is all bridge."""
    radius = ground.radius - ground.depth + _bridge(p, ground.depth)
    return ground.radius + OVER_BAND if radius > ground.radius - OVER_BAND else radius


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """A stone gripped at its points, too long for the hoop, too low over the bridge; a bridge thicker than its band."""
    e = ends(stone, ground, p.grip)
    problems = pointed(stone, e, p.grip, setting)
    if problems:
        return problems
    if _bridge(p, ground.depth) > ground.depth + 1e-9:
        nearest = math.floor(ground.depth * 20 + 1e-6) / 20
        why = f"the band is {ground.depth:g} mm thick there"
        problems.append(Problem(f"settings.{setting}.bridge", why, f"at most {ground.depth:g} mm", f"{nearest:g}"))
    low = _least_lift(p, stone, ground.depth)
    found = -stone.pavilion - ground.top
    if found < low - 1e-6:
        nearest = math.ceil(low * 20 - 1e-6) / 20
        why = f"the culet would come nearer to the bridge than {AIR:g} mm, or a notch nearer to an end's underside"
        problems.append(Problem(f"settings.{setting}.lift", why, f"{low:.2f} mm or more", f"{nearest:g}"))
    if max(e.right, e.left) + p.thickness > 0.6 * (ground.radius + 1.0):
        why = f"a stone that takes {e.right + e.left:.1f} mm of the hoop has no band beside it to be gripped by"
        problems.append(Problem(f"settings.{setting}.type", why, "a smaller stone", "bezel"))
    return problems
