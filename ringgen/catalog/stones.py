"""Stones by measure: proportions of a cut, weight from size and back, and the prongs a stone of a size is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ringgen.catalog._tables import table
from ringgen.catalog.gems import find_gem

_DIAMONDS = ("diamond", "lab-diamond")


@dataclass(frozen=True)
class Proportions:
    """Reference proportions of a cut: heights and table as shares of the diameter, angles in degrees."""

    cut: str
    table: float
    crown: float
    girdle: float
    pavilion: float
    depth: float
    crown_angle_deg: float
    pavilion_angle_deg: float
    star: float
    lower_half: float
    source: str
    confidence: str


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
    return Proportions(**rows[cut])


def round_carat(diameter: float, depth: float | None = None, gem: str = "diamond") -> Weight:
    """The weight of a round stone from its diameter and depth in mm; the reference depth where none was measured."""
    row, factor = _factor(gem)
    deep = proportions("round").depth * diameter if depth is None else depth
    return Weight(diameter * diameter * deep * factor, row["error"], row["source"])


def round_diameter(carat: float, gem: str = "diamond") -> float:
    """The diameter in mm of a round stone of this weight at the reference depth: a placeholder until measured."""
    _, factor = _factor(gem)
    return float((carat / (factor * proportions("round").depth)) ** (1.0 / 3.0))


def prong_rule(diameter: float) -> ProngRule:
    """The prongs a round stone of this diameter in mm is usually given."""
    row = [r for r in table("stones")["prongs"] if diameter >= r["from_mm"]][-1]
    usual = row["share"] * diameter if "share" in row else row["diameter"]
    return ProngRule(row.get("count", 4), usual, row.get("prong_max", usual), row["source"], row["confidence"])


def _factor(gem: str) -> tuple[dict[str, Any], float]:
    found = find_gem(gem)
    kind = "diamond" if found.id in _DIAMONDS else "coloured"
    row = next(r for r in table("stones")["weight"] if r["cut"] == "round" and r["gem"] == kind)
    return row, row["factor"] * (1.0 if kind == "diamond" else found.sg)
