"""V-prongs: two arms that cover both sides of a stone's point, on a stem; the very point touches nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ringgen.bodies import Extruded, Frame, Placed, Stacked, Wire
from ringgen.corners import eased
from ringgen.outline import circle, scaled, shifted_along
from ringgen.plane import Arc, Curve, Line, Point, polyline, shifted
from ringgen.settings._claws import Rise
from ringgen.stones import Anchor, Measures

ARMS = 1.3  # each arm's length over its thickness
MOST_OF_STONE = 0.25  # of its width: each arm at most
STEM = 0.92  # of the prong's thickness: the stem's, which ends inside the arms
ROUNDED = 0.36  # of the thickness: radius of the arms' ends and of the outer corner
BUD = 0.5  # of the thickness: the arms' length where they begin on the stem: no fins
STEM_TOP, HALF_UP = 0.4, 0.9  # of that bud: its size where it begins, and half way up to the arms
HALF = (
    0.85  # of the arms' length below the girdle: half way up to there; their undersides are steep where stone is near
)
UNDER = 0.6  # of the thickness: how far below the girdle the arms begin
SHORT = 0.8  # of their length: how long they are there: they grow up to the girdle
APART = 0.6  # mm between the arms of two neighbours at the girdle: they come nearer by leaning in over the stone
GROWN = 0.25  # mm two neighbours' arms reach into one another at the least
MOST_BLUNT = math.radians(86.0)  # half the angle between the arms: round a corner cut so wide that it is a side
LEAST_SIDE = 0.3  # of the thickness: an arm's inner side, past the corner of a sharp point, is that long at the least
LEAST_ARM = 0.78  # mm: an arm from the room round the point to its end
FLARE = 1.4  # of the thickness: the height in which the stem opens into the arms
LEAN = math.radians(7.0)  # of the arms over the stone, from the girdle's upper edge on
UPRIGHT = 0.22  # of the thickness: how far under their rounded top the arms stand straight again
# of the thickness: below the top, and how far the arms are brought in; steep, so that no edge of it is thin metal
DOME = ((0.2, 0.0), (0.11, 0.07), (0.04, 0.15), (0.0, 0.22))
LIP = 0.6  # mm of metal over the crown at the least; the least wall casters take
LEAST_STAND = 0.1  # of the thickness: how far over the girdle that rounded top begins at the least
# mm: radius of the room round the very point, which chips when it touches (GIA princess bench guide); 0.3 mm wide and
# more, so that investment fills it
RELIEF = 0.175
RELIEF_OVER = 0.1  # mm over the girdle and under it


@dataclass(frozen=True)
class Chevron:
    """The arms' plan where they are whole: (u outwards, v aside) with the point at the origin; mm and radians."""

    half_angle: float
    outside: float
    inside: float
    length: float
    thick: float


def chevron(
    stone: Measures, anchor: Anchor, thick: float, share: float, clearance: float, beside: float = math.inf
) -> Chevron:
    """The arms at a point or a corner: along the chords to where they end on the girdle.

    `beside` is how far off the next V stands, mm.
    """
    length = _length(min(ARMS * thick, max(MOST_OF_STONE * min(stone.width, stone.length), RELIEF + LEAST_ARM)), beside)
    ends = [shifted_along(stone.outline, anchor.at, s * length) for s in (1.0, -1.0)]
    mids = [shifted_along(stone.outline, anchor.at, s * length / 2) for s in (1.0, -1.0)]
    chords = [math.dist(anchor.at, e) for e in ends]
    ox, oy = anchor.out
    turns = [
        math.acos(max(-1.0, min(1.0, ((anchor.at[0] - e[0]) * ox + (anchor.at[1] - e[1]) * oy) / c)))
        for e, c in zip(ends, chords, strict=True)
    ]
    bulge = max(_beside(anchor.at, e, m) for e, m in zip(ends, mids, strict=True))
    left = thick * (1 - share) + (RELIEF if anchor.kind == "point" else clearance)  # the room at a point is wider
    return Chevron(min(sum(turns) / 2, MOST_BLUNT), left + bulge, thick * share - clearance, min(chords), thick)


def _length(usual: float, beside: float) -> float:
    """An arm's length, mm: clearly apart from its neighbour's end, or where there is no room for that grown into it."""
    apart = (beside - APART) / 2
    if usual <= apart:
        return usual
    return apart if apart >= RELIEF + LEAST_ARM else max(usual, beside / 2 + GROWN)


def _beside(a: Point, b: Point, p: Point) -> float:
    """How far a point lies from the line through two others."""
    return abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) / math.dist(a, b)


def middle(c: Chevron) -> float:
    """Where the wall's middle is at the point: how far outside the girdle."""
    return (c.outside + RELIEF) / 2


def section(c: Chevron, less: float = 0.0) -> tuple[Curve, ...]:
    """The arms' plan, counter-clockwise, brought in by `less` mm all round; all corners but the inner one rounded.

    The outer one is rounded about the point: a wall as thick there as beside it, however sharp the point.
    """
    out, inn, far = c.outside - less, c.inside - less, c.length - less
    sin, cos = math.sin(c.half_angle), math.cos(c.half_angle)

    def arm(along: float, outwards: float) -> Point:
        """On the upper arm: so far along it, so far outside the girdle."""
        return (-cos * along + sin * outwards, sin * along + cos * outwards)

    upper = [arm(far, out), arm(far, -inn)]
    inner, (u, v) = (-inn / sin, 0.0), arm(0.0, out)
    spots = [(u, v), *upper, inner, *((u, -v) for u, v in reversed(upper)), (u, -v)]
    turn = math.atan2(v, u)
    return (*eased(polyline(*spots), ROUNDED * (out + inn), (0, 1, 3, 4)), Arc((0.0, 0.0), out, -turn, turn))


def least_stand(thick: float, crown: float) -> float:
    """How far over the girdle the arms end at the least, mm: what reaches in over the crown is no thin lip."""
    return max((LEAST_STAND + DOME[0][0]) * thick, crown + LIP)


def v_prong(part: str, r: Rise, frame: Frame, c: Chevron, girdle: float, top: float) -> tuple[Placed, ...]:
    """The stem, and the arms that grow out of it below the girdle and lean in over the stone up to `top`."""
    mid = middle(c)
    under = -UNDER * c.thick
    begin = max(under - FLARE * c.thick, 0.5 * (under + r.foot_z))
    stem = Line((r.foot, r.foot_z), (mid, under + 0.1))
    t = (begin - r.foot_z) / (stem.end[1] - r.foot_z)
    at_begin = r.foot + t * (mid - r.foot)
    least = max(BUD * c.thick, c.inside / math.tan(c.half_angle) + LEAST_SIDE * c.thick)
    short = max(SHORT * c.length, least)
    bud, half_grown = (section(replace(c, length=long)) for long in (least, max(HALF * short, least)))
    half_up, at_half = (begin + under) / 2, (at_begin + mid) / 2
    leans, shift = _leant(c, girdle, top)
    ends = [(top - low * c.thick, less * c.thick) for low, less in DOME]
    levels = (
        (begin, _smaller(bud, mid, STEM_TOP, at_begin)),
        (half_up, _smaller(half_grown, mid, HALF_UP, at_half)),
        (under, section(replace(c, length=short))),
        (0.0, section(c)),
        (girdle, section(c)),
        *((z, shifted(section(c, less), -shift, 0.0)) for z, less in ((leans, 0.0), *ends)),
    )
    return (
        Placed(f"{part} stem", Wire((stem,), STEM * c.thick / 2), (frame,)),
        Placed(part, Stacked(levels), (frame,)),
    )


def _leant(c: Chevron, girdle: float, top: float) -> Point:
    """The height up to which the arms lean over the stone, and how far they do; mm."""
    up = top - DOME[0][0] * c.thick - girdle
    up = max(up - UPRIGHT * c.thick, up / 2)
    return girdle + up, up * math.tan(LEAN)


def _smaller(chain: tuple[Curve, ...], mid: float, by: float, to: float) -> tuple[Curve, ...]:
    """An outline scaled about (mid, 0), and that point moved to (to, 0)."""
    return shifted(scaled(chain, by, (mid, 0.0)), to - mid, 0.0)


def relief(part: str, frame: Frame, girdle: float) -> Placed:
    """The room round the very point."""
    return Placed(part, Extruded(circle(RELIEF), -RELIEF_OVER, girdle + RELIEF_OVER), (frame,))


def v_axis(r: Rise, c: Chevron, girdle: float, top: float) -> list[Point]:
    """Foot, stem, up the middle of the wall at the point, and in over the stone between the arms; in (u, z)."""
    mid = middle(c)
    leans, shift = _leant(c, girdle, top)
    over, inwards = mid - shift, (c.outside - c.inside / math.sin(c.half_angle)) / 2 - shift
    ends = max(leans, top - c.thick / 2)
    return [
        (r.foot, r.foot_z),
        (mid, -UNDER * c.thick + 0.1),
        (mid, girdle),
        (over, leans),
        (over, ends),
        (inwards, top),
    ]
