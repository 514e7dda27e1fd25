"""Flat outside, flat inside, eased edges: the pipe-cut band."""

from __future__ import annotations

from ringgen.plane import Curve, polyline
from ringgen.section import EasedParams


class Params(EasedParams):
    """Only the eased edges."""


def top(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """A straight line across."""
    return polyline((width / 2, thickness), (-width / 2, thickness))
