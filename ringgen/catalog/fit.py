"""Fit: how much a wide band or a rounded inside changes the size a finger needs. Asked for, never silent."""

from __future__ import annotations

from dataclasses import dataclass

from ringgen.catalog._scales import system
from ringgen.catalog._tables import table


@dataclass(frozen=True)
class Fit:
    """What to add to the inner diameter in mm (negative: smaller), why, and on whose word."""

    delta_mm: float
    reason: str
    source: str
    confidence: str


def fit_allowance(width_mm: float, comfort: bool) -> Fit:
    """The "auto" allowance for a band this wide (mm), with a rounded inside or without."""
    data = table("fit")
    row = [r for r in data["width"] if width_mm > r.get("above_mm", -1.0) and width_mm >= r.get("from_mm", 0.0)][-1]
    used = [row, data["comfort"]] if comfort else [row]
    sizes = sum(r["us_sizes"] for r in used)
    us = system("US").standard
    step = us.step if us else 0.0
    return Fit(
        delta_mm=round(sizes * step, 4),
        reason="; ".join(r["reason"] for r in used),
        source="; ".join(r["source"] for r in used),
        confidence=max((r["confidence"] for r in used), key="HML".index),
    )
