"""V-prongs: two arms that cover both sides of a stone's point, on a stem; the very point touches nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ringgen.bodies import Extruded, Frame, Placed, Stacked, Wire
from ringgen.corners import eased
from ringgen.outline import circle, scaled, shifted_along
from ringgen.plane import Curve, Line, Point, polyline, shifted
from ringgen.settings._claws import Rise
from ringgen.stones import Anchor, Measures

ARMS = 1.5  # each arm's length over its thickness
MOST_OF_STONE = 0.3  # of its width: each arm at most
WALL = 1.18  # of the prong's thickness: the arms'
MOST_SEAT = 0.25  # of the arms' thickness: their seat, which the room round the point deepens
STEM = 0.96  # of the prong's thickness: the stem's, which ends inside the arms
ROUNDED = 0.42  # of the thickness: radius of the arms' ends and of the outer corner
BUD = 0.5  # of the thickness: the arms' length where they begin on the stem: no fins
STEM_TOP, HALF_UP = 0.4, 0.9  # of that bud: its size where it begins, and half way up to the whole arms
UNDER = 0.6  # mm below the girdle down to which the arms are whole
FLARE = 1.5  # of the thickness: the height in which the stem opens into the arms
LEAN = math.radians(7.0)  # of the arms over the stone
DOME = ((0.24, 0.02), (0.09, 0.07), (0.0, 0.16))  # of the thickness: below the top, and how far the arms are brought in
RELIEF = 0.2  # mm: radius of the room round the very point; the point chips when it touches (GIA princess bench guide)
RELIEF_OVER = 0.15  # mm over the girdle and under it


@dataclass(frozen=True)
class Chevron:
    """The arms' plan where they are whole: (u outwards, v aside) with the point at the origin; mm and radians."""

    half_angle: float
    outside: float
    inside: float
    length: float
    thick: float


def chevron(stone: Measures, anchor: Anchor, thick: float, share: float, clearance: float) -> Chevron:
    """The arms at a point or a corner: along the chords to where they end on the girdle."""
    length = min(ARMS * thick, MOST_OF_STONE * min(stone.width, stone.length))
    ends = [shifted_along(stone.outline, anchor.at, s * length) for s in (1.0, -1.0)]
    mids = [shifted_along(stone.outline, anchor.at, s * length / 2) for s in (1.0, -1.0)]
    chords = [math.dist(anchor.at, e) for e in ends]
    ox, oy = anchor.out
    turns = [
        math.acos(max(-1.0, min(1.0, ((anchor.at[0] - e[0]) * ox + (anchor.at[1] - e[1]) * oy) / c)))
        for e, c in zip(ends, chords, strict=True)
    ]
    bulge = max(_beside(anchor.at, e, m) for e, m in zip(ends, mids, strict=True))
    wall, bite = WALL * thick, min(share, MOST_SEAT)
    outside, inside = wall * (1 - bite) + clearance + bulge / 2, wall * bite - clearance
    return Chevron(sum(turns) / 2, outside, inside, min(chords), thick)


def _beside(a: Point, b: Point, p: Point) -> float:
    """How far a point lies from the line through two others."""
    return abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) / math.dist(a, b)


def middle(c: Chevron) -> float:
    """Where the wall's middle is at the point: how far outside the girdle."""
    return (c.outside - c.inside) / 2 / math.sin(c.half_angle)


def section(c: Chevron, less: float = 0.0) -> tuple[Curve, ...]:
    """The arms' plan, counter-clockwise, brought in by `less` mm all round; all corners but the inner one rounded."""
    out, inn, far = c.outside - less, c.inside - less, c.length - less
    sin, cos = math.sin(c.half_angle), math.cos(c.half_angle)

    def arm(along: float, outwards: float) -> Point:
        """On the upper arm: so far along it, so far outside the girdle."""
        return (-cos * along + sin * outwards, sin * along + cos * outwards)

    upper = [arm(far, out), arm(far, -inn)]
    inner, apex = (-inn / sin, 0.0), (out / sin, 0.0)
    middle = arm((far - out / math.tan(c.half_angle)) / 2, out)  # rounding begins and ends on a straight side
    spots = [middle, *upper, inner, *((u, -v) for u, v in reversed(upper)), apex, middle]
    return eased(polyline(*spots), ROUNDED * (out + inn), (0, 1, 3, 4, 5))


def v_prong(part: str, r: Rise, frame: Frame, c: Chevron, top: float) -> tuple[Placed, ...]:
    """The stem, and the arms that grow out of it below the girdle and lean in over the stone up to `top`."""
    mid = middle(c)
    under = -UNDER
    begin = max(under - FLARE * c.thick, 0.5 * (under + r.foot_z))
    stem = Line((r.foot, r.foot_z), (mid, under + 0.1))
    t = (begin - r.foot_z) / (stem.end[1] - r.foot_z)
    at_begin = r.foot + t * (mid - r.foot)
    whole, bud = section(c), section(replace(c, length=BUD * c.thick))
    half_up, at_half = (begin + under) / 2, (at_begin + mid) / 2
    rake = math.tan(LEAN)
    ends = [(top - low * c.thick, less * c.thick) for low, less in DOME]
    levels = (
        (begin, _smaller(bud, mid, STEM_TOP, at_begin)),
        (half_up, _smaller(bud, mid, HALF_UP, at_half)),
        (under, whole),
        *((z, shifted(section(c, less), -rake * z, 0.0)) for z, less in ((0.0, 0.0), *ends)),
    )
    return (
        Placed(f"{part} stem", Wire((stem,), STEM * c.thick / 2), (frame,)),
        Placed(part, Stacked(levels), (frame,)),
    )


def _smaller(chain: tuple[Curve, ...], mid: float, by: float, to: float) -> tuple[Curve, ...]:
    """An outline scaled about (mid, 0), and that point moved to (to, 0)."""
    return shifted(scaled(chain, by, (mid, 0.0)), to - mid, 0.0)


def relief(part: str, frame: Frame, girdle: float) -> Placed:
    """The room round the very point."""
    return Placed(part, Extruded(circle(RELIEF), -RELIEF_OVER, girdle + RELIEF_OVER), (frame,))


def v_axis(r: Rise, c: Chevron, top: float) -> list[Point]:
    """Foot, stem, and up the middle of the wall at the point, in (u, z)."""
    mid = middle(c)
    return [(r.foot, r.foot_z), (mid, -UNDER + 0.1), (mid, 0.0), (mid - math.tan(LEAN) * top, top)]
