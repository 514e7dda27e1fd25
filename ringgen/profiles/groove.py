"""Flat with a round-bottomed groove along the middle."""

from __future__ import annotations

from ringgen.plane import Arc, Curve, Line, arc_through
from ringgen.section import EasedParams
from ringgen.spec.fields import length


class Params(EasedParams):
    """The groove."""

    groove: float | None = length(None, ge=0.2, le=6.0, doc="width of the groove; unset: 0.2 of the band's width")
    depth: float | None = length(None, ge=0.1, le=3.0, doc="depth of the groove; unset: 0.4 of its own width")


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """Flat, arc down and up, flat."""
    half, reach, depth = width / 2, _groove(p, width) / 2, _depth(p, width)
    right, left = (reach, thickness), (-reach, thickness)
    arc: Arc = arc_through(right, (0.0, thickness - depth), left)
    return (Line((half, thickness), right), arc, Line(left, (-half, thickness)))


def _groove(p: Params, width: float) -> float:
    return p.groove if p.groove is not None else 0.2 * width


def _depth(p: Params, width: float) -> float:
    return p.depth if p.depth is not None else 0.4 * _groove(p, width)


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """A groove wider than the band, or one that cuts it nearly through."""
    groove, depth = _groove(p, width), _depth(p, width)
    if groove > 0.7 * width:
        return "groove", f"is too wide for a band of {width:g} mm", f"{0.5 * width:.2f}"
    if depth > 0.5 * groove:
        return "depth", "is deeper than half the groove's width, which a round bottom cannot be", f"{0.45 * groove:.2f}"
    if depth > thickness - 0.5:
        return (
            "depth",
            f"leaves {thickness - depth:.2f} mm under it; at least 0.5 mm is needed",
            f"{thickness - 0.6:.2f}",
        )
    return None
