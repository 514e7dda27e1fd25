"""The narrowest section of any prong along its axis, after every cut.

A section's thickness is the largest circle that fits in it: across a seat, what a caliper reads.
"""

from __future__ import annotations

from ringgen.checks._prongs import Sections, every_prong
from ringgen.checks._settings import by_setting, raised
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest
from ringgen.findings import Finding
from ringgen.witness import Prong

NAME = "prong"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: its weakest prong. The fix thickens all of them in proportion."""
    if subject.design is None:
        return []
    measured = every_prong(mesh, subject.design.witness)
    groups = by_setting((prong.setting, (prong, found)) for prong, found in measured)
    return [_weakest(prongs, subject) for prongs in groups.values()]


def _weakest(prongs: list[tuple[Prong, Sections]], subject: Subject) -> Finding:
    prong, found = min(prongs, key=lambda one: float(one[1].thickness.min()))
    k = found.narrowest
    off = 0.0 if prong.kind else 2 * subject.stock.outside  # beads have no stock
    least = round(float(found.thickness[k]) - off, 4)
    limits = subject.limits(NAME, prong.kind)
    wanted = largest(limits, 0.0)
    grown = prong.asked * wanted / least if least > 0 else max(wanted, prong.asked)
    said = f"the narrowest of {len(prongs)} prongs"
    place = Place.at(prong.part, found.points[k], prong.field)
    return judge(NAME, least, limits, place, raised(prong.field, grown), said, kind=prong.kind)
