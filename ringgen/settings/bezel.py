"""A stone held all round by a wall of metal: the full bezel, on a cup that reaches down to the band."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.errors import InputError, Problem
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._bezel import BezelParams, bezel_lift, built, fitting, problems
from ringgen.settings._cup import cone, shares
from ringgen.stones import Measures

ALIASES = ("full-bezel", "rub-over", "collet")
PROTECTS = True  # metal all round the girdle: what soft and brittle stones need


class Params(BezelParams):
    """The cup."""


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return bezel_lift(p, depth)


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """A wall so thick, or a foot so narrow, that no pocket is left for the stone's lower half."""
    return problems(p, stone, ground, cone(stone), setting)


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The cup, its pocket, and what they are held to. InputError where the stone's facets leave no room."""
    held = shares(solid, stone)
    found = fitting(p, stone, ground, held)
    if found is None:
        raise InputError(problems(p, stone, ground, held, setting))
    return built(p, found, stone, held, ground, setting)
