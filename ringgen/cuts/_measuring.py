"""From what was asked of a stone, and its cut's row in the catalog, to its measures.

Sizes as measured come first; a weight alone gives a placeholder at the cut's reference proportions. Heights not asked
for are the row's shares of the width; a measured depth scales crown, girdle and pavilion alike, so that a solid's
volume is proportional to length × width × depth, as the trade's weight formulas are.

In every stone's frame width lies along x and length along y; a single point (pear, heart, trillion, shield, kite) is
at -y.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from ringgen.bodies import Faceted
from ringgen.catalog.gems import find_gem
from ringgen.catalog.stones import Proportions, Weight, proportions, weight
from ringgen.errors import InputError, Problem
from ringgen.facets import volume
from ringgen.plane import Curve, Point, area
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Anchors, Measures, side_of
from ringgen.units import carats

OWN_VOLUME_ERROR = 0.10  # of a weight from the solid's own volume: girdles and bulges of real stones vary (gempulse)
OWN_VOLUME = "the solid's own volume times the specific gravity; no trade formula for this cut"
MOST_CULET = 0.25  # of half the width: how far a culet may lie off its place; beyond, a sale is lost before a setting
CARATS_PER_GRAM = 5.0
LEAST_DOUBT = 0.15  # of a weight by formula: a given weight nearer to it may be the stone's, however good the formula
DOUBTS = 3.0  # of a formula's errors: a given weight further from it is another stone's
LEAST_CARAT = 0.001  # the least a spec's carat may be
WEIGHING = 0.005  # ct: weights are printed to a hundredth
ROUNDING = 1e-9  # of a ratio: a size at the very end of its range is inside it


@dataclass(frozen=True)
class Shape:
    """What a cut looks like from above at a size: its outline, its prongs' sets of places, and its culet's place."""

    outline: tuple[Curve, ...]
    holds: tuple[Anchors, ...]
    culet: Point = (0.0, 0.0)


Draw = Callable[[float, float], Shape]
Solid = Callable[[Measures], Faceted]


def measured(cut: str, asked: Stone, p: StoneParams, draw: Draw, solid: Solid) -> Measures:
    """The stone's measures, mm and carats.

    `draw(length, width)` gives its shape; `solid` its facets, whose volume is the weight where the trade has no
    formula. InputError for too little, for sizes that are no stone of this cut, and for a depth or culet no stone has.
    """
    row = proportions(cut)
    size = _size(asked, row)
    placeholder = size is None
    length, width = size if size is not None else _from_carat(asked, row, draw, solid)
    depth = asked.depth if asked.depth is not None else row.depth * width
    _check_depth(depth, width, row)
    _check_culet(p, width)
    found, trade = _weighed(_measures(row, draw(length, width), (length, width, depth)), asked.gem, row, solid)
    known = asked.carat is not None
    if not placeholder:
        _check_weight(asked, found, trade, row)
    side = side_of(solid(found), found)
    return replace(
        found,
        carat=asked.carat if asked.carat is not None else trade.carat,
        error=0.0 if known and not placeholder else trade.error,
        placeholder=placeholder,
        source=trade.source,
        culet=(found.culet[0] + p.culet_x, found.culet[1] + p.culet_y),
        side=side,
    )


def _measures(row: Proportions, shape: Shape, size: tuple[float, float, float]) -> Measures:
    length, width, depth = size
    scale = depth / (row.crown + row.girdle + row.pavilion)
    return Measures(
        length=length,
        width=width,
        table=row.table * width,
        crown=row.crown * scale,
        girdle=row.girdle * scale,
        pavilion=row.pavilion * scale,
        carat=0.0,
        error=0.0,
        placeholder=False,
        source="",
        outline=shape.outline,
        culet=shape.culet,
        holds=shape.holds,
    )


def _weighed(m: Measures, gem: str, row: Proportions, solid: Solid) -> tuple[Measures, Weight]:
    """The measures, and their weight by the trade's formula, else by the solid's volume."""
    trade = weight(row.cut, m.length, m.width, m.depth, gem, area(m.outline))
    if trade is not None:
        return m, trade
    grams = volume(solid(m)) * find_gem(gem).sg / 1000.0
    return m, Weight(CARATS_PER_GRAM * grams, OWN_VOLUME_ERROR, OWN_VOLUME)


def _from_carat(asked: Stone, row: Proportions, draw: Draw, solid: Solid) -> tuple[float, float]:
    """Length and width of a stone of that weight at the reference proportions.

    Every formula grows with the cube of the size, and at a given depth with its square: one stone of 1 mm tells all.
    """
    if asked.carat is None:
        what = "diameter" if row.round else "length and width" if row.lw != 1 else "width"
        raise InputError.one(
            "stone", f"a {_named(row)} stone needs its {what}", f"{what} (measured), or carat alone as a placeholder"
        )
    unit = _weighed(_measures(row, draw(row.lw, 1.0), (row.lw, 1.0, row.depth)), asked.gem, row, solid)[1].carat
    if asked.depth is None:
        width = (asked.carat / unit) ** (1.0 / 3.0)
    else:
        width = math.sqrt(asked.carat * row.depth / (unit * asked.depth))
    return row.lw * width, width


def _size(asked: Stone, row: Proportions) -> tuple[float, float] | None:
    """Length and width as measured; None where neither was given."""
    if row.round:
        return _round_size(asked, row)
    if asked.diameter is not None:
        raise InputError.one(
            "stone",
            f"a {_named(row)} stone has no diameter",
            "length and width, as measured",
            f"length = {row.lw * asked.diameter:.2f}, width = {asked.diameter:g}",
        )
    if asked.length is None and asked.width is None:
        return None
    if asked.length is None or asked.width is None:
        return _one_size(asked, row)
    _check_ratio(asked.length, asked.width, row)
    return asked.length, asked.width


def _one_size(asked: Stone, row: Proportions) -> tuple[float, float]:
    """Both sizes from one: only a square stone has but one."""
    if row.lw == 1:
        side = asked.length if asked.length is not None else asked.width
        assert side is not None
        return side, side
    missing, given = ("length", asked.width) if asked.length is None else ("width", asked.length)
    assert given is not None
    usual = given * row.lw if missing == "length" else given / row.lw
    raise InputError.one(
        f"stone.{missing}", f"a {_named(row)} stone is measured by length and width", "both", f"{usual:.2f}"
    )


def _round_size(asked: Stone, row: Proportions) -> tuple[float, float] | None:
    sizes = [s for s in (asked.diameter, asked.length, asked.width) if s is not None]
    if not sizes:
        return None
    if max(sizes) > row.lw_max * min(sizes) * (1 + 1e-9):
        raise InputError.one(
            "stone",
            f"{min(sizes):g} × {max(sizes):g} mm is not round",
            f"length and width within {100 * (row.lw_max - 1):.0f} % of one another",
            f"diameter = {max(sizes):g}" + (f', or cut = "{row.above}"' if row.above else ""),
        )
    mean = sum(sizes) / len(sizes)
    if asked.length is not None and asked.width is not None and asked.diameter is None:
        return asked.length, asked.width  # off round, as measured
    return mean, mean


def _check_ratio(length: float, width: float, row: Proportions) -> None:
    ratio = length / width
    if row.lw_min - ROUNDING <= ratio <= row.lw_max + ROUNDING:
        return
    allowed = f"{row.lw_min:g} to {row.lw_max:g} times as long as wide"
    if row.lw_min <= 1 / ratio <= row.lw_max:
        raise InputError.one(
            "stone",
            f"length {length:g} and width {width:g} mm look swapped: a {_named(row)} stone is {allowed}",
            allowed,
            f"length = {width:g}, width = {length:g}",
        )
    other = row.below if ratio < row.lw_min else row.above
    hint = f': that is the shape of cut = "{other}"' if other else ""
    bound = math.ceil(row.lw_min * width * 100) if ratio < row.lw_min else math.floor(row.lw_max * width * 100)
    raise InputError.one(
        "stone.length",
        f"{length:g} × {width:g} mm is {ratio:.2f} times as long as wide{hint}",
        f"{row.lw_min * width:.2f} to {row.lw_max * width:.2f} mm at this width ({allowed})",
        f"{bound / 100:g}",
    )


def _check_depth(depth: float, width: float, row: Proportions) -> None:
    if not row.depth_min - ROUNDING <= depth / width <= row.depth_max + ROUNDING:
        raise InputError.one(
            "stone.depth",
            f"{depth:g} mm is {100 * depth / width:.0f} % of the {'diameter' if row.round else 'width'}",
            f"{row.depth_min * width:.2f} to {row.depth_max * width:.2f} mm",
            f"{row.depth * width:.2f}",
        )


def _check_weight(asked: Stone, m: Measures, trade: Weight, row: Proportions) -> None:
    """A stone is built as measured: sizes and a weight that cannot be one stone's are asked about, not chosen from."""
    share = max(LEAST_DOUBT, DOUBTS * trade.error)
    doubt = max(share * trade.carat, WEIGHING)
    if asked.carat is None or abs(asked.carat - trade.carat) <= doubt:
        return
    least, most = max(trade.carat - doubt, LEAST_CARAT), trade.carat + doubt
    raise InputError.one(
        "stone.carat",
        f"a {_named(row)} {find_gem(asked.gem).name.lower()} of {m.length:g} × {m.width:g} × {m.depth:.2f} mm weighs"
        f" {carats(trade.carat)} within {100 * share:.0f} %, not {carats(asked.carat)}",
        f"{least:.3g} to {most:.3g} ct; at {carats(asked.carat)}: {_of_weight(asked.carat, asked, m, trade, row)}",
        f"{max(trade.carat, LEAST_CARAT):.3g}",
    )


def _of_weight(carat: float, asked: Stone, m: Measures, trade: Weight, row: Proportions) -> str:
    """The sizes a stone of that weight has, and the depth these sizes would have where it was not measured."""
    ratio = carat / trade.carat
    length, width = (side * ratio ** (1.0 / 3.0) for side in (m.length, m.width))
    one = row.round and m.length == m.width
    sizes = f"diameter = {width:.2f}" if one else f"length = {length:.2f}, width = {width:.2f}"
    deep = m.depth * ratio
    if asked.depth is not None or not row.depth_min <= deep / m.width <= row.depth_max:
        return sizes
    return f"{sizes}; or these with depth = {deep:.2f}, if that was measured"


def _check_culet(p: StoneParams, width: float) -> None:
    most = math.floor(MOST_CULET * width / 2 * 100) / 100
    problems = [
        Problem(
            f"stone.{field}",
            f"a culet {abs(off):g} mm off its place is no stone of {width:.2f} mm",
            f"{-most:g} to {most:g} mm",
            f"{math.copysign(most, off):g}",
        )
        for field, off in (("culet_x", p.culet_x), ("culet_y", p.culet_y))
        if abs(off) > most
    ]
    if problems:
        raise InputError(problems)


def _named(row: Proportions) -> str:
    return row.cut.replace("-", " ")
