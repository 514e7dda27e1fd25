"""The shank: its section at every angle, its blank, and the bore that is cut through it last."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from ringgen.bodies import Frame, Hoop, Parts, Placed, Revolved
from ringgen.plane import Arc, Curve, Line, polyline, shifted
from ringgen.section import Bore, Section, bore_of, section

SECTIONS = 24  # through which a changing band is blended; the bore of the blend is within 0.0002 mm of the cylinder
NEAR = 0.3  # mm over the bore; metal that comes nearer is cut by the bore, last of all
REACH = 0.5  # mm the bore's cutter stands out of the band on either side
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Shank:
    """A band profile at a size, with its measures at the base and at the top; mm."""

    profile: ModuleType
    params: Any
    bore_radius: float
    width: float
    thickness: float
    top_width: float
    top_thickness: float
    bore: Bore | None

    def share(self, degrees: float) -> float:
        """0 at the base, 1 at the top, smooth all the way round."""
        return (1 + math.cos(math.radians(degrees))) / 2

    def width_at(self, degrees: float) -> float:
        """Width at that angle from the top."""
        return self.width + (self.top_width - self.width) * self.share(degrees)

    def thickness_at(self, degrees: float) -> float:
        """Thickness at that angle from the top."""
        return self.thickness + (self.top_thickness - self.thickness) * self.share(degrees)

    def section_at(self, degrees: float) -> Section:
        """The section at that angle from the top."""
        return section(self.profile, self.params, self.width_at(degrees), self.thickness_at(degrees), self.bore)

    @property
    def constant(self) -> bool:
        """Whether it is the same all round."""
        same_width = abs(self.width - self.top_width) < TOLERANCE
        return same_width and abs(self.thickness - self.top_thickness) < TOLERANCE

    def volume(self) -> float:
        """Volume without any head, mm³: exact for a constant band, integrated round the hoop for a blended one."""
        if self.constant:
            return self.section_at(0).volume_per_turn(self.bore_radius)
        n = 96  # the integrand is smooth and periodic: the trapezium rule converges faster than any power
        return sum(self.section_at(360 * i / n).volume_per_turn(self.bore_radius) for i in range(n)) / n

    def parts(self, lowest: float) -> Parts:
        """The shank, for a ring whose other metal stays `lowest` mm or more from the finger's axis.

        Where that metal comes near the finger, the shank is a blank and the bore is cut through all of it last, so the
        size is exact whatever a head did. Where it cannot, the bore is part of the shank's own surface: the same
        cylinder, and no boolean to make it.
        """
        if self.bore and lowest < self.bore_radius + NEAR:
            return Parts((Placed("shank", self._hoop(blank=True)),), (self._cutter(self.bore),))
        return Parts((Placed("shank", self._hoop(blank=False)),))

    def _hoop(self, blank: bool) -> Hoop:
        # begin at the base, so that the seam lies where no head stands
        n = 1 if self.constant else SECTIONS
        angles = [180.0 + 360.0 * i / n for i in range(n)]
        sections = [self.section_at(a) for a in angles]
        chains = [shifted(s.blank if blank else s.finished, 0.0, self.bore_radius) for s in sections]
        return Hoop(tuple(zip(angles, chains, strict=True)))

    def _cutter(self, bore: Bore) -> Placed:
        """A plug of the finger hole, turned about the finger axis: what is under the inside of the band goes."""
        half = max(self.width, self.top_width) / 2 + REACH
        edge = self.bore_radius + bore.height(half)
        inside: tuple[Curve, ...]
        if bore.rise > 0:
            a = math.asin(min(1.0, half / bore.radius))
            # in (r, y): the barrel's arc bulges towards the axis
            inside = (Arc((self.bore_radius + bore.radius, 0.0), bore.radius, math.pi + a, math.pi - a),)
        else:
            inside = (Line((self.bore_radius, -half), (self.bore_radius, half)),)
        outline = (
            Line((0.0, -half), (edge, -half)),
            *inside,
            *polyline((edge, half), (0.0, half), (0.0, -half)),
        )
        along_finger = Frame(x=(1.0, 0.0, 0.0), z=(0.0, 1.0, 0.0))
        return Placed("bore", Revolved(outline), (along_finger,))


def shank(
    profile: ModuleType, params: Any, bore_radius: float, base: tuple[float, float], top: tuple[float, float]
) -> Shank:
    """A shank from (width, thickness) at the base and at the top."""
    widest = max(base, top)
    bore = bore_of(profile, params, widest[0], min(base[1], top[1]))
    return Shank(profile, params, bore_radius, *base, *top, bore)
