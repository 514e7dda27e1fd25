"""A ballerina: long stones round another stone's head like the skirt of a tutu, their ends under two walls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Body, Extruded, Faceted, Parts, Placed, Region, Revolved, Stacked, Vec, spun
from ringgen.errors import InputError, Problem
from ringgen.outline import corners, offset, polygon
from ringgen.plane import Arc, Curve, polyline
from ringgen.settings._around import FLAT, AroundParams, Circled, Plan, half_at
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._fan import ends, fan
from ringgen.settings._offers import up
from ringgen.settings._row import CLEARANCE, Row, Under
from ringgen.settings._seats import LEAST_AZURE
from ringgen.settings._trench import LIP, Trench, least_sink, trench
from ringgen.spec.fields import length, ratio
from ringgen.stones import Measures
from ringgen.track import beside
from ringgen.witness import Witness

ALIASES = ("ballerina-halo", "tutu")
HELD = "channel"  # two walls reach over the girdle's ends
WALL = 0.82  # mm; casters warn under 0.8
OPENING = 0.89  # of the stones' length; Weishaar: 90 to 95 %, and a mesh is a hundredth of a mm off
UNDER_GIRDLE = 0.12  # mm from the walls up to the middle stone's girdle, unless told: its setter gets under it
FROM_STONE = 0.2  # mm between the inner wall and the middle stone's lower half
KEPT = 0.06  # mm more than a stone's own length that the head's metal keeps from the trench: as closely as it is known
OVER = 0.3  # mm the trench's cutter goes on over the walls
WELDED = 0.9  # mm from the walls' upper edge down to where the inner one is grown together with the head at least
CHAMFER = 0.2  # mm: off the lower outer edge
EDGE = 0.1  # mm: off the upper one
LEAN = 0.1  # mm the outer wall is thicker at its foot
BESIDE_WALL = 0.08  # mm of floor between a window and the wall
LEAST_WINDOW = 0.5  # mm, length: a shorter one closes when the ring is cast
THROUGH = 0.3  # mm the windows' cutters go on beyond the floor
SEAM = 11.0  # degrees: where the trench's cutter begins, out of the way of prongs and of the plate's own seam
TOLD = 0.15  # mm: how much wider a gap is at one end than at the other before that is said
MOST_WEDGE = 0.6  # mm: a gap that opens by more lets its stones turn between the walls
LEAST_SHARE = 0.35  # of a tapered stone's wide end: nearer a triangle than that is another cut
LEAST_LONG = 1.2  # times its width: a shorter one is no baguette
LEVEL = 1e-6  # mm


class Params(AroundParams):
    """The trench the stones lie in."""

    opening: float = ratio(
        OPENING,
        ge=0.85,
        le=0.95,
        doc="width of the trench between its walls' top edges, as a share of the stones' length: half of the rest is "
        "covered by either wall",
    )
    sink: float | None = length(
        None,
        ge=0.0,
        le=1.5,
        doc="how far the tables lie under the walls' top edges; unset: as little as leaves the walls thick enough over "
        "the girdles",
    )
    drop: float | None = length(
        None,
        ge=-1.0,
        le=3.0,
        doc="how far its girdles lie under the middle stone's; unset: so that its walls end just under that",
    )
    wall: float = length(WALL, ge=0.6, le=1.5, doc="thickness of both walls, and of the floor under the stones")


@dataclass(frozen=True)
class Skirt(Plan):
    """How the stones lie beside the middle one, and the section of their trench."""

    trench: Trench


def plan(p: Params, stone: Measures, middle: Measures, gap: float, solid: Faceted, setting: str) -> Skirt:
    """How the stones lie beside the middle one."""
    drawn = _trench(p, stone, middle, solid, setting)
    depth = drawn.top - drawn.floor + p.wall
    drop = p.drop if p.drop is not None else drawn.top + UNDER_GIRDLE
    reach = stone.length / 2
    return Skirt(
        under=Under(depth, drawn.outer + p.wall, FLAT, stone.width + gap),
        rise=-drawn.top,
        z=-drop,
        least=reach + gap,
        inner=half_at(middle, drawn.top - drop) - middle.width / 2 + FROM_STONE,
        clear=reach + CLEARANCE + KEPT,
        low=drawn.floor - drop,
        high=drawn.top - drop + OVER,
        tips=drawn.top - drop + OVER,
        welded=min(depth, WELDED),
        fan=fan(stone, gap),
        trench=drawn,
    )


def _trench(p: Params, stone: Measures, middle: Measures, solid: Faceted, setting: str) -> Trench:
    """Its section. InputError for one so shallow that its walls are too thin over the girdles."""
    tightest = min((c.radius for c in middle.outline if isinstance(c, Arc)), default=0.0)
    found = trench(stone, solid, p.opening, p.sink, 0.0 if corners(middle.outline) else tightest)
    least = least_sink(found, stone)
    if p.sink is not None and p.sink < least - LEVEL:
        why = f"leaves less than {LIP:g} mm of metal over the girdles"
        raise InputError.one(f"settings.{setting}.sink", why, f"{least:.2f} mm or more", f"{up(least):g}")
    return found


def encircle(p: Params, found: Circled, laid: Plan, setting: str) -> Arrangement:
    """The two walls and the floor between them, the trench the stones lie in, and a window under each, in the middle
    stone's frame. InputError for stones whose taper leaves wedges between them.
    """
    assert isinstance(laid, Skirt)
    row, drawn = found.row, laid.trench
    wedges = _wedges(row)
    if max(wedges, key=abs) > MOST_WEDGE or min(wedges) < -MOST_WEDGE:
        raise InputError([_wedged(row, wedges, setting)])
    part = f"{setting} walls"
    walls = Placed(part, _walls(p, found, laid, drawn))
    cutters = [_trench_cutter(found, laid, f"{setting} trench")]
    window = _window(p, row, drawn)
    if window:
        body = Extruded(window, laid.foot - laid.z - THROUGH, drawn.floor + THROUGH)
        cutters.append(Placed(f"{setting} window", body, row.frames))
    notes = [] if window else ["no room for windows under the stones: the floor is closed"]
    notes += _said(row, wedges)
    seen = Witness(regions=tuple(_regions(p, row, drawn, setting)))
    return Arrangement(
        Parts((walls,), tuple(cutters)), seen, laid.foot, notes=tuple(notes), bare=False, fans=True
    )


def _walls(p: Params, found: Circled, laid: Plan, drawn: Trench) -> Stacked:
    """A ring round the head's metal from the floor's underside up to the walls' top edges, narrower at its foot."""
    low, high, out = laid.foot, laid.top, drawn.outer + p.wall
    foot = drawn.ledges[1] + p.wall + LEAN
    girdle = min(laid.z, high - 2 * EDGE)
    levels = ((low, foot - CHAMFER), (low + CHAMFER, foot), (girdle, out), (high - EDGE, out), (high, out - EDGE))
    return Stacked(tuple((z, _beside(found, by)) for z, by in levels), found.inside)


def _beside(found: Circled, by: float) -> tuple[Curve, ...]:
    outline = beside(found.track.outline, by) if by > 0.0 else offset(found.track.outline, by)
    assert outline is not None, "a track that goes round corners can be gone beside"
    return outline


def _trench_cutter(found: Circled, laid: Skirt, part: str) -> Placed:
    """The trench, turned about the middle stone's axis where that is round."""
    inner, outer = laid.trench.sides(OVER)
    around = found.track.outline
    first = around[0]
    if isinstance(first, Arc) and all(isinstance(c, Arc) and math.hypot(*c.centre) < LEVEL for c in around):
        turned = [(first.radius + d, laid.z + z) for d, z in (*outer, *reversed(inner))]
        return Placed(part, Revolved(polyline(*turned, turned[0])), (spun(SEAM),))
    levels, core = (tuple((laid.z + z, _beside(found, d)) for d, z in side) for side in (outer, inner))
    return Placed(part, Stacked(levels, core=core))


def _wedges(row: Row) -> list[float]:
    """How much wider the opening after each stone is at the ends away from the middle than at those towards it, mm."""
    inner, outer = ends(row.stone)
    half, frames = row.stone.length / 2, row.frames
    out = []
    for one, two in pairwise([*frames, frames[0]]):
        near, far = (
            math.dist(one.point((-wide / 2, y, 0.0)), two.point((wide / 2, y, 0.0)))
            for wide, y in ((inner, -half), (outer, half))
        )
        out.append(far - near)
    return out


def _said(row: Row, wedges: Sequence[float]) -> list[str]:
    """What is to be said of openings that are no slots."""
    worst = max(wedges, key=abs)
    if abs(worst) <= TOLD:
        return []
    where = "away from the middle" if worst > 0.0 else "towards the middle"
    even = _even(row, wedges)
    taper = f"; stones {even:.2f} mm wide at the narrow end would close evenly" if even < row.stone.width else ""
    return [f"the openings between stones are up to {abs(worst):.2f} mm wider at the ends {where}{taper}"]


def _even(row: Row, wedges: Sequence[float]) -> float:
    """How wide the inner ends would be for openings as wide at one end as at the other, on the whole; mm."""
    return ends(row.stone)[0] - (max(wedges) + min(wedges)) / 2


def _wedged(row: Row, wedges: Sequence[float], setting: str) -> Problem:
    """Stones that widen so much less, or more, than the circle they stand on that they could turn in their places."""
    stone, worst = row.stone, max(wedges, key=abs)
    at, (inner, outer) = f"settings.{setting}.stone", ends(stone)
    why = f"leaves openings between the stones {abs(worst):.2f} mm wider at one end than at the other"
    even, rest = _even(row, wedges), (max(wedges) - min(wedges)) / 2
    if rest <= MOST_WEDGE and LEAST_SHARE * outer <= even <= outer:
        if inner < outer - LEVEL:
            return Problem(f"{at}.narrow", why, f"about {even:.2f} mm", f"{even:.2f}")
        return Problem(f"{at}.cut", why, "tapered-baguette", "tapered-baguette")
    shorter = math.floor(20 * stone.length * MOST_WEDGE / abs(worst)) / 20
    nearest = f"{shorter:g}" if shorter >= LEAST_LONG * stone.width else None
    return Problem(f"{at}.length", why, "shorter stones, or a rounder one in the middle", nearest)


def _window(p: Params, row: Row, drawn: Trench) -> tuple[Curve, ...]:
    """The opening in the floor under a stone, as wide as leaves bars between two; none where that is no room."""
    low, high = (ledge + side * BESIDE_WALL for ledge, side in zip(drawn.ledges, (1.0, -1.0), strict=True))
    near, far = (_free(row, y) - p.wall / 2 for y in (low, high))
    if near < LEAST_AZURE:
        if far <= LEAST_AZURE:
            return ()
        low += (LEAST_AZURE - near) / (far - near) * (high - low)
        near = LEAST_AZURE
    if high - low < LEAST_WINDOW:
        return ()
    return polygon((near, low), (far, high), (-far, high), (-near, low))


def _free(row: Row, y: float) -> float:
    """How far a point of a stone's middle line lies at least from the lines half way to its neighbours, mm."""
    lane, found = row.lanes[0], math.inf
    for k, stone in enumerate(lane.stones):
        spot = stone.point((0.0, y, 0.0))
        for line in (lane.between[k - 1], lane.between[k]):
            away = sum(d * (a - b) for d, a, b in zip(line.x, spot, line.origin, strict=True))
            found = min(found, abs(away))
    return found


def _regions(p: Params, row: Row, drawn: Trench, setting: str) -> list[Region]:
    """The walls, and the floor, all made thicker by one field."""
    field, middle = f"settings.{setting}.wall", (drawn.ledges[0] + drawn.ledges[1]) / 2
    lines = (
        (f"{setting} inner wall", -drawn.inner - p.wall / 2, 0.0),
        (f"{setting} outer wall", drawn.outer + p.wall / 2, 0.0),
        (f"{setting} floor", middle, drawn.floor - p.wall / 2),
    )
    reach = (p.wall, p.wall, row.stone.length / 2)
    return [Region(part, field, _line(row, d, z), r, p.wall) for (part, d, z), r in zip(lines, reach, strict=True)]


def _line(row: Row, out: float, z: float) -> tuple[Vec, ...]:
    spots = tuple(f.point((0.0, out, z)) for f in row.frames)
    return (*spots, spots[0])


def refuse(p: Params, stone: Measures, setting: str) -> list[Problem]:
    """Stones whose ends do not lie along the walls."""
    if fan(stone, 0.0) is None or stone.pavilion <= 0.2 * stone.width:
        why = "two walls hold stones with a straight end on either side"
        return [Problem(f"settings.{setting}.stone.cut", why, "tapered-baguette, baguette, trapezoid", "tapered-baguette")]
    return []
