"""Stretches of the hoop that repeat: found in the parts as data, before anything is realised.

A row of stones cuts the hoop into equal wedges: what lies in one lies in the next, turned about the finger axis. Only
what the bodies are and where they stand is asked, so a run found here is one of the design, not of a drawing's luck.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ringgen.bodies import (
    Arm,
    Body,
    Extruded,
    Faceted,
    Frame,
    Groove,
    Hoop,
    Lofted,
    Parts,
    Placed,
    Rail,
    Revolved,
    Stacked,
    Vec,
    Wire,
)
from ringgen.plane import Curve, Line, points

LEAST = 3  # cells; what copying fewer saves, the sewing takes
SAME = 1e-6  # mm, and of a unit vector: two places this near are one place
STEP = 1e-5  # degrees; two steps along a lane this near are one step: 2e-6 mm at a ring's outside
TOUCH = 1e-3  # degrees; what comes this near to a wedge counts as in it
LANE = 5  # decimals, mm; places of one lane agree this far across the band and in height
FULL = 360.0
SLACK = 1.0  # mm a body may stand out beyond the points it is drawn with: a loft's belly between its sections


@dataclass(frozen=True)
class Item:
    """One body in one place, and between which angles about the finger axis it lies, degrees from the top."""

    body: Body
    part: str
    frame: Frame
    cutter: bool
    low: float
    high: float

    @property
    def placed(self) -> Placed:
        """It as a body of the ring."""
        return Placed(self.part, self.body, (self.frame,))

    def along(self, low: float, high: float) -> bool:
        """Whether it is led round the finger and the same everywhere between two angles, and as far again beyond."""
        if not isinstance(self.body, Groove):
            return False
        room = high - low
        begins = (low - room - _angle(self.frame.z) + TOUCH) % FULL
        return begins + 3 * room <= self.body.degrees + 2 * TOUCH


@dataclass(frozen=True)
class Run:
    """`count` equal wedges of `step` degrees, the first beginning at `start`: degrees from the top."""

    start: float
    step: float
    count: int

    @property
    def end(self) -> float:
        """Where the last wedge ends, degrees."""
        return self.start + self.step * self.count

    @property
    def closed(self) -> bool:
        """Whether it goes all round."""
        return self.step * self.count > FULL - STEP


@dataclass(frozen=True)
class Layout:
    """The parts sorted: what is round about the finger, alike at every angle, and what stands at one."""

    round_metal: tuple[Placed, ...]
    round_cutters: tuple[Placed, ...]
    items: tuple[Item, ...]

    def between(self, low: float, high: float) -> list[Item]:
        """What lies between two angles, or reaches in there."""
        return [self.items[k] for k in self._numbers(low, high)]

    def _numbers(self, low: float, high: float) -> npt.NDArray[np.int64]:
        starts, widths = self._extents
        width = high - low
        into = (low - starts) % FULL <= widths + TOUCH
        after = (starts - low + TOUCH) % FULL <= width + 2 * TOUCH
        return np.flatnonzero(into | after)

    @cached_property
    def _extents(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        return np.array([i.low for i in self.items]), np.array([i.high - i.low for i in self.items])

    def signature(self, low: float, high: float) -> npt.NDArray[np.float64]:
        """What lies between two angles, seen from the first: a line of numbers for each body, in no order."""
        numbers = self._numbers(low, high)
        rows = self._rows[numbers].copy()
        sin, cos = math.sin(math.radians(-low)), math.cos(math.radians(-low))
        for k in (1, 4, 7):  # origin, axis, the way it faces: each turned back
            x, z = rows[:, k].copy(), rows[:, k + 2].copy()
            rows[:, k], rows[:, k + 2] = x * cos + z * sin, z * cos - x * sin
        for row, number in zip(rows, numbers, strict=True):
            if self.items[number].along(low, high):
                row[4:] = 0.0  # wherever it begins and ends
        return rows

    def alike(self, a: Run, b: Run) -> bool:
        """Whether two runs repeat the same wedge."""
        if abs(a.step - b.step) > STEP:
            return False
        return same(self.signature(a.start, a.start + a.step), self.signature(b.start, b.start + b.step))

    @cached_property
    def _rows(self) -> npt.NDArray[np.float64]:
        """A number for the body, then origin and axes; the x axis of a turned body says nothing."""
        numbers: dict[tuple[Body, bool], int] = {}
        rows = []
        for item in self.items:
            number = numbers.setdefault((item.body, item.cutter), len(numbers))
            x = (0.0, 0.0, 0.0) if turned(item.body) else item.frame.x
            rows.append((float(number), *item.frame.origin, *item.frame.z, *x))
        return np.array(rows)


def layout(parts: Parts) -> Layout:
    """The parts' bodies, each where it belongs."""
    items = tuple(
        _item(placed, frame, cutter)
        for bodies, cutter in ((parts.metal, False), (parts.cutters, True))
        for placed in bodies
        if not is_round(placed)
        for frame in placed.places
    )
    metal, cutters = (tuple(p for p in bodies if is_round(p)) for bodies in (parts.metal, parts.cutters))
    return Layout(metal, cutters, items)


def runs(sorted_parts: Layout, shift: float) -> tuple[Run, ...]:
    """The stretches that repeat, the longest first; wedges begin `shift` of a step after a body's middle.

    None where the band itself is not the same at every angle.
    """
    if not sorted_parts.round_metal:
        return ()
    found: list[Run] = []
    for start, step, count, whole in _steps(sorted_parts.items):
        first = start + shift * step - (0.0 if whole else step)  # an open lane's last half wedges may repeat as well
        run = _alike(sorted_parts, Run(first, step, count if whole else count + 1))
        if run is not None and run.closed:
            return (run,)
        if run is not None and not any(_meet(run, other) for other in found):
            found.append(run)
    return tuple(found)


def is_round(placed: Placed) -> bool:
    """Whether it is the same at every angle about the finger axis."""
    if isinstance(placed.body, Hoop):
        return len(placed.body.sections) == 1 and all(_about_finger(f) for f in placed.places)
    return isinstance(placed.body, Revolved) and all(
        math.hypot(f.origin[0], f.origin[2]) < SAME and math.hypot(f.z[0], f.z[2]) < SAME for f in placed.places
    )


def _about_finger(frame: Frame) -> bool:
    """Whether a frame is the ring's own, or that moved along the finger."""
    return math.hypot(frame.origin[0], frame.origin[2]) < SAME and (frame.x, frame.z) == (Frame().x, Frame().z)


def turned(body: Body) -> bool:
    """Whether the body is the same however it is turned about its own z axis."""
    if isinstance(body, Wire):
        return all(isinstance(c, Line) and c.start[0] == c.end[0] == 0.0 for c in body.path)
    return isinstance(body, Revolved)


def _alike(sorted_parts: Layout, asked: Run) -> Run | None:
    """The longest stretch of equal wedges among those asked about; None if it is too short to copy."""
    seen = [
        sorted_parts.signature(asked.start + k * asked.step, asked.start + (k + 1) * asked.step)
        for k in range(asked.count)
    ]
    if asked.closed:
        seen = [*seen, *seen]  # a stretch may lie across where the first wedge begins
    best, first = (0, 0), 0
    for k in range(len(seen)):
        if not same(seen[first], seen[k]):
            first = k
        best = max(best, (min(k + 1 - first, asked.count), -first))
    count, start = best[0], -best[1]
    return Run(asked.start + start * asked.step, asked.step, count) if count >= LEAST else None


def same(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> bool:
    """Whether two wedges hold the same bodies in the same places, in whatever order."""
    if a.shape != b.shape:
        return False
    near = np.abs(a[:, None, :] - b[None, :, :]).max(axis=2) < SAME
    return bool((near.sum(axis=0) == 1).all() and (near.sum(axis=1) == 1).all())


def _meet(a: Run, b: Run) -> bool:
    return (a.start - b.start) % FULL < b.end - b.start - STEP or (b.start - a.start) % FULL < a.end - a.start - STEP


def _steps(items: Sequence[Item]) -> list[tuple[float, float, int, bool]]:
    """Where bodies stand at equal steps: first angle, step, how many, whether all round; most first."""
    found = []
    for angles in _lanes(items):
        gaps = [(b - a) for a, b in pairwise([*angles, angles[0] + FULL])]
        if max(gaps) - min(gaps) < STEP:
            found.append((angles[0], FULL / len(angles), len(angles), True))
            continue
        first = gaps.index(max(gaps)) + 1  # an open lane is read from where it begins
        found += _equal([*angles[first:], *(a + FULL for a in angles[:first])])
    return sorted((f for f in found if f[2] >= LEAST), key=lambda f: (-f[2], f[0]))


def _lanes(items: Sequence[Item]) -> Iterator[list[float]]:
    """The angles of equal bodies that differ by a turn about the finger axis, lane by lane."""
    lanes: dict[tuple[object, ...], list[float]] = {}
    for item in items:
        o = item.frame.origin
        key = (item.body, item.cutter, round(o[1], LANE) + 0.0, round(math.hypot(o[0], o[2]), LANE))
        lanes.setdefault(key, []).append(_angle(o))
    yield from (sorted(a) for a in lanes.values() if len(a) >= LEAST)


def _equal(angles: list[float]) -> Iterator[tuple[float, float, int, bool]]:
    """Every stretch of equal steps in an open lane."""
    first = 0
    steps = [b - a for a, b in pairwise(angles)]
    for k in range(1, len(steps) + 1):
        if k == len(steps) or abs(steps[k] - steps[first]) > STEP:
            yield (angles[first], (angles[k] - angles[first]) / (k - first), k - first + 1, False)
            first = k


def _item(placed: Placed, frame: Frame, cutter: bool) -> Item:
    low, high = _led(placed.body, frame) if isinstance(placed.body, Groove) else _extent(balls(placed.body), frame)
    return Item(placed.body, placed.part, frame, cutter, low, high)


def _led(body: Groove, frame: Frame) -> tuple[float, float]:
    """Between which angles a groove about the finger axis lies, its rounded ends included."""
    if math.hypot(frame.origin[0], frame.origin[2]) > SAME or abs(abs(frame.y[1]) - 1.0) > SAME:
        return 0.0, FULL
    spots = [p for c in body.half for p in (c.start, c.end)]
    wide, low = max(y for y, _ in spots), body.radius + min(h for _, h in spots)
    if body.rounded and wide >= low:
        return 0.0, FULL
    past = math.degrees(math.asin(wide / low)) if body.rounded else 0.0
    first = _angle(frame.z)
    return first - past, first + body.degrees + past


def _extent(balls: Iterable[tuple[Vec, float]], frame: Frame) -> tuple[float, float]:
    """Between which angles about the finger axis the hull of the balls lies; all round if that is near the axis."""
    middle = _angle(frame.origin)
    low, high = math.inf, -math.inf
    for centre, radius in balls:
        p = frame.point(centre)
        away = math.hypot(p[0], p[2])
        if away <= radius:
            return middle - FULL / 2, middle + FULL / 2
        off = (_angle(p) - middle + FULL / 2) % FULL - FULL / 2
        half = math.degrees(math.asin(radius / away))
        low, high = min(low, off - half), max(high, off + half)
    if high - low >= FULL / 2:  # the hull may hold the axis
        return middle - FULL / 2, middle + FULL / 2
    return middle + low, middle + high


def _angle(p: Vec) -> float:
    return math.degrees(math.atan2(p[0], p[2]))


def balls(body: Body) -> list[tuple[Vec, float]]:
    """Balls in whose hull the body lies."""
    if isinstance(body, Revolved):
        return [((0.0, 0.0, z), r) for r, z in _corners(body.outline)]
    if isinstance(body, Wire):
        slack = 0.0 if turned(body) else SLACK
        return [((x, 0.0, z), body.radius + slack) for x, z in _corners(body.path)]
    if isinstance(body, Rail):
        return [((x, y, body.z), body.radius) for x, y in points(body.path)]
    if isinstance(body, Arm):
        return [(centre, max(wide, high) + SLACK) for centre, _, _, wide, high in body.sections]
    return [(v, SLACK) for v in _drawn(body)]


def _corners(chain: Sequence[Curve]) -> list[tuple[float, float]]:
    """Points in whose hull a chain lies: its ends, and of every arc the box of its whole circle's part."""
    out = [p for c in chain for p in (c.start, c.end)]
    for c in chain:
        if not isinstance(c, Line):
            arc = [(x + dx, z + dz) for x, z in points((c,)) for dx in (0.0, 0.01) for dz in (-0.01, 0.01)]
            out += arc
    return out


def _drawn(body: Body) -> list[Vec]:
    """The points a body is drawn with."""
    if isinstance(body, Faceted):
        return list(body.vertices)
    if isinstance(body, Extruded):
        return [(x, y, z) for x, y in points(body.outline) for z in (body.z0, body.z1)]
    if isinstance(body, Stacked):
        return [(x, y, z) for z, chain in body.levels for x, y in points(chain)]
    if isinstance(body, Lofted):
        return [f.point((x, y, 0.0)) for f, chain in body.sections for x, y in points(chain)]
    return [(0.0, 0.0, 0.0)]  # a hoop of many sections: at the axis, so all round
