"""What is taken from a band under a row's stones and from the prongs beside them: scoops across it, and split tips."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.bodies import Extruded, Frame, Placed, spun
from ringgen.plane import Arc, Curve, Line, Point, polyline
from ringgen.settings._beads import BURY, Bead, Bite, prongs, side_bead
from ringgen.settings._row import SEAM, WEB, Row, Under
from ringgen.stones import Measures
from ringgen.witness import Prong

FLOOR = 0.82  # mm of metal from a scoop down to the finger; casters ask 0.8
BESIDE_BEAD = 0.03  # mm between a scoop and a bead's foot: a plane that grazes a cylinder is a cut a kernel misses
LEAST = 0.11  # mm, half the width of a scoop: casters ask for openings of 0.2
LEAST_GAP = 0.05  # mm between two stones, as a spec has it
MOST_GAP = 1.0  # mm between two stones that share a prong, at the very most
DEEP = 0.1  # mm a scoop goes under the culets, so that the pavilions are seen from the side
SHALLOW = 0.2  # mm under the outside: a shallower one is a scratch
OVER = 0.1  # mm over the girdles where a scoop's cutter ends, in the open
PAST = 0.4  # mm cutters go on beside the band
TOWARDS = 0.94  # of a place's distance at the girdles, that of the beads' feet on the smallest hoop a row is worn on
ROUND = 0.8  # of a scoop's depth under the girdles: the radius of its bottom's corners at most
OPEN = 30.0  # degrees from a split tip's middle to either of its sides
SPLIT = 0.1  # mm over the girdle's upper edge where the split begins: the neck under it stays whole
STEP = 0.01  # mm


def half_scoop(stone: Measures, chord: float, under: Under, rise: float, radius: float) -> float:
    """Half the width of a scoop, mm: between the feet of two beads, as much metal between two scoops as casters ask."""
    at_foot = (under.radius - BURY) / (under.radius + rise)
    at_floor = (under.radius + rise - depth(stone, under, rise)) / (under.radius + rise)
    return min(chord * at_foot / 2 - radius - BESIDE_BEAD, (chord * at_floor - WEB) / 2)


def depth(stone: Measures, under: Under, rise: float) -> float:
    """How far under the girdles a scoop's bottom lies, mm: under the culets, as far as enough metal is left."""
    return min(max(stone.pavilion + DEEP, rise + SHALLOW), rise + under.depth - FLOOR)


def gaps(stone: Measures, bite: Bite) -> tuple[float, float] | None:
    """The least and the widest gap between girdles, mm, that leaves room for a scoop between its beads; None: none.

    The further apart two stones are, the thicker is the bead that still reaches both.
    """

    def fits(gap: float) -> bool:
        chord = stone.width + gap
        return TOWARDS * chord / 2 - side_bead(stone.width, chord, bite)[1] - BESIDE_BEAD >= LEAST

    found = [k * STEP for k in range(round(LEAST_GAP / STEP), round(MOST_GAP / STEP)) if fits(k * STEP)]
    return (found[0], found[-1]) if found else None


def scoops(row: Row, radius: float, pointed: bool, part: str) -> Placed:
    """One cutter under every stone, across the band from side to side: in section a U, or a V."""
    half = half_scoop(row.stone, row.chord, row.under, row.rise, radius)
    low = -depth(row.stone, row.under, row.rise)
    section = _v(half, low, row.rise) if pointed else _u(half, low)
    left, right = (side[0] for side in (row.under.across[0], row.under.across[-1]))
    widest = max(-left, right) + PAST
    return Placed(part, Extruded(section, -widest, widest), tuple(_across(f) for f in row.frames))


def _u(half: float, low: float) -> tuple[Curve, ...]:
    """Upright sides and a round bottom; a scoop wider than deep has round corners."""
    edge = min(half, ROUND * -low)
    side, flat = low + edge, half - edge
    if flat < STEP:
        bottom: tuple[Curve, ...] = (Arc((0.0, low + half), half, math.pi, math.tau),)
        side = low + half
    else:
        left, right = (-flat, side), (flat, side)
        bottom = (
            Arc(left, edge, math.pi, 1.5 * math.pi),
            Line((-flat, low), (flat, low)),
            Arc(right, edge, 1.5 * math.pi, math.tau),
        )
    return (*bottom, *polyline((half, side), (half, OVER), (-half, OVER), (-half, side)))


def _v(half: float, low: float, rise: float) -> tuple[Curve, ...]:
    """As wide as a scoop where the band's outside is, and upright from there."""
    return polyline((0.0, low), (half, -rise), (half, OVER), (-half, OVER), (-half, -rise), (0.0, low))


def splits(row: Row, across: float, top: float, part: str) -> tuple[Placed, ...]:
    """A V into the tops of the beads that two stones share, so that each has a tip of its own."""
    frames = [f for lane in row.lanes for f in (lane.between if lane.closed else lane.between[1:-1])]
    if not frames:
        return ()
    low, high = split_from(row.stone), top + PAST
    half = (high - low) * math.tan(math.radians(OPEN))
    section = polyline((0.0, low), (half, high), (-half, high), (0.0, low))
    return (Placed(part, Extruded(section, -across - PAST, across + PAST), tuple(_across(f) for f in frames)),)


def split_from(stone: Measures) -> float:
    """How high over the girdle plane the splits begin, mm."""
    return stone.girdle + SPLIT


def tips(row: Row, found: list[Bead], bite: Bite, setting: str, part: str) -> tuple[Prong, ...]:
    """What the checks hold split beads to: both tips, each over its own stone, on one foot."""
    out = []
    for one, prong in zip(found, prongs(row, found, bite, setting, part), strict=True):
        sides = zip((-1.0, 1.0), one.holds, strict=True) if len(one.holds) > 1 else ()
        aside, high = crest(row.stone, one.radius, prong.tip)
        frame = spun(-SEAM).within(one.frame)
        for side, held in sides:
            spots = ((0.0, -row.rise), (0.0, split_from(row.stone) - one.radius), (side * aside, high))
            axis = tuple(frame.point((x, 0.0, z)) for x, z in spots)
            out.append(replace(prong, stone=str(held), axis=axis, tip=high))
        if len(one.holds) == 1:
            out.append(prong)
    return tuple(out)


def crest(stone: Measures, radius: float, top: float) -> Point:
    """The highest spot of half a split bead: (mm from its axis along the row, mm over the girdle plane)."""
    slope = math.tan(math.radians(OPEN))
    c = top - radius - split_from(stone)  # the dome's middle over the split's bottom: x² + (x / slope - c)² = radius²
    a, b = 1.0 + 1.0 / slope**2, c / slope
    x = (b + math.sqrt(b * b - a * (c * c - radius * radius))) / a
    return x, split_from(stone) + x / slope


def _across(frame: Frame) -> Frame:
    """The frame in whose x and y a section across the row is drawn: along the row, and away from the finger."""
    y = frame.y
    return Frame(frame.origin, frame.x, (-y[0], -y[1], -y[2]))
