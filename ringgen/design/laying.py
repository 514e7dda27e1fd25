"""Rows of stones laid on the band: where each one stands, solved anew for every ring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from types import ModuleType

from ringgen import plugins
from ringgen.bodies import Region
from ringgen.design.arch import Arch
from ringgen.design.closing import Line, closed, filled, gathered, length
from ringgen.design.free import End, Free, Taken, left, taken
from ringgen.design.graded import Graded
from ringgen.design.laid import Laid, told
from ringgen.design.lines import ON_ARCHES, followed, off_arches, where
from ringgen.design.mixing import Mix, hardest, mix, one_kind
from ringgen.design.paths import RowPath, unfit
from ringgen.design.placing import Cut, Placement, cut, smaller
from ringgen.design.shank import Shank
from ringgen.design.stock import Count, chosen, total
from ringgen.errors import InputError, Problem
from ringgen.settings._row import GAP, Kind, Lane, Row, RowParams, Under, alike
from ringgen.spec.models import Setting
from ringgen.stones import Measures

SHOULDERS = 120.0  # degrees of the hoop a row on shoulders covers, unless told: from 10 o'clock to 2
FEWER = 8  # stones of a line at most that have no room beside a band's middle
SMALLER = 0.8  # of a stone's size: what is offered where a row of it has no room
FROM_HEAD = 0.25  # mm between a head and a row's metal; the narrowest opening casters ask is 0.2


def laid(
    settings: Sequence[Setting],
    band: Shank,
    heads: Sequence[Placement | Laid],
    regions: Sequence[Region] = (),
    arches: Sequence[Arch] = (),
) -> tuple[list[Laid], list[str]]:
    """Every row of a spec on the band, between heads and where arches lie, or on arches; and what was decided.

    InputError for one without room.
    """
    ways = taken(heads, regions)
    found = [_laid(asked, band, ways, followed(asked, band, heads, arches)) for asked in settings]
    chosen = [f"{one.asked.id}: {one.choice.told()}" for one in found if one.choice]
    return found, [*(f"{one.asked.id}: {told(one)}" for one in found), *chosen]


def problems(asked: Setting, path: RowPath) -> Sequence[Problem]:
    """What a row has against what it is to lie on, were there room enough along it."""
    try:
        _Laying(cut(asked), (), path).risen()
    except InputError as error:
        return error.problems
    return ()


def _laid(asked: Setting, band: Shank, ways: Sequence[Taken], paths: Sequence[RowPath]) -> Laid:
    """The row, on every line it follows: one, or one on each arm of a band that divides, or on each arch."""
    choice = None
    if where(asked) == ON_ARCHES:
        ways = ()  # its lines end before the head themselves
    if asked.stone is not None and getattr(asked.params, "sizes", None) is not None:
        asked, choice = chosen(asked, lambda one: total(_Laying(cut(one), ways, path).counted() for path in paths))
    each = [_Laying(cut(asked), ways, path).laid() for path in paths]
    rows, made = ([x for one in each for x in getattr(one, name)] for name in ("rows", "arrangements"))
    return replace(each[0], rows=tuple(rows), arrangements=tuple(made), choice=choice)


@dataclass(frozen=True)
class _Laying:
    """One row, from what is asked to where each stone stands."""

    cut: Cut
    ways: Sequence[Taken]
    path: RowPath

    @property
    def band(self) -> Shank:
        return self.path.band

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
    def mix(self) -> Mix:
        return mix(self.cut, self.params)

    @property
    def stone(self) -> Measures:
        """The largest."""
        return self.mix.largest.stone

    @cached_property
    def under(self) -> Under:
        """What lies under the row where that is thinnest, narrowest and smallest."""
        parts = [(part.low, part.high) for part in self._free] or [self.cover]
        angles = [low + (high - low) * k / 24 for low, high in parts for k in range(25)]
        return self.path.under(angles, self.stone.width + self.gap)

    @cached_property
    def gap(self) -> float:
        """The least between two neighbours, mm."""
        return self.asked.gap if self.asked.gap is not None else max(GAP, self._least_gap)

    def _under(self, stone: Measures) -> Under:
        """What lies under a row of that stone alone; in several lines, under those of its size."""
        if self.mix.graduated and self._lanes > 1:
            spots = [a for part in self._free for a in self.mix.spots(stone, (part.low, part.high), part.stretch)]
            return self.path.under(spots, stone.width + self.gap)
        return self.under if stone.width == self.stone.width else replace(self.under, chord=stone.width + self.gap)

    @property
    def cover(self) -> tuple[float, float]:
        """From where to where the row covers the hoop, degrees."""
        full = SHOULDERS if self.params.where == "shoulders" else 360.0
        half = (self.params.cover if self.params.cover is not None else full) / 2
        middle, zone = self.asked.at or 0.0, self.path.zone
        low, high = middle - half, middle + half
        return (max(low, zone[0]), min(high, zone[1])) if zone else (low, high)

    def laid(self) -> Laid:
        """The row in its place. InputError for one that cannot be."""
        rise, lanes = self.risen()
        rows = self._rows(rise, lanes)
        self._raise(self._too_few(rows) or self._too_far(rows))
        arranged = tuple(self.setting.lay(self.params, row, self.asked.id) for row in rows)
        return Laid(self.asked, tuple(rows), arranged, self.band.widest / 2, steady=self.path.steady, on=self.path.on)

    def counted(self) -> Count:
        """How many stones it takes, and the widest gap between them. InputError for a row that cannot be."""
        rise, lanes = self.risen()
        if lanes > 1:  # how far those are apart follows from how their stones close
            rows = self._rows(rise, lanes)
            self._raise(self._too_few(rows))
            return Count(sum(len(r.frames) for r in rows), lanes * len(rows), max(r.gap for r in rows))
        line = self.path.line(0.0, rise)
        tried = [self._mixed(line, part, rise) for part in self._free]
        found = [(len(places), gap) for places, _, gap in tried if places]
        if not found:
            self._raise(self._too_few(()))
        return Count(sum(n for n, _ in found), len(found), max(gap for _, gap in found))

    def risen(self) -> tuple[float, int]:
        """How high over the band its girdles lie, mm, and in how many lines. InputError for stones that cannot."""
        lanes = self._lanes
        headless = not self.ways and self.params.where != ON_ARCHES
        self._raise(
            off_arches(self.asked, self.setting)
            or unfit(self.asked, self.params.where, self.band, self._steady, headless)
            or one_kind(self.mix, self.asked, self.setting, lanes)
            or self._too_near()
        )
        stones = {alike(k.stone): k.stone for k in self.mix.kinds}.values()
        self._raise(hardest(self.setting.refuse(self.params, s, self._under(s), self.asked.id) for s in stones))
        rise = max(float(self.setting.rise(self.params, stone, self._under(stone))) for stone in stones)
        return rise, lanes

    @property
    def _lanes(self) -> int:
        return int(getattr(self.params, "lanes", 1))

    def _raise(self, problems: Sequence[Problem]) -> None:
        if problems:
            raise InputError(list(problems))

    @property
    def _steady(self) -> bool:
        """Whether its setting needs a band that is the same all round."""
        asks = getattr(self.setting, "steady", None)
        return bool(asks(self.params) if asks else getattr(self.setting, "STEADY", False))

    @property
    def _least_gap(self) -> float:
        """How far apart the stones must be for what stands between them, rounded up to 0.01 mm."""
        if not hasattr(self.setting, "least_gap"):
            return 0.0
        ask = self.setting.least_gap
        least = max(float(ask(self.params, k.stone)) for k in self.mix.kinds)
        least = max(least, *(float(ask(self.params, a, b)) for a, b in self.mix.neighbours), 0.0)
        return least if least == math.inf else math.ceil(100 * least - 1e-6) / 100

    def _too_near(self) -> list[Problem]:
        """A gap that leaves no room for what stands between the stones."""
        asked, least = self.asked.gap, self._least_gap
        if least == math.inf:
            why = "stones so different in size leave no room for what stands between them"
            return [Problem(f"settings.{self.asked.id}.alternate", why, "sizes nearer to one another")]
        if asked is None or asked >= least:
            return []
        why = f"{asked:g} mm leaves no room for what stands between the stones"
        return [Problem(f"settings.{self.asked.id}.gap", why, f"{least:g} mm or more", f"{least:g}")]

    def _too_few(self, rows: Sequence[Row]) -> list[Problem]:
        if rows:
            return []
        stone = self.stone
        if self.params.count is not None:
            if not self._come_out_even(self.params.count):
                return self._uneven(self.params.count)
            why = f"{self.params.count} stones have no room {self.under.chord - stone.width:g} mm apart"
            return [Problem(f"settings.{self.asked.id}.count", why, "fewer, or leave it out")]
        if self.params.leave is not None:
            why = f"{self.params.leave:g} degrees left free leave no room for a row"
            return [Problem(f"settings.{self.asked.id}.leave", why, "less", f"{self.params.leave / 2:g}")]
        return [smaller(self.asked, SMALLER, "a row of it has no room here")]

    def _uneven(self, count: int) -> list[Problem]:
        """A number of stones that do not take turns evenly."""
        near = next(n for n in range(count, 0, -1) if self._come_out_even(n))
        why = f"{count} stones do not come out even in turns of {len(self.mix.kinds)}"
        return [Problem(f"settings.{self.asked.id}.count", why, f"{near}, or leave it out", f"{near}")]

    def _come_out_even(self, count: int) -> bool:
        return all(self.mix.whole(count, part.stretch) for part in self._free)

    def _too_far(self, rows: Sequence[Row]) -> list[Problem]:
        """A closed row of fewer stones than its setting can do with."""
        width, count = self.stone.width, self.params.count
        if count is None or not self._whole or rows[0].gap <= self._most_gap:
            return []
        many = math.floor(count * rows[0].chord / self.under.chord)
        why = f"{count} stones lie {rows[0].gap:.2f} mm apart: nothing stands between them here"
        least = math.ceil(count * rows[0].chord / (width + self._most_gap))
        return [Problem(f"settings.{self.asked.id}.count", why, f"{least} to {many}, or leave it out", f"{many}")]

    def _rows(self, rise: float, lanes: int) -> list[Row]:
        """A row for every stretch of the hoop that is free; lines are staggered, so a single place holds none."""
        if lanes > 1 and self.mix.graduated:
            return [row for part in self._free if (row := self._graded(part, rise, lanes)) is not None]
        found = list[Row]()
        for part in self._free:
            chord = self.under.chord
            places, outer, order = list[float](), chord * math.sqrt(3) / 2, tuple[int, ...]()
            for _ in range(2 if lanes > 1 else 1):  # how far lanes are apart follows from how their stones close
                line = self.path.line((lanes - 1) * outer / 2, rise)
                places, order, gap = self._places(line, part, rise)
                if order and not self.mix.one_size:
                    chord = self.stone.width + gap
                elif len(places) > 1:
                    middle = line((places[0] + places[1]) / 2)
                    chord = math.dist(line(places[0]), line(places[1]))
                    outer = math.sqrt(chord**2 - math.dist(line(places[0]), middle) ** 2)
            if len(places) > (lanes > 1):
                found.append(self._row(places, order, rise, chord, lanes, outer))
        return found

    def _graded(self, part: Free, rise: float, lanes: int) -> Row | None:
        """Several lines of sizes that fall; None where they have no room."""
        line, largest = self.path.line(0.0, rise), self.mix.largest
        most = len(self._mixed(line, part, rise)[1])
        for n in range(most, max(most - FEWER, 1), -1):  # on a band that is round across, its sides are shorter
            order = self.mix.order(n, part.stretch)
            ends = self._ends(part, rise, *(self.mix.kinds[order[k]].stone for k in (0, -1)))
            if self.params.count not in (None, n):
                return None
            asked = Graded(self.path, rise, self.mix, order, part.stretch, ends, self.gap, self._most_gap, lanes)
            found, gap = asked.laid()
            if found:
                apart = max(a for lane in found for a in lane.apart)
                row = Row(largest.stone, largest.solid, found, self.under, rise, largest.stone.width + gap, apart)
                return replace(row, kinds=tuple(self._at_edge(k) for k in self.mix.kinds))
        return None

    def _at_edge(self, kind: Kind) -> Kind:
        """A kind with how far from the band's side the outermost of it lie."""
        half = self._under(kind.stone).half_width
        return replace(kind, edge=half - (self._lanes - 1) / 2 * (kind.stone.width + self.gap) * math.sqrt(3) / 2)

    def _row(
        self, places: list[float], order: tuple[int, ...], rise: float, chord: float, lanes: int, apart: float
    ) -> Row:
        """The lanes of one stretch; every second one has its stones opposite the others' gaps."""
        out = []
        for k in range(lanes):
            offset = (k - (lanes - 1) / 2) * apart
            mine, gaps = _staggered(places, self._whole, k % 2 == 1)
            if order and not self.mix.one_size and len(places) > 1:
                gaps = self.mix.between(places, gaps, order, chord - self.stone.width, self._whole)
            frames, between = (self.path.frames(some, offset, rise) for some in (mine, gaps))
            out.append(Lane(frames, between, self._whole, order[: len(mine)]))
        largest = self.mix.largest
        row = Row(largest.stone, largest.solid, tuple(out), self.under, rise, chord)
        if order:
            row = replace(row, kinds=self.mix.kinds)
        return replace(row, apart=apart) if lanes > 1 else row

    def _places(self, line: Line, part: Free, rise: float) -> tuple[list[float], tuple[int, ...], float]:
        """Where the stones of a stretch stand, which kind each is (none where all are alike), and how far apart, mm."""
        if len(self.mix.kinds) > 1:
            return self._mixed(line, part, rise)
        low, high = self._ends(part, rise, self.stone, self.stone)
        if self._whole:
            return closed(line, low, high - low, self.under.chord, self.params.count), (), self.gap
        if high <= low:
            return [], (), self.gap
        places = filled(line, low, high, self.under.chord, self.params.count)
        if len(places) > 1 and math.dist(line(places[0]), line(places[1])) > self.stone.width + self._most_gap:
            share = {"first": 0.0, "last": 1.0}.get(part.stretch, 0.5)  # the row is the shorter, away from a head
            widths = [self.stone.width] * len(places)
            places = gathered(line, places[0], places[-1], widths, self._most_gap, share)
        return places, (), self.gap

    def _mixed(self, line: Line, part: Free, rise: float) -> tuple[list[float], tuple[int, ...], float]:
        """As many stones that differ as keep the gap, in their order."""
        least = min(k.stone.width for k in self.mix.kinds) + self.gap
        most = math.floor(length(line, part.low, part.high) / least) + 1
        for n in [self.params.count] if self.params.count else range(most, 0, -1):
            order = self.mix.order(n, part.stretch)
            ends = self._ends(part, rise, *(self.mix.kinds[order[k]].stone for k in (0, -1)))
            if self.mix.whole(n, part.stretch) and ends[1] >= ends[0]:
                gap, places = self.mix.laid(line, ends, order, part.stretch, self.gap, self._most_gap)
                if places:
                    return places, order, gap
        return [], (), self.gap

    @property
    def _most_gap(self) -> float:
        """How far apart the setting, and the line it follows, let two neighbours be, mm."""
        asks, loose = getattr(self.setting, "most_gap", None), self.gap + self.path.loose
        if asks:
            return min(float(asks(self.params, self.stone)), loose)
        return min(float(getattr(self.setting, "MOST_GAP", math.inf)), loose)

    @cached_property
    def _free(self) -> list[Free]:
        on_purpose = left(self.params.leave_at, self.params.leave, self.cover)
        return self.path.free(self.cover, [*self.ways, *on_purpose])

    @property
    def _whole(self) -> bool:
        """Whether the row closes on itself."""
        return self._free[0].stretch == "closed"

    def _ends(self, part: Free, rise: float, first: Measures, last: Measures) -> tuple[float, float]:
        """Between which angles the middles of a stretch's first and last stone stand, degrees."""
        if self._whole:
            return part.low, part.high
        before, after = self._beyond(first, part.after), self._beyond(last, part.before)
        past, radius = self.path.past, self.under.radius
        return past(part.low, before, rise, radius), past(part.high, -after, rise, radius)

    def _beyond(self, stone: Measures, end: End) -> float:
        """How far the middle of a row's last stone stays from what the row ends at, mm."""
        if end == "cover":
            return stone.width / 2
        found: float = self.setting.beyond(self.params, stone, self._under(stone))
        return found + FROM_HEAD if end == "head" else found


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
