"""A hidden halo: a collar of small stones under another stone's girdle, facing away from it, seen from the side alone.

Round a prong head its stones stand between the prongs, round a bezel all the way round its wall.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ringgen.bodies import Faceted, Parts, Placed, Region
from ringgen.errors import Problem
from ringgen.plane import Arc
from ringgen.settings import _beads as metal
from ringgen.settings._around import FLAT, MOST_TURN, BeadedParams, Collar, Girded, Stretch, half_under, plate
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._beads import Bead, Bite, apart, beads, bite, own_beads, side_bead
from ringgen.settings._row import BESIDE, CLEARANCE, WEB, Row, Under, half_at, least_rise, line_of
from ringgen.settings._seats import azure, seat_cutter
from ringgen.spec.fields import length
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("gallery-pave", "under-halo", "pave-collar", "bezel-pave")
THICK = 1.0  # mm: casters warn under 0.8, and seats are cut into it
UNDER_SEAT = 0.45  # mm of collar under the stones' culets, round their holes
FROM_STONE = 0.2  # mm between the collar and the middle stone's lower half
UNDER_GIRDLE = 0.35  # mm from the middle stone's girdle down to the collar at the least: prongs' seats end there
BESIDE_BEAD = 0.08  # mm of collar beside a bead
THROUGH = 0.15  # mm the holes' cutters go on beyond the collar
OPEN = 0.26  # mm between a bead and a prong, known to 0.04; casters ask 0.2
OWN = 0.42  # mm: the least neck of a bead that one stone alone bites
GROWN = 0.5  # of its radius a bead's middle is from a prong at the most: its side then meets it at 60 degrees or more
HOLD = 3  # beads a stone keeps at the least
ROUNDS = 3
STEP = 0.05  # mm in which the collar is lowered until it is hidden


class Params(BeadedParams):
    """The collar and the beads."""

    drop: float | None = length(
        None,
        ge=0.3,
        le=6.0,
        doc="how far the collar's upper side lies under the middle stone's girdle; unset: so that its stones "
        "do not stand out beyond that one, seen from above",
    )
    thickness: float | None = length(
        None, ge=0.8, le=3.0, doc="how thick the collar is; unset: 1 mm, or what the stones' depth needs"
    )


def plan(p: Params, stone: Measures, middle: Measures, gap: float, solid: Faceted, setting: str) -> Collar:
    """How the collar lies under the middle stone."""
    radius = _tightest(middle, stone.width)
    found = _planned(p, stone, middle, stone.width + gap, radius)
    for _ in range(ROUNDS):  # under the girdle the collar is the tighter for lying further in
        tight = max(radius + found.face, stone.width / math.radians(MOST_TURN))
        found = _planned(p, stone, middle, found.under.chord, tight)
    return found


def _planned(p: Params, stone: Measures, middle: Measures, chord: float, radius: float) -> Collar:
    """The same for a face of that radius."""
    rise = least_rise(stone, Under(THICK, math.inf, radius, chord), math.inf)
    thick = p.thickness if p.thickness is not None else max(THICK, stone.pavilion - rise + UNDER_SEAT)
    bitten = _bite(p, stone, Under(THICK, math.inf, radius, chord))
    across, bead = side_bead(stone.width, chord, bitten, apart(stone.width))
    half = max(across + bead + BESIDE_BEAD, half_at(stone, -rise) + CLEARANCE + WEB)
    out = thick + rise + stone.girdle + stone.crown
    top = -p.drop if p.drop is not None else _hidden(middle, out)
    inner = half_under(middle, top) - middle.width / 2 + FROM_STONE
    return Collar(Under(thick, half, radius, chord), rise, top - half, inner + thick, inner)


def _bite(p: Params, stone: Measures, under: Under) -> Bite:
    """What beads are given: they lean away from their stones, the more the tighter the collar's curve."""
    lean = math.asin(min(under.chord / 2 / under.radius, 1.0))
    return bite(stone.width, p.neck, math.tan(lean) * (stone.girdle + stone.crown))


def _tightest(middle: Measures, width: float) -> float:
    """The least radius of the middle stone's outline where stones stand, mm: at a tighter bend there is none."""
    least = width / math.radians(MOST_TURN)
    return min((c.radius for c in middle.outline if isinstance(c, Arc) and c.radius > least), default=FLAT)


def _hidden(middle: Measures, out: float) -> float:
    """The height of a collar whose stones, so far out from its inside, lie under the middle one, seen from above."""
    top = -UNDER_GIRDLE
    while half_under(middle, top) + FROM_STONE + out > middle.width / 2 and top > -middle.pavilion:
        top -= STEP
    return top


def collar(p: Params, found: Girded, laid: Collar, setting: str) -> Placed:
    """The collar alone."""
    return Placed(f"{setting} collar", plate(laid.foot, laid.top, found.outside, found.inside))


def encircle(p: Params, found: Stretch, laid: Collar, setting: str) -> Arrangement | None:
    """The beads and seats of one stretch; None where prongs leave no room for beads enough."""
    row, bitten = found.row, _bite(p, found.row.stone, found.row.under)
    held = _unhindered(_beads(row, bitten), found)
    if held is None:
        return None
    part = f"{setting} bead"
    parted = tuple(
        _between_stones(saw, row) for saw in metal.parting(row, bitten, f"{setting} saw") if len(row.frames) > 1
    )
    hole = 0.0 if parted else azure(row)
    cutters = (seat_cutter(row, f"{setting} seat", hole, THROUGH), *parted)
    line = line_of(row.lanes[0], -row.stone.pavilion)
    seats = Region(f"{setting} seats", f"settings.{setting}.thickness", line, row.stone.width / 2 + CLEARANCE + BESIDE)
    seen = Witness(prongs=metal.prongs(row, held, bitten, setting, part), regions=(seats,))
    closed = () if hole else ("no room for holes between the seats: they are closed behind",)
    return Arrangement(Parts(metal.bead_parts(row, held, part), cutters), seen, laid.foot, notes=closed)


def _beads(row: Row, bitten: Bite) -> list[Bead]:
    """Shared ones between stones; those at an open row's ends are each its last stone's own, and nearer to it."""
    shared = beads(row, bitten, apart(row.stone.width))
    if row.lanes[0].closed:
        return shared
    own, last = own_beads(row, replace(bitten, neck=max(bitten.neck, OWN))), len(row.frames) - 1
    ends = [
        b for k, b in enumerate(own) if b.holds == (0,) and k % 4 in (0, 1)
    ]  # four to a stone, those before it first
    ends += [b for k, b in enumerate(own) if b.holds == (last,) and k % 4 in (2, 3)]
    return [*ends, *(b for b in shared if len(b.holds) > 1)]


def _between_stones(saw: Placed, row: Row) -> Placed:
    """The saw's cuts but for those beyond an open row's ends."""
    return saw if row.lanes[0].closed else replace(saw, places=saw.places[1:-1])


def _unhindered(found: Sequence[Bead], on: Stretch) -> list[Bead] | None:
    """The beads that stand clear of every prong or are grown out of one's side; None where a stone keeps too few.

    Between the two metal would not flow: a bead that only just reaches a prong leaves a crevice beside it.
    """
    kept = [b for b in found if _sound(b, on.away(b.frame))]
    held = Counter(k for b in kept for k in b.holds)
    return kept if all(held[k] >= HOLD for b in found for k in b.holds) else None


def _sound(bead: Bead, away: float) -> bool:
    """Whether a bead so far from a prong's metal is a bead of its own, or one with it; mm.

    Only those that one stone bites are grown together: a saw has to part the others.
    """
    return away >= bead.radius + OPEN or (len(bead.holds) == 1 and away <= GROWN * bead.radius)


def refuse(p: Params, stone: Measures, setting: str) -> list[Problem]:
    """Stones that no bead holds."""
    return metal.unbeaded(stone, setting)
