"""A flat top that turns into the sides through large soft shoulders."""

from __future__ import annotations

from ringgen.corners import eased
from ringgen.plane import Curve, polyline
from ringgen.section import EasedParams
from ringgen.spec.fields import length


class Params(EasedParams):
    """The shoulders."""

    shoulder: float | None = length(
        None, ge=0.1, le=4.0, doc="radius of the shoulders; unset: 0.45 of the thickness, at most 0.3 of the width"
    )


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """The rounded shoulders and the flat between them; the sides begin where the rounding ends."""
    r, half = _shoulder(p, width, thickness), width / 2
    chain = polyline(
        (half, thickness - 1.001 * r), (half, thickness), (-half, thickness), (-half, thickness - 1.001 * r)
    )
    return eased(chain, r)


def _shoulder(p: Params, width: float, thickness: float) -> float:
    return p.shoulder if p.shoulder is not None else min(0.45 * thickness, 0.3 * width)


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """Shoulders larger than the band."""
    r, most = _shoulder(p, width, thickness), min(0.48 * width, thickness - 0.4)
    if r > most:
        return "shoulder", f"does not fit a band of {width:g} × {thickness:g} mm", f"{0.95 * most:.2f}"
    return None
