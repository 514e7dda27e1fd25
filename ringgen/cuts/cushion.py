"""The cushion brilliant, square or long: bowed sides that run into round corners."""

from __future__ import annotations

import math
from functools import partial

from ringgen.bodies import Faceted
from ringgen.crossing import crossings
from ringgen.cuts._brilliant import Pattern, brilliant
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.outline import mirrored
from ringgen.plane import Arc, Curve
from ringgen.spec.fields import StoneParams, ratio
from ringgen.spec.models import Stone
from ringgen.stones import Anchors, Measures

ALIASES = (
    "cushion-cut",
    "cushion-brilliant",
    "antique-cushion",
    "old-mine",
    "pillow",
    "long-cushion",
    "square-cushion",
)


class Params(StoneParams):
    """How round it is."""

    corner: float = ratio(0.24, ge=0.12, le=0.35, doc="radius of the corners, of the width")
    bow: float = ratio(0.10, ge=0.03, le=0.16, doc="how far the sides bow out at their middles, of half the width")


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("cushion", asked, p, partial(_shape, p), solid)


def _shape(p: Params, length: float, width: float) -> Shape:
    outline = _outline(p.corner * width, p.bow * width / 2, width / 2, length / 2)
    rim = Rim(outline)
    stations = _stations(rim)
    corners: Anchors = tuple(rim.anchor(s) for s in stations[1::2])
    return Shape(outline, (corners, (*corners, rim.anchor(stations[2]), rim.anchor(stations[6]))))


def _outline(corner: float, bow: float, x: float, y: float) -> tuple[Curve, ...]:
    """Four bowed sides and the circles that touch two of them from within, from the middle of the lower side."""
    right, top = (y * y + bow * bow) / (2 * bow), (x * x + bow * bow) / (2 * bow)
    inner = Arc((x - right, 0.0), right - corner, 0.0, 1.0), Arc((0.0, y - top), top - corner, 0.0, 1.0)
    cx, cy = max(crossings(*inner), key=sum)
    low, high = math.atan2(cy, cx - (x - right)), math.atan2(cy - (y - top), cx)
    return mirrored(
        (
            Arc((0.0, top - y), top, -math.pi / 2, -high),
            Arc((cx, -cy), corner, -high, -low),
            Arc((x - right, 0.0), right, -low, low),
            Arc((cx, cy), corner, low, high),
            Arc((0.0, y - top), top, high, math.pi / 2),
        )
    )


def _stations(rim: Rim) -> tuple[float, ...]:
    """The sides' middles and the corners' middles in turn, from the lower side."""
    _, start, end, *_ = rim.joints()
    half, corner = rim.length / 2, (start + end) / 2
    right = (0.0, corner, half / 2, half - corner)
    return (*right, *(half + s for s in right))


def solid(m: Measures) -> Faceted:
    """Brilliant facets: mains at the sides' and the corners' middles, and their stars and halves."""
    rim = Rim(m.outline)
    return brilliant(m, "cushion", Pattern(rim, _stations(rim)))
