"""A girdle's outline walked along its length: where its facets stand, and the polygon a faceted stone has for it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Literal

from ringgen.plane import Arc, Curve, Line, Point, at
from ringgen.stones import Anchor, Anchors

CLOSE = 0.001  # of the stone's width: how far a side of the girdle's polygon lies inside the outline at most
SAME = 1e-4  # of the length: two stations nearer than that are one


class Rim:
    """A chain of lines and arcs, counter-clockwise, by the distance walked along it in mm."""

    def __init__(self, chain: Sequence[Curve], closed: bool = True) -> None:
        self.chain = tuple(chain)
        self.closed = closed
        self._starts = (0.0, *accumulate(c.length for c in self.chain))
        self.length = self._starts[-1]

    def at(self, walked: float) -> tuple[Point, Point]:
        """The point there and the unit direction outwards; at a corner, half way between its sides'."""
        s = walked % self.length if self.closed else min(max(walked, 0.0), self.length)
        i = min(bisect_right(self._starts, s) - 1, len(self.chain) - 1)
        for joint in (i, i + 1):
            if abs(s - self._starts[joint]) < SAME * self.length and (self.closed or 0 < joint < len(self.chain)):
                return self._joint(joint % len(self.chain))
        c = self.chain[i]
        p = at(c, (s - self._starts[i]) / c.length)
        if isinstance(c, Line):
            tx, ty = c.tangent()
            return p, (ty, -tx)
        out = 1.0 if c.a1 > c.a0 else -1.0
        return p, (out * (p[0] - c.centre[0]) / c.radius, out * (p[1] - c.centre[1]) / c.radius)

    def _joint(self, i: int) -> tuple[Point, Point]:
        (ux, uy), (vx, vy) = self.chain[i - 1].tangent(at_end=True), self.chain[i].tangent()
        size = math.hypot(ux + vx, uy + vy)
        return self.chain[i].start, ((uy + vy) / size, -(ux + vx) / size)

    def anchor(self, walked: float, kind: Literal["side", "corner", "point"] = "side") -> Anchor:
        """A place for a prong there."""
        return Anchor(*self.at(walked), kind)

    def pairs(self, *shares: float) -> Anchors:
        """Places for prongs in pairs left and right of the y axis, for an outline that begins on it and is symmetric.

        Each share is of the way from the beginning to the opposite end; 1 stands for that end alone.
        """
        half = self.length / 2
        right = [self.anchor(half * s) for s in shares]
        return (*right, *(self.anchor(-half * s) for s in reversed(shares) if s < 1))

    def joints(self) -> tuple[float, ...]:
        """Where the curves begin, and where an open chain ends."""
        return self._starts[:-1] if self.closed else self._starts

    def extremes(self) -> list[float]:
        """Where the outline is furthest to the left, right, front or back on an arc: its bounds pass there."""
        found = []
        for start, c in zip(self._starts, self.chain, strict=False):
            if isinstance(c, Arc):
                sweep = c.a1 - c.a0
                low, high = sorted((c.a0, c.a1))
                turns = range(math.ceil(low / (math.pi / 2)), math.floor(high / (math.pi / 2)) + 1)
                found += [start + (k * math.pi / 2 - c.a0) / sweep * c.length for k in turns]
        return found

    def corners(self) -> list[float]:
        """Where two curves meet at an angle."""
        found = []
        for start, i in zip(self.joints(), range(len(self.chain)), strict=False):
            if i == 0 and not self.closed:
                continue
            (ux, uy), (vx, vy) = self.chain[i - 1].tangent(at_end=True), self.chain[i].tangent()
            if abs(ux * vy - uy * vx) > 1e-4:
                found.append(start)
        return found

    def polygon(self, stations: Sequence[float], width: float, close: float = CLOSE) -> list[Point]:
        """Points on the outline: every station, corner and extreme, and between them as many as it takes.

        Its sides lie inside the outline by `close` of the width at most.
        """
        fixed = self._merged([*self.extremes(), *self.corners(), *stations])
        ends = [*fixed, fixed[0] + self.length] if self.closed else fixed
        out: list[Point] = []
        for s, e in pairwise(ends):
            done, due = self._steps_to(s, close * width), self._steps_to(e, close * width)
            n = max(1, math.ceil(due - done - 1e-6))
            marks = (self._after(done + (due - done) * k / n, close * width) for k in range(1, n))
            out += [self.at(s)[0], *(self.at(mark)[0] for mark in marks)]
        return out if self.closed else [*out, self.at(ends[-1])[0]]

    def _steps_to(self, walked: float, close: float) -> float:
        """How many chords, nowhere further than `close` mm from the outline, it takes to come so far."""
        turns, s = divmod(walked, self.length) if self.closed else (0.0, walked)
        sums = self._steps(close)
        i = min(bisect_right(self._starts, s) - 1, len(self.chain) - 1)
        share = (s - self._starts[i]) / self.chain[i].length
        return turns * sums[-1] + sums[i] + share * (sums[i + 1] - sums[i])

    def _after(self, steps: float, close: float) -> float:
        """How far one has walked after that many of those chords."""
        sums = self._steps(close)
        turns, rest = divmod(steps, sums[-1]) if self.closed else (0.0, steps)
        i = min(bisect_right(sums, rest) - 1, len(self.chain) - 1)
        share = (rest - sums[i]) / (sums[i + 1] - sums[i])
        return turns * self.length + self._starts[i] + share * self.chain[i].length

    def _steps(self, close: float) -> tuple[float, ...]:
        """Chords along every curve, summed up: an arc's height over a chord goes with the chord's square."""
        each = (c.length / math.sqrt(8 * close * c.radius) if isinstance(c, Arc) else 0.0 for c in self.chain)
        return (0.0, *accumulate(each))

    def _merged(self, marks: Sequence[float]) -> list[float]:
        """Sorted, without those that nearly repeat an earlier one of the list."""
        found: list[float] = []
        for s in (m % self.length if self.closed else m for m in marks):
            apart = (abs(s - f) for f in found)
            if all(min(d, self.length - d if self.closed else d) > SAME * self.length for d in apart):
                found.append(s)
        return sorted(found)
