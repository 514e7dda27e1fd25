"""Beads between several lines of stones that fall in size: each as far from one girdle as from the others it holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Frame
from ringgen.settings._beads import STEP, Bead, Bite, beside_stone, meeting
from ringgen.settings._row import Lane, Row
from ringgen.stones import Measures

Circle = tuple[float, float, float]
"""A girdle as seen from above, in a frame on the band: its middle and its radius, mm."""

BiteOf = Callable[[Measures], Bite]

NEAR = 0.5  # of half a place: a stone of the next line that is further along is opposite another gap


def between_sizes(row: Row, bite: BiteOf) -> list[Bead]:
    """A bead in the middle of every two stones of one line and the third of the next, and on the outer sides.

    Each is as thick, and reaches as far, as `bite` says for the smallest stone that it holds.
    """
    lines, first = list[_Line](), 0
    for lane in row.lanes:
        lines.append(_Line(lane, tuple(row.kinds[k].stone for k in lane.kinds), first, row.gap))
        first += len(lane.stones)
    inner = (bead for one, other in pairwise(lines) for bead in _thirds(one, other, bite))
    return [*_outside(lines[0], bite), *_at_gaps(lines[-1], bite), *inner]


@dataclass(frozen=True)
class _Line:
    """One line: its stones from the first one's number on, the least gap between them, mm."""

    lane: Lane
    stones: tuple[Measures, ...]
    first: int
    gap: float

    def held(self, i: int) -> tuple[int, ...]:
        """Which of its stones are beside the i-th place between: two, or one where an open line ends."""
        n = len(self.stones)
        return (i, (i + 1) % n) if self.lane.closed else tuple(k for k in (i - 1, i) if 0 <= k < n)

    def seen(self, k: int, frame: Frame) -> Circle:
        """Its k-th stone, seen from a frame."""
        off = tuple(a - b for a, b in zip(self.lane.stones[k].origin, frame.origin, strict=True))
        x, y = (sum(a * b for a, b in zip(off, axis, strict=True)) for axis in (frame.x, frame.y))
        return x, y, self.stones[k].width / 2

    def pair(self, i: int) -> tuple[Circle, Circle]:
        """The two beside the i-th place between; at a line's end the last of it, and one like that beyond."""
        held = self.held(i)
        some = [self.seen(k, self.lane.between[i]) for k in held]
        if len(some) == 2:
            return some[0], some[1]
        ((x, y, r),) = some
        return (x, y, r), (-x, -y, r)


def _outside(line: _Line, bite: BiteOf) -> Iterator[Bead]:
    """Those on the first line's outer side stand beside its stones, not between them: see `_beads`."""
    for k, (frame, stone) in enumerate(zip(line.lane.stones, line.stones, strict=True)):
        own = bite(stone)
        across, radius = beside_stone(stone.width, own)
        yield Bead(_at(frame, 0.0, -across), radius, (line.first + k,), own.neck)


def _at_gaps(line: _Line, bite: BiteOf) -> Iterator[Bead]:
    """Those on the last line's outer side."""
    for i, frame in enumerate(line.lane.between):
        held = line.held(i)
        own = bite(min((line.stones[k] for k in held), key=lambda s: s.width))
        (x0, y0, r0), (x1, y1, r1) = line.pair(i)
        chord, side = math.hypot(x1 - x0, y1 - y0), 1.0 if x1 > x0 else -1.0
        (along, across), radius = meeting(2 * r0, 2 * r1, chord, own, -math.inf)
        x, y = (x0 + x1) / 2 + side * along, (y0 + y1) / 2 + across
        yield Bead(_at(frame, x, y), radius, tuple(line.first + k for k in held), own.neck)


def _thirds(line: _Line, other: _Line, bite: BiteOf) -> Iterator[Bead]:
    """Those between a line and the next: each touches, so far off, two stones here and the third there."""
    for i, (frame, apart) in enumerate(zip(line.lane.between, line.lane.apart, strict=True)):
        held = [(line.first + k, line.stones[k]) for k in line.held(i)]
        one, two = line.pair(i)
        third = (0.0, apart, max(one[2], two[2]))
        opposite = _opposite(other, frame, abs(one[0] - two[0]) / 2)
        if opposite is not None:
            held.append((other.first + opposite, other.stones[opposite]))
            third = other.seen(opposite, frame)
        own = bite(min((s for _, s in held), key=lambda s: s.width))
        x, y, free = amid(one, two, third)
        radius = math.floor((free + own.reach) / STEP) * STEP  # few sizes of bead are few bodies
        yield Bead(_at(frame, x, y), radius, tuple(n for n, _ in held), own.neck)


def amid(one: Circle, two: Circle, three: Circle) -> tuple[float, float, float]:
    """The spot as far from each of three circles that stand apart, and how far, mm."""
    (x0, y0, r0), (x1, y1, r1), (x2, y2, r2) = one, two, three
    a, b, c, d = x1 - x0, y1 - y0, x2 - x0, y2 - y0
    p, q = ((x * x + y * y - r * r + r0 * r0) / 2 for x, y, r in ((a, b, r1), (c, d, r2)))
    u, v, det = r0 - r1, r0 - r2, a * d - b * c
    px, py = (p * d - q * b) / det, (a * q - c * p) / det  # from the first one's middle, were it to touch them
    ux, uy = (u * d - v * b) / det, (a * v - c * u) / det  # and how that moves with every mm it is further off
    e, f, g = ux * ux + uy * uy - 1.0, px * ux + py * uy - r0, px * px + py * py - r0 * r0
    free = g / (math.sqrt(f * f - e * g) - f)
    return x0 + px + ux * free, y0 + py + uy * free, free


def _opposite(line: _Line, frame: Frame, half: float) -> int | None:
    """The stone of a line that stands opposite a gap; None beyond its end."""
    away = [line.seen(k, frame)[0] for k in range(len(line.stones))]
    reach = [math.dist(s.origin, frame.origin) for s in line.lane.stones]
    k = min(range(len(reach)), key=lambda n: reach[n])
    return k if abs(away[k]) < NEAR * half else None


def _at(frame: Frame, x: float, y: float) -> Frame:
    return Frame(frame.point((x, y, 0.0)), frame.x, frame.z)
