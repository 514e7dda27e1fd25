"""Beads and shared prongs: what stands between the stones of a row and is pushed over their girdles."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Extruded, Frame, Placed, Wire
from ringgen.errors import Problem
from ringgen.outline import polygon
from ringgen.plane import Line, Point
from ringgen.settings._cup import pearl
from ringgen.settings._row import CLEARANCE, GAP, Row, round_only
from ringgen.stones import Measures
from ringgen.witness import Prong

OVER_CROWN = 0.4  # mm a bead stands over the table as cast: what a setter pushes over the girdle
UNDER_DOME = 0.2  # mm over the girdle from which a bead may narrow: where a seat leaves the most of it is lower
APART = 0.24  # mm between the two beads on either side of a line; casters ask 0.2
STEP = 0.01  # mm
BURY = 0.15  # mm a bead reaches into the band
FAT = 1.15  # of its usual thickness: beads stand that far out of the way of those opposite, and no further
ACROSS = 0.25  # mm from a line's middle to where its beads stand at least: nearer, a saw's cut would halve them
LEANING = 0.95  # of the distance of two beads that is left at their feet, on the smallest hoop
FOOT = -0.03  # mm over the band where that cut ends: clear of its outside, where a slit would be left
DRAFTED = 0.03  # mm: what a seat's draft takes of a bead on each side
KIND = "melee"
NECK = 0.4  # mm of a bead between two seats; JewelCraft: 0.4 for melee
REACH = 0.19  # mm a bead reaches over a girdle as cast; Stuller asks 0.15
FINE = 1.25  # mm: stones under that have finer beads, or those of one would run into those of the next
FINE_NECK = 0.32  # mm; JewelCraft: micro prongs 0.3
FINE_REACH = 0.17  # mm
SHARED = 0.5  # of a bead its seats take at the most; what they leave is held to the rule for its neck instead


@dataclass(frozen=True)
class Bead:
    """One bead's place: its frame (girdle height, z outwards), its radius, and the stones it holds, by their number.

    `neck` is how thick it is where they bite it, mm; None: as its row's are.
    """

    frame: Frame
    radius: float
    holds: tuple[int, ...]
    neck: float | None = None


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


def meeting(one: float, other: float, chord: float, bite: Bite, apart: float) -> tuple[Point, float]:
    """As `side_bead`, between two neighbours that wide: (mm along from half way, mm across), and its radius.

    It stands as far from one girdle as from the other, so it reaches as far over either.
    """

    def place(free: float) -> Point:
        near, far = one / 2 + free, other / 2 + free
        along = (near**2 - far**2 + chord**2) / (2 * chord)
        return along - chord / 2, math.sqrt(max(near**2 - along**2, 0.0))

    free = bite.neck / 2 + CLEARANCE
    while (spot := place(free))[1] - free - bite.reach < apart / 2 and free < max(one, other):
        free += STEP
    return spot, free + bite.reach


def room_beside(small: float, large: float, chord: float, bite: Bite) -> float:
    """From half way along the smaller of two neighbours to the bead at their side, mm: a bead leans towards it."""
    (along, _), radius = meeting(small, large, chord, bite, APART)
    return chord / 2 + along - radius


def _sides(row: Row, bite: Bite, least: float) -> Iterator[Bead]:
    """The beads along the outer sides.

    The first of several lanes has them beside its stones, not between them: there the ones towards the next lane stand,
    and metal would not flow between the two.
    """
    one = len(row.lanes) == 1
    across, radius = side_bead(row.stone.width, row.chord, bite, least if one else -math.inf)
    if not one:
        away, thick = beside_stone(row.stone.width, bite)
        for k, frame in enumerate(row.lanes[0].stones):
            yield Bead(_beside(frame, -away), thick, (k,))
    lane, first = row.lanes[-1], sum(len(lane.stones) for lane in row.lanes[:-1])
    each = row.each if row.sizes else ()
    for i, frame in enumerate(lane.between):
        held = tuple(first + n for n in _neighbours(i, len(lane.stones), lane.closed))
        along = 0.0
        if each:  # in one line: several are refused
            widths = [each[n].width for n in held] * (1 if len(held) > 1 else 2)
            chord = sum(widths) / 2 + (row.gap if len(held) > 1 else min(row.gap, GAP))
            (along, across), radius = meeting(widths[0], widths[1], chord, bite, APART)
        for side in (-1.0, 1.0) if one else (1.0,):
            yield Bead(_beside(frame, side * across, along), radius, held)


def beside_stone(width: float, bite: Bite) -> tuple[float, float]:
    """How far from a stone's middle a bead beside it alone stands, and its radius; mm."""
    thick = (bite.neck + CLEARANCE + bite.reach) / 2
    return width / 2 + thick - bite.reach, thick


def own_beads(row: Row, bite: Bite) -> list[Bead]:
    """Four small beads to every stone, in the corners of the square about it; no two stones share one."""
    away, radius = own_bead(row.stone.width, bite)
    corners = [(x * away, y * away) for x in (-1.0, 1.0) for y in (-1.0, 1.0)]
    stones = enumerate(f for lane in row.lanes for f in lane.stones)
    return [Bead(Frame(f.point((x, y, 0.0)), f.x, f.z), radius, (k,)) for k, f in stones for x, y in corners]


def own_bead(width: float, bite: Bite) -> tuple[float, float]:
    """Where a bead of a stone's own stands, along the row and across it alike, and its radius; mm.

    One seat alone bites it: it is the thinner for that.
    """
    radius = (bite.neck + CLEARANCE + DRAFTED + bite.reach) / 2
    return (width / 2 - bite.reach + radius) * math.sqrt(0.5), radius


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


def _beside(frame: Frame, across: float, along: float = 0.0) -> Frame:
    return Frame(frame.point((along, across, 0.0)), frame.x, frame.z)


def bead_parts(row: Row, found: list[Bead], part: str) -> tuple[Placed, ...]:
    """Every bead as a short round wire with a domed end, one body for each thickness and height."""
    each = row.each
    same: dict[tuple[float, float], list[Frame]] = {}
    for b in found:
        radius = round(b.radius, 6)
        same.setdefault((radius, _top(each, b, radius)), []).append(b.frame)
    out = []
    for (radius, top), places in sorted(same.items()):
        path = (Line((0.0, -row.rise - BURY), (0.0, top - radius)),)
        out.append(Placed(part, Wire(path, radius), tuple(places)))
    return tuple(out)


def apart(width: float) -> float:
    """How far the two beads at the sides of one line are apart at least, mm: those of small stones are parted instead.

    To stand so far apart by themselves they would be thicker than the stones leave room for.
    """
    return APART if width >= FINE else -math.inf


def gaps(width: float, bite: Bite) -> tuple[float, float] | None:
    """Between which gaps of two stones beads at one line's sides stand clear of one another, mm; None for none.

    Nearer, those along a side run into one another; further apart, the two opposite grow fat.
    """
    usual, most = bite.neck / 2 + CLEARANCE + bite.reach, round(width / 2 / STEP)

    def holds(gap: float) -> bool:
        across, radius = side_bead(width, width + gap, bite, apart(width))
        clear = LEANING * (width + gap) - 2 * radius >= APART
        return clear and across >= ACROSS and radius <= FAT * usual

    found = [k * STEP for k in range(most) if holds(k * STEP)]
    return (found[0], found[-1]) if found else None


def unbeaded(stone: Measures, setting: str) -> list[Problem]:
    """What keeps a stone from being held by beads: they stand between round, faceted ones."""
    if round_only(stone) and not pearl(stone):
        return []
    why = "beads stand between round, faceted stones here"
    return [Problem(f"settings.{setting}.stone.cut", why, "round", "round")]


def parting(row: Row, bite: Bite, part: str) -> tuple[Placed, ...]:
    """A saw's cut between the two beads at the sides of one line, where they are too near for metal to flow between.

    Several lines have no two beads opposite one another.
    """
    if len(row.lanes) > 1:
        return ()
    across, radius = side_bead(row.stone.width, row.chord, bite, apart(row.stone.width))
    if across - radius >= APART / 2 - STEP:
        return ()
    x, y, low = math.sqrt(radius**2 - max(across - APART / 2, 0.0) ** 2) + STEP, APART / 2, FOOT - row.rise
    slot = Extruded(polygon((-x, -y), (x, -y), (x, y), (-x, y)), low, top_of(row.stone, radius) + OVER_CROWN)
    return (Placed(part, slot, tuple(f for lane in row.lanes for f in lane.between)),)


def top_of(stone: Measures, radius: float) -> float:
    """How high a bead stands over the girdle plane as cast, mm: its dome begins over what it holds."""
    return stone.girdle + max(stone.crown + OVER_CROWN, radius + UNDER_DOME)


def _top(each: Sequence[Measures], bead: Bead, radius: float) -> float:
    """The same over the highest of the stones it holds."""
    return max(top_of(each[n], radius) for n in bead.holds)


def prongs(row: Row, found: list[Bead], bite: Bite, setting: str, part: str) -> tuple[Prong, ...]:
    """What the checks hold the beads to, each against one of the stones it holds, every stone in its turn."""
    field = f"settings.{setting}.neck"
    out, each = [], row.each
    for n, bead in enumerate(found):
        held = bead.holds[n % len(bead.holds)]
        top = _top(each, bead, bead.radius)
        axis = (bead.frame.point((0.0, 0.0, -row.rise)), bead.frame.point((0.0, 0.0, top)))
        neck = bite.neck if bead.neck is None else bead.neck
        out.append(Prong(setting, part, str(held), axis, 2 * bead.radius, SHARED, field, top, KIND, neck))
    return tuple(out)
