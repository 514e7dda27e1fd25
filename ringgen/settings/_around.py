"""What passes between a setting whose row of stones goes round a head and the line that is found for it.

All in the frame of the head's own stone, mm: its girdle's lower edge is z = 0, outwards is away from its outline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import pairwise
from typing import ClassVar

from ringgen.bodies import Frame, Stacked
from ringgen.plane import Curve, Point
from ringgen.settings._fan import Fan
from ringgen.settings._row import Row, Under
from ringgen.spec.fields import SettingParams, count, length, text
from ringgen.stones import Measures
from ringgen.track import Track

FLAT = 1e5  # mm: the radius of a hoop so large that a plate is level on it
ROUND = 0.2  # mm: the radius on a plate's lower outer edge
EDGE = 0.1  # mm: that on its upper one


class AroundParams(SettingParams):
    """Which head the row goes round, and how many stones it has."""

    around: str | None = text(
        None, doc="the id of the setting it goes round; unset: the one head there is", max_length=40
    )
    count: int | None = count(None, ge=5, le=200, doc="how many stones it has; unset: as many as keep `gap`")


class BeadedParams(AroundParams):
    """The beads between its stones."""

    neck: float | None = length(
        None,
        ge=0.3,
        le=1.2,
        doc="how thick a bead is where the stones on both sides bite it; unset: 0.4, and 0.32 between stones under "
        "1.25 mm",
    )


@dataclass(frozen=True)
class Plan:
    """How a row lies beside the stone it goes round, before it is known how far out.

    `under` is the plate its seats are cut into, `rise` how high its girdles lie over the plate, `z` where those are.
    `least` is how far outside the other stone's outline its middles lie at least, `inner` how far in its plate may
    reach. Between `low` and `high` a head's metal is in its stones' way if it comes nearer to their middles than
    `clear`; its beads end at `tips`. Between `foot` and `top` the plate is grown together with the head, or where
    that is `welded`, so far down from `top`. Stones that stand out like rays have a `fan`; no metal stands between.
    All lean outwards by `lean` degrees.
    """

    under: Under
    rise: float
    z: float
    least: float
    inner: float
    clear: float
    low: float
    high: float
    tips: float
    _: KW_ONLY
    welded: float | None = None
    fan: Fan | None = None
    lean: float = 0.0
    free: ClassVar[float] = 0.5
    """mm from the band's outside up to it; casters ask 0.2, and a brush has to get in."""

    @property
    def top(self) -> float:
        """The plate's upper side."""
        return self.z - self.rise

    @property
    def foot(self) -> float:
        """Its underside."""
        return self.top - self.under.depth

    @property
    def grown(self) -> float:
        """How far down it is grown together with the head: the height of that part's underside."""
        return self.foot if self.welded is None else self.top - self.welded


@dataclass(frozen=True)
class Circled:
    """A row found, laid out on its track.

    `inside` is the plate's opening, a closed outline; `away` tells how far points are from the metal it
    goes round, as high as beads stand, seen from above, mm.
    """

    row: Row
    track: Track
    inside: tuple[Curve, ...]
    away: Callable[[Sequence[Point]], Sequence[float]]


MOST_TURN = 30.0  # degrees a collar's face turns under one stone at the most: beads beside a tighter bend splay


@dataclass(frozen=True)
class Collar:
    """How a row lies on the outside of a collar round a head, under its stone, facing away from it.

    `under` is the collar where its face is most curved: how thick, and half how high it is. `rise` is how far its
    girdles lie outside that face, `z` the height of its stones' middles. The face lies `face` mm outside the other
    stone's outline at the least, the collar reaches no further in than `inner`.
    """

    under: Under
    rise: float
    z: float
    face: float
    inner: float
    free: ClassVar[float] = 0.8
    """mm from the band's outside up to it: a head's base rail lies between, 0.4 mm over the band."""

    @property
    def top(self) -> float:
        """The collar's upper side."""
        return self.z + self.under.half_width

    @property
    def foot(self) -> float:
        """Its underside."""
        return self.z - self.under.half_width


@dataclass(frozen=True)
class Stretch:
    """A row on a collar between two prongs, or all round it.

    `away` tells how far a line square to the collar is from metal that stands out of its face, mm.
    """

    row: Row
    away: Callable[[Frame], float]


@dataclass(frozen=True)
class Girded:
    """A collar's own shape: its opening, and its outline as far outside its face as asked, mm."""

    inside: tuple[Curve, ...]
    outside: Callable[[float], tuple[Curve, ...]]


def half_under(stone: Measures, z: float) -> float:
    """Half a stone's width at a height under its girdle, mm: as its own side has it."""
    share = 1.0
    for (s0, z0), (s1, z1) in pairwise(stone.side):
        if z0 <= z < min(z1, 0.0):
            share = s0 + (s1 - s0) * (z - z0) / (z1 - z0)
    return share * stone.width / 2


def plate(
    low: float, high: float, outer: Callable[[float], tuple[Curve, ...]], inside: tuple[Curve, ...], top: float = EDGE
) -> Stacked:
    """A ring between two heights with its outer edges rounded, the upper by `top` mm.

    `outer` gives its outline, so much further out.
    """
    levels = ((low, -ROUND), (low + 0.3 * ROUND, -0.3 * ROUND), (low + ROUND, 0.0), (high - top, 0.0), (high, -top))
    return Stacked(tuple((z, outer(by)) for z, by in levels), inside)
