"""The lines rows follow on arches: the middle of each one's level top, from the band to the head it rises to."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import ClassVar

from ringgen.bodies import Frame, Vec
from ringgen.design.arch import EDGE, Arch
from ringgen.design.closing import Line
from ringgen.design.free import Free, Taken, free, merged
from ringgen.design.shank import Shank
from ringgen.settings._around import FLAT
from ringgen.settings._row import Under

KNOWN = 400  # steps in which it is known how long an arch's top is, and at which angle round the finger it lies
FIELDS = ("band.shoulders.width", "band.shoulders.height")
LOOSE = 0.08  # mm: a row on an arch lies close from the head on, and ends where its last stone ends
WALK = 0.05  # mm, the steps in which it is gone along
TINY = 1e-4  # of an arch's way: half of what its direction is measured over
BEND = 0.02  # of its way: half of what its bend is measured over


@dataclass(frozen=True)
class ArchPath:
    """The middle of an arch's top, `aside` mm across from it; `low` and `high` are how far along it a row may lie.

    Its measure is how far along the top's middle, mm: from the head down on +x, and up to it, below 0, on -x.
    """

    band: Shank
    arch: Arch
    low: float = 0.0
    high: float = 1.0
    aside: float = 0.0

    on: ClassVar[str] = "the arches"
    steady: ClassVar[bool] = True
    loose: ClassVar[float] = LOOSE

    @property
    def zone(self) -> tuple[float, float]:
        """Between which angles a row may lie, degrees."""
        a, b = (_degrees(self.arch.top(s)) for s in (self.low, self.high))
        return min(a, b), max(a, b)

    def free(self, cover: tuple[float, float], kept: Sequence[Taken]) -> list[Free]:
        """The stretches of a cover on which a row may lie, mm: from the band, where it ends by itself, to the head."""
        low, high = self.zone
        ends = (Taken(low - 1.0, low, "head"), Taken(high, high + 1.0, "left"))
        if self.arch.side < 0:
            ends = (Taken(low - 1.0, low, "left"), Taken(high, high + 1.0, "head"))
        found = [f for f in free(cover, merged([*kept, *ends])) if f.high > f.low]
        found = found or [Free(low, low, "left", "head", "middle")]
        return [replace(f, low=self._measure(f.low), high=self._measure(f.high)) for f in found]

    def under(self, places: Sequence[float], chord: float) -> Under:
        """The arch where it is thinnest, narrowest and most hollow."""
        ways = [self._way(a) for a in places]
        wide, high = (min(self.arch.size(s)[k] for s in ways) for k in (0, 1))
        bend = min(self._bend(s) for s in ways)
        radius = FLAT if abs(bend) < 1 / FLAT else 1 / bend
        rim = EDGE * (1 - math.sqrt(0.5))
        outline = ((-wide, -EDGE), (rim - wide, -rim), (EDGE - wide, 0.0), (wide - EDGE, 0.0), (wide - rim, -rim))
        across = tuple((y - self.aside, h) for y, h in (*outline, (wide, -EDGE)))
        return Under(2 * high, wide - abs(self.aside), radius, chord, across, through=False, fields=FIELDS)

    def past(self, gone: float, far: float, rise: float, radius: float) -> float:
        """The place so many mm further along, measured `rise` mm over the arch."""
        line, at, way = self.line(0.0, rise), gone, 0.0
        step = math.copysign(WALK, far)
        while way < abs(far):
            more = math.dist(line(at), line(at + step))
            if way + more >= abs(far):
                return at + step * (abs(far) - way) / more
            at, way = at + step, way + more
        return at

    def line(self, offset: float, rise: float) -> Line:
        """The points `rise` mm over it, `offset` mm across from it, for every place along it."""
        return lambda gone: self._frame(self._way(gone), offset, rise).origin

    def frames(self, places: Sequence[float], offset: float, rise: float) -> tuple[Frame, ...]:
        """Frames there: z square to the arch's top, x along it."""
        return tuple(self._frame(self._way(a), offset, rise) for a in places)

    def at(self, ways: Sequence[float]) -> tuple[Frame, ...]:
        """Frames in the middle of its top, so far along the arch: 0 at the band, 1 at the head."""
        return tuple(self._frame(s, 0.0, 0.0) for s in ways)

    def _frame(self, s: float, offset: float, rise: float) -> Frame:
        before, after = self.arch.top(s - TINY), self.arch.top(s + TINY)
        turn = -self.arch.side  # from the head down on +x, and up to it on -x: as angles grow
        x = _unit((turn * (after[0] - before[0]), turn * (after[1] - before[1]), turn * (after[2] - before[2])))
        side = self.arch.section(s)[2]
        z = _unit(_cross(x, side))
        y, (a, b, c) = _cross(z, x), self.arch.top(s)
        across = self.aside + offset
        origin = (
            a + across * y[0] + rise * z[0],
            b + across * y[1] + rise * z[1],
            c + across * y[2] + rise * z[2],
        )
        return Frame(origin, x, z)

    def _bend(self, s: float) -> float:
        """How much it bends there, per mm: negative where it is hollow."""
        one, two = self._frame(s - BEND, 0.0, 0.0), self._frame(s + BEND, 0.0, 0.0)
        turned = sum((b - a) * n for a, b, n in zip(one.x, two.x, self._frame(s, 0.0, 0.0).z, strict=True))
        return turned * self.arch.side / math.dist(one.origin, two.origin)

    @property
    def bent(self) -> float:
        """Its bend where it is most hollow, per mm: below 0."""
        return min(self._bend(self.low + (self.high - self.low) * k / 24) for k in range(25))

    @cached_property
    def _known(self) -> tuple[tuple[float, float], ...]:
        """(mm gone, degrees) on +x at even steps along its top, from the head down to the band."""
        spots = [self.arch.top(1 - k / KNOWN) for k in range(KNOWN + 1)]
        gone = accumulate((math.dist(a, b) for a, b in pairwise(spots)), initial=0.0)
        return tuple((far, abs(_degrees(p))) for far, p in zip(gone, spots, strict=True))

    def _measure(self, degrees: float) -> float:
        """How far along it that angle is, mm."""
        return self.arch.side * _between(self._known, self.arch.side * degrees, 1, 0)

    def _way(self, gone: float) -> float:
        """How far along the arch that is, 0 at the band and 1 at the head; beyond its ends as if it went straight on."""
        steps = tuple((far, float(k)) for k, (far, _) in enumerate(self._known))
        return 1 - _between(steps, self.arch.side * gone, 0, 1) / KNOWN


def _between(known: Sequence[tuple[float, float]], value: float, have: int, wanted: int) -> float:
    """What goes with a value of rising pairs; beyond them in a straight line."""
    k = min(max(bisect_left(known, value, key=lambda pair: pair[have]) - 1, 0), len(known) - 2)
    one, two = known[k], known[k + 1]
    return one[wanted] + (two[wanted] - one[wanted]) * (value - one[have]) / (two[have] - one[have])


def _degrees(p: Vec) -> float:
    return math.degrees(math.atan2(p[0], p[2]))


def _cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _unit(v: Vec) -> Vec:
    size = math.hypot(*v)
    return (v[0] / size, v[1] / size, v[2] / size)
