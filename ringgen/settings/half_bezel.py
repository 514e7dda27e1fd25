"""A stone held by two arcs of wall, left open between them: the half bezel, on the cup of a full one."""

from __future__ import annotations

import math
from dataclasses import replace

from ringgen.bodies import Extruded, Faceted, Frame, Parts, Placed
from ringgen.corners import eased
from ringgen.errors import InputError, Problem
from ringgen.outline import bounds, corners, reach
from ringgen.plane import Curve, polyline
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._bezel import BezelParams, Fitted, bezel_lift, built, fitting, problems, witness
from ringgen.settings._bezel_bodies import ABOVE
from ringgen.settings._cup import SHARP, Shares, cone, pocket, shares
from ringgen.spec.fields import angle, choice
from ringgen.stones import Measures

ALIASES = ("semi-bezel", "open-bezel", "partial-bezel")
PROTECTS = False
DOWN = 0.6, 0.1  # of the ledge's drop, and mm more: how far the open sides go down under the girdle
ROUNDED = 0.45  # mm, radius of an opening's lower corners
COVER, MOST_COVER, STEP = 110.0, 150.0, 5.0  # degrees
BESIDE = 0.85  # mm of wall beside a point of the stone at least: 0.62 next to the notch there; casters ask 0.6
SHY = 2.0  # degrees by which the walls are said to be shorter than they are: where a ray grazes the end of one
ACROSS = {"ends": Frame(x=(1.0, 0.0, 0.0), z=(0.0, -1.0, 0.0)), "sides": Frame(x=(0.0, 1.0, 0.0), z=(1.0, 0.0, 0.0))}
"""Across an opening, up, and along it."""


class Params(BezelParams):
    """The cup and its openings."""

    open: str | None = choice(
        None,
        ("ends", "sides"),
        doc="where the wall is left open: at both ends of the stone's length, or at its two sides; unset: at the ends, "
        "at the sides of a stone whose ends are points",
    )
    cover: float | None = angle(
        None,
        ge=70.0,
        le=MOST_COVER,
        doc="how much of the way round each of the two walls goes; unset: 110, or as far as a stone's points need",
    )


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return bezel_lift(p, depth)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """What a full bezel refuses, and a stone whose points would lie open."""
    return _exposed(p, stone, setting) or problems(p, stone, ground, cone(stone), setting)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The cup, its pocket and openings, and what they are held to. InputError where the facets leave no room."""
    held = shares(solid, stone)
    found = fitting(p, stone, ground, held)
    if found is None:
        raise InputError(problems(p, stone, ground, held, setting))
    full = built(p, found, stone, held, ground, setting)
    cover, way = _opened(p, stone) or (COVER, "ends")
    half = _half_opening(cover, stone, way)
    slot = Placed(f"{setting} opening", _slot(found, half, held, stone), (ACROSS[way],))
    seen = witness(found, stone, setting, _covers(found, half, way))
    return replace(full, parts=full.parts + Parts(cutters=(slot,)), witness=seen)


def _slot(f: Fitted, half: float, held: Shares, stone: Measures) -> Extruded:
    """What is cut away, right through the head: a U with rounded corners, open above."""
    seat = [z for z, _ in pocket(f.cup, held, f.end) if z > f.end.floor]
    share, more = DOWN
    low, high = share * min(seat, default=0.0) - more, f.cup.top + ABOVE
    sides = eased(polyline((half, high), (-half, high), (-half, low), (half, low), (half, high)), ROUNDED, (1, 2))
    far = max(stone.length, stone.width) + 2 * f.cup.wall
    return Extruded(sides, -far, far)


def _opened(p: Params, stone: Measures) -> tuple[float, str] | None:
    """How far the walls go and where they are open: as asked, else so that no point of the stone lies bare.

    None where there always is one.
    """
    ways = (p.open,) if p.open else ("ends", "sides")
    covers = (p.cover,) if p.cover is not None else _covers_from(COVER)
    return next(((c, w) for c in covers for w in ways if not _bare(_half_opening(c, stone, w), stone, w)), None)


def _covers_from(least: float) -> tuple[float, ...]:
    return tuple(least + k * STEP for k in range(round((MOST_COVER - least) / STEP) + 1))


def _bare(half: float, stone: Measures, way: str) -> bool:
    return any(
        abs(at[0] if way == "ends" else at[1]) < half + BESIDE
        for at, degrees in corners(stone.outline)
        if degrees < SHARP
    )


def _exposed(p: Params, stone: Measures, setting: str) -> list[Problem]:
    if _opened(p, stone) is not None:
        return []
    why = "a point of the stone would lie bare in the opening, where it chips"
    for way in ("ends", "sides"):
        if _opened(p.model_copy(update={"open": way}), stone) is not None:
            return [Problem(f"settings.{setting}.open", why, nearest=way)]
    for cover in _covers_from(COVER):
        if _opened(p.model_copy(update={"cover": cover}), stone) is not None:
            return [Problem(f"settings.{setting}.cover", why, nearest=f"{cover:g}")]
    return [Problem(f"settings.{setting}.type", why, nearest="bezel")]


def _half_opening(cover: float, stone: Measures, way: str) -> float:
    """Half the width of the opening, mm: where the nearest of the walls' four ends lies."""
    middle = 0.0 if way == "ends" else 90.0
    found = []
    for side in (middle, middle + 180.0):
        for end in (side - cover / 2, side + cover / 2):
            a = math.radians(end)
            found.append(abs(reach(stone.outline, a) * (math.cos(a) if way == "ends" else math.sin(a))))
    return min(found)


def _covers(f: Fitted, half: float, way: str) -> tuple[tuple[float, float], ...]:
    """Between which azimuths there is a whole wall, degrees."""
    (x0, y0), (x1, y1) = bounds(f.inside)
    ring: tuple[Curve, ...] = f.inside
    upper, lower = (y1, y0) if way == "ends" else (x1, x0)
    ends = []
    for u, far in ((half, upper), (half, lower), (-half, upper), (-half, lower)):
        ray = _edge_at(ring, u, far, way)
        ends.append(math.degrees(math.atan2(ray[1], ray[0])) % 360.0)
    right_up, right_low, left_up, left_low = ends
    if way == "ends":
        return ((right_low - 360.0 + SHY, right_up - SHY), (left_up + SHY, left_low - SHY))
    return ((right_up + SHY, right_low - SHY), (left_low + SHY, (left_up - SHY) % 360.0 or 360.0))


def _edge_at(ring: tuple[Curve, ...], u: float, far: float, way: str) -> tuple[float, float]:
    """Where the inside of the wall meets the opening's side, on the way out to `far`."""
    low, high = 0.0, abs(far)
    sign = math.copysign(1.0, far)
    for _ in range(50):
        middle = (low + high) / 2
        at = (u, sign * middle) if way == "ends" else (sign * middle, u)
        within = math.hypot(*at) < reach(ring, math.atan2(at[1], at[0]))
        low, high = (middle, high) if within else (low, middle)
    return (u, sign * low) if way == "ends" else (sign * low, u)
