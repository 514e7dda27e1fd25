"""The rose cut: a flat base and a dome of 24 facets that meet in a point, with no table and no pavilion to speak of."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import MARGIN, evenly, leaning, toward
from ringgen.cuts._measuring import measured
from ringgen.cuts._rim import Rim
from ringgen.cuts.cabochon import round_shape
from ringgen.facets import Plane, cut, prism
from ringgen.plane import Point
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("rose", "rosecut", "dutch-rose", "full-dutch-rose")
STARS = 6
BASE = 0.94  # of the outline: the flat the stone lies on
# The dome's facets, from the girdle up: each row's share of the outline and of the crown's height where it begins.
ROWS = ((1.0, 0.0), (0.82, 0.46), (0.55, 0.80), (0.0, 1.0))
MIDDLE: Point = (0.0, 0.0)


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Diameter and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("rose-cut", asked, p, round_shape, solid)


def solid(m: Measures) -> Faceted:
    """12 facets along the girdle, 6 between them and the 6 of the star, over a narrow bevel and the flat base."""
    rim = Rim(m.outline)
    edge, turns = rim.length / STARS, evenly(rim, STARS)
    quarters = tuple(t + edge * k for t in turns for k in (0.25, 0.75))
    between = tuple(t + edge / 2 for t in turns)
    rough = prism(rim.polygon((*turns, *quarters, *between), m.width), -m.pavilion, m.girdle + m.crown + MARGIN)
    rows = [(quarters, ROWS[0], ROWS[1]), (between, ROWS[1], ROWS[2]), (turns, ROWS[2], ROWS[3])]
    return cut(rough, [p for row in rows for p in _row(m, rim, *row)] + _base(m, rim, evenly(rim, 4 * STARS)))


def _row(
    m: Measures, rim: Rim, stations: tuple[float, ...], low: tuple[float, float], high: tuple[float, float]
) -> list[Plane]:
    """Facets that lean on the dome from one share of the outline and of its height to the next."""
    (wide, foot), (narrow, head) = low, high
    planes = []
    for p, n in map(rim.at, stations):
        top = (*toward(MIDDLE, p, narrow), m.girdle + head * m.crown)
        planes.append(leaning(toward(MIDDLE, p, wide), n, m.girdle + foot * m.crown, top))
    return planes


def _base(m: Measures, rim: Rim, stations: tuple[float, ...]) -> list[Plane]:
    """The bevel from the girdle to the flat."""
    return [leaning(p, n, 0.0, (*toward(m.culet, p, BASE), -m.pavilion)) for p, n in map(rim.at, stations)]
