"""What passes between a setting and the ring it stands on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ringgen.bodies import Parts, Placed, Revolved, Vec
from ringgen.plane import Line, Point, polyline
from ringgen.stones import grown
from ringgen.witness import Witness


@dataclass(frozen=True)
class Ground:
    """The band's top, as a setting sees it from its stone: all in mm, heights in the stone's frame.

    `top` is the band's outside under the stone (negative), `half_width` half its width there, `radius` the outer
    radius of the hoop, `depth` how much metal lies under `top` before the finger.
    """

    top: float
    half_width: float
    radius: float
    depth: float


@dataclass(frozen=True)
class Carry:
    """Where shoulders may reach a head, in the stone's frame: on ±x at this radius and height, half sizes at most."""

    radius: float
    height: float
    half_width: float
    half_height: float
    part: str


@dataclass(frozen=True)
class Arrangement:
    """What a setting comes to, in its stone's frame; `lowest` is the height of its lowest metal, mm."""

    parts: Parts
    witness: Witness
    lowest: float
    carry: Carry | None = None
    notes: tuple[str, ...] = field(default=())


def seat(outline: tuple[Point, ...], clearance: float, part: str) -> Placed:
    """The cutter of a turned seat: the stone's envelope, `clearance` larger all round."""
    points = grown(outline, clearance)
    return Placed(part, Revolved((*polyline(*points), Line(points[-1], points[0]))))


def circle_points(radius: float, height: float, count: int = 24) -> tuple[Vec, ...]:
    """A closed polyline round the stone's axis, for a region."""
    turn = math.tau / count
    return tuple((radius * math.cos(turn * i), radius * math.sin(turn * i), height) for i in range(count + 1))
