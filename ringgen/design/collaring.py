"""Rows on a collar under a head's stone, facing away from it: between its prongs, or all round a bezel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ringgen.bodies import Frame, Parts, Vec
from ringgen.design.apart import axes
from ringgen.design.closing import closed, filled, length
from ringgen.design.encircled import clears
from ringgen.design.laid import Laid
from ringgen.design.middle import FINE, Round, in_ring, outside
from ringgen.design.placing import smaller
from ringgen.errors import InputError, Problem
from ringgen.plane import Curve, points
from ringgen.settings._around import MOST_TURN, Collar, Girded, Stretch
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._row import CLEARANCE, Lane, Row, half_at
from ringgen.track import Track

Floats = NDArray[np.float64]
OVER = 0.1  # mm a collar stands out of the wall of a bezel: flush with it, two faces would lie in one
LOOK = 0.05  # mm along the collar in which it is looked for prongs
HALVES = 8  # so often that is halved where one begins
BESIDE = 0.06  # mm between a seat and a prong's metal, known to 0.04
MOST_GAP = 0.15  # mm more than asked between two stones: beyond that a row is the shorter
PULL = 0.02  # mm in which a row is drawn in from the prongs
APART = 0.35  # mm from a collar up to a plate over it; casters ask 0.2, and a brush has to get in
STEP = 0.05  # mm
REACHED = 1.4  # of a prong's half: how far off the collar's upper edge its middle is at the most; a V's arms reach in
NEARER = 0.2  # of the same: so much nearer is what is offered
SMALLER = 0.9  # of a stone's size: what is offered where a row of it finds no way
ON = "its collar"

Found = tuple[Row, Arrangement]


@dataclass(frozen=True)
class Collaring(Round):
    """A row and the head whose collar it lies on, in that head's frame; `others` is what else stands in its way."""

    plan: Collar
    others: Floats

    def laid(self) -> Laid:
        """The row in its place. InputError for a head without room for it."""
        asked, frame, plan = self.cut.asked, self.middle.head.frame, self.plan
        self._under_others()
        clears(plan, self.middle.head, self.proud, f"the collar of {asked.id}")
        self._beside_prongs()
        found = self._found()
        around = Parts((self.setting.collar(self.params, Girded(self.inside, self._outside), plan, asked.id),))
        found = [
            (row, replace(made, parts=around + made.parts) if k == 0 else made) for k, (row, made) in enumerate(found)
        ]
        rows = tuple(replace(row, lanes=tuple(lane.within(frame) for lane in row.lanes)) for row, _ in found)
        aside = max(abs(f.origin[1]) for row in rows for f in row.frames) + plan.under.depth
        return Laid(asked, rows, tuple(in_ring(made, frame) for _, made in found), aside, on=ON)

    def _under_others(self) -> None:
        """InputError for a collar that another row round this head would run into."""
        low = min((float(skin[:, 2].min()) for skin in self.middle.rows), default=math.inf)
        if self.plan.top <= low - APART:
            return
        drop = math.ceil((APART - low) / STEP) * STEP
        why = "the collar would run into the plate of another row round this head"
        raise InputError.one(f"settings.{self.id}.drop", why, f"{drop:g} mm or more", f"{drop:g}")

    def _beside_prongs(self) -> None:
        """InputError for a collar whose upper edge only just reaches a prong: a crevice would be left beside it."""
        top, edge = self.plan.top, np.array(points(self._outside(0.0), FINE))
        over = [0.0]
        for prong in self.middle.head.arrangement.witness.prongs:
            for a, b in pairwise(prong.axis):
                if a[2] <= top < b[2]:
                    spot = np.array(a) + (np.array(b) - np.array(a)) * (top - a[2]) / (b[2] - a[2])
                    off = float(outside(spot[None, :2], edge)[0])
                    over.append(off / (prong.diameter / 2) - REACHED)
        if max(over) > 0.0:
            half = max(p.diameter for p in self.middle.head.arrangement.witness.prongs) / 2
            drop = math.floor((-top - (max(over) + NEARER) * half) / STEP) * STEP
            why = "the collar's upper edge would only just reach a prong, and leave a crevice beside it"
            raise InputError.one(f"settings.{self.id}.drop", why, f"{drop:g} mm or less", f"{drop:g}")

    @cached_property
    def walled(self) -> bool:
        """Whether it goes round a bezel."""
        return bool(self.middle.head.arrangement.witness.bezels)

    @cached_property
    def face(self) -> float:
        """How far outside the stone's outline its face lies, mm: as little as possible, and over a bezel's wall."""
        wall = self.middle.reach(self.middle.metal, self.plan.foot, self.plan.top) + OVER
        return max(self.plan.face, wall) if self.walled else self.plan.face

    @cached_property
    def inside(self) -> tuple[Curve, ...]:
        """The collar's opening. InputError for a head it would not be grown together with."""
        plan, head = self.plan, self.middle.head
        held = self.middle.weld(
            plan.foot if self.walled else plan.z, plan.top
        )  # prongs lean in, away from its lower half
        nothing = head.lift is None or not (head.arrangement.witness.prongs or self.walled)
        found = self.middle.beside(min(self.face - plan.under.depth, held))
        if nothing or held < plan.inner or found is None or self._opened(held):
            why = "a collar round it would not be grown together with its metal, or be cut by what is cut from it"
            raise InputError.one(f"settings.{head.asked.id}.type", why, "a prong head or a bezel", "prong")
        return found

    def _opened(self, held: float) -> bool:
        """Whether what is cut from the head would cut into the collar."""
        return self.middle.reach(self.middle.cutters, self.plan.foot, self.plan.top) > held + OVER

    def _outside(self, by: float) -> tuple[Curve, ...]:
        found = self.middle.beside(self.face + by)
        assert found is not None, "a collar has an outline"
        return found

    @cached_property
    def track(self) -> Track:
        """Where its girdles lie, seen from above."""
        return Track(self._outside(self.plan.rise))

    @cached_property
    def way(self) -> Floats:
        """Points of the metal that may stand in a stone's way (n, 3)."""
        there = np.vstack([self.middle.metal, self.others])
        found: Floats = there[(there[:, 2] >= self.plan.foot) & (there[:, 2] <= self.plan.top)]
        return found

    def _line(self, gone: float) -> Vec:
        return (*self.track.point(gone), self.plan.z)

    def _frame(self, gone: float) -> Frame:
        """x along the track, y up, z away from the head."""
        (x, y), (along, aside) = self.track.point(gone), self.track.along(gone)
        return Frame((x, y, self.plan.z), (along, aside, 0.0), (aside, -along, 0.0))

    def _from(self, frame: Frame) -> Floats:
        """The metal in its way as that frame sees it (n, 3)."""
        found: Floats = (self.way - np.array(frame.origin)) @ axes(frame).T
        return found

    def _fits(self, gone: float) -> bool:
        """Whether a stone has room there beside the head's metal, and so has its seat, on a face all but flat."""
        half = self.cut.stone.width / 2
        (ax, ay), (bx, by) = self.track.along(gone - half), self.track.along(gone + half)
        if ax * bx + ay * by < math.cos(math.radians(MOST_TURN)):
            return False
        stone, seen = self.cut.stone, self._from(self._frame(gone))
        wide = np.array([half_at(stone, z) for z in np.minimum(seen[:, 2], 0.0)])
        needs = np.where(wide > 0.0, wide + CLEARANCE + BESIDE, 0.0)
        return bool((np.hypot(seen[:, 0], seen[:, 1]) >= needs).all())

    def _away(self, frame: Frame) -> float:
        """How far from a line square to the collar metal that stands out of it is."""
        seen = self._from(frame)
        out = seen[seen[:, 2] > -self.plan.rise]
        return float(np.hypot(out[:, 0], out[:, 1]).min()) if len(out) else math.inf

    def _stretches(self) -> list[tuple[float, float]]:
        """From where to where along the track stones may stand; none where nothing is in their way at all."""
        whole = self.track.length
        step = whole / round(whole / LOOK)
        spots = [self.track.ahead + k * step for k in range(round(whole / step))]
        free = [self._fits(s) for s in spots]
        if all(free):
            return []
        first = free.index(False)
        found, begins = list[tuple[float, float]](), math.inf
        for k in range(first, first + len(spots) + 1):
            at, fits = spots[first] + (k - first) * step, free[k % len(spots)]
            if fits and begins == math.inf:
                begins = self._edge(at - step, at)
            elif not fits and begins < math.inf:
                found.append((begins, self._edge(at, at - step)))
                begins = math.inf
        return found

    def _edge(self, taken: float, free: float) -> float:
        """Where between a place that is taken and a free one stones begin to fit."""
        for _ in range(HALVES):
            middle = (taken + free) / 2
            taken, free = (taken, middle) if self._fits(middle) else (middle, free)
        return free

    def _found(self) -> list[Found]:
        """A row in every stretch that has room for one, with what holds it. InputError where none has."""
        stretches = self._stretches()
        if not stretches:
            return [self._closed(self.params.count)]
        most = [next(self._ways(low, high), None) for low, high in stretches]
        able = [(stretch, found) for stretch, found in zip(stretches, most, strict=True) if found]
        if not able:
            raise InputError([self._no_way()])
        if self.params.count is None:
            return [found for _, found in able]
        return self._counted(self.params.count, able)

    def _counted(self, count: int, able: Sequence[tuple[tuple[float, float], Found]]) -> list[Found]:
        """As many stones as asked, the same number between any two prongs."""
        each, rest = divmod(count, len(able))
        found = [next(self._ways(*stretch, each), None) for stretch, _ in able] if each and not rest else []
        there = [one for one in found if one]
        if len(there) < len(able):
            most = min(len(row.frames) for _, (row, _) in able) * len(able)
            why = f"{count} stones do not stand evenly in the {len(able)} stretches between the prongs"
            works = ", ".join(f"{n}" for n in range(len(able), most + 1, len(able)))
            raise InputError.one(f"settings.{self.id}.count", why, f"{works}, or leave it out", f"{most}")
        return there

    def _ways(self, low: float, high: float, count: int | None = None) -> Iterator[Found]:
        """Rows of one stretch that are held, the longest and widest first; evenly between its ends, or drawn in."""
        chord = self.plan.under.chord
        most = math.floor(length(self._line, low, high) / chord) + 1
        for n in [count] if count else range(most, 0, -1):
            spare = max(length(self._line, low, high) - (n - 1) * chord, 0.0) / 2 if n > 1 else 0.0
            for k in range(round(spare / PULL) + 1):
                places = filled(self._line, low + k * PULL, high - k * PULL, chord, n) if n > 1 else [(low + high) / 2]
                if len(places) != n:
                    continue
                if n > 1 and math.dist(self._line(places[0]), self._line(places[1])) > chord + MOST_GAP:
                    continue
                found = self._held(places, False)
                if found:
                    yield found

    def _closed(self, count: int | None) -> Found:
        start, chord = self.track.ahead, self.plan.under.chord
        places = closed(self._line, start, self.track.length, chord, count)
        found = self._held(places, True) if places else None
        if found is None:
            raise InputError([self._no_way()])
        return found

    def _held(self, places: Sequence[float], whole: bool) -> Found | None:
        steps = [b - a for a, b in pairwise(places)] or [self.plan.under.chord]
        between = [a + s / 2 for a, s in zip(places, steps, strict=False)][: len(places) - 1]
        if whole:
            between.append((places[-1] + places[0] + self.track.length) / 2)
        else:
            between = [places[0] - steps[0] / 2, *between, places[-1] + steps[-1] / 2]
        lane = Lane(tuple(map(self._frame, places)), tuple(map(self._frame, between)), whole)
        chord = math.dist(self._line(places[0]), self._line(places[0] + steps[0]))
        row = Row(self.cut.stone, self.cut.solid, (lane,), self.plan.under, self.plan.rise, chord)
        made: Arrangement | None = self.setting.encircle(self.params, Stretch(row, self._away), self.plan, self.id)
        return (row, made) if made is not None else None

    def _no_way(self) -> Problem:
        if self.params.count is not None:
            return self.uncounted()
        return smaller(self.cut.asked, SMALLER, "a row of it finds no room between this head's prongs")
