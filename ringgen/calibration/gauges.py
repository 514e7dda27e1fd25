"""The gauges: rings and bars of known sizes, no two alike, and the form their readings are written into."""

from __future__ import annotations

from dataclasses import dataclass

FORM = "readings.csv"
COLUMNS = ("gauge", "measure", "nominal_mm", "wax_mm", "cast_mm", "polished_mm")
STAGES = ("wax", "cast", "polished")
INSIDE = "bore"
GAP = 3.0  # mm between gauges on the plate: room for supports, and for fingers


@dataclass(frozen=True)
class Gauge:
    """One gauge: a ring (bore, width, thickness) or a bar (length, width, thickness), mm."""

    kind: str
    sizes: tuple[float, float, float]

    @property
    def name(self) -> str:
        """Kind and nominal sizes, as its file is called."""
        return f"{self.kind}-{'x'.join(f'{s:g}' for s in self.sizes)}"

    @property
    def measures(self) -> tuple[tuple[str, float], ...]:
        """What is read of it, with the nominal size, mm."""
        words = (INSIDE, "width", "thickness") if self.kind == "ring" else ("length", "width", "thickness")
        return tuple(zip(words, self.sizes, strict=True))

    @property
    def across(self) -> float:
        """Its size along the plate's longer side, mm."""
        return self.sizes[0] + 2 * self.sizes[2] if self.kind == "ring" else self.sizes[0]


# Rings from a small finger to a large one, walls and widths of real bands, each ring another; bars for long lengths.
GAUGES = (
    *(Gauge("ring", s) for s in ((14, 3, 1.5), (16, 4, 1.8), (18, 5, 2.0), (20, 6, 2.2), (22, 8, 2.5))),
    *(Gauge("bar", s) for s in ((10, 2, 1.0), (20, 3, 1.5), (30, 4, 2.0), (40, 5, 3.0))),
)


def rows() -> tuple[tuple[str, str, float], ...]:
    """(gauge, measure, nominal size in mm) of every reading there is to take."""
    return tuple((g.name, measure, float(nominal)) for g in GAUGES for measure, nominal in g.measures)


def form() -> str:
    """The form: explanations, then one line a reading, its three sizes left empty."""
    said = (
        "Calliper readings in mm, to 0.01. Leave empty what you did not measure; all sizes are those of the files.",
        "wax_mm: as printed, washed and cured. cast_mm: cut off its tree, cleaned, nothing filed yet.",
        "polished_mm: finished as you finish a ring for sale; bars need not be polished.",
        "bore: the smallest of three readings inside, turned by 60 degrees. width: along the finger.",
        "thickness: the wall. length: the longest side of a bar. Rings lie in one row, bars in the other, by size.",
        "Then: ringgen calibrate fit readings.csv -o shop.toml",
    )
    head = "".join(f"# {line}\n" for line in said) + ",".join(COLUMNS) + "\n"
    return head + "".join(f"{gauge},{measure},{nominal:g},,,\n" for gauge, measure, nominal in rows())
