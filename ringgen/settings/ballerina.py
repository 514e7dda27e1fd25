"""A ballerina: long stones round another stone's head like the skirt of a tutu, their ends under two walls."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from ringgen.bodies import Extruded, Faceted, Frame, Parts, Placed, Region, Revolved, Stacked, Vec, spun
from ringgen.errors import InputError, Problem
from ringgen.outline import corners, offset, polygon
from ringgen.plane import Arc, Curve, Point, arc_through, polyline
from ringgen.settings._around import FLAT, AroundParams, Circled, Plan, half_under
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._fan import fan
from ringgen.settings._offers import up
from ringgen.settings._row import WEB, Row, Under
from ringgen.settings._seats import LEAST_AZURE
from ringgen.settings._trench import LIP, Trench, least_sink, trench
from ringgen.settings._wedges import said, unheld
from ringgen.spec.fields import angle, choice, length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("ballerina-halo", "tutu")
HELD = "channel"  # two walls reach over the girdle's ends
SLOPE = 15.0  # degrees
WALL = 0.82  # mm; casters warn under 0.8
OPENING = 0.89  # of the stones' length; Weishaar: 90 to 95 %, and a mesh is a hundredth of a mm off
UNDER_GIRDLE = 0.12  # mm from the walls up to the middle stone's girdle, unless told: its setter gets under it
FROM_STONE = 0.2  # mm between the inner wall and the middle stone's lower half
KEPT = 0.06  # mm more than a stone's own length that the head's metal keeps from the trench: as closely as it is known
OVER = 0.3  # mm the trench's cutter goes on over the walls
WELDED = 0.9  # mm from the walls' upper edge down to where the inner one is grown together with the head at least
CHAMFER = 0.2  # mm: off the lower outer edge
SCALLOP = 0.22  # mm: how far a scalloped edge stands out at every stone
EDGE = 0.1  # mm: off the upper one
UNDER_SIDE = 0.4  # mm under the girdles' outer ends down to which the outside stands upright
LEAN = 0.1  # mm the outer wall is thicker at its foot
BESIDE_WALL = 0.08  # mm of floor between a window and the wall
LEAST_WINDOW = 0.5  # mm, length: a shorter one closes when the ring is cast
THROUGH = 0.3  # mm the windows' cutters go on beyond the floor
INTO = 0.04  # mm they go on into the trench: half of the air under the stones
SEAM = 11.0  # degrees: where the trench's cutter begins, out of the way of prongs and of the plate's own seam
LEVEL = 1e-6  # mm


class Params(AroundParams):
    """The trench the stones lie in."""

    edge: str = choice(
        "plain",
        ("plain", "scalloped"),
        doc="the outer wall's outside: smooth, or out round every stone, as a tutu's hem",
    )
    opening: float = ratio(
        OPENING,
        ge=0.85,
        le=0.94,
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
        ge=0.0,
        le=3.0,
        doc="how far its girdles lie under the middle stone's; unset: so that its walls end just under that",
    )
    slope: float = angle(
        SLOPE, ge=0.0, le=25.0, doc="how far the stones lean outwards, the outer ends lower: the skirt; 0: level"
    )
    wall: float = length(WALL, ge=0.6, le=1.5, doc="thickness of both walls, and of the floor under the stones")


@dataclass(frozen=True)
class Skirt(Plan):
    """How the stones lie beside the middle one, and the section of their trench."""

    trench: Trench


def plan(p: Params, stone: Measures, middle: Measures, gap: float, solid: Faceted, setting: str) -> Skirt:
    """How the stones lie beside the middle one. InputError for one with corners."""
    if corners(middle.outline):
        why = "stones do not stand evenly round corners and points"
        nearest = "round" if middle.length < 1.1 * middle.width else "oval"
        raise InputError.one(f"settings.{p.around}.stone.cut", why, "round, oval, cushion", nearest)
    drawn = _trench(p, stone, middle, solid, setting)
    high = drawn.over(_rim(p, drawn))
    if p.drop is not None and p.drop < high + UNDER_GIRDLE - LEVEL:
        why, least = "its walls would stand in the way of whoever sets the middle stone", up(high + UNDER_GIRDLE)
        raise InputError.one(f"settings.{setting}.drop", why, f"{least:g} mm or more", f"{least:g}")
    depth = high - drawn.bottom + p.wall
    drop = p.drop if p.drop is not None else high + UNDER_GIRDLE
    spread = fan(stone, gap)
    assert spread is not None, "refused before"
    return Skirt(
        under=Under(depth, drawn.outer + p.wall, FLAT, stone.width + gap),
        rise=-high,
        z=-drop,
        least=drawn.inner + gap,
        inner=half_under(middle, high - drop) - middle.width / 2 + FROM_STONE,
        clear=drawn.inner + KEPT,
        low=drawn.bottom - drop,
        high=high - drop + OVER,
        tips=high - drop + OVER,
        welded=min(depth, WELDED),
        fan=replace(spread, length=stone.length * math.cos(math.radians(p.slope))),
        lean=p.slope,
        trench=drawn,
    )


def _trench(p: Params, stone: Measures, middle: Measures, solid: Faceted, setting: str) -> Trench:
    """Its section. InputError for one so shallow that its walls are too thin over the girdles."""
    tightest = min(c.radius for c in middle.outline if isinstance(c, Arc))
    found = trench(stone, solid, p.opening, p.sink, p.slope, tightest)
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
    assert laid.fan is not None
    problems = unheld(p.count, row, laid.fan, setting)
    if problems:
        raise InputError(problems)
    part = f"{setting} walls"
    walls = Placed(part, _walls(p, found, laid))
    cutters = [_trench_cutter(found, laid, f"{setting} trench")]
    window = _window(p, row, laid)
    if window:
        deep = p.wall + row.stone.length * math.sin(math.radians(p.slope)) + THROUGH
        body = Extruded(window, drawn.floor - deep, drawn.floor + INTO)
        cutters.append(Placed(f"{setting} window", body, row.frames))
    notes = [] if window else ["no room for windows under the stones: the floor is closed"]
    notes += said(row)
    seen = Witness(regions=tuple(_regions(p, row, drawn, setting)))
    return Arrangement(Parts((walls,), tuple(cutters)), seen, laid.foot, notes=tuple(notes), bare=False, fans=True)


def _walls(p: Params, found: Circled, laid: Skirt) -> Stacked:
    """A ring round the head's metal from the floor's underside up to the walls' edges, which lean as the stones do."""
    drawn, low, z = laid.trench, laid.foot, laid.z
    out, rim = drawn.outer + p.wall, _rim(p, drawn)
    foot = drawn.level([(drawn.ledges[1], drawn.floor)])[0][0] + p.wall + LEAN
    edge = drawn.over(out - EDGE)
    side = [(low, foot - CHAMFER), (low + CHAMFER, foot), (z + drawn.beside - UNDER_SIDE, out)]
    side += [(z + edge - EDGE, out), (z + edge, out - EDGE)]
    if drawn.over(rim) > edge + LEVEL:
        side.append((z + drawn.over(rim), rim))
    if p.edge == "plain":
        return Stacked(tuple((z, _beside(found, by)) for z, by in side), found.inside)
    waves = [SCALLOP] * 5 + [0.0]
    levels = ((z, _scalloped(found.row, by, wave)) for (z, by), wave in zip(side, waves, strict=False))
    return Stacked(tuple(levels), found.inside)


def _rim(p: Params, drawn: Trench) -> float:
    """How far inwards (negative) the leaning upper side of the walls ends in a level rim."""
    return EDGE - drawn.inner - p.wall


def _beside(found: Circled, by: float) -> tuple[Curve, ...]:
    outline = offset(found.track.outline, by)
    assert outline is not None, "a track so far out that stones stand between can be gone beside"
    return outline


def _scalloped(row: Row, by: float, wave: float) -> tuple[Curve, ...]:
    """An arc out round every stone, from half way to one neighbour to half way to the next."""
    lane = row.lanes[0]
    by += max(_sag(a, b) for a, b in pairwise((*lane.stones, lane.stones[0])))
    valleys = [_outwards(f, by) for f in lane.between]
    crests = [_outwards(f, by + wave) for f in lane.stones]
    return tuple(arc_through(valleys[k - 1], crest, valleys[k]) for k, crest in enumerate(crests))


def _sag(one: Frame, two: Frame) -> float:
    """How far inside the line that neighbours stand on the place half way between them lies, mm."""
    turn = math.acos(min(1.0, sum(a * b for a, b in zip(one.x, two.x, strict=True))))
    return math.dist(one.origin, two.origin) / 2 * math.tan(turn / 4)


def _outwards(frame: Frame, by: float) -> Point:
    """The point that far outwards from a place of the row, seen from above."""
    (x, y, _), (tx, ty, _) = frame.origin, frame.x
    return (x - by * ty, y + by * tx)


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


def _window(p: Params, row: Row, laid: Skirt) -> tuple[Curve, ...]:
    """The opening in the floor under a stone, as wide as leaves bars between two; none where that is no room."""
    found = (_window_between(row, laid, bar) for bar in (p.wall, WEB) if bar <= p.wall)
    return next((outline for outline in found if outline), ())


def _window_between(row: Row, laid: Skirt, bar: float) -> tuple[Curve, ...]:
    low, high = (ledge + side * BESIDE_WALL for ledge, side in zip(laid.trench.ledges, (1.0, -1.0), strict=True))
    near, far = (_free(row, laid, y) - bar / 2 for y in (low, high))
    if near < LEAST_AZURE:
        if far <= LEAST_AZURE:
            return ()
        low += (LEAST_AZURE - near) / (far - near) * (high - low)
        near = LEAST_AZURE
    if high - low < LEAST_WINDOW:
        return ()
    return polygon((near, low), (far, high), (-far, high), (-near, low))


def _free(row: Row, laid: Skirt, y: float) -> float:
    """How far a stone's middle line lies at least from those half way to its neighbours, mm: at the walls' foot there.

    Stones that lean outwards lie nearer to one another further down.
    """
    lean, lane, found = math.radians(laid.lean), row.lanes[0], math.inf
    z = (laid.foot - laid.z + y * math.sin(lean)) / math.cos(lean)
    for k, stone in enumerate(lane.stones):
        spot = stone.point((0.0, y, z))
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
        works = "tapered-baguette, baguette, trapezoid"
        return [Problem(f"settings.{setting}.stone.cut", why, works, "tapered-baguette")]
    return []
