"""How far each prong's metal reaches in over the girdle, seen from above."""

from __future__ import annotations

import math

import numpy as np

from ringgen.checks._rays import Floats
from ringgen.checks._settings import by_setting, on_stone, raised, stone_of
from ringgen.checks._slices import Near, local
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, clock, judge, largest
from ringgen.findings import Finding
from ringgen.witness import Prong, Stone

NAME = "grip"

ASIDE = 0.6
"""Metal within this many diameters of a prong's own line is that prong's."""

Grip = tuple[float, Prong, Stone, float]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: the prong that holds least."""
    if subject.design is None:
        return []
    witness = subject.design.witness
    held: list[tuple[str, Grip]] = []
    metal = Near(mesh.triangles) if witness.prongs else None
    for prong in witness.prongs:
        stone = stone_of(witness, prong.setting, prong.stone)
        if stone is not None and metal is not None:
            held.append((prong.setting, _grip(metal, prong, stone)))
    return [_weakest(group, subject) for group in by_setting(held).values()]


def _grip(metal: Near, prong: Prong, stone: Stone) -> Grip:
    """Overlap in mm (negative where metal stands beside the stone, -inf where none stands over its girdle at all)."""
    tip = local(np.array(prong.axis[-1]), stone.frame)
    azimuth = math.atan2(tip[1], tip[0])
    near = metal.line(np.array(prong.axis[-2:]), prong.diameter)
    points = _over(local(near, stone.frame), stone.girdle)
    along = points[:, 0] * math.cos(azimuth) + points[:, 1] * math.sin(azimuth)
    aside = np.abs(points[:, 1] * math.cos(azimuth) - points[:, 0] * math.sin(azimuth))
    mine = points[(along > 0) & (aside < ASIDE * prong.diameter)]
    radius = np.hypot(mine[:, 0], mine[:, 1])
    reach = _outline(stone, np.arctan2(mine[:, 1], mine[:, 0])) - radius
    return float(reach.max(initial=-math.inf)), prong, stone, azimuth


def _over(triangles: Floats, level: float) -> Floats:
    """All corners above a level, and where sides pass through it."""
    a, b = triangles.reshape(-1, 3), triangles[:, (1, 2, 0)].reshape(-1, 3)
    through = (a[:, 2] > level) != (b[:, 2] > level)
    p, q = a[through], b[through]
    share = ((level - p[:, 2]) / (q[:, 2] - p[:, 2]))[:, None]
    return np.concatenate([a[a[:, 2] > level], p + share * (q - p)])


def _outline(stone: Stone, azimuth: Floats) -> Floats:
    """How far the girdle reaches at an azimuth: an ellipse through the stone's width (along x) and length (along y)."""
    reach: Floats = 0.5 / np.hypot(np.cos(azimuth) / stone.width, np.sin(azimuth) / stone.length)
    return reach


def _weakest(held: list[Grip], subject: Subject) -> Finding:
    reach, prong, stone, azimuth = min(held, key=lambda grip: grip[0])
    limits = subject.limits(NAME)
    wanted = largest(limits, 0.0)
    point = on_stone(stone, float(_outline(stone, np.array(azimuth))), azimuth, stone.girdle)
    place = Place(prong.part, clock(point), point, prong.field)
    said = f"the least of {len(held)} prongs"
    if not math.isfinite(reach):
        return judge(NAME, 0.0, limits, place, None, f"{said}: no metal stands over the girdle")
    missing = max(wanted - reach, 0.0)  # a prong reaches in by its seat's share of its thickness
    fix = raised(prong.field, prong.diameter + missing / max(prong.seat_share, 0.1))
    return judge(NAME, round(reach, 4), limits, place, fix, said)
