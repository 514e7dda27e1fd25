"""The band divides towards the top into two arms that carry the head between them.

The hoop widens, a shallow valley gathers along its middle, and in its floor a slot with round ends parts the
arms. The slot stays below the arms' outside, so that it never cuts the foot of a head.
"""

from __future__ import annotations

import math
from functools import cache

from ringgen.bodies import Frame, Lofted, Placed, Region
from ringgen.design.moulding import EDGE, Mould
from ringgen.design.shank import Shank
from ringgen.errors import Problem
from ringgen.plane import Curve, polyline
from ringgen.section import Bore, Section, section
from ringgen.spec.fields import ShankParams, angle, length

ALIASES = ("split-shank", "y")
BRIDGED = True

SECTIONS = 36  # the widening is quicker than a taper's
ARM = 0.55  # of the band's width, where the spec says nothing
LEAST_ARM = 1.0  # mm; an arm is a shank of its own, and casters ask 1.0 mm of a shank's width
CROTCH = 0.7  # mm between the arms where they part: a crotch 0.35 mm round can be polished and traps no dirt
PAST = 0.06  # mm the arms' outside reaches into the slot, for the slot to cut
EASE = 0.2  # mm from an arm's inner edge to where its outside is its own
FADE = 24.0  # degrees below the crotch in which the valley fades away
BRIDGE = 0.74  # of the stone's size: how long the bridge under its head is at least; and as long as the head's foot
LEAST_OPENING = 1.5  # mm along the hoop between crotch and bridge
CLEAR = 0.15  # mm the slot's cutter stands over the valley
INWARDS = 1.2  # mm it stands out into the finger hole
ROUNDING = (14, 20, 27, 35, 44, 54, 65, 76)  # degrees of the quarter circle at each end of the slot; closer at the tip,
# where the blend would else bulge back past it
CALM = (1.0, 1.3, 1.7, 2.4)  # radii of that circle from the end: sections that keep the blend from bulging past it
SPACING = 1.5  # degrees between the slot's sections elsewhere: after steps much shorter than they, the blend overshoots


class Params(ShankParams):
    """Where it divides, and how far."""

    gap: float = length(1.6, ge=0.7, le=8.0, doc="opening between the arms at the top")
    arm: float | None = length(
        None, ge=1.0, le=6.0, doc="width of each arm; unset: 0.55 of the band's width, 1.0 mm at least"
    )
    angle: float = angle(58.0, ge=25.0, le=110.0, doc="degrees from the top at which the arms part")
    bridge: float | None = length(
        None,
        ge=1.0,
        le=16.0,
        doc="metal left between the arms over the top; unset: as far as its head's foot reaches, none without a head",
    )


def refuse(p: Params, band: Shank) -> list[Problem]:
    """An opening too short to be one, and arms too narrow."""
    outer = band.bore_radius + band.top_thickness
    room = math.radians(p.angle) * outer - _bridge(p, band) / 2
    if room < LEAST_OPENING:
        why = f"leaves an opening of {max(room, 0.0):.2f} mm on either side; at least {LEAST_OPENING:g} mm is one"
        least = math.degrees((_bridge(p, band) / 2 + LEAST_OPENING) / outer)
        return [Problem("shank.angle", why, nearest=f"{math.ceil(least):g}")]
    least_arm = min(_arm_at(p, band, p.angle * k / 12) for k in range(13))
    if least_arm < LEAST_ARM - 1e-6:
        why = f"makes arms of {least_arm:.2f} mm where they part; {LEAST_ARM:g} mm is the least a shank may be"
        return [Problem("shank.arm", why, nearest=f"{_arm(p, band) + 2 * (LEAST_ARM - least_arm):.2f}")]
    return _undrawable(p, band)


def _undrawable(p: Params, band: Shank) -> list[Problem]:
    """A profile that an arm is too narrow for."""
    reason = band.undrawable(_arm(p, band), band.top_thickness)
    if reason is None:
        return []
    field, why, works = reason
    return [Problem(field, f"{why} (an arm: {_arm(p, band):g} × {band.top_thickness:g} mm)", nearest=works)]


def size(p: Params, band: Shank, degrees: float) -> tuple[float, float]:
    """It widens smoothly to both arms and the opening."""
    width, thickness = band.tapered(degrees)
    top = 2 * _arm(p, band) + p.gap
    return width + (top - width) * _smooth(1 - _from_top(degrees) / _spread(p, band)), thickness


def angles(p: Params, band: Shank) -> tuple[float, ...]:
    """Evenly, closer than a taper's."""
    return tuple(180.0 + 360.0 * i / SECTIONS for i in range(SECTIONS))


def mould(p: Params, band: Shank) -> Mould:
    """Over each arm the outside of a band as wide as that arm; between them as low as the arms' inner edges."""
    drawn: dict[float, Section] = {}

    def inner(degrees: float) -> float:
        return _gap_at(p, band, degrees) / 2 - PAST

    def cuts(degrees: float) -> tuple[float, ...]:
        half, start = band.width_at(degrees) / 2, inner(degrees)
        right = tuple(y / half for y in ((start + half) / 2, start + EASE, start))
        return (*right, 0.0, *(-c for c in reversed(right)))

    def height(degrees: float, share: float, now: float) -> float:
        half, start = band.width_at(degrees) / 2, inner(degrees)
        if degrees not in drawn:
            bore = band.bore and Bore(band.bore.half_width)
            drawn[degrees] = section(band.profile, band.params, half - start, band.thickness_at(degrees), bore)
        arm = (half - start) / 2
        from_middle = max(-arm, abs(share) * half - start - arm) * (1 - EDGE)
        parted = _smooth((p.angle + FADE - _from_top(degrees)) / FADE)
        return now + (drawn[degrees].height_at(from_middle) - now) * parted

    return Mould(cuts, height)


def cutters(p: Params, band: Shank) -> tuple[Placed, ...]:
    """The slot, or the two on either side of the bridge."""
    far = p.angle
    near = _bridge_end(p, band)
    if near <= 0:
        return (Placed("split", _slot(p, band, -far, far)),)
    return (Placed("split", _slot(p, band, near, far)), Placed("split", _slot(p, band, -far, -near)))


def _slot(p: Params, band: Shank, first: float, last: float) -> Lofted:
    """A cutter along the hoop, as wide as the gap, its ends half round."""
    stations = _end(p, band, first, 1.0)
    b = _end(p, band, last, -1.0)
    start, stop = stations[-1][0], b[-1][0]
    n = max(2, math.ceil((stop - start) / SPACING))
    between = [start + (stop - start) * i / n for i in range(1, n)]
    stations += [(a, _gap_at(p, band, a) / 2) for a in between]
    return Lofted(tuple(_across(band, a, half) for a, half in (*stations, *reversed(b))))


def _end(p: Params, band: Shank, at: float, inwards: float) -> list[tuple[float, float]]:
    """(degrees, half width) of the rounded end of a slot at that angle."""
    outer = band.bore_radius + band.thickness_at(at)
    round_ = _gap_at(p, band, at) / 2
    out = []
    rounding = [(1 - math.cos(math.radians(k)), math.sin(math.radians(k))) for k in ROUNDING]
    for along, share in (*rounding, *((s, 1.0) for s in CALM)):
        a = at + inwards * math.degrees(round_ * along / outer)
        out.append((a, _gap_at(p, band, a) / 2 * share))
    return out


def _across(band: Shank, degrees: float, half: float) -> tuple[Frame, tuple[Curve, ...]]:
    """The slot's section at that angle: x along the finger, y away from it."""
    a = math.radians(degrees)
    drawn = band.section_at(degrees)
    over = max(drawn.height_at(half * k / 4) for k in range(5)) + CLEAR
    low, high = band.bore_radius - INWARDS, band.bore_radius + over
    corners = ((half, low), (half, high), (-half, high), (-half, low))
    return Frame(x=(0.0, 1.0, 0.0), z=(math.cos(a), 0.0, -math.sin(a))), polyline(*corners, corners[0])


def volume(p: Params, band: Shank) -> float:
    """The hoop's, less the slot's."""
    near, far = max(_bridge_end(p, band), 0.0), p.angle
    n = 60
    angles = [near + (far - near) * (i + 0.5) / n for i in range(n)]
    return band.swept() - 2 * math.radians(far - near) * sum(_in_slot(p, band, a) for a in angles) / n


def _in_slot(p: Params, band: Shank, degrees: float, strips: int = 12) -> float:
    """Volume the slot takes per radian there, mm³."""
    half = _round_half(p, band, degrees)
    drawn, r, total = band.section_at(degrees), band.bore_radius, 0.0
    for i in range(strips):
        y = half * (i + 0.5) / strips
        inside = band.bore.height(y) if band.bore else 0.0
        total += ((r + drawn.height_at(y)) ** 2 - (r + inside) ** 2) / 2
    return total * 2 * half / strips


def _round_half(p: Params, band: Shank, degrees: float) -> float:
    """Half the slot's width near its rounded ends."""
    outer = band.bore_radius + band.thickness_at(degrees)
    ends = [p.angle - degrees] + ([degrees - _bridge_end(p, band)] if _bridge_end(p, band) > 0 else [])
    along = min(math.radians(e) * outer for e in ends)
    round_ = _gap_at(p, band, degrees) / 2
    return math.sqrt(max(round_**2 - max(round_ - along, 0.0) ** 2, 0.0))


def rails(p: Params, band: Shank, degrees: float) -> tuple[tuple[float, float], ...]:
    """Two arms above the crotch, one band below it."""
    width = band.width_at(degrees)
    if _from_top(degrees) >= p.angle:
        return ((0.0, width / 2),)
    arm, middle = _arm_at(p, band, degrees), (width + _gap_at(p, band, degrees)) / 4
    return ((middle, arm / 2), (-middle, arm / 2))


def regions(p: Params, band: Shank) -> tuple[Region, ...]:
    """Each arm, from crotch to crotch."""
    out = []
    for side in (0, 1):
        points = []
        for k in range(-8, 9):
            degrees = 0.98 * p.angle * k / 8
            y = rails(p, band, degrees)[side][0]
            r, a = band.bore_radius + band.thickness_at(degrees) / 2, math.radians(degrees)
            points.append((r * math.sin(a), y, r * math.cos(a)))
        reach = 0.75 * max(_arm(p, band), band.top_thickness)
        out.append(Region("shank arm", "band.shank.arm", tuple(points), reach))
    return tuple(out)


def _from_top(degrees: float) -> float:
    return abs((degrees + 180.0) % 360.0 - 180.0)


def _smooth(x: float) -> float:
    x = max(0.0, min(1.0, x))
    return x * x * x * (10 - 15 * x + 6 * x * x)


def _arm(p: Params, band: Shank) -> float:
    return p.arm if p.arm is not None else max(LEAST_ARM, ARM * band.top_width)


def _bridge(p: Params, band: Shank) -> float:
    if p.bridge is not None:
        return p.bridge
    return max(BRIDGE * band.carries, 2 * band.foot)


def _bridge_end(p: Params, band: Shank) -> float:
    """Degrees from the top to which the bridge reaches."""
    return math.degrees(_bridge(p, band) / 2 / (band.bore_radius + band.top_thickness))


def _spread(p: Params, band: Shank) -> float:
    """Degrees from the top at which the band begins to widen: so that the arms are whole where they part."""
    width, arm = band.tapered(p.angle)[0], _arm(p, band)
    share = (2 * arm + CROTCH - width) / max(2 * arm + p.gap - width, 1e-6)
    return min(175.0, p.angle / (1 - _smooth_at(max(0.1, min(0.8, share)))))


@cache
def _smooth_at(share: float) -> float:
    """Where the smooth step comes to that share: asked thousands of times for one band."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _smooth(middle) < share else (low, middle)
    return low


def _gap_at(p: Params, band: Shank, degrees: float) -> float:
    """The opening at that angle; past the crotch, the part of the band it would have grown from."""
    away = _from_top(degrees)
    if away >= p.angle:
        return CROTCH * band.width_at(degrees) / band.width_at(p.angle)
    return CROTCH + (p.gap - CROTCH) * _smooth(1 - away / p.angle)


def _arm_at(p: Params, band: Shank, degrees: float) -> float:
    return (band.width_at(degrees) - _gap_at(p, band, degrees)) / 2
