"""A row of small bezels: round tubes on the band, or sunk into it, that share their walls where they meet."""

from __future__ import annotations

import math

from ringgen.bodies import Parts, Placed, Region, Revolved, spun
from ringgen.corners import eased
from ringgen.errors import Problem
from ringgen.plane import Line, polyline
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._bezel import LIP
from ringgen.settings._bezel_bodies import EDGE
from ringgen.settings._cup import CLEARANCE, bearing, pearl, shares
from ringgen.settings._offers import broader, too_deep
from ringgen.settings._row import SEAM, UNDER_CULET, WEB, Row, RowParams, Under, round_only, stepped
from ringgen.settings._seats import LEAST_AZURE, THROUGH, hole_between
from ringgen.spec.fields import length, ratio
from ringgen.stones import Measures
from ringgen.witness import Bezel, Witness

ALIASES = ("bezel-set-row", "collet-row", "tube-row", "rub-over-row")
PROTECTS = True  # metal all round every girdle
GROWN = 0.3  # mm two tubes reach into one another at least: between two that just touch is an opening no mould keeps
BURY = 0.4  # mm a tube reaches into the band, under where that falls away
LIFT = 0.25  # mm a girdle lies over the band's outside at least: lower, and a tube is a flush setting's well
PILOT = 0.6  # of the stone's width: the hole that goes on to the finger
OVER = 0.5  # mm a well's cutter goes on over the lip
FLARE = 4.0  # degrees a tube widens downwards on each side: it comes out of a mould, and no kernel misses it
LEVEL = 1e-6  # mm


class Params(RowParams):
    """The tubes."""

    wall: float = length(WEB, ge=0.6, le=1.5, doc="thickness of the wall round each girdle, and between two of them")
    lip: float = ratio(LIP, ge=0.5, le=0.75, doc="height of the wall over the girdle, as a share of the crown")
    rise: float | None = length(
        None,
        ge=0.0,
        le=2.0,
        doc="how far the girdles lie over the band's outside; unset: 0.25, or more where culets come near the finger",
    )


def rise(p: Params, stone: Measures, under: Under) -> float:
    """Girdle over the band's outside, mm."""
    if p.rise is not None:
        return p.rise
    return max(LIFT, stone.pavilion + UNDER_CULET - under.depth)


def least_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: one wall, which both stones share."""
    return p.wall + 2 * CLEARANCE


def most_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: tubes in a row are grown together."""
    return max(2 * (p.wall + CLEARANCE) - GROWN, least_gap(p, stone))


def outer(p: Params, stone: Measures) -> float:
    """Half the width of a tube at the girdle, mm."""
    return stone.width / 2 + CLEARANCE + p.wall


def _foot(p: Params, stone: Measures, found: float) -> float:
    """Half its width at the band's outside, mm."""
    return outer(p, stone) + max(found, 0.0) * math.tan(math.radians(FLARE))


def beyond(p: Params, stone: Measures, under: Under) -> float:
    """From a row's last stone's middle to its tube's foot."""
    return _foot(p, stone, rise(p, stone, under))


def lay(p: Params, row: Row, setting: str) -> Arrangement:
    """The tubes, and a well in each: straight walls, a bearing at the stone's own slope, a hole to the finger."""
    stone, name = row.stone, f"{setting} bezel"
    places = tuple(spun(SEAM).within(f) for f in row.frames)
    wide = outer(p, stone)
    falls = -min(0.0, row.under.height(_foot(p, stone, row.rise)))
    low, top = -row.rise - BURY - falls, stone.girdle + p.lip * stone.crown
    low = max(low, -row.rise - row.under.depth + BURY)
    widest = wide - low * math.tan(math.radians(FLARE))
    ridge = wide - top * math.tan(math.radians(FLARE))
    rim = eased(polyline((widest, low), (ridge, top), (0.0, top)), min(EDGE, 0.4 * p.wall))
    tube = Revolved((Line((0.0, low), (widest, low)), *rim, Line((0.0, top), (0.0, low))))
    cutter = Placed(f"{setting} seat", _well(p, row, top), places)
    bezels = tuple(
        Bezel(
            setting,
            name,
            str(k),
            p.wall,
            p.lip * stone.crown,
            stone.width / 2 + CLEARANCE,
            f"settings.{setting}.wall",
            f"settings.{setting}.lip",
        )
        for k in range(len(row.frames))
    )
    seen = Witness(bezels=bezels, regions=tuple(_regions(p, row, name, f"settings.{setting}.wall")))
    lowest = row.under.radius + row.rise + low
    return Arrangement(Parts((Placed(name, tube, places),), (cutter,)), seen, lowest, bare=False)


def _well(p: Params, row: Row, top: float) -> Revolved:
    """The seat's cutter."""
    stone = row.stone
    half, finger = stone.width / 2 + CLEARANCE, -row.rise - row.under.depth
    hole = min(PILOT * half, hole_between(stone, row.chord, row.under, row.rise, row.under.half_width))
    hole = max(hole, LEAST_AZURE)
    levels = bearing(half, shares(row.solid, stone), hole / half)
    spots = [(0.0, finger - THROUGH), (hole, finger - THROUGH), *((half * s, z) for z, s in levels)]
    spots += [(half, top + OVER), (0.0, top + OVER)]
    return Revolved((*polyline(*spots), Line(spots[-1], spots[0])))


def _regions(p: Params, row: Row, name: str, field: str) -> list[Region]:
    """Where the tubes stand, all along the row."""
    reach = _foot(p, row.stone, row.rise) + CLEARANCE
    out = []
    for lane in row.lanes:
        ends = (lane.between[0],) if lane.closed else (lane.between[-1],)
        line = tuple(f.origin for f in (lane.between[0], *lane.stones, *ends))
        out.append(Region(name, field, line, reach, p.wall))
    return out


def refuse(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """Stones that are not turned, a band too narrow for the tubes, or too thin for the stones."""
    if not round_only(stone) or pearl(stone):
        why = "the tubes of a row are turned: they hold round, faceted stones"
        return [Problem(f"settings.{setting}.stone.cut", why, "round", "round")]
    gap, most = under.chord - stone.width, math.floor(100 * most_gap(p, stone) + LEVEL) / 100
    if gap > most + LEVEL:
        why = f"tubes with walls of {p.wall:g} mm do not grow together {gap:g} mm apart"
        return [Problem(f"settings.{setting}.gap", why, f"{most:g} mm or less", f"{most:g}")]
    found = rise(p, stone, under)
    foot = _foot(p, stone, found)
    if foot > under.half_width + LEVEL:
        why = f"tubes round stones of {stone.width:g} mm overhang the band"
        return [broader(under.across[-1][0] - under.across[0][0] + 2 * (foot - under.half_width), why, setting)]
    if stepped(under, foot):
        why = "tubes do not stand where the band's outside goes up and down under them"
        return [Problem("band.profile", why, "flat, court, d", "flat")]
    deep = stone.pavilion - found + UNDER_CULET
    if deep > under.depth + LEVEL:
        least = stone.pavilion + UNDER_CULET - under.depth
        return [too_deep(stone, under.depth, f"settings.{setting}.rise", least)]
    return []
