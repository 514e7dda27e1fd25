"""The tapered baguette: a baguette that narrows towards -y, cut in steps down to a keel that rises with it."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, points, stepped
from ringgen.cuts._tapered import Tapered, check, outline
from ringgen.plane import Point
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("tapered", "taper")
SLOPE = 6.5  # degrees each side leans in; three-stone rings have 5 to 8 (Leon Mege)


class Params(Tapered):
    """The narrow end."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, both widths and depth as measured, else from the carat weight at reference proportions."""
    check(asked, p, "tapered baguette")

    def shape(length: float, width: float) -> Shape:
        girdle = outline(length, width, p.narrow, SLOPE)
        return Shape(girdle, (points(girdle),), (0.0, length / 2 - width / 2))

    return measured("tapered-baguette", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Table, two rows of four steps, the girdle, two rows of four steps; the keel is deepest at the wide end."""
    return stepped(m, belly("tapered-baguette", m), (2, 2), (m.culet, _far(m)))


def _far(m: Measures) -> Point:
    """Where the keel ends at the narrow end: as far inside it as that end is half wide."""
    return (m.culet[0], (m.outline[-1].length - m.length) / 2)
