"""A head as a row that goes round it sees it: where its metal is, and outlines beside its stone's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from ringgen import plugins
from ringgen.bodies import Frame, Placed
from ringgen.design.apart import axes, placed
from ringgen.design.laid import Laid
from ringgen.design.placing import Cut, Placement
from ringgen.design.skins import skin
from ringgen.errors import Problem
from ringgen.outline import turned
from ringgen.plane import Curve, points
from ringgen.settings._around import AroundParams
from ringgen.settings._arrangement import Arrangement, round_outline
from ringgen.settings._rails import opening
from ringgen.stones import Measures
from ringgen.track import beside

Floats = NDArray[np.float64]
WELD = 0.45  # mm a plate reaches into the head's metal; less than a prong's half and half its seat
BEND = 0.25  # mm: the least radius of a plate's opening at a corner
LEVELS = 4  # heights at which a head is asked how far out its metal reaches
SEAM = 23.0  # degrees: from a prong at 45, as `beside` begins half way along the first quarter
FINE = 0.01  # mm: how closely points follow an outline


@dataclass(frozen=True)
class Middle:
    """A head, and the rows that go round it already, in its stone's frame; lengths mm."""

    head: Placement
    within: tuple[Laid, ...] = ()

    @property
    def stone(self) -> Measures:
        """The stone in the middle."""
        return self.head.stone

    @cached_property
    def rows(self) -> list[Floats]:
        """Points all over the metal of each row that goes round it already (n, 3)."""
        return [self.seen([p for made in one.arrangements for p in made.parts.metal]) for one in self.within]

    @cached_property
    def metal(self) -> Floats:
        """Points all over the metal a row goes round, the head's and that of rows within it (n, 3)."""
        return np.vstack([skins(self.head.arrangement.parts.metal), *self.rows])

    @cached_property
    def cutters(self) -> Floats:
        """Points all over what is cut from the head (n, 3)."""
        return skins(self.head.arrangement.parts.cutters)

    def seen(self, parts: Sequence[Placed]) -> Floats:
        """Points all over parts of the ring, in the head's frame (n, 3)."""
        found: Floats = (skins(parts) - np.array(self.head.frame.origin)) @ axes(self.head.frame).T
        return found

    @cached_property
    def outline(self) -> tuple[Curve, ...]:
        """The stone's; a circle begins where no prong stands: the kernel misses a cut along a seam."""
        return turned(self.stone.outline, SEAM) if round_outline(self.stone) else self.stone.outline

    def beside(self, wanted: float) -> tuple[Curve, ...] | None:
        """The outline that far outside the stone's (negative: under it), rounded at its corners; None for none."""
        return beside(self.outline, wanted) if wanted > BEND else opening(self.outline, -wanted, BEND)

    @cached_property
    def girdle(self) -> Floats:
        """Points along the stone's outline (n, 2)."""
        return np.array(points(self.stone.outline, FINE))

    def reach(self, spots: Floats, low: float, high: float, nothing: float = -math.inf) -> float:
        """How far outside the girdle's outline points between two heights lie, mm; `nothing` where there are none."""
        there = between(spots, low, high)
        return float(outside(there, self.girdle).max()) if len(there) else nothing

    def weld(self, low: float, high: float) -> float:
        """How far out a plate's inside may lie so that the head's metal holds it at every height between two, mm."""
        step = (high - low) / LEVELS
        edges = [low + k * step for k in range(LEVELS + 1)]
        return min(self.reach(self.metal, a, b) for a, b in pairwise(edges)) - WELD


@dataclass(frozen=True)
class Round:
    """A row and the head it goes round; `proud` is how much higher than in its middle the band is across its top."""

    cut: Cut
    middle: Middle
    proud: float

    @property
    def id(self) -> str:
        """Its setting's."""
        return self.cut.asked.id

    @property
    def params(self) -> AroundParams:
        """What was asked of it."""
        found = self.cut.asked.params
        assert isinstance(found, AroundParams)
        return found

    @property
    def setting(self) -> ModuleType:
        """How its stones are held."""
        return plugins.load("ringgen.settings", self.cut.asked.type)

    def uncounted(self) -> Problem:
        """The number of stones that was asked does not go round."""
        why = f"{self.params.count} stones of {self.cut.stone.width:g} mm do not go round this head"
        return Problem(f"settings.{self.id}.count", why, "another number, or leave it out")


def in_ring(made: Arrangement, frame: Frame) -> Arrangement:
    """What stands in a head's frame, in the ring's; its lowest metal from the finger's axis."""
    x, _, z = frame.origin
    low = math.hypot(x, z) + made.lowest
    return replace(made, parts=made.parts.within(frame), witness=made.witness.within(frame), lowest=low)


def skins(parts: Sequence[Placed]) -> Floats:
    """Points all over parts, in the coordinates of their places (n, 3)."""
    return np.vstack([np.empty((0, 3)), *(placed(skin(p.body)[0], f) for p in parts for f in p.places)])


def between(spots: Floats, low: float, high: float) -> Floats:
    """Those of some points that lie between two heights, seen from above (n, 2)."""
    found: Floats = spots[(spots[:, 2] >= low) & (spots[:, 2] <= high)][:, :2]
    return found


def outside(spots: Floats, outline: Floats) -> Floats:
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
