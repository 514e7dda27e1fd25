"""A design: every number of one ring, decided. Millimetres, grams, carats; nothing left to ask, no CAD kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ringgen.bodies import Parts
from ringgen.catalog.metals import Metal
from ringgen.catalog.rules import Rules
from ringgen.catalog.sizes import RingSize
from ringgen.design.stock import Choice
from ringgen.witness import Witness


@dataclass(frozen=True)
class Band:
    """The shank as decided: profile, (width, thickness) at the base and at the top, the largest width, styles."""

    profile: str
    width: float
    thickness: float
    top_width: float
    top_thickness: float
    widest: float = 0.0
    shank: str = "straight"
    shoulders: str = "plain"
    params: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Solved:
    """An unknown that was solved: which field, to what, for which target, in how many builds."""

    field: str
    value: float
    target: str
    builds: int = 0


@dataclass(frozen=True)
class Design:
    """Everything the builder, the checks and the report need of one ring."""

    name: str
    slug: str
    size: RingSize
    bore_radius: float
    fit_mm: float
    band: Band
    metal: Metal
    rules: Rules
    parts: Parts
    witness: Witness
    notes: tuple[str, ...] = ()
    solved: tuple[Solved, ...] = ()
    chosen: tuple[Choice, ...] = ()
