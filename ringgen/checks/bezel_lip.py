"""How much of the crown the bezel's lip covers: its height over the girdle as a share of the crown's."""

from __future__ import annotations

import math

from ringgen.catalog.rules import Limit
from ringgen.checks._bezels import around, near, tops
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
    low, high = int(heights.argmin()), int(heights.argmax())
    shares = {k: round(max(float(heights[k]) - stone.girdle, 0.0) / stone.crown, 4) for k in (low, high)}
    limits = subject.limits(NAME)
    too_low = [limit for limit in limits if limit.broken_by(shares[low])]
    k = high if not too_low and any(limit.broken_by(shares[high]) for limit in limits) else low
    height = max(float(heights[k]), stone.girdle)
    point = on_stone(stone, bezel.inner_radius + bezel.wall / 2, float(around()[k]), height)
    place = Place(bezel.part, clock(point), point, bezel.field_lip)
    return judge(
        NAME, shares[k], _asked(subject, k == low), place, _fix(bezel, stone, shares[k], subject), unit="share"
    )


def _asked(subject: Subject, lowest: bool) -> tuple[Limit, ...]:
    """The limits that speak of this end."""
    return tuple(limit for limit in subject.limits(NAME) if (limit.direction == "min") == lowest)


def _fix(bezel: Bezel, stone: Stone, measured: float, subject: Subject) -> str | None:
    """The share in the spec moved by what is missing, to the middle of what is allowed."""
    allowed = [limit.value for limit in subject.limits(NAME)]
    if not allowed:
        return None
    value = bezel.lip / stone.crown + sum(allowed) / len(allowed) - measured
    return f"{bezel.field_lip}={math.floor(value * 100 + 0.5) / 100:.2f}"
