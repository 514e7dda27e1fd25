"""The lines rows follow on arches: the middle of each one's level top, from the band to the head it rises to."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import ClassVar

from ringgen.bodies import Frame, cross, unit
from ringgen.design.arch import EDGE, RIM, Arch
from ringgen.design.closing import Line
from ringgen.design.free import Free, Taken
from ringgen.design.shank import Shank
from ringgen.settings._around import FLAT
from ringgen.settings._row import Under

KNOWN = 400  # steps in which it is known how long an arch's top is
FIELDS = ("band.shoulders.width", "band.shoulders.height")
LOOSE = 0.08  # mm: a row on an arch lies close from the head on, and ends where its last stone ends
WALK = 0.05  # mm, the steps in which it is gone along
TINY = 1e-4  # of an arch's way: half of what its direction is measured over
BEND = 0.02  # of its way: half of what its bend is measured over


@dataclass(frozen=True)
class ArchPath:
    """The middle of an arch's top, `aside` mm across from it.

    A row may lie on it from `low` to `high`, shares of the arch's way from the band to the head.

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
    zone: ClassVar[tuple[float, float] | None] = None

    def free(self, cover: tuple[float, float], kept: Sequence[Taken]) -> list[Free]:
        """All of it on which a row may lie: from the band, where a row ends by itself, to the head."""
        far = self._known
        head, band = (far[round((1 - s) * KNOWN)] for s in (self.high, self.low))
        if self.arch.side < 0:
            return [Free(-band, -head, "left", "head", "last")]
        return [Free(head, band, "head", "left", "first")]

    def under(self, places: Sequence[float], chord: float) -> Under:
        """The arch where it is thinnest, narrowest and most hollow."""
        ways = [self._way(a) for a in places]
        wide, high = (min(self.arch.size(s)[k] for s in ways) for k in (0, 1))
        bend = min(self._bend(s) for s in ways)
        radius = FLAT if abs(bend) < 1 / FLAT else 1 / bend
        half = ((wide - EDGE, 0.0), (wide - RIM, -RIM), (wide, -EDGE))
        outline = (*((-y, h) for y, h in reversed(half)), *half)
        across = tuple((y - self.aside, h) for y, h in outline)
        return Under(2 * high, wide - RIM - abs(self.aside), radius, chord, across, through=False, fields=FIELDS)

    def past(self, place: float, far: float, rise: float, radius: float) -> float:
        """The place so many mm further along, measured `rise` mm over the arch."""
        line, at, way = self.line(0.0, rise), place, 0.0
        step = math.copysign(WALK, far)
        while way < abs(far):
            more = math.dist(line(at), line(at + step))
            if way + more >= abs(far):
                return at + step * (abs(far) - way) / more
            at, way = at + step, way + more
        return at

    def line(self, offset: float, rise: float) -> Line:
        """The points `rise` mm over it, `offset` mm across from it, for every place along it."""
        return lambda place: self._frame(self._way(place), offset, rise).origin

    def frames(self, places: Sequence[float], offset: float, rise: float) -> tuple[Frame, ...]:
        """Frames there: z square to the arch's top, x along it."""
        return tuple(self._frame(self._way(a), offset, rise) for a in places)

    def at(self, ways: Sequence[float]) -> tuple[Frame, ...]:
        """Frames in the middle of its top, so far along the arch: 0 at the band, 1 at the head."""
        return tuple(self._frame(s, 0.0, 0.0) for s in ways)

    def _frame(self, s: float, offset: float, rise: float) -> Frame:
        before, after = self.arch.top(s - TINY), self.arch.top(s + TINY)
        turn = -self.arch.side  # from the head down on +x, and up to it on -x: as angles grow
        x = unit((turn * (after[0] - before[0]), turn * (after[1] - before[1]), turn * (after[2] - before[2])))
        side = self.arch.section(s)[2]
        z = unit(cross(x, side))
        y, (a, b, c) = cross(z, x), self.arch.top(s)
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
    def _known(self) -> tuple[float, ...]:
        """How far it is along its top to even steps of the arch's way, from the head down to the band, mm."""
        spots = [self.arch.top(1 - k / KNOWN) for k in range(KNOWN + 1)]
        return tuple(accumulate((math.dist(a, b) for a, b in pairwise(spots)), initial=0.0))

    def _way(self, place: float) -> float:
        """How far along the arch that is, 0 at the band and 1 at the head; beyond them as if it went straight on."""
        far, away = self._known, self.arch.side * place
        k = min(max(bisect_left(far, away) - 1, 0), KNOWN - 1)
        return 1 - (k + (away - far[k]) / (far[k + 1] - far[k])) / KNOWN
