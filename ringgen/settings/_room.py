"""What a prong head has no room for, and the nearest value that has."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

from ringgen.errors import Problem
from ringgen.settings._arrangement import Ground
from ringgen.settings._heads import HeadParams, Plan, anchors, kept, least_lift, thickness
from ringgen.stones import Measures

STEP = 0.05  # mm: the steps in which a thinner prong is offered
RAISE, HIGHEST = 0.2, 2.4  # mm: the steps in which more height is offered, and the most of it
FINISHED = 0.6  # mm a prong that is offered keeps beside its stone; Gemwares: finished prong 0.6

Made = Callable[[HeadParams, Measures, Ground], Plan | None]


def with_room(p: HeadParams, stone: Measures, depth: float, low: float, made: Made) -> float:
    """Culet over band, mm: so low, or where prongs have no room under a shallow stone, as much higher as they need.

    A height asked for by number is kept, and refused where it will not do.
    """
    if p.lift is not None:
        return low
    heights = [low + RAISE * k for k in range(round((HIGHEST + max(0.0, -low)) / RAISE) + 1)]
    level = Ground(0.0, math.inf, math.inf, depth)
    return next((h for h in heights if made(p, stone, replace(level, top=-stone.pavilion - h)) is not None), low)


def refusals(p: HeadParams, stone: Measures, ground: Ground, setting: str, made: Made) -> list[Problem]:
    """Every number the head cannot have, with a value it can."""
    at = f"settings.{setting}"
    first = [*_lift(stone, ground, at), *_count(p, stone, at), *_style(p, stone, at)]
    if first:
        return first
    return [] if made(p, stone, ground) is not None else [_room(p, stone, ground, at, made)]


def _lift(stone: Measures, ground: Ground, at: str) -> list[Problem]:
    """A stone sunk so deep that no metal is left under its pocket."""
    least = least_lift(ground.depth)
    lift = -ground.top - stone.pavilion
    if lift >= least - 1e-6:
        return []
    works = math.ceil(100 * least) / 100
    why = f"a culet {-lift:g} mm deep in a band {ground.depth:.2f} mm thick leaves too little metal under its pocket"
    return [Problem(f"{at}.lift", why, f"{works:g} mm and up", f"{works:g}")]


def _count(p: HeadParams, stone: Measures, at: str) -> list[Problem]:
    if anchors(p, stone) is not None:
        return []
    counts = sorted({len(h) for h in stone.holds})
    asked = p.prongs or 0
    nearest = min(counts, key=lambda n: (abs(n - asked), n))
    why = f"this cut has no places for {asked} prongs"
    return [Problem(f"{at}.prongs", why, ", ".join(map(str, counts)), f"{nearest}")]


def _style(p: HeadParams, stone: Measures, at: str) -> list[Problem]:
    """A point is never held by a round prong beside it; a V needs a point or a corner."""
    kinds = {a.kind for a in anchors(p, stone) or ()}
    if p.style == "round" and "point" in kinds:
        why = "a round prong would sit on a sharp point and chip it"
        return [Problem(f"{at}.style", why, "auto, v, claw, double, tab", "v")]
    if p.style == "v" and kinds == {"side"}:
        return [Problem(f"{at}.style", "a V-prong holds a point or a corner; here are neither", nearest="round")]
    return []


def _room(p: HeadParams, stone: Measures, ground: Ground, at: str, made: Made) -> Problem:
    thick, n = thickness(p, stone), len(anchors(p, stone) or ())
    why = f"{n} prongs of {thick:g} mm have no room under a stone of {stone.width:g} mm"
    thinner = _first((p.model_copy(update={"diameter": d}) for d in _steps_down(p, thick)), stone, ground, made)
    if thinner is not None:
        return Problem(f"{at}.diameter", why, nearest=f"{thinner.diameter:g}")
    counts = sorted({len(h) for h in stone.holds if len(h) < n}, reverse=True)
    fewer = _first((p.model_copy(update={"prongs": k}) for k in counts), stone, ground, made)
    if fewer is not None:
        return Problem(f"{at}.prongs", why, nearest=f"{fewer.prongs}")
    plain = p.model_copy(update={"style": "auto"})
    if p.style != "auto" and made(plain, stone, ground) is not None:
        return Problem(f"{at}.style", why, nearest="auto")
    higher = next((h for h in _steps_up(-ground.top - stone.pavilion) if _raised(p, stone, ground, h, made)), None)
    if higher is not None:
        return Problem(f"{at}.lift", f"{why} so low", nearest=f"{higher:g}")
    return Problem(f"{at}.type", why, nearest="bezel")


def _raised(p: HeadParams, stone: Measures, ground: Ground, lift: float, made: Made) -> bool:
    """Whether the head has room with its culet that high over the band."""
    return made(p, stone, replace(ground, top=-stone.pavilion - lift)) is not None


def _first(tried: Iterable[HeadParams], stone: Measures, ground: Ground, made: Made) -> HeadParams | None:
    return next((q for q in tried if not _style(q, stone, "") and made(q, stone, ground) is not None), None)


def _steps_down(p: HeadParams, thick: float) -> list[float]:
    """Rounder diameters below that one, down to the least that is a prong still beside its stone, mm."""
    first, last = math.floor(thick / STEP - 1e-6), math.ceil(FINISHED / kept(p, 1.0) / STEP)
    return [round(k * STEP, 2) for k in range(first, last - 1, -1)]


def _steps_up(lift: float) -> list[float]:
    """Rounder heights above that one, mm."""
    first = math.floor(lift / RAISE + 1e-6) + 1
    return [round(k * RAISE, 1) for k in range(first, round(HIGHEST / RAISE) + 1)]
