"""A flat top between two bevelled edges."""

from __future__ import annotations

from ringgen.plane import Curve, polyline
from ringgen.profiles._domes import blade
from ringgen.section import EasedParams
from ringgen.spec.fields import length


class Params(EasedParams):
    """The bevels."""

    bevel: float | None = length(
        None, ge=0.1, le=6.0, doc="width of each bevel, across the band; unset: 0.22 of the width"
    )
    drop: float | None = length(
        None, ge=0.05, le=3.0, doc="how far each bevel falls to the side; unset: 0.3 of the thickness"
    )


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """Slope, flat, slope."""
    half, bevel, drop = width / 2, _bevel(p, width), _drop(p, thickness)
    return polyline(
        (half, thickness - drop), (half - bevel, thickness), (bevel - half, thickness), (-half, thickness - drop)
    )


def _bevel(p: Params, width: float) -> float:
    return p.bevel if p.bevel is not None else 0.22 * width


def _drop(p: Params, thickness: float) -> float:
    return p.drop if p.drop is not None else 0.3 * thickness


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """Bevels that leave no top, or no side."""
    if _bevel(p, width) > 0.47 * width:
        return "bevel", f"two bevels of {_bevel(p, width):g} mm leave no flat on {width:g} mm", f"{0.4 * width:.2f}"
    return blade(thickness - _drop(p, thickness), "drop", _drop(p, thickness))
