"""What settings share that hold a stone at two sides, one after the other along the hoop: bars and tension-look ends.

Worked out in a frame whose x runs along the hoop, however the stone is turned; mm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ringgen.errors import Problem
from ringgen.outline import bounds, hits, turned
from ringgen.settings._arrangement import Ground
from ringgen.settings._cup import pearl
from ringgen.stones import Measures

GRIP = 0.3  # mm the metal reaches over the girdle; Stuller asks 0.15 at least
LIP = 0.9  # mm of metal over the crown at the notch: casters ask 0.8, and the seat takes its clearance
LEAST_CHORD = 0.25  # of the stone's width across: a side narrower than that where metal grips it is a point
LEAST_SLOPE = 0.5  # of it: a side that leaves its end's face aslant is held along that much
CORNERED = 0.2  # a tenth of the way in, a corner is a tenth as wide and a round side a third


@dataclass(frozen=True)
class Ends:
    """Where two ends stand, along the hoop: `right` and `left` are the gripping faces, `across` half the stone there.

    `turn` is the hoop's direction in the stone's frame, degrees; `top` how high the ends reach.
    """

    turn: float
    right: float
    left: float
    across: float
    top: float


def along(ground: Ground) -> float:
    """The hoop's direction in the stone's frame, degrees from its x."""
    if ground.frame is None:
        return 0.0
    return math.degrees(math.atan2(ground.frame.y[0], ground.frame.x[0]))


def ends(stone: Measures, ground: Ground, grip: float) -> Ends:
    """The two gripping faces of a stone as it is turned."""
    return _measured(stone, along(ground), grip)


def _measured(stone: Measures, turn: float, grip: float) -> Ends:
    (x0, y0), (x1, y1) = bounds(turned(stone.outline, -turn))
    slope = stone.crown / max((stone.width - stone.table) / 2, 1e-3)
    top = stone.girdle + max(stone.crown, slope * grip + LIP)
    return Ends(turn, x1 - grip, -x0 - grip, (y1 - y0) / 2, top)


def chord(stone: Measures, e: Ends, side: int, further: float = 0.0) -> tuple[float, float]:
    """Between which places across the hoop the stone is gripped on the right (1) or the left (-1), mm.

    Or `further` mm out from the gripping face.
    """
    at = e.right + further if side > 0 else -e.left - further
    found = hits(turned(stone.outline, -e.turn), (at, -2 * (stone.length + stone.width)), (0.0, 1.0))
    far = 2 * (stone.length + stone.width)
    return (found[0] - far, found[-1] - far) if found else (0.0, 0.0)


def pointed(stone: Measures, e: Ends, grip: float, setting: str) -> list[Problem]:
    """A stone whose points, not its sides, lie along the hoop; one that has a point every way is for a bezel."""
    if pearl(stone):
        why = "a pearl is never pressed at two sides: its skin is too soft for it"
        return [Problem(f"settings.{setting}.type", why, nearest="prong")]
    if _on_sides(stone, e, grip):
        return []
    why = "the stone would be gripped at a point, where it chips"
    for turn in ("0", "90"):
        if _on_sides(stone, _measured(stone, -float(turn), grip), grip):
            return [Problem(f"settings.{setting}.turn", why, nearest=turn)]
    return [Problem(f"settings.{setting}.type", why, nearest="bezel")]


def _on_sides(stone: Measures, e: Ends, grip: float) -> bool:
    for side in (1, -1):
        (low, high), (least, most) = chord(stone, e, side), chord(stone, e, side, 0.9 * grip)
        corner = most - least < CORNERED * (high - low)
        if high - low < (LEAST_SLOPE if corner else LEAST_CHORD) * 2 * e.across:
            return False
    return True
