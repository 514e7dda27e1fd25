"""The stones of a ring in their row on the hoop: who stands beside whom, and how far from one another.

A setting stands where it says (`at`), or beside another: then the angle is solved at which the two stones are as far
apart as `gap` asks, measured between the stones themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ringgen.design.families import Family, families, with_stones
from ringgen.design.placing import Cut, Placement, Spot, arranged, cut, ground_at, moved
from ringgen.design.shank import Shank
from ringgen.errors import InputError
from ringgen.outline import bounds
from ringgen.plane import Curve, points
from ringgen.spec.models import Setting

NEAREST = 0.1  # mm between stones nobody asked a gap for; MatrixGold and JewelCraft: 0.1 to 0.3 between stones
TOUCH = 0.05  # mm two stones keep at least: girdles that touch chip one another
FURTHEST = 75.0  # degrees from the top to a row's outermost stone: what is further round rubs the next finger
SOLVED = 1e-4  # degrees
LONG = 1.7  # length over width from which a side stone lies along the hoop, as baguettes and marquises do
TAPERED = 0.01  # of the length: how far a stone's area lies off its middle from which one end is its narrow one
ROUND_TO = 0.05  # mm: the steps in which a gap is offered
TRIES = 12
NEAR = 1.0  # mm between two stones: what is nearer needs no other height to be tried
LEVEL = 0.8  # of the way a smaller stone's girdle is raised towards its neighbour's: a little lower, as sides are
RAISED = 1.2  # mm over the band, at most: a high head's lift, and no side stone stands on stilts
TOOL_STEP = 0.05  # mm
TOOL_STEPS = 10  # half a millimetre: a setter who needs more sets that stone first
SHORT_STEP = 0.01  # mm by which a head is moved off another, at least
MOST_STEPS = 40


def row(settings: Sequence[Setting], band: Shank, clear: float, tool: float = 0.0) -> tuple[list[Placement], list[str]]:
    """Every stone of a ring, in the order of its settings (of a pair the right one first), and what was decided.

    `clear` is the narrowest opening, mm, the making rules pass between metal and metal, `tool` the width of a setter's
    tool; a gap that was asked for need not let it through. InputError for stones that
    cannot stand where they are asked to.
    """
    asked, notes = with_stones(settings)
    cuts = {s.id: cut(s) for s in asked}
    found: list[Placement] = []
    for family in families(asked):
        solver = _Row(family, cuts, band, clear, tool)
        found += solver.centred()
        notes += solver.notes
    order = [s.id for s in asked]
    found.sort(key=lambda p: order.index(p.asked.id))
    _nobody_overlaps(found)
    return found, notes


@dataclass
class _Row:
    """One family of stones, solved outwards from its root."""

    family: Family
    cuts: dict[str, Cut]
    band: Shank
    clear: float
    tool: float

    def __post_init__(self) -> None:
        self.notes: list[str] = []
        self.gaps: dict[str, float] = {}
        self.tried: set[str] = set()

    def centred(self) -> list[Placement]:
        """The row; one that is heavier on one side has its middle, not its root, at the top."""
        root = self.family.root
        at = root.at or 0.0
        for _ in range(TRIES):
            placed = self.solved(at)
            low, high = min(_ends(p)[0] for p in placed), max(_ends(p)[1] for p in placed)
            off = (low + high) / 2
            if root.at is not None or self.family.even or abs(off) < 10 * SOLVED:
                break
            at -= off
        for p in placed:
            if max(-_ends(p)[0], _ends(p)[1]) > FURTHEST:
                raise InputError.one(*_too_far(p))
        return placed

    def solved(self, at: float) -> list[Placement]:
        """The row round its root at that angle."""
        self.notes = []
        root = self.cuts[self.family.root.id]
        asked = root.asked
        middle = arranged(root, self.band, Spot(at, asked.across, asked.turn or 0.0, asked.tilt))
        found, mirror = [middle], at == 0.0 and (asked.turn or 0.0) % 180 == 0.0
        right = self.outwards(middle, self.family.right, 1.0)
        found += right
        if mirror and self.family.even:
            return found + [self.mirrored(p) for p in right]
        return found + self.outwards(middle, self.family.left, -1.0)

    def outwards(self, inner: Placement, chain: Sequence[Setting], sign: float) -> list[Placement]:
        found = []
        for s in chain:
            inner = self.next_to(inner, self.cuts[s.id], sign)
            found.append(inner)
        return found

    def mirrored(self, p: Placement) -> Placement:
        spot = replace(p.spot, at=-p.spot.at, turn=-p.spot.turn)
        return arranged(self.cuts[p.asked.id], self.band, spot, f"{p.asked.id} left")

    def next_to(self, inner: Placement, s: Cut, sign: float) -> Placement:
        """The stone beside another: as near as asked, or as near as both heads allow.

        One whose height nobody gave stands at the height at which that is nearest, seen from above.
        """
        best: tuple[Placement, float, Cut] | None = None
        for tried in [s] if s.asked.id in self.tried else _heights(inner, s, self.band):
            try:
                placed, gap = self.beside(inner, tried, sign)
            except InputError:
                if tried is s and best is None:
                    raise
                continue
            if best is None or _near_end(placed, sign) < _near_end(best[0], sign):
                best = placed, gap, tried
            if gap <= NEAR:
                break
        assert best is not None, "the last height tried is the stone's own"
        outer, gap, found = best
        asked, name = s.asked, outer.name
        self.tried.add(asked.id)
        self.cuts[asked.id], self.gaps[name] = found, gap
        if asked.gap is None:
            self.notes.append(_told(outer, inner, gap))
        elif gap > asked.gap:
            raise InputError.one(
                f"settings.{asked.id}.gap",
                f"at {asked.gap:g} mm the heads of {asked.id} and {inner.asked.id} would bite or crowd each other",
                nearest=f"{self.offered(inner, outer, found, gap, sign):.2f}, or leave it out",
            )
        return outer

    def beside(self, inner: Placement, s: Cut, sign: float) -> tuple[Placement, float]:
        """The stone beside another, and how far apart the two are."""
        from ringgen.design.apart import between  # numpy takes longer to import than a plain ring to resolve

        asked = s.asked
        name = f"{asked.id} {'right' if sign > 0 else 'left'}" if asked.side == "both" else asked.id
        spot = _spots(s, sign)
        # a row that is moved to its middle keeps the gaps it was given first, or it would never come to rest
        first = asked.gap if asked.gap is not None else self.gaps.get(name, NEAREST)
        at = self.angle(inner, s, spot, first, sign)
        outer = arranged(s, self.band, spot(at), name)
        clear = self.cleared(inner, outer, sign)
        if asked.gap is None and name not in self.gaps:
            clear = self.reached(inner, outer, clear, sign)
        if abs(clear - at) < SOLVED:
            return outer, first
        outer = arranged(s, self.band, spot(clear), name)
        return outer, between(inner.solid, inner.frame, s.solid, outer.frame)

    def cleared(self, inner: Placement, outer: Placement, sign: float) -> float:
        """The first angle from where the outer stone stands at which the two heads get along."""
        from ringgen.design.apart import HeadsApart

        heads, at = HeadsApart(inner, outer, self.clear), outer.spot.at
        radius = math.hypot(outer.frame.origin[0], outer.frame.origin[2])
        for _ in range(MOST_STEPS):
            frame = moved(outer.frame, at - outer.spot.at)
            short = heads.short(frame)
            if short <= 0.0:
                break
            at += sign * math.degrees(max(0.5 * short, SHORT_STEP) / radius)  # more might pass over where they fuse
        return at

    def reached(self, inner: Placement, outer: Placement, at: float, sign: float) -> float:
        """The first angle from `at` at which a setter's tool reaches every prong as well; `at` where none is near."""
        from ringgen.design.apart import HeadsApart
        from ringgen.design.reach import ToolWay

        way, heads = ToolWay(inner, outer, self.tool), HeadsApart(inner, outer, self.clear)
        radius = math.hypot(outer.frame.origin[0], outer.frame.origin[2])
        for step in range(TOOL_STEPS + 1):
            further = at + sign * math.degrees(step * TOOL_STEP / radius)
            frame = moved(outer.frame, further - outer.spot.at)
            if way.free(frame) and heads.short(frame) <= 0.0:
                return further
        return at

    def offered(self, inner: Placement, outer: Placement, s: Cut, gap: float, sign: float) -> float:
        """The smallest round gap from one at which the heads get along at which they do so too, mm."""
        from ringgen.design.apart import HeadsApart

        heads, first = HeadsApart(inner, outer, self.clear), math.ceil(gap / ROUND_TO)
        for steps in range(first, first + MOST_STEPS):
            at = self.angle(inner, s, _spots(s, sign), steps * ROUND_TO, sign)
            if heads.short(moved(outer.frame, at - outer.spot.at)) <= 0.0:
                return steps * ROUND_TO
        return first * ROUND_TO

    def angle(self, inner: Placement, s: Cut, spot: Callable[[float], Spot], gap: float, sign: float) -> float:
        """Where on the hoop the two stones are `gap` apart."""
        from ringgen.design.apart import between

        def short(at: float) -> bool:
            frame = ground_at(s, self.band, spot(at)).frame
            assert frame is not None
            return between(inner.solid, inner.frame, s.solid, frame) < gap

        near, far = inner.spot.at, inner.spot.at + sign * 2 * FURTHEST
        if short(far):
            raise InputError.one(f"settings.{s.asked.id}.stone", "is too large for a place on this ring", "smaller")
        while abs(far - near) > SOLVED / 4:
            middle = (near + far) / 2
            near, far = (middle, far) if short(middle) else (near, middle)
        return far


def _spots(s: Cut, sign: float) -> Callable[[float], Spot]:
    """Where the stone stands at an angle on the hoop."""
    asked = s.asked
    turn = sign * asked.turn if asked.turn is not None else _outwards(s, sign)
    return lambda at: Spot(at, asked.across, turn, asked.tilt)


def _heights(inner: Placement, s: Cut, band: Shank) -> list[Cut]:
    """The stone as asked; before that, where nobody said how high it stands, nearly level with its neighbour."""
    params = s.asked.params
    if inner.lift is None or "lift" not in type(params).model_fields or {"lift", "set"} & params.model_fields_set:
        return [s]
    here = ground_at(s, band, Spot(inner.spot.at))
    own = -here.top - s.stone.pavilion
    raised = own + LEVEL * (inner.lift + inner.stone.pavilion - own - s.stone.pavilion)
    raised = round(20 * min(raised, RAISED)) / 20
    if raised <= own:
        return [s]
    higher = s.asked.model_copy(update={"params": params.model_copy(update={"lift": raised})})
    return [replace(s, asked=higher), s]


def _near_end(p: Placement, sign: float) -> float:
    """How far out, seen from above, a stone beside another begins; mm."""
    return min(sign * p.frame.point((x, y, 0.0))[0] for x, y in points(p.stone.outline, 0.05))


def _told(outer: Placement, inner: Placement, gap: float) -> str:
    near = gap <= NEAREST + 1e-9
    why = "side by side" if near else "as near as their heads and a setter's tool allow"
    high = f"; its culet {outer.lift:.2f} mm over the band" if outer.lift is not None else ""
    return f"{outer.asked.id}: its stone and {inner.asked.id}'s are {gap:.2f} mm apart, {why}{high}"


def _outwards(s: Cut, sign: float) -> float:
    """How the trade lays a side stone: its narrow end away from the middle; a long one along the hoop."""
    off = _area_off(s.stone.outline) / s.stone.length
    if abs(off) > TAPERED:
        return sign * (-90.0 if off < 0 else 90.0)
    return 90.0 if s.stone.length > LONG * s.stone.width else 0.0


def _area_off(outline: tuple[Curve, ...]) -> float:
    """How far the area's middle lies from the outline's along the length, mm; negative: the narrow end is at +y."""
    spots = points(outline, 0.01)
    area = moment = 0.0
    for (x0, y0), (x1, y1) in zip(spots, [*spots[1:], spots[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        area += cross / 2
        moment += cross * (y0 + y1) / 6
    low, high = bounds(outline)
    return moment / area - (low[1] + high[1]) / 2


def _ends(p: Placement) -> tuple[float, float]:
    """The angles on the hoop between which a stone lies, degrees."""
    corners = [p.frame.point((x, y, 0.0)) for x, y in points(p.stone.outline, 0.02)]
    angles = [math.degrees(math.atan2(x, z)) for x, _, z in corners]
    return min(angles), max(angles)


def _too_far(p: Placement) -> tuple[str, str, str, str]:
    low, high = _ends(p)
    reach = max(-low, high)
    size = p.stone.width * max(0.3, 1 - 1.6 * (reach - FURTHEST) / (high - low))
    return (
        f"settings.{p.asked.id}.stone",
        f"the row reaches {reach:.0f}° down the hoop",
        f"up to {FURTHEST:g}°, with smaller or fewer stones",
        f"{math.floor(10 * size) / 10:g} mm wide",
    )


def _nobody_overlaps(found: Sequence[Placement]) -> None:
    for a, b in _pairs(found):
        from ringgen.design.apart import between

        if between(a.solid, a.frame, b.solid, b.frame) >= TOUCH:
            continue
        if b.asked.beside is None:
            raise InputError.one(
                f"settings.{b.asked.id}.beside",
                f"its stone stands where {a.asked.id}'s does",
                f'beside = "{a.asked.id}", or another `at`',
                f'"{a.asked.id}"',
            )
        why = f"the stones of {a.name} and {b.name} meet behind those between them"
        raise InputError.one(f"settings.{b.asked.id}.gap", why, "larger")


def _pairs(found: Sequence[Placement]) -> Iterator[tuple[Placement, Placement]]:
    yield from combinations(found, 2)
