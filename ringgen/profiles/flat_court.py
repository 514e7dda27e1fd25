"""Flat outside, rounded inside: the flat court, or comfort fit."""

from __future__ import annotations

from ringgen.plane import Curve, polyline
from ringgen.profiles._domes import MOST_RISE, ComfortParams, blade, comfort_rise

ALIASES = ("comfort", "comfort-flat")


class Params(ComfortParams):
    """The rounded inside and the eased edges."""


def rise(p: Params, width: float, thickness: float) -> float:
    """The rounded inside."""
    return comfort_rise(p, width, thickness)


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """A straight line across."""
    return polyline((width / 2, thickness), (-width / 2, thickness))


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """An inside that meets the outside at the edge."""
    inside = comfort_rise(p, width, thickness)
    if inside > MOST_RISE * width:
        return "comfort", f"an inside {width:g} mm wide rises at most {MOST_RISE * width:.2f} mm", f"{0.2 * width:.2f}"
    return blade(thickness - inside, "comfort", inside)
