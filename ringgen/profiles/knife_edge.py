"""Two slopes that meet in a ridge along the middle: the knife edge."""

from __future__ import annotations

import math

from ringgen.corners import eased
from ringgen.plane import Curve, polyline
from ringgen.profiles._domes import blade
from ringgen.section import EasedParams
from ringgen.spec.fields import length

PEAK_SHARE = 0.45  # of the thickness, where the spec says nothing


class Params(EasedParams):
    """The ridge."""

    peak: float | None = length(
        None, ge=0.1, le=4.0, doc="rise of the ridge over the sides; unset: 0.45 of the thickness"
    )
    ridge: float = length(0.2, ge=0.05, le=2.0, doc="radius of the ridge; a sharp one wears flat in months")


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """Two slopes, their meeting rounded; the ridge's top stays at the full thickness."""
    peak, half = _peak(p, thickness), width / 2
    ridge = min(p.ridge, 0.3 * half)
    lift = _lift(ridge, peak, half)
    for _ in range(40):  # the rounding takes the ridge down by `lift`; the slopes start that much higher
        lift = _lift(ridge, peak + lift, half)
    chain = polyline((half, thickness - peak), (0.0, thickness + lift), (-half, thickness - peak))
    return eased(chain, ridge)


def _lift(ridge: float, peak: float, half: float) -> float:
    """How far the rounded ridge lies under the point where its slopes would meet."""
    return ridge * (math.hypot(peak, half) / half - 1)


def _peak(p: Params, thickness: float) -> float:
    return p.peak if p.peak is not None else PEAK_SHARE * thickness


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """Slopes that reach down to the bore."""
    return blade(thickness - _peak(p, thickness), "peak", _peak(p, thickness))
