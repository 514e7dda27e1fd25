"""Bodies of a bezel round any outline: the cup, its pocket, the notches at a stone's points, the hole to the finger.

Round ones are turned; every other is a stack of its outline. All in the stone's frame, mm.
"""

from __future__ import annotations

import math
from itertools import pairwise

from ringgen.bodies import Body, Extruded, Placed, Region, Revolved, Stacked, Vec
from ringgen.corners import eased
from ringgen.outline import circle, corners, offset, reach, scaled
from ringgen.plane import Curve, Line, Point, points, polyline, shifted
from ringgen.settings._cup import SHARP, Cup, Pit, Shares, turned
from ringgen.stones import Measures

EDGE = 0.3  # radius on the lip's outer edge; Morris & Watson ask 0.125 at least, a worn-in lip is rounder
RIM = (30.0, 60.0, 90.0)  # degrees round the lip's edge where it is drawn
SIDE_LEVELS = 10  # heights through which a curved side is drawn
RELIEF = 0.16  # mm, radius of the notch at a point of the stone: an opening as wide as casters ask for
RELIEF_PAST = 0.1  # mm the notch reaches past the point, so that setting never loads it (GIA, princess setting)
RELIEF_UNDER = 0.25  # mm the notch goes on under the girdle at most
OVER_LEDGE = 0.02  # mm it ends over the ledge
ABOVE = 1.0  # mm cutters reach over the lip
OUTLINE = 0.005  # mm: how closely points follow an outline


def cup_body(cup: Cup, outside: tuple[Curve, ...], stone: Measures) -> Body:
    """The cup, full."""
    if turned(stone):
        return Revolved(_half_section(cup))
    edge, rim = _rim(cup, outside, stone.culet)
    levels = [cup.bottom, *_bends(cup), cup.top - edge] if edge else [cup.bottom, *_bends(cup), cup.top]
    return Stacked((*((z, scaled(outside, cup.outside(z) / cup.outer, stone.culet)) for z in levels), *rim))


def _half_section(cup: Cup) -> tuple[Curve, ...]:
    edge = min(EDGE, 0.4 * cup.wall)
    foot = Line((0.0, cup.bottom), (cup.outside(cup.bottom), cup.bottom))
    corner = (cup.outside(cup.top), cup.top)
    begin = foot.end if cup.lean is not None else (cup.outer, cup.waist)
    rim = eased(polyline(begin, corner, (0.0, cup.top)), edge)
    side: tuple[Curve, ...] = () if cup.lean is not None else (cup.side,)
    return (foot, *side, *rim, Line((0.0, cup.top), (0.0, cup.bottom)))


def _bends(cup: Cup) -> list[float]:
    """The heights between foot and lip through which the outside is drawn."""
    if cup.lean is not None:
        return []
    side = cup.side
    return [side.at(side.a0 * (1 - i / SIDE_LEVELS))[1] for i in range(1, SIDE_LEVELS + 1)]


def _rim(cup: Cup, outside: tuple[Curve, ...], culet: Point) -> tuple[float, list[tuple[float, tuple[Curve, ...]]]]:
    """The rounded edge of the lip: how high it is, and its outlines; none where the outline is too small for one."""
    edge = min(EDGE, 0.4 * cup.wall)
    for _ in range(4):
        found: list[tuple[float, tuple[Curve, ...]]] = []
        for degrees in RIM:
            a = math.radians(degrees)
            z = cup.top - edge * (1 - math.sin(a))
            ring = offset(scaled(outside, cup.outside(z) / cup.outer, culet), -edge * (1 - math.cos(a)))
            if ring is not None:
                found.append((z, ring))
        if len(found) == len(RIM):
            return edge, found
        edge /= 2
    return 0.0, []


def pocket_body(inside: tuple[Curve, ...], half: float, levels: Shares, top: float, stone: Measures) -> Body:
    """The pocket: `levels` of the inside (`half` mm wide in the half section), then straight up to `top`."""
    if turned(stone):
        sides = [(half * share, z) for z, share in levels]
        spots = [(0.0, sides[0][1]), *sides, (half, top), (0.0, top)]
        return Revolved((*polyline(*spots), Line(spots[-1], spots[0])))
    return Stacked(tuple((z, scaled(inside, share, stone.culet)) for z, share in (*levels, (top, 1.0))))


def drill(inside: tuple[Curve, ...], half: float, end: Pit, wide: float, stone: Measures) -> Body:
    """The hole from a pocket to the finger, `wide` mm in the half section."""
    low, high = end.finger - ABOVE, end.floor + 0.3
    if turned(stone):
        return Revolved((*polyline((0.0, low), (wide, low), (wide, high), (0.0, high)), Line((0.0, high), (0.0, low))))
    return Extruded(scaled(inside, wide / half, stone.culet), low, high)


def reliefs(
    inside: tuple[Curve, ...], half: float, levels: Shares, top: float, stone: Measures, part: str
) -> tuple[Placed, ...]:
    """A notch at every point of the stone, so that metal pressed over it never touches it.

    It goes down to the pocket's ledge (`levels` of the inside, `half` mm wide in the half section) and no deeper:
    between a deeper one and the pocket a crest would be left.
    """
    found = []
    for (x, y), degrees in corners(stone.outline):
        if degrees < SHARP:
            cx, cy = stone.culet
            away = math.hypot(x - cx, y - cy)
            back = (RELIEF - RELIEF_PAST) / away
            at = shifted(circle(RELIEF), x - back * (x - cx), y - back * (y - cy))
            whole = reach(inside, math.atan2(y - cy, x - cx), stone.culet)
            ledge = _level_at(levels, (away + RELIEF_PAST - 2 * RELIEF) / whole)
            found.append(Placed(part, Extruded(at, min(max(ledge + OVER_LEDGE, -RELIEF_UNDER), -OVER_LEDGE), top)))
    return tuple(found)


def _level_at(levels: Shares, share: float) -> float:
    """The height at which a pocket is that wide."""
    for (z0, s0), (z1, s1) in pairwise(levels):
        if s0 <= share <= s1 and s1 > s0:
            return z0 + (z1 - z0) * (share - s0) / (s1 - s0)
    return levels[0][0]


def wall_regions(
    cup: Cup, outside: tuple[Curve, ...], stone: Measures, part: str, field: str, heights: list[float]
) -> tuple[Region, ...]:
    """Where the cup's wall lies, for reports."""
    found = []
    for z in heights:
        share = (cup.outside(z) - cup.wall / 2) / cup.outer
        ring = points(scaled(outside, share, stone.culet), 0.05)
        spots: tuple[Vec, ...] = tuple((x, y, z) for x, y in (*ring, ring[0]))
        found.append(Region(part, field, spots, 0.5 * cup.wall + 0.4))
    return tuple(found)
