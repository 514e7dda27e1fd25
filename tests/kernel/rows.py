"""Rings of a few plain bodies that repeat round the hoop, for the tests of runs and cells."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from ringgen.bodies import Frame, Hoop, Parts, Placed, Revolved, Wire, spun
from ringgen.plane import Line, polyline

BORE, OUTSIDE, HALF = 6.0, 7.8, 1.3  # mm
BAND = Hoop(((180.0, polyline((HALF, BORE), (HALF, OUTSIDE), (-HALF, OUTSIDE), (-HALF, BORE), (HALF, BORE))),))
SEAT = Revolved(polyline((0.0, -3.0), (0.4, -3.0), (0.4, -0.6), (0.9, 0.0), (0.9, 0.9), (0.0, 0.9), (0.0, -3.0)))
BEAD = Wire((Line((0.0, -0.4), (0.0, 0.3)),), 0.35)
BESIDE = 0.7  # mm: how far across the band the beads stand


def on_hoop(degrees: float, across: float = 0.0, spin: float = 0.0) -> Frame:
    """A frame on the band's outside, its z outwards and its x along the hoop, turned about its z by `spin`."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return spun(spin).within(Frame((OUTSIDE * sin, across, OUTSIDE * cos), (cos, 0.0, -sin), (sin, 0.0, cos)))


def beads(angles: Iterable[float]) -> Placed:
    """A bead on both sides of the band at each angle."""
    return Placed("bead", BEAD, tuple(on_hoop(a, y, 20.0) for a in angles for y in (-BESIDE, BESIDE)))


def eternity(count: int = 20) -> Parts:
    """A seat at every step, two beads half way to the next."""
    step = 360.0 / count
    seats = Placed("seat", SEAT, tuple(on_hoop(k * step) for k in range(count)))
    return Parts((Placed("shank", BAND), beads((k + 0.5) * step for k in range(count))), (seats,))


def open_row(count: int = 8, step: float = 18.0) -> Parts:
    """As many seats about the top, and beads beyond the last as well."""
    first = -(count - 1) * step / 2
    seats = Placed("seat", SEAT, tuple(on_hoop(first + k * step) for k in range(count)))
    found = beads(first + (k - 0.5) * step for k in range(count + 1))
    return Parts((Placed("shank", BAND), found), (seats,))


def with_seat_moved(parts: Parts, which: int, along: float) -> Parts:
    """One seat moved along its own x, mm."""
    (seats,) = parts.cutters
    places = list(seats.places)
    places[which] = replace(places[which], origin=places[which].point((along, 0.0, 0.0)))
    return replace(parts, cutters=(replace(seats, places=tuple(places)),))
