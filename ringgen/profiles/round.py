"""Round wire: a circle, as thick as it is wide."""

from __future__ import annotations

import math

from ringgen.plane import Arc, Curve
from ringgen.spec.fields import ProfileParams

ALIASES = ("wire", "round-wire")
SQUARE = True  # thickness and width are one number


class Params(ProfileParams):
    """Nothing but its diameter."""


def whole(p: Params, width: float, thickness: float) -> tuple[Curve, ...]:
    """The circle, in quarters."""
    r = thickness / 2
    return tuple(Arc((0.0, r), r, q * math.pi / 2, (q + 1) * math.pi / 2) for q in range(-1, 3))
