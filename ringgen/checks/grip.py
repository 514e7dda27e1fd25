"""How far metal reaches in over the girdle, seen from above: of each prong, bar, end or wall there is."""

from __future__ import annotations

import math

import numpy as np

from ringgen.checks._girdle import girdle, inside, ring_point
from ringgen.checks._lips import HELD, Lip, lips
from ringgen.checks._samples import spots
from ringgen.checks._settings import by_setting, raised
from ringgen.checks._slices import local
from ringgen.checks._stones import from_all_sides, in_ring
from ringgen.checks._tips import STEP, Tip, every_tip
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest
from ringgen.findings import Finding
from ringgen.witness import Stone, Witness

NAME = "grip"

Grip = tuple[float, Tip]


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: the prong that holds least, over the girdle as it is cut."""
    if subject.design is None:
        return []
    witness = subject.design.witness
    held = by_setting((tip.prong.setting, (tip.reach(), tip)) for tip in every_tip(mesh, witness))
    ends = by_setting((stone.setting, (_between_ends(mesh, stone), stone)) for stone in gripped(witness))
    walls = by_setting((lip.stone.setting, lip) for s in witness.stones if s.held == HELD for lip in lips(mesh, s))
    return [
        *(_weakest(group, subject) for group in held.values()),
        *(_loosest(group, subject) for group in ends.values()),
        *(_shallowest(group, subject) for group in walls.values()),
    ]


def gripped(witness: Witness) -> list[Stone]:
    """The stones that neither prongs nor a lip hold, nor a rim yet to be hammered down: bars or ends must."""
    other = ("flush", HELD)
    others = {*(p.stone for p in witness.prongs), *(b.stone for b in witness.bezels)}
    return [s for s in witness.stones if s.solid and not others & {s.id, s.setting} and s.held not in other]


def _between_ends(mesh: MeshFile, stone: Stone) -> float:
    """How far metal reaches in over the girdle from all sides; -inf where it stands over one half of it at most."""
    over = np.array([(x, y, z) for x, y in girdle(stone) for z in (stone.girdle, stone.girdle + stone.crown)])
    near = mesh.near.which(in_ring(stone, over), 0.0)
    points = local(spots(mesh, near, STEP), stone.frame)
    points = points[points[:, 2] > stone.girdle]
    return -from_all_sides(points[:, :2] - np.array(stone.culet), -inside(girdle(stone), points[:, :2]))


def _loosest(held: list[tuple[float, Stone]], subject: Subject) -> Finding:
    reach, stone = min(held, key=lambda one: one[0])
    reach -= subject.stock.outside
    place = Place.at(stone.id, stone.frame.origin)
    limits = subject.limits(NAME)
    if not math.isfinite(reach):
        return judge(NAME, 0.0, limits, place, None, "no metal stands over the girdle on both sides")
    return judge(NAME, round(reach, 4), limits, place, None, "metal on both sides of the stone")


def _shallowest(walls: list[Lip], subject: Subject) -> Finding:
    """A channel's wall that covers the least of its stone, as a share of the stone's width across the band."""
    lip = min(walls, key=lambda one: one.reach / one.stone.length)
    stone = lip.stone
    place = Place.at(stone.id, ring_point(stone, (0.0, lip.side * stone.length / 2), stone.girdle))
    said = f"the least of {len(walls)} walls' sides: {lip.reach:.2f} mm of {stone.length:g} mm"
    share = round(lip.reach / stone.length, 3)
    return judge(NAME, share, subject.limits(NAME, HELD), place, None, said, unit="share", kind=HELD)


def _weakest(held: list[Grip], subject: Subject) -> Finding:
    reach, tip = min(held, key=lambda grip: grip[0])
    prong = tip.prong
    reach -= 0.0 if prong.kind else subject.stock.outside  # beads have no stock
    limits = subject.limits(NAME)
    wanted = largest(limits, 0.0)
    point = ring_point(tip.stone, tip.end, tip.stone.girdle)
    place = Place.at(prong.part, point, prong.field)
    said = f"the least of {len(held)} prongs"
    if not math.isfinite(reach):
        return judge(NAME, 0.0, limits, place, None, f"{said}: no metal stands over the girdle")
    missing = max(wanted - reach, 0.0)  # a prong reaches in by its seat's share of its thickness
    thicker = raised(prong.field, prong.asked + missing / max(prong.seat_share, 0.1))
    fix = None if prong.kind else thicker  # a thicker bead stands further off: it reaches no further
    return judge(NAME, round(reach, 4), limits, place, fix, said)
