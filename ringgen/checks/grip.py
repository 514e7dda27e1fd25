"""How far each prong's metal reaches in over the girdle, seen from above."""

from __future__ import annotations

import math

from ringgen.checks._girdle import ring_point
from ringgen.checks._settings import by_setting, raised
from ringgen.checks._tips import Tip, every_tip
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, clock, judge, largest
from ringgen.findings import Finding

NAME = "grip"

Grip = tuple[float, Tip]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: the prong that holds least, over the girdle as it is cut."""
    if subject.design is None:
        return []
    tips = every_tip(mesh, subject.design.witness)
    held = by_setting((tip.prong.setting, (tip.reach(), tip)) for tip in tips)
    return [_weakest(group, subject) for group in held.values()]


def _weakest(held: list[Grip], subject: Subject) -> Finding:
    reach, tip = min(held, key=lambda grip: grip[0])
    prong = tip.prong
    limits = subject.limits(NAME)
    wanted = largest(limits, 0.0)
    point = ring_point(tip.stone, tip.end, tip.stone.girdle)
    place = Place(prong.part, clock(point), point, prong.field)
    said = f"the least of {len(held)} prongs"
    if not math.isfinite(reach):
        return judge(NAME, 0.0, limits, place, None, f"{said}: no metal stands over the girdle")
    missing = max(wanted - reach, 0.0)  # a prong reaches in by its seat's share of its thickness
    fix = raised(prong.field, prong.diameter + missing / max(prong.seat_share, 0.1))
    return judge(NAME, round(reach, 4), limits, place, fix, said)
