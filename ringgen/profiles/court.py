"""Domed outside, rounded inside: the court, or comfort-fit D."""

from __future__ import annotations

from ringgen.plane import Curve
from ringgen.profiles._domes import DOME_SHARE, MOST_RISE, CourtParams, blade, comfort_rise, dome, dome_rise

ALIASES = ("comfort-d",)


class Params(CourtParams):
    """The dome, the rounded inside and the eased edges."""


def rise(p: Params, width: float, thickness: float) -> float:
    """The rounded inside."""
    return comfort_rise(p, width, thickness)


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """One arch."""
    return dome(p, width, thickness, comfort_rise(p, width, thickness))


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """A dome and an inside that meet at the edge."""
    inside = comfort_rise(p, width, thickness)
    outside = dome_rise(p, width, thickness, inside)
    if outside > 0.95 * width / 2:
        return "dome", f"an arch over {width:g} mm rises at most {0.95 * width / 2:.2f} mm", f"{0.9 * width / 2:.2f}"
    if inside > MOST_RISE * width:
        return "comfort", f"an inside {width:g} mm wide rises at most {MOST_RISE * width:.2f} mm", f"{0.2 * width:.2f}"
    if p.dome is None and p.comfort is not None:
        return blade(thickness - outside - inside, "comfort", inside, 1 - DOME_SHARE)  # the dome grows as it shrinks
    return blade(thickness - outside - inside, "dome", outside)
