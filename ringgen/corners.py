"""Corners between lines and arcs, rounded by an arc that leaves no kink."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ringgen.crossing import crossings
from ringgen.plane import Arc, Curve, Line, Point, at


def eased(chain: Sequence[Curve], radius: float, corners: Sequence[int] | None = None) -> tuple[Curve, ...]:
    """An open chain with its corners rounded; corner i lies between curves i and i + 1.

    A curve between two corners gives each of them at most its half, so the order they are taken in does not matter. A
    corner whose neighbours are too short for `radius` gets the largest half, quarter… of it that fits. Corners that are
    already smooth stay.
    """
    if radius <= 0:
        return tuple(chain)
    last = len(chain) - 1
    wanted = [i for i in range(last) if corners is None or i in corners]
    fillets: dict[int, _Fillet] = {}
    for i in wanted:
        room = (0.5 if i - 1 in wanted else 0.0, 0.5 if i + 1 in wanted else 1.0)
        found = _corner(chain[i], chain[i + 1], radius, room)
        if found is not None:
            fillets[i] = found
    out: list[Curve] = []
    for i, c in enumerate(chain):
        start = fillets[i - 1].leaves if i - 1 in fillets else 0.0
        end = fillets[i].meets if i in fillets else 1.0
        out.append(_piece(c, start, end))
        if i in fillets:
            out.append(fillets[i].arc)
    return tuple(out)


@dataclass(frozen=True)
class _Fillet:
    """A rounded corner: where along the first curve it begins, and along the second it ends (0 to 1)."""

    meets: float
    arc: Arc
    leaves: float


def _corner(first: Curve, second: Curve, radius: float, room: tuple[float, float]) -> _Fillet | None:
    (ux, uy), (vx, vy) = first.tangent(at_end=True), second.tangent()
    turn = ux * vy - uy * vx
    if abs(turn) < 1e-6:
        return None
    side = 1.0 if turn > 0 else -1.0
    for attempt in range(6):
        r = radius / 2**attempt
        for centre in _meeting(first, second, side * r, first.end):
            meets, leaves = _touch(first, centre), _touch(second, centre)
            if meets is None or leaves is None or meets < room[0] or leaves > room[1]:
                continue
            a, b = at(first, meets), at(second, leaves)
            a0 = math.atan2(a[1] - centre[1], a[0] - centre[0])
            a1 = math.atan2(b[1] - centre[1], b[0] - centre[0])
            sweep = (a1 - a0) % math.tau if side > 0 else -((a0 - a1) % math.tau)
            if abs(sweep) < math.pi:
                return _Fillet(meets, Arc(centre, r, a0, a0 + sweep), leaves)
    return None


def _meeting(first: Curve, second: Curve, left: float, near: Point) -> list[Point]:
    """Where the two curves, both moved `left` mm to their left, cross; nearest to `near` first."""
    found = crossings(first, second, left)
    return sorted(found, key=lambda p: math.dist(p, near))


def _touch(c: Curve, centre: Point) -> float | None:
    """How far along the curve a circle about `centre` touches it (0 to 1); None where that misses it."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        share = ((centre[0] - c.start[0]) * tx + (centre[1] - c.start[1]) * ty) / c.length
    else:
        a = math.atan2(centre[1] - c.centre[1], centre[0] - c.centre[0])
        low, high = min(c.a0, c.a1), max(c.a0, c.a1)
        a = low + (a - low) % math.tau
        share = (a - low) / (high - low) if c.a1 > c.a0 else (high - a) / (high - low)
    return share if 1e-9 < share < 1 - 1e-9 else None


def _piece(c: Curve, start: float, end: float) -> Curve:
    if (start, end) == (0.0, 1.0):
        return c
    if isinstance(c, Line):
        return Line(at(c, start), at(c, end))
    sweep = c.a1 - c.a0
    return Arc(c.centre, c.radius, c.a0 + start * sweep, c.a0 + end * sweep)
