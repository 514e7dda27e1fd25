"""What all prong heads share: their parameters, where the prongs stand, and whether there is room for them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from ringgen.bodies import Frame
from ringgen.catalog.stones import prong_rule
from ringgen.outline import reach as reach_of
from ringgen.outline import spot as normal
from ringgen.plane import Point
from ringgen.settings import _claws as claws
from ringgen.settings._arrangement import Ground, round_outline
from ringgen.settings._claws import Rise
from ringgen.settings._footing import SEAT_CLEARANCE, UNASKED_POCKET, Footing, half_width
from ringgen.settings._rails import Path, loop, met
from ringgen.settings._standing import Standing, standing
from ringgen.spec.fields import choice, count, length, ratio
from ringgen.stones import Anchor, Anchors, Measures

LOW, HIGH = 0.3, 1.2  # mm from the band up to the culet
FINISHED = 0.83  # mm a prong keeps after its seat; JewelMind and other benches ask 0.8
PAIR_FINISHED = 0.7  # mm each claw of a pair keeps: Gemwares asks 0.6, and a round girdle takes some of one beside it
MOST_UNASKED = 6  # eight prongs are asked for by name: they hide a stone as much as they hold it
BETWEEN = 0.08  # mm between neighbouring feet
APART = 0.35  # mm between the two claws of a pair: investment fills less, and a saw passes
LEAST_SLANT = 0.75  # cosine between a pair's plane and the girdle's own normal: further round, a claw holds by its side
LEAST_FACING = 0.5  # cosine between a crossing prong's plane and the girdle's normal, at the least
STEEPER = 0.06  # of the prong's thickness: what a steep crown may take of it more than its seat
SLIM = 0.8  # of the usual prong: each claw of a pair
FOOT_WITHIN = 0.9  # of the prongs' reach at the girdle: a head opens upwards
MOST_LEAN = 50.0  # degrees from upright; a flatter prong is a shelf, and its bend has no straight to run into
LEAST_TABLE = 0.05  # of the width: a smaller table is a dome's
DOME_COVER = 0.5  # of a dome's height: where its prongs end; cabochon prongs cover a third and more (Cogswell)
UNDER_POCKET = 0.6  # mm of metal under a pocket sunk into the band: the least wall casters take
POCKET = 0.09  # mm a seat reaches below its stone's culet at the most
FOUND = 1e-7  # mm: a search by halves ends here


class HeadParams(Standing):
    """What every prong head has."""

    prongs: int | None = count(
        None, ge=2, le=12, doc="how many prongs; unset: what this cut is usually given (round: four, six from 4 mm)"
    )
    style: str = choice(
        "auto",
        ("auto", "round", "claw", "double", "v", "tab"),
        doc="the prongs: round wire, tapered claws, claws in pairs, V round points and corners, flat tabs; a stone's "
        "points are held in a V under every style; auto: round elsewhere",
    )
    diameter: float | None = length(
        None, ge=0.5, le=2.5, doc="thickness of each prong; unset: what stones of this size are given"
    )
    seat_share: float = ratio(0.28, ge=0.1, le=0.5, doc="share of the prong's thickness its seat takes")
    tip: float | None = ratio(
        None,
        ge=0.4,
        le=2.5,
        doc="height of the prong over the girdle as cast, as a share of the crown; unset: its dome begins at the table",
    )


@dataclass(frozen=True)
class Stand:
    """One prong: its spot on the girdle, its style, its upright plane (x of the frame) and its axis in it."""

    anchor: Anchor
    style: str
    frame: Frame
    rise: Rise

    @property
    def inwards(self) -> Point:
        """Unit direction from the girdle to the foot, seen from above."""
        return (-self.frame.x[0], -self.frame.x[1])

    @property
    def spot(self) -> Point:
        """Where u is 0, seen from above."""
        return (self.frame.origin[0], self.frame.origin[1])


@dataclass(frozen=True)
class Plan:
    """A head's prongs and the path their feet stand on."""

    stands: tuple[Stand, ...]
    thick: float
    footing: Footing
    path: Path


@dataclass(frozen=True)
class Spot:
    """Where a prong meets the girdle: from where u is counted, seen from above, and the direction of its plane."""

    anchor: Anchor
    at: Point
    way: Point
    style: str


Lay = Callable[[HeadParams, Measures, Ground, float], Footing]
Weave = Callable[[list[tuple[Spot, float]], float, float], list[tuple[Spot, float]]]


def straight(feet: list[tuple[Spot, float]], thick: float, reach: float) -> list[tuple[Spot, float]]:
    """Every prong in the plane square to the girdle, its foot as far in as the path lies."""
    return feet


def lift(p: Standing, stone: Measures, depth: float, low: float = LOW, high: float = HIGH) -> float:
    """Culet over band; a sunk stone's pocket leaves the metal under it whole.

    Unasked, only a cone sinks into the band: a keel along it would cut through the base beside it.
    """
    found = standing(p, depth, low, high)
    deepest = UNASKED_POCKET + POCKET - depth if round_outline(stone) else 0.0
    return max(found, deepest) if p.lift is None else found


def least_lift(depth: float) -> float:
    """The deepest a stone may stand in a band `depth` mm thick, mm; negative."""
    return UNDER_POCKET + POCKET - depth


def thickness(p: HeadParams, stone: Measures) -> float:
    """What was asked, or what a stone of this size is given: enough to be a prong after its seat, in the trade's range.

    The claws of a pair are slimmer.
    """
    if p.diameter is not None:
        return p.diameter
    rule = prong_rule(2 * half_width(stone))
    if p.style == "double":
        share, most = SLIM, max(rule.diameter, PAIR_FINISHED / kept(p, 1.0))
    else:
        share, most = 1.0, max(rule.diameter, rule.diameter_max)
    return max(share * rule.diameter, min(FINISHED / (1 - p.seat_share), most))


def anchors(p: HeadParams, stone: Measures) -> Anchors | None:
    """The cut's places for as many prongs as were asked; None where it has none. Unasked: the usual ones."""
    wanted = p.prongs
    if wanted is None and round_outline(stone):
        wanted = min(prong_rule(stone.width).count, MOST_UNASKED)
    if wanted is None:
        return stone.holds[0]
    return next((h for h in stone.holds if len(h) == wanted), None)


def style_at(p: HeadParams, anchor: Anchor) -> str:
    """A point is always held in a V; a V elsewhere only round corners."""
    if anchor.kind == "point":
        return "v"
    if p.style == "auto" or (p.style == "v" and anchor.kind == "side"):
        return "round"
    return p.style


def top_of(p: HeadParams, stone: Measures, dome: float) -> float:
    """The height at which a prong's dome, `dome` mm high, begins as cast, mm over the girdle plane."""
    if p.tip is not None:
        return stone.girdle + p.tip * stone.crown - dome
    share = DOME_COVER if stone.table < LEAST_TABLE * stone.width else 1.0
    return stone.girdle + share * stone.crown


def plan(
    p: HeadParams, stone: Measures, ground: Ground, lay: Lay, weave: Weave = straight, feet: float = 1.0
) -> Plan | None:
    """The prongs on the path nearest to the one the head asks for on which they have room; None where none has.

    `weave` moves the feet, `feet` says how far apart they stand, in thicknesses of a prong.
    """
    found = anchors(p, stone)
    if found is None:
        return None
    thick = thickness(p, stone)
    footing = lay(p, stone, ground, thick)
    spots = [s for a in found for s in _spots(p, stone, a, thick)]
    wide = (claws.TAB_WIDTH if p.style == "tab" else 1.0) * feet * thick + BETWEEN

    def at(inwards: float) -> Plan | None:
        return _standing_on(p, stone, replace(footing, inwards=inwards), spots, weave, wide)

    best = at(footing.inwards)
    low, high = min(footing.least, footing.inwards), footing.inwards
    if best is None:
        best = at(low)
        while best is not None and high - low > FOUND:
            middle = (low + high) / 2
            tried = at(middle)
            low, high, best = (middle, high, tried) if tried is not None else (low, middle, best)
    return best if best is not None and all(_opens(s.rise, stone) for s in best.stands) else None


def _spots(p: HeadParams, stone: Measures, anchor: Anchor, thick: float) -> list[Spot]:
    """One spot for each anchor; two, side by side, for a pair of claws."""
    style = style_at(p, anchor)
    if style != "double":
        return [Spot(anchor, anchor.at, anchor.out, style)]
    aside = (thick + APART) / 2
    found: list[Spot] = []
    for side in (-aside, aside):
        start = (anchor.at[0] - side * anchor.out[1], anchor.at[1] + side * anchor.out[0])
        inwards = (-anchor.out[0], -anchor.out[1])
        deep = met(stone.outline, start, inwards) or 0.0
        spot = (start[0] + deep * inwards[0], start[1] + deep * inwards[1])
        _, out = normal(stone.outline, math.atan2(spot[1], spot[0]))
        slant = max(LEAST_SLANT, out[0] * anchor.out[0] + out[1] * anchor.out[1])
        off = _reach(p, thick) * (1 / slant - 1)  # round a corner the seat bites no deeper than on a side
        spot = (spot[0] - off * inwards[0], spot[1] - off * inwards[1])
        found.append(Spot(Anchor(spot, anchor.out, anchor.kind), spot, anchor.out, "claw"))
    return found


def _reach(p: HeadParams, thick: float) -> float:
    return SEAT_CLEARANCE + thick * (0.5 - p.seat_share)


def _standing_on(
    p: HeadParams, stone: Measures, footing: Footing, spots: list[Spot], weave: Weave, wide: float
) -> Plan | None:
    """The prongs on one path, or None where they have no room on it: their feet `wide` mm apart, none too flat."""
    path = loop(stone.outline, footing.inwards, footing.half)
    if path is None:
        return None
    deep = [met(path, s.at, (-s.way[0], -s.way[1])) for s in spots]
    if any(d is None for d in deep):
        return None
    thick = thickness(p, stone)
    reach = _reach(p, thick)
    feet = weave([(s, d) for s, d in zip(spots, deep, strict=True) if d is not None], thick, reach)
    stands = [_stand(p, stone, spot, (-round(d, 9), footing.z), thick, reach) for spot, d in feet]
    steep = math.radians(MOST_LEAN)
    if any(not s.rise.sound or s.rise.lean > steep for s in stands) or _nearest_feet(stands) < wide - 1e-6:
        return None
    above, left = footing.z + footing.half, kept(p, thick)
    if any(claws.bitten(s.rise, _side(stone, spot), left, above) for s, (spot, _) in zip(stands, feet, strict=True)):
        return None
    return Plan(tuple(stands), thick, footing, path)


def _stand(p: HeadParams, stone: Measures, spot: Spot, foot: Point, thick: float, reach: float) -> Stand:
    end, claw = top_of(p, stone, thick / 2), spot.style == "claw"
    rise = claws.rise(thick, foot, reach, stone.girdle / 2, end, claw, _side(stone, spot), kept(p, thick))
    return Stand(spot.anchor, spot.style, Frame((*spot.at, 0.0), (*spot.way, 0.0)), rise)


def _side(stone: Measures, spot: Spot) -> claws.Side:
    """The side of the seat in a prong's plane, (u, z) upwards, mm; none for the arms of a V, which follow it."""
    if spot.style == "v":
        return ()
    out = spot.anchor.out
    deep = (spot.at[0] - stone.culet[0]) * out[0] + (spot.at[1] - stone.culet[1]) * out[1]
    deep /= max(LEAST_FACING, out[0] * spot.way[0] + out[1] * spot.way[1])
    return tuple((SEAT_CLEARANCE - (1.0 - share) * deep, z) for share, z in stone.side)


def kept(p: HeadParams, thick: float) -> float:
    """What the stone leaves of a prong at least, above its seat and below it, mm."""
    return (1.0 - p.seat_share - STEEPER) * thick


def _opens(rise: Rise, stone: Measures) -> bool:
    """Whether the foot stands well inside the girdle: a head opens upwards."""
    half = half_width(stone)
    return rise.lean >= 0.0 and half + rise.foot <= min(FOOT_WITHIN * (half + rise.reach), half)


def _nearest_feet(stands: list[Stand]) -> float:
    feet = [s.frame.point((s.rise.foot, 0.0, 0.0)) for s in stands]
    return min((math.dist(a, b) for i, a in enumerate(feet) for b in feet[:i]), default=math.inf)


def carried(path: Path) -> float:
    """How far a rail reaches along the stone's x, mm: what shoulders may count on, on both sides."""
    return min(reach_of(path, 0.0), reach_of(path, math.pi))
