"""A raised centre between two lower steps."""

from __future__ import annotations

from ringgen.corners import eased
from ringgen.plane import Curve, polyline
from ringgen.profiles._domes import blade
from ringgen.section import EasedParams
from ringgen.spec.fields import length


class Params(EasedParams):
    """The steps."""

    step: float | None = length(None, ge=0.2, le=6.0, doc="width of each step; unset: 0.2 of the width")
    drop: float | None = length(None, ge=0.1, le=3.0, doc="height of the step; unset: 0.25 of the thickness")


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """Step, riser, centre, riser, step; the inner corners carry a small fillet."""
    half, step, low = width / 2, _step(p, width), thickness - _drop(p, thickness)
    chain = polyline(
        (half, low), (half - step, low), (half - step, thickness),
        (step - half, thickness), (step - half, low), (-half, low),
    )  # fmt: skip
    return eased(chain, min(0.1, 0.3 * step, 0.3 * _drop(p, thickness)), corners=(0, 3))


def _step(p: Params, width: float) -> float:
    return p.step if p.step is not None else 0.2 * width


def _drop(p: Params, thickness: float) -> float:
    return p.drop if p.drop is not None else 0.25 * thickness


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """Steps that leave no centre, or no side."""
    if _step(p, width) > 0.4 * width:
        return "step", f"two steps of {_step(p, width):g} mm leave no centre on {width:g} mm", f"{0.3 * width:.2f}"
    return blade(thickness - _drop(p, thickness), "drop", _drop(p, thickness))
