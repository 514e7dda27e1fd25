"""How much of the crown the bezel's lip covers: its height over the girdle as a share of the crown's, or the dome's."""

from __future__ import annotations

import math

from ringgen.checks._bezels import round_the, tops
from ringgen.checks._girdle import Stations, ring_point
from ringgen.checks._rays import Floats
from ringgen.checks._settings import stone_of, worst_of
from ringgen.checks._stones import domed
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.witness import Bezel, Stone

NAME = "bezel-lip"


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: its worst bezel, where the lip is lowest, or highest if it is too high there."""
    if subject.design is None:
        return []
    witness = subject.design.witness
    pairs = [(bezel, stone_of(witness, bezel.setting, bezel.stone)) for bezel in witness.bezels]
    found = (
        (bezel.setting, _lip(mesh, bezel, stone, subject))
        for bezel, stone in pairs
        if stone is not None and stone.crown > 0
    )
    return worst_of(found)


def _lip(mesh: MeshFile, bezel: Bezel, stone: Stone, subject: Subject) -> Finding:
    places = round_the(bezel)
    heights = tops(mesh, bezel, stone, places)
    lowest = _judged(int(heights.argmin()), heights, "min", bezel, stone, places, subject)
    highest = _judged(int(heights.argmax()), heights, "max", bezel, stone, places, subject)
    return highest if highest.status != "pass" and not lowest.refuses else lowest


def _judged(
    k: int, heights: Floats, end: str, bezel: Bezel, stone: Stone, places: Stations, subject: Subject
) -> Finding:
    """The lip at one station, against the limits that speak of this end."""
    height = max(float(heights[k]), stone.girdle)
    share = round((height - subject.stock.outside - stone.girdle) / stone.crown, 4)
    point = ring_point(stone, places.spots[k] + bezel.wall / 2 * places.out[k], height)
    place = Place.at(bezel.part, point, bezel.field_lip)
    kind = "domed" if domed(stone) else ""
    limits = tuple(limit for limit in subject.limits(NAME, kind) if limit.direction == end)
    said = "of the dome's height over its edge" if kind else ""
    asked = bezel.lip - subject.stock.outside
    fix = _fix(bezel, asked / stone.crown, share, [limit.value for limit in subject.limits(NAME, kind)])
    return judge(NAME, share, limits, place, fix, said, "share", kind)


def _fix(bezel: Bezel, asked: float, measured: float, allowed: list[float]) -> str | None:
    """The share in the spec, `asked`, moved by what is missing, to the middle of what is allowed."""
    if not allowed:
        return None
    value = asked + (min(allowed) + max(allowed)) / 2 - measured
    return f"{bezel.field_lip}={math.floor(value * 100 + 0.5) / 100:.2f}"
