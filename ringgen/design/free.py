"""Which stretches of the hoop are free for a row: what it covers, less what heads take and what is left on purpose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ringgen.bodies import Region, Vec
from ringgen.design.laid import Laid
from ringgen.design.mixing import Stretch
from ringgen.design.placing import Placement

FULL = 360.0 - 1e-9  # degrees


End = Literal["cover", "head", "left"]
"""What a stretch ends at: what the row is to cover, a head, or room left on purpose."""


@dataclass(frozen=True)
class Taken:
    """What a row leaves free, from where to where, degrees, and what for."""

    low: float
    high: float
    why: End = "head"


@dataclass(frozen=True)
class Free:
    """A free stretch of the hoop, degrees; what it begins and ends at, and where its largest stones stand."""

    low: float
    high: float
    after: End = "cover"
    before: End = "cover"
    stretch: Stretch = "closed"


def taken(heads: Iterable[Placement | Laid], arches: Iterable[Region] = ()) -> list[Taken]:
    """The stretches that heads, and arches over the band, take, from the base round again, none within another."""
    found = [_extent(p) for p in heads]
    found += [_reach((v, min(r.radius, 1.0) / 2) for v in r.points) for r in arches]
    return merged(Taken(*pair) for pair in found)


def merged(some: Iterable[Taken]) -> list[Taken]:
    """Stretches one after the other, those that touch as one."""
    found: list[Taken] = []
    for one in sorted(some, key=lambda t: (t.low, t.high)):
        if found and one.low <= found[-1].high:
            last = found[-1]
            found[-1] = Taken(last.low, max(one.high, last.high), "head" if "head" in (last.why, one.why) else last.why)
        else:
            found.append(one)
    return found


def left(middle: float, width: float | None, cover: tuple[float, float]) -> list[Taken]:
    """What is left free on purpose, as far as it lies in the cover; degrees."""
    if width is None:
        return []
    turns = [0.0] if cover[1] - cover[0] > FULL else [-360.0, 0.0, 360.0]
    found = [Taken(middle + turn - width / 2, middle + turn + width / 2, "left") for turn in turns]
    return [t for t in found if cover[1] - cover[0] > FULL or (t.low < cover[1] and t.high > cover[0])]


def free(cover: tuple[float, float], ways: Sequence[Taken]) -> list[Free]:
    """The stretches of a cover that nothing takes: the whole hoop, closed, where there is nothing in the way at all."""
    low, high = cover
    if high - low > FULL:
        if not ways:
            return [Free(low, high)]
        low, high = ways[0].high, ways[0].high + 360.0  # from each round to the next
        ends = [(w.high, w.why) for w in ways]
        starts = [*((w.low, w.why) for w in ways[1:]), (ways[0].low + 360.0, ways[0].why)]
    else:
        begins: tuple[float, End] = (low, "cover")
        stops: tuple[float, End] = (high, "cover")
        ends = [begins, *((w.high, w.why) for w in ways)]
        starts = [*((w.low, w.why) for w in ways), stops]
    found = []
    for (a, after), (b, before) in zip(ends, starts, strict=True):
        stretch = _stretch(after == "head" and a >= low, before == "head" and b <= high)
        found.append(Free(max(a, low), min(b, high), after, before, stretch))
    return found


def _stretch(after_head: bool, before_head: bool) -> Stretch:
    """Where the largest stones stand: beside heads, or else in the middle."""
    if after_head:
        return "ends" if before_head else "first"
    return "last" if before_head else "middle"


def _extent(head: Placement | Laid) -> tuple[float, float]:
    """Between which angles on the hoop a head and its stones lie, degrees."""
    seen = head.witness(1)
    spots = [(s.frame.point((x, y, 0.0)), 0.0) for s in seen.stones for x, y in s.outline]
    spots += [(v, p.diameter / 2) for p in seen.prongs for v in p.axis]
    stone = seen.stones[0].frame
    spots += [(stone.point((x, y, 0.0)), b.wall) for b in seen.bezels for x, y in b.inner or ()]
    spots += [(v, min(r.radius, 1.0) / 2) for r in seen.regions for v in r.points]
    return _reach(spots)


def _reach(spots: Iterable[tuple[Vec, float]]) -> tuple[float, float]:
    """Between which angles spots of that half size lie, degrees."""
    reach = [(math.degrees(math.atan2(x, z)), math.degrees(by / math.hypot(x, z))) for (x, _, z), by in spots]
    return min(a - half for a, half in reach), max(a + half for a, half in reach)
