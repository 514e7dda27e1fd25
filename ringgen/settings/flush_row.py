"""Stones sunk into the band one beside the other, their tables level with the metal: the gypsy row."""

from __future__ import annotations

from ringgen.bodies import Parts, Placed, Region, Revolved, spun
from ringgen.errors import Problem
from ringgen.plane import Line, polyline
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._cup import CLEARANCE, Shares, bearing, pearl, shares
from ringgen.settings._offers import MOST_THICKNESS, STEP, broader, up
from ringgen.settings._row import SEAM, WEB, Row, RowParams, Under, round_only, stepped
from ringgen.settings._seats import THROUGH, hole_between
from ringgen.settings.flush import (
    BESIDE,
    LEAST_PILOT,
    MOST_PILOT,
    MOST_SINK,
    OVER_GIRDLE,
    PILOT,
    SINK,
    UNDER_CULET,
    UNDER_STONE,
)
from ringgen.spec.fields import length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("gypsy-row", "flush-set-row", "burnish-row", "hammer-row")
PROTECTS = True  # the band stands all round every girdle
HELD = "flush"  # the metal round every stone is hammered and burnished over its girdle
OVER = 0.5  # mm a well's cutter goes on over the band's outside
LEVEL = 1e-6  # mm: less than that is no lack
ROUNDS = 5  # in which a thicker band's crown is followed


class Params(RowParams):
    """How the stones lie in the band."""

    sink: float | None = length(
        None,
        ge=0.0,
        le=MOST_SINK,
        doc="how far the tables lie under the middle of the band's outside; unset: 0.1, more where the band falls away "
        "beside the stones",
    )
    pilot: float | None = ratio(
        None,
        ge=0.3,
        le=MOST_PILOT,
        doc="width of the holes that go on to the finger, as a share of the stones'; unset: 0.5, or as wide as leaves "
        "enough metal under the stones",
    )


def rise(p: Params, stone: Measures, under: Under) -> float:
    """Girdle under the band's outside, mm: negative."""
    sink = p.sink if p.sink is not None else max(SINK, least_sink(stone, under))
    return -(stone.girdle + stone.crown + sink)


def least_sink(stone: Measures, under: Under) -> float:
    """How far the tables must lie under the outside for enough metal over the girdles all round, mm.

    The band falls away beside the stones as its profile does, and before and behind them as the hoop does.
    """
    out = stone.width / 2 + CLEARANCE + OVER_GIRDLE
    falls = max(-min(under.height(out), 0.0), out * out / (2 * under.radius))
    return OVER_GIRDLE - stone.crown + falls


def least_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: the metal that stands between their wells."""
    return WEB + 2 * CLEARANCE


def beyond(p: Params, stone: Measures, under: Under) -> float:
    """From a row's last stone's middle to where nothing else may stand: the metal beyond its well."""
    return stone.width / 2 + BESIDE


def lay(p: Params, row: Row, setting: str) -> Arrangement:
    """A well for every stone: straight walls, a bearing at the stone's own slope, and a hole to the finger."""
    stone, part = row.stone, f"{setting} seat"
    half, held = stone.width / 2 + CLEARANCE, shares(row.solid, stone)
    finger = -row.rise - row.under.depth
    side = hole_between(stone, row.chord, row.under, row.rise, row.under.half_width)
    ledge = min(max(_pilot(p, half, held, finger), LEAST_PILOT / half), max(side, LEAST_PILOT) / half)
    levels = bearing(half, held, ledge)
    top = -row.rise + max(h for _, h in row.under.across) + OVER
    spots = [(0.0, finger - THROUGH), (ledge * half, finger - THROUGH), *((half * s, z) for z, s in levels)]
    spots += [(half, top), (0.0, top)]
    well = Revolved((*polyline(*spots), Line(spots[-1], spots[0])))
    seen = Witness(regions=tuple(_regions(row, setting, half)))
    note = "the wells are cast open; their rims are burnished over the girdles"
    cutter = Placed(part, well, tuple(spun(SEAM).within(f) for f in row.frames))
    return Arrangement(Parts(cutters=(cutter,)), seen, row.under.radius - row.under.depth, notes=(note,))


def _regions(row: Row, setting: str, half: float) -> list[Region]:
    out = []
    for lane in row.lanes:
        ends = () if lane.closed else (lane.between[-1],)
        frames = (lane.between[0], *lane.stones, *(ends or (lane.between[0],)))
        line = tuple(f.origin for f in frames)
        out.append(Region(f"{setting} seat", "band.top.thickness", line, half + BESIDE / 2))
    return out


def _pilot(p: Params, half: float, held: Shares, finger: float) -> float:
    """How wide a hole is, as a share of the stone: unasked, so wide that the metal round it is thick enough."""
    if p.pilot is not None:
        return p.pilot
    tried = [k * STEP for k in range(round(PILOT / STEP), round(MOST_PILOT / STEP) + 1)]
    return next((t for t in tried if bearing(half, held, t)[0][0] - finger >= UNDER_STONE), MOST_PILOT)


def refuse(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """Stones that are not turned, a band too narrow or too thin for them, or one that falls away beside them."""
    if not round_only(stone) or pearl(stone):
        why = "metal is burnished all round over round, faceted stones here"
        return [Problem(f"settings.{setting}.stone.cut", why, "round", "round")]
    broad = under.across[-1][0] - under.across[0][0] + stone.width + 2 * BESIDE - 2 * under.half_width
    if stone.width / 2 + BESIDE > under.half_width + LEVEL:
        why = f"stones of {stone.width:g} mm leave less than {BESIDE:g} mm of band beside them"
        return [broader(broad, why, setting)]
    sink, out = least_sink(stone, under), stone.width / 2 + BESIDE
    if sink > MOST_SINK or stepped(under, out):
        why = "the band's outside beside the stones lies too low for metal over their girdles, or in steps"
        return [Problem("band.profile", why, "flat, court, d", "flat")]
    if p.sink is not None and p.sink < sink - LEVEL:
        why = f"leaves less than {OVER_GIRDLE:g} mm of metal over the girdles to be burnished down"
        return [Problem(f"settings.{setting}.sink", why, f"{sink:.2f} mm or more", f"{up(sink):g}")]
    return _thin(p, stone, under, setting)


def _thin(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    deep = stone.pavilion - rise(p, stone, under) + UNDER_CULET
    if deep <= under.depth + LEVEL:
        return []
    crown = max(h for _, h in under.across)
    falls = -min(0.0, under.height(stone.width / 2 + CLEARANCE + OVER_GIRDLE))
    thick = up(deep + crown + falls * (deep / under.depth - 1.0))  # a thicker band's crown falls away the more
    why = f"a stone {stone.depth:.2f} mm deep has no room over the finger in a band of {under.depth:.2f} mm"
    if thick > MOST_THICKNESS:
        return [Problem(f"settings.{setting}.type", why, "smaller stones", "pave")]
    return [Problem("band.thickness", why, f"{thick:g} mm or more", f"{thick:g}")]
