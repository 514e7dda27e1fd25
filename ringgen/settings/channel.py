"""A channel: stones side by side between two walls that reach over their girdles, nothing between them."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.bodies import Extruded, Frame, Groove, Hoop, Parts, Placed, Region, Revolved, spun
from ringgen.errors import Problem
from ringgen.outline import polygon
from ringgen.plane import Line, polyline, reflected
from ringgen.settings._arrangement import Arrangement
from ringgen.settings._channel import AMPLE, FLOOR, LIP, MOST_SINK, Section, least_sink, long_sided, section, wall
from ringgen.settings._offers import MOST_THICKNESS, MOST_WIDTH, STEP, too_deep, up
from ringgen.settings._row import CLEARANCE, SEAM, UNDER_CULET, WEB, Lane, Row, RowParams, Under, round_only
from ringgen.settings._seats import THROUGH
from ringgen.spec.fields import length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("channel-set", "channel-setting")
HELD = "channel"  # two walls reach over the girdle
MIXED = "gems"  # one groove fits one size
STEADY = True  # the groove is turned about the finger's axis: the band must be the same all along it
MOST_GAP = 0.3  # mm between two stones, which nothing but each other keeps in their places; MatrixGold: 0.1 to 0.3
OPENING = 0.9  # of the stones' width; Professional Jeweler, December 2001: 90 % below 3 mm; Weishaar: 90 to 95 %
ABOVE_FLOOR = 0.5  # of the way from the channel's floor to its bearings: where a hole's cutter ends, in the open
ROUNDS = 5  # in which a thicker band's crown is followed
LEVEL = 1e-3  # mm: less than that is no difference


class Params(RowParams):
    """How deep the stones lie, and how far the walls reach over them."""

    opening: float = ratio(
        OPENING,
        ge=0.85,
        le=0.95,
        doc="width of the channel between its walls' top edges, as a share of the stones': half of the rest is covered "
        "by either wall",
    )
    sink: float | None = length(
        None,
        ge=0.0,
        le=1.5,
        doc="how far the tables lie under the middle of the band's outside; unset: as little as leaves walls thick "
        "enough over the girdles",
    )


def rise(p: Params, stone: Measures, under: Under) -> float:
    """Girdle under the band's outside, mm: negative."""
    sink = p.sink if p.sink is not None else least_sink(stone, under, p.opening)
    return -(stone.girdle + stone.crown + sink)


def beyond(p: Params, stone: Measures, under: Under) -> float:
    """From a row's last stone's middle to where nothing else may stand: the metal beyond the channel's end."""
    return stone.width / 2 + CLEARANCE + WEB


def lay(p: Params, row: Row, setting: str) -> Arrangement:
    """The groove with its bearings, and a hole under every stone."""
    drawn = section(row.stone, row.under, row.rise, row.chord, p.opening)
    cutters = [_groove(lane, row.stone, drawn, f"{setting} channel") for lane in row.lanes]
    if drawn.hole > 0.0:
        cutters.append(_azures(row, drawn, f"{setting} azure"))
    closed = () if drawn.hole > 0.0 else ("no room for azures under the stones: the channel's floor is closed",)
    seen = Witness(regions=_regions(row, setting))
    return Arrangement(
        Parts(cutters=tuple(cutters)), seen, row.under.radius, notes=closed, holes=(drawn.hole,) * len(row.frames)
    )


def _groove(lane: Lane, stone: Measures, drawn: Section, part: str) -> Placed:
    """The section turned about the finger's axis: all round, or past the first and the last stone.

    Round stones have its ends round, half a seat each; others flat, beside their own sides.
    """
    first = lane.stones[0].origin
    radius, across = math.hypot(first[0], first[2]), first[1]
    half = polyline(*drawn.half)
    if lane.closed:
        right = polyline(*((y, radius + z) for y, z in drawn.half))
        whole = (*right, *(reflected(c) for c in reversed(right)))
        seam = math.degrees(_angle(lane.between[0]))
        return Placed(part, Hoop(((seam, whole),)), (Frame((0.0, across, 0.0)),))
    turned = round_only(stone)
    if turned and len(lane.stones) == 1:
        body = (*half, Line(drawn.half[-1], drawn.half[0]))
        return Placed(part, Revolved(body), (spun(SEAM).within(lane.stones[0]),))
    past = 0.0 if turned else math.atan((stone.width / 2 + CLEARANCE) / radius)
    a, last = _angle(lane.stones[0]) - past, _angle(lane.stones[-1]) + past
    frame = Frame((0.0, across, 0.0), (math.cos(a), 0.0, -math.sin(a)), (math.sin(a), 0.0, math.cos(a)))
    return Placed(part, Groove(half, radius, math.degrees(last - a) % 360.0, turned), (frame,))


def _angle(frame: Frame) -> float:
    return math.atan2(frame.origin[0], frame.origin[2])


def _azures(row: Row, drawn: Section, part: str) -> Placed:
    """Holes from within the channel on through the finger's wall: round, or as the stones' own sides are."""
    low, high = -row.rise - row.under.depth - THROUGH, drawn.floor + ABOVE_FLOOR * (drawn.half[2][1] - drawn.floor)
    if round_only(row.stone):
        side = polyline((0.0, low), (drawn.hole, low), (drawn.hole, high), (0.0, high), (0.0, low))
        return Placed(part, Revolved(side), tuple(spun(SEAM).within(f) for f in row.frames))
    x, y = drawn.hole, drawn.hole * row.stone.length / row.stone.width
    return Placed(part, Extruded(polygon((x, -y), (x, y), (-x, y), (-x, -y)), low, high), row.frames)


def _regions(row: Row, setting: str) -> tuple[Region, ...]:
    """The walls, which a wider band makes thicker, and the floor, which a thicker one does."""
    half, out = row.stone.length / 2, list[Region]()
    for lane in row.lanes:
        ends = (lane.stones[0],) if lane.closed else (lane.between[-1],)
        frames = (lane.between[0], *lane.stones, *ends)
        for side in (-1.0, 1.0):
            line = tuple(f.point((0.0, side * (half + WEB / 2), 0.0)) for f in frames)
            out.append(Region(f"{setting} channel wall", "band.width", line, WEB))
        floor = tuple(f.point((0.0, 0.0, -row.stone.pavilion)) for f in frames)
        out.append(Region(f"{setting} channel floor", "band.thickness", floor, half))
    return tuple(out)


def refuse(p: Params, stone: Measures, under: Under, setting: str) -> list[Problem]:
    """Stones without sides to hold, a band that leans, or one too narrow or too thin for them."""
    if not (round_only(stone) or long_sided(stone)):
        why = "a channel's walls hold round stones, or straight sides alike on both sides"
        return [Problem(f"settings.{setting}.stone.cut", why, "round, princess, square, baguette", "round")]
    least = stone.length + 2 * (CLEARANCE + WEB)
    if 2 * under.half_width < least - LEVEL and least <= MOST_WIDTH:
        return [_too_narrow(stone, least + under.across[-1][0] - under.across[0][0] - 2 * under.half_width)]
    if abs(_lean(stone, under)) > LEVEL:
        why = "the band's outside leans there: one wall would stand higher than the other"
        return [Problem(f"settings.{setting}.across", why, "0, or a flat profile", "0")]
    sink = least_sink(stone, under, p.opening)
    if sink > MOST_SINK:
        why = "the band's outside falls away too far beside the stones for walls over them"
        return [Problem("band.profile", why, "flat, court, d", "flat")]
    if p.sink is not None and p.sink < sink - LEVEL:
        why = f"leaves less than {LIP:g} mm of metal over the girdles"
        return [Problem(f"settings.{setting}.sink", why, f"{sink:.2f} mm or more", f"{up(sink):g}")]
    thick = _thick_enough(p, stone, under)
    if thick.depth > MOST_THICKNESS or least > MOST_WIDTH:
        why = f"a band broad and thick enough for stones of {stone.length:g} mm, {stone.depth:.2f} mm deep, is no ring"
        return [Problem(f"settings.{setting}.type", why, "smaller stones", "bezel")]
    return [*_narrow(p, stone, thick), *_thin(stone, under, thick)]


def _lean(stone: Measures, under: Under) -> float:
    """How much higher the band's outside is on one side of the stones than on the other, mm."""
    half = stone.length / 2
    return under.at(half) - under.at(-half)


def _thick_enough(p: Params, stone: Measures, under: Under) -> Under:
    """The same band, or one thick enough for the stones' depth: what is crowned is crowned the more for it."""
    for _ in range(ROUNDS):
        found = rise(p, stone, under)
        hole = section(stone, under, found, under.chord, p.opening).hole
        deep = stone.pavilion - found + (UNDER_CULET if hole > 0.0 else CLEARANCE + FLOOR)
        if deep <= under.depth + LEVEL:
            break
        outline = tuple((y, h * deep / under.depth) for y, h in under.across)
        under = replace(under, depth=deep, radius=under.radius + deep - under.depth, outline=outline)
    return under


def _narrow(p: Params, stone: Measures, under: Under) -> list[Problem]:
    found = rise(p, stone, under)
    if wall(stone, under, found, p.opening) >= WEB - LEVEL:
        return []
    now = under.across[-1][0] - under.across[0][0]
    falls = max(abs(h) for _, h in under.across) > LEVEL  # by how much, in a wider band, its profile alone knows
    wanted = AMPLE if falls else WEB - LEVEL
    tried = (up(now + k * STEP) for k in range(1, round(MOST_WIDTH / STEP)))
    width = next((w for w in tried if wall(stone, under, found, p.opening, w / now) >= wanted), MOST_WIDTH)
    return [_too_narrow(stone, width)]


def _too_narrow(stone: Measures, least: float) -> Problem:
    width, why = (
        up(least),
        f"a channel for stones {stone.length:g} mm wide leaves less than {WEB:g} mm of wall beside them",
    )
    return Problem("band.width", why, f"{width:g} mm or more", f"{width:g}")


def _thin(stone: Measures, under: Under, enough: Under) -> list[Problem]:
    if enough.depth <= under.depth + LEVEL:
        return []
    return [too_deep(stone, under.depth, "band.thickness", enough.depth + max(h for _, h in under.across))]
