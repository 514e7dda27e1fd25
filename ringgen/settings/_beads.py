"""Beads and shared prongs: what stands between the stones of a row and is pushed over their girdles."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ringgen.bodies import Frame, Placed, Wire, spun
from ringgen.plane import Line
from ringgen.settings._row import CLEARANCE, Row
from ringgen.witness import Prong

OVER_CROWN = 0.3  # mm a bead stands over the table as cast: what a setter pushes over the girdle
BURY = 0.15  # mm a bead reaches into the band
KIND = "melee"


@dataclass(frozen=True)
class Bead:
    """One bead's place: its frame (girdle height, z outwards), its radius, and the stones it holds, by their number."""

    frame: Frame
    radius: float
    holds: tuple[int, ...]


@dataclass(frozen=True)
class Bite:
    """How thick a bead is where stones have bitten into it, and how far it reaches over each; mm."""

    neck: float
    reach: float


def beads(row: Row, bite: Bite) -> list[Bead]:
    """A bead wherever stones meet: in the middle of three or four, and on the outer sides of every two neighbours.

    An open row's ends have theirs where the next stone would be.
    """
    return [*_sides(row, bite), *_inner(row, bite)]


def side_of(row: Row, bite: Bite) -> float:
    """How far across the band from a lane's middle a bead between two neighbours stands, mm: where the neck has room.

    Two girdles leave the more room, the further out: there a bead is `neck` thick between both seats.
    """
    free = bite.neck / 2 + CLEARANCE  # from the bead's middle to a girdle
    half = row.stone.width / 2
    return math.sqrt(max((half + free) ** 2 - (row.chord / 2) ** 2, 0.0))


def radius_of(bite: Bite) -> float:
    """A bead's radius, mm."""
    return bite.neck / 2 + CLEARANCE + bite.reach


def _sides(row: Row, bite: Bite) -> Iterator[Bead]:
    across, radius = side_of(row, bite), radius_of(bite)
    first = 0
    for k, lane in enumerate(row.lanes):
        sides = [s for s, outer in ((-1.0, k == 0), (1.0, k == len(row.lanes) - 1)) if outer]
        for i, frame in enumerate(lane.between):
            held = _neighbours(i, len(lane.stones), lane.closed)
            for side in sides:
                yield Bead(_beside(frame, side * across), radius, tuple(first + n for n in held))
        first += len(lane.stones)


def _neighbours(i: int, n: int, closed: bool) -> tuple[int, ...]:
    """The numbers of the stones before and after the i-th place between."""
    if closed:
        return (i, (i + 1) % n)
    return tuple(k for k in (i - 1, i) if 0 <= k < n)


def _inner(row: Row, bite: Bite) -> Iterator[Bead]:
    """Between lanes: in the middle of every three, two in one lane and one in the next."""
    if len(row.lanes) < 2:
        return
    off = _off(row)
    free = math.hypot(row.chord / 2, off) - row.stone.width / 2
    radius = free + bite.reach
    starts = [sum(len(lane.stones) for lane in row.lanes[:k]) for k in range(len(row.lanes))]
    for k, lane in enumerate(row.lanes):
        for j, side in ((k - 1, -1.0), (k + 1, 1.0)):
            if not 0 <= j < len(row.lanes):
                continue
            for i, frame in enumerate(lane.between):
                held = [starts[k] + n for n in _neighbours(i, len(lane.stones), lane.closed)]
                opposite = _opposite(frame, row.lanes[j].stones, row.chord)
                if opposite is not None:
                    held.append(starts[j] + opposite)
                yield Bead(_beside(frame, side * off), radius, tuple(held))


def _off(row: Row) -> float:
    """How far from a lane's middle towards the next the spot lies that is as far from two in it as from one there."""
    return (row.apart**2 - (row.chord / 2) ** 2) / (2 * row.apart)


def _opposite(frame: Frame, stones: tuple[Frame, ...], chord: float) -> int | None:
    """The stone of the next lane that stands opposite a gap; None at an open row's end."""
    away = [abs(sum(d * (a - b) for d, a, b in zip(frame.x, s.origin, frame.origin, strict=True))) for s in stones]
    reach = [math.dist(s.origin, frame.origin) for s in stones]
    k = min(range(len(stones)), key=lambda n: reach[n])
    return k if away[k] < chord / 4 else None


def _beside(frame: Frame, across: float) -> Frame:
    return Frame(frame.point((0.0, across, 0.0)), frame.x, frame.z)


def bead_parts(row: Row, found: list[Bead], part: str) -> tuple[Placed, ...]:
    """Every bead as a short round wire with a domed end, one body for each thickness."""
    out = []
    for radius in sorted({round(b.radius, 6) for b in found}):
        places = tuple(_seamed(b, row) for b in found if round(b.radius, 6) == radius)
        path = (Line((0.0, -row.rise - BURY), (0.0, top_of(row) - radius)),)
        out.append(Placed(part, Wire(path, radius), places))
    return tuple(out)


def _seamed(bead: Bead, row: Row) -> Frame:
    """The bead's frame turned so that its seam, on its y side, lies within a bite and on no bite's border.

    The kernel misses a bite altogether, and says nothing, where the bead's surface has no seam to find it by.
    """
    frame, frames = bead.frame, row.frames
    y, ways = frame.y, []
    for k in bead.holds:
        to = [s - o for s, o in zip(frames[k].origin, frame.origin, strict=True)]
        along, across = (sum(d * v for d, v in zip(axis, to, strict=True)) for axis in (frame.x, y))
        ways.append(math.degrees(math.atan2(across, along)) % 360.0)
    ways.sort()
    if len(ways) == 1:
        return spun(ways[0] - 90.0).within(frame)
    gaps = [((b - a) % 360.0 or 360.0, a) for a, b in zip(ways, [*ways[1:], ways[0]], strict=True)]
    widest, first = max(gaps)
    return spun(first + widest / 2).within(frame)


def top_of(row: Row) -> float:
    """How high a bead stands over the girdle plane as cast, mm."""
    return row.stone.girdle + row.stone.crown + OVER_CROWN


def prongs(row: Row, found: list[Bead], setting: str, part: str, field: str) -> tuple[Prong, ...]:
    """What the checks hold the beads to, each against one of the stones it holds, every stone in its turn."""
    out = []
    for n, bead in enumerate(found):
        held = bead.holds[n % len(bead.holds)]
        axis = (bead.frame.point((0.0, 0.0, -row.rise)), bead.frame.point((0.0, 0.0, top_of(row))))
        share = 0.5 * (1 - (bead.radius - CLEARANCE) / bead.radius)
        out.append(Prong(setting, part, str(held), axis, 2 * bead.radius, share, field, top_of(row), KIND))
    return tuple(out)
