"""How much of the crown the bezel's lip covers: its height over the girdle as a share of the crown's."""

from __future__ import annotations

import math

from ringgen.checks._bezels import around, near, tops
from ringgen.checks._rays import Floats
from ringgen.checks._settings import on_stone, stone_of
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, clock, judge
from ringgen.findings import Finding
from ringgen.witness import Bezel, Stone

NAME = "bezel-lip"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a bezel: where the lip is lowest, or where it is highest if it is too high there."""
    if subject.design is None:
        return []
    witness = subject.design.witness
    pairs = [(bezel, stone_of(witness, bezel.setting, bezel.stone)) for bezel in witness.bezels]
    return [_lip(mesh, bezel, stone, subject) for bezel, stone in pairs if stone is not None and stone.crown > 0]


def _lip(mesh: MeshFile, bezel: Bezel, stone: Stone, subject: Subject) -> Finding:
    heights = tops(near(mesh, bezel, stone), bezel)
    lowest = _judged(int(heights.argmin()), heights, "min", bezel, stone, subject)
    highest = _judged(int(heights.argmax()), heights, "max", bezel, stone, subject)
    return highest if highest.status != "pass" and not lowest.refuses else lowest


def _judged(k: int, heights: Floats, end: str, bezel: Bezel, stone: Stone, subject: Subject) -> Finding:
    """The lip in one direction, against the limits that speak of this end."""
    height = max(float(heights[k]), stone.girdle)
    share = round((height - stone.girdle) / stone.crown, 4)
    point = on_stone(stone, bezel.inner_radius + bezel.wall / 2, float(around()[k]), height)
    place = Place(bezel.part, clock(point), point, bezel.field_lip)
    limits = tuple(limit for limit in subject.limits(NAME) if limit.direction == end)
    return judge(NAME, share, limits, place, _fix(bezel, stone, share, subject), unit="share")


def _fix(bezel: Bezel, stone: Stone, measured: float, subject: Subject) -> str | None:
    """The share in the spec moved by what is missing, to the middle of what is allowed."""
    allowed = [limit.value for limit in subject.limits(NAME)]
    if not allowed:
        return None
    value = bezel.lip / stone.crown + sum(allowed) / len(allowed) - measured
    return f"{bezel.field_lip}={math.floor(value * 100 + 0.5) / 100:.2f}"
