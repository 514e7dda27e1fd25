"""The band swells in width and height to a flat table: a signet's face, or a bed for a stone."""

from __future__ import annotations

import math

from ringgen.bodies import Parts, Placed, Region, Stacked
from ringgen.design.shank import Head, Shank
from ringgen.errors import Problem
from ringgen.outline import circle, ellipse, rounded, scaled
from ringgen.plane import Curve, Point, polyline
from ringgen.spec import fields as of
from ringgen.witness import Witness

ALIASES = ("table",)

SWOLLEN = True  # so fast that a rounded inside would not be led through it exactly: it is cut

SECTIONS = 60
RIM = 0.4  # mm the face stands over the swollen band: a clear edge to engrave up to
BORDER = 0.25  # mm the band is wider than the table on either side
LEVEL = 0.75  # of the table's half width over which the band is as wide as the table
CHAMFER = 0.12  # mm its edge is taken back
SLOPE = 24.0  # degrees by which the shoulders fall as they leave the face
LEAST_UNDER = 0.6  # mm of metal from the block's foot to the finger
CORNER = 0.3  # of the lesser side: the corner radius of a cushion


class Params(of.ShoulderParams):
    """The face and how it is reached."""

    face: str = of.choice("oval", ("oval", "cushion", "round"), doc="outline of the table; round: as wide as long")
    length: float = of.length(13.0, ge=5.0, le=22.0, doc="the table along the finger")
    width: float = of.length(11.0, ge=5.0, le=20.0, doc="the table across the finger; a round one's is its length")
    height: float = of.length(3.2, ge=2.0, le=7.0, doc="from the finger to the table")
    reach: float = of.angle(80.0, ge=50.0, le=120.0, doc="degrees from the top at which the band begins to swell")


def refuse(p: Params, band: Shank, head: Head | None) -> list[Problem]:
    """A face wider than the ring can carry, narrower than the band, or lower than it."""
    long, wide = _sides(p)
    most = 2 * (band.bore_radius + p.height) * math.sin(math.radians(46.0))
    if wide > most:
        field = "length" if p.face == "round" else "width"
        return [
            Problem(
                f"shoulders.{field}", f"a table {wide:g} mm wide reaches over the ring's sides", nearest=f"{most:.1f}"
            )
        ]
    if long < band.top_width + 0.5:
        why = f"{long:g} mm is no wider than a band of {band.top_width:g} mm"
        return [Problem("shoulders.length", why, nearest=f"{band.top_width + 1:g}")]
    if p.height < max(band.thickness, band.top_thickness) + RIM:
        why = f"leaves no rise over a band {band.top_thickness:g} mm thick"
        return [Problem("shoulders.height", why, nearest=f"{max(band.thickness, band.top_thickness) + RIM + 0.6:.1f}")]
    return []


def size(p: Params, band: Shank, degrees: float, width: float, thickness: float) -> tuple[float, float]:
    """Wide and high under the table, the band's own from `reach` on."""
    away = abs((degrees + 180.0) % 360.0 - 180.0)
    long, wide = _sides(p)
    whole = LEVEL * math.degrees(math.atan2(wide / 2, band.bore_radius + p.height))
    swell = _smooth((p.reach - away) / (p.reach - whole))
    long = max(long + 2 * BORDER, width)
    return width + (long - width) * swell, _outer(p, band, away, thickness) - band.bore_radius


def angles(p: Params, band: Shank) -> tuple[float, ...]:
    """Evenly, close enough for the bend at the table's end."""
    return tuple(180.0 + 360.0 * i / SECTIONS for i in range(SECTIONS))


def arrange(p: Params, band: Shank, head: Head | None) -> tuple[Parts, Witness]:
    """The block whose upper side is the table."""
    top = band.bore_radius + p.height
    face = _face(p)
    foot = max(band.bore_radius + LEAST_UNDER, top - RIM - 0.6 * (p.height - RIM))
    share = 1 - 2 * CHAMFER / min(_sides(p))
    levels = (
        (foot, face),
        (top - CHAMFER, face),
        (top, scaled(face, share)),
    )
    corners = tuple((c.start[0], c.start[1], top - RIM) for c in face)
    region = Region("signet table", "band.shoulders.height", (*corners, corners[0]), 1.2)
    return Parts((Placed("signet table", Stacked(levels)),)), Witness(regions=(region,))


def outside(p: Params, band: Shank, degrees: float) -> tuple[Point, ...]:
    """The table, level, over the width it has there; nothing beside it."""
    long, wide = _sides(p)
    top = band.bore_radius + p.height
    a = math.radians((degrees + 180.0) % 360.0 - 180.0)
    if abs(top * math.tan(a)) > 0.35 * wide or abs(a) > 1.0:
        return ()
    half, height = 0.46 * long, top / math.cos(a) - band.bore_radius
    return ((-half, height), (0.0, height), (half, height))


def _sides(p: Params) -> tuple[float, float]:
    return p.length, (p.length if p.face == "round" else p.width)


def _face(p: Params) -> tuple[Curve, ...]:
    long, wide = _sides(p)
    if p.face == "round":
        return circle(long / 2)
    if p.face == "oval":
        return ellipse(wide / 2, long / 2)
    x, y = wide / 2, long / 2
    box = polyline((x, -y), (x, y), (-x, y), (-x, -y), (x, -y))
    return rounded(box, CORNER * min(long, wide))


def _outer(p: Params, band: Shank, away: float, thickness: float) -> float:
    """How far the swollen outside is from the finger's axis: level under the table, then down to the band."""
    level = band.bore_radius + p.height - RIM
    end = _sides(p)[1] / 2
    a = math.radians(away)
    if level * math.tan(min(a, 1.2)) <= end and a < 1.2:
        return level / math.cos(a)
    rest = band.bore_radius + thickness
    if away >= p.reach:
        return rest
    b = math.radians(p.reach)
    stop = (rest * math.sin(b), rest * math.cos(b))
    far = math.dist((end, level), stop)
    fall = math.radians(SLOPE)
    p1 = (end + 0.35 * far * math.cos(fall), level - 0.35 * far * math.sin(fall))
    p2 = (stop[0] - 0.35 * far * math.cos(b), stop[1] + 0.35 * far * math.sin(b))
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        x, z = _bezier(middle, (end, level), p1, p2, stop)
        low, high = (middle, high) if math.atan2(x, z) < a else (low, middle)
    return math.hypot(*_bezier(low, (end, level), p1, p2, stop))


def _bezier(s: float, a: Point, b: Point, c: Point, d: Point) -> Point:
    u = 1 - s
    w = (u**3, 3 * u * u * s, 3 * u * s * s, s**3)
    return (
        w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
        w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
    )


def _smooth(x: float) -> float:
    x = max(0.0, min(1.0, x))
    return x * x * (3 - 2 * x)
