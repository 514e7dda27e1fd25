"""Bodies with stock on them: every surface so much further out, and what a polisher takes off leaves the body itself.

Two bodies grown and joined are the joined body grown, so each is grown for itself, and what is cut afterwards (seats,
openings, the bore) stays where it is. Corners are kept sharp: there is a little more stock on them than asked for.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import singledispatch

from ringgen.bodies import Arm, Body, Extruded, Faceted, Lofted, Rail, Revolved, Stacked, Wire
from ringgen.facets import grown as grown_facets
from ringgen.outline import offset
from ringgen.plane import Curve, Line, area

SHARES = tuple(1.0 - k / 8 for k in range(8))
AXIS = 1e-9  # mm: so near to it a curve is the axis a body is turned about


class GrowthError(Exception):
    """A body that cannot be given that much stock; the message says why."""


@singledispatch
def grown(body: Body, by: float) -> Body:
    """The body with `by` mm of stock on all its surfaces (negative: so much smaller). Raises GrowthError."""
    raise GrowthError(f"a {type(body).__name__.lower()} takes no stock")


@grown.register
def _wire(body: Wire, by: float) -> Wire:
    return replace(body, radius=_some(body.radius + by))


@grown.register
def _rail(body: Rail, by: float) -> Rail:
    return replace(body, radius=_some(body.radius + by))


@grown.register
def _arm(body: Arm, by: float) -> Arm:
    """Its ends stay: they lie within what it joins."""
    return Arm(tuple((c, t, s, _some(wide + by), _some(high + by)) for c, t, s, wide, high in body.sections))


@grown.register
def _revolved(body: Revolved, by: float) -> Revolved:
    return Revolved(_outline(body.outline, by, turned=True))


@grown.register
def _extruded(body: Extruded, by: float) -> Extruded:
    return Extruded(_outline(body.outline, by), body.z0 - by, body.z1 + by)


@grown.register
def _stacked(body: Stacked, by: float) -> Stacked:
    """A hole through it stays as it is: what is inside a head is not polished.

    A level too small for all of the stock, as the foot of a V-prong where it grows out of its stem, takes what it can.
    """
    levels = [(z, _most(chain, by)) for z, chain in body.levels]
    if body.levels and all(a == b for (_, a), (_, b) in zip(body.levels, levels, strict=True)):
        raise GrowthError("a part of its outline would close up")
    levels[0] = (levels[0][0] - by, levels[0][1])
    levels[-1] = (levels[-1][0] + by, levels[-1][1])
    return replace(body, levels=tuple(levels))


@grown.register
def _lofted(body: Lofted, by: float) -> Lofted:
    """Its ends stay: they lie within what it joins."""
    return replace(body, sections=tuple((frame, _outline(chain, by)) for frame, chain in body.sections))


@grown.register
def _faceted(body: Faceted, by: float) -> Faceted:
    return grown_facets(body, by)


def _some(size: float) -> float:
    if size <= 0:
        raise GrowthError("nothing would be left of it")
    return size


def _most(chain: tuple[Curve, ...], by: float) -> tuple[Curve, ...]:
    """With as much of the stock as it takes, to an eighth."""
    for share in SHARES if by > 0 else (1.0,):
        with suppress(GrowthError):
            return _outline(chain, share * by)
    if by < 0:
        raise GrowthError("a part of its outline would close up")
    return chain


def _outline(chain: tuple[Curve, ...], by: float, turned: bool = False) -> tuple[Curve, ...]:
    def on_axis(c: Curve) -> bool:
        return turned and isinstance(c, Line) and abs(c.start[0]) < AXIS and abs(c.end[0]) < AXIS

    found = offset(chain, by if area(chain) > 0 else -by, on_axis)
    if found is None:
        raise GrowthError("a part of its outline would close up")
    return found
