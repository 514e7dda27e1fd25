"""The band's outside as a surface: where it lies and how it leans at any angle round the hoop, anywhere across."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ringgen.bodies import Frame, Vec, unit
from ringgen.design.shank import Shank
from ringgen.plane import Point

STEP = 1.0  # degrees: how closely a changing band's outside is known; in between a taper strays by 0.00001 mm
ACROSS, ALONG = 0.05, 0.05  # mm and degrees to either side over which its slopes are measured


@dataclass(frozen=True)
class Surface:
    """The outside of one band."""

    band: Shank

    @cached_property
    def _known(self) -> dict[int, Sequence[Point]]:
        """The band's outside at the steps round the hoop that were asked for so far."""
        return {}

    def _outline(self, k: int) -> Sequence[Point]:
        k %= 1 if self._constant else round(360.0 / STEP)
        if k not in self._known:
            self._known[k] = self.band.outside_at(k * STEP)
        return self._known[k]

    @cached_property
    def _constant(self) -> bool:
        return self.band.constant

    def radius(self, degrees: float, across: float) -> float:
        """How far from the finger's axis it lies there, mm."""
        if self._constant:
            return self.band.bore_radius + _height(self._outline(0), across)
        k, share = divmod(degrees / STEP, 1.0)
        low, high = (_height(self._outline(int(k) + i), across) for i in (0, 1))
        return self.band.bore_radius + low + (high - low) * share

    def line(self, across: float, rise: float) -> Callable[[float], Vec]:
        """The points `rise` mm over it, that far across, for every angle round the hoop."""
        if not self._constant:
            return lambda degrees: self.frame(degrees, across, rise).origin
        _, y, radius = self.frame(0.0, across, rise).origin

        def round_the(degrees: float) -> Vec:
            a = math.radians(degrees)
            return (radius * math.sin(a), y, radius * math.cos(a))

        return round_the

    def frame(self, degrees: float, across: float, rise: float = 0.0) -> Frame:
        """A frame on it: z square to it, x along the hoop, its origin `rise` mm over it."""
        a, r = math.radians(degrees), self.radius(degrees, across)
        out, along = (math.sin(a), 0.0, math.cos(a)), (math.cos(a), 0.0, -math.sin(a))
        lean = (self.radius(degrees, across + ACROSS) - self.radius(degrees, across - ACROSS)) / (2 * ACROSS)
        turn = 0.0
        if not self._constant:
            change = self.radius(degrees + ALONG, across) - self.radius(degrees - ALONG, across)
            turn = change / (2 * math.radians(ALONG) * r)
        z = unit((out[0] - turn * along[0], -lean, out[2] - turn * along[2]))
        skew = along[0] * z[0] + along[2] * z[2]
        x = unit((along[0] - skew * z[0], -skew * z[1], along[2] - skew * z[2]))
        foot = (r * out[0], across, r * out[2])
        return Frame((foot[0] + rise * z[0], foot[1] + rise * z[1], foot[2] + rise * z[2]), x, z)


def _height(outline: Sequence[Point], across: float) -> float:
    """The height at a place across; beyond the sides, that of the side."""
    ys = [y for y, _ in outline]
    k = min(max(bisect_right(ys, across) - 1, 0), len(outline) - 2)
    (y0, h0), (y1, h1) = outline[k], outline[k + 1]
    return h0 + (h1 - h0) * min(1.0, max(0.0, (across - y0) / (y1 - y0)))
