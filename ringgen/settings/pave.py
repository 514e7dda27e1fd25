"""Pavé: stones side by side in one to five lines, held by the beads that stand wherever they meet, or round each."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.bodies import Parts, Placed, Region, Vec, spun
from ringgen.errors import Problem
from ringgen.settings import _beads as metal
from ringgen.settings import _borders as walls
from ringgen.settings import _scoops as cuts
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._beads import APART, BURY, DRAFTED, Bead, Bite, beads, own_bead, own_beads, side_bead
from ringgen.settings._cup import pearl
from ringgen.settings._row import (
    CLEARANCE,
    UNDER_CULET,
    WEB,
    Lane,
    Row,
    RowParams,
    Under,
    azure,
    half_at,
    least_rise,
    line_of,
    round_only,
    seat_cutter,
)
from ringgen.spec.fields import choice, count, length
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("pavé", "shared-prong", "bead", "bead-set", "micro-pave", "paved")
NECK = 0.4  # mm of a bead between two seats; JewelCraft: 0.4 for melee, micro prongs 0.3
REACH = 0.19  # mm a bead reaches over a girdle as cast; Stuller asks 0.15
BESIDE = 0.15  # mm round a seat in which the band is the seat's affair, not a caliper's
OVER_GIRDLE = 0.25  # mm: how high over the girdle a bead's innermost metal lies
OWN_APART = 0.3  # mm between the beads of two stones that have their own; 0.2 at their feet, which lean together
LEAST_RADIUS = 8.0  # mm: of a row's girdles on the smallest finger
BESIDE_SCOOP = 1.0  # mm of band beside the beads at most: over a broader one scoops are flutes, open to no side
MOST_LEAN = 0.12  # of the outside beside a seat that neighbours do not cut into: on a steeper one its rim is a sliver
LIFTED = 0.02  # mm
STEP = 0.05
SCOOPED = ("u-cut", "french-cut", "fishtail")
SHARED_GAP = 0.5  # mm between two stones that share beads beside a border; MatrixGold: 0.3 to 0.8
STYLES = ("shared", "four-bead", "bright-cut", *SCOOPED)


class Params(RowParams):
    """How many lines, what holds the stones, and what is cut away beside them."""

    style: str = choice(
        "shared",
        STYLES,
        doc="shared: beads that neighbours share. four-bead: each stone has four small ones of its own, further apart. "
        "bright-cut: shared beads between two bevelled borders. u-cut (scalloped): shared prongs, the band scooped out "
        "in a U under every stone, open to both sides. french-cut: scooped out in a V. fishtail: u-cut, every prong "
        "split in two by a notch",
    )
    lanes: int = count(1, ge=1, le=5, doc="lines of stones side by side, each opposite the gaps of the next")
    neck: float = length(
        NECK, ge=0.3, le=1.2, doc="how thick a bead or prong is where the stones on both sides bite it"
    )
    rise: float | None = length(
        None,
        ge=0.0,
        le=1.5,
        doc="how far the girdles lie over the band's outside; unset: as little as leaves enough metal between seats",
    )


def rise(p: Params, stone: Measures, under: Under) -> float:
    """Girdle over the band's outside, mm."""
    if p.rise is not None:
        return p.rise
    found = least_rise(stone, under, _edge(p, under))
    while p.style == "four-bead" and found < stone.pavilion and _lean(stone, under, found) > MOST_LEAN:
        found += LIFTED
    return found


def _lean(stone: Measures, under: Under, rise: float) -> float:
    """How steeply the outside falls away beside the stones where it cuts their seats off; rise over run."""
    half = half_at(stone, -rise) + CLEARANCE
    return (under.height(half) - under.height(half + STEP)) / STEP


def least_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: for a bead in the middle of three, for every stone's own, or for a scoop."""
    if p.style == "four-bead":
        away, radius = own_bead(stone.width, Bite(p.neck, REACH))
        return 2 * (away + radius) + OWN_APART - stone.width
    if p.style in SCOOPED:
        return (cuts.gaps(stone, _most_bite(p, stone)) or (0.0, 0.0))[0]
    if p.lanes == 1:
        return 0.0
    return math.sqrt(3) * (stone.width / 2 + CLEARANCE + DRAFTED + p.neck / 2) - stone.width


def most_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: scoops are between beads, and beads that reach further are thicker."""
    if p.style in SCOOPED:
        return (cuts.gaps(stone, _most_bite(p, stone)) or (0.0, 0.0))[1]
    return math.inf if p.style in ("shared", "four-bead") else SHARED_GAP


def _edge(p: Params, under: Under) -> float:
    """From the outermost line's middle to the band's side, mm."""
    return under.half_width - (p.lanes - 1) * under.chord * math.sqrt(3) / 4


def steady(p: Params) -> bool:
    """Borders are turned about the finger's axis: they want a band that is the same all along."""
    return p.style == "bright-cut"


def beyond(p: Params, stone: Measures, under: Under) -> float:
    """From a row's last stone's middle to where its last bead ends, or the border round it; mm."""
    if p.style == "four-bead":
        return sum(own_bead(stone.width, _bite(p, under)))
    if p.style == "bright-cut":
        return _reach(p, stone, under)
    return under.chord / 2 + side_bead(stone.width, under.chord, _bite(p, under))[1]


def _bite(p: Params, under: Under) -> Bite:
    """On a small hoop stones lean away from the beads between them: those reach over by so much more."""
    if p.style == "four-bead":
        return Bite(p.neck, REACH)
    return Bite(p.neck, REACH + OVER_GIRDLE * under.chord / 2 / under.radius)


def _most_bite(p: Params, stone: Measures) -> Bite:
    """That of shared beads on the smallest hoop there is."""
    return Bite(p.neck, REACH + OVER_GIRDLE * 1.1 * stone.width / 2 / LEAST_RADIUS)


def lay(p: Params, row: Row, setting: str) -> Arrangement:
    """The beads, a seat with its azure under every stone, and what the style asks for besides."""
    part, bite = f"{setting} bead", _bite(p, row.under)
    found = _beads(p, row, bite)
    reach = row.stone.width / 2 + CLEARANCE + BESIDE
    seen = Witness(
        prongs=metal.prongs(row, found, bite, setting, part),
        regions=tuple(
            Region(f"{setting} seats", "band.top.thickness", _along(lane, -row.stone.pavilion), reach)
            for lane in row.lanes
            if lane.stones
        ),
    )
    across, radius = side_bead(row.stone.width, row.chord, bite)
    raised = list(metal.bead_parts(row, found, part))
    if p.style == "bright-cut":
        raised += walls.borders(row, walls.inside(across, radius), f"{setting} border")
    taken: list[Placed] = [seat_cutter(row, f"{setting} seat")]
    if p.style in SCOOPED:
        taken.append(cuts.scoops(row, radius, p.style == "french-cut", f"{setting} scoop"))
    if p.style == "fishtail":
        top = metal.top_of(row, radius)
        taken += cuts.splits(row, across + radius, top, f"{setting} split")
        seen = replace(seen, prongs=cuts.tips(row, found, bite, setting, part))
    lowest = row.under.radius - BURY - max(b.radius for b in found)
    open_under = () if azure(row) else ("no room for azures between the seats: they are closed underneath",)
    return Arrangement(Parts(tuple(raised), tuple(taken)), seen, lowest, notes=open_under)


def _along(lane: Lane, z: float) -> tuple[Vec, ...]:
    """A polyline through a lane's stones, and on to where an open one's end beads stand."""
    if lane.closed:
        return line_of(lane, z)
    return tuple(f.point((0.0, 0.0, z)) for f in (lane.between[0], *lane.stones, lane.between[-1]))


def _beads(p: Params, row: Row, bite: Bite) -> list[Bead]:
    """The beads of a style; turned so that no seam of theirs lies where a cutter has an edge."""
    if p.style == "shared":
        return beads(row, bite)
    found = own_beads(row, bite) if p.style == "four-bead" else beads(row, bite)
    return [replace(b, frame=spun(cuts.SEAM).within(b.frame)) for b in found]


def refuse(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """Stones that are not round, a band too narrow for the lines or too thin for the stones."""
    if not round_only(stone) or pearl(stone):
        why = "beads stand between round, faceted stones here"
        return [Problem(f"settings.{setting}.stone.cut", why, "round", "round")]
    if p.style != "shared" and (problems := _style(p, stone, under, setting)):
        return problems
    edge, reach = _edge(p, under), _reach(p, stone, under)
    if edge < reach:
        width = _up(2 * (under.half_width + reach - edge))
        why = f"{p.lanes} line{'s' if p.lanes > 1 else ''} of {stone.width:g} mm stones with their beads are wider"
        return [Problem("band.width", why, f"{width:g} mm or more", f"{width:g}")]
    found = rise(p, stone, under)
    if p.style in SCOOPED and (problems := _scooped(p, stone, under, found, setting)):
        return problems
    deep = stone.pavilion - found + UNDER_CULET
    if deep > under.depth + 1e-9:
        thick = _up(deep)
        why = f"a stone {stone.depth:.2f} mm deep comes too near to the finger in a band of {under.depth:.2f} mm"
        return [Problem("band.thickness", why, f"{thick:g} mm or more", f"{thick:g}")]
    return []


def _style(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """More lines than a style has, stones too small for it, or too far apart to share what holds them."""
    if p.lanes > 1:
        why = f"{p.style} stones stand in one line"
        return [Problem(f"settings.{setting}.lanes", why, "1, or the style shared", "1")]
    if p.style in SCOOPED and cuts.gaps(stone, _most_bite(p, stone)) is None:
        why = f"beads beside stones of {stone.width:g} mm leave no room for scoops between them"
        return [Problem(f"settings.{setting}.style", why, "shared, or larger stones", "shared")]
    most, gap = most_gap(p, stone), under.chord - stone.width
    if gap > most + 1e-9:
        why = f"{gap:g} mm is more than two stones that share beads may lie apart here"
        return [Problem(f"settings.{setting}.gap", why, f"{most:.2f} mm or less", f"{most:.2f}")]
    return []


def _scooped(p: Params, stone: Measures, under: Under, rise: float, setting: str) -> list[Problem]:
    """A band so broad that scoops end in no side of it, or so thin that they are none."""
    most = _reach(p, stone, under) + BESIDE_SCOOP
    if under.half_width > most:
        width = math.floor(2 * most / STEP) * STEP
        why = f"scoops under stones of {stone.width:g} mm are to be seen from the band's sides"
        return [Problem("band.width", why, f"{width:g} mm or less", f"{width:g}")]
    lack = rise + cuts.SHALLOW - cuts.depth(stone, under, rise)
    if lack > 1e-9:
        thick = _up(under.depth + lack)
        why = f"leaves no metal to scoop out over {cuts.FLOOR:g} mm at the finger"
        return [Problem("band.thickness", why, f"{thick:g} mm or more", f"{thick:g}")]
    return []


def _reach(p: Params, stone: Measures, under: Under) -> float:
    """From the outermost line's middle to where its beads, its borders or the metal beside its seats end, mm."""
    bite, seats = _bite(p, under), half_at(stone, -0.7 * stone.pavilion) + WEB
    if p.style == "four-bead":
        return max(sum(own_bead(stone.width, bite)), seats)
    across, radius = side_bead(stone.width, under.chord, bite, APART if p.lanes == 1 else -math.inf)
    if p.style == "bright-cut":
        return max(walls.outside(stone, rise(p, stone, under), walls.inside(across, radius)) + walls.BESIDE, seats)
    return max(across + radius, seats)


def _up(value: float) -> float:
    return round(math.ceil(value / STEP - 1e-6) * STEP, 2)
