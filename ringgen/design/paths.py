"""The lines rows follow: a band's hoop, or the middle of each arm of one that divides; and what any such line tells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Protocol

from ringgen.bodies import Frame, Vec, spun
from ringgen.design.closing import Line
from ringgen.design.free import Free, Taken, free, merged
from ringgen.design.shank import Shank
from ringgen.design.surface import Surface
from ringgen.errors import Problem
from ringgen.plane import Point
from ringgen.settings._row import Under
from ringgen.spec.models import Setting

STEP = 0.5  # degrees in which it is looked for where a band divides
KNOWN = 0.5  # degrees: how closely an arm's middle is known; in between it strays by 0.0001 mm
DRIFT = 0.5  # degrees to both sides over which it is measured how an arm's middle moves across
CROTCH = 2.0  # degrees an arm's row stays from where the arms part
ARMS = 2
ONE_STONE = ("beside", "side", "turn", "tilt")


class RowPath(Protocol):
    """A line a row follows, and what is under it, mm.

    Places along it are told in a measure of its own: degrees round the hoop, mm of an arch.
    """

    @property
    def on(self) -> str:
        """What it is called where a height over it is told."""
        ...

    @property
    def steady(self) -> bool:
        """Whether what is under it is the same all along."""
        ...

    @property
    def loose(self) -> float:
        """How much further apart than asked stones may lie there to fill it, mm."""
        ...

    @property
    def band(self) -> Shank:
        """The band it lies on, or rises from."""
        ...

    @property
    def zone(self) -> tuple[float, float] | None:
        """Between which angles there is such a line, degrees from the top; None for all round."""
        ...

    def free(self, cover: tuple[float, float], kept: Sequence[Taken]) -> list[Free]:
        """The stretches of a cover, degrees, on which a row may lie, less what is kept free; in its own measure.

        At least one, were it empty.
        """
        ...

    def under(self, places: Sequence[float], chord: float) -> Under:
        """What is under it at the worst of those places, for stones so far apart."""
        ...

    def past(self, place: float, far: float, rise: float, radius: float) -> float:
        """The place that lies so far along, mm, at that rise; `radius` is the least of what the row lies on."""
        ...

    def line(self, offset: float, rise: float) -> Line:
        """The points `rise` mm over it, `offset` mm across from it, for every place."""
        ...

    def frames(self, places: Sequence[float], offset: float, rise: float) -> tuple[Frame, ...]:
        """Frames there: z square to what it lies on, x along the line."""
        ...


@dataclass(frozen=True)
class Path:
    """A line on the band's outside, `aside` mm across from its middle or, on a strand, from that strand's."""

    surface: Surface
    aside: float = 0.0
    strand: int | None = None

    on: ClassVar[str] = "the band's outside"
    loose: ClassVar[float] = math.inf

    @property
    def steady(self) -> bool:
        """Whether the band is the same all round."""
        return self.band.constant

    @property
    def band(self) -> Shank:
        """The band it lies on."""
        return self.surface.band

    def across(self, degrees: float) -> float:
        """How far it lies from the band's middle there, mm."""
        if self.strand is None:
            return self.aside
        k, share = divmod(degrees / KNOWN, 1.0)
        low, high = (self._middles[(int(k) + i) % len(self._middles)] for i in (0, 1))
        return low + (high - low) * share + math.copysign(1.0, low) * self.aside

    @cached_property
    def _middles(self) -> tuple[float, ...]:
        """Where its strand's middle lies, mm across, round the hoop from the top."""
        return tuple(self._rail(k * KNOWN)[0] for k in range(round(360 / KNOWN)))

    def _rail(self, degrees: float) -> tuple[float, float]:
        """(middle, half width) of the metal it lies on there, mm."""
        rails = self.band.rails_at(degrees)
        return rails[self.strand if self.strand is not None and len(rails) > 1 else 0]

    def half(self, degrees: float) -> float:
        """How much metal there is to either side of it, mm, on the narrower."""
        if self.strand is None:
            return self.band.width_at(degrees) / 2 - abs(self.aside)
        return self._rail(degrees)[1] - abs(self.aside)

    def radius(self, degrees: float) -> float:
        """How far from the finger's axis the band's outside is there, mm."""
        return self.surface.radius(degrees, self.across(degrees))

    def outline(self, degrees: float) -> tuple[Point, ...]:
        """The outside of the metal it lies on from side to side, about it, mm."""
        here, level = self.across(degrees), self.radius(degrees) - self.band.bore_radius
        low, high = -math.inf, math.inf
        if self.strand is not None:
            middle, half = self._rail(degrees)
            low, high = middle - half, middle + half
        spots = [(y, h) for y, h in self.band.outside_at(degrees) if low < y < high]
        if self.strand is not None:
            ends = [(y, self.surface.radius(degrees, y) - self.band.bore_radius) for y in (low, high)]
            spots = [ends[0], *spots, ends[1]]
        return tuple((y - here, h - level) for y, h in spots)

    def under(self, places: Sequence[float], chord: float) -> Under:
        """The band where it is thinnest, narrowest and smallest."""
        radius, half = (min(f(a) for a in places) for f in (self.radius, self.half))
        return Under(radius - self.band.bore_radius, half, radius, chord, self.outline(places[0]))

    def free(self, cover: tuple[float, float], kept: Sequence[Taken]) -> list[Free]:
        """The stretches of a cover that nothing takes; a band that divides is no hoop for a row there."""
        parted = divided(self.band) if self.strand is None else None
        return free(cover, merged([*kept, *([Taken(*parted, "left")] if parted else [])]))

    def past(self, place: float, far: float, rise: float, radius: float) -> float:
        """The angle so many mm further round a hoop of that radius and rise."""
        return place + math.degrees(far / (radius + rise))

    def line(self, offset: float, rise: float) -> Line:
        """The points `rise` mm over it, `offset` mm across from it, for every angle round the hoop."""
        if self.strand is None:
            return self.surface.line(self.aside + offset, rise)
        known: dict[int, Vec] = {}

        def spot(k: int) -> Vec:
            if k not in known:
                a = k * KNOWN
                known[k] = self.surface.frame(a, self.across(a) + offset, rise).origin
            return known[k]

        def between(degrees: float) -> Vec:
            k, share = divmod(degrees / KNOWN, 1.0)
            (x0, y0, z0), (x1, y1, z1) = spot(int(k)), spot(int(k) + 1)
            return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, z0 + (z1 - z0) * share)

        return between

    def frames(self, places: Sequence[float], offset: float, rise: float) -> tuple[Frame, ...]:
        """Frames there: z square to the band's outside, x along the line."""
        return tuple(self._frame(a, offset, rise) for a in places)

    def _frame(self, degrees: float, offset: float, rise: float) -> Frame:
        found = self.surface.frame(degrees, self.across(degrees) + offset, rise)
        if self.strand is None:
            return found
        aside = self.across(degrees + DRIFT) - self.across(degrees - DRIFT)
        gone = 2 * math.radians(DRIFT) * self.radius(degrees)
        return spun(math.degrees(math.atan2(aside, gone))).within(found)

    @cached_property
    def zone(self) -> tuple[float, float] | None:
        """Between which angles its strand is an arm of its own; None for the hoop."""
        parted = divided(self.band)
        if self.strand is None or parted is None:
            return None
        return (parted[0] + CROTCH, parted[1] - CROTCH)


def divided(band: Shank) -> tuple[float, float] | None:
    """From where to where the band is in two arms, degrees from the top; None for one that is whole."""
    if not band.course.has("rails"):
        return None
    found = [k * STEP for k in range(round(180 / STEP)) if len(band.rails_at(k * STEP)) == ARMS]
    return (-found[-1], found[-1]) if found else None


def unfit(asked: Setting, where: str, band: Shank, steady: bool, headless: bool) -> list[Problem]:
    """What keeps a row from lying on this band as asked; `steady` ones need it the same all round."""
    own = f"settings.{asked.id}"
    stray = [name for name in ONE_STONE if name in asked.model_fields_set]  # never left unheeded
    if stray:
        why = "places a single stone; a row's stones stand side by side, square to the band"
        works = "leave it out; cover, at and across say where a row lies"
        return [Problem(f"{own}.{name}", why, works) for name in stray]
    if band.course.has("metal") or (band.course.has("cutters") and divided(band) is None):
        why = f"a row needs one band to lie on, not a {band.course.module.__name__.rpartition('.')[2]} one"
        return [Problem("band.shank", why, "straight, european", "straight")]
    if where in ("shoulders", "arches") and headless:
        why = f"there is no head for {where} to rise to"
        return [Problem(f"{own}.where", why, "hoop, or a head at the top", "hoop")]
    return _changing(band) if steady and not band.constant else []


def _changing(band: Shank) -> list[Problem]:
    """What of a band is not the same all round."""
    for field, styled, usual in (("shank", band.course, "straight"), ("shoulders", band.shoulders, "plain")):
        if styled.has("size") or styled.has("mould"):
            return [Problem(f"band.{field}", "this row needs a band that is the same all round", usual, usual)]
    asked = (("width", band.width, band.top_width), ("thickness", band.thickness, band.top_thickness))
    why = "this row needs a band that does not taper"
    return [Problem(f"band.top.{n}", why, f"{base:g} mm", f"{base:g}") for n, base, top in asked if base != top]
