"""Rows that close or fill exactly: how many places a line has for stones of one size, and where they lie.

Arithmetic alone: a line is a function from a measure along it (degrees round the hoop, millimetres of an outline) to a
point, mm. Places are as far apart as a stone is wide, and a gap, from middle to middle in a straight line: tilted on a
curve, the girdles themselves are a little further apart than that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from ringgen.bodies import Vec

Line = Callable[[float], Vec]

EXACT = 1e-9  # of the measure along the line
HALVES = 60
SECANTS = 12
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
    even = spread(line, start, start + length, [chord] * n)[1]
    return [] if count and math.dist(line(even[0]), line(even[1])) < chord - EXACT else even[:-1]


def filled(line: Line, low: float, high: float, chord: float, count: int | None = None) -> list[float]:
    """Where the places of a row lie from `low` to `high`, one at either end: as many as have room, evenly.

    One that has no room for a second has its place in the middle. Empty where `count` does not fit.
    """
    n = (count - 1) if count else _steps(line, low, high, chord)
    if n < 1:
        return [(low + high) / 2]
    even = spread(line, low, high, [chord] * n)[1]
    return [] if count and math.dist(line(even[0]), line(even[1])) < chord - EXACT else even


def fitted(
    line: Line, low: float, high: float, widths: Sequence[float], whole: bool, least: float
) -> tuple[float, list[float]]:
    """The gap between stones of those widths in that order, mm, and their places: round a closed line, or end to end.

    No places where they have no room as far apart as `least`.
    """
    around = [*widths, widths[0]] if whole else widths
    needs = [(a + b) / 2 for a, b in pairwise(around)]
    if len(needs) < (LEAST if whole else 1) or sum(needs) + least * len(needs) > length(line, low, high) + EXACT:
        return 0.0, []
    gap, places = spread(line, low, high, needs)
    return (gap, places[: len(widths)]) if gap >= least - EXACT else (gap, [])


def gathered(line: Line, low: float, high: float, widths: Sequence[float], gap: float, share: float) -> list[float]:
    """Places of an open row that gap apart, mm, and so shorter than from `low` to `high`.

    It is drawn in at its end (share 0), at its beginning (1), or at both alike (0.5).
    """
    chords = [(a + b) / 2 + gap for a, b in pairwise(widths)]
    start = low
    for _ in range(HALVES):
        places = _walk(line, start, chords, high)
        off = (1.0 - share) * (places[0] - low) + share * (places[-1] - high)
        if abs(off) < EXACT:
            break
        start -= off  # the whole row moves with its beginning
    return places


def spread(line: Line, low: float, high: float, needs: Sequence[float]) -> tuple[float, list[float]]:
    """Places from `low` to `high`, neighbours as far apart as `needs` says in turn and one gap more; and that gap, mm.

    The gap is the same everywhere, negative where they have no room; a closed row's last place is its first again.
    """
    reach, n = length(line, low, high), len(needs)
    gap = (reach - sum(needs)) / n  # along the line: in a straight line they are no further apart
    least, most, slope = EXACT - min(needs), gap + EXACT, n * (high - low) / reach
    worst = math.inf
    for _ in range(HALVES):
        places = _walk(line, low, [need + gap for need in needs], high)
        off = places[-1] - high
        least, most = (least, gap) if off > 0 else (gap, most)
        if abs(off) < EXACT or most - least < 1e-13:
            break
        gap -= off / slope
        if not least < gap < most or abs(off) > worst / 2:
            gap = (least + most) / 2
        worst = abs(off)
    return gap, [*places[:-1], high]


def _walk(line: Line, low: float, chords: Sequence[float], high: float) -> list[float]:
    """Where steps of those chords lead, one after the other; beyond `high` as if the line went straight on."""
    places, rate = [low], _rate(line, low)
    for chord in chords:
        at = places[-1]
        step = _step(line, at, chord, chord * rate)
        if step is None:
            far = _next(line, at, chord, high)
            step = far - at if math.isfinite(far) else chord * rate
        places.append(at + step)
        rate = step / chord
    return places


def _step(line: Line, at: float, chord: float, guess: float) -> float | None:
    """How much further a point a chord away lies, by the secant from a guess near it; None where that leads nowhere."""
    here = line(at)
    one, off = 0.9 * guess, math.dist(here, line(at + 0.9 * guess)) - chord
    two = guess
    for _ in range(SECANTS):
        now = math.dist(here, line(at + two)) - chord
        if abs(now) < 1e-13 or abs(two - one) < 1e-15 or now == off:
            break
        one, two, off = two, two - now * (two - one) / (now - off), now
        if not 0.5 * guess < two < 2.0 * guess:
            return None
    return two if abs(now) < EXACT else None


def _steps(line: Line, low: float, high: float, chord: float) -> int:
    """How many whole steps of that chord fit from `low` to `high`."""
    at, n = low, 0
    while n < MOST:
        at = _next(line, at, chord, high)
        if at > high + EXACT:
            return n
        n += 1
    return n


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


def length(line: Line, low: float, high: float, pieces: int = 128) -> float:
    """How long the line is from `low` to `high`, mm, or a hair less."""
    spots = [line(low + (high - low) * i / pieces) for i in range(pieces + 1)]
    return sum(math.dist(a, b) for a, b in pairwise(spots))
