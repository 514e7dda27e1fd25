"""Hollowed outside between two raised edges: the concave band."""

from __future__ import annotations

from ringgen.plane import Curve, Line, arc_through
from ringgen.section import EasedParams
from ringgen.spec.fields import length


class Params(EasedParams):
    """The hollow."""

    hollow: float | None = length(
        None, ge=0.05, le=3.0, doc="depth of the hollow in its middle; unset: 0.25 of the thickness"
    )
    rim: float | None = length(
        None, ge=0.2, le=4.0, doc="flat left on each edge; unset: 0.14 of the width, at least 0.6"
    )


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """Rim, hollow arch, rim."""
    half, rim, hollow = width / 2, _rim(p, width), _hollow(p, thickness)
    right, left = (half - rim, thickness), (rim - half, thickness)
    return (
        Line((half, thickness), right),
        arc_through(right, (0.0, thickness - hollow), left),
        Line(left, (-half, thickness)),
    )


def _hollow(p: Params, thickness: float) -> float:
    return p.hollow if p.hollow is not None else 0.25 * thickness


def _rim(p: Params, width: float) -> float:
    return p.rim if p.rim is not None else max(0.6, 0.14 * width)


def refuse(p: Params, width: float, thickness: float) -> tuple[str, str, str] | None:
    """A hollow deeper than the band, or rims wider than it."""
    rim, hollow = _rim(p, width), _hollow(p, thickness)
    if rim > 0.4 * width:
        return "rim", f"two rims of {rim:g} mm leave no hollow on {width:g} mm", f"{0.3 * width:.2f}"
    if hollow > thickness - 0.5:
        return (
            "hollow",
            f"leaves {thickness - hollow:.2f} mm under it; at least 0.5 mm is needed",
            f"{thickness - 0.6:.2f}",
        )
    if hollow > 0.9 * (width / 2 - rim):
        return "hollow", "is deeper than an arch of that width can be", f"{0.7 * (width / 2 - rim):.2f}"
    return None
