"""Between stones that stand out like rays: whether a slot opens between two, or a wedge they turn in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from ringgen.errors import Problem
from ringgen.settings._fan import Fan, ends
from ringgen.settings._row import Row

TOLD = 0.15  # mm: how much wider a gap is at one end than at the other before that is said
MOST_WEDGE = 0.6  # mm: a gap that opens by more lets its stones turn between the walls
MOST_GAP = 0.3  # mm between two stones, which nothing but each other keeps in their places; MatrixGold: 0.1 to 0.3
LEAST_SHARE, MOST_SHARE = 0.35, 0.97  # of a tapered stone's wide end: beyond that it is another cut
LEAST_LONG = 1.2  # times its width: a shorter one is no baguette
LEVEL = 1e-6  # mm

Opening = tuple[float, float]
"""Between two neighbours at the ends towards the middle, and at those away from it, mm."""


def _openings(row: Row) -> list[Opening]:
    """How far every two neighbours are apart at the ends towards the middle, and at those away from it, mm."""
    inner, outer = ends(row.stone)
    half, frames = row.stone.length / 2, row.frames
    out = []
    for one, two in pairwise([*frames, frames[0]]):
        near, far = (
            math.dist(one.point((-wide / 2, y, 0.0)), two.point((wide / 2, y, 0.0)))
            for wide, y in ((inner, -half), (outer, half))
        )
        out.append((near, far))
    return out


def unheld(count: int | None, row: Row, spread: Fan, setting: str) -> list[Problem]:
    """Stones so far apart, or between such wedges, that nothing keeps them in their places."""
    openings = _openings(row)
    if max(abs(far - near) for near, far in openings) > MOST_WEDGE:
        return [_wedged(row, openings, setting)]
    why = f"stones {row.gap:.2f} mm apart do not keep one another in their places"
    if spread.gap > MOST_GAP + LEVEL:
        return [Problem(f"settings.{setting}.gap", why, f"{MOST_GAP:g} mm or less", f"{MOST_GAP:g}")]
    if count is not None and row.gap > MOST_GAP:
        room = [
            (wide + now) / (wide + spread.gap) for o in openings for wide, now in zip(ends(row.stone), o, strict=True)
        ]
        more = math.floor(count * min(room))
        return [Problem(f"settings.{setting}.count", why, f"{more}, or leave it out", f"{more}")]
    return []


def said(row: Row) -> list[str]:
    """What is to be said of openings that are no slots."""
    openings = _openings(row)
    worst = max((far - near for near, far in openings), key=abs)
    if abs(worst) <= TOLD:
        return []
    where = "away from the middle" if worst > 0.0 else "towards the middle"
    even, off = _even(row, openings)
    round_about = " on the whole" if off > TOLD else ""
    taper = f"; {even:.2f} mm at the narrow end would close evenly{round_about}" if even < row.stone.width else ""
    return [f"the openings between stones are up to {abs(worst):.2f} mm wider at the ends {where}{taper}"]


def _even(row: Row, openings: Sequence[Opening]) -> tuple[float, float]:
    """How wide the inner ends would be for openings as wide at one end as at the other, and how far that is off; mm.

    With them so wide, the outer ends alone keep the gap. Off a circle no width is right everywhere.
    """
    inner, outer = ends(row.stone)
    found = [(inner + near) * (outer + row.gap) / (outer + far) - row.gap for near, far in openings]
    return (max(found) + min(found)) / 2, (max(found) - min(found)) / 2


def _wedged(row: Row, openings: Sequence[Opening], setting: str) -> Problem:
    """Stones that widen so much less, or more, than the circle they stand on that they could turn in their places."""
    stone, worst = row.stone, max(abs(far - near) for near, far in openings)
    at, (inner, outer) = f"settings.{setting}.stone", ends(stone)
    why = f"leaves openings between the stones {worst:.2f} mm wider at one end than at the other"
    even, off = _even(row, openings)
    if off <= MOST_WEDGE and LEAST_SHARE * outer <= even <= MOST_SHARE * outer:
        if inner < outer - LEVEL:
            return Problem(f"{at}.narrow", why, f"about {even:.2f} mm", f"{even:.2f}")
        return Problem(f"{at}.cut", why, "tapered-baguette", "tapered-baguette")
    shorter = math.floor(20 * stone.length * MOST_WEDGE / worst) / 20
    nearest = f"{shorter:g}" if shorter >= LEAST_LONG * stone.width else None
    return Problem(f"{at}.length", why, "shorter stones, or a rounder one in the middle", nearest)
