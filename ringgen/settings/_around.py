"""What passes between a setting whose row of stones goes round a head and the line that is found for it.

All in the frame of the head's own stone, mm: its girdle's lower edge is z = 0, outwards is away from its outline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ringgen.plane import Curve, Point
from ringgen.settings._row import Row, Under
from ringgen.spec.fields import SettingParams, count, text
from ringgen.track import Track

FLAT = 1e5  # mm: the radius of a hoop so large that a plate is level on it


class AroundParams(SettingParams):
    """Which head the row goes round, and how many stones it has."""

    around: str | None = text(
        None, doc="the id of the setting it goes round; unset: the one head there is", max_length=40
    )
    count: int | None = count(None, ge=5, le=200, doc="how many stones it has; unset: as many as keep `gap`")


@dataclass(frozen=True)
class Plan:
    """How a row lies beside the stone it goes round, before it is known how far out.

    `under` is the plate its seats are cut into, `rise` how high its girdles lie over the plate, `z` where those are.
    `least` is how far outside the other stone's outline its middles lie at least, `inner` how far in its plate may
    reach. Between `low` and `high` a head's metal is in its stones' way if it comes nearer to their middles than
    `clear`; its beads end at `tips`. Between `foot` and `top` the plate is grown together with the head.
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

    @property
    def top(self) -> float:
        """The plate's upper side."""
        return self.z - self.rise

    @property
    def foot(self) -> float:
        """Its underside."""
        return self.top - self.under.depth


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
