"""Rows of stones laid on the band: where each one stands, solved anew for every ring."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from types import ModuleType

from ringgen import plugins
from ringgen.bodies import Frame, Vec
from ringgen.design.closing import closed, filled
from ringgen.design.laid import Laid, told
from ringgen.design.placing import Cut, Placement, cut
from ringgen.design.shank import Shank
from ringgen.design.surface import Surface
from ringgen.errors import InputError, Problem
from ringgen.plane import Point
from ringgen.settings._row import GAP, Lane, Row, RowParams, Under
from ringgen.spec.models import Setting

SHOULDERS = 120.0  # degrees of the hoop a row on shoulders covers, unless told: from 10 o'clock to 2
ONE_STONE = ("beside", "side", "turn", "tilt")
FROM_HEAD = 0.25  # mm between a head and a row's metal; the narrowest opening casters ask is 0.2


def laid(settings: Sequence[Setting], band: Shank, heads: Sequence[Placement | Laid]) -> tuple[list[Laid], list[str]]:
    """Every row of a spec on the band, between the heads, and what was decided. InputError for one without room."""
    found = [_Laying(cut(asked), band, heads).laid() for asked in settings]
    return found, [f"{one.asked.id}: {told(one)}" for one in found]


@dataclass(frozen=True)
class _Laying:
    """One row, from what is asked to where each stone stands."""

    cut: Cut
    band: Shank
    heads: Sequence[Placement | Laid]

    @property
    def asked(self) -> Setting:
        return self.cut.asked

    @property
    def setting(self) -> ModuleType:
        return plugins.load("ringgen.settings", self.asked.type)

    @property
    def params(self) -> RowParams:
        found = self.asked.params
        assert isinstance(found, RowParams)
        return found

    @cached_property
    def surface(self) -> Surface:
        return Surface(self.band)

    @cached_property
    def under(self) -> Under:
        """The band where it is thinnest, narrowest and smallest under the row."""
        low, high = self.cover
        angles = [low + (high - low) * k / 24 for k in range(25)]
        gap = self.asked.gap if self.asked.gap is not None else max(GAP, self._least_gap)
        radius = min(self.surface.radius(a, self.asked.across) for a in angles)
        half = min(self.band.width_at(a) for a in angles) / 2 - abs(self.asked.across)
        return Under(radius - self.band.bore_radius, half, radius, self.cut.stone.width + gap, self._outline(low))

    def _outline(self, degrees: float) -> tuple[Point, ...]:
        """The band's outside from side to side, about where the row lies on it."""
        middle = self.surface.radius(degrees, self.asked.across) - self.band.bore_radius
        return tuple((y - self.asked.across, h - middle) for y, h in self.band.outside_at(degrees))

    @property
    def cover(self) -> tuple[float, float]:
        """From where to where the row covers the hoop, degrees."""
        full = SHOULDERS if self.params.where == "shoulders" else 360.0
        half = (self.params.cover if self.params.cover is not None else full) / 2
        middle = self.asked.at or 0.0
        return (middle - half, middle + half)

    def laid(self) -> Laid:
        self._raise(self._for_one() or self._no_line() or self._too_near())
        self._raise(self.setting.refuse(self.params, self.cut.stone, self.under, self.asked.id))
        rise: float = self.setting.rise(self.params, self.cut.stone, self.under)
        rows = self._rows(rise, getattr(self.params, "lanes", 1))
        self._raise(self._too_few(rows) or self._too_far(rows))
        arranged = tuple(self.setting.lay(self.params, row, self.asked.id) for row in rows)
        return Laid(self.asked, tuple(rows), arranged, self.band.widest / 2)

    def _raise(self, problems: Sequence[Problem]) -> None:
        if problems:
            raise InputError(list(problems))

    def _for_one(self) -> list[Problem]:
        """Fields that place one stone in its head, written for a row: never left unheeded."""
        asked = self.asked.model_fields_set & set(ONE_STONE)
        why = "places a single stone; a row's stones stand side by side, square to the band"
        works = "leave it out; cover, at and across say where a row lies"
        return [Problem(f"settings.{self.asked.id}.{name}", why, works) for name in ONE_STONE if name in asked]

    def _no_line(self) -> list[Problem]:
        """A hoop of strands, or arches over it, has no outside for a row; shoulders want a head."""
        if any(self.band.course.has(n) for n in ("metal", "cutters", "rails")):
            why = f"a row needs one band to lie on, not a {self.band.course.module.__name__.rpartition('.')[2]} one"
            return [Problem("band.shank", why, "straight, european", "straight")]
        if self.band.shoulders.has("arrange"):
            return [Problem("band.shoulders", "a row lies on the band, where these stand", "plain", "plain")]
        if self.params.where == "shoulders" and not self.heads:
            why = "there is no head for shoulders to rise to"
            return [Problem(f"settings.{self.asked.id}.where", why, "hoop, or a head at the top", "hoop")]
        return self._changing() if getattr(self.setting, "STEADY", False) else []

    def _changing(self) -> list[Problem]:
        """A band that is not the same all round, under a row that needs it so."""
        band = self.band
        if band.constant:
            return []
        for field, styled, usual in (("shank", band.course, "straight"), ("shoulders", band.shoulders, "plain")):
            if styled.has("size") or styled.has("mould"):
                return [Problem(f"band.{field}", "this row needs a band that is the same all round", usual, usual)]
        asked = (("width", band.width, band.top_width), ("thickness", band.thickness, band.top_thickness))
        why = "this row needs a band that does not taper"
        return [Problem(f"band.top.{n}", why, f"{base:g} mm", f"{base:g}") for n, base, top in asked if base != top]

    @property
    def _least_gap(self) -> float:
        """How far apart the stones must be for what stands between them, rounded up to 0.01 mm."""
        if not hasattr(self.setting, "least_gap"):
            return 0.0
        least: float = self.setting.least_gap(self.params, self.cut.stone)
        return math.ceil(100 * least - 1e-6) / 100

    def _too_near(self) -> list[Problem]:
        """A gap that leaves no room for what stands between the stones."""
        asked, least = self.asked.gap, self._least_gap
        if asked is None or asked >= least:
            return []
        why = f"{asked:g} mm leaves no room for what stands between the stones"
        return [Problem(f"settings.{self.asked.id}.gap", why, f"{least:g} mm or more", f"{least:g}")]

    def _too_few(self, rows: Sequence[Row]) -> list[Problem]:
        if rows:
            return []
        stone = self.cut.stone
        if self.params.count is not None:
            why = f"{self.params.count} stones have no room {self.under.chord - stone.width:g} mm apart"
            return [Problem(f"settings.{self.asked.id}.count", why, "fewer, or leave it out")]
        smaller = f"{math.floor(8 * stone.width) / 10:g}"
        return [Problem(f"settings.{self.asked.id}.stone", "a row of it has no room here", "smaller", smaller)]

    def _too_far(self, rows: Sequence[Row]) -> list[Problem]:
        """A closed row of fewer stones than its setting can do with."""
        width, count = self.cut.stone.width, self.params.count
        if count is None or not self._whole or rows[0].gap <= self._most_gap:
            return []
        many = math.floor(count * rows[0].chord / self.under.chord)
        why = f"{count} stones lie {rows[0].gap:.2f} mm apart: nothing stands between them here"
        least = math.ceil(count * rows[0].chord / (width + self._most_gap))
        return [Problem(f"settings.{self.asked.id}.count", why, f"{least} to {many}, or leave it out", f"{many}")]

    def _rows(self, rise: float, lanes: int) -> list[Row]:
        """A row for every stretch of the hoop that is free; lines are staggered, so a single place holds none."""
        found = list[Row]()
        for low, high in self._free(rise):
            chord = self.under.chord
            places, outer = list[float](), chord * math.sqrt(3) / 2
            for _ in range(2 if lanes > 1 else 1):  # how far lanes are apart follows from how their stones close
                line = self.surface.line(self.asked.across + (lanes - 1) * outer / 2, rise)
                places = self._places(line, low, high)
                if len(places) > 1:
                    middle = line((places[0] + places[1]) / 2)
                    chord = math.dist(line(places[0]), line(places[1]))
                    outer = math.sqrt(chord**2 - math.dist(line(places[0]), middle) ** 2)
            if len(places) > (lanes > 1):
                found.append(self._row(places, rise, chord, lanes, outer))
        return found

    def _row(self, places: list[float], rise: float, chord: float, lanes: int, apart: float) -> Row:
        """The lanes of one stretch; every second one has its stones opposite the others' gaps."""
        out = []
        for k in range(lanes):
            across = self.asked.across + (k - (lanes - 1) / 2) * apart
            mine, gaps = _staggered(places, self._whole, k % 2 == 1)
            out.append(Lane(self._frames(mine, across, rise), self._frames(gaps, across, rise), self._whole))
        row = Row(self.cut.stone, self.cut.solid, tuple(out), self.under, rise, chord)
        return replace(row, apart=apart) if lanes > 1 else row

    def _frames(self, places: Sequence[float], across: float, rise: float) -> tuple[Frame, ...]:
        return tuple(self.surface.frame(a, across, rise) for a in places)

    def _places(self, line: Callable[[float], Vec], low: float, high: float) -> list[float]:
        if self._whole:
            return closed(line, low, high - low, self.under.chord, self.params.count)
        if high <= low:
            return []
        places = filled(line, low, high, self.under.chord, self.params.count)
        return _gathered(line, places, self.cut.stone.width + self._most_gap)

    @property
    def _most_gap(self) -> float:
        """How far apart the setting lets two neighbours be, mm."""
        return float(getattr(self.setting, "MOST_GAP", math.inf))

    @cached_property
    def _whole(self) -> bool:
        """Whether the row closes on itself."""
        low, high = self.cover
        return high - low > 360.0 - 1e-9 and not self._in_the_way

    @cached_property
    def _in_the_way(self) -> list[tuple[float, float]]:
        """The stretches of the hoop that heads take, degrees, from the base round to the base, none within another."""
        found: list[tuple[float, float]] = []
        for low, high in sorted(_extent(p) for p in self.heads):
            if found and low <= found[-1][1]:
                found[-1] = (found[-1][0], max(high, found[-1][1]))
            else:
                found.append((low, high))
        return found

    def _free(self, rise: float) -> list[tuple[float, float]]:
        """Between which angles a stretch's first and last stone stand, degrees."""
        low, high = self.cover
        if self._whole:
            return [(low, high)]
        girdle, heads = self.under.radius + rise, self._in_the_way
        if high - low > 360.0 - 1e-9:  # from each head round to the next
            low, high = heads[0][1], heads[0][1] + 360.0
            ends = [(b, self._beyond) for _, b in heads]
            starts = [(a, self._beyond) for a, _ in (*heads[1:], (heads[0][0] + 360.0, 0.0))]
        else:
            ends = [(low, self.cut.stone.width / 2), *((b, self._beyond) for _, b in heads)]
            starts = [*((a, self._beyond) for a, _ in heads), (high, self.cut.stone.width / 2)]
        out = []
        for (a, before), (b, after) in zip(ends, starts, strict=True):
            first, last = (max(a, low) + math.degrees(before / girdle), min(b, high) - math.degrees(after / girdle))
            if last >= first:
                out.append((first, last))
        return out

    @property
    def _beyond(self) -> float:
        """How far from a row's last stone's middle a head's metal stays, mm."""
        found: float = self.setting.beyond(self.params, self.cut.stone, self.under)
        return found + FROM_HEAD


def _gathered(line: Callable[[float], Vec], places: list[float], most: float) -> list[float]:
    """Places of an open row no further apart than `most` mm, about the same middle: the row is the shorter for it."""
    apart = math.dist(line(places[0]), line(places[1])) if len(places) > 1 else 0.0
    if apart <= most:
        return places
    middle = (places[0] + places[-1]) / 2
    return [middle + (a - middle) * most / apart for a in places]


def _staggered(places: Sequence[float], whole: bool, between: bool) -> tuple[list[float], list[float]]:
    """The angles of a lane's stones, and half way between them; an open lane's end half a place beyond."""
    steps = [b - a for a, b in pairwise(places)] or [0.0]
    middles = [a + s / 2 for a, s in zip(places, steps, strict=False)][: len(places) - 1]
    if whole:
        step = 360.0 / len(places)
        middles = [*middles, places[-1] + step / 2]
        return (middles, [*places[1:], places[0] + 360.0]) if between else (list(places), middles)
    beyond = [places[0] - steps[0] / 2, *middles, places[-1] + steps[-1] / 2]
    return (middles, list(places)) if between else (list(places), beyond)


def _extent(head: Placement | Laid) -> tuple[float, float]:
    """Between which angles on the hoop a head and its stones lie, degrees."""
    seen = head.witness(1)
    spots = [(s.frame.point((x, y, 0.0)), 0.0) for s in seen.stones for x, y in s.outline]
    spots += [(v, p.diameter / 2) for p in seen.prongs for v in p.axis]
    stone = seen.stones[0].frame
    spots += [(stone.point((x, y, 0.0)), b.wall) for b in seen.bezels for x, y in b.inner or ()]
    spots += [(v, min(r.radius, 1.0) / 2) for r in seen.regions for v in r.points]
    reach = [(math.degrees(math.atan2(x, z)), math.degrees(by / math.hypot(x, z))) for (x, _, z), by in spots]
    return min(a - half for a, half in reach), max(a + half for a, half in reach)
