"""Domed outside, flat inside: the D, or half-round."""

from __future__ import annotations

from ringgen.plane import Curve
from ringgen.profiles._domes import DomedParams, blade, dome, dome_rise

ALIASES = ("half-round", "d-shape")


class Params(DomedParams):
    """The dome and the eased edges."""


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """One arch."""
    return dome(p, width, thickness)


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """A dome higher than the band allows."""
    rise = dome_rise(p, width, thickness)
    if rise > 0.95 * width / 2:
        return "dome", f"an arch over {width:g} mm rises at most {0.95 * width / 2:.2f} mm", f"{0.9 * width / 2:.2f}"
    return blade(thickness - rise, "dome", rise)
