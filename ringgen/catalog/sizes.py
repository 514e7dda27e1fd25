"""Ring sizes: what a size means in millimetres, and on whose authority."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class RingSize:
    """A size as asked, and the inner diameter it means. `label` is the size within its `system`.

    `authority`, `source` and `confidence` (H, M or L) are those of the chart or formula that was used.
    """

    asked: str
    system: str
    label: str
    inner_diameter_mm: float
    authority: str
    source: str
    confidence: str

    @property
    def circumference_mm(self) -> float:
        """The inner circumference, which is what a European gauge reads."""
        return math.pi * self.inner_diameter_mm

    def __str__(self) -> str:
        return self.label if self.system == "bore" else f"{self.system} {self.label}"
