"""Beads and shared prongs: what stands between the stones of a row and is pushed over their girdles."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Extruded, Frame, Placed, Wire
from ringgen.outline import polygon
from ringgen.plane import Line
from ringgen.settings._row import CLEARANCE, Row
from ringgen.stones import Measures
from ringgen.witness import Prong

OVER_CROWN = 0.4  # mm a bead stands over the table as cast: what a setter pushes over the girdle
UNDER_DOME = 0.2  # mm over the girdle from which a bead may narrow: where a seat leaves the most of it is lower
APART = 0.24  # mm between the two beads on either side of a line; casters ask 0.2
STEP = 0.01  # mm
BURY = 0.15  # mm a bead reaches into the band
FOOT = -0.03  # mm over the band where that cut ends: clear of its outside, where a slit would be left
KIND = "melee"
NECK = 0.4  # mm of a bead between two seats; JewelCraft: 0.4 for melee
REACH = 0.19  # mm a bead reaches over a girdle as cast; Stuller asks 0.15
FINE = 1.25  # mm: stones under that have finer beads, or those of one would run into those of the next
FINE_NECK = 0.32  # mm; JewelCraft: micro prongs 0.3
FINE_REACH = 0.17  # mm
SHARED = 0.5  # of a bead its seats take at the most; what they leave is held to the rule for its neck instead


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


def bite(width: float, neck: float | None, more: float = 0.0) -> Bite:
    """What beads between stones that wide are given, or as thick as asked; they reach over by so much more, mm."""
    usual, reach = (NECK, REACH) if width >= FINE else (FINE_NECK, FINE_REACH)
    return Bite(usual if neck is None else neck, reach + more)


def beads(row: Row, bite: Bite, least: float = APART) -> list[Bead]:
    """A bead wherever stones meet: in the middle of three, and on the outer sides.

    An open row's ends have theirs where the next stone would be. The two at the sides of one line are `least` mm from
    one another at least.
    """
    return [*_sides(row, bite, least), *_inner(row, bite)]


def side_bead(width: float, chord: float, bite: Bite, apart: float = APART) -> tuple[float, float]:
    """Where a bead at the side of two neighbours stands, and its radius: (mm across from the lane's middle, mm).

    Two girdles leave the more room, the further out: it stands where its neck is as thick as asked, or further out,
    until it is `apart` mm from the one on the other side.
    """

    def radius(across: float) -> float:
        return math.hypot(chord / 2, across) - width / 2 + bite.reach

    free = bite.neck / 2 + CLEARANCE  # from the bead's middle to a girdle
    across = math.sqrt(max((width / 2 + free) ** 2 - (chord / 2) ** 2, 0.0))
    while across - radius(across) < apart / 2 and across < width:
        across += STEP
    return across, radius(across)


def _sides(row: Row, bite: Bite, least: float) -> Iterator[Bead]:
    """The beads along the outer sides.

    The first of several lanes has them beside its stones, not between them: there the ones towards the next lane stand,
    and metal would not flow between the two.
    """
    one = len(row.lanes) == 1
    across, radius = side_bead(row.stone.width, row.chord, bite, least if one else -math.inf)
    if not one:
        thick = (bite.neck + CLEARANCE + bite.reach) / 2
        for k, frame in enumerate(row.lanes[0].stones):
            yield Bead(_beside(frame, -(row.stone.width / 2 + thick - bite.reach)), thick, (k,))
    lane, first = row.lanes[-1], sum(len(lane.stones) for lane in row.lanes[:-1])
    for i, frame in enumerate(lane.between):
        held = tuple(first + n for n in _neighbours(i, len(lane.stones), lane.closed))
        for side in (-1.0, 1.0) if one else (1.0,):
            yield Bead(_beside(frame, side * across), radius, held)


def _neighbours(i: int, n: int, closed: bool) -> tuple[int, ...]:
    """The numbers of the stones before and after the i-th place between."""
    if closed:
        return (i, (i + 1) % n)
    return tuple(k for k in (i - 1, i) if 0 <= k < n)


def _inner(row: Row, bite: Bite) -> Iterator[Bead]:
    """Between lanes: in the middle of every two stones of one and the third of the next.

    The other way round there are as many such places; with beads there too, no metal would flow between them. So every
    stone has three beads at least.
    """
    off = _off(row) if row.apart else 0.0
    radius = math.hypot(row.chord / 2, off) - row.stone.width / 2 + bite.reach
    first = 0
    for lane, other in pairwise(row.lanes):
        for i, frame in enumerate(lane.between):
            held = [first + n for n in _neighbours(i, len(lane.stones), lane.closed)]
            opposite = _opposite(frame, other.stones, row.chord)
            if opposite is not None:
                held.append(first + len(lane.stones) + opposite)
            yield Bead(_beside(frame, off), radius, tuple(held))
        first += len(lane.stones)


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
        places = tuple(b.frame for b in found if round(b.radius, 6) == radius)
        path = (Line((0.0, -row.rise - BURY), (0.0, top_of(row.stone, radius) - radius)),)
        out.append(Placed(part, Wire(path, radius), places))
    return tuple(out)


def apart(width: float) -> float:
    """How far the two beads at the sides of one line are apart at least, mm: those of small stones are parted instead.

    To stand so far apart by themselves they would be thicker than the stones leave room for.
    """
    return APART if width >= FINE else -math.inf


def parting(row: Row, bite: Bite, part: str) -> tuple[Placed, ...]:
    """A saw's cut between the two beads at the sides of one line, where they are too near for metal to flow between."""
    across, radius = side_bead(row.stone.width, row.chord, bite, apart(row.stone.width))
    if across - radius >= APART / 2 - STEP:
        return ()
    x, y, low = math.sqrt(radius**2 - max(across - APART / 2, 0.0) ** 2) + STEP, APART / 2, FOOT - row.rise
    slot = Extruded(polygon((-x, -y), (x, -y), (x, y), (-x, y)), low, top_of(row.stone, radius) + OVER_CROWN)
    return (Placed(part, slot, tuple(f for lane in row.lanes for f in lane.between)),)


def top_of(stone: Measures, radius: float) -> float:
    """How high a bead stands over the girdle plane as cast, mm: its dome begins over what it holds."""
    return stone.girdle + max(stone.crown + OVER_CROWN, radius + UNDER_DOME)


def prongs(row: Row, found: list[Bead], bite: Bite, setting: str, part: str) -> tuple[Prong, ...]:
    """What the checks hold the beads to, each against one of the stones it holds, every stone in its turn."""
    field = f"settings.{setting}.neck"
    out = []
    for n, bead in enumerate(found):
        held = bead.holds[n % len(bead.holds)]
        top = top_of(row.stone, bead.radius)
        axis = (bead.frame.point((0.0, 0.0, -row.rise)), bead.frame.point((0.0, 0.0, top)))
        out.append(Prong(setting, part, str(held), axis, 2 * bead.radius, SHARED, field, top, KIND, bite.neck))
    return tuple(out)
