"""What a pavé row measures: how high its stones lie, how near they come, what its beads need, and what it refuses."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.errors import Problem
from ringgen.settings import _beads as metal
from ringgen.settings import _borders as walls
from ringgen.settings import _scoops as cuts
from ringgen.settings._beads import Bite, own_bead, room_beside, side_bead, unbeaded
from ringgen.settings._offers import STEP, too_deep, up
from ringgen.settings._row import (
    CLEARANCE,
    GAP,
    UNDER_CULET,
    WEB,
    RowParams,
    Under,
    half_at,
    least_rise,
)
from ringgen.spec.fields import choice, count, length
from ringgen.stones import Measures

OVER_GIRDLE = 0.25  # mm: how high over the girdle a bead's innermost metal lies
OWN_APART = 0.3  # mm between the beads of two stones that have their own; 0.2 at their feet, which lean together
LEAST_RADIUS = 8.0  # mm: of a row's girdles on the smallest finger
BESIDE_SCOOP = 1.0  # mm of band beside the beads at most: over a broader one scoops are flutes, open to no side
MOST_LEAN = 0.12  # of the outside beside a seat that neighbours do not cut into: on a steeper one its rim is a sliver
LIFTED = 0.02  # mm
GAP_STEP = 0.01
ALONG = 0.3  # mm between two beads along one side of a stone; casters ask 0.2, and on a hoop they are nearer lower down
MORE = 0.2  # mm more than the least between the stones of several lines: the beads in their middle grow by as much
SCOOPED = ("u-cut", "french-cut", "fishtail")
SHARED_GAP = 0.5  # mm between two stones that share beads beside a border; MatrixGold: 0.3 to 0.8
ON_ARCHES = ("shared", *SCOOPED)
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
    lanes: int = count(
        1,
        ge=1,
        le=5,
        doc="lines of stones side by side, each opposite the gaps of the next; they draw together where sizes fall",
    )
    neck: float | None = length(
        None,
        ge=0.3,
        le=1.2,
        doc="how thick a bead or prong is where the stones on both sides bite it; unset: 0.4, and 0.32 between stones "
        "under 1.25 mm",
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
    found = least_rise(stone, under, edge(p, under))
    while p.style == "four-bead" and found < stone.pavilion and _lean(stone, under, found) > MOST_LEAN:
        found += LIFTED
    return found


def _lean(stone: Measures, under: Under, rise: float) -> float:
    """How steeply the outside falls away beside the stones where it cuts their seats off; rise over run."""
    half = half_at(stone, -rise) + CLEARANCE
    return (under.height(half) - under.height(half + STEP)) / STEP


def least_gap(p: Params, stone: Measures, beside: Measures | None = None) -> float:
    """Between two girdles, mm: for a bead in the middle of three, for every stone's own, or for a scoop.

    A stone `beside` that is larger has its beads lean over the smaller one: metal has to flow between those too.
    """
    bite = metal.bite(stone.width, p.neck)
    if beside is not None:
        return _fanned(p, stone, beside)
    if p.style == "four-bead":
        away, radius = own_bead(stone.width, bite)
        return 2 * (away + radius) + OWN_APART - stone.width
    if p.style in SCOOPED:
        return (cuts.gaps(stone, most_bite(p, stone)) or (0.0, 0.0))[0]
    if p.lanes == 1:
        least = (metal.gaps(stone.width, bite) or (0.0, 0.0))[0]
        return least if p.style == "shared" and least > GAP else 0.0
    return _amid_three(stone.width, bite)


def _amid_three(width: float, bite: Bite) -> float:
    """The gap at which a bead in the middle of three stones is as thick as asked, mm."""
    return math.sqrt(3) * (width / 2 + CLEARANCE + metal.DRAFTED + bite.neck / 2) - width


def _fanned(p: Params, stone: Measures, beside: Measures) -> float:
    """The gap between two stones at which the beads on either side of the smaller are far enough apart, mm."""
    small, large = sorted((stone.width, beside.width))
    if large - small < 1e-9:
        return 0.0
    steps = (k * GAP_STEP for k in range(round(large / GAP_STEP)))
    bite = metal.bite(large, p.neck)
    chords = ((gap, (small + large) / 2 + gap) for gap in steps)
    return next((gap for gap, chord in chords if room_beside(small, large, chord, bite) >= ALONG / 2), math.inf)


def most_gap(p: Params, stone: Measures) -> float:
    """Between two girdles, mm: scoops are between beads, and beads that reach further are thicker."""
    if p.style in SCOOPED:
        return (cuts.gaps(stone, most_bite(p, stone)) or (0.0, 0.0))[1]
    if p.style == "shared":
        if p.lanes > 1:
            sizes = [stone.width] if p.graduate is None else [stone.width, p.graduate, max(p.graduate, metal.FINE)]
            return max(_amid_three(width, metal.bite(width, p.neck)) for width in sizes) + MORE
        return (metal.gaps(stone.width, metal.bite(stone.width, p.neck)) or (0.0, math.inf))[1]
    return math.inf if p.style == "four-bead" else SHARED_GAP


def edge(p: Params, under: Under) -> float:
    """From the outermost line's middle to the band's side, mm."""
    return under.half_width - (p.lanes - 1) * under.chord * math.sqrt(3) / 4


def steady(p: Params) -> bool:
    """Borders are turned about the finger's axis: they want a band that is the same all along."""
    return p.style == "bright-cut"


def on_arches(p: Params) -> bool:
    """Whether such rows lie on arches, which are flat on top, slender and bent."""
    return p.style in ON_ARCHES and p.lanes == 1


def beyond(p: Params, stone: Measures, under: Under) -> float:
    """From a row's last stone's middle to where its last bead ends, or the border round it; mm."""
    if p.style == "four-bead":
        return sum(own_bead(stone.width, bite_of(p, stone, under)))
    if p.style == "bright-cut":
        return reach_of(p, stone, under)
    return under.chord / 2 + side_bead(stone.width, under.chord, bite_of(p, stone, under))[1]


def bite_of(p: Params, stone: Measures, under: Under) -> Bite:
    """On a small hoop stones lean away from the beads between them: those reach over by so much more.

    On a hollow arch they lean towards them, and take the more of their necks.
    """
    more = 0.0 if p.style == "four-bead" else OVER_GIRDLE * under.chord / 2 / under.radius
    found = metal.bite(stone.width, p.neck, max(more, 0.0))
    return replace(found, neck=found.neck - 2 * more) if more < 0.0 else found


def most_bite(p: Params, stone: Measures) -> Bite:
    """That of shared beads on the smallest hoop there is."""
    return metal.bite(stone.width, p.neck, OVER_GIRDLE * 1.1 * stone.width / 2 / LEAST_RADIUS)


def refuse(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """Stones that are not round, a band too narrow for the lines or too thin for the stones."""
    if problems := unbeaded(stone, setting):
        return problems
    if problems := _style(p, stone, under, setting):
        return problems
    room, reach = edge(p, under), reach_of(p, stone, under)
    if room < reach:
        width = up(under.across[-1][0] - under.across[0][0] + 2 * (reach - room))
        why = f"{p.lanes} line{'s' if p.lanes > 1 else ''} of {stone.width:g} mm stones with their beads are wider"
        return [Problem(under.fields[0], why, f"{width:g} mm or more", f"{width:g}")]
    found = rise(p, stone, under)
    if p.style in SCOOPED and (problems := _scooped(p, stone, under, found, setting)):
        return problems
    deep = stone.pavilion - found + UNDER_CULET
    if deep > under.depth + 1e-9:
        where = "the finger in a band" if under.through else "the underside of an arch"
        return [too_deep(stone, under.depth, under.fields[1], deep, where)]
    return []


def _style(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """More lines than a style has, stones that differ or are too small for it, or too far apart to share beads."""
    if p.style != "shared" and (p.graduate is not None or p.alternate is not None):
        why = f"{p.style} stones are all alike"
        return [Problem(f"settings.{setting}.style", why, "shared", "shared")]
    if p.style != "shared" and p.lanes > 1:
        why = f"{p.style} stones stand in one line"
        return [Problem(f"settings.{setting}.lanes", why, "1, or the style shared", "1")]
    if p.style == "shared" and p.lanes == 1 and metal.gaps(stone.width, metal.bite(stone.width, p.neck)) is None:
        why = f"stones of {stone.width:g} mm leave no room for beads side by side along the row"
        sizes = (round(stone.width + k * STEP, 2) for k in range(1, 20))
        larger = next((w for w in sizes if metal.gaps(w, metal.bite(w, p.neck)) is not None), None)
        nearest = f"{larger:g}" if larger is not None else None
        return [Problem(f"settings.{setting}.stone.diameter", why, "larger stones, or a thinner neck", nearest)]
    if p.style in SCOOPED and cuts.gaps(stone, most_bite(p, stone)) is None:
        why = f"beads beside stones of {stone.width:g} mm leave no room for scoops between them"
        return [Problem(f"settings.{setting}.style", why, "shared, or larger stones", "shared")]
    most, gap = most_gap(p, stone), under.chord - stone.width
    if gap > most + 1e-9:
        why = f"{gap:g} mm is more than two stones that share beads may lie apart here"
        works = f"{math.floor(most / GAP_STEP + 1e-6) * GAP_STEP:.2f}"
        return [Problem(f"settings.{setting}.gap", why, f"{works} mm or less", works)]
    return []


def _scooped(p: Params, stone: Measures, under: Under, rise: float, setting: str) -> list[Problem]:
    """A band so broad that scoops end in no side of it, or so thin that they are none."""
    most = reach_of(p, stone, under) + BESIDE_SCOOP
    if under.half_width > most:
        width = math.floor(2 * most / STEP) * STEP
        why = f"scoops under stones of {stone.width:g} mm are to be seen from the band's sides"
        return [Problem(under.fields[0], why, f"{width:g} mm or less", f"{width:g}")]
    lack = rise + cuts.SHALLOW - cuts.depth(stone, under, rise)
    if lack > 1e-9:
        thick = up(under.depth + lack)
        why = f"leaves no metal to scoop out over {cuts.FLOOR:g} mm at the finger"
        return [Problem(under.fields[1], why, f"{thick:g} mm or more", f"{thick:g}")]
    return []


def reach_of(p: Params, stone: Measures, under: Under) -> float:
    """From the outermost line's middle to where its beads, its borders or the metal beside its seats end, mm."""
    bite, seats = bite_of(p, stone, under), half_at(stone, -0.7 * stone.pavilion) + WEB
    if p.style == "four-bead":
        return max(sum(own_bead(stone.width, bite)), seats)
    across, radius = side_bead(stone.width, under.chord, bite, apart_of(p, stone))
    if p.style == "bright-cut":
        return max(walls.outside(stone, rise(p, stone, under), walls.inside(across, radius)) + walls.BESIDE, seats)
    return max(across + radius, seats)


def apart_of(p: Params, stone: Measures) -> float:
    """How far the two beads at the sides of one line stand apart by themselves, mm: fine ones are parted instead."""
    if p.lanes > 1:
        return -math.inf
    return metal.apart(stone.width) if p.style == "shared" else metal.APART
