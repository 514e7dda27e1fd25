"""What domed profiles share: an arch across the band, and the rounded inside of a comfort fit."""

from __future__ import annotations

import math

from ringgen.plane import Curve, arc_through
from ringgen.section import EasedParams
from ringgen.spec.fields import length

# Trade catalogues draw the crown of a D or court band at roughly a third of its thickness.
DOME_SHARE = 0.38
DOME_OF_WIDTH = 0.4
# A comfort inside rises 0.2 mm at the edge of a 2 mm band and 0.45 mm at the edge of a heavy wide one.
RISE_OF_THICKNESS, RISE_OF_WIDTH = 0.25, 0.09
MOST_RISE = 0.22  # of the width: steeper at its edges, a rounded inside leaves the eased edge nothing to ease
LEAST_SIDE = 0.3  # mm of straight side below which the edge of a band is a blade


class DomedParams(EasedParams):
    """The rise of the outside."""

    dome: float | None = length(
        None,
        ge=0.05,
        le=3.0,
        doc="rise of the outside from edge to middle; unset: 0.38 of the metal there, at most 0.4 of the width",
    )


class ComfortParams(EasedParams):
    """The rise of the inside."""

    comfort: float | None = length(
        None,
        ge=0.05,
        le=1.5,
        doc="how much wider the bore is at its edges (radius); unset: 0.25 of the thickness, at most 0.09 of the width",
    )


class CourtParams(DomedParams, ComfortParams):
    """Both."""


def dome(p: DomedParams, width: float, thickness: float, rise: float = 0.0) -> tuple[Curve, ...]:
    """An arch over the whole width."""
    sag = dome_rise(p, width, thickness, rise)
    half = width / 2
    return (arc_through((half, thickness - sag), (0.0, thickness), (-half, thickness - sag)),)


def dome_rise(p: DomedParams, width: float, thickness: float, rise: float = 0.0) -> float:
    """The arch's rise, mm; unset, never so high that it is more than a shallow arch over that width."""
    return p.dome if p.dome is not None else min(DOME_SHARE * (thickness - rise), DOME_OF_WIDTH * width)


def comfort_rise(p: ComfortParams, width: float, thickness: float) -> float:
    """The inside's rise, mm."""
    return p.comfort if p.comfort is not None else min(RISE_OF_THICKNESS * thickness, RISE_OF_WIDTH * width)


def blade(side: float, field: str, value: float, share: float = 1.0) -> tuple[str, str, str] | None:
    """Why a band with `side` mm of metal at its edge is refused: (field, reason, a value that works).

    `share` is how much of what is taken from `value` the side gains.
    """
    if side >= LEAST_SIDE - 1e-9:
        return None
    works = f"{max(0.05, math.floor(100 * (value - (LEAST_SIDE - side) / share)) / 100):.2f}"
    return (
        field,
        f"leaves {max(side, 0.0):.2f} mm of metal at the band's edge; at least {LEAST_SIDE} mm is needed",
        works,
    )
