"""How equal the gaps of a row are: the widest less the narrowest of a line, from middle to middle in space.

A gap is what lies between two neighbours' middles beyond half of either stone: what a setter measures along the row.
Of stones that stand out from a middle like rays it is what lies between the two where they are nearest.
"""

from __future__ import annotations

import math
from itertools import pairwise

from ringgen.checks._rows import lines
from ringgen.checks._settings import by_setting
from ringgen.checks._solids import between, body
from ringgen.checks._stones import in_ring
from ringgen.checks.meshfile import MeshFile
from ringgen.checks.subject import Place, Subject, judge
from ringgen.findings import Finding
from ringgen.witness import RowLine, Stone

NAME = "row-gap"

Uneven = tuple[float, float, Stone]
"""How unequal a line's gaps are and the narrowest of them, mm, and the stone before that one."""


def check(_mesh: MeshFile, subject: Subject) -> list[Finding]:
    """One finding a row: its least even line."""
    found = by_setting((line.setting, u) for line, stones in lines(subject) if (u := _uneven(line, stones)) is not None)
    return [_judged(max(some, key=lambda one: one[0]), subject) for some in found.values()]


def _uneven(line: RowLine, stones: list[Stone]) -> Uneven | None:
    around = [*stones, stones[0]] if line.closed and stones else stones
    gaps = [(_gap(line, a, b), a) for a, b in pairwise(around)]
    if len(gaps) < 2:
        return None
    narrow, stone = min(gaps, key=lambda gap: gap[0])
    return max(g for g, _ in gaps) - narrow, narrow, stone


def _gap(line: RowLine, a: Stone, b: Stone) -> float:
    """What is between two neighbours, mm."""
    if line.fans and (one := body(a)) is not None and (two := body(b)) is not None:
        return between(one.moved(lambda p: in_ring(a, p)), two.moved(lambda p: in_ring(b, p)))
    return math.dist(a.frame.origin, b.frame.origin) - (a.width + b.width) / 2


def _judged(found: Uneven, subject: Subject) -> Finding:
    uneven, narrow, stone = found
    place = Place.at(stone.id, stone.frame.origin, f"settings.{stone.setting}.gap")
    said = f"from the widest to the narrowest, which is {narrow:.3f} mm"
    return judge(NAME, round(uneven, 4), subject.limits(NAME), place, None, said)
