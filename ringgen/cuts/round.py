"""The round brilliant: 57 facets at the GIA's reference proportions, or at the measured diameter and depth."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.catalog.stones import proportions, round_carat, round_diameter
from ringgen.errors import InputError
from ringgen.facets import Plane, cut, facet, level, prism
from ringgen.outline import circle
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures, around

ALIASES = ("round-brilliant", "brilliant", "rbc")
GIRDLE_SIDES = 64  # the girdle's outline is 0.12 % inside the circle
# How many prongs, and where the first stands: four on the diagonals, three with one at the back, others along the band.
HOLDS = ((6, 0.0), (4, 45.0), (3, -90.0), (8, 22.5), (5, -90.0), (7, -90.0))
LEAST_DEPTH, MOST_DEPTH = 0.40, 0.85  # of the diameter; outside, one of the two was mistyped


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Diameter and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    ideal = proportions("round")
    diameter = _diameter(asked)
    placeholder = diameter is None
    if diameter is None:
        if asked.carat is None:
            raise InputError.one(
                "stone", "a round stone needs its diameter", "diameter (measured), or carat alone as a placeholder"
            )
        diameter = round_diameter(asked.carat, asked.gem)
    depth = asked.depth if asked.depth is not None else ideal.depth * diameter
    if not LEAST_DEPTH <= depth / diameter <= MOST_DEPTH:
        raise InputError.one(
            "stone.depth",
            f"{depth:g} mm is {100 * depth / diameter:.0f} % of the diameter",
            f"{LEAST_DEPTH * diameter:.2f} to {MOST_DEPTH * diameter:.2f} mm",
            f"{ideal.depth * diameter:.2f}",
        )
    weight = round_carat(diameter, depth, asked.gem)
    scale = depth / ideal.depth
    return Measures(
        length=diameter,
        width=diameter,
        table=ideal.table * diameter,
        crown=ideal.crown * scale,
        girdle=ideal.girdle * scale,
        pavilion=ideal.pavilion * scale,
        carat=asked.carat if asked.carat is not None else weight.carat,
        error=0.0 if asked.carat is not None and not placeholder else weight.error,
        placeholder=placeholder,
        source=weight.source,
        outline=circle(diameter / 2),
        holds=tuple(around(circle(diameter / 2), tuple(first + 360 / n * k for k in range(n))) for n, first in HOLDS),
    )


def _diameter(asked: Stone) -> float | None:
    sizes = [s for s in (asked.diameter, asked.length, asked.width) if s is not None]
    if not sizes:
        return None
    if max(sizes) - min(sizes) > 0.05 * max(sizes):
        raise InputError.one(
            "stone",
            f"{min(sizes):g} × {max(sizes):g} mm is not round",
            nearest=f'diameter = {max(sizes):g}, or cut = "oval"',
        )
    return sum(sizes) / len(sizes)


def solid(m: Measures) -> Faceted:
    """Table, 8 stars, 8 kites, 16 upper halves, the girdle, 16 lower halves and 8 mains."""
    r = m.length / 2
    angles = [math.tau * i / GIRDLE_SIDES for i in range(GIRDLE_SIDES)]
    rough = prism([(r * math.cos(a), r * math.sin(a)) for a in angles], -m.pavilion - 1.0, m.girdle + m.crown + 1.0)
    return cut(rough, [level(m.girdle + m.crown), *_crown(m, r), *_pavilion(m, r)])


def _crown(m: Measures, r: float) -> list[Plane]:
    share = proportions("round").star
    corner, top = m.table / 2, m.girdle + m.crown
    slope = math.atan2(m.crown, r - corner)
    eighth, sixteenth = math.cos(math.radians(22.5)), math.cos(math.radians(11.25))
    edge = corner * eighth  # the table's edge lies nearer the axis than its corners
    star = edge + share * (r - edge)
    star_z = top - math.tan(slope) * (star * eighth - corner)
    planes = [facet(45 * k, math.degrees(slope), (r, m.girdle)) for k in range(8)]
    star_slope = math.degrees(math.atan2(top - star_z, star - edge))
    planes += [facet(45 * k + 22.5, star_slope, (edge, top)) for k in range(8)]
    half = math.degrees(math.atan2(star_z - m.girdle, r - star * sixteenth))
    return planes + [facet(22.5 * k + 11.25, half, (r, m.girdle)) for k in range(16)]


def _pavilion(m: Measures, r: float) -> list[Plane]:
    share = proportions("round").lower_half
    slope = math.atan2(m.pavilion, r)
    eighth, sixteenth = math.cos(math.radians(22.5)), math.cos(math.radians(11.25))
    tip = (1 - share) * r
    tip_z = math.tan(slope) * tip * eighth - m.pavilion
    planes = [facet(45 * k, -math.degrees(slope), (r, 0.0)) for k in range(8)]
    half = math.degrees(math.atan2(-tip_z, r - tip * sixteenth))
    return planes + [facet(22.5 * k + 11.25, -half, (r, 0.0)) for k in range(16)]
