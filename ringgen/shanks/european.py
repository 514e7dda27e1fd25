"""Flat or softly squared below, so that a heavy head does not turn round the finger; the hole stays round."""

from __future__ import annotations

import math

from ringgen.design.shank import Shank
from ringgen.errors import Problem
from ringgen.spec.fields import ShankParams, length, ratio

ALIASES = ("euro", "flat-base", "squared")

SECTIONS = 72  # every 5 degrees: the corners' curve is within 0.01 mm of what is asked


class Params(ShankParams):
    """The flat and its corners."""

    flat: float = ratio(0.45, ge=0.2, le=0.75, doc="length of the flat at the base, as a share of the outer diameter")
    corner: float = length(
        3.0, ge=1.0, le=8.0, doc="radius of the corners beside the flat: small for a flat base, large for a squared one"
    )


def refuse(p: Params, band: Shank) -> list[Problem]:
    """A wire, whose width would change with its thickness."""
    if hasattr(band.profile, "whole"):
        return [Problem("profile", "a european shank is not bent from wire", "court, flat, d", "court")]
    return []


def size(p: Params, band: Shank, degrees: float) -> tuple[float, float]:
    """As thick as the outside, drawn as the tight line round the hoop and both corners, is far from the hole."""
    width, thickness = band.tapered(degrees)
    hoop = band.bore_radius + band.thickness
    base = _outer(p, hoop, degrees) - hoop
    return width, thickness + base


def angles(p: Params, band: Shank) -> tuple[float, ...]:
    """Evenly, close enough for the corners."""
    return tuple(180.0 + 360.0 * i / SECTIONS for i in range(SECTIONS))


def _outer(p: Params, hoop: float, degrees: float) -> float:
    """How far the tight line round the hoop's circle and both corners' circles is from the middle, there, mm."""
    a = math.radians(degrees)
    ux, uz = abs(math.sin(a)), math.cos(a)
    radius = min(p.corner, hoop / 2)
    cx, cz = p.flat * hoop, -(hoop - radius)

    def tangent(n: float) -> float:
        """Distance along the ray to the tangent whose normal stands at n."""
        nx, nz = math.sin(n), math.cos(n)
        towards = nx * ux + nz * uz
        return max(hoop, abs(nx) * cx + nz * cz + radius) / towards

    low, high = math.atan2(ux, uz) - 1.2, math.atan2(ux, uz) + 1.2
    found = min((low + (high - low) * i / 240 for i in range(241)), key=tangent)
    low, high = found - 0.01, found + 0.01
    for _ in range(40):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, two) if tangent(one) < tangent(two) else (one, high)
    return tangent((low + high) / 2)
