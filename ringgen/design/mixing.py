"""Which stone stands where in a row whose stones differ: graduated from its middle to its ends, or taking turns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import ModuleType
from typing import Literal

from ringgen.catalog.stones import proportions
from ringgen.design.closing import Line, fitted, gathered
from ringgen.design.placing import Cut, cut
from ringgen.errors import InputError, Problem
from ringgen.settings._row import GAP, Kind, RowParams, alike
from ringgen.spec.models import Setting, Stone
from ringgen.stones import Measures

STEP = 0.05  # mm from one size of melee to the next: what sieves part them by, 0.05 to 0.1
SPOTS = 12  # steps in which it is gone along the places of one size

Stretch = Literal["closed", "middle", "ends", "first", "last"]
"""Where the largest stones of a stretch stand: at the top of a closed row, in its middle, at both of its ends (a row
from a head round to the same one again), or where it begins or ends (a shoulder)."""


@dataclass(frozen=True)
class Mix:
    """The stones of a row whose stones differ: those that take turns, or the sizes from the largest down."""

    kinds: tuple[Kind, ...]
    graduated: bool

    @property
    def largest(self) -> Kind:
        """The widest of them."""
        return max(self.kinds, key=lambda k: k.stone.width)

    @property
    def one_size(self) -> bool:
        """Whether one seat fits all of them."""
        return len({alike(k.stone) for k in self.kinds}) == 1

    @property
    def neighbours(self) -> tuple[tuple[Measures, Measures], ...]:
        """The stones of different size that stand side by side; from one size to the next is no difference."""
        stones = [k.stone for k in self.kinds]
        return () if self.graduated or self.one_size else tuple(pairwise([*stones, stones[0]]))

    def whole(self, n: int, stretch: Stretch) -> bool:
        """Whether so many come out even: in full turns round a closed row, alike on both sides of an open one."""
        if self.graduated or len(self.kinds) == 1:
            return True
        if stretch == "closed":
            return n % len(self.kinds) == 0
        return stretch in ("first", "last") or n % 2 == 1

    def order(self, n: int, stretch: Stretch) -> tuple[int, ...]:
        """Which kind each of so many stones is."""
        if stretch == "closed" and not self.graduated:
            return tuple((k - n // 2) % len(self.kinds) for k in range(n))
        ranks = _ranks(n, stretch)
        if not self.graduated:
            return tuple(rank % len(self.kinds) for rank in ranks)
        sizes, places = len(self.kinds), max(ranks) + 1
        if places >= sizes:
            return tuple(rank * sizes // places for rank in ranks)
        return tuple(round(rank * (sizes - 1) / max(places - 1, 1)) for rank in ranks)

    def spots(self, stone: Measures, ends: tuple[float, float], stretch: Stretch) -> list[float]:
        """Places of a stretch from one of its `ends` to the other between which stones of that size stand."""
        widths = [k.stone.width for k in self.kinds]
        before = sum(w for w in widths if w > stone.width + 1e-9)
        near, far = (x / sum(widths) for x in (before - stone.width / 2, before + 1.5 * stone.width))
        shares = [min(max(near + (far - near) * k / SPOTS, 0.0), 1.0) for k in range(SPOTS + 1)]
        low, high = ends
        if stretch == "first":
            return [low + s * (high - low) for s in shares]
        if stretch == "last":
            return [high - s * (high - low) for s in shares]
        half = (high - low) / 2
        away = [s * half if stretch == "ends" else (1.0 - s) * half for s in shares]
        return [place for a in away for place in (low + a, high - a)]

    def widths(self, order: Sequence[int]) -> list[float]:
        """How wide they are, mm."""
        return [self.kinds[k].stone.width for k in order]

    def laid(
        self,
        line: Line,
        ends: tuple[float, float],
        order: Sequence[int],
        stretch: Stretch,
        gap: float,
        most: float,
    ) -> tuple[float, list[float]]:
        """How far apart, mm, and where stones in that order lie from end to end; no places for less than `gap`.

        An open row whose gap would be over `most` is shorter. Stones that differ in size lie no further than asked: a
        bead that holds both of two grows fast with what is between them, and small ones have no room for it.
        """
        if len(order) == 1:
            return gap, [sum(ends) / 2]
        whole = stretch == "closed"
        found, places = fitted(line, *ends, self.widths(order), whole, gap)
        most = most if self.one_size else min(gap, most)
        if not places or whole or found <= most:
            return found, places
        share = {"first": 0.0, "last": 1.0}.get(stretch, 0.5)
        return most, gathered(line, *ends, self.widths(order), most, share)

    def between(
        self, places: Sequence[float], middles: Sequence[float], order: Sequence[int], gap: float, whole: bool
    ) -> list[float]:
        """The places between stones; beyond an open row's ends as if one more of the stone there stood near it."""
        if whole:
            return [*middles[:-1], (places[-1] + places[0] + 360.0) / 2]
        widths = self.widths(order)
        ends = ((places[0], places[1], widths[:2]), (places[-1], places[-2], widths[:-3:-1]))
        shares = [(a - b) * (own + min(gap, GAP)) / ((own + other) / 2 + gap) / 2 for a, b, (own, other) in ends]
        return [places[0] + shares[0], *middles[1:-1], places[-1] + shares[1]]


def one_kind(mix: Mix, asked: Setting, setting: ModuleType, lanes: int) -> list[Problem]:
    """Stones that differ, where a setting holds but one kind, or one size, or where lines would not fit them."""
    mixed, own = getattr(setting, "MIXED", False), f"settings.{asked.id}."
    field = "graduate" if mix.graduated else "alternate"
    if len(mix.kinds) == 1 or (mixed and mix.one_size):
        return []
    if mixed is True:
        why = "stones of different sizes or cuts take turns in a single line"
        return [] if lanes == 1 or mix.graduated else [Problem(f"{own}lanes", why, "1", "1")]
    if mixed:
        why = f"a {asked.type} holds stones of one size and cut; only the gems may differ"
        return [Problem(f"{own}{field}", why, "leave it out, or pave, which takes any")]
    return [Problem(f"{own}{field}", f"a {asked.type} row holds one kind of stone", "leave it out, or pave")]


def hardest(refusals: Iterable[list[Problem]]) -> list[Problem]:
    """What a row's stones are refused for: of one field, the problem whose value is the largest: it helps them all."""
    found: dict[str, Problem] = {}
    for problem in (p for some in refusals for p in some):
        had = found.get(problem.field)
        if had is None or _number(problem) > _number(had):
            found[problem.field] = problem
    return list(found.values())


def _number(problem: Problem) -> float:
    try:
        return float(problem.nearest or "")
    except ValueError:
        return -math.inf


def _ranks(n: int, stretch: Stretch) -> list[int]:
    """How many places each of so many stones is from where the largest stand."""
    if stretch == "first":
        return list(range(n))
    if stretch == "last":
        return list(range(n - 1, -1, -1))
    if stretch == "ends":
        return [min(k, n - 1 - k) for k in range(n)]
    middle = n / 2 if stretch == "closed" else (n - 1) / 2  # a closed row's first stone stands at the base
    return [math.floor(abs(k - middle)) for k in range(n)]


def mix(held: Cut, params: RowParams) -> Mix:
    """What is asked of a row; one kind where its stones are alike. InputError for stones that do not go together."""
    asked = held.asked
    assert asked.stone is not None
    own = Kind(held.stone, held.solid, asked.stone)
    if params.graduate is not None and params.alternate:
        why = "a row's stones grow smaller or take turns, not both"
        raise InputError.one(f"settings.{asked.id}.alternate", why, "leave one of the two out")
    if params.alternate:
        others = tuple(_turn(asked, stone, k) for k, stone in enumerate(params.alternate))
        return Mix((own, *others), graduated=False)
    if params.graduate is not None:
        return Mix(_sizes(own, asked, params.graduate), graduated=True)
    return Mix((own,), graduated=False)


def _turn(asked: Setting, stone: Stone, k: int) -> Kind:
    try:
        found = cut(asked.model_copy(update={"stone": stone}))
    except InputError as error:
        at = f"settings.{asked.id}."
        own = [replace(p, field=p.field.replace(f"{at}stone", f"{at}alternate.{k}", 1)) for p in error.problems]
        raise InputError(own) from None
    return Kind(found.stone, found.solid, stone)


def _sizes(largest: Kind, asked: Setting, end: float) -> tuple[Kind, ...]:
    """Every size from the largest down to the one at the ends, a step apart."""
    width = largest.stone.width
    if end > width - STEP + 1e-9:
        why = f"the stones at the ends are not smaller than those of {width:g} mm in the middle"
        works = width - STEP
        raise InputError.one(f"settings.{asked.id}.graduate", why, f"up to {works:g} mm", f"{works:g}")
    steps = math.ceil((width - end) / STEP - 1e-6)
    return (largest, *(resized(largest, asked, max(width - k * STEP, end)) for k in range(1, steps + 1)))


def resized(kind: Kind, asked: Setting, width: float) -> Kind:
    """The same stone in another size: measured there, of the same shape."""
    width = round(width, 3)
    share, was = width / kind.stone.width, kind.asked
    sides: dict[str, float | None] = {"width": width, "length": round(kind.stone.length * share, 3), "diameter": None}
    if proportions(was.cut).round:
        sides = {"diameter": width, "length": None, "width": None}
    depth = round(was.depth * share, 3) if was.depth is not None else None
    stone = was.model_copy(update={**sides, "depth": depth, "carat": None})
    found = cut(asked.model_copy(update={"stone": stone}))
    return Kind(found.stone, found.solid, stone)
