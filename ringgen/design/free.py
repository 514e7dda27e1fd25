"""Which stretches of the hoop are free for a row: what it covers, less what heads take and what is left on purpose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ringgen.design.mixing import Stretch
from ringgen.design.placing import Placement
from ringgen.plane import points

FULL = 360.0 - 1e-9  # degrees


@dataclass(frozen=True)
class Taken:
    """What a row leaves free, from where to where, degrees; `head` says that metal stands there."""

    low: float
    high: float
    head: bool = True


@dataclass(frozen=True)
class Free:
    """A free stretch of the hoop, degrees; whether it begins and ends at a head, and where its largest stones stand."""

    low: float
    high: float
    after_head: bool = False
    before_head: bool = False
    stretch: Stretch = "closed"


def taken(heads: Iterable[Placement]) -> list[Taken]:
    """The stretches that heads take, from the base round to the base, none within another."""
    return merged(Taken(*_extent(p)) for p in heads)


def merged(some: Iterable[Taken]) -> list[Taken]:
    """Stretches one after the other, those that touch as one."""
    found: list[Taken] = []
    for one in sorted(some, key=lambda t: (t.low, t.high)):
        if found and one.low <= found[-1].high:
            last = found[-1]
            found[-1] = Taken(last.low, max(one.high, last.high), last.head or one.head)
        else:
            found.append(one)
    return found


def free(cover: tuple[float, float], ways: Sequence[Taken]) -> list[Free]:
    """The stretches of a cover that nothing takes: the whole hoop, closed, where there is nothing in the way at all."""
    low, high = cover
    if high - low > FULL:
        if not ways:
            return [Free(low, high)]
        low, high = ways[0].high, ways[0].high + 360.0  # from each round to the next
        ends = [(w.high, w.head) for w in ways]
        starts = [*((w.low, w.head) for w in ways[1:]), (ways[0].low + 360.0, ways[0].head)]
    else:
        ends = [(low, False), *((w.high, w.head) for w in ways)]
        starts = [*((w.low, w.head) for w in ways), (high, False)]
    found = []
    for (a, after), (b, before) in zip(ends, starts, strict=True):
        stretch = _stretch(after and a >= low, before and b <= high)
        found.append(Free(max(a, low), min(b, high), after, before, stretch))
    return found


def _stretch(after_head: bool, before_head: bool) -> Stretch:
    """Where the largest stones stand: beside heads, or else in the middle."""
    if after_head:
        return "ends" if before_head else "first"
    return "last" if before_head else "middle"


def _extent(head: Placement) -> tuple[float, float]:
    """Between which angles on the hoop a head and its stone lie, degrees."""
    spots = [(head.frame.point((x, y, 0.0)), 0.0) for x, y in points(head.stone.outline, 0.05)]
    seen = head.witness(1)
    spots += [(v, p.diameter / 2) for p in seen.prongs for v in p.axis]
    spots += [(head.frame.point((x, y, 0.0)), b.wall) for b in seen.bezels for x, y in b.inner or ()]
    spots += [(v, min(r.radius, 1.0) / 2) for r in seen.regions for v in r.points]
    reach = [(math.degrees(math.atan2(x, z)), math.degrees(by / math.hypot(x, z))) for (x, _, z), by in spots]
    return min(a - half for a, half in reach), max(a + half for a, half in reach)
