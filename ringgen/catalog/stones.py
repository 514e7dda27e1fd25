"""Stones by measure: proportions of a cut, weight from size and back, and the prongs a stone of a size is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ringgen.catalog._tables import table
from ringgen.catalog.gems import find_gem

_DIAMONDS = ("diamond", "lab-diamond")


@dataclass(frozen=True)
class Proportions:
    """Reference proportions of a cut: heights and table as shares of the width, angles in degrees.

    `lw` is the usual length over width, `lw_min` and `lw_max` what is still this cut; shorter and longer stones are
    the cuts `below` and `above`. A depth under `depth_min` or over `depth_max` was mistyped. A `round` cut is measured
    by its diameter. `star` and `lower_half` are a brilliant's shares; `bulge` says how far its pavilion stands out from
    a straight cone, by length over width.
    """

    cut: str
    table: float
    crown: float
    girdle: float
    pavilion: float
    depth: float
    depth_min: float
    depth_max: float
    source: str
    confidence: str
    lw: float = 1.0
    lw_min: float = 1.0
    lw_max: float = 1.05
    round: bool = False
    below: str = ""
    above: str = ""
    star: float = 0.5
    lower_half: float = 0.8
    bulge: tuple[tuple[float, float], ...] = ((1.0, 0.0),)
    crown_angle_deg: float | None = None
    pavilion_angle_deg: float | None = None


@dataclass(frozen=True)
class Weight:
    """A stone's weight in carats, the share it may be off by (a stone is weighed, not measured), and whose formula."""

    carat: float
    error: float
    source: str


@dataclass(frozen=True)
class ProngRule:
    """What a round stone of a size is usually given: how many prongs, and their diameter in mm (usual and largest)."""

    count: int
    diameter: float
    diameter_max: float
    source: str
    confidence: str


@cache
def proportions(cut: str = "round") -> Proportions:
    """The reference proportions of a cut; KeyError for a cut the catalog has none of."""
    rows = {row["cut"]: row for row in table("stones")["proportions"]}
    row = rows[cut]
    return Proportions(**{**row, "bulge": tuple((x, y) for x, y in row.get("bulge", [(1.0, 0.0)]))})


def by_ratio(points: Sequence[tuple[float, float]], ratio: float) -> float:
    """The value at a length over width, between the rows of a table; at its ends the end's own."""
    if ratio <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if ratio <= x1:
            return y0 + (y1 - y0) * (ratio - x0) / (x1 - x0)
    return points[-1][1]


def weight(
    cut: str, length: float, width: float, depth: float, gem: str = "diamond", outline: float | None = None
) -> Weight | None:
    """The weight of a stone from its sizes in mm by the trade's formula; None for a cut that has none for this gem.

    `outline` is the area in mm² its girdle encloses, for formulas that go by it; length × width where it is not known.
    """
    found = find_gem(gem)
    kind = "diamond" if found.id in _DIAMONDS else "coloured"
    row = next((r for r in table("stones")["weight"] if r["cut"] == cut and r["gem"] == kind), None)
    if row is None:
        return None
    factor = by_ratio(row["factors"], length / width) if "factors" in row else row["factor"]
    factor *= 1.0 if kind == "diamond" else found.sg
    area = length * width
    if row["form"] == "mean":
        area = ((length + width) / 2) ** 2
    elif row["form"] == "outline" and outline is not None:
        area = outline
    return Weight(area * depth * factor, row["error"], row["source"])


def round_carat(diameter: float, depth: float | None = None, gem: str = "diamond") -> Weight:
    """The weight of a round stone from its diameter and depth in mm; the reference depth where none was measured."""
    deep = proportions("round").depth * diameter if depth is None else depth
    found = weight("round", diameter, diameter, deep, gem)
    assert found is not None
    return found


def round_diameter(carat: float, gem: str = "diamond") -> float:
    """The diameter in mm of a round stone of this weight at the reference depth: a placeholder until measured."""
    return float((carat / round_carat(1.0, gem=gem).carat) ** (1.0 / 3.0))


def prong_rule(diameter: float) -> ProngRule:
    """The prongs a round stone of this diameter in mm is usually given."""
    row = [r for r in table("stones")["prongs"] if diameter >= r["from_mm"]][-1]
    usual = row["share"] * diameter if "share" in row else row["diameter"]
    return ProngRule(row.get("count", 4), usual, row.get("prong_max", usual), row["source"], row["confidence"])
