"""Rows that close or fill exactly: how many places a line has for stones of one size, and where they lie.

Arithmetic alone: a line is a function from a measure along it (degrees round the hoop, millimetres of an outline) to a
point, mm. Places are as far apart as a stone is wide, and a gap, from middle to middle in a straight line: tilted on a
curve, the girdles themselves are a little further apart than that.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

from ringgen.bodies import Vec

Line = Callable[[float], Vec]

EXACT = 1e-9  # of the measure along the line
HALVES = 60
LEAST = 3  # places of a closed row
MOST = 400  # places of any: stones of 0.5 mm round the largest finger are fewer
LOOK = 1 / 3  # of a place's own distance: steps in which the next one is looked for


def closed(line: Line, start: float, length: float, chord: float, count: int | None = None) -> list[float]:
    """Where on a closed line `length` long, measured from `start`, as many places as have room lie evenly.

    `chord` is the least distance, mm, between two; `count` asks for a number of them. Empty where there is no room.
    """
    n = count or _steps(line, start, start + length, chord)
    if n < LEAST:
        return []
    even = _even(line, start, start + length, n)
    return [] if count and math.dist(line(even[0]), line(even[1])) < chord - EXACT else even[:-1]


def filled(line: Line, low: float, high: float, chord: float, count: int | None = None) -> list[float]:
    """Where the places of a row lie from `low` to `high`, one at either end: as many as have room, evenly.

    One that has no room for a second has its place in the middle. Empty where `count` does not fit.
    """
    n = (count - 1) if count else _steps(line, low, high, chord)
    if n < 1:
        return [(low + high) / 2]
    even = _even(line, low, high, n)
    return [] if count and math.dist(line(even[0]), line(even[1])) < chord - EXACT else even


def _steps(line: Line, low: float, high: float, chord: float) -> int:
    """How many whole steps of that chord fit from `low` to `high`."""
    at, n = low, 0
    while n < MOST:
        at = _next(line, at, chord, high)
        if at > high + EXACT:
            return n
        n += 1
    return n


def _even(line: Line, low: float, high: float, n: int) -> list[float]:
    """`n` steps of one chord that end at `high`, and where each begins and ends."""
    least, most = 0.0, 2.0 * _length(line, low, high) / n
    for _ in range(HALVES):
        chord = (least + most) / 2
        at = low
        for _ in range(n):
            at = _next(line, at, chord, high)
            if at > high:
                break
        least, most = (least, chord) if at > high else (chord, most)
    places = [low]
    for _ in range(n - 1):
        places.append(_next(line, places[-1], least, high))
    return [*places, high]


def _next(line: Line, at: float, chord: float, high: float) -> float:
    """The nearest measure beyond `at` whose point is a chord away; beyond `high` where there is none up to it."""
    here = line(at)
    step = LOOK * chord * _rate(line, at)
    far = at + step
    while math.dist(here, line(far)) < chord:
        at, far = far, far + step
        if at > high + step:
            return math.inf
    for _ in range(HALVES):
        middle = (at + far) / 2
        at, far = (middle, far) if math.dist(here, line(middle)) < chord else (at, middle)
    return far


def _rate(line: Line, at: float) -> float:
    """How much the measure grows for every millimetre of the line, there."""
    tiny = 1e-3
    return 2 * tiny / max(math.dist(line(at - tiny), line(at + tiny)), 1e-12)


def _length(line: Line, low: float, high: float, pieces: int = 128) -> float:
    spots = [line(low + (high - low) * i / pieces) for i in range(pieces + 1)]
    return sum(math.dist(a, b) for a, b in pairwise(spots))
