"""A ribbon twisted along the hoop; the base may stay plain, and the hole is round and smooth all the way."""

from __future__ import annotations

import math

from ringgen.bodies import Hoop, Placed
from ringgen.design.shank import Shank
from ringgen.errors import Problem
from ringgen.outline import rounded, turned
from ringgen.plane import Curve, polyline, shifted
from ringgen.spec.fields import ShankParams, angle, count

ALIASES = ("twist", "rope")
BLANK = True

PER_TURN = 24  # sections to one whole turn of the ribbon
CALM = (1 / 8, 1 / 3)  # of a step on either side of the seam: the blend begins and ends as the ribbon turns, no fold
BITE = 0.15  # mm the ribbon lies below the bore where it lies flat, for the bore to be cut through
EASE = 0.55  # of half the thickness: corners so round that the hole never leaves one of them thin
EASED_IN = 0.5  # of a turn in which the twist begins and ends
STEP = 12.0  # degrees between sections of the plain base


class Params(ShankParams):
    """How tightly, and how much of the hoop."""

    turns: int = count(7, ge=2, le=20, doc="whole turns of the ribbon")
    base: float = angle(0.0, ge=0.0, le=220.0, doc="degrees of the base left plain, for sizing; 0: twisted all round")


def refuse(p: Params, band: Shank) -> list[Problem]:
    """What has no ribbon: wires, and bands thicker than wide."""
    if hasattr(band.profile, "whole"):
        return [Problem("profile", "a twisted shank is a ribbon, not a wire", "flat, court, d", "flat")]
    if band.thickness > band.width or band.top_thickness > band.top_width:
        why = f"a ribbon is at least as wide as thick ({band.thickness:g} mm)"
        return [Problem("width", why, nearest=f"{max(band.thickness, band.top_thickness):g}")]
    reason = band.undrawable(band.width, (band.thickness + BITE) / 2)
    if reason:
        return [Problem("profile", f"half of it cannot be drawn: {reason[1]}", "flat, court, d", "flat")]
    return []


def metal(p: Params, band: Shank, blank: bool) -> tuple[Placed, ...]:
    """One hoop whose section turns about its own middle."""
    found = []
    for degrees in _stations(p):
        chain = turned(_ribbon(band, degrees), _twist(p, degrees))
        found.append((degrees, shifted(chain, 0.0, band.bore_radius + (band.thickness_at(degrees) - BITE) / 2)))
    return (Placed("shank", Hoop(tuple(found))),)


def volume(p: Params, band: Shank) -> None:
    """Nobody can tell: the hole takes a different piece of it everywhere."""
    return


def _stations(p: Params) -> list[float]:
    free = 360.0 - p.base
    n = math.ceil(p.turns * PER_TURN)
    twisted = [180.0 + p.base / 2 + free * i / n for i in range(n + 1)]
    if p.base < 1e-9:
        step = free / n
        after = [180.0 + share * step for share in CALM]
        before = [540.0 - share * step for share in reversed(CALM)]
        return [twisted[0], *after, *twisted[1:-1], *before]
    m = max(1, math.ceil(p.base / 2 / STEP))
    before = [180.0 + p.base / 2 * i / m for i in range(m)]
    after = [540.0 - p.base / 2 * (m - i) / m for i in range(1, m)]
    return [*before, *twisted, *after]


def _twist(p: Params, degrees: float) -> float:
    """How far the ribbon is turned there: whole turns from end to end, flat at the top."""
    free = 360.0 - p.base
    x = max(0.0, min(1.0, (degrees - 180.0 - p.base / 2) / free))
    whole = 360.0 * p.turns
    if p.base < 1e-9:
        return whole * x
    ends = EASED_IN / p.turns  # quadratic ends, a straight run between
    steep = 1 / (1 - ends)
    if x < ends:
        return whole * steep * x * x / (2 * ends)
    if x > 1 - ends:
        return whole * (1 - steep * (1 - x) ** 2 / (2 * ends))
    return whole * steep * (x - ends / 2)


def _ribbon(band: Shank, degrees: float) -> tuple[Curve, ...]:
    """The profile's outside above its middle and the same below it, corners eased."""
    width, thickness = band.size_at(degrees)
    half = (thickness + BITE) / 2
    top: tuple[Curve, ...] = band.profile.top(band.params, width, half)
    right, left = top[0].start, top[-1].end
    below = turned(top, 180.0)
    chain = (*top, *polyline(left, (-right[0], -right[1])), *below, *polyline((-left[0], -left[1]), right))
    return rounded(chain, EASE * half)
