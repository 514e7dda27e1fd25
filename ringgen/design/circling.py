"""Rows that go round a head: how far out, how many stones, and where each stands so that nothing is in its way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ringgen.bodies import Frame, Parts, Vec
from ringgen.design.apart import axes
from ringgen.design.closing import closed
from ringgen.design.collaring import Collaring
from ringgen.design.encircled import clears, head_of, planned, proud
from ringgen.design.laid import Laid
from ringgen.design.middle import Middle, Round, between, in_ring, outside
from ringgen.design.placing import Cut, Placement, cut, smaller
from ringgen.design.shank import Shank
from ringgen.errors import InputError, Problem
from ringgen.plane import Curve, Point
from ringgen.settings import is_collar
from ringgen.settings._around import Circled, Collar, Plan
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._row import Lane, Row
from ringgen.spec.models import Setting
from ringgen.track import Track, beside

Floats = NDArray[np.float64]
STEP = 0.05  # mm by which a row is tried further out
FURTHEST = 2.0  # mm further out than its own stones need: beyond that it is no halo
MOST_GAP = 0.25  # mm more than asked between two stones: so that a row closes between the prongs of its head
GAP_WEIGHS = 2.0  # a gap so much wider is as bad as a row twice that further out: seen from above, both are metal
KNOWN = 0.04  # mm: as closely as a head's skin is known
ON = "its plate"
LEAST = 4  # stones: fewer are no row
SMALLER = 0.9  # of a stone's size: what is offered where a row of it finds no way


def circled(asked: Sequence[Setting], heads: Sequence[Placement], band: Shank, arches: Parts) -> list[Laid]:
    """Every row that goes round a head; the second round the same one goes round the first, a collar lies under all.

    InputError where there is no such head, or no way round it.
    """
    found = list[tuple[Placement, Laid]]()
    for one in sorted(asked, key=lambda s: is_collar(s.type)):
        head = head_of(one, heads)
        middle = Middle(head, tuple(laid for other, laid in found if other is head))
        plan = planned(cut(one), Cut(head.asked, head.stone, head.solid))
        if isinstance(plan, Collar):
            laid = Collaring(cut(one), middle, proud(band), plan, middle.seen(arches.metal)).laid()
        else:
            laid = _Circling(cut(one), middle, proud(band), plan).laid()
        found.append((head, laid))
    return [laid for _, laid in found]


@dataclass(frozen=True, order=True)
class _Way:
    """How far outside the head's stone, how many stones, and whether one (0) or a gap (0.5) is straight ahead."""

    out: float
    count: int
    phase: float


@dataclass(frozen=True)
class _Circling(Round):
    """One row and the head it goes round, in that head's frame."""

    plan: Plan

    @property
    def head(self) -> Placement:
        return self.middle.head

    def laid(self) -> Laid:
        asked, plan = self.cut.asked, self.plan
        if self.middle.within and (plan.fan or any(a.fans for one in self.middle.within for a in one.arrangements)):
            why = "no second row goes round a head where one of both stands out like rays"
            raise InputError.one(f"settings.{asked.id}.around", why, "a head with no other row round it")
        found, arrangement = self._found(plan)
        row, frame = found.row, self.middle.head.frame
        row = replace(row, lanes=tuple(lane.within(frame) for lane in row.lanes))
        aside = max(abs(f.origin[1]) for f in row.frames) + plan.under.half_width
        return Laid(asked, (row,), (in_ring(arrangement, frame),), aside, on=ON)

    def _found(self, plan: Plan) -> tuple[Circled, Arrangement]:
        """The row as near to the head's stone as its stones and what holds them may be, and that arranged."""
        weld = self.middle.weld(plan.grown, plan.top)
        if self._through(plan, weld):
            why = "a plate round it would not be grown together with its metal, or be cut by what is cut from it"
            raise InputError.one(f"settings.{self.middle.head.asked.id}.type", why, "a prong head or a bezel", "prong")
        clears(plan, self.middle.head, self.proud, f"the plate of {self.id}")
        for _, way in sorted(self._ways(plan)):
            track, inside = self._beside(way.out), self.middle.beside(min(way.out - plan.under.half_width, weld))
            if track is None or inside is None:
                continue
            if not plan.fan and self._made(_roughly(track, way), way, track, inside, plan) is None:
                continue
            places = self._places(track, way, plan)
            made = self._made(places, way, track, inside, plan) if places else None
            if made is not None:
                return made
        raise InputError([self._no_way(plan)])

    def _through(self, plan: Plan, weld: float) -> bool:
        """Whether the head has no metal all round for a plate, or has openings where the plate would be."""
        seen = self.middle.head.arrangement.witness
        nothing = self.middle.head.lift is None or not (seen.prongs or seen.bezels) or weld < plan.inner
        return nothing or self.middle.reach(self.middle.cutters, plan.foot, plan.top) > weld + KNOWN

    def _made(
        self, places: list[float], way: _Way, track: Track, inside: tuple[Curve, ...], plan: Plan
    ) -> tuple[Circled, Arrangement] | None:
        """The row with its stones there, arranged; None where the head leaves no room for what holds them."""
        there = between(self.middle.metal, plan.top + KNOWN, plan.tips)  # the plate of a row within is no bead

        def away(spots: Sequence[Point]) -> list[float]:
            return [float(d) for d in _nearest(spots, there)]

        found = Circled(self._row(track, places, plan), track, inside, away)
        made: Arrangement | None = self.setting.encircle(self.params, found, plan, self.id)
        return (found, made) if made is not None else None

    def _ways(self, plan: Plan) -> Iterator[tuple[float, _Way]]:
        """How far out so many stones go round with nothing in their way, by lengths along the track, the worst last.

        Worse is further out, or with wider gaps.
        """
        first = max(plan.least, plan.inner + plan.under.half_width, self._beyond(plan))
        if self.middle.head.arrangement.witness.bezels or plan.fan:  # a wall: no way through its metal
            first = max(first, self.middle.reach(self.middle.metal, plan.low, plan.high, 0.0) + plan.clear)
        there, chord = between(self.middle.metal, plan.low, plan.high), plan.under.chord
        for k in range(round(FURTHEST / STEP)):
            track = self._beside(first + k * STEP)
            if track is None:
                continue
            chord = plan.fan.step(track) if plan.fan else chord
            for n in self._counts(track, chord):
                for phase in (0.0, 0.5):
                    way = _Way(first + k * STEP, n, phase)
                    spots = [track.point(s) for s in _roughly(track, way)]
                    if _nearest(spots, there).min() >= plan.clear:
                        yield k * STEP + GAP_WEIGHS * (track.length / n - chord), way

    def _beyond(self, plan: Plan) -> float:
        """How far outside the head's stone a row's middles lie at least, for rows within it, mm."""
        if not self.middle.within:
            return 0.0
        frame, spots = self.middle.head.frame, [f.origin for one in self.middle.within for f in one.frames]
        widest = max(row.stone.width for one in self.middle.within for row in one.rows)
        seen = ((np.array(spots) - np.array(frame.origin)) @ axes(frame).T)[:, :2]
        return float(outside(seen, self.middle.girdle).max()) + (widest - self.cut.stone.width) / 2 + plan.under.chord

    def _beside(self, out: float) -> Track | None:
        outline = beside(self.middle.outline, out)
        return Track(outline) if outline is not None else None

    def _no_way(self, plan: Plan) -> Problem:
        if self.params.count is not None:
            return self.uncounted()
        return smaller(self.cut.asked, SMALLER, "a row of it finds no way round this head")

    def _places(self, track: Track, way: _Way, plan: Plan) -> list[float]:
        """How far along a track the stones stand, exactly; empty where they come too near to one another or metal."""
        found = _closed(track, plan, way)
        spots, there = [track.point(s) for s in found], between(self.middle.metal, plan.low, plan.high)
        return found if found and _nearest(spots, there).min() > plan.clear - KNOWN else []

    def _counts(self, track: Track, chord: float) -> Iterator[int]:
        """How many stones may go round, the most first: a straight line from one to the next is never longer."""
        if self.params.count is not None:
            yield self.params.count
            return
        most = math.floor(track.length / chord)
        yield from (n for n in range(most, LEAST, -1) if track.length / n <= chord + MOST_GAP)

    def _row(self, track: Track, found: list[float], plan: Plan) -> Row:
        chord = math.dist(track.point(found[0]), track.point(found[1]))
        if plan.fan:
            chord = self.cut.stone.width + plan.fan.apart(track, found[0], found[1])
        return Row(self.cut.stone, self.cut.solid, (_lane(track, found, plan),), plan.under, plan.rise, chord)


def _nearest(spots: Sequence[Point], there: Floats) -> Floats:
    """How far each point is from the nearest of others, mm; inf where there are none."""
    if not len(there):
        return np.full(len(spots), math.inf)
    found: Floats = np.linalg.norm(np.array(spots)[:, None] - there[None], axis=2).min(1)
    return found


def _roughly(track: Track, way: _Way) -> list[float]:
    """About where the stones stand: evenly by lengths gone along the track."""
    step = track.length / way.count
    return [track.ahead + (k - way.phase) * step for k in range(way.count)]


def _closed(track: Track, plan: Plan, way: _Way) -> list[float]:
    """Places with equal gaps, one of them, or a gap, straight ahead; empty where they come too near."""
    ahead = track.ahead

    def line(gone: float) -> Vec:
        return (*track.point(gone), plan.z)

    def around(start: float) -> list[float]:
        if plan.fan:
            return plan.fan.closed(track, start, way.count)
        return closed(line, start, track.length, plan.under.chord, way.count)

    found = around(ahead - way.phase * track.length / way.count)
    if way.phase and found:  # the gap ahead is in the middle only when both its stones are as far from there
        found = around(ahead - (found[1] - found[0]) / 2)
    return found


def _lane(track: Track, found: Sequence[float], plan: Plan) -> Lane:
    """The stones' frames, x along the track and y outwards, and one in the middle of every two."""
    stones = tuple(_frame(track.point(s), track.along(s), plan) for s in found)
    between = []
    for a, b in zip(stones, (*stones[1:], stones[0]), strict=True):
        (ax, ay, _), (bx, by, _) = a.origin, b.origin
        far = math.dist((ax, ay), (bx, by))
        between.append(_frame(((ax + bx) / 2, (ay + by) / 2), ((bx - ax) / far, (by - ay) / far), plan))
    return Lane(stones, tuple(between), True)


def _frame(p: Point, along: Point, plan: Plan) -> Frame:
    lean = math.radians(plan.lean)
    out, up = math.sin(lean), math.cos(lean)
    return Frame((p[0], p[1], plan.z), (-along[0], -along[1], 0.0), (out * along[1], -out * along[0], up))
