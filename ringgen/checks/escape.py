"""Drain holes: hollows that are open, but through so little that resin, wax or investment stays in them.

A hollow is air in which a ball as wide as the rules ask of a way out has room and no way out. What is measured is the
largest ball that would get out, to 0.01 mm. Found is every hollow in which a ball half a millimetre wider has room.
Hollows that are closed are `cavity`'s.
"""

from __future__ import annotations

from ringgen.checks._hollows import Hollows
from ringgen.checks._voxels import OFF, STEP, grid
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Subject, judge, largest, locate
from ringgen.findings import Finding

NAME = "escape"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """The narrowest of all hollows' ways out."""
    limits = subject.limits(NAME)
    if not limits:
        return []
    air = grid(mesh)
    if not air.closed:  # `watertight` fails it; what is a hollow and what is outside cannot be told
        return []
    wanted = largest(limits, 0.0)
    found = sorted(Hollows(mesh, air, wanted).found(), key=lambda hollow: hollow.width)
    note = ""
    if air.step > 1.01 * STEP:
        note = f"; looked at in steps of {air.step:.2f} mm, hollows under {seen(wanted, air.step):.1f} mm may be missed"
    if not found:
        return [judge(NAME, float("inf"), limits, message=f"no hollow has a narrow way out{note}")]
    worst = found[0]
    x, y, z = (round(float(c), 4) for c in worst.place)
    many = f"{len(found)} hollows have narrow ways out, this one" if len(found) > 1 else "a hollow"
    said = f"{many} of {worst.volume:.1f} mm³: its widest way out is {'under' if worst.under else ''} "
    said = f"{said.rstrip()} {worst.width:.2f} mm wide, and resin, wax and investment stay in it{note}"
    return [judge(NAME, round(worst.width, 2), limits, locate((x, y, z), subject), message=said)]


def seen(wanted: float, step: float) -> float:
    """The width, mm, of the smallest hollow that is sure to be found on a grid: its ball meets a point with room."""
    return wanted + 4 * OFF * step
