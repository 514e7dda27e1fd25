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
class Stock:
    """How much metal polishing takes off each surface, mm: inside, outside, at either side, and in the seats."""

    bore: float = 0.0
    outside: float = 0.0
    edges: float = 0.0
    seats: float = 0.0


@dataclass(frozen=True)
class Stages:
    """The same ring as cast, and how much larger its wax is: `shrink` is (step, share) of each, `scale` all of them.

    `cast` is the design with the stock on its metal. Its `band` still says what the spec's fields say; its bore, parts
    and witness are the cast's.
    """

    stock: Stock
    shrink: tuple[tuple[str, float], ...]
    scale: float
    cast: Design
    wax_density: float | None = None
    finish_source: str = ""
    shrink_source: str = ""
    """Where the numbers come from; empty: the spec says no more than the numbers."""


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
    stages: Stages | None = None
    """Its cast and its wax, where the spec asks for them; None: the files have the ring's own size."""
