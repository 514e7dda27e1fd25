"""The setter's table: which stones go where, how many of each, what they weigh, and how near the next one stands.

A row for each setting, cut, size and gem, the largest stones first, as they are set. Numbers are the design's own, from
1: stone 12 is `stone-12` of the findings and of the STEP file, and 12 on the gem map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ringgen.checks._solids import body
from ringgen.checks._stones import in_ring
from ringgen.design.apart import hulls_apart
from ringgen.units import rounded
from ringgen.witness import Stone

Floats = NDArray[np.float64]
Run = tuple[int, int]

ALIKE = 6  # digits of a mm to which two pairs of stones stand to one another as two others do


class Kind(NamedTuple):
    """What equal stones have in common; sizes in mm, weights in ct, `carat_error` the share that may be off."""

    cut: str
    gem: str
    length: float
    width: float
    carat: float
    carat_error: float
    placeholder: bool

    @classmethod
    def of(cls, s: Stone) -> Kind:
        """A stone's, to the digits stones are told apart by."""
        size = (rounded(s.length, 3), rounded(s.width, 3))
        return cls(s.cut, s.gem, *size, rounded(s.carat, 4), rounded(s.carat_error, 4), s.placeholder)


@dataclass(frozen=True)
class Row:
    """Equal stones of one setting, by their numbers.

    `gap` is the least distance of one of them to another stone of the setting, stone to stone, mm; `nearest` that to
    any stone of the ring. None where there is no other, or a stone's facets are not known.
    """

    setting: str
    kind: Kind
    numbers: tuple[int, ...]
    gap: float | None
    nearest: float | None

    @property
    def runs(self) -> tuple[Run, ...]:
        """The numbers as runs, the first and the last of each."""
        ends = [0, *(k for k, (a, b) in enumerate(pairwise(self.numbers), 1) if b != a + 1), len(self.numbers)]
        return tuple((self.numbers[a], self.numbers[b - 1]) for a, b in pairwise(ends))

    @property
    def total(self) -> float:
        """What all of them weigh, ct."""
        return rounded(len(self.numbers) * self.kind.carat, 4)


def rows(stones: Sequence[Stone]) -> tuple[Row, ...]:
    """The table of a ring's stones, given in the order of their numbers."""
    groups: dict[tuple[str, Kind], list[int]] = {}
    for k, s in enumerate(stones):
        groups.setdefault((s.setting, Kind.of(s)), []).append(k)
    near = _Near(stones)
    found = []
    for (setting, same), mine in groups.items():
        own = [k for k, s in enumerate(stones) if s.setting == setting]
        gaps = (near.least(mine, own), near.least(mine, range(len(stones))))
        found.append(Row(setting, same, tuple(k + 1 for k in mine), *gaps))
    return tuple(sorted(found, key=lambda r: (-r.kind.carat, -r.kind.length * r.kind.width, r.numbers[0])))


def told(runs: Iterable[Sequence[int]]) -> str:
    """Runs of numbers as people write them: `1, 4–9`."""
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" if b > a + 1 else f"{a}, {b}" for a, b in runs)


class _Near:
    """How near the stones of a ring are to one another, solid from solid as cut."""

    def __init__(self, stones: Sequence[Stone]) -> None:
        self.stones = stones
        self._known: dict[tuple[Any, ...], float] = {}

    def least(self, some: Sequence[int], others: Sequence[int]) -> float | None:
        """The least distance of one of `some` stones to another one of `others`, mm, to a ten-thousandth."""
        if any(not self._pieces[k] for k in (*some, *others)):
            return None
        least = float("inf")
        for short, i, j in self._pairs(some, others):
            if short >= least:
                break
            if self._parted(i, j) < least:
                least = min(least, self._apart(i, j))
        return rounded(least, 4) if least < float("inf") else None

    @cached_property
    def _pieces(self) -> list[list[Floats]]:
        """The corners of each stone's convex pieces, in the ring; none of a stone whose facets are not known."""
        solids = [body(s) for s in self.stones]
        return [
            [in_ring(s, piece.corners) for piece in solid.pieces] if solid is not None else []
            for s, solid in zip(self.stones, solids, strict=True)
        ]

    @cached_property
    def _balls(self) -> tuple[Floats, Floats]:
        """The middle of each stone, and how far it reaches from there."""
        whole = [np.vstack(pieces) for pieces in self._pieces]
        middles = np.array([(p.min(axis=0) + p.max(axis=0)) / 2 for p in whole])
        reach = np.array([np.linalg.norm(p - m, axis=1).max() for p, m in zip(whole, middles, strict=True)])
        return middles, reach

    def _pairs(self, some: Sequence[int], others: Sequence[int]) -> Iterable[tuple[float, int, int]]:
        """Every pair of different stones with a distance it cannot be nearer than, the lowest first."""
        middles, reach = self._balls
        a, b = np.array(some), np.array(others)
        short = np.linalg.norm(middles[a][:, None] - middles[b][None], axis=2) - reach[a][:, None] - reach[b][None]
        for at in np.argsort(short, axis=None, kind="stable").tolist():
            i, j = some[at // len(b)], others[at % len(b)]
            if i != j:
                yield float(short.flat[at]), min(i, j), max(i, j)

    def _parted(self, i: int, j: int) -> float:
        """How far they are apart along the line through their middles: no further than they are."""
        middles, _ = self._balls
        way = middles[j] - middles[i]
        way = way / max(float(np.linalg.norm(way)), 1e-12)
        return float(min((p @ way).min() for p in self._pieces[j]) - max((p @ way).max() for p in self._pieces[i]))

    def _apart(self, i: int, j: int) -> float:
        """Two stones' distance; told once for all pairs that stand to one another alike, as in a row that closes."""
        one, two = self.stones[i], self.stones[j]
        axes = np.array([one.frame.x, one.frame.y, one.frame.z])
        seen = np.array([np.subtract(two.frame.origin, one.frame.origin), two.frame.x, two.frame.z]) @ axes.T
        key = (one.solid, two.solid, *(np.round(seen, ALIKE) + 0.0).ravel().tolist())
        if key not in self._known:
            self._known[key] = min(hulls_apart(a, b) for a in self._pieces[i] for b in self._pieces[j])
        return self._known[key]
