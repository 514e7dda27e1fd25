"""How high the ring stands over the finger once it is set: the higher, the more it catches and knocks.

Cast prongs stand taller than they will: what the setter cuts off them does not count.
"""

from __future__ import annotations

import math

import numpy as np

from ringgen.bodies import Vec
from ringgen.checks._rays import Floats
from ringgen.checks._settings import lowered
from ringgen.checks._slices import local
from ringgen.checks._stones import in_ring, lifted
from ringgen.checks._tips import every_tip
from ringgen.checks.culet import nearest
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.witness import Stone

NAME = "snag"

CUT = 0.8
"""Of the crown: a finished prong stands no higher (GIA's bench guide: 60 to 80 %)."""

FREE = 0.6
"""What a lowered culet keeps from the finger at least, mm: the 0.5 Stuller asks and a little."""

SAME = 0.03
"""Spots within this of the highest, mm, are as high: the mesh of a plain band strays by as much."""

LIFT = 0.05  # mm: the steps in which a lower lift is offered


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding for a ring with stones: its highest spot."""
    if subject.design is None or not subject.design.witness.stones:
        return []
    stones = subject.design.witness.stones
    corners = np.concatenate([_corners(stone) for stone in stones])
    metal, spots = (np.hypot(points[:, 0], points[:, 2]) for points in (mesh.vertices, corners))
    bore = float(metal.min())
    outside = bore + subject.design.band.top_thickness
    cut, proud = _without_tips(mesh, mesh.vertices[metal > spots.max() - SAME], subject)  # lower ones are not asked for
    points = np.concatenate([cut, corners])
    reach = np.hypot(points[:, 0], points[:, 2])
    k = _by_a_stone(points, reach, stones)
    height = float(reach[k]) - bore - subject.stock.bore
    stone = min(stones, key=lambda s: float(np.linalg.norm(np.array(s.frame.origin) - points[k])))
    said = f"the ring stands {height:.1f} mm over the finger and {float(reach[k]) - outside:.1f} mm over its band"
    if proud > 0.0:
        said += f"; the prongs as cast stand {proud:.1f} mm over the table until the setter cuts them down"
    limits = subject.limits(NAME)
    over = height - min((limit.value for limit in limits), default=np.inf)
    if over > 0:
        said += "; so high it catches on cloth and takes knocks: set the stone lower, or tell its wearer"
    place = Place.at(stone.id, points[k], f"settings.{stone.setting}.lift" if stone.lift is not None else None)
    return [judge(NAME, round(height, 2), limits, place, _lower(stone, over, bore, points[k]), said)]


def _by_a_stone(points: Floats, reach: Floats, stones: tuple[Stone, ...]) -> int:
    """The number of the highest spot; of several as high, the one nearest to a stone."""
    high = np.flatnonzero(reach > reach.max() - SAME)
    away = [np.linalg.norm(points[high] - np.array(s.frame.origin), axis=1) for s in stones]
    return int(high[np.min(away, axis=0).argmin()])


def _corners(stone: Stone) -> Floats:
    """The stone's corners in the ring; the middle of its table where nobody has drawn them."""
    solid = stone.solid
    spots = solid.vertices if solid is not None else ((0.0, 0.0, stone.girdle + stone.crown),)
    return in_ring(stone, np.array(spots))


def _without_tips(mesh: MeshFile, spots: Floats, subject: Subject) -> tuple[Floats, float]:
    """Spots of the metal but for what a setter cuts off its prongs, and how far those stand over the table, mm."""
    assert subject.design is not None
    from scipy.spatial import cKDTree

    tree, gone = cKDTree(spots) if len(spots) else None, np.zeros(len(spots), bool)
    proud = 0.0
    for tip in every_tip(mesh, subject.design.witness):
        stone = tip.stone
        proud = max(proud, tip.height - stone.crown)
        low, high = stone.girdle + CUT * stone.crown, stone.girdle + tip.height
        if high <= low or tree is None:
            continue
        middle = in_ring(stone, np.array([[*tip.end[:2], (low + high) / 2]]))[0]
        near = np.array(tree.query_ball_point(middle, math.hypot(tip.prong.diameter, high - low)), dtype=np.int64)
        seen = local(spots[near], stone.frame)
        beside = np.hypot(*(seen[:, :2] - tip.end[:2]).T) < tip.prong.diameter
        gone[near[beside & (seen[:, 2] > low)]] = True
    return spots[~gone], proud


def _lower(stone: Stone, over: float, bore: float, spot: Vec) -> str | None:
    """The lift that brings a stone down by what it is too high, where the finger leaves room for it."""
    lift = lifted(stone, -over, spot) if over > 0 else None
    if lift is None or stone.lift is None or nearest(stone)[0] - (stone.lift - lift) < bore + FREE:
        return None
    return lowered(f"settings.{stone.setting}.lift", lift, LIFT)
