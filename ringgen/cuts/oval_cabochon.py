"""The oval cabochon: a smooth dome over a nearly flat base, on an ellipse."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts import cabochon, oval
from ringgen.cuts._measuring import measured
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("oval-cab", "cabochon-oval")


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("oval-cabochon", asked, p, oval.shape, solid)


def solid(m: Measures) -> Faceted:
    """The dome and its base in small flat faces."""
    return cabochon.solid(m)
