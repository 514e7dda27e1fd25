"""Rows that go round a head: how far out, how many stones, and where each stands so that nothing is in its way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from ringgen import plugins
from ringgen.bodies import Frame, Placed, Vec
from ringgen.design.apart import axes, placed
from ringgen.design.closing import closed
from ringgen.design.encircled import clearing, head_of, planned, proud
from ringgen.design.laid import Laid
from ringgen.design.placing import Cut, Placement, cut, smaller
from ringgen.design.shank import Shank
from ringgen.design.skins import skin
from ringgen.errors import InputError, Problem
from ringgen.outline import turned
from ringgen.plane import Curve, Point, points
from ringgen.settings._around import AroundParams, Circled, Plan
from ringgen.settings._arrangement import Arrangement, round_outline
from ringgen.settings._rails import loop
from ringgen.settings._row import Lane, Row
from ringgen.spec.models import Setting
from ringgen.track import Track, beside

Floats = NDArray[np.float64]
STEP = 0.05  # mm by which a row is tried further out
FURTHEST = 2.0  # mm further out than its own stones need: beyond that it is no halo
MOST_GAP = 0.25  # mm more than asked between two stones: so that a row closes between the prongs of its head
GAP_WEIGHS = 2.0  # a gap so much wider is as bad as a row twice that further out: seen from above, both are metal
KNOWN = 0.04  # mm: as closely as a head's skin is known
WELD = 0.45  # mm a plate reaches into the head's metal; less than a prong's half and half its seat
BEND = 0.25  # mm: the least radius of a plate's opening at a corner
LEVELS = 4  # heights at which a head is asked how far out its metal reaches
CLOSE = 0.3  # mm: the least of it under a head that says how high it stands
ON = "its plate"
SEAM = 23.0  # degrees: from a prong at 45, as `beside` begins half way along the first quarter
LEAST = 4  # stones: fewer are no row
SMALLER = 0.9  # of a stone's size: what is offered where a row of it finds no way
FINE = 0.01  # mm: how closely points follow an outline


def circled(halos: Sequence[Setting], heads: Sequence[Placement], band: Shank) -> list[Laid]:
    """Every row that goes round a head; the second round the same one goes round the first.

    InputError where there is no such head, or no way round it.
    """
    found = list[tuple[Placement, Laid]]()
    for asked in halos:
        head = head_of(asked, heads)
        within = tuple(one for other, one in found if other is head)
        found.append((head, _Circling(cut(asked), head, within, proud(band)).laid()))
    return [one for _, one in found]


@dataclass(frozen=True, order=True)
class _Way:
    """How far outside the head's stone, how many stones, and whether one (0) or a gap (0.5) is straight ahead."""

    out: float
    count: int
    phase: float


@dataclass(frozen=True)
class _Circling:
    """One row and the head it goes round, in that head's frame."""

    cut: Cut
    head: Placement
    within: tuple[Laid, ...]
    proud: float

    @property
    def params(self) -> AroundParams:
        found = self.cut.asked.params
        assert isinstance(found, AroundParams)
        return found

    @property
    def setting(self) -> ModuleType:
        return plugins.load("ringgen.settings", self.cut.asked.type)

    @cached_property
    def metal(self) -> Floats:
        """Points all over the metal it goes round, the head's and that of rows within it (n, 3)."""
        rows = _skins([p for one in self.within for made in one.arrangements for p in made.parts.metal])
        seen = (rows - np.array(self.head.frame.origin)) @ axes(self.head.frame).T
        return np.vstack([_skins(self.head.arrangement.parts.metal), seen])

    @cached_property
    def cutters(self) -> Floats:
        """Points all over what is cut from the head, and from whatever stands in the way (n, 3)."""
        return _skins(self.head.arrangement.parts.cutters)

    def laid(self) -> Laid:
        asked = self.cut.asked
        plan = planned(self.cut, Cut(self.head.asked, self.head.stone, self.head.solid))
        if self.within and (plan.fan or any(a.fans for one in self.within for a in one.arrangements)):
            why = "no second row goes round a head where one of both stands out like rays"
            raise InputError.one(f"settings.{asked.id}.around", why, "a head with no other row round it")
        found, arrangement = self._found(plan)
        row, frame = found.row, self.head.frame
        row = replace(row, lanes=tuple(_within(lane, frame) for lane in row.lanes))
        x, _, z = frame.origin
        low = math.hypot(x, z) + arrangement.lowest
        made = replace(
            arrangement, parts=arrangement.parts.within(frame), witness=arrangement.witness.within(frame), lowest=low
        )
        aside = max(abs(f.origin[1]) for f in row.frames) + plan.under.half_width
        return Laid(asked, (row,), (made,), aside, on=ON)

    def _found(self, plan: Plan) -> tuple[Circled, Arrangement]:
        """The row as near to the head's stone as its stones and what holds them may be, and that arranged."""
        weld = self._weld(plan)
        if self._through(plan, weld):
            why = "a plate round it would not be grown together with its metal, or be cut by what is cut from it"
            raise InputError.one(f"settings.{self.head.asked.id}.type", why, "a prong head or a bezel", "prong")
        self._clears(plan)
        for _, way in sorted(self._ways(plan)):
            track, inside = self._beside(way.out), self._inside(min(way.out - plan.under.half_width, weld))
            if track is None or inside is None:
                continue
            if not plan.fan and self._made(_roughly(track, way), way, track, inside, plan) is None:
                continue
            places = self._places(track, way, plan)
            made = self._made(places, way, track, inside, plan) if places else None
            if made is not None:
                return made
        raise InputError([self._no_way(plan)])

    def _clears(self, plan: Plan) -> None:
        """InputError for a head so low that the plate would lie on the band, or too near to it."""
        stone, lift = self.head.stone, self.head.lift or 0.0
        free = stone.pavilion + lift + plan.foot - self.proud
        if free < CLOSE:
            wanted = clearing(plan, stone, self.proud)
            why = f"the plate of {self.cut.asked.id} comes within {max(free, 0.0):.2f} mm of the band, or into it"
            raise InputError.one(f"settings.{self.head.asked.id}.lift", why, f"{wanted:g} mm or more", f"{wanted:g}")

    def _through(self, plan: Plan, weld: float) -> bool:
        """Whether the head has no metal all round for a plate, or has openings where the plate would be."""
        seen = self.head.arrangement.witness
        nothing = self.head.lift is None or not (seen.prongs or seen.bezels) or weld < plan.inner
        return nothing or self._reach(self.cutters, plan.foot, plan.top, -math.inf) > weld + KNOWN

    def _made(
        self, places: list[float], way: _Way, track: Track, inside: tuple[Curve, ...], plan: Plan
    ) -> tuple[Circled, Arrangement] | None:
        """The row with its stones there, arranged; None where the head leaves no room for what holds them."""
        there = _between(self.metal, plan.top + KNOWN, plan.tips)  # the plate of a row within is no bead

        def away(spots: Sequence[Point]) -> list[float]:
            return [float(d) for d in _nearest(spots, there)]

        found = Circled(self._row(track, places, plan), track, inside, away)
        made: Arrangement | None = self.setting.encircle(self.params, found, plan, self.cut.asked.id)
        return (found, made) if made is not None else None

    def _ways(self, plan: Plan) -> Iterator[tuple[float, _Way]]:
        """How far out so many stones go round with nothing in their way, by lengths along the track, the worst last.

        Worse is further out, or with wider gaps.
        """
        first = max(plan.least, plan.inner + plan.under.half_width, self._beyond(plan))
        if self.head.arrangement.witness.bezels or plan.fan:  # a wall all round: no way through between its metal
            first = max(first, self._reach(self.metal, plan.low, plan.high, 0.0) + plan.clear)
        there, chord = _between(self.metal, plan.low, plan.high), plan.under.chord
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
        if not self.within:
            return 0.0
        frame, spots = self.head.frame, [f.origin for one in self.within for f in one.frames]
        widest = max(row.stone.width for one in self.within for row in one.rows)
        seen = ((np.array(spots) - np.array(frame.origin)) @ axes(frame).T)[:, :2]
        return float(_outside(seen, self._girdle).max()) + (widest - self.cut.stone.width) / 2 + plan.under.chord

    @cached_property
    def outline(self) -> tuple[Curve, ...]:
        """The head's stone's; a circle begins where no prong stands: the kernel misses a cut along a seam."""
        found = self.head.stone.outline
        return turned(found, SEAM) if round_outline(self.head.stone) else found

    def _beside(self, out: float) -> Track | None:
        outline = beside(self.outline, out)
        return Track(outline) if outline is not None else None

    def _no_way(self, plan: Plan) -> Problem:
        at, stone = f"settings.{self.cut.asked.id}", self.cut.stone
        if self.params.count is not None:
            why = f"{self.params.count} stones of {stone.width:g} mm do not go round this head"
            return Problem(f"{at}.count", why, "another number, or leave it out")
        return smaller(self.cut.asked, SMALLER, "a row of it finds no way round this head")

    def _weld(self, plan: Plan) -> float:
        """How far out a plate's inside may lie so that the head's metal holds it at every height."""
        step = (plan.top - plan.grown) / LEVELS
        edges = [plan.grown + k * step for k in range(LEVELS + 1)]
        return min(self._reach(self.metal, a, b, -math.inf) for a, b in pairwise(edges)) - WELD

    def _inside(self, wanted: float) -> tuple[Curve, ...] | None:
        """The plate's opening, that far outside the stone's outline (negative: under it)."""
        return beside(self.outline, wanted) if wanted > BEND else loop(self.outline, -wanted, BEND)

    @cached_property
    def _girdle(self) -> Floats:
        return np.array(points(self.head.stone.outline, FINE))

    def _reach(self, spots: Floats, low: float, high: float, nothing: float) -> float:
        """How far outside the girdle's outline points between two heights lie, mm; `nothing` where there are none."""
        there = _between(spots, low, high)
        return float(_outside(there, self._girdle).max()) if len(there) else nothing

    def _places(self, track: Track, way: _Way, plan: Plan) -> list[float]:
        """How far along a track the stones stand, exactly; empty where they come too near to one another or metal."""
        found = _closed(track, plan, way)
        spots, there = [track.point(s) for s in found], _between(self.metal, plan.low, plan.high)
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


def _skins(parts: Sequence[Placed]) -> Floats:
    return np.vstack([np.empty((0, 3)), *(placed(skin(p.body)[0], f) for p in parts for f in p.places)])


def _between(spots: Floats, low: float, high: float) -> Floats:
    """Those of some points that lie between two heights, seen from above (n, 2)."""
    found: Floats = spots[(spots[:, 2] >= low) & (spots[:, 2] <= high)][:, :2]
    return found


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


def _within(lane: Lane, frame: Frame) -> Lane:
    stones, between = (tuple(f.within(frame) for f in some) for some in (lane.stones, lane.between))
    return replace(lane, stones=stones, between=between)


def _outside(spots: Floats, outline: Floats) -> Floats:
    """How far points lie outside a closed polygon, counter-clockwise; negative inside."""
    a, b = outline, np.roll(outline, -1, axis=0)
    side = b - a
    share = np.einsum("nki,ki->nk", spots[:, None] - a[None], side) / np.maximum((side**2).sum(1), 1e-18)
    foot = a[None] + np.clip(share, 0.0, 1.0)[..., None] * side[None]
    away: Floats = np.linalg.norm(spots[:, None] - foot, axis=2).min(1)
    (x, y), ax, ay, bx, by = spots.T[:, :, None], a[:, 0], a[:, 1], b[:, 0], b[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        crosses = ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    inside = crosses.sum(1) % 2 == 1
    return np.where(inside, -away, away)
