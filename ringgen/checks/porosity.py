"""Shrinkage porosity: heavy lumps of metal that are fed through thin metal only.

Metal shrinks as it freezes, and draws what it lacks from where it is liquid still. The time it takes goes with the
square of its thickness (Chvorinov), so a neck half as thick as the lump behind it is closed after a quarter of the
lump's time; what the lump lacks from then on becomes pores. Thickness is the diameter of the largest ball there is room
for, as founders draw circles into a section (Heuvers): in the lump, and in the narrowest place of the widest way from
it to anything thicker. The thickest place of all is taken to be where the sprue is, unless that is known: then the
widest way to the sprue counts as well.

Found is every lump whose ratio is over the limit; metal thinner than the grid's step is `wall`'s.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ringgen.bodies import Vec
from ringgen.catalog.rules import Limit
from ringgen.checks._balls import Ball
from ringgen.checks._lumps import Metal
from ringgen.checks._necks import Fed, Necks
from ringgen.checks._rays import Floats
from ringgen.checks._voxels import OFF, STEP, grid
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.shells import bodies
from ringgen.checks.subject import Place, Subject, clock, judge, locate
from ringgen.findings import Finding
from ringgen.units import mm

NAME = "porosity"

HEAVY = 2.0
"""mm: thinner lumps do not count. A man's shank is as thick (putaringonit: 2.0 and more), and is fed all round through
one sprue; prongs (0.6 to 1.5), beads and rails are thinner."""


Where = Callable[[Ball], Place]


@dataclass(frozen=True)
class Sprue:
    """A round sprue that is a part of the mesh, in ring coordinates, mm.

    Its axis leaves the ring at `foot` and goes `length` along `out`, a unit vector.
    """

    foot: Vec
    out: Vec
    radius: float
    length: float

    @property
    def feeds(self) -> Floats:
        """From where it feeds the ring: as far out as it is of its own thickness; the tree's trunk comes behind."""
        out: Floats = np.array(self.foot) + max(self.length - self.radius, 0.0) * np.array(self.out)
        return out

    def holds(self, ball: Ball) -> bool:
        """Whether a ball lies in it, outside the ring."""
        to = ball.middle - np.array(self.foot)
        along = float(to @ np.array(self.out))
        return along > 0 and math.hypot(*(to - along * np.array(self.out))) < self.radius


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """How many times as thick as its neck the worst lump is."""
    return _judged(mesh, subject.limits(NAME), lambda ball: _place(ball, subject))


def fed_from(sprue: Sprue, mesh: MeshFile, limits: tuple[Limit, ...]) -> list[Finding]:
    """The same of a mesh that is fed from a sprue of its own, wherever metal is thickest."""
    return _judged(mesh, limits, lambda ball: replace(Place.at("", ball.middle.tolist()), part=None), sprue)


def _judged(mesh: MeshFile, limits: tuple[Limit, ...], where: Where, sprue: Sprue | None = None) -> list[Finding]:
    if not limits:
        return []
    points = grid(mesh)
    if not points.closed or not points.metal.any():  # `watertight` fails it: what is metal cannot be told
        return []
    if bodies(mesh).any():  # `shells` fails it: of bodies in one another no surface is sure to be the metal's
        return []
    metal = Metal.of(points)
    wanted = min(limit.value for limit in limits)
    fed = Necks(mesh, metal, None if sprue is None else sprue.feeds).worst(HEAVY, wanted)
    note = ""
    if metal.grid.step > 1.01 * STEP:
        step = metal.grid.step
        note = f"; looked at in steps of {step:.2f} mm, necks under {2 * OFF * step:.1f} mm may be missed"
    if fed is None:
        said = f"no lump over {HEAVY:g} mm is {wanted:g} times as thick as what feeds it{note}"
        return [judge(NAME, float("-inf"), limits, message=said, unit="times")]
    found = judge(NAME, round(fed.ratio, 2), limits, where(fed.lump), unit="times")
    said = _said(fed, where, sprue)
    if found.status != "pass" and found.limit is not None:
        said += _mending(fed, found.limit, sprue)
    return [replace(found, message=said + note)]


def _said(fed: Fed, where: Where, sprue: Sprue | None) -> str:
    said = f"a lump {mm(2 * fed.lump.radius)} thick, of {fed.volume:.1f} mm³, is fed through {mm(2 * fed.neck.radius)}"
    if sprue is not None and sprue.holds(fed.neck):
        return f"{said}, the sprue itself"
    said += _at(where(fed.neck))
    if fed.beyond is not None:
        return f"{said} from where metal is {mm(2 * fed.beyond.radius)} thick{_at(where(fed.beyond))}"
    return said if sprue is None else f"{said} from the sprue at {clock(sprue.foot)}"


def _mending(fed: Fed, limit: float, sprue: Sprue | None) -> str:
    """Why it matters, and what would help; a neck of so many mm, rounded up, is within the limit."""
    enough = mm(math.ceil(200 * fed.lump.radius / limit) / 100)
    wider = "take a sprue of" if sprue is not None and sprue.holds(fed.neck) else "thicken the neck to"
    said = ": the neck freezes first, and the lump shrinks into pores; thin or hollow the lump, "
    return f"{said}{wider} {enough}, or give the lump a sprue of its own"


def _place(ball: Ball, subject: Subject) -> Place:
    x, y, z = (round(float(c), 4) for c in ball.middle)
    return locate((x, y, z), subject)


def _at(place: Place) -> str:
    """The part and the hour, or as much of it as is known; else the point."""
    if place.clock is None:
        return " at ({})".format(", ".join(f"{c:.1f}" for c in place.point or ()))
    return f" ({place.part} at {place.clock})" if place.part else f" at {place.clock}"
