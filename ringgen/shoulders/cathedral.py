"""Cathedral shoulders: an arch of metal from each side of the band up to the head it carries."""

from __future__ import annotations

import math

from ringgen.bodies import Arm, Parts, Placed, Region, Vec
from ringgen.design.shank import Head, Shank
from ringgen.errors import Problem
from ringgen.settings._arrangement import Carry
from ringgen.spec.fields import ShoulderParams
from ringgen.witness import Witness

BLANK = True  # an arch begins inside the band, and its blend bulges a hair under the bore: that is cut last

SPRING = 36.0  # degrees from the top where the arches leave the band; trade pictures show 30 to 50
ARRIVAL = 20.0  # degrees from upright at which they meet the head
SECTIONS = 7
ROOT_WIDTH, ROOT_HEIGHT = 0.46, 0.46  # half sizes at the band, as shares of its width and thickness there
ASIDE = 0.5  # of the head's radius: as far to the side as an arch meets it
LEAST_HALF = 0.5  # mm: half an arch's least size, so that it clears every published wire limit
LEAST_TIP = 0.34  # mm: half its height where it meets the head, however thin the rail: casters ask 0.6 mm of a wall


class Params(ShoulderParams):
    """Nothing: the arches follow from the band and the head."""


def refuse(p: Params, band: Shank, head: Head | None) -> list[Problem]:
    """Arches to nowhere."""
    if head is not None:
        return []
    return [Problem("shoulders", "cathedral shoulders rise to a head, and there is none", "plain", "plain")]


def arrange(p: Params, band: Shank, head: Head) -> tuple[Parts, Witness]:
    """An arch from every strand of the band, on either side."""
    arches = [_arch(band, head.carry, head.girdle, rail) for rail in band.rails_at(SPRING)]
    arches += [
        tuple(((-c[0], c[1], c[2]), (-t[0], t[1], t[2]), (-s[0], s[1], s[2]), w, h) for c, t, s, w, h in arch)
        for arch in arches
    ]
    metal = tuple(Placed("shoulder", Arm(arch)) for arch in arches)
    regions = tuple(
        Region("shoulder", "band.thickness", tuple(s[0] for s in arch), 1.1 * max(s[3] for s in arch))
        for arch in arches
    )
    return Parts(metal), Witness(regions=regions)


Section = tuple[Vec, Vec, Vec, float, float]


def _arch(shank: Shank, carry: Carry, girdle: float, rail: tuple[float, float]) -> tuple[Section, ...]:
    """From the middle of a strand of the band (middle y, half width) up to the head."""
    a = math.radians(SPRING)
    middle = shank.bore_radius + 0.5 * shank.thickness_at(SPRING)
    aside = math.copysign(min(abs(rail[0]), ASIDE * carry.radius), rail[0])
    start = (middle * math.sin(a), middle * math.cos(a))
    end = (math.sqrt(carry.radius**2 - aside**2), girdle + carry.height)
    along = (-math.cos(a), math.sin(a))  # the hoop's own direction there, towards the top
    reach = math.dist(start, end)
    p1 = (start[0] + 0.4 * reach * along[0], start[1] + 0.4 * reach * along[1])
    last = (math.sin(math.radians(ARRIVAL)), -math.cos(math.radians(ARRIVAL)))
    p2 = (end[0] + 0.35 * reach * last[0], end[1] + 0.35 * reach * last[1])
    root = (
        max(LEAST_HALF, ROOT_WIDTH * 2 * rail[1]),
        max(LEAST_HALF, ROOT_HEIGHT * shank.thickness_at(SPRING)),
    )
    tip = (min(root[0], max(LEAST_HALF, carry.half_width)), max(LEAST_TIP, carry.half_height))
    out = []
    for i in range(SECTIONS):
        s = i / (SECTIONS - 1)
        (x, z), (tx, tz) = _bezier(s, start, p1, p2, end)
        ease = s * s * (3 - 2 * s)
        wide, high = (r + (t - r) * ease for r, t in zip(root, tip, strict=True))
        lean = (aside - rail[0]) * 6 * s * (1 - s) / reach  # across the finger, for each mm along
        scale = math.hypot(1.0, lean)
        along3 = (tx / scale, lean / scale, tz / scale)
        side = (-tx * lean / scale, 1 / scale, -tz * lean / scale)
        out.append(((x, rail[0] + (aside - rail[0]) * ease, z), along3, side, wide, high))
    return tuple(out)


Flat = tuple[float, float]


def _bezier(s: float, a: Flat, b: Flat, c: Flat, d: Flat) -> tuple[Flat, Flat]:
    """Point and unit tangent of a cubic at s."""
    u = 1 - s
    w = (u**3, 3 * u * u * s, 3 * u * s * s, s**3)
    at = tuple(w[0] * a[i] + w[1] * b[i] + w[2] * c[i] + w[3] * d[i] for i in (0, 1))
    v = (3 * u * u, 6 * u * s, 3 * s * s)
    to = tuple(v[0] * (b[i] - a[i]) + v[1] * (c[i] - b[i]) + v[2] * (d[i] - c[i]) for i in (0, 1))
    length = math.hypot(*to)
    return (at[0], at[1]), (to[0] / length, to[1] / length)
