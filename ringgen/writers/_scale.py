"""What colours of a heat map mean: red what the rules refuse, yellow what they warn of, green to blue what is sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ringgen.units import number_of

if TYPE_CHECKING:
    from ringgen.catalog.rules import Limit

Floats = npt.NDArray[np.float64]

DIGITS = 2
"""Walls are judged to 0.01 mm (`ringgen.checks.wall`), and coloured as they are judged."""
PLENTY = 3.0
"""Blue from so many times what the rules ask for: a shank's base, a signet's face."""
USUAL = 0.8
"""mm: where green begins by rules that have no limit for walls; only then."""

DARK, RED = (0.45, 0.0, 0.05), (0.93, 0.11, 0.10)
ORANGE, YELLOW = (0.99, 0.66, 0.10), (1.0, 0.93, 0.25)
GREEN, BLUE = (0.30, 0.75, 0.30), (0.12, 0.35, 0.80)
GREY = (0.72, 0.72, 0.72)
"""Screen colours, sRGB."""


@dataclass(frozen=True)
class Scale:
    """Under `fail` mm red, under `warn` mm yellow, from there green to blue; None where the rules have no such limit.

    `sources` says whose limits they are.
    """

    fail: float | None
    warn: float | None
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, limits: tuple[Limit, ...]) -> Scale:
        """The scale of a wall check's limits: the hardest of each severity."""

        def hardest(severity: str) -> float | None:
            return max((m.value for m in limits if m.severity == severity and m.direction == "min"), default=None)

        return cls(hardest("fail"), hardest("warn"), tuple(dict.fromkeys(m.source for m in limits)))

    @property
    def sound(self) -> float:
        """From here it is green, mm."""
        return max((v for v in (self.fail, self.warn) if v is not None), default=USUAL)

    @property
    def plenty(self) -> float:
        """From here it is blue, mm."""
        return PLENTY * self.sound

    def colours(self, values: Floats) -> Floats:
        """Screen colours (n, 3), 0 to 1, of thicknesses in mm; grey where there is none (nan)."""
        v = np.round(values, DIGITS)
        out = np.tile(np.array(GREY), (len(v), 1))
        fail = self.fail if self.fail is not None else 0.0
        for low, high, first, last in (
            (0.0, fail, DARK, RED),
            (fail, self.sound if self.warn is not None else fail, ORANGE, YELLOW),
            (self.sound if self.warn is not None or self.fail is not None else 0.0, np.inf, GREEN, BLUE),
        ):
            inside = (v >= low) & (v < high)
            top = high if np.isfinite(high) else self.plenty
            share = np.clip((v[inside] - low) / max(top - low, 1e-9), 0.0, 1.0)[:, None]
            out[inside] = np.array(first) * (1 - share) + np.array(last) * share
        return out

    def told(self) -> str:
        """The legend in words."""
        parts = []
        if self.fail is not None:
            parts.append(f"red under {number_of(self.fail)} mm (refused)")
        if self.warn is not None and self.warn > (self.fail or 0.0):
            parts.append(f"yellow under {number_of(self.warn)} mm (warned of)")
        parts.append(f"then green, to blue from {number_of(self.plenty)} mm")
        parts.append("grey: an edge, or what has a rule of its own")
        return ", ".join(parts)
