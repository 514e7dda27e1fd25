"""Closed outlines of lines and arcs: moved parallel to themselves, scaled, rounded, and asked how far they reach.

Outlines run counter-clockwise; outwards is to the right of travel. Coordinates are mm.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from ringgen.corners import eased
from ringgen.crossing import crossings, parallel
from ringgen.plane import Arc, Curve, Line, Point, at, points, polyline, shifted

SMOOTH = 1e-6  # sine of the angle below which two curves are taken to meet without a corner
FULL = 1e-9
SPECK = 1e-4  # mm; a shorter curve is a rounding error, not a side


def polygon(*corners: Point) -> tuple[Curve, ...]:
    """The closed outline through the corners, counter-clockwise."""
    return polyline(*corners, corners[0])


def circle(radius: float) -> tuple[Curve, ...]:
    """A circle round the origin, as four quarters that begin at +x."""
    quarter = math.pi / 2
    return tuple(Arc((0.0, 0.0), radius, quarter * i, quarter * (i + 1)) for i in range(4))


def ellipse(half_x: float, half_y: float, arcs_a_quarter: int = 4) -> tuple[Curve, ...]:
    """An ellipse as tangent arcs; with four a quarter it is within 0.1 % of the half width of the true one.

    Each arc's circle has its centre on the evolute's side between two normals, so neighbours share their tangent.
    """
    n = max(2, arcs_a_quarter)
    quarter = _quarter_ellipse(half_x, half_y, n)
    upper = (*quarter, *(_mirrored_x(c) for c in reversed(quarter)))
    return (*upper, *(_turned_half(c) for c in upper))


def _quarter_ellipse(a: float, b: float, n: int) -> tuple[Arc, ...]:
    """Biarcs through points of the ellipse with its own tangents there: two arcs for every stretch, `n` in all."""
    stretches = max(1, n // 2)
    spots = [math.pi / 2 * i / stretches for i in range(stretches + 1)]
    ends = [((a * math.cos(t), b * math.sin(t)), _unit((-a * math.sin(t), b * math.cos(t)))) for t in spots]
    return tuple(arc for (p, u), (q, v) in pairwise(ends) for arc in biarc(p, u, q, v))


def biarc(p: Point, u: Point, q: Point, v: Point) -> tuple[Arc, Arc]:
    """Two arcs that leave `p` along `u` and reach `q` along `v` without a corner between them."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    tx, ty = u[0] + v[0], u[1] + v[1]
    c = dx * dx + dy * dy
    b = dx * tx + dy * ty
    a = 2 * (1 - (u[0] * v[0] + u[1] * v[1]))
    arm = c / (2 * b) if abs(a) < 1e-12 else (-b + math.sqrt(b * b + a * c)) / a
    m = ((p[0] + q[0] + arm * (u[0] - v[0])) / 2, (p[1] + q[1] + arm * (u[1] - v[1])) / 2)
    return _leaving(p, u, m), _arriving(m, q, v)


def _leaving(p: Point, u: Point, q: Point) -> Arc:
    """The arc from `p` along `u` to `q`."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    side = u[0] * dy - u[1] * dx  # twice the chord's height over the tangent; its sign is the turn's
    radius = (dx * dx + dy * dy) / (2 * side)  # signed
    centre = (p[0] - u[1] * radius, p[1] + u[0] * radius)
    a0 = math.atan2(p[1] - centre[1], p[0] - centre[0])
    a1 = math.atan2(q[1] - centre[1], q[0] - centre[0])
    sweep = (a1 - a0) % math.tau if radius > 0 else -((a0 - a1) % math.tau)
    return Arc(centre, abs(radius), a0, a0 + sweep)


def _arriving(p: Point, q: Point, v: Point) -> Arc:
    back = _leaving(q, (-v[0], -v[1]), p)
    return Arc(back.centre, back.radius, back.a1, back.a0)


def _mirrored_x(c: Curve) -> Curve:
    """Mirrored in the y axis and run backwards, so that it goes on counter-clockwise."""
    if isinstance(c, Line):
        return Line((-c.end[0], c.end[1]), (-c.start[0], c.start[1]))
    return Arc((-c.centre[0], c.centre[1]), c.radius, math.pi - c.a1, math.pi - c.a0)


def _turned_half(c: Curve) -> Curve:
    if isinstance(c, Line):
        return Line((-c.start[0], -c.start[1]), (-c.end[0], -c.end[1]))
    return Arc((-c.centre[0], -c.centre[1]), c.radius, c.a0 + math.pi, c.a1 + math.pi)


def mirrored(right: Sequence[Curve]) -> tuple[Curve, ...]:
    """A closed outline from its right half, which runs from the lowest to the highest point of the y axis."""
    return (*right, *(_mirrored_x(c) for c in reversed(right)))


def turned(chain: Sequence[Curve], degrees: float) -> tuple[Curve, ...]:
    """The outline turned about the origin."""
    t = math.radians(degrees)
    cos, sin = math.cos(t), math.sin(t)

    def at(p: Point) -> Point:
        return (cos * p[0] - sin * p[1], sin * p[0] + cos * p[1])

    return tuple(
        Line(at(c.start), at(c.end)) if isinstance(c, Line) else Arc(at(c.centre), c.radius, c.a0 + t, c.a1 + t)
        for c in chain
    )


def scaled(chain: Sequence[Curve], by: float, about: Point = (0.0, 0.0)) -> tuple[Curve, ...]:
    """The outline `by` times as large about a point; arcs stay arcs."""

    def at(p: Point) -> Point:
        return (about[0] + by * (p[0] - about[0]), about[1] + by * (p[1] - about[1]))

    return tuple(
        Line(at(c.start), at(c.end)) if isinstance(c, Line) else Arc(at(c.centre), by * c.radius, c.a0, c.a1)
        for c in chain
    )


def offset(
    chain: Sequence[Curve], by: float, stays: Callable[[Curve], bool] = lambda _: False
) -> tuple[Curve, ...] | None:
    """The outline `by` mm further out (negative: in), corners kept sharp, curve for curve; None where one vanishes.

    Curves that `stays` names are where they were: the axis of a body that is turned.
    """
    moved = [c if stays(c) else parallel(c, -by) for c in chain]
    if any(m is None for m in moved):
        return None
    sides = [m for m in moved if m is not None]
    n = len(sides)
    joints: list[Point] = []
    for i in range(n):
        here = _joint(chain[i], chain[(i + 1) % n], sides[i], sides[(i + 1) % n])
        if here is None:
            return None
        joints.append(here)
    out = [_between(side, joints[i - 1], joints[i]) for i, side in enumerate(sides)]
    return None if any(c is None for c in out) else tuple(c for c in out if c is not None)


def _joint(first: Curve, second: Curve, a: Curve, b: Curve) -> Point | None:
    (ux, uy), (vx, vy) = first.tangent(at_end=True), second.tangent()
    if abs(ux * vy - uy * vx) < SMOOTH and ux * vx + uy * vy > 0:
        return a.end
    found = crossings(a, b)
    return min(found, key=lambda p: math.dist(p, first.end)) if found else None


def _between(c: Curve, start: Point, end: Point) -> Curve | None:
    """The part of a curve, or its continuation, between two points on it; None where they come the other way round."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        ahead = (end[0] - start[0]) * tx + (end[1] - start[1]) * ty
        return Line(start, end) if ahead > FULL else None
    a0 = math.atan2(start[1] - c.centre[1], start[0] - c.centre[0])
    a1 = math.atan2(end[1] - c.centre[1], end[0] - c.centre[0])
    a0 = c.a0 + math.remainder(a0 - c.a0, math.tau)
    a1 = c.a1 + math.remainder(a1 - c.a1, math.tau)
    return Arc(c.centre, c.radius, a0, a1) if (a1 - a0) * (c.a1 - c.a0) > FULL else None


def rounded(chain: Sequence[Curve], radius: float) -> tuple[Curve, ...]:
    """The outline with every corner rounded; it then begins in the middle of its first curve.

    Where two roundings use up the side between them but for a speck the kernel could not draw, both are made a little
    smaller.
    """
    half, rest = _halves(chain[0])
    for share in (1.0, 0.95, 0.9):
        out = eased((rest, *chain[1:], half), share * radius)
        if min(c.length for c in out) > SPECK:
            break
    return out


def _halves(c: Curve) -> tuple[Curve, Curve]:
    if isinstance(c, Line):
        mid = ((c.start[0] + c.end[0]) / 2, (c.start[1] + c.end[1]) / 2)
        return Line(c.start, mid), Line(mid, c.end)
    a = (c.a0 + c.a1) / 2
    return Arc(c.centre, c.radius, c.a0, a), Arc(c.centre, c.radius, a, c.a1)


def straight(chain: Sequence[Curve]) -> bool:
    """Whether it is a polygon."""
    return all(isinstance(c, Line) for c in chain)


def corners(chain: Sequence[Curve]) -> list[tuple[Point, float]]:
    """Every corner with the angle inside it in degrees (under 180 where it points outwards)."""
    out = []
    for a, b in zip(chain, (*chain[1:], chain[0]), strict=True):
        (ux, uy), (vx, vy) = a.tangent(at_end=True), b.tangent()
        turn = math.atan2(ux * vy - uy * vx, ux * vx + uy * vy)
        if abs(turn) > 1e-4:
            out.append((a.end, 180.0 - math.degrees(turn)))
    return out


def reach(chain: Sequence[Curve], azimuth: float, centre: Point = (0.0, 0.0)) -> float:
    """How far the outline lies from a point inside it in a direction (radians), mm: the furthest crossing."""
    return _hit(chain, azimuth, centre)[0]


def spot(chain: Sequence[Curve], azimuth: float, centre: Point = (0.0, 0.0)) -> tuple[Point, Point]:
    """Where a ray from a point inside meets the outline, and the unit normal outwards there; azimuth in radians."""
    distance, c = _hit(chain, azimuth, centre)
    p = (centre[0] + distance * math.cos(azimuth), centre[1] + distance * math.sin(azimuth))
    if isinstance(c, Line):
        tx, ty = c.tangent()
        return p, (ty, -tx)
    out = 1.0 if c.a1 > c.a0 else -1.0
    return p, (out * (p[0] - c.centre[0]) / c.radius, out * (p[1] - c.centre[1]) / c.radius)


def _hit(chain: Sequence[Curve], azimuth: float, centre: Point) -> tuple[float, Curve]:
    ray = Line(centre, (centre[0] + math.cos(azimuth), centre[1] + math.sin(azimuth)))
    best: tuple[float, Curve] = (0.0, chain[0])
    for c in chain:
        for p in crossings(ray, c):
            ahead = (p[0] - centre[0]) * (ray.end[0] - centre[0]) + (p[1] - centre[1]) * (ray.end[1] - centre[1])
            if ahead > best[0] and _on(c, p):
                best = (ahead, c)
    return best


def hits(chain: Sequence[Curve], start: Point, along: Point) -> list[float]:
    """How far ahead of a point, in a unit direction, a straight line meets the outline: ascending, mm."""
    ray = Line(start, (start[0] + along[0], start[1] + along[1]))
    found = (p for c in chain for p in crossings(ray, c) if _on(c, p))
    ahead = ((p[0] - start[0]) * along[0] + (p[1] - start[1]) * along[1] for p in found)
    return sorted(a for a in ahead if a >= 0.0)


def shifted_along(chain: Sequence[Curve], p: Point, by: float) -> Point:
    """The point `by` mm further along from a point on a closed outline, negative: back."""
    nearest = min(range(len(chain)), key=lambda i: _apart(chain[i], p))
    c, share = chain[nearest], _share(chain[nearest], p)
    if by > 0 and share > 1 - 1e-6:
        nearest, share = (nearest + 1) % len(chain), 0.0
    if by < 0 and share < 1e-6:
        nearest, share = (nearest - 1) % len(chain), 1.0
    left = abs(by)
    while True:
        c = chain[nearest]
        room = c.length * ((1 - share) if by > 0 else share)
        if left <= room:
            move = left / c.length
            return at(c, share + move if by > 0 else share - move)
        left -= room
        nearest, share = ((nearest + 1) % len(chain), 0.0) if by > 0 else ((nearest - 1) % len(chain), 1.0)


def _share(c: Curve, p: Point) -> float:
    """How far along a curve the point of it nearest to `p` lies, 0 to 1."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        return min(1.0, max(0.0, ((p[0] - c.start[0]) * tx + (p[1] - c.start[1]) * ty) / c.length))
    middle = (c.a0 + c.a1) / 2
    a = middle + math.remainder(math.atan2(p[1] - c.centre[1], p[0] - c.centre[0]) - middle, math.tau)
    return min(1.0, max(0.0, (a - c.a0) / (c.a1 - c.a0)))


def _apart(c: Curve, p: Point) -> float:
    return math.dist(p, at(c, _share(c, p)))


def _on(c: Curve, p: Point) -> bool:
    if isinstance(c, Line):
        tx, ty = c.tangent()
        return -1e-7 <= (p[0] - c.start[0]) * tx + (p[1] - c.start[1]) * ty <= c.length + 1e-7
    a, low, high = math.atan2(p[1] - c.centre[1], p[0] - c.centre[0]), min(c.a0, c.a1), max(c.a0, c.a1)
    slack = 1e-7 / c.radius
    return (a - low + slack) % math.tau <= high - low + 2 * slack


def gauge(chain: Sequence[Curve], p: Point, centre: Point = (0.0, 0.0)) -> float:
    """How many times larger about `centre` the outline would have to be to pass through a point: 1 on it."""
    away = math.dist(p, centre)
    if away < FULL:
        return 0.0
    return away / reach(chain, math.atan2(p[1] - centre[1], p[0] - centre[0]), centre)


def bounds(chain: Sequence[Curve]) -> tuple[Point, Point]:
    """The lowest and highest x and y, to 0.1 µm."""
    spots = points(chain, 1e-4)
    xs, ys = [p[0] for p in spots], [p[1] for p in spots]
    for c in chain:
        if isinstance(c, Arc):  # an arc's own extremes lie between its points
            for k in range(4):
                p = c.at(k * math.pi / 2)
                if _on(c, p):
                    xs.append(p[0])
                    ys.append(p[1])
    return (min(xs), min(ys)), (max(xs), max(ys))


def centred(chain: Sequence[Curve]) -> tuple[Curve, ...]:
    """The outline moved so that the middle of its bounds is the origin."""
    (x0, y0), (x1, y1) = bounds(chain)
    return shifted(chain, -(x0 + x1) / 2, -(y0 + y1) / 2)


def _unit(v: Point) -> Point:
    length = math.hypot(*v)
    return (v[0] / length, v[1] / length)
