"""Pavé: stones side by side in one to five lines, held by the beads that stand wherever they meet."""

from __future__ import annotations

import math

from ringgen.bodies import Parts, Region
from ringgen.errors import Problem
from ringgen.settings import _beads as metal
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._beads import APART, BURY, Bite, beads, room_beside, side_bead
from ringgen.settings._row import (
    CLEARANCE,
    UNDER_CULET,
    WEB,
    Row,
    RowParams,
    Under,
    alike,
    azure,
    by_size,
    half_at,
    least_rise,
    line_of,
    round_only,
    seat_cutter,
)
from ringgen.spec.fields import count, length
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("pavé", "shared-prong", "bead", "bead-set", "micro-pave", "paved")
NECK = 0.4  # mm of a bead between two seats; JewelCraft: 0.4 for melee, micro prongs 0.3
REACH = 0.19  # mm a bead reaches over a girdle as cast; Stuller asks 0.15
BESIDE = 0.15  # mm round a seat in which the band is the seat's affair, not a caliper's
DRAFTED = 0.03  # mm: what a seat's draft takes of a bead on each side
OVER_GIRDLE = 0.25  # mm: how high over the girdle a bead's innermost metal lies
GAP_STEP = 0.01
ALONG = 0.3  # mm between two beads along one side of a stone; casters ask 0.2, and on a hoop they are nearer lower down
MIXED = True  # stones of one row may differ
STEP = 0.05


class Params(RowParams):
    """How many lines, and the beads."""

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
    return least_rise(stone, under, _edge(p, under))


def least_gap(p: Params, stone: Measures, beside: Measures | None = None) -> float:
    """Between two girdles, mm: a bead in the middle of three is to be as thick as one between two.

    A stone `beside` that is larger has its beads lean over the smaller one: metal has to flow between those too.
    """
    if beside is not None:
        return _fanned(p, stone, beside)
    if p.lanes == 1:
        return 0.0
    return math.sqrt(3) * (stone.width / 2 + CLEARANCE + DRAFTED + p.neck / 2) - stone.width


def _fanned(p: Params, stone: Measures, beside: Measures) -> float:
    """The gap between two stones at which the beads on either side of the smaller are far enough apart, mm."""
    small, large = sorted((stone.width, beside.width))
    if large - small < 1e-9:
        return 0.0
    steps = (k * GAP_STEP for k in range(round(large / GAP_STEP)))
    bite = Bite(p.neck, REACH)
    chords = ((gap, (small + large) / 2 + gap) for gap in steps)
    return next((gap for gap, chord in chords if room_beside(small, large, chord, bite) >= ALONG / 2), math.inf)


def _edge(p: Params, under: Under) -> float:
    """From the outermost line's middle to the band's side, mm."""
    return under.half_width - (p.lanes - 1) * under.chord * math.sqrt(3) / 4


def beyond(p: Params, stone: Measures, under: Under) -> float:
    """From a row's last stone's middle to where its last bead ends, mm."""
    return under.chord / 2 + side_bead(stone.width, under.chord, _bite(p, under))[1]


def _bite(p: Params, under: Under) -> Bite:
    """On a small hoop stones lean away from the beads between them: those reach over by so much more."""
    return Bite(p.neck, REACH + OVER_GIRDLE * under.chord / 2 / under.radius)


def lay(p: Params, row: Row, setting: str) -> Arrangement:
    """The beads, and a seat with its azure under every stone."""
    part, bite = f"{setting} bead", _bite(p, row.under)
    found = beads(row, bite)
    reach = row.stone.width / 2 + CLEARANCE + BESIDE
    seen = Witness(
        prongs=metal.prongs(row, found, bite, setting, part),
        regions=tuple(
            Region(f"{setting} seats", "band.top.thickness", line_of(lane, -row.stone.pavilion), reach)
            for lane in row.lanes
            if lane.stones
        ),
    )
    seats = tuple(seat_cutter(own, f"{setting} seat", azure(own)) for own in by_size(row))
    parts = Parts(metal.bead_parts(row, found, part), seats)
    lowest = row.under.radius - BURY - max(b.radius for b in found)
    holes = {alike(own.stone): azure(own) for own in by_size(row)}
    under = tuple(holes[alike(stone)] for stone in row.each)
    return Arrangement(parts, seen, lowest, notes=_closed_under(row), holes=under)


def _closed_under(row: Row) -> tuple[str, ...]:
    """What is to be said of stones that have no azure."""
    sizes = by_size(row)
    without = [own.stone.width for own in sizes if not azure(own)]
    if not without:
        return ()
    which = "" if len(without) == len(sizes) else f" of stones of {max(without):g} mm and less"
    return (f"no room for azures between the seats{which}: they are closed underneath",)


def refuse(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """Stones that are not round, a band too narrow for the lines or too thin for the stones."""
    if not round_only(stone):
        why = "beads stand between round stones here"
        return [Problem(f"settings.{setting}.stone.cut", why, "round", "round")]
    edge, reach = _edge(p, under), _reach(p, stone, under)
    if edge < reach:
        width = _up(2 * (under.half_width + reach - edge))
        why = f"{p.lanes} line{'s' if p.lanes > 1 else ''} of {stone.width:g} mm stones with their beads are wider"
        return [Problem("band.width", why, f"{width:g} mm or more", f"{width:g}")]
    found = rise(p, stone, under)
    deep = stone.pavilion - found + UNDER_CULET
    if deep > under.depth + 1e-9:
        thick = _up(deep)
        why = f"a stone {stone.depth:.2f} mm deep comes too near to the finger in a band of {under.depth:.2f} mm"
        return [Problem("band.thickness", why, f"{thick:g} mm or more", f"{thick:g}")]
    return []


def _reach(p: Params, stone: Measures, under: Under) -> float:
    """From the outermost line's middle to where its beads or the metal beside its seats end, mm."""
    apart = APART if p.lanes == 1 else -math.inf
    across, radius = side_bead(stone.width, under.chord, _bite(p, under), apart)
    return max(across + radius, half_at(stone, -0.7 * stone.pavilion) + WEB)


def _up(value: float) -> float:
    return round(math.ceil(value / STEP - 1e-6) * STEP, 2)
