"""The thinnest wall round the stone, from its girdle up to the lip."""

from __future__ import annotations

import numpy as np

from ringgen.checks._bezels import level, round_the, walls
from ringgen.checks._girdle import ring_point
from ringgen.checks._settings import stone_of, worst_of
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge, largest, thicken
from ringgen.findings import Finding
from ringgen.witness import Bezel, Stone

NAME = "bezel-wall"

EDGE = 0.35
"""The lip's edge is rounded, as worn lips are: the wall is read up to this far below it, mm."""

LEVELS = 5


def check(mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a setting: its thinnest bezel."""
    if subject.design is None:
        return []
    witness = subject.design.witness
    pairs = [(bezel, stone_of(witness, bezel.setting, bezel.stone)) for bezel in witness.bezels]
    found = ((bezel.setting, _thinnest(mesh, bezel, stone, subject)) for bezel, stone in pairs if stone is not None)
    return worst_of(found)


def _thinnest(mesh: MeshFile, bezel: Bezel, stone: Stone, subject: Subject) -> Finding:
    metal, places = level(mesh, bezel, stone), round_the(bezel)
    top = stone.girdle + max(bezel.lip - EDGE, 0.0)
    heights = np.linspace(0.01, top, LEVELS)
    read = np.array([walls(metal, bezel, places, float(h)) for h in heights])
    row, column = np.unravel_index(int(read.argmin()), read.shape)
    least = round(float(read[row, column]) - subject.stock.outside, 4)
    point = ring_point(stone, places.spots[column] + least / 2 * places.out[column], float(heights[row]))
    place = Place.at(bezel.part, point, bezel.field_wall)
    limits = subject.limits(NAME)
    fix = thicken(place, least, largest(limits, 0.0), subject)
    return judge(NAME, least, limits, place, fix, "" if least > 0 else "the wall is open here")
