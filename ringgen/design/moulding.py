"""Shaping the outside of a band's section without touching its inside or its feet.

A section keeps its own curves, split where the new outside bends; so every section round a hoop has as many, and the
hoop blends them without a crease.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ringgen.plane import Arc, Curve, Line, Point, arc_through, at
from ringgen.section import Section

STRAIGHT = 1e-5  # mm a curve's middle may lie off its chord and still be drawn as a line
EDGE = 1e-6  # share of the half width by which a side is looked at from inside


@dataclass(frozen=True)
class Mould:
    """A new outside: `cuts` are the shares of the half width (-1 to 1) at which it bends, at an angle.

    `height` gives the outside's new height over the bore from (degrees from the top, share, height there now), mm; at
    ±1 it should change little, for there the side below has to follow.
    """

    cuts: Callable[[float], tuple[float, ...]]
    height: Callable[[float, float, float], float]


def moulded(drawn: Section, mould: Mould, degrees: float) -> Section:
    """The section with its outside changed."""
    half = max(p[0] for c in drawn.finished for p in (c.start, c.end))
    foot = min(p[1] for c in drawn.finished for p in (c.start, c.end) if p[0] > half * (1 - EDGE))
    if drawn.finished is drawn.blank:
        outside = {c for c in drawn.finished if at(c, 0.5)[1] > foot}
    else:
        outside = {*drawn.finished[:-1], *drawn.blank[:-3]}  # all but the bore, and but the legs under it

    def moved(p: Point) -> Point:
        y, h = p
        if h <= foot + STRAIGHT:
            return p
        share = max(-1.0, min(1.0, y / half))
        now = drawn.height_at(share * half * (1 - EDGE))
        if now <= foot + STRAIGHT:
            return p
        to = mould.height(degrees, share, now)
        return (y, foot + (h - foot) * (to - foot) / (now - foot))

    cuts = tuple(c * half for c in mould.cuts(degrees))

    def again(chain: tuple[Curve, ...]) -> tuple[Curve, ...]:
        out: list[Curve] = []
        for c in chain:
            out += [_moved(piece, moved) for piece in _split(c, cuts)] if c in outside else [c]
        return tuple(out)

    finished = again(drawn.finished)
    return Section(finished, finished if drawn.finished is drawn.blank else again(drawn.blank))


def _moved(c: Curve, moved: Callable[[Point], Point]) -> Curve:
    a, m, b = moved(c.start), moved(at(c, 0.5)), moved(c.end)
    dx, dy = b[0] - a[0], b[1] - a[1]
    chord = (dx * dx + dy * dy) ** 0.5
    if abs(dx * (m[1] - a[1]) - dy * (m[0] - a[0])) <= STRAIGHT * chord:
        return Line(a, b)
    return arc_through(a, m, b)


def _split(c: Curve, ys: tuple[float, ...]) -> list[Curve]:
    """The curve in pieces, cut where it crosses any of the heights `ys` across the band."""
    y0, y1 = c.start[0], c.end[0]
    shares = [0.0, *sorted(_crossing(c, y) for y in ys if min(y0, y1) + EDGE < y < max(y0, y1) - EDGE), 1.0]
    if len(shares) == 2:
        return [c]
    return [_piece(c, a, b) for a, b in pairwise(shares)]


def _crossing(c: Curve, y: float) -> float:
    """The share of the way along at which a curve crosses `y`, once."""
    low, high = 0.0, 1.0
    rising = c.end[0] > c.start[0]
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (at(c, middle)[0] < y) == rising else (low, middle)
    return (low + high) / 2


def _piece(c: Curve, a: float, b: float) -> Curve:
    if isinstance(c, Line):
        return Line(at(c, a), at(c, b))
    sweep = c.a1 - c.a0
    return Arc(c.centre, c.radius, c.a0 + a * sweep, c.a0 + b * sweep)


def squeezed(chain: tuple[Curve, ...], across: float, up: float) -> tuple[Curve, ...]:
    """A chain with its measures across and its heights multiplied, arcs as the arcs through their ends and middles."""
    return tuple(_moved(c, lambda p: (across * p[0], up * p[1])) for c in chain)
