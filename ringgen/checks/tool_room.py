"""Room for the setter's tool: how wide a one reaches each prong's tip, or each spot of a bezel's lip, from outside.

A pusher is laid on the outside of the tip and pressed inwards, held between flat and steep; what is in its way is other
metal, or another stone. The widest that has a free way at any such slant is what there is room for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ringgen.checks._bezels import round_the
from ringgen.checks._girdle import ring_point
from ringgen.checks._rays import Floats
from ringgen.checks._samples import spots
from ringgen.checks._settings import by_setting, stone_of
from ringgen.checks._stones import in_ring
from ringgen.checks._tips import every_tip
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest
from ringgen.findings import Finding
from ringgen.witness import Stone, Witness

NAME = "tool-room"

SLANTS = (30.0, 45.0, 60.0, 75.0)
"""Degrees over the girdle plane at which a pusher is held."""

BEFORE = 0.3
"""What lies less than this before the tool's face, mm, is what it is laid on."""

LENGTH = 12.0
"""Of the tool, mm: beyond it is the setter's hand, over the whole ring."""

STEP = 0.4
"""Points on the ring's larger faces are this far apart, mm."""

EVERY = 5
"""Of a lip's stations every fifth is looked at."""

HOLLOW = 0.1
"""Where a lip's own outline stands further out than this, mm, is a cleft: worked with a graver, not a pusher."""

MOST = 9.9
"""Wider than this, mm, is room enough for anything."""


@dataclass(frozen=True)
class Spot:
    """Where a tool is laid: the point, the directions outwards and up (unit vectors), and what is there."""

    at: Floats
    out: Floats
    up: Floats
    setting: str
    part: str
    stone: str


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: the spot with least room."""
    if subject.design is None:
        return []
    witness = subject.design.witness
    groups = by_setting((spot.setting, spot) for spot in (*_tips(mesh, witness), *_lips(witness)))
    return [_tightest(group, mesh, subject) for group in groups.values()]


def _tips(mesh: MeshFile, witness: Witness) -> list[Spot]:
    found = []
    for tip in every_tip(mesh, witness):
        if tip.prong.kind:  # beads are pushed from above, with a beading tool
            continue
        top = tip.stone.girdle + tip.height
        out = tip.end[:2] / max(float(np.hypot(*tip.end[:2])), 1e-9)
        at = np.array([*(tip.end[:2] + out * tip.prong.diameter / 2), top - tip.prong.diameter / 4])
        found.append(_spot(tip.stone, at, out, tip.prong.setting, tip.prong.part))
    return found


def _lips(witness: Witness) -> list[Spot]:
    found = []
    for bezel in witness.bezels:
        stone = stone_of(witness, bezel.setting, bezel.stone)
        if stone is None:
            continue
        places = round_the(bezel)
        for spot, out in zip(places.spots[::EVERY], places.out[::EVERY], strict=True):
            if ((places.spots - spot) @ out).max() > HOLLOW:
                continue
            at = np.array([*(spot + out * bezel.wall), stone.girdle + bezel.lip])
            found.append(_spot(stone, at, out, bezel.setting, bezel.part))
    return found


def _spot(stone: Stone, at: Floats, out: Floats, setting: str, part: str) -> Spot:
    axes = np.array([stone.frame.x, stone.frame.y, stone.frame.z])
    point = np.array(ring_point(stone, at[:2], float(at[2])))
    return Spot(point, np.array([*out, 0.0]) @ axes, axes[2], setting, part, stone.id)


@lru_cache(maxsize=1)
def _obstacles(mesh: MeshFile) -> Floats:
    """Points all over the ring."""
    return spots(mesh, np.arange(len(mesh.faces)), STEP)


def _tightest(group: list[Spot], mesh: MeshFile, subject: Subject) -> Finding:
    assert subject.design is not None
    metal, stones = _obstacles(mesh), _corners(subject.design.witness)
    others = {spot.stone: [metal, *(at for name, at in stones if name != spot.stone)] for spot in group}
    room = [(_room(spot, np.concatenate(others[spot.stone])), spot) for spot in group]
    least, spot = min(room, key=lambda one: one[0])
    limits = subject.limits(NAME)
    wanted = largest(limits, 0.0)
    said = f"nothing stands in a tool's way to the {spot.part}"
    if least < MOST:
        said = f"a tool {least:.1f} mm wide reaches the {spot.part} from outside"
    if least < wanted:
        said += f"; a setter's of {wanted:g} mm does not: leave more room there, or set this stone first"
    return judge(NAME, round(least, 2), limits, Place.at(spot.part, spot.at), None, said)


def _corners(witness: Witness) -> list[tuple[str, Floats]]:
    """Every stone's corners in the ring: a tool must clear the neighbours too."""
    return [(s.id, in_ring(s, np.array(s.solid.vertices))) for s in witness.stones if s.solid is not None]


def _room(spot: Spot, points: Floats) -> float:
    """The width of the widest tool that reaches a spot, mm."""
    apart = points - spot.at
    near = apart[(np.abs(apart) < LENGTH).all(axis=1) & (apart @ (spot.out + spot.up) > 0)]
    best = 0.0
    for slant in np.radians(SLANTS):
        way = np.cos(slant) * spot.out + np.sin(slant) * spot.up
        along = near @ way
        ahead = (along > BEFORE) & (along < LENGTH)
        square = (near[ahead] ** 2).sum(axis=1) - along[ahead] ** 2
        best = max(best, 2.0 * float(np.sqrt(max(square.min(initial=MOST**2 / 4), 0.0))))
    return best
