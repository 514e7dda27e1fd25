"""Cathedral shoulders: an arch of metal from each side of the band up to the head it carries."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.bodies import Parts, Placed, Region
from ringgen.design.arch import Arch
from ringgen.design.shank import Head, Shank
from ringgen.errors import Problem
from ringgen.plane import Point
from ringgen.settings._arrangement import Carry
from ringgen.settings._offers import STEP, up
from ringgen.spec.fields import ShoulderParams, angle, length
from ringgen.witness import Witness

BLANK = True  # an arch begins inside the band, and its blend bulges a hair under the bore: that is cut last

SPRING = 36.0  # degrees from the top where the arches leave the band; trade pictures show 30 to 50
LONG = 50.0  # the same where stones lie on them: from further round an arch is longer, and bends less
ARRIVAL = 20.0  # degrees from upright at which they meet the head
SECTIONS = 7
CLOSE = 25  # sections of one that stones lie on: between two of them its top strays by less than 0.001 mm
ROOT_WIDTH, ROOT_HEIGHT = 0.46, 0.46  # half sizes at the band, as shares of its width and thickness there
ASIDE = 0.5  # of the head's radius: as far to the side as an arch meets it
LEAST_HALF = 0.5  # mm: half an arch's least size, so that it clears every published wire limit
LEAST_TIP = 0.34  # mm: half its height where it meets the head, however thin the rail: casters ask 0.6 mm of a wall
HELD = 0.92  # of the way: up to there an arch is as wide and as high as the stones on it need
SUNK = 0.04  # of the band's thickness: a flat top begins that far under the lowest of the outside beside it
WITHIN = 0.1  # mm an arch is narrower than the band at least: where sides are flush the kernel may miss one
EVEN = 1e-9  # mm


class Params(ShoulderParams):
    """What of the arches does not follow from the band, the head and the stones on them."""

    spring: float | None = angle(
        None,
        ge=30.0,
        le=60.0,
        doc="degrees from the top where the arches leave the band; unset: 36, and 50 where stones lie on them",
    )
    width: float | None = length(
        None,
        ge=1.0,
        le=8.0,
        doc="width of an arch at the band; unset: 0.92 of the band's, or what the stones on it need",
    )
    height: float | None = length(
        None,
        ge=0.8,
        le=3.0,
        doc="height of an arch at the band; unset: 0.92 of the band's thickness, or what the stones on it need",
    )


def refuse(p: Params, band: Shank, head: Head | None) -> list[Problem]:
    """Arches to nowhere, and those that are wider than the band they leave."""
    if head is None:
        return [Problem("shoulders", "cathedral shoulders rise to a head, and there is none", "plain", "plain")]
    rails = band.rails_at(_spring(p, band))
    wide, room = 2 * max(_root(p, band, rail)[0] for rail in rails), 2 * min(half for _, half in rails) - WITHIN
    if wide <= max(room, 2 * LEAST_HALF) + EVEN:
        return []
    if p.width is not None:
        why = f"arches {p.width:g} mm wide leave a band of {room + WITHIN:.2f} mm: they begin inside it"
        return [Problem("shoulders.width", why, f"{room:.2f} mm or less", f"{math.floor(room / STEP + EVEN) * STEP:g}")]
    why = f"the stones on the arches need {wide:.2f} mm of width, and they begin inside a band of {room + WITHIN:.2f}"
    field, now = ("top.width", band.top_width) if band.top_width < band.width else ("width", band.width)
    if len(rails) > 1:
        field, now = "shank.arm", room
    enough = f"{up(now + wide - room):g}"
    return [Problem(field, why, f"{enough} mm or more", enough)]


def arches(p: Params, band: Shank, head: Head) -> tuple[Arch, ...]:
    """An arch from every strand of the band, on either side: those on +x first."""
    found = tuple(_arch(p, band, head.carry, head.girdle, rail) for rail in band.rails_at(_spring(p, band)))
    return (*found, *(replace(arch, side=-1.0) for arch in found))


def arrange(p: Params, band: Shank, head: Head) -> tuple[Parts, Witness]:
    """The arches."""
    found = arches(p, band, head)
    metal = tuple(Placed("shoulder", arch.body(CLOSE if arch.flat else SECTIONS)) for arch in found)
    return Parts(metal), Witness(regions=tuple(_region(p, arch) for arch in found))


def _region(p: Params, arch: Arch) -> Region:
    """Where an arch lies."""
    sections = [arch.section(i / (SECTIONS - 1)) for i in range(SECTIONS)]
    points, reach = tuple(s[0] for s in sections), 1.1 * max(s[3] for s in sections)
    if arch.flat or p.height is not None:
        return Region("shoulder", "band.shoulders.height", points, reach, 2 * arch.root[1])
    return Region("shoulder", "band.thickness", points, reach)


def _spring(p: Params, band: Shank) -> float:
    """Degrees from the top where they leave the band."""
    if p.spring is not None:
        return p.spring
    return LONG if band.borne else SPRING


def _root(p: Params, band: Shank, rail: Point) -> Point:
    """Half an arch's width and height where it leaves a strand (middle y, half width) of the band, mm."""
    wide, high = ROOT_WIDTH * 2 * rail[1], ROOT_HEIGHT * band.thickness_at(_spring(p, band))
    if band.borne:
        wide, high = band.borne[0], max(high, band.borne[1] / 2)
    return (
        p.width / 2 if p.width is not None else max(LEAST_HALF, wide),
        p.height / 2 if p.height is not None else max(LEAST_HALF, high),
    )


def _arch(p: Params, band: Shank, carry: Carry, girdle: float, rail: Point) -> Arch:
    """From the middle of a strand of the band (middle y, half width) up to the head."""
    spring = _spring(p, band)
    a, root, flat = math.radians(spring), _root(p, band, rail), band.borne is not None
    tip = (min(root[0], max(LEAST_HALF, carry.half_width)), max(LEAST_TIP, carry.half_height))
    middle = band.bore_radius + 0.5 * band.thickness_at(spring)
    if flat:
        middle = band.bore_radius + _sunk(band, spring, rail[0], root[0]) - root[1]
    aside = math.copysign(min(abs(rail[0]), ASIDE * carry.radius), rail[0])
    start = (middle * math.sin(a), middle * math.cos(a))
    end = (math.sqrt(carry.radius**2 - aside**2), girdle + carry.height)
    along = (-math.cos(a), math.sin(a))  # the hoop's own direction there, towards the top
    reach = math.dist(start, end)
    p1 = (start[0] + 0.4 * reach * along[0], start[1] + 0.4 * reach * along[1])
    last = (math.sin(math.radians(ARRIVAL)), -math.cos(math.radians(ARRIVAL)))
    if flat:  # its upper side is as far from the curve as at the band
        low = root[1] - tip[1]
        end = (end[0] + low * last[1], end[1] - low * last[0])
    p2 = (end[0] + 0.35 * reach * last[0], end[1] + 0.35 * reach * last[1])
    return Arch((start, p1, p2, end), rail[0], aside, root, tip, flat, HELD if flat else 0.0)


def _sunk(band: Shank, spring: float, middle: float, half: float) -> float:
    """How high over the bore a flat top begins: under all of the band's outside beside it, mm."""
    outside = [h for y, h in band.outside_at(spring) if abs(y - middle) <= half + EVEN]
    return min(outside) - SUNK * band.thickness_at(spring)
