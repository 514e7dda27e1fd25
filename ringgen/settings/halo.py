"""A halo: small stones side by side on a plate that goes round another stone's head, whatever that stone's outline."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from ringgen.bodies import Faceted, Parts, Placed, Region, Stacked
from ringgen.errors import Problem
from ringgen.plane import Curve, Point, arc_through
from ringgen.settings import _beads as metal
from ringgen.settings._around import FLAT, BeadedParams, Circled, Plan, half_under, plate
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._beads import APART, Bead, apart, beads, bite, side_bead, top_of
from ringgen.settings._row import BESIDE, CLEARANCE, WEB, Under, half_at, least_rise, line_of
from ringgen.settings._seats import azure, seat_cutter
from ringgen.spec.fields import choice, length
from ringgen.stones import Measures
from ringgen.track import beside
from ringgen.witness import Witness

ALIASES = ("halo-set", "entourage", "cluster")
UNDER_GIRDLE = 0.12  # mm from the beads' tops up to the middle stone's girdle, unless told: its setter gets under it
FROM_STONE = 0.2  # mm between the plate and the middle stone's lower half
BESIDE_BEAD = 0.08  # mm of plate beside a bead
THICK = 1.0  # mm: casters warn under 0.8
UNDER_SEAT = 0.45  # mm of plate under the stones' culets, round their holes
THROUGH = 0.15  # mm the holes' cutters go on beyond the plate
OPEN = 0.26  # mm between a bead and the head's metal, known to 0.04; casters ask 0.2
HOLD = 3  # beads a stone keeps at the least
SCALLOP = 0.22  # mm: how far a scalloped edge stands out at every stone
ALIKE = 1e-6


class Params(BeadedParams):
    """The plate and the beads."""

    edge: str = choice("plain", ("plain", "scalloped"), doc="the halo's outer edge: smooth, or out round every stone")
    drop: float | None = length(
        None,
        ge=-1.0,
        le=3.0,
        doc="how far its girdles lie under the middle stone's; unset: so that its beads end just under that",
    )
    thickness: float | None = length(
        None, ge=0.8, le=4.0, doc="height of the plate; unset: 1 mm, or what the stones' depth needs"
    )


def plan(p: Params, stone: Measures, middle: Measures, gap: float, solid: Faceted, setting: str) -> Plan:
    """How the halo lies beside the middle stone."""
    chord = stone.width + gap
    level = Under(THICK, math.inf, FLAT, chord)
    rise = least_rise(stone, level, math.inf)
    thick = p.thickness if p.thickness is not None else max(THICK, stone.pavilion - rise + UNDER_SEAT)
    across, radius = side_bead(stone.width, chord, bite(stone.width, p.neck), apart(stone.width))
    half = max(across + radius + BESIDE_BEAD, half_at(stone, -rise) + CLEARANCE + WEB)
    over = top_of(stone, radius)
    drop = p.drop if p.drop is not None else over + UNDER_GIRDLE
    least = stone.width / 2 + gap
    if over - drop > -UNDER_GIRDLE + ALIKE:  # beads as high as the middle stone's girdle stand clear beside it
        least = max(least, across + radius + CLEARANCE + gap)
    return Plan(
        under=Under(thick, half, FLAT, chord),
        rise=rise,
        z=-drop,
        least=least,
        inner=half_under(middle, -drop - rise) - middle.width / 2 + FROM_STONE,
        clear=stone.width / 2 + 2 * CLEARANCE,
        low=-drop - stone.pavilion,
        high=-drop + stone.girdle + CLEARANCE,
        tips=-drop + over,
    )


def encircle(p: Params, found: Circled, laid: Plan, setting: str) -> Arrangement | None:
    """The plate, its beads, and a seat with its hole under every stone, in the middle stone's frame.

    None where the head leaves no room for beads enough.
    """
    row, bitten = found.row, bite(found.row.stone.width, p.neck)
    held = _unhindered(beads(row, bitten, apart(row.stone.width)), found.away)
    if held is None:
        return None
    part = f"{setting} bead"
    around = Placed(f"{setting} plate", _plate(p, found, laid))
    parted = metal.parting(row, bitten, f"{setting} saw")
    hole = 0.0 if parted else azure(row)  # beside the saw's cut a hole would leave a sliver
    cutters = (seat_cutter(row, f"{setting} seat", hole, THROUGH), *parted)
    field, lane, wide = f"settings.{setting}.thickness", row.lanes[0], row.stone.width / 2 + CLEARANCE + BESIDE
    heights = (("seats", -row.stone.pavilion), ("plate", laid.foot - laid.z))
    regions = tuple(Region(f"{setting} {name}", field, line_of(lane, z), wide) for name, z in heights)
    seen = Witness(prongs=metal.prongs(row, held, bitten, setting, part), regions=regions)
    closed = () if hole else ("no room for holes between the seats: they are closed underneath",)
    parts = Parts((around, *metal.bead_parts(row, held, part)), cutters)
    return Arrangement(parts, seen, laid.foot, notes=closed)


def _unhindered(found: Sequence[Bead], away: Callable[[Sequence[Point]], Sequence[float]]) -> list[Bead] | None:
    """The beads without those too near to another, or to the head's metal; None where a stone keeps fewer than three.

    Round a corner the inner ones come together, and metal would not flow between them; so do those beside a prong. None
    is grown together with one: the kernel misses where two wires cross almost along one another.
    """
    far = away([b.frame.origin[:2] for b in found])
    kept = [b for b, d in zip(found, far, strict=True) if d >= b.radius + OPEN]
    while kept:
        crowd = [sum(_too_near(b, other) for other in kept if other is not b) for b in kept]
        if not max(crowd):
            break
        del kept[crowd.index(max(crowd))]
    held = Counter(k for b in kept for k in b.holds)
    return kept if all(held[k] >= HOLD for b in found for k in b.holds) else None


def _too_near(a: Bead, b: Bead) -> bool:
    """Whether two beads are too near for metal to flow between them; the two of one gap are parted."""
    return a.holds != b.holds and math.dist(a.frame.origin, b.frame.origin) < a.radius + b.radius + APART - ALIKE


def _plate(p: Params, found: Circled, laid: Plan) -> Stacked:
    """A ring round the head's metal, its outer edges rounded, as wide as the row's seats and beads need."""
    outer = _scalloped if p.edge == "scalloped" else _smooth
    return plate(laid.foot, laid.top, lambda by: outer(found, laid.under.half_width + by), found.inside)


def _smooth(found: Circled, by: float) -> tuple[Curve, ...]:
    outline = beside(found.track.outline, by)
    assert outline is not None, "a track that goes round corners can be gone beside"
    return outline


def _scalloped(found: Circled, by: float) -> tuple[Curve, ...]:
    """An arc out round every stone, from the middle of one gap to the next."""
    lane, out = found.row.lanes[0], list[Curve]()
    valleys = [f.point((0.0, by, 0.0)) for f in lane.between]
    for k, stone in enumerate(lane.stones):
        (x0, y0, _), (x1, y1, _) = valleys[k - 1], valleys[k]
        x, y, _ = stone.point((0.0, by + SCALLOP, 0.0))
        out.append(arc_through((x0, y0), (x, y), (x1, y1)))
    return tuple(out)


def refuse(p: Params, stone: Measures, setting: str) -> list[Problem]:
    """Stones that no bead holds."""
    return metal.unbeaded(stone, setting)
