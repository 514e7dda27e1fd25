"""The pearl: a sphere, whose girdle is a narrow band round its equator."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import measured
from ringgen.cuts._rings import Level, dome, ringed
from ringgen.cuts.cabochon import round_shape
from ringgen.plane import Point
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("round-pearl", "akoya", "bead", "ball", "sphere")
RINGS = 6  # of each half


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Diameter and height as measured, else from the weight as a sphere (a placeholder)."""
    return measured("pearl", asked, p, round_shape, solid)


def solid(m: Measures) -> Faceted:
    """Two domes on the equator's band, in small flat faces."""
    middle: Point = (0.0, 0.0)
    top = m.table / m.width
    under: list[Level] = [(-z, share, m.culet) for z, share in reversed(dome(m.pavilion, top, RINGS))]
    over: list[Level] = [(m.girdle + z, share, middle) for z, share in dome(m.crown, top, RINGS)]
    return ringed(m, [*under, (0.0, 1.0, middle), (m.girdle, 1.0, middle), *over])
