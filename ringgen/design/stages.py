"""Finished, cast, wax: one ring in three sizes. The spec is the finished ring; what is printed is its wax.

From the finished ring to the cast, stock is added to each surface that is polished: the bore of the cast is smaller,
its band is thicker and wider, its prongs and walls are stouter, and its seats are where they were. From the cast to the
wax all of it is larger by what every step shrinks. The one is no scale, the other nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ringgen.bodies import Body, Parts, Placed
from ringgen.design.growing import GrowthError, grown
from ringgen.design.model import Design, Stages, Stock
from ringgen.design.shank import Shank, shank
from ringgen.errors import InputError
from ringgen.spec.models import Making, Spec
from ringgen.witness import Bezel, Prong, RowLine, Witness

COURSES = ("straight", "european")
"""The courses of a band whose cast is the same band, wider and thicker."""

SEAT = " seat"
"""What the cutters are called that a stone sits in."""

SAME = 1e-9


@dataclass(frozen=True)
class Pieces:
    """What a ring is made of, apart: what rises from the band, the band, and all that stands on it.

    `lowest` and `aside` are how near to the finger's axis, and how far along it, any of it comes, mm.
    """

    risen: Parts
    band: Shank
    others: Parts
    lowest: float
    aside: float

    def joined(self) -> Parts:
        """All of it, the shank first."""
        found = self.risen + self.band.parts(self.lowest, self.aside) + self.others
        return replace(found, metal=tuple(sorted(found.metal, key=lambda p: p.part != "shank")))


def asked(making: Making) -> bool:
    """Whether the files are to be a wax at all."""
    return stock_of(making) != Stock() or bool(shrinks(making))


def stock_of(making: Making) -> Stock:
    """The stock asked for, mm."""
    f = making.finish
    return Stock(f.bore or 0.0, f.outside or 0.0, f.edges or 0.0, f.seats or 0.0)


def shrinks(making: Making) -> tuple[tuple[str, float], ...]:
    """(step, share it shrinks) of every step that does, in the order they are gone through."""
    steps = (("print", making.shrink.print), ("mould", making.shrink.mould), ("casting", making.shrink.casting))
    return tuple((name, share) for name, share in steps if share)


def scale_of(steps: tuple[tuple[str, float], ...]) -> float:
    """How many times as large as the cast the wax is: 1 / (1 - s) for every step."""
    return math.prod(1.0 / (1.0 - share) for _, share in steps)


def staged(design: Design, spec: Spec, pieces: Pieces) -> Design:
    """The design with its cast and its wax. InputError where stock cannot be put on it."""
    stock, steps = stock_of(spec.making), shrinks(spec.making)
    cast = _cast(design, spec, pieces, stock) if stock != Stock() else design
    making = spec.making
    sources = (making.finish.source or "", making.shrink.source or "")
    return replace(design, stages=Stages(stock, steps, scale_of(steps), cast, making.wax_density, *sources))


def _cast(design: Design, spec: Spec, pieces: Pieces, stock: Stock) -> Design:
    band = _thicker(spec, pieces.band, stock)
    reach = max(stock.outside, 0.0)
    beads = frozenset(p.part for p in design.witness.prongs if p.kind)
    risen, others = (_on(parts, stock, beads) for parts in (pieces.risen, pieces.others))
    more = Pieces(risen, band, others, pieces.lowest - reach, pieces.aside + reach)
    witness = _witness(design.witness, stock)
    return replace(design, bore_radius=band.bore_radius, parts=more.joined(), witness=witness)


def _thicker(spec: Spec, band: Shank, stock: Stock) -> Shank:
    """The band as cast: its bore smaller, its outside larger, its sides further out."""
    if stock == Stock(seats=stock.seats):
        return band
    style = spec.band.shank.style
    if style not in COURSES:
        why = f"stock cannot be put on the strands of a {style} shank"
        raise InputError.one("making.finish", why, f"band.shank = {' or '.join(COURSES)}, or seats alone")
    thick, wide = stock.bore + stock.outside, 2 * stock.edges
    if getattr(band.profile, "SQUARE", False) and abs(thick - wide) > SAME:
        why = f"a {spec.band.profile} band stays as thick as it is wide: edges is half of bore and outside together"
        raise InputError.one("making.finish.edges", why, nearest=f"{thick / 2:g}")
    base, top = ((w + wide, t + thick) for w, t in ((band.width, band.thickness), (band.top_width, band.top_thickness)))
    for width, thickness in (base, top):
        refused = band.undrawable(width, thickness)
        if refused:
            raise InputError.one("making.finish", f"with that stock, {refused[1]}", nearest=f"band.{refused[0]}")
    radius = band.bore_radius - stock.bore
    found = shank(band.profile, band.params, radius, base, top, band.course, band.shoulders, band.carries)
    return replace(found, foot=band.foot, borne=band.borne)


def _on(parts: Parts, stock: Stock, beads: frozenset[str]) -> Parts:
    """The parts with stock on their metal, and in their seats.

    Beads have none: a setter pushes them down and no wheel gets at them, and with it they would run into one another.
    """
    metal = _each(parts.metal, stock.outside, "outside", lambda p: p.part not in beads)
    cutters = _each(parts.cutters, -stock.seats, "seats", lambda p: p.part.endswith(SEAT))
    return Parts(tuple(metal), tuple(cutters), parts.stones)


def _each(bodies: tuple[Placed, ...], by: float, field: str, takes: Callable[[Placed], bool]) -> Iterator[Placed]:
    known: dict[Body, Body] = {}
    for one in bodies:
        if by == 0.0 or not takes(one):
            yield one
            continue
        if one.body not in known:
            try:
                known[one.body] = grown(one.body, by)
            except GrowthError as error:
                raise InputError.one(
                    f"making.finish.{field}", f"{abs(by):g} mm cannot be put on {one.part}: {error}", nearest="0"
                ) from None
        yield replace(one, body=known[one.body])


def _witness(seen: Witness, stock: Stock) -> Witness:
    """What the checks hold the cast to: stones where they were, metal stouter, what the spec's fields say unchanged."""
    by = stock.outside
    return replace(
        seen,
        prongs=tuple(_stouter(p, by) for p in seen.prongs),
        bezels=tuple(_thicker_wall(b, by) for b in seen.bezels),
        regions=tuple(replace(r, radius=r.radius + by) for r in seen.regions),
        lines=tuple(_lower(line, stock) for line in seen.lines),
    )


def _stouter(p: Prong, by: float) -> Prong:
    if p.kind:
        return p
    return replace(p, diameter=p.diameter + 2 * by, tip=p.tip + by if p.tip else p.tip, value=p.asked)


def _thicker_wall(b: Bezel, by: float) -> Bezel:
    return replace(b, wall=b.wall + by, lip=b.lip + by)


def _lower(line: RowLine, stock: Stock) -> RowLine:
    """A row's girdles lie less far over a band with stock on it."""
    if not line.outside:
        return replace(line, rise=line.rise - stock.outside)
    last = len(line.outside) - 1
    reach = {0: -stock.edges, last: stock.edges}
    outside = tuple((y + reach.get(k, 0.0), h + stock.outside) for k, (y, h) in enumerate(line.outside))
    return replace(line, rise=line.rise - stock.outside, outside=outside)
