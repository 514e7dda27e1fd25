"""The ends pass one another at the top, one to either side, and hold the head between them."""

from __future__ import annotations

import math

from ringgen.bodies import Frame, Lofted, Placed, Region
from ringgen.design.moulding import squeezed
from ringgen.design.shank import Shank
from ringgen.errors import Problem
from ringgen.plane import Curve, Point, shifted
from ringgen.spec.fields import ShankParams, angle, length, ratio

ALIASES = ("crossover", "by-pass")
CYLINDER = True  # the strands leave the middle of a barrel: the hole is straight through
BLANK = True  # cut last: at a tip the eased inner edge strays from the hole's own cylinder, and would end in a feather

SWING = 105.0  # degrees from the top over which a strand swings aside
TIP = 1.3  # half widths of a strand in which its tip is rounded
ROUNDING = (30, 41, 52, 63, 74, 85)  # degrees of that quarter; any nearer the tip, the eased inner edge would fold
CALM, AFTER = (1.0, 1.3, 1.8), 2.5  # radii of it from the tip: sections that keep the blend from bulging past it
LOW_TIP = 0.62  # of the thickness: what is left of it at the very tip
STEP = 7.5  # degrees between sections


class Params(ShankParams):
    """How the ends pass."""

    gap: float = length(0.8, ge=0.5, le=6.0, doc="opening between the two ends where they pass")
    past: float = angle(26.0, ge=12.0, le=70.0, doc="degrees each end goes past the top")
    taper: float = ratio(0.8, ge=0.5, le=1.2, doc="width of the ends as a share of the band's")


def refuse(p: Params, band: Shank) -> list[Problem]:
    """Wires, which have no hole to cut, and ends too narrow."""
    if hasattr(band.profile, "whole"):
        return [Problem("profile", "a bypass shank is not bent from wire", "court, flat, d", "court")]
    least = 1.0  # mm; each end is a shank of its own, and casters ask 1.0 mm of a shank's width
    if p.taper * band.top_width < least:
        why = f"makes ends of {p.taper * band.top_width:.2f} mm; {least:g} mm is the least a shank may be"
        works = math.ceil(100 * least / band.top_width) / 100
        if works > 1.2:
            return [Problem("top.width", why, nearest=f"{least / p.taper:.2f}")]
        return [Problem("shank.taper", why, nearest=f"{works:g}")]
    reason = band.undrawable(p.taper * band.top_width, band.top_thickness)
    return [Problem(reason[0], f"{reason[1]} (an end)", nearest=reason[2])] if reason else []


def size(p: Params, band: Shank, degrees: float) -> tuple[float, float]:
    """It narrows towards the ends."""
    width, thickness = band.tapered(degrees)
    away = abs((degrees + 180.0) % 360.0 - 180.0)
    return width * (1 + (p.taper - 1) * _smooth(1 - away / SWING)), thickness


def reach(p: Params, band: Shank) -> float:
    """Half the width of both strands together."""
    return _aside(p, band) + p.taper * band.top_width / 2


def metal(p: Params, band: Shank, blank: bool) -> tuple[Placed, ...]:
    """One body from tip to tip."""
    sections = tuple(_across(p, band, s, tip, blank) for s, tip in _stations(p, band))
    return (Placed("shank", Lofted(sections)),)


def volume(p: Params, band: Shank) -> float:
    """Of the sections, from tip to tip; a strand's place along the finger changes nothing."""
    n = 120
    first, last = -p.past, 360.0 + p.past
    total = 0.0
    for i in range(n):
        s = first + (last - first) * (i + 0.5) / n
        outer = band.bore_radius + band.thickness_at(s)
        away = math.radians(min(s - first, last - s)) * outer
        total += band.section_at(s).volume_per_turn(band.bore_radius) * _rounded(away / _round(p, band))
    return total * (last - first) / n / 360.0


def rails(p: Params, band: Shank, degrees: float) -> tuple[tuple[float, float], ...]:
    """The strand there; both where they pass."""
    away = (degrees + 180.0) % 360.0 - 180.0
    half = band.width_at(degrees) / 2
    found = [s for s in (away, away + 360.0) if -p.past < s < 360.0 + p.past]
    return tuple((_middle(p, band, s), half) for s in found)


def outside(p: Params, band: Shank, degrees: float) -> tuple[Point, ...]:
    """Both strands, and between them as high as their inner edges."""
    drawn, found = band.section_at(degrees), list[Point]()
    for middle, half in rails(p, band, degrees):
        found += [(middle + half * k / 8, drawn.height_at(0.9999 * half * k / 8)) for k in range(-8, 9)]
    found.sort()
    if len(rails(p, band, degrees)) > 1:
        crest = drawn.height_at(0.0)
        found = sorted([*found, (0.0, crest)])
    return tuple(found)


def regions(p: Params, band: Shank) -> tuple[Region, ...]:
    """Each end, from where it has left the middle."""
    out = []
    for start in (-p.past, 360.0 + p.past):
        inwards = 1.0 if start < 0 else -1.0
        points = []
        for k in range(9):
            s = start + inwards * (p.past + 0.4 * SWING) * k / 8
            r, a = band.bore_radius + band.thickness_at(s) / 2, math.radians(s)
            points.append((r * math.sin(a), _middle(p, band, s), r * math.cos(a)))
        out.append(Region("shank end", "band.shank.taper", tuple(points), 0.75 * max(band.size_at(0.0))))
    return tuple(out)


def _stations(p: Params, band: Shank) -> list[tuple[float, float]]:
    """(degrees, share of the full section) from tip to tip; degrees run on past a turn."""
    first, last = -p.past, 360.0 + p.past
    outer, round_ = band.bore_radius + band.top_thickness, _round(p, band)
    tip = []
    for k in ROUNDING:
        t = math.radians(k)
        tip.append((math.degrees(round_ * (1 - math.cos(t)) / outer), math.sin(t)))
    tip += [(math.degrees(round_ * s / outer), 1.0) for s in CALM]
    start = math.degrees(round_ * AFTER / outer)
    n = math.ceil((last - first - 2 * start) / STEP)
    middle = [(first + start + (last - first - 2 * start) * i / n, 1.0) for i in range(n + 1)]
    return [*((first + a, share) for a, share in tip), *middle, *((last - a, share) for a, share in reversed(tip))]


def _across(p: Params, band: Shank, s: float, share: float, blank: bool) -> tuple[Frame, tuple[Curve, ...]]:
    a = math.radians(s)
    drawn = band.section_at(s)
    chain = drawn.blank if blank else drawn.finished
    if share < 1:
        chain = squeezed(chain, share, LOW_TIP + (1 - LOW_TIP) * share)
    frame = Frame(x=(0.0, 1.0, 0.0), z=(math.cos(a), 0.0, -math.sin(a)))
    return frame, shifted(chain, _middle(p, band, s), band.bore_radius)


def _middle(p: Params, band: Shank, s: float) -> float:
    """Where the strand's middle lies along the finger: +y at its first end, -y at its last."""
    return _aside(p, band) * (_smooth(1 - max(s, 0.0) / SWING) - _smooth(1 - max(360.0 - s, 0.0) / SWING))


def _aside(p: Params, band: Shank) -> float:
    return (p.taper * band.top_width + p.gap) / 2


def _round(p: Params, band: Shank) -> float:
    return TIP * p.taper * band.top_width / 2


def _rounded(x: float) -> float:
    """Share of the full section's area that far from the tip, in lengths of the rounding."""
    wide = math.sqrt(max(1 - (1 - min(x, 1.0)) ** 2, 0.0))
    return wide * (LOW_TIP + (1 - LOW_TIP) * wide)


def _smooth(x: float) -> float:
    x = max(0.0, min(1.0, x))
    return x * x * x * (10 - 15 * x + 6 * x * x)
