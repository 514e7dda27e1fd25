"""Pavé: stones side by side in one to five lines, held by the beads that stand wherever they meet."""

from __future__ import annotations

import math

from ringgen.bodies import Parts, Region
from ringgen.errors import Problem
from ringgen.settings import _beads as metal
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._beads import APART, BURY, Bite, beads, side_bead
from ringgen.settings._row import (
    CLEARANCE,
    UNDER_CULET,
    WEB,
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
from ringgen.spec.fields import count, length
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("pavé", "shared-prong", "bead", "bead-set", "micro-pave", "paved")
NECK = 0.4  # mm of a bead between two seats; JewelCraft: 0.4 for melee, micro prongs 0.3
REACH = 0.19  # mm a bead reaches over a girdle as cast; Stuller asks 0.15
BESIDE = 0.15  # mm round a seat in which the band is the seat's affair, not a caliper's
DRAFTED = 0.03  # mm: what a seat's draft takes of a bead on each side
OVER_GIRDLE = 0.25  # mm: how high over the girdle a bead's innermost metal lies
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


def least_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: a bead in the middle of three is to be as thick as one between two."""
    if p.lanes == 1:
        return 0.0
    return math.sqrt(3) * (stone.width / 2 + CLEARANCE + DRAFTED + p.neck / 2) - stone.width


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
    parts = Parts(metal.bead_parts(row, found, part), (seat_cutter(row, f"{setting} seat", azure(row)),))
    lowest = row.under.radius - BURY - max(b.radius for b in found)
    open_under = () if azure(row) else ("no room for azures between the seats: they are closed underneath",)
    return Arrangement(parts, seen, lowest, notes=open_under)


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
