"""Going along a closed outline: where its points lie by the millimetre, and the outline beside another one."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ringgen.outline import offset, rounded
from ringgen.plane import Curve, Line, Point, at

SPOTS = 720  # looked at round a track for the one straight ahead of its middle


@dataclass(frozen=True)
class Track:
    """A closed outline, counter-clockwise, by the millimetres gone along it; beyond its end it goes round again."""

    outline: tuple[Curve, ...]

    @cached_property
    def _begins(self) -> tuple[float, ...]:
        """How far along each curve begins, and the whole length."""
        return tuple(accumulate((c.length for c in self.outline), initial=0.0))

    @property
    def length(self) -> float:
        """All round, mm."""
        return self._begins[-1]

    def _on(self, gone: float) -> tuple[Curve, float]:
        gone %= self.length
        k = min(bisect_right(self._begins, gone) - 1, len(self.outline) - 1)
        return self.outline[k], (gone - self._begins[k]) / self.outline[k].length

    def point(self, gone: float) -> Point:
        """The point so far along."""
        return at(*self._on(gone))

    def along(self, gone: float) -> Point:
        """The unit direction of travel there."""
        c, share = self._on(gone)
        if isinstance(c, Line):
            return c.tangent()
        a, turn = c.a0 + share * (c.a1 - c.a0), math.copysign(1.0, c.a1 - c.a0)
        return (-turn * math.sin(a), turn * math.cos(a))

    @cached_property
    def ahead(self) -> float:
        """How far along the point straight ahead of the origin, at +y, lies, mm."""
        spots = [self.length * k / SPOTS for k in range(SPOTS)]
        upper = [s for s in spots if self.point(s)[1] > 0.0]
        near = min(upper, key=lambda s: abs(self.point(s)[0]))
        low, high = near - self.length / SPOTS, near + self.length / SPOTS
        for _ in range(50):  # x falls all along there
            middle = (low + high) / 2
            low, high = (middle, high) if self.point(middle)[0] > 0.0 else (low, middle)
        return low


def beside(outline: Sequence[Curve], by: float) -> tuple[Curve, ...] | None:
    """The outline of all points `by` mm outside another, going round its corners; None where there is none."""
    found = offset(outline, by)
    return rounded(found, by) if found is not None else None
