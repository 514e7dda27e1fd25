"""How wide and how high arches have to be for the rows of stones that lie on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from ringgen.bodies import Frame
from ringgen.design.arch import RIM
from ringgen.design.arches import FIELDS, LOOSE, ArchPath
from ringgen.design.closing import Line
from ringgen.design.free import Free, Taken
from ringgen.design.laying import problems
from ringgen.design.lines import ON_ARCHES, where
from ringgen.design.paths import divided
from ringgen.design.shank import Head, Shank
from ringgen.design.stock import widest
from ringgen.settings._around import FLAT
from ringgen.settings._row import Under
from ringgen.spec.models import Setting

HOLLOW = -8.0  # mm: the bend of an arch where it is most hollow, to begin with
ROUNDS = 4
STEP = 0.05  # mm, the finest a bench works to
LEAST, MOST_WIDE, MOST_HIGH = 0.8, 8.0, 3.0  # mm, of any arch


def borne(settings: Sequence[Setting], band: Shank, head: Head | None) -> tuple[float, float] | None:
    """Half the width and the height, mm, that rows need of the arches they lie on; None where none lie there.

    The more an arch bends, the thicker beads have to be: it is tried until its own bend is known. What no arch can bear
    is left to be refused where it is laid.
    """
    rows = [widest(s) for s in settings if where(s) == ON_ARCHES]
    if not rows or head is None or not band.shoulders.has("arches") or divided(band):
        return None
    hollow = HOLLOW
    for _ in range(ROUNDS):
        needs = [_needed(asked, band, hollow) for asked in rows]
        found = max(wide for wide, _ in needs) / 2, max(high for _, high in needs)
        now = _most_hollow(replace(band, borne=found), head)
        if now <= hollow:
            break
        hollow = now
    return found


def _most_hollow(band: Shank, head: Head) -> float:
    """The radius of its arches' bend where that is least, mm, below 0; -`FLAT` where none is hollow."""
    bends = [ArchPath(band, arch).bent for arch in band.shoulders.ask("arches", band, head)]
    return 1 / min(*bends, -1 / FLAT)


def _needed(asked: Setting, band: Shank, hollow: float) -> tuple[float, float]:
    """The least width and height, mm, at which a row has nothing against its arch."""

    def bears(wide: float, high: float) -> bool:
        return not problems(asked, _Trial(band, wide / 2 - RIM - abs(asked.across), high, hollow))

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
    hollow: float

    on: ClassVar[str] = "the arches"
    steady: ClassVar[bool] = True
    loose: ClassVar[float] = LOOSE
    zone: ClassVar[tuple[float, float] | None] = None

    def free(self, cover: tuple[float, float], kept: Sequence[Taken]) -> list[Free]:
        return [Free(*cover, "left", "head", "middle")]

    def under(self, places: Sequence[float], chord: float) -> Under:
        return Under(self.height, self.half, self.hollow, chord, through=False, fields=FIELDS)

    def past(self, place: float, far: float, rise: float, radius: float) -> float:
        return place

    def line(self, offset: float, rise: float) -> Line:
        return lambda place: (0.0, 0.0, 0.0)

    def frames(self, places: Sequence[float], offset: float, rise: float) -> tuple[Frame, ...]:
        return ()
