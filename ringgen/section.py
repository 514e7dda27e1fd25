"""From a band profile's drawing to the two sections the shank is made of: the finished one and the blank.

A profile draws in (y across the band, height over the bore). The finished section is exact and gives volume and weight
in closed form. The blank reaches `LEG` below the bore, so that the bore is cut last, through solid metal, and is exact
whatever else was joined.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ringgen.corners import eased
from ringgen.plane import Arc, Curve, Line, Point, area, at, moment, reflected, shifted
from ringgen.spec.fields import ProfileParams, length

LEG = 0.15  # mm of metal under the bore for the cutter to bite; any depth well over the kernel's tolerance serves
_SINK = 1 - math.cos(math.radians(30))  # an eased edge meets the bore at 30°, never tangentially: a sound cut


class EasedParams(ProfileParams):
    """What every profile with corners has."""

    # Morris & Watson ask for an edge radius of at least 0.125 mm on castings.
    edge: float = length(0.15, ge=0.0, le=0.6, doc="radius of the eased edges")


@dataclass(frozen=True)
class Bore:
    """The inside of a band: a cylinder (`rise` 0), or a barrel `rise` mm wider at ±`half_width` than in the middle."""

    half_width: float
    rise: float = 0.0

    @property
    def radius(self) -> float:
        """Radius of the barrel's curve, mm; infinite for a cylinder."""
        return (self.rise**2 + self.half_width**2) / (2 * self.rise) if self.rise > 0 else math.inf

    def height(self, y: float) -> float:
        """How far the inside lies over the bore at `y`."""
        if self.rise <= 0:
            return 0.0
        r = self.radius
        return r - math.sqrt(max(r * r - y * y, 0.0))

    def curve(self, left: Point, right: Point) -> Curve:
        """The inside from the left to the right end of a section."""
        if self.rise <= 0:
            return Line(left, right)
        r = self.radius
        a = math.asin(min(1.0, right[0] / r))
        return Arc((0.0, r), r, -math.pi / 2 - a, -math.pi / 2 + a)


@dataclass(frozen=True)
class Section:
    """One cross-section of the shank in (y, height over the bore), closed and counter-clockwise."""

    finished: tuple[Curve, ...]
    blank: tuple[Curve, ...]

    def volume_per_turn(self, bore_radius: float) -> float:
        """Volume the finished section sweeps in one full turn at that bore, mm³ (Pappus, exact)."""
        return math.tau * (moment(self.finished) + bore_radius * area(self.finished))

    def height_at(self, y: float) -> float:
        """The outermost height over the bore at `y`, mm."""
        return max((h for c in self.finished for h in _heights(c, y)), default=0.0)

    def crown(self, steps: int = 24) -> tuple[Point, ...]:
        """The outside from side to side as (y, height over its middle), mm."""
        half = max(p[0] for c in self.finished for p in (c.start, c.end))
        ys = [half * (2 * i / steps - 1) for i in range(steps + 1)]
        return tuple((y, self.height_at(y) - self.height_at(0.0)) for y in ys)


def _heights(c: Curve, y: float) -> list[float]:
    if isinstance(c, Line):
        (y0, h0), (y1, h1) = c.start, c.end
        if abs(y1 - y0) < 1e-12 or not min(y0, y1) - 1e-9 <= y <= max(y0, y1) + 1e-9:
            return []
        return [h0 + (h1 - h0) * (y - y0) / (y1 - y0)]
    if abs(y - c.centre[0]) > c.radius:
        return []
    root = math.sqrt(c.radius**2 - (y - c.centre[0]) ** 2)
    lo, hi = min(c.a0, c.a1), max(c.a0, c.a1)
    out = []
    for h in (root, -root):
        a = math.atan2(h, y - c.centre[0])
        if lo - 1e-9 <= lo + (a - lo) % math.tau <= hi + 1e-9:
            out.append(c.centre[1] + h)
    return out


def bore_of(profile: ModuleType, params: Any, width: float, thickness: float) -> Bore | None:
    """The inside a profile asks for at its widest; None for a wire, whose section is whole and needs no bore cut."""
    if hasattr(profile, "whole"):
        return None
    rise = profile.rise(params, width, thickness) if hasattr(profile, "rise") else 0.0
    return Bore(width / 2, rise)


def section(profile: ModuleType, params: Any, width: float, thickness: float, bore: Bore | None) -> Section:
    """The section of a profile at that width and thickness."""
    if bore is None:
        chain: tuple[Curve, ...] = profile.whole(params, width, thickness)
        return Section(chain, chain)
    top: tuple[Curve, ...] = profile.top(params, width, thickness)
    edge = min(params.edge, 0.2 * width, 0.2 * (top[0].start[1] - bore.height(width / 2)))
    deep = _open_chain(top, width / 2, edge, bore)
    chain = _trimmed(deep, bore)
    return Section((*chain, bore.curve(chain[-1].end, chain[0].start)), (*deep, *_legs(deep)))


def _legs(deep: Sequence[Curve]) -> tuple[Curve, ...]:
    """From the left end of a section's outside down, across and up to the right one.

    They leave the eased edge under the bore: a blend of sections strays a little, and a joint on the bore itself would
    leave slivers where the bore is cut.
    """
    left, right = deep[-1].end, deep[0].start
    return (
        Line(left, (left[0], -LEG)),
        Line((left[0], -LEG), (right[0], -LEG)),
        Line((right[0], -LEG), right),
    )


def _open_chain(top: Sequence[Curve], half: float, edge: float, bore: Bore) -> tuple[Curve, ...]:
    """Sides and top with eased corners, from under the bore on the right to under it on the left."""
    sink = edge * _SINK
    foot = bore.height(half) - sink
    inner_right = shifted((bore.curve((0.0, 0.0), (half, bore.height(half))),), 0.0, -sink)[0]
    if isinstance(inner_right, Line):
        inner_right = Line((0.0, foot), (half, foot))
    inner_left = reflected(inner_right)
    sides = (Line((half, foot), top[0].start), *top, Line(top[-1].end, (-half, foot)))
    rounded = eased((inner_right, *sides, inner_left), edge)
    return rounded[1:-1] if edge > 0 else sides


def _trimmed(chain: tuple[Curve, ...], bore: Bore) -> tuple[Curve, ...]:
    first, last = chain[0], chain[-1]
    return (_from_bore(first, bore), *chain[1:-1], reflected(_from_bore(reflected(last), bore)))


def _from_bore(c: Curve, bore: Bore) -> Curve:
    """The part of an upward curve that lies over the bore."""

    def over(s: float) -> float:
        y, h = at(c, s)
        return h - bore.height(y)

    low, high = 0.0, 1.0
    if over(low) >= 0:
        return c
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if over(middle) < 0 else (low, middle)
    return (
        Line(at(c, high), c.end) if isinstance(c, Line) else Arc(c.centre, c.radius, c.a0 + (c.a1 - c.a0) * high, c.a1)
    )
