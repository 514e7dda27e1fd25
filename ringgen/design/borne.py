"""How wide and how high arches have to be for the rows of stones that lie on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ringgen.bodies import Frame
from ringgen.design.closing import Line
from ringgen.design.free import Free, Taken
from ringgen.design.laying import ON_ARCHES, problems
from ringgen.design.shank import Shank
from ringgen.settings._row import Under
from ringgen.spec.models import Setting

HOLLOW = -8.0  # mm: the bend of an arch where it is most hollow, about
STEP = 0.05  # mm, the finest a bench works to
LEAST, MOST_WIDE, MOST_HIGH = 1.0, 8.0, 3.0  # mm, of any arch


def borne(settings: Sequence[Setting], band: Shank) -> tuple[float, float] | None:
    """Half the width and the height, mm, that rows need of the arches they lie on; None where none lie there.

    What no arch can bear is left to be refused where it is laid.
    """
    rows = [s for s in settings if getattr(s.params, "where", "") == ON_ARCHES]
    if not rows or not band.shoulders.has("arches"):
        return None
    needs = [_needed(asked, band) for asked in rows]
    return max(wide for wide, _ in needs) / 2, max(high for _, high in needs)


def _needed(asked: Setting, band: Shank) -> tuple[float, float]:
    """The least width and height, mm, at which a row has nothing against its arch."""

    def bears(wide: float, high: float) -> bool:
        return not problems(asked, _Trial(band, wide / 2, high))

    wide = _least(MOST_WIDE, lambda tried: bears(tried, MOST_HIGH))
    return wide, _least(MOST_HIGH, lambda tried: bears(wide, tried))


def _least(most: float, fits: Callable[[float], bool]) -> float:
    """The first size that fits; the smallest where none does."""
    tried = (round(LEAST + k * STEP, 2) for k in range(round((most - LEAST) / STEP) + 1))
    return next((size for size in tried if fits(size)), LEAST)


@dataclass(frozen=True)
class _Trial:
    """An arch of that size, as a row sees it before there is one."""

    band: Shank
    half: float
    height: float

    on: ClassVar[str] = "the arches"
    steady: ClassVar[bool] = True
    zone: ClassVar[tuple[float, float] | None] = None

    def free(self, cover: tuple[float, float], kept: Sequence[Taken]) -> list[Free]:
        return [Free(*cover, "left", "head", "middle")]

    def under(self, angles: Sequence[float], chord: float) -> Under:
        return Under(self.height, self.half, HOLLOW, chord, through=False)

    def past(self, degrees: float, far: float, rise: float, radius: float) -> float:
        return degrees

    def line(self, offset: float, rise: float) -> Line:
        return lambda degrees: (0.0, 0.0, 0.0)

    def frames(self, places: Sequence[float], offset: float, rise: float) -> tuple[Frame, ...]:
        return ()
