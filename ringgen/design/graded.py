"""Several staggered lines of stones that fall in size: where each stands, and how the lines draw together with them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Frame
from ringgen.design.closing import Line, fitted
from ringgen.design.mixing import Mix, Stretch
from ringgen.design.paths import RowPath
from ringgen.settings._row import Lane

ROUNDS = 4  # lines lie as far apart as stones ask, and stones where lines lie: each time twenty times nearer
TURN = 360.0  # degrees
LEAST = 2  # stones of a line, for the next to have one between them
LESS = 0.01  # mm: how much nearer than the first line's the stones of another may stand, where that is the shorter


@dataclass(frozen=True)
class Graded:
    """Lines of one stretch: at every place as far apart as three stones of the size there, and their gaps, ask.

    The first line's stones stand in `order`, from one of `ends` to the other, at least `gap` mm apart and, in an open
    row, at most `most`; every second line has one stone between each two of them, of a size between theirs.
    """

    path: RowPath
    rise: float
    mix: Mix
    order: tuple[int, ...]
    stretch: Stretch
    ends: tuple[float, float]
    gap: float
    most: float
    lanes: int

    @property
    def _whole(self) -> bool:
        return self.stretch == "closed"

    @property
    def between(self) -> tuple[int, ...]:
        """Which kinds stand in every second line: the smaller where no size lies between those of two neighbours."""
        around = [*self.order, self.order[0]] if self._whole else self.order
        return tuple(math.ceil((a + b) / 2) for a, b in pairwise(around))

    def laid(self) -> tuple[tuple[Lane, ...], float]:
        """The lines from one side of the band to the other, and their gap at the least, mm; none without room."""
        gap, places = self._laid(self.path.line(0.0, self.rise))
        for _ in range(ROUNDS):
            if len(places) < LEAST:
                return (), 0.0
            gap, places = self._laid(_Lines(self, places, gap).line(0))
        if len(places) < LEAST:
            return (), 0.0
        lines = _Lines(self, places, gap)
        found = tuple(lane for k in range(self.lanes) if (lane := lines.lane(k)) is not None)
        return (found, gap) if len(found) == self.lanes else ((), 0.0)

    def _laid(self, line: Line) -> tuple[float, list[float]]:
        return self.mix.laid(line, self.ends, self.order, self.stretch, self.gap, self.most)


@dataclass(frozen=True)
class _Lines:
    """Every line, once it is known where the first one's stones stand."""

    asked: Graded
    places: Sequence[float]
    gap: float

    def apart(self, place: float) -> float:
        """How far two lines are apart there, mm: three stones that wide stand as far from one another."""
        known = [*self.places, self.places[0] + TURN] if self.asked._whole else list(self.places)
        widths = self.asked.mix.widths(self.asked.order)
        if self.asked._whole:
            place = self.places[0] + (place - self.places[0]) % TURN
            widths.append(widths[0])
        k = min(max(bisect_right(known, place) - 1, 0), len(known) - 2)
        share = min(1.0, max(0.0, (place - known[k]) / (known[k + 1] - known[k])))
        return (widths[k] + (widths[k + 1] - widths[k]) * share + self.gap) * math.sqrt(3) / 2

    def frames(self, k: int, places: Sequence[float]) -> tuple[Frame, ...]:
        """Frames in the k-th line, there."""
        asked, by = self.asked, k - (self.asked.lanes - 1) / 2
        return tuple(f for a in places for f in asked.path.frames((a,), by * self.apart(a), asked.rise))

    def line(self, k: int) -> Line:
        """The k-th line."""
        return lambda place: self.frames(k, (place,))[0].origin

    def lane(self, k: int) -> Lane | None:
        """The k-th line with its stones; None where they have no room."""
        order = self.asked.between if k % 2 else self.asked.order
        places = self._between(k, order) if k % 2 else self._along(k, order)
        if not places:
            return None
        ways = self._ways(places, self.asked.mix.widths(order))
        apart = tuple(self.apart(a) for a in ways)
        return Lane(self.frames(k, places), self.frames(k, ways), self.asked._whole, order, apart)

    def _along(self, k: int, order: Sequence[int]) -> list[float]:
        """A line like the first: from where that begins to where it ends."""
        if k == 0:
            return list(self.places)
        last = self.places[0] + TURN if self.asked._whole else self.places[-1]
        return self._fitted(k, order, self.places[0], last)

    def _between(self, k: int, order: Sequence[int]) -> list[float]:
        """A line whose stones stand opposite the first one's gaps: in the middle of its first, and of its last."""
        widths = self.asked.mix.widths(self.asked.order)
        places = list(self.places)
        if self.asked._whole:
            start = (places[0] + places[1]) / 2
            for _ in range(2):  # alike on both sides of the base
                found = self._fitted(k, order, start, start + TURN)
                if not found:
                    return []
                start = places[0] + (TURN - (found[-1] - found[0])) / 2
            return self._fitted(k, order, start, start + TURN)
        first, last = (
            _gap_middle(places[i], places[i + 1], widths[i], widths[i + 1], self.gap) for i in (0, len(places) - 2)
        )
        return [first] if len(order) == 1 else self._fitted(k, order, first, last)

    def _fitted(self, k: int, order: Sequence[int], low: float, high: float) -> list[float]:
        widths, whole = self.asked.mix.widths(order), self.asked._whole
        return fitted(self.line(k), low, high, widths, whole, self.gap - LESS)[1]

    def _ways(self, places: Sequence[float], widths: Sequence[float]) -> list[float]:
        """Half way between neighbours; an open line's begin and end as if one more like its last stood there."""
        middles = [(a + b) / 2 for a, b in pairwise(places)]
        if self.asked._whole:
            return [*middles, (places[-1] + places[0] + TURN) / 2]
        rate = (self.places[1] - self.places[0]) / ((sum(self.asked.mix.widths(self.asked.order[:2]))) / 2 + self.gap)
        first, last = ((w + self.gap) / 2 * rate for w in (widths[0], widths[-1]))
        return [places[0] - first, *middles, places[-1] + last]


def _gap_middle(a: float, b: float, wide: float, other: float, gap: float) -> float:
    """Half way from one girdle to the next, of stones that wide at a and at b."""
    return a + (b - a) * (wide + gap) / (wide + other + 2 * gap)
