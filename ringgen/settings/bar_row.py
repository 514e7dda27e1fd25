"""A bar channel: a bar of metal across the band between every two stones, notched over both their girdles."""

from __future__ import annotations

import math

from ringgen.bodies import Extruded, Frame, Parts, Placed, Region
from ringgen.corners import eased
from ringgen.errors import Problem
from ringgen.outline import polygon
from ringgen.plane import polyline
from ringgen.settings._arrangement import Arrangement, round_outline, seat
from ringgen.settings._channel import long_sided
from ringgen.settings._cup import pearl
from ringgen.settings._offers import STEP, broader, too_deep
from ringgen.settings._row import (
    CLEARANCE,
    UNDER_CULET,
    WEB,
    Row,
    RowParams,
    Under,
    half_at,
    least_rise,
    round_only,
    stepped,
)
from ringgen.settings._seats import LEAST_AZURE, THROUGH, azure, hole_between, seat_cutter
from ringgen.spec.fields import length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("bar-channel", "bars-row", "bar-set-row")
HELD = "bars"  # a bar reaches over the girdle before it, and one behind it
GRIP = 0.2  # mm a bar reaches over a girdle; Stuller asks 0.15
EDGE = 0.125  # mm, radius of a bar's upper edges; Morris & Watson ask as much at least
LIP = 0.32 + EDGE + CLEARANCE  # mm of bar over the crown where it ends; what is pushed over stones is 0.3 or more
SHORT = 0.65  # of the chord a bar's face cuts from a seat
LEAST_HALF = 0.34  # mm: casters ask 0.6 of a bar from end to end
MOST_FALL = 0.2  # mm the outside may lie lower under a bar's ends: more is a step, or a side
MOST_LEAN = 0.2  # of the outside where it cuts a seat off, rise over run: on a steeper one its rim is a sliver
BURY = 0.4  # mm a bar reaches into the band, under where that falls away
MOST_GAP = 1.5  # mm between two stones: a broader bar is a wall
BESIDE = 0.1  # mm a bar ends inside the band's sides
INTO_SEAT = 0.1  # mm a hole's cutter goes on into the seat over it
LEDGE = 0.08  # mm of bearing round a hole at least: less is a sliver
LEVEL = 1e-6  # mm


class Params(RowParams):
    """The bars."""

    reach: float = ratio(0.75, ge=0.4, le=0.9, doc="length of each bar across the band, as a share of the stones'")
    grip: float = length(GRIP, ge=0.18, le=0.4, doc="how far each bar reaches over the girdles on both sides")
    rise: float | None = length(
        None,
        ge=0.0,
        le=2.0,
        doc="how far the girdles lie over the band's outside; unset: as little as leaves enough metal between seats",
    )


def rise(p: Params, stone: Measures, under: Under) -> float:
    """Girdle over the band's outside, mm."""
    if p.rise is not None:
        return p.rise
    return least_rise(stone, under, under.half_width - (stone.length - stone.width) / 2)


def least_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: what is left of a bar between two seats."""
    return WEB + 2 * CLEARANCE


def beyond(p: Params, stone: Measures, under: Under) -> float:
    """From a row's last stone's middle to the far side of its last bar, mm."""
    return under.chord - stone.width / 2 + p.grip


def top_of(p: Params, stone: Measures) -> float:
    """How high bars stand over the girdle plane, mm."""
    slope = stone.crown / max((stone.width - stone.table) / 2, 1e-3)
    return stone.girdle + max(stone.crown, slope * p.grip + LIP, WEB + 3 * CLEARANCE)


def half_bar(p: Params, stone: Measures) -> float:
    """Half the length of a bar, mm: over a round stone so short that its notch runs out of its ends.

    One that went on a little further would end in a sliver.
    """
    asked = p.reach * stone.length / 2
    if not round_outline(stone):
        return max(asked, LEAST_HALF)
    seat, face = stone.width / 2 + CLEARANCE, stone.width / 2 - p.grip
    return min(max(asked, LEAST_HALF), SHORT * math.sqrt(seat * seat - face * face))


def lay(p: Params, row: Row, setting: str) -> Arrangement:
    """The bars, and a seat with its hole under every stone."""
    stone, part = row.stone, f"{setting} bar"
    thick, half = row.gap / 2 + p.grip, half_bar(p, stone)
    low = -row.rise - BURY + min(0.0, row.under.height(half))
    low = max(low, -row.rise - row.under.depth + BURY)
    top = top_of(p, stone)
    lean = row.chord / 2 / (row.under.radius + row.rise)  # stones lean away from a bar: its faces follow them
    foot, head = thick + low * lean, thick + top * lean
    section = eased(polyline((-foot, low), (foot, low), (head, top), (-head, top), (-foot, low)), EDGE, (1, 2))
    between = [f for lane in row.lanes for f in lane.between]
    bars = Placed(part, Extruded(section, -half, half), tuple(_across(f) for f in between))
    seen = Witness(regions=tuple(_regions(row, part, f"settings.{setting}.gap")))
    return Arrangement(Parts((bars,), tuple(_seats(row, setting))), seen, row.under.radius + row.rise + low, bare=False)


def _across(frame: Frame) -> Frame:
    """The frame in whose x and y a section across the row is drawn: along the row, and away from the finger."""
    y = frame.y
    return Frame(frame.origin, frame.x, (-y[0], -y[1], -y[2]))


def _seats(row: Row, setting: str) -> list[Placed]:
    """Round stones' as burrs leave them, straight-sided ones' as their own facets."""
    stone, name = row.stone, f"{setting} seat"
    if round_only(stone):
        return [seat_cutter(row, name, azure(row))]
    own = seat(stone, row.solid, CLEARANCE, name)
    out = [Placed(name, own.body, row.frames)]
    x = min(
        hole_between(stone, row.chord, row.under, row.rise, row.under.half_width * stone.width / stone.length),
        half_at(stone, -row.rise) - LEDGE,
    )
    if x >= LEAST_AZURE:
        y, low = x * stone.length / stone.width, -row.rise - row.under.depth - THROUGH
        high = -stone.pavilion * (1.0 - x / (stone.width / 2)) + INTO_SEAT
        hole = Extruded(polygon((x, -y), (x, y), (-x, y), (-x, -y)), low, high)
        out.append(Placed(f"{setting} azure", hole, row.frames))
    return out


def _regions(row: Row, part: str, field: str) -> list[Region]:
    out = []
    for lane in row.lanes:
        ends = (lane.between[0],) if lane.closed else (lane.between[-1],)
        line = tuple(f.origin for f in (lane.between[0], *lane.stones, *ends))
        out.append(Region(part, field, line, row.stone.length / 2 + WEB, row.under.chord - row.stone.width))
    return out


def refuse(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """Stones without sides for bars, a band too narrow or too thin, or one that goes up and down under them."""
    if pearl(stone) or not (round_only(stone) or (long_sided(stone) and not round_outline(stone))):
        why = "bars hold round stones, or straight sides alike on both sides"
        return [Problem(f"settings.{setting}.stone.cut", why, "round, princess, square, baguette", "round")]
    gap = under.chord - stone.width
    if gap > MOST_GAP + LEVEL:
        why = f"a bar {gap:g} mm thick between two stones is a wall"
        return [Problem(f"settings.{setting}.gap", why, f"{MOST_GAP:g} mm or less", f"{MOST_GAP:g}")]
    found = rise(p, stone, under)
    aside = half_at(stone, -found) + (stone.length - stone.width) / 2 + CLEARANCE + WEB
    wide = max(aside, half_bar(p, stone) + BESIDE)
    if wide > under.half_width + LEVEL:
        why = f"stones {stone.length:g} mm long leave less than {WEB:g} mm of band beside their seats"
        return [broader(under.across[-1][0] - under.across[0][0] + 2 * (wide - under.half_width), why, setting)]
    edge, falls = aside - WEB, -under.height(half_bar(p, stone) + BESIDE)
    if falls > MOST_FALL or stepped(under, wide) or under.height(edge) - under.height(edge + STEP) > MOST_LEAN * STEP:
        why = "the band's outside leans or goes in steps beside the stones: their seats would end in slivers"
        return [Problem("band.profile", why, "flat, or smaller stones on a broader band", "flat")]
    deep = stone.pavilion - found + UNDER_CULET
    if deep > under.depth + LEVEL:
        least = stone.pavilion + UNDER_CULET - under.depth
        return [too_deep(stone, under.depth, f"settings.{setting}.rise", least)]
    return []
