"""Bright-cut borders: two bevelled walls that stand along a row and round its ends."""

from __future__ import annotations

import math

from ringgen.bodies import Frame, Groove, Hoop, Placed, Revolved, spun
from ringgen.plane import Line, Point, polyline, reflected
from ringgen.settings._row import Lane, Row, Under
from ringgen.stones import Measures

BEVEL = 45.0  # degrees from upright: the cut a flat graver leaves, which mirrors the stones
OUTER = 15.0  # degrees the outside leans in: with the bevel, an edge blunt enough to cast
OVER_GIRDLE = 0.5  # of the crown: how high a border stands over the girdles; beads are pushed down to about that
INTO_BEADS = 0.12  # mm the beads reach into a border's foot
BURY = 0.3  # mm a border reaches into the band
FLOOR = 0.08  # mm under the band's outside at its lowest: where the web between two borders lies, unseen
BESIDE = 0.08  # mm of band beside a border
SEAM = 0.25  # of a place: from a bead towards a stone, where a hoop's seam meets nothing
TURN = 37.0  # degrees from the row: a seam of one body where another has one is a cut the kernel misses


def inside(across: float, radius: float) -> float:
    """From a row's middle to a border's foot, mm; its beads stand `across` mm off and are that thick."""
    return across + radius - INTO_BEADS


def outside(stone: Measures, rise: float, foot: float) -> float:
    """From a row's middle to a border's outer foot, mm."""
    high = rise + height(stone)
    return foot + high * (math.tan(math.radians(BEVEL)) + math.tan(math.radians(OUTER)))


def height(stone: Measures) -> float:
    """How high a border stands over the girdles, mm."""
    return stone.girdle + OVER_GIRDLE * stone.crown


def borders(row: Row, foot: float, part: str) -> tuple[Placed, ...]:
    """Both borders of every lane as one body: they are joined inside the band."""
    return tuple(_border(lane, row, foot, part) for lane in row.lanes)


def _border(lane: Lane, row: Row, foot: float, part: str) -> Placed:
    first = lane.stones[0].origin
    radius, across = math.hypot(first[0], first[2]), first[1]
    spots = _half(row.stone, row.under, row.rise, foot)
    half = polyline(*spots)
    if lane.closed:
        right = polyline(*((y, radius + z) for y, z in spots))
        whole = (*right, *(reflected(c) for c in reversed(right)))
        seam = math.degrees(_angle(lane.between[0])) + SEAM * 360.0 / len(lane.stones)
        return Placed(part, Hoop(((seam, whole),)), (Frame((0.0, across, 0.0)),))
    if len(lane.stones) == 1:
        return Placed(part, Revolved((*half, Line(spots[-1], spots[0]))), (spun(TURN).within(lane.stones[0]),))
    a, last = _angle(lane.stones[0]), _angle(lane.stones[-1])
    frame = Frame((0.0, across, 0.0), (math.cos(a), 0.0, -math.sin(a)), (math.sin(a), 0.0, math.cos(a)))
    return Placed(part, Groove(half, radius, math.degrees(last - a) % 360.0), (frame,))


def _half(stone: Measures, under: Under, rise: float, foot: float) -> list[Point]:
    """One half of the section, (across, height over the girdle), from its middle at the bottom to its middle above."""
    out = outside(stone, rise, foot)
    low = min(under.height(out), 0.0) - rise
    top = height(stone)
    ridge = foot + (top + rise) * math.tan(math.radians(BEVEL))
    deep = foot - (FLOOR - (low + rise)) * math.tan(math.radians(BEVEL))
    return [(0.0, low - BURY), (out, low - BURY), (out, low), (ridge, top), (deep, low - FLOOR), (0.0, low - FLOOR)]


def _angle(frame: Frame) -> float:
    return math.atan2(frame.origin[0], frame.origin[2])
