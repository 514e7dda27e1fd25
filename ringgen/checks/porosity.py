"""Shrinkage porosity: heavy lumps of metal that are fed through thin metal only.

Metal shrinks as it freezes, and draws what it lacks from where it is liquid still. The time it takes goes with the
square of its thickness (Chvorinov), so a neck half as thick as the lump behind it is closed after a quarter of the
lump's time; what the lump lacks from then on becomes pores. Thickness is the diameter of the largest ball there is room
for, as founders draw circles into a section (Heuvers): in the lump, and in the narrowest place of the widest way from
it to anything thicker. The thickest place of all is taken to be where the sprue is.

Found is every lump whose ratio is over the limit; metal thinner than the grid's step is `wall`'s.
"""

from __future__ import annotations

from dataclasses import replace

from ringgen.checks._balls import Ball
from ringgen.checks._lumps import Metal
from ringgen.checks._necks import Fed, Necks
from ringgen.checks._voxels import OFF, STEP, grid
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.shells import bodies
from ringgen.checks.subject import Place, Subject, judge, locate
from ringgen.findings import Finding
from ringgen.units import mm

NAME = "porosity"

HEAVY = 2.0
"""mm: thinner lumps do not count. A man's shank is as thick (putaringonit: 2.0 and more), and is fed all round through
one sprue; prongs (0.6 to 1.5), beads and rails are thinner."""


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """How many times as thick as its neck the worst lump is."""
    limits = subject.limits(NAME)
    if not limits:
        return []
    points = grid(mesh)
    if not points.closed or not points.metal.any():  # `watertight` fails it: what is metal cannot be told
        return []
    if bodies(mesh).any():  # `shells` fails it: of bodies in one another no surface is sure to be the metal's
        return []
    metal = Metal.of(points)
    wanted = min(limit.value for limit in limits)
    fed = Necks(mesh, metal).worst(HEAVY, wanted)
    note = ""
    if metal.grid.step > 1.01 * STEP:
        step = metal.grid.step
        note = f"; looked at in steps of {step:.2f} mm, necks under {2 * OFF * step:.1f} mm may be missed"
    if fed is None:
        said = f"no lump over {HEAVY:g} mm is {wanted:g} times as thick as what feeds it{note}"
        return [judge(NAME, float("-inf"), limits, message=said, unit="times")]
    found = judge(NAME, round(fed.ratio, 2), limits, _place(fed.lump, subject), unit="times")
    return [replace(found, message=_said(fed, subject, found.status != "pass") + note)]


def _said(fed: Fed, subject: Subject, broken: bool) -> str:
    said = f"a lump {mm(2 * fed.lump.radius)} thick, of {fed.volume:.1f} mm³, is fed through {mm(2 * fed.neck.radius)}"
    said += f"{_at(fed.neck, subject)} from where metal is {mm(2 * fed.beyond.radius)} thick{_at(fed.beyond, subject)}"
    if broken:
        said += ": the neck freezes first, and the lump shrinks into pores; thin or hollow the lump, thicken the neck, "
        said += "or give the lump a sprue of its own"
    return said


def _place(ball: Ball, subject: Subject) -> Place:
    x, y, z = (round(float(c), 4) for c in ball.middle)
    return locate((x, y, z), subject)


def _at(ball: Ball, subject: Subject) -> str:
    """The part and the hour, or the point where there are none."""
    place = _place(ball, subject)
    if place.clock is None:
        return " at ({})".format(", ".join(f"{c:.1f}" for c in place.point or ()))
    return f" ({place.part} at {place.clock})"
