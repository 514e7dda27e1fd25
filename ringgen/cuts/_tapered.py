"""Stones of four sides that narrow towards one end: how wide that end is, and the outline it gives."""

from __future__ import annotations

import math

from ringgen.errors import InputError
from ringgen.outline import polygon
from ringgen.plane import Curve
from ringgen.spec.fields import StoneParams, length
from ringgen.spec.models import Stone

LEAST, MOST = 0.35, 0.97  # the narrow end over the wide one: nearer a triangle, and nearer a baguette
LEAST_UNASKED = 0.5


class Tapered(StoneParams):
    """The narrow end, at -y; the stone's width is that of the wide one."""

    narrow: float | None = length(
        None, ge=0.3, le=30.0, doc="width of the narrow end, as measured; unset: from the sides' usual slope"
    )


def outline(stone_length: float, wide: float, narrow: float | None, slope: float) -> tuple[Curve, ...]:
    """The girdle; its sides lean in by `slope` degrees where the narrow end was not measured."""
    usual = max(wide - 2 * stone_length * math.tan(math.radians(slope)), LEAST_UNASKED * wide)
    x, end, y = wide / 2, (usual if narrow is None else narrow) / 2, stone_length / 2
    return polygon((end, -y), (x, y), (-x, y), (-end, -y))


def check(asked: Stone, p: Tapered, cut: str) -> None:
    """InputError for a narrow end that was measured on a stone of unknown width, or that this width cannot have."""
    if p.narrow is None:
        return
    if asked.width is None:
        raise InputError.one("stone.narrow", "is of no use without the stone's width", "length, width and narrow")
    share = p.narrow / asked.width
    if LEAST <= share <= MOST:
        return
    low, high = math.ceil(LEAST * asked.width * 100) / 100, math.floor(MOST * asked.width * 100) / 100
    raise InputError.one(
        "stone.narrow",
        f"{p.narrow:g} mm is {100 * share:.0f} % of the wide end: no {cut}",
        f"{low:.2f} to {high:.2f} mm",
        f"{min(max(p.narrow, low), high):g}",
    )
