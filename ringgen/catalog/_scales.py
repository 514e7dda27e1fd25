"""Size systems and their charts, read from `sizes.toml`: labels to numbers, numbers to millimetres, and back."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from ringgen.catalog._tables import table
from ringgen.units import number_of

STANDARD = "standard"

_NUMBER = re.compile(r"(?:([0-9]{1,3})(?:(\.[0-9]{1,6})|[ -]([13])/([24]))?|([13])/([24]))(MM|CM|INCHES|INCH|IN|\")?")
_LETTER = re.compile(r"(?:Z\+?([1-9])(?!/)|([A-Z]))(?:[ -]?(1/2)|(\.5))?")
_IN_MM = {"MM": 1.0, "CM": 10.0, "IN": 25.4, "INCH": 25.4, "INCHES": 25.4, '"': 25.4}


@dataclass(frozen=True)
class Chart:
    """What the numbers of one system mean. `points` are (number, diameter in mm) as printed, or a straight line is."""

    id: str
    authority: str
    source: str
    confidence: str
    base: float = 0.0
    step: float = 0.0
    points: tuple[tuple[float, float], ...] = ()

    def holds(self, number: float) -> bool:
        """Whether the chart gives this size at all."""
        return not self.points or any(n == number for n, _ in self.points)

    def diameter(self, number: float) -> float:
        """The inner diameter in mm of a size the chart holds."""
        if not self.points:
            return round(self.base + self.step * number, 6)
        return next(d for n, d in self.points if n == number)

    def number(self, diameter_mm: float) -> float:
        """The exact, fractional size of a diameter; between printed values, and past them, in proportion."""
        if not self.points:
            return (diameter_mm - self.base) / self.step
        at = bisect_left([d for _, d in self.points], diameter_mm)
        at = min(max(at, 1), len(self.points) - 1)
        (n0, d0), (n1, d1) = self.points[at - 1], self.points[at]
        return n0 + (n1 - n0) * (diameter_mm - d0) / (d1 - d0)


@dataclass(frozen=True)
class System:
    """One way of writing a size. Labels are letters (counted from A = 0) or numbers; `increment` 0 takes any."""

    id: str
    name: str
    words: tuple[str, ...]
    letters: bool
    increment: float
    low: float
    high: float
    millimetres: bool
    unit: str
    reads: str
    charts: tuple[Chart, ...]

    @property
    def standard(self) -> Chart | None:
        """The chart a bare label means; None where a chart must be named."""
        return next((c for c in self.charts if c.id == STANDARD), None)

    def number(self, text: str) -> float | None:
        """The number a label stands for, or None if it is none of this system's kind."""
        return _letter(text) if self.letters else _number(text, self.millimetres)

    def label(self, number: float) -> str:
        """A number as this system writes it: `N 1/2`, `Z+2`, `6 1/4`, `53`."""
        if self.letters:
            whole = math.floor(number)
            letter = chr(ord("A") + whole) if whole <= 25 else f"Z+{whole - 25}"
            return letter + (" 1/2" if number != whole else "")
        if self.increment in (0.25, 0.5) and not self.millimetres:
            return _mixed(number)
        return number_of(number, 6) + self.unit

    def nearest(self, number: float, chart: Chart) -> float:
        """The size on this chart nearest to any number."""
        if chart.points:
            return min((n for n, _ in chart.points), key=lambda n: (abs(n - number), n))
        step = self.increment or 0.01
        number = min(max(number, self.low), self.high)
        return round(math.floor(number / step + 0.5 + 1e-9) * step, 6)

    def on_step(self, number: float) -> bool:
        """Whether the number is one of the steps the system has."""
        return not self.increment or math.isclose(number / self.increment, round(number / self.increment), abs_tol=1e-9)


@cache
def systems() -> tuple[System, ...]:
    """Every size system, in the order of the data file."""
    data = table("sizes")
    us = next(r for r in data["chart"] if r["system"] == "US" and r["id"] == STANDARD)
    return tuple(_system(row, [c for c in data["chart"] if c["system"] == row["id"]], us) for row in data["system"])


def system(system_id: str) -> System:
    """The system of that id (one the catalog itself gave out)."""
    return next(s for s in systems() if s.id == system_id)


def _system(row: dict[str, Any], charts: list[dict[str, Any]], us: dict[str, Any]) -> System:
    letters = row["label"] == "letter"
    return System(
        id=row["id"],
        name=row["name"],
        words=tuple(re.sub(r"[^A-ZØ0-9]", "", w.upper()) for w in row["words"]),
        letters=letters,
        increment=float(row["increment"]),
        low=float(row["low"]),
        high=float(row["high"]),
        millimetres=row.get("millimetres", False),
        unit=row.get("unit", ""),
        reads=row["reads"],
        charts=tuple(_chart(c, letters, us) for c in charts),
    )


def _chart(row: dict[str, Any], letters: bool, us: dict[str, Any]) -> Chart:
    scale = 1.0 / math.pi if row["measure"] == "circumference" else 1.0
    offset = 0.0
    if row["measure"] == "us":
        scale, offset = us["step"], us["base"]
    points = tuple(
        sorted(
            ((_letter(label) or 0.0) if letters else float(label), round(offset + scale * v, 6))
            for label, v in row.get("values", {}).items()
        )
    )
    return Chart(
        id=row["id"],
        authority=row["authority"],
        source=row["source"],
        confidence=row["confidence"],
        base=row.get("base", 0.0) * scale,
        step=row.get("step", 0.0) * scale,
        points=points,
    )


def _number(text: str, millimetres: bool) -> float | None:
    found = _NUMBER.fullmatch(text)
    if found is None or (found[7] and not millimetres):
        return None
    top, bottom = (found[3], found[4]) if found[3] else (found[5], found[6])
    value = float((found[1] or "0") + (found[2] or ""))
    if top:
        if int(top) >= int(bottom):
            return None
        value += int(top) / int(bottom)
    return round(value * _IN_MM[found[7]], 9) if found[7] else value


def _letter(text: str) -> float | None:
    found = _LETTER.fullmatch(text)
    if found is None:
        return None
    whole = 25 + int(found[1]) if found[1] else ord(found[2]) - ord("A")
    return whole + (0.5 if found[3] or found[4] else 0.0)


def _mixed(number: float) -> str:
    whole = math.floor(number)
    part = Fraction(number - whole).limit_denominator(1000)
    if part.denominator not in (1, 2, 4):
        return number_of(number, 6)
    if not part:
        return str(whole)
    return f"{whole} {part}" if whole else str(part)
