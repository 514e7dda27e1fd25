"""What a setting's refusals offer: values a bench works to, and the words several settings share."""

from __future__ import annotations

import math

from ringgen.errors import Problem
from ringgen.stones import Measures

STEP = 0.05  # mm: the steps in which values are offered
MOST_WIDTH, MOST_THICKNESS = 20.0, 6.0  # mm, of any band
ROUNDING = 1e-6


def up(value: float) -> float:
    """The next value up that a bench works to, mm."""
    return round(math.ceil(value / STEP - ROUNDING) * STEP, 2)


def broader(least: float, why: str, setting: str) -> Problem:
    """A band too narrow for a row: the width that is enough, or another setting where no band is so broad."""
    width = up(least)
    if width > MOST_WIDTH:
        return Problem(f"settings.{setting}.type", "no band is broad enough for such stones", nearest="bezel")
    return Problem("band.width", why, f"{width:g} mm or more", f"{width:g}")


def too_deep(stone: Measures, depth: float, field: str, least: float, where: str = "the finger in a band") -> Problem:
    """A stone too deep for `depth` mm of band, and how much of that field keeps it off the finger, mm."""
    why = f"a stone {stone.depth:.2f} mm deep comes too near to {where} of {depth:.2f} mm"
    return Problem(field, why, f"{up(least):g} mm or more", f"{up(least):g}")
